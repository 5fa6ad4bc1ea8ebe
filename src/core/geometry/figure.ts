import type { Bounds, Size } from '../model/units'
import { areaInside, areaOf, boundsOf } from './overlap'
import type { Shape } from './shapes'

/**
 * A shape with its measures, each computed once and only when asked for. Sizes are image pixels of the shape's bounds,
 * raw or clipped to the image. A figure whose numbers are not finite measures nothing (undefined).
 */
export class Figure {
  readonly shape: Shape
  readonly size: Size
  #bounds: Bounds | undefined
  #area: number | undefined
  #inside: number | undefined

  constructor(shape: Shape, size: Size) {
    this.shape = shape
    this.size = size
  }

  get bounds(): Bounds {
    return (this.#bounds ??= boundsOf(this.shape))
  }
  get width(): number {
    return this.bounds.x1 - this.bounds.x0
  }
  get height(): number {
    return this.bounds.y1 - this.bounds.y0
  }
  get area(): number {
    return (this.#area ??= areaOf(this.shape))
  }
  /** Width over height; undefined without height. */
  get aspect(): number | undefined {
    return this.height > 0 ? this.width / this.height : undefined
  }
  /** Share of the image's area that the part inside the image takes. */
  get share(): number {
    return this.areaInside / (this.size.width * this.size.height)
  }
  get areaInside(): number {
    return (this.#inside ??= areaInside(this.shape, this.size))
  }
  /** Bounds clipped to the image; zero-sized outside of it. */
  get boundsInside(): Bounds {
    const { x0, y0, x1, y1 } = this.bounds
    const [w, h] = [this.size.width, this.size.height]
    const clamp = (v: number, most: number): number => Math.min(Math.max(v, 0), most)
    return { x0: clamp(x0, w), y0: clamp(y0, h), x1: clamp(x1, w), y1: clamp(y1, h) }
  }
  get widthInside(): number {
    return this.boundsInside.x1 - this.boundsInside.x0
  }
  get heightInside(): number {
    return this.boundsInside.y1 - this.boundsInside.y0
  }
  /** Distance of the bounds to the nearest image border in px; negative when the shape leaves the image. */
  get border(): number {
    const { x0, y0, x1, y1 } = this.bounds
    return Math.min(x0, y0, this.size.width - x1, this.size.height - y1)
  }
}
