/** The list of shape kinds: a new kind is one folder and one line in each of the two lists below. */
import { z } from 'zod'
import { box, Box } from './box/box'
import { ellipse, Ellipse } from './ellipse/ellipse'
import { keypoints, Keypoints } from './keypoints/keypoints'
import { mask, Mask } from './mask/mask'
import { points, Points } from './points/points'
import { polygon, Polygon } from './polygon/polygon'
import { polyline, Polyline } from './polyline/polyline'
import { rotatedBox, RotatedBox } from './rotated_box/rotated_box'
import type { ShapeKind } from './shape-kind'

export const Shape = z.discriminatedUnion('kind', [
  Box,
  RotatedBox,
  Polygon,
  Polyline,
  Points,
  Ellipse,
  Keypoints,
  Mask,
])
export type Shape = z.infer<typeof Shape>
export type ShapeKindId = Shape['kind']

const kinds: { readonly [K in ShapeKindId]: ShapeKind<Extract<Shape, { kind: K }>> } = {
  box,
  rotated_box: rotatedBox,
  polygon,
  polyline,
  points,
  ellipse,
  keypoints,
  mask,
}

export const SHAPE_KINDS = Object.keys(kinds) as readonly ShapeKindId[]

/** The operations of a shape's kind, typed for that shape. */
export function kindOf<S extends Shape>(shape: S): ShapeKind<S> {
  // The mapped type above pairs each kind with its own operations; TypeScript cannot follow that through the index.
  return kinds[shape.kind] as unknown as ShapeKind<S>
}
