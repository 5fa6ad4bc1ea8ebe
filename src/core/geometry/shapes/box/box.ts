import { z } from 'zod'
import type { Point } from '../../../model/units'
import type { ShapeDefect, ShapeKind } from '../shape-kind'

/** Axis-aligned box: top-left corner and size in image pixels. It may leave the image. */
export const Box = z.object({ kind: z.literal('box'), x: z.number(), y: z.number(), w: z.number(), h: z.number() })
export type Box = z.infer<typeof Box>

/** The box between two opposite corners, in any order: never inverted. */
export function boxBetween(a: Point, b: Point): Box {
  return { kind: 'box', x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) }
}

/** Grips clockwise from the top-left corner: nw, n, ne, e, se, s, sw, w. */
const GRIPS = [
  [0, 0],
  [0.5, 0],
  [1, 0],
  [1, 0.5],
  [1, 1],
  [0.5, 1],
  [0, 1],
  [0, 0.5],
] as const

function moveHandle(box: Box, index: number, to: Point): Box {
  const [gx, gy] = GRIPS[index] ?? [0.5, 0.5]
  const left = gx === 0 ? to.x : box.x
  const right = gx === 1 ? to.x : box.x + box.w
  const top = gy === 0 ? to.y : box.y
  const bottom = gy === 1 ? to.y : box.y + box.h
  return boxBetween({ x: left, y: top }, { x: right, y: bottom })
}

function defects(box: Box): ShapeDefect[] {
  const { x, y, w, h } = box
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(w) || !Number.isFinite(h)) return ['not-finite']
  if (box.w < 0 || box.h < 0) return ['inverted']
  return box.w === 0 || box.h === 0 ? ['zero-area'] : []
}

export const box: ShapeKind<Box> = {
  kind: 'box',
  schema: Box,
  covers: 'area',
  bounds: (b) => ({ x0: b.x, y0: b.y, x1: b.x + b.w, y1: b.y + b.h }),
  area: (b) => Math.max(0, b.w) * Math.max(0, b.h),
  region: (b) => [
    [
      [
        [b.x, b.y],
        [b.x + b.w, b.y],
        [b.x + b.w, b.y + b.h],
        [b.x, b.y + b.h],
      ],
    ],
  ],
  lines: () => [],
  length: (b) => 2 * (b.w + b.h),
  pieces: () => 1,
  holes: () => 0,
  pointCount: () => 4,
  handles: (b) => GRIPS.map(([gx, gy]) => ({ x: b.x + gx * b.w, y: b.y + gy * b.h })),
  moveHandle,
  translate: (b, dx, dy) => ({ ...b, x: b.x + dx, y: b.y + dy }),
  map: (b, transform) => boxBetween(transform({ x: b.x, y: b.y }), transform({ x: b.x + b.w, y: b.y + b.h })),
  defects,
}
