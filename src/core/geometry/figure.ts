import type { Bounds, Size } from '../model/units'
import { areaInside, areaOf, boundsOf } from './overlap'
import { kindOf, type Shape } from './shapes'

/**
 * A shape with its measures, each computed once and only when asked for. Sizes are image pixels of the shape's bounds,
 * raw or clipped to the image. What cannot be measured (area of points, shapes too entangled) is unknown: undefined.
 */
export class Figure {
  readonly shape: Shape
  readonly size: Size
  readonly bounds: Bounds
  #area: number | undefined | null = null
  #inside: number | undefined | null = null

  constructor(shape: Shape, size: Size) {
    this.shape = shape
    this.size = size
    // Nearly all shapes are boxes, and all is measured from bounds.
    this.bounds =
      shape.kind === 'box'
        ? { x0: shape.x, y0: shape.y, x1: shape.x + shape.w, y1: shape.y + shape.h }
        : boundsOf(shape)
  }

  get width(): number {
    return this.bounds.x1 - this.bounds.x0
  }
  get height(): number {
    return this.bounds.y1 - this.bounds.y0
  }
  /** Unknown for points and lines, and for shapes too entangled to be measured. */
  get area(): number | undefined {
    return this.#area === null ? (this.#area = areaOf(this.shape)) : this.#area
  }
  /** Width over height; undefined without height. */
  get aspect(): number | undefined {
    return this.height > 0 ? this.width / this.height : undefined
  }
  /** Share of the image's area that the part inside the image takes. */
  get share(): number | undefined {
    return this.areaInside === undefined ? undefined : this.areaInside / (this.size.width * this.size.height)
  }
  get areaInside(): number | undefined {
    return this.#inside === null ? (this.#inside = areaInside(this.shape, this.size)) : this.#inside
  }
  /** Share of the own area that lies outside of the image; unknown without area. */
  get outsideShare(): number | undefined {
    const [area, inside] = [this.area, this.areaInside]
    return area === undefined || inside === undefined || !(area > 0) ? undefined : Math.max(0, (area - inside) / area)
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
  get pieces(): number {
    return kindOf(this.shape).pieces(this.shape)
  }
  get holes(): number {
    return kindOf(this.shape).holes(this.shape)
  }
  /** Corners, points, labelled keypoints. */
  get points(): number {
    return kindOf(this.shape).pointCount(this.shape)
  }
  /** Length of outline or line in px; unknown for points. */
  get length(): number | undefined {
    return kindOf(this.shape).length(this.shape)
  }
}
