import { z } from 'zod'
import type { Bounds, Point } from '../../../model/units'
import type { Ring, ShapeDefect, ShapeKind } from '../shape-kind'
import { boundsOfVertices, isFiniteVertex, mapVertex, pointOf, ringLength, VertexSchema } from '../vertices'
import { flawsOf } from './flaws'

/**
 * Polygon in image pixels: pieces of one object, each an outer ring followed by its holes. Rings are open (last ≠ first).
 * Inside a piece counts parity, over the pieces union (see `Region`); the direction of a ring means nothing.
 */
export const Polygon = z.object({
  kind: z.literal('polygon'),
  rings: z.array(z.array(z.array(VertexSchema).min(1)).min(1)).min(1),
})
export type Polygon = z.infer<typeof Polygon>

/** One piece without holes. */
export const polygonOf = (points: readonly Point[]): Polygon => ({
  kind: 'polygon',
  rings: [[points.map((p): [number, number] => [p.x, p.y])]],
})

/** Signed area by the shoelace formula; positive clockwise on screen (y down). Summed around the first vertex for precision. */
export function ringArea(ring: Ring): number {
  const [ox, oy] = ring[0] ?? [0, 0]
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i] ?? [0, 0]
    const [bx, by] = ring[(i + 1) % ring.length] ?? [0, 0]
    twice += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
  }
  return twice / 2
}

const bounds = (polygon: Polygon): Bounds => boundsOfVertices(polygon.rings.map((piece) => piece[0] ?? []))

const hasRepeats = (ring: Ring): boolean =>
  ring.length > 1 &&
  ring.some(([x, y], i) => {
    const next = ring[(i + 1) % ring.length]
    return next?.[0] === x && next[1] === y
  })

const flat = ([outer = [], ...holes]: readonly Ring[]): boolean =>
  ringArea(outer) === 0 || Math.abs(ringArea(outer)) <= holes.reduce((sum, hole) => sum + Math.abs(ringArea(hole)), 0)

function defects(polygon: Polygon): ShapeDefect[] {
  const rings = polygon.rings.flat()
  if (!rings.every((ring) => ring.every(isFiniteVertex))) return ['not-finite']
  const found: ShapeDefect[] = []
  if (rings.some((ring) => ring.length < 3)) found.push('too-few-points')
  if (rings.some(hasRepeats)) found.push('repeated-point')
  const flaws = polygon.rings.map(flawsOf)
  if (flaws.some((f) => f.crosses)) found.push('self-crossing')
  if (flaws.some((f) => f.touches)) found.push('self-touching')
  if (flaws.some((f) => f.tooComplex)) found.push('too-complex')
  // The two lobes of a bow-tie cancel in the formula, but not on the image.
  if (polygon.rings.some((piece, i) => !flaws[i]?.crosses && flat(piece))) found.push('zero-area')
  return found
}

function moveHandle(polygon: Polygon, index: number, to: Point): Polygon {
  let seen = 0
  return {
    kind: 'polygon',
    rings: polygon.rings.map((piece) =>
      piece.map((ring) => ring.map((v): [number, number] => (seen++ === index ? [to.x, to.y] : v))),
    ),
  }
}

const mapVertices = (p: Polygon, transform: (v: Point) => Point): Polygon => ({
  kind: 'polygon',
  rings: p.rings.map((piece) => piece.map((ring) => ring.map(mapVertex(transform)))),
})

export const polygon: ShapeKind<Polygon> = {
  kind: 'polygon',
  schema: Polygon,
  covers: 'area',
  bounds,
  area: (p) =>
    p.rings.reduce(
      (sum, [outer = [], ...holes]) =>
        sum + Math.abs(ringArea(outer)) - holes.reduce((s, h) => s + Math.abs(ringArea(h)), 0),
      0,
    ),
  region: (p) => p.rings,
  lines: () => [],
  length: (p) => p.rings.reduce((sum, piece) => sum + piece.reduce((s, ring) => s + ringLength(ring), 0), 0),
  pieces: (p) => p.rings.length,
  holes: (p) => p.rings.reduce((n, piece) => n + piece.length - 1, 0),
  pointCount: (p) => p.rings.reduce((n, piece) => n + piece.reduce((m, ring) => m + ring.length, 0), 0),
  handles: (p) => p.rings.flat(2).map(pointOf),
  moveHandle,
  translate: (p, dx, dy) => mapVertices(p, ({ x, y }) => ({ x: x + dx, y: y + dy })),
  map: mapVertices,
  defects,
}
