/** A region as it is to be drawn: pieces that lie on each other become one, so that painting by parity shows no false holes. */
import { merged } from './clipper'
import { boundsMeet, isFiniteBounds, regionOf } from './facts'
import { memo } from './memo'
import type { Shape } from './shapes'
import type { Region } from './shapes/shape-kind'
import { boundsOfVertices } from './shapes/vertices'

/** Above this many corners merging takes too long for a frame. */
const MOST_CORNERS = 1_500
const MOST_PIECES = 100

function stacked(region: Region): boolean {
  if (region.length < 2 || region.length > MOST_PIECES || region.flat(2).length > MOST_CORNERS) return false
  const bounds = region.map((piece) => boundsOfVertices(piece.slice(0, 1)))
  return bounds.every(isFiniteBounds) && bounds.some((b, i) => bounds.some((o, j) => j > i && boundsMeet(b, o)))
}

const outlines = memo((shape: Shape): Region => {
  const region = regionOf(shape)
  return (stacked(region) ? merged(region) : undefined) ?? region
})

/** The rings to draw of a shape; none for lines and points. */
export const outlineOf = (shape: Shape): Region => (shape.kind === 'polygon' ? outlines(shape) : regionOf(shape))
