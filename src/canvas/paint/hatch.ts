/** Diagonal hatching as a repeating pattern, anchored to the image so that it does not swim when the view moves. */
import type { StageView } from '../stage-api'
import { inkOf } from './colour'
import type { Context } from './trace'

export type HatchLean = 'rising' | 'falling'
const STEP = 8
const tiles = new Map<string, OffscreenCanvas>()

function tile(color: string, lean: HatchLean, dpr: number): OffscreenCanvas {
  const key = `${color} ${lean} ${dpr}`
  const known = tiles.get(key)
  if (known) return known
  const size = Math.max(1, Math.round(STEP * dpr))
  const made = new OffscreenCanvas(size, size)
  const ctx = made.getContext('2d')
  if (ctx) {
    if (lean === 'falling') ctx.setTransform(-1, 0, 0, 1, size, 0)
    const stroke = (style: string, width: number): void => {
      ctx.strokeStyle = style
      ctx.lineWidth = width * dpr
      ctx.beginPath()
      for (const shift of [-size, 0, size]) {
        ctx.moveTo(shift - 1, size + 1)
        ctx.lineTo(shift + size + 1, -1)
      }
      ctx.stroke()
    }
    const ink = inkOf(color)
    stroke(ink.halo.replace(/[\d.]+\)$/, '0.35)'), 3)
    stroke(ink.line, 1.25)
  }
  tiles.set(key, made)
  return made
}

export function hatch(ctx: Context, color: string, lean: HatchLean, view: StageView, dpr: number): CanvasPattern | string {
  const source = tile(color, lean, dpr)
  const pattern = ctx.createPattern(source, 'repeat')
  if (!pattern) return inkOf(color).faint
  const period = source.width / dpr
  pattern.setTransform(new DOMMatrix([1 / dpr, 0, 0, 1 / dpr, view.offset.x % period, view.offset.y % period]))
  return pattern
}
