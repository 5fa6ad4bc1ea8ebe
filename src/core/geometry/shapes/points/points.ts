import { z } from 'zod'
import type { Point } from '../../../model/units'
import type { ShapeDefect, ShapeKind } from '../shape-kind'
import { boundsOfVertices, isFiniteVertex, mapVertex, pointOf, VertexSchema } from '../vertices'

/** Unnamed points of one object (heads of a crowd, centres, extreme points), in no meaningful order. */
export const Points = z.object({ kind: z.literal('points'), points: z.array(VertexSchema).min(1) })
export type Points = z.infer<typeof Points>

const mapPoints = (p: Points, transform: (v: Point) => Point): Points => ({
  kind: 'points',
  points: p.points.map(mapVertex(transform)),
})

function defects({ points }: Points): ShapeDefect[] {
  if (!points.every(isFiniteVertex)) return ['not-finite']
  return new Set(points.map(([x, y]) => `${x} ${y}`)).size < points.length ? ['repeated-point'] : []
}

export const points: ShapeKind<Points> = {
  kind: 'points',
  schema: Points,
  covers: 'points',
  bounds: (p) => boundsOfVertices([p.points]),
  area: () => 0,
  region: () => [],
  lines: (p) => p.points.map((v) => [v]),
  length: () => undefined,
  pieces: (p) => p.points.length,
  holes: () => 0,
  pointCount: (p) => p.points.length,
  handles: (p) => p.points.map(pointOf),
  moveHandle: (p, index, to) => ({
    kind: 'points',
    points: p.points.map((v, i): [number, number] => (i === index ? [to.x, to.y] : v)),
  }),
  translate: (p, dx, dy) => mapPoints(p, ({ x, y }) => ({ x: x + dx, y: y + dy })),
  map: mapPoints,
  defects,
}
