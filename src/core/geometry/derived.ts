/** Shapes worked out from others. */
import { edgesOf } from './edges'
import { boundsOf, hasArea, isFiniteBounds, regionOf } from './facts'
import { memo } from './memo'
import type { Shape } from './shapes'
import type { Box } from './shapes/box/box'
import { maskOfRuns, maskRuns, type Mask } from './shapes/mask/mask'
import type { Run } from './shapes/mask/runs'
import type { Polygon } from './shapes/polygon/polygon'
import type { RotatedBox } from './shapes/rotated_box/rotated_box'
import type { Vertex } from './shapes/shape-kind'
import { orient2d } from 'robust-predicates'

/** The upright box around a shape; undefined when it is empty or not finite. */
export function boxOf(shape: Shape): Box | undefined {
  const b = boundsOf(shape)
  return isFiniteBounds(b) ? { kind: 'box', x: b.x0, y: b.y0, w: b.x1 - b.x0, h: b.y1 - b.y0 } : undefined
}

/** Pixels that are in any of the masks. */
function unionOfMasks(masks: readonly Mask[]): Mask {
  const runs = masks
    .flatMap((m) => maskRuns(m).map((r): Run => ({ x: r.x + m.x, y0: r.y0 + m.y, y1: r.y1 + m.y })))
    .sort((p, q) => p.x - q.x || p.y0 - q.y0)
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined[joined.length - 1]
    if (last?.x === run.x && run.y0 <= last.y1)
      joined[joined.length - 1] = { x: run.x, y0: last.y0, y1: Math.max(last.y1, run.y1) }
    else joined.push(run)
  }
  return maskOfRuns(joined, 0, 0)
}

/**
 * Everything that any of the shapes covers. Masks stay a mask; other shapes become the pieces of one polygon, which are a union
 * by meaning (see `Region`), so nothing has to be cut. Undefined without shapes, or when one of them has no area.
 */
export function unionOf(shapes: readonly Shape[]): Shape | undefined {
  const [first] = shapes
  if (!first || !shapes.every(hasArea)) return undefined
  if (shapes.length === 1) return first
  const masks = shapes.filter((s) => s.kind === 'mask')
  if (masks.length === shapes.length) return unionOfMasks(masks)
  const rings = shapes
    .flatMap(regionOf)
    .map((piece) => piece.map((ring) => ring.map(([x, y]): [number, number] => [x, y])))
  return rings.length > 0 ? { kind: 'polygon', rings } : undefined
}

/** Convex hull, clockwise on screen, by Andrew's monotone chain with exact predicates. */
function hullOfVertices(vertices: readonly Vertex[]): Vertex[] {
  const sorted = [...vertices].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const chain = (points: readonly Vertex[]): Vertex[] => {
    const kept: Vertex[] = []
    for (const p of points) {
      for (let n = kept.length; n > 1; n = kept.length) {
        const [a, b] = [kept[n - 2], kept[n - 1]]
        // Negative with y down: a turn clockwise on screen.
        if (!a || !b || orient2d(a[0], a[1], b[0], b[1], p[0], p[1]) < 0) break
        kept.pop()
      }
      kept.push(p)
    }
    return kept.slice(0, -1)
  }
  return [...chain(sorted), ...chain(sorted.reverse())]
}

/** Corners of the convex hull; a single point or the two ends of a line where there is no area. */
const hullCorners = memo((shape: Shape): readonly Vertex[] => {
  if (!isFiniteBounds(boundsOf(shape))) return []
  const vertices = edgesOf(shape).flatMap(({ a, b }) => [a, b])
  const hull = hullOfVertices(vertices)
  return hull.length > 0 ? hull : vertices.slice(0, 1)
})

/** The convex hull as a polygon; undefined when the points have no area between them. */
export function hullOf(shape: Shape): Polygon | undefined {
  const corners = hullCorners(shape)
  if (corners.length < 3) return undefined
  return { kind: 'polygon', rings: [[corners.map(([x, y]): [number, number] => [x, y])]] }
}

/** The box along the direction (ux, uy) around the corners. */
function boxAlong(corners: readonly Vertex[], ux: number, uy: number): RotatedBox {
  let [p0, p1, q0, q1] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of corners) {
    const [p, q] = [x * ux + y * uy, y * ux - x * uy]
    p0 = Math.min(p0, p)
    p1 = Math.max(p1, p)
    q0 = Math.min(q0, q)
    q1 = Math.max(q1, q)
  }
  const [p, q] = [(p0 + p1) / 2, (q0 + q1) / 2]
  const angle = (Math.atan2(uy, ux) * 180) / Math.PI
  return { kind: 'rotated_box', cx: p * ux - q * uy, cy: p * uy + q * ux, w: p1 - p0, h: q1 - q0, angle }
}

/** Hull corners up to which every direction is tried. A hull of pixels has fewer. */
const MOST_CORNERS = 2_000

/**
 * The turned box of least area around a shape: it lies along an edge of the hull (Freeman and Shapira, 1975). Angle in
 * (-45, 45]: the nearest to upright. Undefined for what has no extent.
 */
export function minBoxOf(shape: Shape): RotatedBox | undefined {
  const corners = hullCorners(shape)
  if (corners.length < 2 || corners.length > MOST_CORNERS) return undefined
  let least: RotatedBox | undefined
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length] ?? [ax, ay]
    const length = Math.hypot(bx - ax, by - ay)
    if (length === 0) return
    const box = boxAlong(corners, (bx - ax) / length, (by - ay) / length)
    if (!least || box.w * box.h < least.w * least.h) least = box
  })
  return least && upright(least)
}

/** The same box named by its angle nearest to 0. */
function upright(box: RotatedBox): RotatedBox {
  const quarters = Math.ceil((box.angle - 45) / 90)
  const angle = box.angle - quarters * 90
  return quarters % 2 === 0 ? { ...box, angle } : { ...box, angle, w: box.h, h: box.w }
}
