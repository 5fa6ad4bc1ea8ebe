/** Outlines joined and taken from each other. */
import { merged, subtracted } from './clipper'
import type { Polygon } from './shapes/polygon/polygon'
import type { Region } from './shapes/shape-kind'

const polygonOf = (region: Region): Polygon => ({
  kind: 'polygon',
  rings: region.map((piece) => piece.map((ring) => ring.map(([x, y]): [number, number] => [x, y]))),
})

/** One polygon for all; what lies apart becomes a piece of it. Undefined when it cannot be told. */
export function joinPolygons(polygons: readonly Polygon[]): Polygon | undefined {
  const region = merged(polygons.flatMap((p) => p.rings))
  return region && region.length > 0 ? polygonOf(region) : undefined
}

/** The polygon without what the others cover. Undefined when nothing would be left, or it cannot be told. */
export function subtractPolygons(polygon: Polygon, others: readonly Polygon[]): Polygon | undefined {
  const region = subtracted(
    polygon.rings,
    others.flatMap((p) => p.rings),
  )
  return region && region.length > 0 ? polygonOf(region) : undefined
}
