import { boundsApart, bundlesOf, type Bundle, type Edge } from './edges'
import { boundsMeet, boundsOf, hasArea, inRegion, isFiniteBounds, isPlainBox, regionOf } from './facts'
import { intersectionArea } from './overlap'
import { inEllipse } from './round'
import { kindOf, type Shape } from './shapes'
import type { Vertex } from './shapes/shape-kind'

/** Looks at pairs of edges; beyond it the distance is unknown. */
const MOST_PAIRS = 20_000_000

/** Distance of a point to a line between two points. */
export function toSegment(px: number, py: number, [ax, ay]: Vertex, [bx, by]: Vertex): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length))
  const [x, y] = [px - ax - t * dx, py - ay - t * dy]
  return Math.sqrt(x * x + y * y)
}

const turn = (a: Vertex, b: Vertex, c: Vertex): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const cross = ({ a, b }: Edge, { a: c, b: d }: Edge): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0

/** Distance of two edges; 0 when they cross. */
function edgesApart(p: Edge, q: Edge): number {
  if (cross(p, q)) return 0
  return Math.min(
    toSegment(p.a[0], p.a[1], q.a, q.b),
    toSegment(p.b[0], p.b[1], q.a, q.b),
    toSegment(q.a[0], q.a[1], p.a, p.b),
    toSegment(q.b[0], q.b[1], p.a, p.b),
  )
}

/** A distance that is surely not less than the least one: that of one point of each bundle. */
function atMost(p: readonly Bundle[], q: readonly Bundle[]): number {
  let least = Infinity
  for (const { edges: e } of p)
    for (const { edges: f } of q) {
      const [a, b] = [e[0]?.a, f[0]?.a]
      if (a && b) least = Math.min(least, (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
    }
  return Math.sqrt(least) * (1 + 1e-9)
}

/** Least distance of the outlines, nearest bundles first; undefined when too many pairs would have to be looked at. */
function outlinesApart(p: readonly Bundle[], q: readonly Bundle[]): number | undefined {
  if (p.length * q.length > MOST_PAIRS / 4) return undefined
  const most = atMost(p, q)
  const pairs: { readonly b: Bundle; readonly c: Bundle; readonly least: number }[] = []
  for (const b of p)
    for (const c of q) {
      const least = boundsApart(b, c)
      if (least <= most) pairs.push({ b, c, least })
    }
  pairs.sort((x, y) => x.least - y.least)
  let [nearest, looked] = [Infinity, 0]
  for (const { b, c, least } of pairs) {
    if (least >= nearest || nearest === 0) break
    looked += b.edges.length * c.edges.length
    if (looked > MOST_PAIRS) return undefined
    for (const e of b.edges) for (const f of c.edges) nearest = Math.min(nearest, edgesApart(e, f))
  }
  return nearest
}

/** Parity over all edges, bundle by bundle: for regions of one piece. */
function byParity(shape: Shape, x: number, y: number): boolean {
  let inside = false
  for (const bundle of bundlesOf(shape)) {
    if (y < bundle.y0 || y > bundle.y1 || x > bundle.x1) continue
    for (const { a, b } of bundle.edges)
      if (b[1] > y !== a[1] > y && x < ((a[0] - b[0]) * (y - b[1])) / (a[1] - b[1]) + b[0]) inside = !inside
  }
  return inside
}

/** Whether the shape covers a point. */
export function coversPoint(shape: Shape, x: number, y: number): boolean {
  const b = boundsOf(shape)
  if (x < b.x0 || x > b.x1 || y < b.y0 || y > b.y1) return false
  if (isPlainBox(shape)) return true
  if (shape.kind === 'ellipse') return inEllipse(x, y, shape)
  const region = regionOf(shape)
  return region.length === 1 ? byParity(shape, x, y) : inRegion(x, y, region)
}

/** One point of each part of a shape. */
const starts = (shape: Shape): Vertex[] =>
  [...regionOf(shape).map((piece) => piece[0]), ...kindOf(shape).lines(shape)].flatMap((line) =>
    line?.[0] ? [line[0]] : [],
  )

const coversAny = (outer: Shape, inner: Shape): boolean =>
  hasArea(outer) && starts(inner).some(([x, y]) => coversPoint(outer, x, y))

/**
 * Smallest distance between two shapes in px; 0 when they meet or one lies in the other. Of lines and points too. Ellipses stand
 * as polygons of 180 corners (off by less than 0.02 % of the radius). Undefined when a shape is empty or not finite.
 */
export function distance(a: Shape, b: Shape): number | undefined {
  const [p, q] = [boundsOf(a), boundsOf(b)]
  if (!isFiniteBounds(p) || !isFiniteBounds(q)) return undefined
  if (isPlainBox(a) && isPlainBox(b)) return boundsApart(p, q)
  // Nothing labelled: there is nothing to measure to.
  if (isEmpty(a) || isEmpty(b)) return undefined
  if (coversAny(a, b) || coversAny(b, a)) return 0
  const apart = outlinesApart(bundlesOf(a), bundlesOf(b))
  return apart !== undefined && Number.isFinite(apart) ? apart : undefined
}

const isEmpty = (shape: Shape): boolean => bundlesOf(shape).length === 0

/** Whether two shapes have more than an outline in common; for lines and points: whether they meet. Undefined when unknown. */
export function overlaps(a: Shape, b: Shape): boolean | undefined {
  const [p, q] = [boundsOf(a), boundsOf(b)]
  if (!isFiniteBounds(p) || !isFiniteBounds(q)) return undefined
  if (hasArea(a) && hasArea(b)) {
    if (!boundsMeet(p, q)) return false
    const area = intersectionArea(a, b)
    return area === undefined ? undefined : area > 0
  }
  const apart = distance(a, b)
  return apart === undefined ? undefined : apart === 0
}
