/** What is worked out of a shape once: its region, whether simple formulas hold for it, its area, its edges. */
import type { Bounds } from '../model/units'
import { memo } from './memo'
import { kindOf, type Shape } from './shapes'
import { flawsOf } from './shapes/polygon/flaws'
import { ringArea } from './shapes/polygon/polygon'
import type { Region, Ring, Vertex } from './shapes/shape-kind'
import { sharedArea } from './sweep'

export const boundsOf = (shape: Shape): Bounds => kindOf(shape).bounds(shape)
export const boundsMeet = (a: Bounds, b: Bounds): boolean => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1

export const isFiniteBounds = (b: Bounds): boolean => Number.isFinite(b.x1 - b.x0) && Number.isFinite(b.y1 - b.y0)

export const hasArea = (shape: Shape): boolean => kindOf(shape).covers === 'area'
export const isPlainBox = (shape: Shape): boolean => shape.kind === 'box' && shape.w >= 0 && shape.h >= 0

const regionFacts = memo((shape: Shape): Region => kindOf(shape).region(shape))
/** The region a shape covers, worked out once. */
export const regionOf = (shape: Shape): Region =>
  shape.kind === 'box' || shape.kind === 'polygon' ? kindOf(shape).region(shape) : regionFacts(shape)

/** Parity of one ring; points on it may fall on either side. */
export function inRing(x: number, y: number, ring: Ring): boolean {
  let inside = false
  let previous = ring[ring.length - 1]
  for (const point of ring) {
    if (
      previous &&
      point[1] > y !== previous[1] > y &&
      x < ((previous[0] - point[0]) * (y - point[1])) / (previous[1] - point[1]) + point[0]
    )
      inside = !inside
    previous = point
  }
  return inside
}

/** Whether a point lies in a region: parity in each piece, union of pieces. */
export const inRegion = (x: number, y: number, region: Region): boolean =>
  region.some((piece) => piece.reduce((odd, ring) => odd !== inRing(x, y, ring), false))

function ringBounds(ring: Ring): Bounds {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of ring) {
    x0 = Math.min(x0, x)
    y0 = Math.min(y0, y)
    x1 = Math.max(x1, x)
    y1 = Math.max(y1, y)
  }
  return { x0, y0, x1, y1 }
}

/** Most pieces and holes that are compared with each other. */
const MOST_COMPARED = 200

/** No crossing, no touching; every hole inside its ring and outside of the other holes; pieces apart by their bounds. */
function simplePolygon(region: Region): boolean {
  if (region.length > MOST_COMPARED || region.some((piece) => piece.length > MOST_COMPARED)) return false
  for (const piece of region) {
    const { crosses, touches, tooComplex } = flawsOf(piece)
    if (crosses || touches || tooComplex) return false
    const [outer = [], ...holes] = piece
    for (const hole of holes) {
      const [x, y] = hole[0] ?? [NaN, NaN]
      if (!inRing(x, y, outer) || holes.some((other) => other !== hole && inRing(x, y, other))) return false
    }
  }
  const bounds = region.map((piece) => ringBounds(piece[0] ?? []))
  return bounds.every((b, i) => bounds.every((o, j) => j <= i || !boundsMeet(b, o)))
}

const simplePolygons = memo((shape: Shape) => simplePolygon(regionOf(shape)))

/** Whether the area of the region is the sum of its rings' areas, outer ones less holes. */
export const isSimple = (shape: Shape): boolean => shape.kind !== 'polygon' || simplePolygons(shape)

const areas = memo((shape: Shape): number | undefined => {
  if (!hasArea(shape) || !isFiniteBounds(boundsOf(shape))) return undefined
  const area = isSimple(shape) ? kindOf(shape).area(shape) : sharedArea([regionOf(shape)])
  return area !== undefined && Number.isFinite(area) ? area : undefined
})

/**
 * Area of a shape in px²; unknown for shapes without area (points, lines), numbers that are not finite and shapes too entangled
 * to be measured. Exact for every kind: polygons by parity and union of pieces.
 */
export function areaOf(shape: Shape): number | undefined {
  if (shape.kind !== 'box') return areas(shape)
  const area = Math.max(0, shape.w) * Math.max(0, shape.h)
  return Number.isFinite(area) ? area : undefined
}

/** Signed sum over the rings of a simple region: what `of` gives for each ring, holes against their piece. */
export function overRings(region: Region, of: (ring: Ring) => number): number {
  let sum = 0
  for (const piece of region)
    piece.forEach((ring, i) => {
      sum += (i === 0 ? 1 : -1) * Math.abs(of(ring))
    })
  return sum
}

/** Whether a ring is convex (a triangle, a turned box); the direction does not matter. Meant for few corners. */
export function isConvex(ring: Ring): boolean {
  if (ring.length < 3) return false
  let sign = 0
  for (let i = 0; i < ring.length; i++) {
    const [a, b, c] = [i, i + 1, i + 2].map((k): Vertex => ring[k % ring.length] ?? [0, 0])
    if (!a || !b || !c) return false
    const turn = Math.sign((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]))
    if (turn !== 0 && sign !== 0 && turn !== sign) return false
    if (turn !== 0) sign = turn
  }
  // A star turns the same way at each corner, but more than once around.
  return sign !== 0 && flawsOf([ring]).crosses === false
}

/**
 * Area of a ring inside a convex one, by Sutherland and Hodgman. The edges they leave along the border run both ways and
 * cancel, so the result is exact for simple rings of any form.
 */
export function clippedRingArea(ring: Ring, convex: Ring): number {
  const clockwise = ringArea(convex) > 0 ? 1 : -1
  let points = ring
  for (let i = 0; i < convex.length && points.length > 0; i++) {
    const [a, b] = [convex[i], convex[(i + 1) % convex.length]]
    if (a && b) points = cutByLine(points, a, b, clockwise)
  }
  return ringArea(points)
}

function cutByLine(ring: Ring, a: Vertex, b: Vertex, clockwise: number): Ring {
  const [nx, ny] = [-(b[1] - a[1]) * clockwise, (b[0] - a[0]) * clockwise]
  const side = ([x, y]: Vertex): number => (x - a[0]) * nx + (y - a[1]) * ny
  const kept: Vertex[] = []
  let previous = ring[ring.length - 1]
  let before = previous ? side(previous) : 0
  for (const point of ring) {
    const now = side(point)
    if (previous && before * now < 0) {
      const t = before / (before - now)
      kept.push([previous[0] + (point[0] - previous[0]) * t, previous[1] + (point[1] - previous[1]) * t])
    }
    if (now >= 0) kept.push(point)
    previous = point
    before = now
  }
  return kept
}

/** How many numbers there are to look at in a shape: what operations on it cost. */
export function weightOf(shape: Shape): number {
  switch (shape.kind) {
    case 'mask':
      return shape.counts.length
    case 'ellipse':
      return 180
    default:
      return kindOf(shape).pointCount(shape)
  }
}
