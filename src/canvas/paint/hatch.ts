/**
 * Diagonal hatching as a repeating pattern, anchored to the image so that it does not swim when the view moves.
 * `ignored` rises and is dense; `hidden` falls and is open, so that the two are told apart and where they meet both are seen.
 */
import type { StageView } from '../stage-api'
import { inkOf } from './colour'
import type { Context } from './trace'

export type HatchKind = 'ignored' | 'hidden'
const STEP = { ignored: 9, hidden: 11 } as const
const tiles = new Map<string, OffscreenCanvas>()

function tile(color: string, kind: HatchKind, dpr: number): OffscreenCanvas {
  const key = `${color} ${kind} ${dpr}`
  const known = tiles.get(key)
  if (known) return known
  const size = Math.max(1, Math.round(STEP[kind] * dpr))
  const made = new OffscreenCanvas(size, size)
  const ctx = made.getContext('2d')
  if (ctx) {
    if (kind === 'hidden') ctx.setTransform(-1, 0, 0, 1, size, 0)
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
    stroke(ink.shade, 3)
    stroke(ink.line, 1.1)
  }
  tiles.set(key, made)
  return made
}

export function hatch(
  ctx: Context,
  color: string,
  kind: HatchKind,
  view: StageView,
  dpr: number,
): CanvasPattern | string {
  const source = tile(color, kind, dpr)
  const pattern = ctx.createPattern(source, 'repeat')
  if (!pattern) return inkOf(color).faint
  const period = source.width / dpr
  pattern.setTransform(new DOMMatrix([1 / dpr, 0, 0, 1 / dpr, view.offset.x % period, view.offset.y % period]))
  return pattern
}
