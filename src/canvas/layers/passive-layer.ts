/**
 * Everything that is not being edited, in plain Canvas2D. Painted with a border beyond the surface; while the view moves the
 * painted bitmap is moved by the compositor, and painted anew when the view rests or the border is used up. A changed item
 * repaints only the rectangle it covers.
 */
import type { AnnotationId } from '../../core/model/ids'
import type { Bounds } from '../../core/model/units'
import type { Entry, ItemIndex } from '../hit/item-index'
import { CHIP_FROM, paintChip, paintMark, REACH } from '../paint/chip'
import { itemBounds, paintItem, type Brush } from '../paint/paint-item'
import type { StageView } from '../stage-api'
import { toImage } from '../viewport'
import { context2d, newSheet, resizeSheet, type SurfaceSize } from './sheet'

/** Border around the surface that is painted too, in screen pixels. */
const BORDER = 128
/** Up to this many items a moving view is simply painted anew each frame. */
const CHEAP = 150
/** From this many painted items on, lines go without halo. */
const MULTITUDE = 2000
/** From this many painted items on, only large shapes carry a chip. */
const CROWDED = 150
const ROOMY = { width: 110, height: 70 }
const CALM = { selected: false, hovered: false }
/** Lines, halos and badges reach this far beyond the shape. */
const EDGE = 12

const same = (a: StageView, b: StageView): boolean =>
  a.scale === b.scale && a.offset.x === b.offset.x && a.offset.y === b.offset.y

export class PassiveLayer {
  readonly #canvas: HTMLCanvasElement
  readonly #ctx: CanvasRenderingContext2D
  readonly #index: ItemIndex
  #surface: SurfaceSize = { width: 1, height: 1, dpr: 1 }
  #painted: StageView | undefined
  #hidden: ReadonlySet<AnnotationId> = new Set()
  #dirty: Bounds[] | 'all' = 'all'
  #paintedAt = 0
  #cost = 0
  /** Items in the last repaint; repaints; frames that only moved the bitmap; items painted since the start. */
  count = 0
  repaints = 0
  moves = 0
  total = 0

  constructor(parent: HTMLElement, index: ItemIndex) {
    this.#canvas = newSheet(parent)
    this.#ctx = context2d(this.#canvas, true)
    this.#index = index
  }

  resize(surface: SurfaceSize): void {
    this.#surface = surface
    resizeSheet(this.#canvas, {
      width: surface.width + 2 * BORDER,
      height: surface.height + 2 * BORDER,
      dpr: surface.dpr,
    })
    this.touchAll()
  }

  /** Items drawn by the edit layer instead. */
  hide(ids: ReadonlySet<AnnotationId>): void {
    if (ids === this.#hidden) return
    for (const id of new Set([...this.#hidden, ...ids]))
      if (this.#hidden.has(id) !== ids.has(id)) {
        const entry = this.#index.get(id)
        if (entry) this.touch([entry])
      }
    this.#hidden = ids
  }

  touch(entries: readonly Entry[]): void {
    if (this.#dirty === 'all') return
    if (this.#dirty.length + entries.length > 24) this.#dirty = 'all'
    else this.#dirty.push(...entries.map((e) => ({ x0: e.minX, y0: e.minY, x1: e.maxX, y1: e.maxY })))
  }

  touchAll(): void {
    this.#dirty = 'all'
  }

  /** Brings the layer up to date; answers false when it was only moved and wants to be called again once the view rests. */
  update(view: StageView, resting: boolean, now: number): boolean {
    const painted = this.#painted
    if (this.#dirty !== 'all' && painted && same(painted, view)) {
      if (this.#dirty.length > 0) this.#patch(view, this.#dirty)
      this.#dirty = []
      return true
    }
    const spent = now - this.#paintedAt
    const wait = !resting && this.#dirty !== 'all' && this.#dirty.length === 0 && painted && this.count > CHEAP
    if (wait && (this.#covers(painted, view) || spent < 4 * this.#cost)) {
      this.#move(painted, view)
      return false
    }
    this.#paintAll(view, now)
    return true
  }

  /** True when the painted bitmap, moved to `view`, still fills the surface. */
  #covers(painted: StageView, view: StageView): boolean {
    const k = view.scale / painted.scale
    if (k < 0.5 || k > 2) return false
    const x = view.offset.x - k * painted.offset.x
    const y = view.offset.y - k * painted.offset.y
    const { width, height } = this.#surface
    return (
      x - k * BORDER <= 0 &&
      y - k * BORDER <= 0 &&
      x + k * (width + BORDER) >= width &&
      y + k * (height + BORDER) >= height
    )
  }

  #move(painted: StageView, view: StageView): void {
    this.moves++
    const k = view.scale / painted.scale
    const x = view.offset.x - k * painted.offset.x - k * BORDER
    const y = view.offset.y - k * painted.offset.y - k * BORDER
    this.#canvas.style.transform = `translate(${x}px, ${y}px) scale(${k})`
  }

  #brush(view: StageView): Brush {
    const shifted = { scale: view.scale, offset: { x: view.offset.x + BORDER, y: view.offset.y + BORDER } }
    return { ctx: this.#ctx, view: shifted, dpr: this.#surface.dpr, lean: this.count > MULTITUDE }
  }

  #sheetBounds(): Bounds {
    return { x0: 0, y0: 0, x1: this.#surface.width + 2 * BORDER, y1: this.#surface.height + 2 * BORDER }
  }

  #paintAll(view: StageView, now: number): void {
    const start = performance.now()
    const { dpr } = this.#surface
    this.#ctx.setTransform(dpr, 0, 0, dpr, 0, 0)
    this.#ctx.clearRect(0, 0, this.#surface.width + 2 * BORDER + 1, this.#surface.height + 2 * BORDER + 1)
    this.count = this.#within(view, this.#sheetBounds()).length
    this.#paintWithin(view, this.#sheetBounds())
    this.repaints++
    this.#painted = view
    this.#dirty = []
    this.#canvas.style.transform = `translate(${-BORDER}px, ${-BORDER}px)`
    this.#paintedAt = now
    this.#cost = performance.now() - start
  }

  #patch(view: StageView, dirty: readonly Bounds[]): void {
    const { view: shifted } = this.#brush(view)
    const ctx = this.#ctx
    const sheet = this.#sheetBounds()
    for (const b of dirty) {
      const rect = {
        x0: Math.max(sheet.x0, Math.floor(b.x0 * shifted.scale + shifted.offset.x - EDGE)),
        y0: Math.max(sheet.y0, Math.floor(b.y0 * shifted.scale + shifted.offset.y - EDGE - REACH.up)),
        x1: Math.min(sheet.x1, Math.ceil(b.x1 * shifted.scale + shifted.offset.x + EDGE + REACH.side)),
        y1: Math.min(sheet.y1, Math.ceil(b.y1 * shifted.scale + shifted.offset.y + EDGE + REACH.up)),
      }
      if (rect.x1 <= rect.x0 || rect.y1 <= rect.y0) continue
      ctx.save()
      ctx.beginPath()
      ctx.rect(rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0)
      ctx.clip()
      ctx.clearRect(rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0)
      this.#paintWithin(view, rect)
      ctx.restore()
      this.repaints++
    }
  }

  /** What reaches into `rect` (sheet pixels) with its lines, chip or mark. */
  #within(view: StageView, rect: Bounds): readonly Entry[] {
    const { view: shifted } = this.#brush(view)
    const from = toImage(shifted, { x: rect.x0 - REACH.side - EDGE, y: rect.y0 - EDGE - REACH.up })
    const to = toImage(shifted, { x: rect.x1 + EDGE, y: rect.y1 + REACH.up + EDGE })
    return this.#index
      .search({ x0: from.x, y0: from.y, x1: to.x, y1: to.y })
      .filter((e) => !this.#hidden.has(e.item.id))
  }

  /** Paints what reaches into `rect`: shapes first, then chips and marks above all of them. */
  #paintWithin(view: StageView, rect: Bounds): void {
    const brush = this.#brush(view)
    const entries = this.#within(view, rect)
    for (const { item } of entries) paintItem(brush, item, CALM)
    const room = this.count > CROWDED ? ROOMY : CHIP_FROM
    const sheet = this.#sheetBounds()
    for (const { item } of entries) {
      const b = itemBounds(item, brush.view)
      if (b.x1 - b.x0 >= room.width && b.y1 - b.y0 >= room.height)
        paintChip(brush.ctx, item, b, { width: sheet.x1, height: sheet.y1 })
      if (item.mark) paintMark(brush.ctx, item.mark, b)
    }
    this.total += entries.length
  }

  destroy(): void {
    this.#canvas.remove()
  }
}
