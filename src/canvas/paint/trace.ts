/** Puts shapes of image space onto a 2D path in screen pixels. */
import { outlineOf } from '../../core/geometry/outline'
import { kindOf, type Shape } from '../../core/geometry/shapes'
import type { Bounds } from '../../core/model/units'
import type { StageView } from '../stage-api'

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Adds the shape's region to the current path. A box goes the short way: it is the common case by far. */
export function trace(ctx: Context, shape: Shape, view: StageView): void {
  const { scale, offset } = view
  if (shape.kind === 'box') {
    ctx.rect(shape.x * scale + offset.x, shape.y * scale + offset.y, shape.w * scale, shape.h * scale)
    return
  }
  for (const piece of outlineOf(shape))
    for (const ring of piece) {
      ring.forEach(([x, y], i) => {
        if (i === 0) ctx.moveTo(x * scale + offset.x, y * scale + offset.y)
        else ctx.lineTo(x * scale + offset.x, y * scale + offset.y)
      })
      ctx.closePath()
    }
}

/** Adds the outline with a gap around each corner, so that it reads as open: `gap` screen pixels, at most a quarter of the edge. */
export function traceOpenCorners(ctx: Context, shape: Shape, view: StageView, gap: number): void {
  const { scale, offset } = view
  for (const piece of outlineOf(shape))
    for (const ring of piece)
      ring.forEach(([ax, ay], i) => {
        const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
        const length = Math.hypot(bx - ax, by - ay) * scale
        if (length === 0) return
        const t = Math.min(gap / length, 1 / 4)
        ctx.moveTo((ax + (bx - ax) * t) * scale + offset.x, (ay + (by - ay) * t) * scale + offset.y)
        ctx.lineTo((bx + (ax - bx) * t) * scale + offset.x, (by + (ay - by) * t) * scale + offset.y)
      })
}

/** Adds the open lines of a shape to the current path. Single points are marks: see `points.ts`. */
export function traceLines(ctx: Context, shape: Shape, { scale, offset }: StageView): void {
  for (const line of kindOf(shape).lines(shape)) {
    if (line.length < 2) continue
    line.forEach(([x, y], i) => {
      if (i === 0) ctx.moveTo(x * scale + offset.x, y * scale + offset.y)
      else ctx.lineTo(x * scale + offset.x, y * scale + offset.y)
    })
  }
}

/** Screen bounds of a shape. */
export function screenBounds(shape: Shape, view: StageView): Bounds {
  const b = kindOf(shape).bounds(shape)
  const { scale, offset } = view
  return {
    x0: b.x0 * scale + offset.x,
    y0: b.y0 * scale + offset.y,
    x1: b.x1 * scale + offset.x,
    y1: b.y1 * scale + offset.y,
  }
}
