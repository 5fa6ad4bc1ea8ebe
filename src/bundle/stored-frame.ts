import type { ImageRecord } from '../core/model/image'
import type { Bounds, Point } from '../core/model/units'

/**
 * A point of the upright image, in the frame of the pixels as the file stores them. `width` and `height` are the upright
 * size. Orientation as in EXIF 2.32, tag 0x0112: which side of the upright picture row 0 and column 0 of the stored one are.
 */
export function toStored({ x, y }: Point, image: Pick<ImageRecord, 'width' | 'height' | 'orientation'>): Point {
  const { width: w, height: h } = image
  switch (image.orientation) {
    case 1:
      return { x, y }
    case 2:
      return { x: w - x, y }
    case 3:
      return { x: w - x, y: h - y }
    case 4:
      return { x, y: h - y }
    case 5:
      return { x: y, y: x }
    case 6:
      return { x: y, y: w - x }
    case 7:
      return { x: h - y, y: w - x }
    case 8:
      return { x: h - y, y: x }
  }
}

/** Bounds of the upright image in the stored frame. */
export function boundsInStored(bounds: Bounds, image: Pick<ImageRecord, 'width' | 'height' | 'orientation'>): Bounds {
  const a = toStored({ x: bounds.x0, y: bounds.y0 }, image)
  const b = toStored({ x: bounds.x1, y: bounds.y1 }, image)
  return { x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) }
}
