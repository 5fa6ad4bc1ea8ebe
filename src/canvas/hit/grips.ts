/** Grips of a selected shape: the handles of its kind, and a midpoint on each polygon edge that inserts a vertex. */
import { kindOf, type Shape } from '../../core/geometry/shapes'
import type { Polygon } from '../../core/geometry/shapes/polygon/polygon'
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

/** The polygon with a vertex at `at` after the vertex `after` of the same ring. */
export function insertVertex(polygon: Polygon, after: number, at: Point): Polygon {
  const where = locate(polygon, after)
  if (!where) return polygon
  return mapRing(polygon, where.piece, where.ring, (ring) => ring.toSpliced(where.place + 1, 0, [at.x, at.y]))
}

/**
 * The polygon without vertex `index`. A hole that falls below three points disappears, and so does a piece;
 * undefined when the last piece would.
 */
export function deleteVertex(polygon: Polygon, index: number): Polygon | undefined {
  const where = locate(polygon, index)
  if (!where) return undefined
  if (where.length > 3) return mapRing(polygon, where.piece, where.ring, (ring) => ring.toSpliced(where.place, 1))
  const rings = polygon.rings.flatMap((piece, p) => {
    if (p !== where.piece) return [piece]
    return where.ring === 0 ? [] : [piece.toSpliced(where.ring, 1)]
  })
  return rings.length > 0 ? { kind: 'polygon', rings } : undefined
}

/** Grips of one shape. Midpoints only on edges at least `minEdge` image pixels long. */
export function gripsOf(id: AnnotationId, role: RoleId, shape: Shape, minEdge: number): readonly Grip[] {
  const handles = kindOf(shape)
    .handles(shape)
    .map((at, index): Grip => ({ id, role, kind: 'handle', index, at }))
  if (shape.kind !== 'polygon') return handles
  const inserts: Grip[] = []
  let start = 0
  for (const ring of shape.rings.flat()) {
    ring.forEach(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
      if (Math.hypot(bx - ax, by - ay) < minEdge) return
      inserts.push({ id, role, kind: 'insert', index: start + i, at: { x: (ax + bx) / 2, y: (ay + by) / 2 } })
    })
    start += ring.length
  }
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
