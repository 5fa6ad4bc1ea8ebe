import type { Bounds, Size } from '../model/units'
import { kindOf, type Shape } from './shapes'
import type { Region, Ring } from './shapes/shape-kind'
import { sharedArea } from './sweep'

export const boundsOf = (shape: Shape): Bounds => kindOf(shape).bounds(shape)
export const boundsMeet = (a: Bounds, b: Bounds): boolean => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1

const isPlainBox = (shape: Shape): boolean => shape.kind === 'box' && shape.w >= 0 && shape.h >= 0

/** The image as a box. */
export const imageBox = (size: Size): Shape => ({ kind: 'box', x: 0, y: 0, w: size.width, h: size.height })

/** Area of a shape in px²: exact for boxes, parity and union of pieces for polygons. */
export function areaOf(shape: Shape): number {
  if (shape.kind === 'box') return kindOf(shape).area(shape)
  const simple =
    shape.rings.length === 1 && shape.rings[0]?.length === 1 && !kindOf(shape).defects(shape).includes('self-crossing')
  return simple ? kindOf(shape).area(shape) : sharedArea([kindOf(shape).region(shape)])
}

/** Area of the intersection in px²; box with box is exact to the last bit of its products. */
export function intersectionArea(a: Shape, b: Shape): number {
  const [p, q] = [boundsOf(a), boundsOf(b)]
  if (!boundsMeet(p, q)) return 0
  if (isPlainBox(a) && isPlainBox(b))
    return (Math.min(p.x1, q.x1) - Math.max(p.x0, q.x0)) * (Math.min(p.y1, q.y1) - Math.max(p.y0, q.y0))
  return sharedArea([kindOf(a).region(a), kindOf(b).region(b)])
}

/** Intersection over union, 0…1; undefined when neither has area. */
export function iou(a: Shape, b: Shape): number | undefined {
  const shared = intersectionArea(a, b)
  const union = areaOf(a) + areaOf(b) - shared
  return union > 0 ? Math.min(1, shared / union) : undefined
}

/** Intersection over the area of `a`, 0…1; undefined when `a` has no area. */
export function ioa(a: Shape, b: Shape): number | undefined {
  const own = areaOf(a)
  return own > 0 ? Math.min(1, intersectionArea(a, b) / own) : undefined
}

/** Area of the part inside the image. */
export function areaInside(shape: Shape, size: Size): number {
  const b = boundsOf(shape)
  if (b.x0 >= 0 && b.y0 >= 0 && b.x1 <= size.width && b.y1 <= size.height) return areaOf(shape)
  return intersectionArea(shape, imageBox(size))
}

type Vertex = readonly [number, number]

function toSegment([px, py]: Vertex, [ax, ay]: Vertex, [bx, by]: Vertex): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length))
  return Math.hypot(px - ax - t * dx, py - ay - t * dy)
}

function eachEdge(region: Region, visit: (a: Vertex, b: Vertex) => void): void {
  for (const piece of region)
    for (const ring of piece) {
      let previous = ring[ring.length - 1]
      for (const point of ring) {
        if (previous) visit(previous, point)
        previous = point
      }
    }
}

function toBoundary(point: Vertex, region: Region): number {
  let nearest = Infinity
  eachEdge(region, (a, b) => {
    nearest = Math.min(nearest, toSegment(point, a, b))
  })
  return nearest
}

function inRing([x, y]: Vertex, ring: Ring): boolean {
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

const inRegion = (point: Vertex, region: Region): boolean =>
  region.some((piece) => piece.reduce((odd, ring) => odd !== inRing(point, ring), false))

/**
 * Whether `inner` lies inside `outer`, letting it stick out by `slack` px. Exact when `outer` is a box and when slack is 0;
 * otherwise no corner of `inner` may be farther outside, and no corner of `outer` deeper inside `inner`, than `slack`.
 */
export function contains(outer: Shape, inner: Shape, slack = 0): boolean {
  const [o, i] = [boundsOf(outer), boundsOf(inner)]
  if (i.x0 < o.x0 - slack || i.y0 < o.y0 - slack || i.x1 > o.x1 + slack || i.y1 > o.y1 + slack) return false
  if (outer.kind === 'box') return true
  const [or, ir] = [kindOf(outer).region(outer), kindOf(inner).region(inner)]
  if (slack === 0) return intersectionArea(inner, outer) >= areaOf(inner) * (1 - 1e-9)
  const near = (point: Vertex, region: Region): boolean => toBoundary(point, region) <= slack
  return (
    ir.flat(2).every((p) => inRegion(p, or) || near(p, or)) && or.flat(2).every((p) => !inRegion(p, ir) || near(p, ir))
  )
}

/** Smallest distance between two shapes in px; 0 when they meet. */
export function distance(a: Shape, b: Shape): number {
  const [p, q] = [boundsOf(a), boundsOf(b)]
  if (isPlainBox(a) && isPlainBox(b))
    return Math.hypot(Math.max(0, p.x0 - q.x1, q.x0 - p.x1), Math.max(0, p.y0 - q.y1, q.y0 - p.y1))
  if (intersectionArea(a, b) > 0) return 0
  const [ra, rb] = [kindOf(a).region(a), kindOf(b).region(b)]
  const corners = (from: Region, to: Region): number =>
    from.flat(2).reduce((least, point) => Math.min(least, toBoundary(point, to)), Infinity)
  return Math.min(corners(ra, rb), corners(rb, ra))
}
