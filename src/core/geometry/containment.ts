import type { Bounds } from '../model/units'
import { boundsApart, bundlesOf, edgesOf, type Edge } from './edges'
import { boundsOf, hasArea, isFiniteBounds, isPlainBox, regionOf, weightOf } from './facts'
import { coversPoint, toSegment } from './distance'
import { areaOf, intersectionArea } from './overlap'
import { inEllipse } from './round'
import { kindOf, type Shape } from './shapes'
import type { Box } from './shapes/box/box'
import type { Vertex } from './shapes/shape-kind'
import { toOwn } from './shapes/turn'

/** Share of the inner area that may be lost to rounding, and where an ellipse stands as a polygon. */
const ROUNDING = 1e-9
const ROUNDING_ROUND = 2e-5
/** How exactly the deepest point outside is looked for: this share of the slack, in px, and at least so much. */
const FINE_SHARE = 0.05
const FINE = 0.01
/** Up to this slack (px) the area outside decides, instead of the deepest point. */
const TINY = 0.05
/** Cells looked at in that search, and looks at edges in all; beyond it the answer is unknown. */
const MOST_CELLS = 20_000
const MOST_LOOKS = 12_000_000

const within = (i: Bounds, o: Bounds, slack: number): boolean =>
  i.x0 >= o.x0 - slack && i.y0 >= o.y0 - slack && i.x1 <= o.x1 + slack && i.y1 <= o.y1 + slack

const corners = (shape: Shape): Vertex[] => [...regionOf(shape).flat(2), ...kindOf(shape).lines(shape).flat()]

/** In the frame of a turned box it is an ordinary box; `inner` is turned along. */
function inTurnedBox(box: Extract<Shape, { kind: 'rotated_box' }>, inner: Shape, slack: number): boolean {
  const own = (x: number, y: number): [number, number] => toOwn(box.cx, box.cy, box.angle, { x, y })
  const o = { x0: -box.w / 2, y0: -box.h / 2, x1: box.w / 2, y1: box.h / 2 }
  // Turning there and back loses the last digits.
  const eased = slack + 1e-9 * Math.max(1, box.w, box.h)
  if (inner.kind === 'ellipse') {
    const [cx, cy] = own(inner.cx, inner.cy)
    return within(boundsOf({ ...inner, cx, cy, angle: inner.angle - box.angle }), o, eased)
  }
  return corners(inner).every(([x, y]) => {
    const [ox, oy] = own(x, y)
    return within({ x0: ox, y0: oy, x1: ox, y1: oy }, o, eased)
  })
}

/** Distance to the nearest edge, or anything above `enough` as soon as that is sure. */
function toOutline(shape: Shape, x: number, y: number, enough: number, looks: { left: number }): number {
  let nearest = Infinity
  for (const bundle of bundlesOf(shape)) {
    looks.left -= 1
    if (boundsApart(bundle, { x0: x, y0: y, x1: x, y1: y }) >= Math.min(nearest, enough)) continue
    looks.left -= bundle.edges.length
    for (const e of bundle.edges) nearest = Math.min(nearest, toSegment(x, y, e.a, e.b))
  }
  return nearest
}

type Interval = readonly [from: number, to: number]

/** Where a·t² + 2·b·t + c ≤ 0. */
function below(a: number, b: number, c: number): Interval | undefined {
  if (a === 0) return c <= 0 ? [0, 1] : undefined
  const root = b * b - a * c
  if (root < 0) return undefined
  const s = Math.sqrt(root)
  return [(-b - s) / a, (-b + s) / a]
}

/** Where from + t·step lies in [low, high]. */
function inStrip(from: number, step: number, low: number, high: number): Interval | undefined {
  if (step === 0) return from >= low && from <= high ? [-Infinity, Infinity] : undefined
  const [s, t] = [(low - from) / step, (high - from) / step]
  return [Math.min(s, t), Math.max(s, t)]
}

/** The part (0…1) of the edge p that lies within `reach` of the edge e: that region is convex, so it is one interval. */
function nearEdge(p: Edge, e: Edge, reach: number): Interval | undefined {
  const [dx, dy] = [p.b[0] - p.a[0], p.b[1] - p.a[1]]
  const disc = ([x, y]: Vertex): Interval | undefined => {
    const [fx, fy] = [p.a[0] - x, p.a[1] - y]
    return below(dx * dx + dy * dy, dx * fx + dy * fy, fx * fx + fy * fy - reach * reach)
  }
  const parts = [disc(e.a), disc(e.b)]
  const [ex, ey] = [e.b[0] - e.a[0], e.b[1] - e.a[1]]
  const length = Math.hypot(ex, ey)
  if (length > 0) {
    const [ux, uy] = [ex / length, ey / length]
    const [fx, fy] = [p.a[0] - e.a[0], p.a[1] - e.a[1]]
    const along = inStrip(fx * ux + fy * uy, dx * ux + dy * uy, 0, length)
    const across = inStrip(fy * ux - fx * uy, dy * ux - dx * uy, -reach, reach)
    if (along && across && Math.max(along[0], across[0]) <= Math.min(along[1], across[1]))
      parts.push([Math.max(along[0], across[0]), Math.min(along[1], across[1])])
  }
  const found = parts.filter((i) => i !== undefined)
  if (found.length === 0) return undefined
  const [from, to] = [Math.min(...found.map((i) => i[0])), Math.max(...found.map((i) => i[1]))]
  return to < 0 || from > 1 ? undefined : [Math.max(0, from), Math.min(1, to)]
}

/** At least how far an edge lies from the bounds, on the larger of the two axes. */
const apartFrom = ({ a, b }: Edge, o: Bounds): number =>
  Math.max(
    Math.min(a[0], b[0]) - o.x1,
    o.x0 - Math.max(a[0], b[0]),
    Math.min(a[1], b[1]) - o.y1,
    o.y0 - Math.max(a[1], b[1]),
  )

const endsNear = (p: Edge, e: Edge, reach: number): boolean =>
  toSegment(p.a[0], p.a[1], e.a, e.b) <= reach && toSegment(p.b[0], p.b[1], e.a, e.b) <= reach

/** Whether every point of an edge lies in `outer` or within `reach` of its outline. */
function edgeHeld(p: Edge, outer: Shape, reach: number, looks: { left: number }): boolean {
  const b = {
    x0: Math.min(p.a[0], p.b[0]),
    y0: Math.min(p.a[1], p.b[1]),
    x1: Math.max(p.a[0], p.b[0]),
    y1: Math.max(p.a[1], p.b[1]),
  }
  const near: Interval[] = []
  for (const bundle of bundlesOf(outer)) {
    looks.left -= 1
    if (boundsApart(bundle, b) > reach) continue
    looks.left -= bundle.edges.length
    for (const e of bundle.edges) {
      if (apartFrom(e, b) > reach) continue
      // What is near one edge is convex: with both ends the whole is near.
      if (endsNear(p, e, reach)) return true
      const part = nearEdge(p, e, reach)
      if (part) near.push(part)
    }
  }
  // What lies between these parts never comes near the outline: it is wholly inside or wholly outside.
  const inside = (from: number, to: number): boolean => {
    const t = (from + to) / 2
    looks.left -= 8
    return hasArea(outer) && coversPoint(outer, p.a[0] + (p.b[0] - p.a[0]) * t, p.a[1] + (p.b[1] - p.a[1]) * t)
  }
  let at = 0
  for (const [from, to] of near.sort((s, t) => s[0] - t[0])) {
    if (from > at + 1e-12 && !inside(at, from)) return false
    at = Math.max(at, to)
  }
  return at >= 1 - 1e-12 || inside(at, 1)
}

/** Looks, cell by cell, for a point of `inner` farther than `slack` outside of `outer`. Undefined when it takes too long. */
function sticksOut(outer: Shape, inner: Shape, slack: number, looks: { left: number }): boolean | undefined {
  const { x0, y0, x1, y1 } = boundsOf(inner)
  const size = Math.min(x1 - x0, y1 - y0)
  if (!(size > 0)) return false
  const fine = Math.max(FINE, slack * FINE_SHARE)
  const cost = 16 + ((weightOf(outer) + weightOf(inner)) >> 3)
  const cells: [x: number, y: number, half: number][] = []
  for (let x = x0; x < x1; x += size)
    for (let y = y0; y < y1; y += size) {
      cells.push([x + size / 2, y + size / 2, size / 2])
      if (cells.length > MOST_CELLS) return undefined
    }
  for (let seen = 0, cell = cells.pop(); cell; cell = cells.pop()) {
    if (++seen > MOST_CELLS || looks.left < 0) return undefined
    const [x, y, half] = cell
    const radius = half * Math.SQRT2
    const gap = toOutline(outer, x, y, slack + radius, looks)
    const covered = coversPoint(outer, x, y)
    looks.left -= cost
    // From a covered centre the way out leads over the outline: only the rest of the radius lies beyond it.
    if ((covered ? radius - gap : radius + gap) <= slack + fine) continue
    const own = coversPoint(inner, x, y)
    if (own && !covered && gap > slack + fine) return true
    if (!own && toOutline(inner, x, y, radius, looks) > radius) continue
    if (half < fine / 2) continue
    const q = half / 2
    cells.push([x - q, y - q, q], [x + q, y - q, q], [x - q, y + q, q], [x + q, y + q, q])
  }
  return false
}

/** Whether what lies outside could be a rim of the width of the slack. */
function outsideArea(outer: Shape, inner: Shape, slack: number): boolean | undefined {
  const [shared, own] = [intersectionArea(inner, outer), areaOf(inner)]
  if (shared === undefined || own === undefined) return undefined
  const rim = (kindOf(inner).length(inner) ?? 0) + (kindOf(outer).length(outer) ?? 0)
  const lost = inner.kind === 'ellipse' && outer.kind === 'ellipse' ? ROUNDING_ROUND : ROUNDING
  return own - shared <= own * lost + slack * rim
}

function withSlack(outer: Shape, inner: Shape, slack: number): boolean | undefined {
  const looks = { left: MOST_LOOKS }
  for (const edge of edgesOf(inner)) {
    if (!edgeHeld(edge, outer, Math.max(slack, 1e-9), looks)) return false
    if (looks.left < 0) return undefined
  }
  if (!hasArea(inner)) return true
  if (slack <= TINY) return outsideArea(outer, inner, slack)
  const out = sticksOut(outer, inner, slack, looks)
  return out === undefined ? undefined : !out
}

/** The common case by far, in the same numbers as the bounds would give. */
function boxInBox(o: Box, i: Box, slack: number): boolean | undefined {
  const [ox, oy, ix, iy] = [o.x + o.w, o.y + o.h, i.x + i.w, i.y + i.h]
  if (!Number.isFinite(ox - o.x) || !Number.isFinite(oy - o.y)) return undefined
  if (!Number.isFinite(ix - i.x) || !Number.isFinite(iy - i.y)) return undefined
  return i.x >= o.x - slack && i.y >= o.y - slack && ix <= ox + slack && iy <= oy + slack
}

/**
 * Whether `inner` lies inside `outer`, letting it stick out by `slack` px: with a box or turned box as outer on each side, else by
 * distance (checked to 5 % of the slack where the outer shape has holes and notches). Lines and points can be contained; they contain
 * only lines and points. Undefined for shapes that are not finite, have nothing labelled or are too entangled.
 */
export function contains(outer: Shape, inner: Shape, slack = 0): boolean | undefined {
  if (outer.kind === 'box' && inner.kind === 'box' && isPlainBox(outer)) return boxInBox(outer, inner, slack)
  const [o, i] = [boundsOf(outer), boundsOf(inner)]
  if (!isFiniteBounds(o) || !isFiniteBounds(i) || bundlesOf(inner).length === 0) return undefined
  if (!within(i, o, slack)) return false
  if (isPlainBox(outer)) return true
  if (!hasArea(outer) && hasArea(inner)) return false
  if (outer.kind === 'rotated_box') return inTurnedBox(outer, inner, slack)
  if (outer.kind === 'ellipse' && slack === 0 && inner.kind !== 'ellipse')
    return corners(inner).every(([x, y]) => inEllipse(x, y, outer))
  if (!hasArea(inner)) return withSlack(outer, inner, slack)
  const whole = outsideArea(outer, inner, 0)
  return whole || !(slack > 0) ? whole : withSlack(outer, inner, slack)
}
