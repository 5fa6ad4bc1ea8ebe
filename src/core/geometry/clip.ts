import { intersection, type Geom } from 'polyclip-ts'
import type { Size } from '../model/units'
import { boundsOf, imageBox } from './overlap'
import { kindOf, type Shape } from './shapes'

type Vertex = [number, number]

/**
 * The part of a shape inside the image, as a shape; undefined when nothing is left. Polygons are cut by polyclip-ts
 * (maintained, robust against touching edges); only shapes to be drawn need it, areas are measured without it.
 */
export function clipToImage(shape: Shape, size: Size): Shape | undefined {
  const b = boundsOf(shape)
  const [x0, y0, x1, y1] = [
    Math.max(0, b.x0),
    Math.max(0, b.y0),
    Math.min(size.width, b.x1),
    Math.min(size.height, b.y1),
  ]
  if (!(x1 > x0) || !(y1 > y0)) return undefined
  if (shape.kind === 'box') return { kind: 'box', x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
  if (b.x0 >= 0 && b.y0 >= 0 && b.x1 <= size.width && b.y1 <= size.height) return shape
  const closed = (s: Shape): Geom =>
    kindOf(s)
      .region(s)
      .map((piece) => piece.map((ring) => ring.map(([x, y]): Vertex => [x, y])))
  const cut = intersection(closed(shape), closed(imageBox(size)))
  if (cut.length === 0) return undefined
  return {
    kind: 'polygon',
    rings: cut.map((piece) => piece.map((ring) => ring.slice(0, -1).map(([x, y]): Vertex => [x, y]))),
  }
}
