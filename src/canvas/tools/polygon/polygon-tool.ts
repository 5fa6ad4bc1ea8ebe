/** Polygon: an outline point by point; onto a selected polygon it is a hole where it lies inside, else a piece. */
import { polygonOf, type Polygon } from '../../../core/geometry/shapes/polygon/polygon'
import type { ImagePoint } from '../../../core/model/units'
import { contains } from '../../hit/hit'
import { pathTool } from '../path/path'

/** The polygon with a further ring: a hole of the piece that holds all its corners, else a piece of its own. */
export function withRing(polygon: Polygon, points: readonly ImagePoint[]): Polygon {
  const ring = points.map((p): [number, number] => [p.x, p.y])
  const inside = polygon.rings.findIndex((piece) =>
    points.every((p) => contains({ kind: 'polygon', rings: [piece] }, p)),
  )
  const rings =
    inside < 0 ? [...polygon.rings, [ring]] : polygon.rings.map((piece, i) => (i === inside ? [...piece, ring] : piece))
  return { kind: 'polygon', rings }
}

export const polygonTool = pathTool({ id: 'polygon', least: 3, closes: true, shapeOf: polygonOf, extended: withRing })
