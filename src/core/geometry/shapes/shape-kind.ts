import type { z } from 'zod'
import type { Bounds, Point } from '../../model/units'

export type Vertex = readonly [number, number]
/** A closed ring of image points; the last point is not repeated. */
export type Ring = readonly Vertex[]
/** An open line; one of a single point is that point. */
export type Line = readonly Vertex[]
/**
 * Pieces of one region; a piece is its outer ring followed by its holes. What lies inside a piece goes by parity over its
 * rings (even-odd); the region is the union of its pieces, so that pieces that lie on each other count once.
 */
export type Region = readonly (readonly Ring[])[]

/** What may be wrong with a shape, in the words of DEFECTS.md. */
export const SHAPE_DEFECTS = [
  'inverted',
  'zero-area',
  'not-finite',
  'too-few-points',
  /** Two edges of one piece properly cross. */
  'self-crossing',
  /** Edges of one ring meet without crossing: a vertex on an edge, a vertex passed twice, a spike. Invalid in the OGC sense. */
  'self-touching',
  'repeated-point',
  /** Two keypoints of one name. */
  'repeated-name',
  /** Run lengths that do not fill the mask's box. */
  'run-lengths',
  /** So many edges lie over each other that nobody can check them in time. */
  'too-complex',
] as const
export type ShapeDefect = (typeof SHAPE_DEFECTS)[number]

/**
 * Everything the house must know of a kind of shape. A new kind is one folder with its test, and one line in `index.ts`.
 * All numbers are image pixels (see `model/units.ts`). No operation throws, whatever the numbers are.
 */
export interface ShapeKind<S extends { readonly kind: string }> {
  readonly kind: S['kind']
  readonly schema: z.ZodType<S>
  /** `area` covers a region. Lines and points do not: what needs an area is unknown for them. */
  readonly covers: 'area' | 'line' | 'points'
  /** Smallest axis-aligned bounds; not finite when the shape is empty or its numbers are not. */
  bounds(shape: S): Bounds
  /** Exact area of the shape's own formula; 0 for shapes without area. Self-crossings are seen by `areaOf` (`overlap.ts`). */
  area(shape: S): number
  /** The region it covers, for overlap, clipping and hatching; none for lines and points. */
  region(shape: S): Region
  /** Its open lines and single points; none for shapes that cover a region. */
  lines(shape: S): readonly Line[]
  /** Length of the outline or of the line in px; undefined for points. */
  length(shape: S): number | undefined
  pieces(shape: S): number
  holes(shape: S): number
  /** Points that a person set: corners of a polygon, labelled keypoints. */
  pointCount(shape: S): number
  /** Grips that a hand may drag, in a stable order. */
  handles(shape: S): readonly Point[]
  /** The shape after grip `index` was dragged to `to`. */
  moveHandle(shape: S, index: number, to: Point): S
  /** The shape moved by a distance; its size is exactly the same afterwards. A mask moves by whole pixels. */
  translate(shape: S, dx: number, dy: number): S
  /** Maps every point by a transform that keeps axes aligned (shift, quarter turns, flips). */
  map(shape: S, transform: (p: Point) => Point): S
  defects(shape: S): readonly ShapeDefect[]
}
