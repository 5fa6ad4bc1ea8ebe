/** Areas that shapes share. Unknown (undefined) where a shape has no area, is not finite or too entangled. */
import type { Size } from '../model/units'
import {
  areaOf,
  boundsMeet,
  boundsOf,
  clippedRingArea,
  hasArea,
  isConvex,
  isFiniteBounds,
  isSimple,
  overRings,
  regionOf,
} from './facts'
import { memo } from './memo'
import { maskInBox, sharedPixels } from './pixels'
import { ringInEllipse } from './round'
import type { Shape } from './shapes'
import type { Box } from './shapes/box/box'
import { ellipseRing, type Ellipse } from './shapes/ellipse/ellipse'
import type { Region, Ring } from './shapes/shape-kind'
import { sharedArea } from './sweep'

export { areaOf, boundsMeet, boundsOf } from './facts'

/** The image as a box. */
export const imageBox = (size: Size): Shape => ({ kind: 'box', x: 0, y: 0, w: size.width, h: size.height })

/** Convex rings of up to this many corners are cut against; more would be slower than the sweep. */
const FEW = 8

const convexRing = memo((shape: Shape): Ring | undefined => {
  const ring = regionOf(shape)[0]?.[0]
  if (!ring || ring.length > FEW || regionOf(shape).length > 1 || regionOf(shape)[0]?.length !== 1) return undefined
  return isConvex(ring) ? ring : undefined
})

/** The one ring of a convex shape with few corners, to cut others with. */
const cutter = (shape: Shape): Ring | undefined =>
  shape.kind === 'box'
    ? regionOf(shape)[0]?.[0]
    : shape.kind === 'polygon' || shape.kind === 'rotated_box'
      ? convexRing(shape)
      : undefined

const rings = (shape: Shape): Region | undefined => (isSimple(shape) ? regionOf(shape) : undefined)

/** Corners of the polygon that the smaller of two ellipses becomes: the area is off by less than 0.002 %. */
const FINE_CORNERS = 720

function smallerFirst(a: Ellipse, b: Ellipse): readonly [Ellipse, Ellipse] {
  const larger = a.rx * a.ry - b.rx * b.ry || a.cx - b.cx || a.cy - b.cy || a.angle - b.angle || a.rx - b.rx
  return larger > 0 ? [b, a] : [a, b]
}

/** The order of the two does not matter: it is always the smaller one that becomes a polygon. */
function ofEllipses(a: Ellipse, b: Ellipse): number {
  const same = a.cx === b.cx && a.cy === b.cy && a.rx === b.rx && a.ry === b.ry && a.angle === b.angle
  if (same) return Math.PI * a.rx * a.ry
  const [small, large] = smallerFirst(a, b)
  return Math.abs(ringInEllipse(ellipseRing(small, FINE_CORNERS), large))
}

/** The common case by far. An inverted box covers nothing. */
function ofBoxes(a: Box, b: Box): number | undefined {
  const [ax1, ay1, bx1, by1] = [a.x + a.w, a.y + a.h, b.x + b.w, b.y + b.h]
  if (!Number.isFinite(a.x + ax1 + a.y + ay1) || !Number.isFinite(b.x + bx1 + b.y + by1)) return undefined
  if (a.w < 0 || a.h < 0 || b.w < 0 || b.h < 0) return 0
  const w = Math.min(ax1, bx1) - Math.max(a.x, b.x)
  const h = Math.min(ay1, by1) - Math.max(a.y, b.y)
  return w > 0 && h > 0 ? w * h : 0
}

/** Formulas that are exact for a pair of kinds, in this order of the two; undefined where there is none. */
function byFormula(a: Shape, b: Shape): number | undefined {
  if (a.kind === 'mask' && b.kind === 'mask') return sharedPixels(a, b)
  if (a.kind === 'mask' && b.kind === 'box') return maskInBox(a, b)
  if (a.kind === 'ellipse' && b.kind === 'ellipse') return ofEllipses(a, b)
  if (a.kind === 'ellipse' && b.kind !== 'ellipse') {
    const region = rings(b)
    return region && overRings(region, (ring) => ringInEllipse(ring, a))
  }
  const convex = a.kind === 'ellipse' ? undefined : cutter(b)
  const region = convex && rings(a)
  return convex && region && overRings(region, (ring) => clippedRingArea(ring, convex))
}

/**
 * Area of the intersection in px². Exact up to rounding for every pair of kinds but two ellipses, of which the smaller stands as a
 * polygon of 720 corners and its own area (off by less than 0.002 % of it). Box with box is exact to the last bit of its products.
 */
export function intersectionArea(a: Shape, b: Shape): number | undefined {
  if (a.kind === 'box' && b.kind === 'box') return ofBoxes(a, b)
  const [p, q] = [boundsOf(a), boundsOf(b)]
  if (!isFiniteBounds(p) || !isFiniteBounds(q) || !hasArea(a) || !hasArea(b)) return undefined
  if (!boundsMeet(p, q)) return 0
  const [own, other] = [areaOf(a), areaOf(b)]
  if (own === undefined || other === undefined) return undefined
  if (own === 0 || other === 0) return 0
  const shared = byFormula(a, b) ?? byFormula(b, a) ?? sharedArea([regionOf(a), regionOf(b)])
  // Rounding must not make a part larger than the whole.
  return shared !== undefined && Number.isFinite(shared) ? Math.max(0, Math.min(shared, own, other)) : undefined
}

/** Intersection over union, 0…1; undefined when neither has area. */
export function iou(a: Shape, b: Shape): number | undefined {
  const [shared, own, other] = [intersectionArea(a, b), areaOf(a), areaOf(b)]
  if (shared === undefined || own === undefined || other === undefined) return undefined
  const union = own + other - shared
  return union > 0 ? Math.min(1, shared / union) : undefined
}

/** Intersection over the area of `a`, 0…1; undefined when `a` has no area. */
export function ioa(a: Shape, b: Shape): number | undefined {
  const own = areaOf(a)
  if (own === undefined || !(own > 0)) return undefined
  const shared = intersectionArea(a, b)
  return shared === undefined ? undefined : Math.min(1, shared / own)
}

/** Area of the part inside the image. */
export function areaInside(shape: Shape, size: Size): number | undefined {
  const b = boundsOf(shape)
  if (b.x0 >= 0 && b.y0 >= 0 && b.x1 <= size.width && b.y1 <= size.height) return areaOf(shape)
  return intersectionArea(shape, imageBox(size))
}
