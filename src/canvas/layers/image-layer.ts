/** The photo under the viewport: smooth when shrunk, exact pixels from one device pixel per image pixel on. */
import type { Size } from '../../core/model/units'
import type { Theme } from '../paint/colour'
import type { StageView } from '../stage-api'
import { buildPyramid, type Pyramid } from './pyramid'
import { context2d, devicePixels, newSheet, resizeSheet, type SurfaceSize } from './sheet'

/** Screen pixels per image pixel from which the pixel grid shows. */
export const GRID_FROM = 16
const CHECK = 8

export class ImageLayer {
  readonly #canvas: HTMLCanvasElement
  readonly #ctx: CanvasRenderingContext2D
  readonly #again: () => void
  #bitmap: ImageBitmap | undefined
  #pyramid: Pyramid | undefined
  #size: Size = { width: 0, height: 0 }
  draws = 0

  constructor(parent: HTMLElement, again: () => void) {
    this.#canvas = newSheet(parent)
    this.#ctx = context2d(this.#canvas, false)
    this.#again = again
  }

  /** The bitmap stays the caller's; it must not be closed while it is shown. */
  setImage(bitmap: ImageBitmap | undefined, size: Size): void {
    if (bitmap !== this.#bitmap) {
      this.#pyramid?.close()
      this.#pyramid = bitmap && buildPyramid(bitmap, this.#again)
    }
    this.#bitmap = bitmap
    this.#size = size
  }

  resize(surface: SurfaceSize): void {
    resizeSheet(this.#canvas, surface)
  }

  draw(view: StageView, surface: SurfaceSize, theme: Theme): void {
    this.draws++
    const ctx = this.#ctx
    const { dpr } = surface
    ctx.setTransform(1, 0, 0, 1, 0, 0)
    ctx.fillStyle = theme.margin
    ctx.fillRect(0, 0, this.#canvas.width, this.#canvas.height)
    const { width, height } = this.#size
    if (width === 0 || height === 0) return
    const scale = view.scale * dpr
    const [ox, oy] = [view.offset.x * dpr, view.offset.y * dpr]
    ctx.strokeStyle = theme.edge
    ctx.lineWidth = 2
    ctx.strokeRect(ox - 1, oy - 1, width * scale + 2, height * scale + 2)
    this.#drawGround(ox, oy, scale, theme)
    if (this.#bitmap) this.#drawBitmap(ox, oy, scale)
    if (view.scale >= GRID_FROM) this.#drawGrid(view, surface, theme)
  }

  /** A quiet check behind transparent pixels, and the place of an image that is still being decoded. */
  #drawGround(ox: number, oy: number, scale: number, theme: Theme): void {
    const ctx = this.#ctx
    const [x0, y0] = [Math.max(0, ox), Math.max(0, oy)]
    const x1 = Math.min(this.#canvas.width, ox + this.#size.width * scale)
    const y1 = Math.min(this.#canvas.height, oy + this.#size.height * scale)
    if (x1 <= x0 || y1 <= y0) return
    ctx.fillStyle = theme.checkLight
    ctx.fillRect(x0, y0, x1 - x0, y1 - y0)
    if (this.#bitmap) return
    ctx.save()
    ctx.beginPath()
    ctx.rect(x0, y0, x1 - x0, y1 - y0)
    ctx.clip()
    ctx.fillStyle = theme.checkDark
    ctx.beginPath()
    for (let y = Math.floor(y0 / CHECK); y * CHECK < y1; y++)
      for (let x = Math.floor(x0 / CHECK) + ((y + Math.floor(x0 / CHECK)) & 1); x * CHECK < x1; x += 2)
        ctx.rect(x * CHECK, y * CHECK, CHECK, CHECK)
    ctx.fill()
    ctx.restore()
  }

  #drawBitmap(ox: number, oy: number, scale: number): void {
    const { width, height } = this.#size
    const crisp = scale >= 1 - 1e-9
    const source = crisp ? this.#bitmap : this.#pyramid?.pick(scale)
    // A bitmap that its owner closed in the meantime has no pixels: the frame stays empty until the next one comes.
    if (!source || source.width === 0) return
    const ctx = this.#ctx
    ctx.imageSmoothingEnabled = !crisp
    ctx.imageSmoothingQuality = 'low'
    // Only whole image pixels that are in sight, so that a large zoom does not hand huge rectangles to the rasteriser.
    const x0 = Math.max(0, Math.floor(-ox / scale))
    const y0 = Math.max(0, Math.floor(-oy / scale))
    const x1 = Math.min(width, Math.ceil((this.#canvas.width - ox) / scale))
    const y1 = Math.min(height, Math.ceil((this.#canvas.height - oy) / scale))
    if (x1 <= x0 || y1 <= y0) return
    const kx = source.width / width
    const ky = source.height / height
    ctx.drawImage(
      source,
      x0 * kx,
      y0 * ky,
      (x1 - x0) * kx,
      (y1 - y0) * ky,
      ox + x0 * scale,
      oy + y0 * scale,
      (x1 - x0) * scale,
      (y1 - y0) * scale,
    )
  }

  /** Hairlines between image pixels, each on one device pixel. */
  #drawGrid(view: StageView, { dpr }: SurfaceSize, theme: Theme): void {
    const ctx = this.#ctx
    const scale = view.scale * dpr
    const [ox, oy] = [view.offset.x * dpr, view.offset.y * dpr]
    const span = (offset: number, length: number, surface: number): [number, number] => [
      Math.max(0, Math.ceil(-offset / scale)),
      Math.min(length, Math.floor((surface - offset) / scale)),
    ]
    const [x0, x1] = span(ox, this.#size.width, this.#canvas.width)
    const [y0, y1] = span(oy, this.#size.height, this.#canvas.height)
    const [left, right] = [Math.max(0, ox), Math.min(this.#canvas.width, ox + this.#size.width * scale)]
    const [top, bottom] = [Math.max(0, oy), Math.min(this.#canvas.height, oy + this.#size.height * scale)]
    ctx.fillStyle = theme.grid
    const hair = devicePixels(0.5, dpr)
    for (let x = x0; x <= x1; x++) ctx.fillRect(Math.round(ox + x * scale), top, hair, bottom - top)
    for (let y = y0; y <= y1; y++) ctx.fillRect(left, Math.round(oy + y * scale), right - left, hair)
  }

  destroy(): void {
    this.#pyramid?.close()
    this.#canvas.remove()
  }
}
