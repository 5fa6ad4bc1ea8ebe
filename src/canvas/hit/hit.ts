/** What is under the pointer. Pure; distances are given in image pixels by the caller (screen tolerance / scale). */
import { coversPoint } from '../../core/geometry/distance'
import { boundsApart, bundlesOf } from '../../core/geometry/edges'
import { kindOf, type Shape } from '../../core/geometry/shapes'
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

/** Whether the shape covers the point: holes do not; where pieces lie on each other they do. */
export const contains = (shape: Shape, p: Point): boolean => coversPoint(shape, p.x, p.y)

/** Distance to the outline, the lines or the points, in image pixels. */
export function outlineDistance(shape: Shape, p: Point): number {
  let least = Infinity
  const at = { x0: p.x, y0: p.y, x1: p.x, y1: p.y }
  for (const bundle of bundlesOf(shape)) {
    if (boundsApart(bundle, at) ** 2 >= least) continue
    for (const { a, b } of bundle.edges) least = Math.min(least, segmentDistance2(p, a[0], a[1], b[0], b[1]))
  }
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
