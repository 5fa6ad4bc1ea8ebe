/** Grips of a selected shape: the handles of its kind, and a midpoint on each edge of an outline or line that inserts a vertex. */
import { kindOf, type Shape } from '../../core/geometry/shapes'
import type { Points } from '../../core/geometry/shapes/points/points'
import type { Polygon } from '../../core/geometry/shapes/polygon/polygon'
import type { Polyline } from '../../core/geometry/shapes/polyline/polyline'
import type { Vertex } from '../../core/geometry/shapes/shape-kind'
import type { AnnotationId, RoleId } from '../../core/model/ids'
import type { Point } from '../../core/model/units'

export interface Grip {
  readonly id: AnnotationId
  readonly role: RoleId
  /** `handle` drags a point of the shape; `insert` first makes a new vertex there. */
  readonly kind: 'handle' | 'insert'
  /** Handle number; for `insert` the vertex after which the new one comes. */
  readonly index: number
  readonly at: Point
}

/** Where the ring of vertex `index` starts, and the vertex's place in it. */
export function locate(
  polygon: Polygon,
  index: number,
): { piece: number; ring: number; place: number; length: number } | undefined {
  let start = 0
  for (const [p, piece] of polygon.rings.entries())
    for (const [r, ring] of piece.entries()) {
      if (index < start + ring.length) return { piece: p, ring: r, place: index - start, length: ring.length }
      start += ring.length
    }
  return undefined
}

const mapRing = (
  polygon: Polygon,
  piece: number,
  ring: number,
  map: (r: [number, number][]) => [number, number][],
): Polygon => ({
  kind: 'polygon',
  rings: polygon.rings.map((rings, p) => rings.map((points, r) => (p === piece && r === ring ? map(points) : points))),
})

/** Shapes whose vertices can be inserted and removed. */
export type Vertexed = Polygon | Polyline | Points
export const isVertexed = (shape: Shape): shape is Vertexed =>
  shape.kind === 'polygon' || shape.kind === 'polyline' || shape.kind === 'points'

/** Line and place of vertex `index` of a polyline. */
function locateInLines(
  { lines }: Polyline,
  index: number,
): { line: number; place: number; length: number } | undefined {
  let start = 0
  for (const [line, points] of lines.entries()) {
    if (index < start + points.length) return { line, place: index - start, length: points.length }
    start += points.length
  }
  return undefined
}

/** The outline or line with a vertex at `at` after the vertex `after` of the same ring or line. */
export function insertVertex(shape: Polygon, after: number, at: Point): Polygon
export function insertVertex(shape: Polygon | Polyline, after: number, at: Point): Polygon | Polyline
export function insertVertex(shape: Polygon | Polyline, after: number, at: Point): Polygon | Polyline {
  if (shape.kind === 'polygon') return insertInPolygon(shape, after, at)
  const where = locateInLines(shape, after)
  if (!where) return shape
  const lines = shape.lines.map((points, i) =>
    i === where.line ? points.toSpliced(where.place + 1, 0, [at.x, at.y]) : points,
  )
  return { kind: 'polyline', lines }
}

function insertInPolygon(polygon: Polygon, after: number, at: Point): Polygon {
  const where = locate(polygon, after)
  if (!where) return polygon
  return mapRing(polygon, where.piece, where.ring, (ring) => ring.toSpliced(where.place + 1, 0, [at.x, at.y]))
}

/**
 * The shape without vertex `index`. A ring that falls below three points and a line below two disappear; undefined when
 * nothing would be left.
 */
export function deleteVertex(shape: Polygon, index: number): Polygon | undefined
export function deleteVertex(shape: Vertexed, index: number): Vertexed | undefined
export function deleteVertex(shape: Vertexed, index: number): Vertexed | undefined {
  switch (shape.kind) {
    case 'polygon':
      return deleteFromPolygon(shape, index)
    case 'polyline':
      return deleteFromLine(shape, index)
    case 'points':
      return shape.points.length > 1 ? { kind: 'points', points: shape.points.toSpliced(index, 1) } : undefined
  }
}

function deleteFromLine(shape: Polyline, index: number): Polyline | undefined {
  const where = locateInLines(shape, index)
  if (!where) return undefined
  const lines =
    where.length > 2
      ? shape.lines.map((points, i) => (i === where.line ? points.toSpliced(where.place, 1) : points))
      : shape.lines.toSpliced(where.line, 1)
  return lines.length > 0 ? { kind: 'polyline', lines } : undefined
}

function deleteFromPolygon(polygon: Polygon, index: number): Polygon | undefined {
  const where = locate(polygon, index)
  if (!where) return undefined
  if (where.length > 3) return mapRing(polygon, where.piece, where.ring, (ring) => ring.toSpliced(where.place, 1))
  const rings = polygon.rings.flatMap((piece, p) => {
    if (p !== where.piece) return [piece]
    return where.ring === 0 ? [] : [piece.toSpliced(where.ring, 1)]
  })
  return rings.length > 0 ? { kind: 'polygon', rings } : undefined
}

/** Edges that can take a vertex: each with the number of its first vertex. */
function edgesOf(shape: Shape): readonly { readonly from: number; readonly a: Vertex; readonly b: Vertex }[] {
  if (shape.kind !== 'polygon' && shape.kind !== 'polyline') return []
  const chains = shape.kind === 'polygon' ? shape.rings.flat() : shape.lines
  let start = 0
  return chains.flatMap((chain) => {
    const first = start
    start += chain.length
    const around = shape.kind === 'polygon' ? [...chain.slice(1), ...chain.slice(0, 1)] : chain.slice(1)
    return around.map((b, i) => ({ from: first + i, a: chain[i] ?? b, b }))
  })
}

/** Grips of one shape. Midpoints only on edges at least `minEdge` image pixels long. */
export function gripsOf(id: AnnotationId, role: RoleId, shape: Shape, minEdge: number): readonly Grip[] {
  const handles = kindOf(shape)
    .handles(shape)
    .map((at, index): Grip => ({ id, role, kind: 'handle', index, at }))
  const inserts = edgesOf(shape)
    .filter(({ a, b }) => Math.hypot(b[0] - a[0], b[1] - a[1]) >= minEdge)
    .map(({ from, a, b }): Grip => {
      const at = { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 }
      return { id, role, kind: 'insert', index: from, at }
    })
  return [...handles, ...inserts]
}

/** The nearest grip within `reach` image pixels; a handle wins over a midpoint at the same distance. */
export function gripAt(grips: readonly Grip[], p: Point, reach: number): Grip | undefined {
  let best: Grip | undefined
  let least = reach * reach
  for (const grip of grips) {
    const d = (grip.at.x - p.x) ** 2 + (grip.at.y - p.y) ** 2
    if (d < least || (d === least && !best)) {
      best = grip
      least = d
    }
  }
  return best
}
