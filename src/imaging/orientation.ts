import type { Orientation } from '../core/model/image'
import type { Bounds, Point, Size } from '../core/model/units'
import { kindOf, type Shape } from '../core/geometry/shapes'

/** Quarter turns are those that exchange width and height: 5 to 8. */
export const swapsSides = (orientation: Orientation): boolean => orientation >= 5

/** Size of the upright image, from the size of the stored one. */
export const uprightSize = ({ width, height }: Size, orientation: Orientation): Size =>
  swapsSides(orientation) ? { width: height, height: width } : { width, height }

/**
 * A point of the upright image in the frame of the stored pixels. Both frames have their origin at the top-left corner
 * of their top-left pixel. Exact for whole and half pixels; the only arithmetic is `side - value`.
 * Source: EXIF 2.32, tag 0x0112.
 * @param stored size of the stored image.
 */
export function toStored({ x, y }: Point, orientation: Orientation, { width, height }: Size): Point {
  switch (orientation) {
    case 1:
      return { x, y }
    case 2:
      return { x: width - x, y }
    case 3:
      return { x: width - x, y: height - y }
    case 4:
      return { x, y: height - y }
    case 5:
      return { x: y, y: x }
    case 6:
      return { x: y, y: height - x }
    case 7:
      return { x: width - y, y: height - x }
    case 8:
      return { x: width - y, y: x }
  }
}

/** A point of the stored pixels in the upright frame: the inverse of `toStored`. */
export function toUpright({ x, y }: Point, orientation: Orientation, { width, height }: Size): Point {
  switch (orientation) {
    case 1:
      return { x, y }
    case 2:
      return { x: width - x, y }
    case 3:
      return { x: width - x, y: height - y }
    case 4:
      return { x, y: height - y }
    case 5:
      return { x: y, y: x }
    case 6:
      return { x: height - y, y: x }
    case 7:
      return { x: height - y, y: width - x }
    case 8:
      return { x: y, y: width - x }
  }
}

export type Direction = 'to stored' | 'to upright'
const maps = { 'to stored': toStored, 'to upright': toUpright } as const

/** Bounds in the other frame, never inverted. `stored`: size of the stored image. */
export function mapBounds(b: Bounds, direction: Direction, orientation: Orientation, stored: Size): Bounds {
  const p = maps[direction]({ x: b.x0, y: b.y0 }, orientation, stored)
  const q = maps[direction]({ x: b.x1, y: b.y1 }, orientation, stored)
  return { x0: Math.min(p.x, q.x), y0: Math.min(p.y, q.y), x1: Math.max(p.x, q.x), y1: Math.max(p.y, q.y) }
}

/** A shape in the other frame. `stored`: size of the stored image. */
export function mapShape<S extends Shape>(shape: S, direction: Direction, orientation: Orientation, stored: Size): S {
  return kindOf(shape).map(shape, (p) => maps[direction](p, orientation, stored))
}

/** How a pixel's index moves: index in the stored rows of the upright pixel (x, y) = `origin + x * perX + y * perY`. */
export interface IndexMap {
  readonly origin: number
  readonly perX: number
  readonly perY: number
}

/** Where the pixels of the upright image stand in the stored rows; a permutation, so nothing is lost. `stored`: size of the stored image. */
export function storedIndex(orientation: Orientation, stored: Size): IndexMap {
  const at = (x: number, y: number): number => {
    const p = toStored({ x: x + 0.5, y: y + 0.5 }, orientation, stored)
    return Math.floor(p.y) * stored.width + Math.floor(p.x)
  }
  const origin = at(0, 0)
  return { origin, perX: at(1, 0) - origin, perY: at(0, 1) - origin }
}
