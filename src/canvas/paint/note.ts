/** A word beside the pointer, dark on every photo; a ring before it says that the point is set as hidden, a disc as seen. */
import type { ScreenPoint } from '../../core/model/units'
import { FONT, type Surface } from './chip'
import type { Context } from './trace'

const HEIGHT = 20
const PAD = 7
const DOT = 4
const AWAY = 14

/** Stands right below the pointer, on the other side where the surface ends. */
export function paintNote(ctx: Context, text: string, hidden: boolean, at: ScreenPoint, surface: Surface): void {
  ctx.font = FONT
  ctx.textBaseline = 'middle'
  const width = PAD + 2 * DOT + 5 + ctx.measureText(text).width + PAD
  const x = at.x + AWAY + width > surface.width ? at.x - AWAY - width : at.x + AWAY
  const y = at.y + AWAY + HEIGHT > surface.height ? at.y - AWAY - HEIGHT : at.y + AWAY
  ctx.beginPath()
  ctx.roundRect(x, y, width, HEIGHT, 5)
  ctx.fillStyle = 'rgba(16,20,26,0.88)'
  ctx.fill()
  ctx.beginPath()
  ctx.arc(x + PAD + DOT, y + HEIGHT / 2, hidden ? DOT - 0.75 : DOT, 0, 7)
  ctx.fillStyle = ctx.strokeStyle = '#fff'
  ctx.lineWidth = 1.5
  if (hidden) ctx.stroke()
  else ctx.fill()
  ctx.fillText(text, x + PAD + 2 * DOT + 5, y + HEIGHT / 2 + 0.5)
}
