import { z } from 'zod'
import type { Bounds, Point } from '../../../model/units'
import type { ShapeDefect, ShapeKind, Vertex } from '../shape-kind'
import { direction, mapAngle, toImage, toOwn } from '../turn'

/**
 * Turned box: centre, size along its own axes, and angle in degrees, clockwise on screen (see `turn.ts`).
 * `w` runs along the box's own x axis: with angle 0 it is the ordinary box.
 */
export const RotatedBox = z.object({
  kind: z.literal('rotated_box'),
  cx: z.number(),
  cy: z.number(),
  w: z.number(),
  h: z.number(),
  angle: z.number(),
})
export type RotatedBox = z.infer<typeof RotatedBox>

/** Grips clockwise from the box's own top-left corner, in halves of its size; the last one turns the box. */
const GRIPS = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
] as const
const TURN_GRIP = GRIPS.length
/** How far beyond the top edge the turning grip stands: a quarter of the height, at least this many px. */
const TURN_REACH = 12

/** Corners clockwise on screen, from the box's own top-left one. */
export function cornersOf({ cx, cy, w, h, angle }: RotatedBox): readonly [Vertex, Vertex, Vertex, Vertex] {
  const at = (sx: number, sy: number): Vertex => toImage(cx, cy, angle, (sx * w) / 2, (sy * h) / 2)
  return [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)]
}

function bounds({ cx, cy, w, h, angle }: RotatedBox): Bounds {
  const [cos, sin] = direction(angle).map(Math.abs) as [number, number]
  const [rx, ry] = [(w * cos + h * sin) / 2, (w * sin + h * cos) / 2]
  return { x0: cx - rx, y0: cy - ry, x1: cx + rx, y1: cy + ry }
}

function handles({ cx, cy, w, h, angle }: RotatedBox): Point[] {
  const own: [number, number][] = GRIPS.map(([sx, sy]) => [(sx * w) / 2, (sy * h) / 2])
  own.push([0, -h / 2 - Math.max(TURN_REACH, h / 4)])
  return own.map(([x, y]) => {
    const [ix, iy] = toImage(cx, cy, angle, x, y)
    return { x: ix, y: iy }
  })
}

/** Dragging a side or corner keeps the opposite one where it is. */
function moveHandle(box: RotatedBox, index: number, to: Point): RotatedBox {
  const [x, y] = toOwn(box.cx, box.cy, box.angle, to)
  if (index === TURN_GRIP) {
    const turn = (Math.atan2(x, -y) * 180) / Math.PI
    return Number.isFinite(turn) ? { ...box, angle: box.angle + turn } : box
  }
  const [sx, sy] = GRIPS[index] ?? [0, 0]
  const side = (sign: number, half: number, at: number): readonly [number, number] =>
    sign === 0 ? [-half, half] : [Math.min(-sign * half, at), Math.max(-sign * half, at)]
  const [x0, x1] = side(sx, box.w / 2, x)
  const [y0, y1] = side(sy, box.h / 2, y)
  const [cx, cy] = toImage(box.cx, box.cy, box.angle, (x0 + x1) / 2, (y0 + y1) / 2)
  return { ...box, cx, cy, w: x1 - x0, h: y1 - y0 }
}

function defects({ cx, cy, w, h, angle }: RotatedBox): ShapeDefect[] {
  if (![cx, cy, w, h, angle].every(Number.isFinite)) return ['not-finite']
  if (w < 0 || h < 0) return ['inverted']
  return w === 0 || h === 0 ? ['zero-area'] : []
}

export const rotatedBox: ShapeKind<RotatedBox> = {
  kind: 'rotated_box',
  schema: RotatedBox,
  covers: 'area',
  bounds,
  area: ({ w, h }) => Math.max(0, w) * Math.max(0, h),
  region: (b) => [[cornersOf(b)]],
  lines: () => [],
  length: ({ w, h }) => 2 * (w + h),
  pieces: () => 1,
  holes: () => 0,
  pointCount: () => 4,
  handles,
  moveHandle,
  translate: (b, dx, dy) => ({ ...b, cx: b.cx + dx, cy: b.cy + dy }),
  map(b, transform) {
    const { x, y } = transform({ x: b.cx, y: b.cy })
    return { ...b, cx: x, cy: y, angle: mapAngle(b.angle, transform) }
  },
  defects,
}
