/**
 * Units. An *image* point is in original pixels of the upright image: doubles, origin at the top-left corner of the
 * top-left pixel, so the centre of that pixel is (0.5, 0.5) and an image covers [0, width] × [0, height].
 * A *screen* point is in CSS pixels of the drawing surface. Only the viewport turns one into the other.
 */
declare const unit: unique symbol

export interface Point {
  readonly x: number
  readonly y: number
}
export type ImagePoint = Point & { readonly [unit]?: 'image px' }
export type ScreenPoint = Point & { readonly [unit]?: 'screen px' }

export interface Size {
  readonly width: number
  readonly height: number
}
/** Axis-aligned bounds in image pixels. */
export interface Bounds {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}
