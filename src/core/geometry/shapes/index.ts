/** The list of shape kinds: a new kind is one folder and one line in each of the two lists below. */
import { z } from 'zod'
import { box, Box } from './box/box'
import { polygon, Polygon } from './polygon/polygon'
import type { ShapeKind } from './shape-kind'

export const Shape = z.discriminatedUnion('kind', [Box, Polygon])
export type Shape = z.infer<typeof Shape>
export type ShapeKindId = Shape['kind']

const kinds: { readonly [K in ShapeKindId]: ShapeKind<Extract<Shape, { kind: K }>> } = { box, polygon }

export const SHAPE_KINDS = Object.keys(kinds) as readonly ShapeKindId[]

/** The operations of a shape's kind, typed for that shape. */
export function kindOf<S extends Shape>(shape: S): ShapeKind<S> {
  // The mapped type above pairs each kind with its own operations; TypeScript cannot follow that through the index.
  return kinds[shape.kind] as unknown as ShapeKind<S>
}
