/** The label chip (state glyph and class) near the top-left corner and the findings badge at the top-right one. */
import type { Disposition } from '../../core/model/annotation'
import type { Bounds } from '../../core/model/units'
import type { StageItem } from '../stage-api'
import { inkOf, SIGN } from './colour'
import type { Context } from './trace'

export const FONT =
  '600 11px system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
const HEIGHT = 17
const GLYPH = 9
const PAD = 5
/** A shape this large on screen carries its chip by itself. */
export const CHIP_FROM = { width: 44, height: 30 }
const LONGEST = 180
/** Chips and badges reach at most this far beyond a shape's bounds. */
export const REACH = { side: LONGEST + 20, up: HEIGHT + 10 }

const widths = new Map<string, number>()

function textWidth(ctx: Context, text: string): number {
  let width = widths.get(text)
  if (width === undefined) {
    width = ctx.measureText(text).width
    widths.set(text, width)
  }
  return width
}

/** Shortens with an ellipsis by halving the interval: a few measurements even for long names. */
function shorten(ctx: Context, text: string): string {
  if (textWidth(ctx, text) <= LONGEST) return text
  let [low, high] = [1, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (textWidth(ctx, `${text.slice(0, middle)}…`) <= LONGEST) low = middle
    else high = middle - 1
  }
  return `${text.slice(0, low)}…`
}

/** ● positive · ⊖ negative · hatched square ignore · dotted ring skip. */
function glyph(ctx: Context, disposition: Disposition, x: number, y: number, color: string): void {
  const r = GLYPH / 2
  ctx.strokeStyle = color
  ctx.fillStyle = color
  ctx.lineWidth = 1.4
  ctx.beginPath()
  switch (disposition) {
    case 'positive':
      ctx.arc(x, y, r - 0.8, 0, 7)
      ctx.fill()
      return
    case 'negative':
      ctx.arc(x, y, r - 0.2, 0, 7)
      ctx.moveTo(x - r + 1.8, y)
      ctx.lineTo(x + r - 1.8, y)
      break
    case 'ignore':
      ctx.rect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1)
      ctx.moveTo(x - r + 1, y + 0.5)
      ctx.lineTo(x + 0.5, y - r + 1)
      ctx.moveTo(x - r + 1, y + r - 1)
      ctx.lineTo(x + r - 1, y - r + 1)
      ctx.moveTo(x - 0.5, y + r - 1)
      ctx.lineTo(x + r - 1, y - 0.5)
      break
    case 'skip':
      ctx.setLineDash([1.4, 1.9])
      ctx.arc(x, y, r - 0.4, 0, 7)
      break
  }
  ctx.stroke()
  ctx.setLineDash([])
}

export interface Surface {
  readonly width: number
  readonly height: number
}

/** Draws the chip above the shape; inside its top edge where there is no room above; kept on the surface while the shape is. */
export function paintChip(ctx: Context, item: StageItem, b: Bounds, surface: Surface): void {
  const ink = inkOf(item.color)
  ctx.font = FONT
  ctx.textBaseline = 'middle'
  const text = shorten(ctx, item.label)
  const width = PAD + GLYPH + 4 + textWidth(ctx, text) + PAD
  const x = Math.round(Math.max(2, Math.min(b.x0 - 1, surface.width - width - 2)))
  const above = b.y0 - HEIGHT - 2
  const y = Math.round(above >= 0 ? above : Math.max(2, b.y0 + 3))
  ctx.beginPath()
  ctx.roundRect(x, y, width, HEIGHT, 4)
  ctx.fillStyle = ink.line
  ctx.fill()
  ctx.strokeStyle = ink.halo
  ctx.lineWidth = 1
  ctx.stroke()
  glyph(ctx, item.disposition, x + PAD + GLYPH / 2, y + HEIGHT / 2, ink.text)
  ctx.fillStyle = ink.text
  ctx.fillText(text, x + PAD + GLYPH + 4, y + HEIGHT / 2 + 0.5)
}

/** The sign for the worst finding: ! error in an octagon-like disc, ? undecided in a disc, – warning in a triangle. */
export function paintMark(ctx: Context, mark: 'error' | 'warning' | 'undecided', b: Bounds): void {
  // Outside the corner, where the grip of a selected shape is not.
  const x = b.x1 + 12
  const y = b.y0 - 10
  const r = 8
  ctx.beginPath()
  if (mark === 'warning') {
    ctx.moveTo(x, y - r - 1)
    ctx.lineTo(x + r + 1, y + r - 1)
    ctx.lineTo(x - r - 1, y + r - 1)
    ctx.closePath()
  } else if (mark === 'error') {
    for (let i = 0; i < 8; i++) {
      const angle = (i + 0.5) * (Math.PI / 4)
      ctx.lineTo(x + (r + 0.5) * Math.cos(angle), y + (r + 0.5) * Math.sin(angle))
    }
    ctx.closePath()
  } else ctx.arc(x, y, r, 0, 7)
  ctx.lineJoin = 'round'
  ctx.setLineDash([])
  ctx.strokeStyle = '#fff'
  ctx.lineWidth = 3
  ctx.stroke()
  ctx.fillStyle = SIGN[mark]
  ctx.fill()
  ctx.font = '700 12px system-ui, sans-serif'
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'center'
  ctx.fillStyle = mark === 'warning' ? '#111' : '#fff'
  ctx.fillText(mark === 'error' ? '!' : mark === 'undecided' ? '?' : '–', x, y + (mark === 'warning' ? 2.5 : 0.5))
  ctx.textAlign = 'start'
}
