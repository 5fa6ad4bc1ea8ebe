/** What is under the pointer. Pure; distances are given in image pixels by the caller (screen tolerance / scale). */
import { kindOf, type Shape } from '../../core/geometry/shapes'
import type { Ring } from '../../core/geometry/shapes/shape-kind'
import type { AnnotationId, RoleId } from '../../core/model/ids'
import type { Point } from '../../core/model/units'
import type { StageItem } from '../stage-api'

export interface Hit {
  readonly id: AnnotationId
  readonly role: RoleId
  readonly area: number
}

/** Squared distance from `p` to the segment a–b. */
export function segmentDistance2(p: Point, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax
  const dy = by - ay
  const length2 = dx * dx + dy * dy
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - ax) * dx + (p.y - ay) * dy) / length2))
  return (p.x - ax - t * dx) ** 2 + (p.y - ay - t * dy) ** 2
}

const edges = (ring: Ring, see: (ax: number, ay: number, bx: number, by: number) => void): void => {
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]
    const b = ring[(i + 1) % ring.length]
    if (a && b) see(a[0], a[1], b[0], b[1])
  }
}

/** Even-odd over all rings of the shape's region, so holes are outside. */
export function contains(shape: Shape, p: Point): boolean {
  let inside = false
  for (const piece of kindOf(shape).region(shape))
    for (const ring of piece)
      edges(ring, (ax, ay, bx, by) => {
        if (ay > p.y !== by > p.y && p.x < ((bx - ax) * (p.y - ay)) / (by - ay) + ax) inside = !inside
      })
  return inside
}

/** Distance to the outline, in image pixels. */
export function outlineDistance(shape: Shape, p: Point): number {
  let least = Infinity
  for (const piece of kindOf(shape).region(shape))
    for (const ring of piece)
      edges(ring, (ax, ay, bx, by) => (least = Math.min(least, segmentDistance2(p, ax, ay, bx, by))))
  return Math.sqrt(least)
}

export const touches = (shape: Shape, p: Point, tolerance: number): boolean =>
  contains(shape, p) || outlineDistance(shape, p) <= tolerance

/**
 * Everything under `p`, the smallest first, so that a small shape inside a big one can always be reached; ties keep the
 * later (upper) item first. An item counts once, by the smallest of its roles that is hit.
 */
export function hitsAt(items: readonly StageItem[], p: Point, tolerance: number): readonly Hit[] {
  const hits: { readonly hit: Hit; readonly order: number }[] = []
  items.forEach((item, order) => {
    let best: Hit | undefined
    for (const { role, shape } of item.roles) {
      if (!touches(shape, p, tolerance)) continue
      const area = kindOf(shape).area(shape)
      if (!best || area < best.area) best = { id: item.id, role, area }
    }
    if (best) hits.push({ hit: best, order })
  })
  return hits.sort((a, b) => a.hit.area - b.hit.area || b.order - a.order).map(({ hit }) => hit)
}
