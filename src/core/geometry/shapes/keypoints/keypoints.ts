import { z } from 'zod'
import type { Bounds, Point } from '../../../model/units'
import type { ShapeDefect, ShapeKind } from '../shape-kind'
import { boundsOfVertices } from '../vertices'

/**
 * Visibility with COCO's meaning: 0 not labelled (the position says nothing), 1 labelled but hidden, 2 labelled and visible.
 * Source: COCO data format, keypoint detection.
 */
export const KeypointVisibility = z.union([z.literal(0), z.literal(1), z.literal(2)])
export type KeypointVisibility = z.infer<typeof KeypointVisibility>

export const Keypoint = z.object({
  name: z.string().min(1).max(200),
  x: z.number(),
  y: z.number(),
  v: KeypointVisibility,
})
export type Keypoint = z.infer<typeof Keypoint>

/** Named points of one object. Which names there are and how they are joined is the policy's matter. */
export const Keypoints = z.object({ kind: z.literal('keypoints'), points: z.array(Keypoint).min(1) })
export type Keypoints = z.infer<typeof Keypoints>

/** The points that somebody labelled, hidden ones included. */
export const labelledOf = ({ points }: Keypoints): Keypoint[] => points.filter((p) => p.v > 0)

/** Bounds of the labelled points. With none labelled they are the first point: there is something to point at. */
function bounds(shape: Keypoints): Bounds {
  const labelled = labelledOf(shape)
  const shown = labelled.length > 0 ? labelled : shape.points.slice(0, 1)
  return boundsOfVertices([shown.map(({ x, y }) => [x, y] as const)])
}

const mapPoints = (shape: Keypoints, transform: (p: Point) => Point): Keypoints => ({
  kind: 'keypoints',
  points: shape.points.map((p) => ({ ...p, ...transform({ x: p.x, y: p.y }) })),
})

function defects({ points }: Keypoints): ShapeDefect[] {
  if (!points.every((p) => Number.isFinite(p.x) && Number.isFinite(p.y))) return ['not-finite']
  const found: ShapeDefect[] = []
  if (points.every((p) => p.v === 0)) found.push('too-few-points')
  if (new Set(points.map((p) => p.name)).size < points.length) found.push('repeated-name')
  return found
}

export const keypoints: ShapeKind<Keypoints> = {
  kind: 'keypoints',
  schema: Keypoints,
  covers: 'points',
  bounds,
  area: () => 0,
  region: () => [],
  lines: (shape) => labelledOf(shape).map(({ x, y }) => [[x, y]]),
  length: () => undefined,
  pieces: () => 1,
  holes: () => 0,
  pointCount: (shape) => labelledOf(shape).length,
  handles: ({ points }) => points.map(({ x, y }) => ({ x, y })),
  /** A point that was not labelled becomes a visible one: somebody just put it there. */
  moveHandle: (shape, index, to) => ({
    kind: 'keypoints',
    points: shape.points.map((p, i) => (i === index ? { ...p, x: to.x, y: to.y, v: p.v === 0 ? 2 : p.v } : p)),
  }),
  translate: (shape, dx, dy) => mapPoints(shape, ({ x, y }) => ({ x: x + dx, y: y + dy })),
  map: mapPoints,
  defects,
}
