/** Polyline: an open line point by point; onto a selected one it is a further line of the same object. */
import type { Polyline } from '../../../core/geometry/shapes/polyline/polyline'
import type { ImagePoint } from '../../../core/model/units'
import { pathTool } from '../path/path'

const lineOf = (points: readonly ImagePoint[]): [number, number][] => points.map((p) => [p.x, p.y])

export const polylineOf = (points: readonly ImagePoint[]): Polyline => ({ kind: 'polyline', lines: [lineOf(points)] })

export const polylineTool = pathTool({
  id: 'polyline',
  least: 2,
  closes: false,
  shapeOf: polylineOf,
  extended: (shape, points) => ({ kind: 'polyline', lines: [...shape.lines, lineOf(points)] }),
})
