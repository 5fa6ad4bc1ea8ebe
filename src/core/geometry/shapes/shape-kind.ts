import type { z } from 'zod'
import type { Bounds, Point } from '../../model/units'

/** A closed ring of image points; the last point is not repeated. */
export type Ring = readonly (readonly [number, number])[]
/** Pieces of one region; a piece is its outer ring followed by its holes. */
export type Region = readonly (readonly Ring[])[]

/** What is wrong with a shape, in the words of DEFECTS.md. */
export type ShapeDefect =
  'inverted' | 'zero-area' | 'not-finite' | 'too-few-points' | 'self-crossing' | 'repeated-point'

/**
 * Everything the house must know of a kind of shape. A new kind is one folder with its test, and one line in `index.ts`.
 * All numbers are image pixels (see `model/units.ts`).
 */
export interface ShapeKind<S extends { readonly kind: string }> {
  readonly kind: S['kind']
  readonly schema: z.ZodType<S>
  bounds(shape: S): Bounds
  /** Exact area of the region; 0 for shapes without area. */
  area(shape: S): number
  /** The region it covers, for overlap, clipping and hatching. */
  region(shape: S): Region
  /** Grips that a hand may drag, in a stable order. */
  handles(shape: S): readonly Point[]
  /** The shape after grip `index` was dragged to `to`. */
  moveHandle(shape: S, index: number, to: Point): S
  /** The shape moved by a distance; its size is exactly the same afterwards. */
  translate(shape: S, dx: number, dy: number): S
  /** Maps every point by a transform that keeps axes aligned (shift, quarter turns, flips). */
  map(shape: S, transform: (p: Point) => Point): S
  defects(shape: S): readonly ShapeDefect[]
}
