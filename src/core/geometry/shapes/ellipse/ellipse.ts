import { z } from 'zod'
import type { Bounds, Point } from '../../../model/units'
import type { Ring, ShapeDefect, ShapeKind } from '../shape-kind'
import { direction, mapAngle, toImage, toOwn } from '../turn'

/** Ellipse: centre, half axes along its own x and y, and angle in degrees, clockwise on screen (see `turn.ts`). */
export const Ellipse = z.object({
  kind: z.literal('ellipse'),
  cx: z.number(),
  cy: z.number(),
  rx: z.number(),
  ry: z.number(),
  angle: z.number(),
})
export type Ellipse = z.infer<typeof Ellipse>

/** Corners of the polygon that stands for the ellipse where no formula is known. */
const CORNERS = 180

/**
 * The ellipse as a polygon of exactly the same area. Its corners lie outside of the ellipse by 0.01 % of the radius and the
 * middles of its edges inside by 0.005 %.
 */
export function ellipseRing({ cx, cy, rx, ry, angle }: Ellipse, corners = CORNERS): Ring {
  const step = (2 * Math.PI) / corners
  const grown = Math.sqrt(step / Math.sin(step))
  return Array.from({ length: corners }, (_, i) =>
    toImage(cx, cy, angle, rx * grown * Math.cos(i * step), ry * grown * Math.sin(i * step)),
  )
}

function bounds({ cx, cy, rx, ry, angle }: Ellipse): Bounds {
  const [cos, sin] = direction(angle)
  const [ex, ey] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)]
  return { x0: cx - ex, y0: cy - ey, x1: cx + ex, y1: cy + ey }
}

/** Circumference by the arithmetic-geometric mean; exact up to rounding. Source: DLMF 19.8.6, `4 a E(k)`. */
function circumference(rx: number, ry: number): number {
  let [a, b] = [Math.max(rx, ry), Math.min(rx, ry)]
  if (!(b > 0) || !Number.isFinite(a)) return 4 * a
  const first = a
  let [sum, weight] = [(a * a - b * b) / (2 * a * a), 1]
  for (let i = 0; i < 40 && a - b > 1e-16 * a; i++) {
    const c = (a - b) / 2
    ;[a, b] = [(a + b) / 2, Math.sqrt(a * b)]
    sum += (weight * c * c) / (first * first)
    weight *= 2
  }
  return ((2 * Math.PI * first * first) / a) * (1 - sum)
}

/** The last grip turns the ellipse; it stands beyond its top, by a quarter of the height, at least this many px. */
const TURN_GRIP = 4
const TURN_REACH = 12

function handles({ cx, cy, rx, ry, angle }: Ellipse): Point[] {
  const own: readonly (readonly [number, number])[] = [
    [0, -ry],
    [rx, 0],
    [0, ry],
    [-rx, 0],
    [0, -ry - Math.max(TURN_REACH, ry / 2)],
  ]
  return own.map(([x, y]) => {
    const [ix, iy] = toImage(cx, cy, angle, x, y)
    return { x: ix, y: iy }
  })
}

function moveHandle(e: Ellipse, index: number, to: Point): Ellipse {
  const [x, y] = toOwn(e.cx, e.cy, e.angle, to)
  if (index === TURN_GRIP) {
    const turn = (Math.atan2(x, -y) * 180) / Math.PI
    return Number.isFinite(turn) ? { ...e, angle: e.angle + turn } : e
  }
  return index % 2 === 1 ? { ...e, rx: Math.abs(x) } : { ...e, ry: Math.abs(y) }
}

function defects({ cx, cy, rx, ry, angle }: Ellipse): ShapeDefect[] {
  if (![cx, cy, rx, ry, angle].every(Number.isFinite)) return ['not-finite']
  if (rx < 0 || ry < 0) return ['inverted']
  return rx === 0 || ry === 0 ? ['zero-area'] : []
}

export const ellipse: ShapeKind<Ellipse> = {
  kind: 'ellipse',
  schema: Ellipse,
  covers: 'area',
  bounds,
  area: ({ rx, ry }) => Math.PI * Math.max(0, rx) * Math.max(0, ry),
  region: (e) => [[ellipseRing(e)]],
  lines: () => [],
  length: ({ rx, ry }) => circumference(Math.abs(rx), Math.abs(ry)),
  pieces: () => 1,
  holes: () => 0,
  pointCount: () => 4,
  handles,
  moveHandle,
  translate: (e, dx, dy) => ({ ...e, cx: e.cx + dx, cy: e.cy + dy }),
  map(e, transform) {
    const { x, y } = transform({ x: e.cx, y: e.cy })
    return { ...e, cx: x, cy: y, angle: mapAngle(e.angle, transform) }
  },
  defects,
}
