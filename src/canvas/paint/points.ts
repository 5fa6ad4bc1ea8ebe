/**
 * Marks of points and keypoints, in screen pixels. Without colour too: positive a disc (a hidden keypoint a ring), negative a
 * cross, ignore a square, skip a small dot. A keypoint that was not labelled is not drawn.
 */
import { kindOf, type Shape } from '../../core/geometry/shapes'
import type { Disposition } from '../../core/model/annotation'
import type { StageView } from '../stage-api'
import type { Context } from './trace'

export interface Mark {
  readonly x: number
  readonly y: number
  /** Labelled, but its place is hidden. */
  readonly hidden: boolean
}

const RADIUS = 4
const DOT = 2

/** The marks of a shape; a line has none of its own. */
export function marksOf(shape: Shape, { scale, offset }: StageView): Mark[] {
  const mark = (x: number, y: number, hidden: boolean): Mark => ({
    x: x * scale + offset.x,
    y: y * scale + offset.y,
    hidden,
  })
  if (shape.kind === 'keypoints') return shape.points.flatMap((p) => (p.v > 0 ? [mark(p.x, p.y, p.v === 1)] : []))
  return kindOf(shape)
    .lines(shape)
    .flatMap((line) => (line.length === 1 && line[0] ? [mark(line[0][0], line[0][1], false)] : []))
}

/** Adds the lines between joined keypoints that are both labelled to the current path. */
export function traceBones(
  ctx: Context,
  shape: Shape,
  bones: readonly (readonly [string, string])[],
  { scale, offset }: StageView,
): void {
  if (shape.kind !== 'keypoints') return
  const labelled = new Map(shape.points.filter((p) => p.v > 0).map((p) => [p.name, p]))
  for (const [from, to] of bones) {
    const [a, b] = [labelled.get(from), labelled.get(to)]
    if (!a || !b) continue
    ctx.moveTo(a.x * scale + offset.x, a.y * scale + offset.y)
    ctx.lineTo(b.x * scale + offset.x, b.y * scale + offset.y)
  }
}

function traceMark(ctx: Context, { x, y }: Mark, disposition: Disposition, r: number): void {
  ctx.beginPath()
  if (disposition === 'negative') {
    ctx.moveTo(x - r, y - r)
    ctx.lineTo(x + r, y + r)
    ctx.moveTo(x + r, y - r)
    ctx.lineTo(x - r, y + r)
  } else if (disposition === 'ignore') ctx.rect(x - r, y - r, 2 * r, 2 * r)
  else ctx.arc(x, y, disposition === 'skip' ? DOT : r, 0, 7)
}

export function paintMarks(
  ctx: Context,
  marks: readonly Mark[],
  disposition: Disposition,
  ink: { readonly line: string; readonly halo: string },
  strong: boolean,
): void {
  const r = strong ? RADIUS + 1 : RADIUS
  for (const mark of marks) {
    traceMark(ctx, mark, disposition, r)
    ctx.strokeStyle = ink.halo
    ctx.lineWidth = 4
    ctx.stroke()
    ctx.strokeStyle = ink.line
    ctx.lineWidth = 2
    ctx.stroke()
    if (disposition === 'negative') continue
    // Filled where the point is seen; the inside of a ring stays open, on any photo.
    ctx.fillStyle = mark.hidden ? ink.halo : ink.line
    ctx.fill()
  }
}
