/** The drawing surface: three layers under one viewport, one tool at a time. See `stage-api.ts` for the contract. */
import { SHAPE_KINDS, type Shape } from '../core/geometry/shapes'
import { VISIBLE, type AnnotationId } from '../core/model/ids'
import type { ImagePoint, ScreenPoint, Size } from '../core/model/units'
import { ItemIndex } from './hit/item-index'
import { hitsAt } from './hit/hit'
import { watchPointers, type Pointers, type PointerState } from './input/pointers'
import { EditLayer, type EditScene } from './layers/edit-layer'
import { ImageLayer } from './layers/image-layer'
import { PassiveLayer } from './layers/passive-layer'
import type { SurfaceSize } from './layers/sheet'
import { THEMES } from './paint/colour'
import type {
  Placing,
  Stage,
  StageDebug,
  StageEvents,
  StageItem,
  StageOptions,
  StageView,
  ToolId,
  ToolOptions,
} from './stage-api'
import { startTool } from './tools'
import type { RunningTool } from './tools/running'
import { LINE_REACH, type Edit, type Preview, type Report, type Scene, type ToolInput } from './tools/tool'
import * as viewport from './viewport'

/** The view rests when it has not moved for this long, in milliseconds. */
const REST_MS = 100
const DRAFT_ID = 'draft' as AnnotationId
/** Keyboard drawing keeps the crosshair this far from the edge of the surface. */
const CROSSHAIR_MARGIN = 24

/**
 * Builds the drawing surface inside `container` (which should have a size; its content is replaced by canvases).
 * Everything the app hears is in image pixels; `StageEvents` are called synchronously from input handlers.
 */
export function createStage(container: HTMLElement, events: StageEvents, options: StageOptions): Stage {
  return new CanvasStage(container, events, options)
}

class CanvasStage implements Stage {
  readonly supports = SHAPE_KINDS
  readonly #container: HTMLElement
  readonly #events: StageEvents
  readonly #index = new ItemIndex()
  readonly #image: ImageLayer
  readonly #passive: PassiveLayer
  readonly #edit: EditLayer
  readonly #pointers: Pointers
  readonly #resizes: ResizeObserver
  readonly #abort = new AbortController()

  #surface: SurfaceSize = { width: 0, height: 0, dpr: 1 }
  #imageSize: Size = { width: 0, height: 0 }
  #view: StageView = { scale: 1, offset: { x: 0, y: 0 } }
  /** The view follows the surface's size until someone zooms or pans. */
  #fitted = true
  #theme = THEMES.light
  #selection: ReadonlySet<AnnotationId> = new Set()
  #tool: RunningTool = startTool.select()
  #toolOptions: ToolOptions = { color: '#2f80ff', role: VISIBLE, disposition: 'positive' }
  #crosshair: ImagePoint | undefined
  /** The crosshair was last moved by keys: it shows in every tool. */
  #byKeys = false
  #panning = false
  #panHeld = false
  /** Edits that were reported but are not in the items yet: shown until the next frame, so that nothing flickers. */
  #reported: readonly Edit[] = []
  #drawing: Shape | undefined
  #placing: Placing | undefined

  #frame = 0
  #imageDirty = true
  #movedAt = -Infinity
  #frames = 0
  #frameMs = 0
  #destroyed = false

  constructor(container: HTMLElement, events: StageEvents, options: StageOptions) {
    this.#container = container
    this.#events = events
    container.setAttribute('role', 'application')
    container.setAttribute('aria-label', options.label)
    container.tabIndex = 0
    Object.assign(container.style, { overflow: 'hidden', touchAction: 'none', userSelect: 'none' })
    if (getComputedStyle(container).position === 'static') container.style.position = 'relative'
    this.#theme = THEMES[options.theme]
    this.#image = new ImageLayer(container, () => {
      this.#imageDirty = true
      this.#invalidate()
    })
    this.#passive = new PassiveLayer(container, this.#index)
    this.#edit = new EditLayer(container)
    this.#pointers = watchPointers(container, {
      press: (state) => this.#press(state),
      move: (state) => this.#hover(state),
      release: (state) => this.#pointer('up', state),
      takeBack: () => this.#takeBack(),
      leave: () => this.#leave(),
      pan: (dx, dy) => this.panBy(dx, dy),
      panning: (on) => {
        this.#panning = on
        this.#invalidate()
      },
      pinch: (from, to) => this.#setView(viewport.pinch(this.#view, from, to, this.#imageSize, this.#surface)),
      wheel: (factor, at) => this.zoomBy(factor, at),
    })
    this.#resizes = new ResizeObserver(() => this.#resize())
    this.#resizes.observe(container)
    this.#watchDensity()
    this.#resize()
  }

  // ── what is shown ─────────────────────────────────────────────────────────

  setImage(bitmap: ImageBitmap | undefined, size: Size): void {
    const sameSize = size.width === this.#imageSize.width && size.height === this.#imageSize.height
    this.#image.setImage(bitmap, size)
    this.#imageSize = size
    this.#imageDirty = true
    if (!sameSize) this.fit()
    this.#invalidate()
  }

  setItems(items: readonly StageItem[]): void {
    const { gone, come } = this.#index.set(items)
    this.#reported = []
    this.#passive.touch([...gone, ...come].filter((entry) => !this.#selection.has(entry.item.id)))
    this.#invalidate()
  }

  select(ids: readonly AnnotationId[]): void {
    this.#selection = new Set(ids)
    this.#invalidate()
  }

  setTool(tool: ToolId, toolOptions: ToolOptions): void {
    this.#toolOptions = toolOptions
    if (tool !== this.#tool.id) {
      this.cancelDrawing()
      this.#tool = startTool[tool]()
    }
    this.#reportDrawing()
    this.#invalidate()
  }

  setTheme(theme: 'light' | 'dark'): void {
    this.#theme = THEMES[theme]
    this.#imageDirty = true
    this.#invalidate()
  }

  // ── view ──────────────────────────────────────────────────────────────────

  get view(): StageView {
    return this.#view
  }

  fit(): void {
    this.#setView(viewport.fit(this.#imageSize, this.#surface, 1 / this.#surface.dpr))
    this.#fitted = true
  }

  oneToOne(): void {
    const { dpr, width, height } = this.#surface
    const middle = { x: width / 2, y: height / 2 }
    const { offset } = viewport.zoomAt(this.#view, 1 / dpr / this.#view.scale, middle, this.#imageSize, this.#surface)
    const snap = (value: number): number => Math.round(value * dpr) / dpr
    this.#setView({ scale: 1 / dpr, offset: { x: snap(offset.x), y: snap(offset.y) } })
  }

  zoomBy(factor: number, around?: ScreenPoint): void {
    const at = around ?? { x: this.#surface.width / 2, y: this.#surface.height / 2 }
    this.#setView(viewport.zoomAt(this.#view, factor, at, this.#imageSize, this.#surface))
  }

  panBy(dx: number, dy: number): void {
    this.#setView(viewport.pan(this.#view, dx, dy, this.#imageSize, this.#surface))
  }

  reveal(id: AnnotationId): void {
    const entry = this.#index.get(id)
    if (!entry) return
    const bounds = { x0: entry.minX, y0: entry.minY, x1: entry.maxX, y1: entry.maxY }
    this.#setView(viewport.reveal(this.#view, bounds, this.#imageSize, this.#surface))
  }

  #setView(view: StageView): void {
    const { scale, offset } = this.#view
    if (view.scale === scale && view.offset.x === offset.x && view.offset.y === offset.y) return
    this.#view = view
    this.#fitted = false
    this.#imageDirty = true
    this.#movedAt = performance.now()
    this.#invalidate()
    this.#events.viewChanged(view)
  }

  /** Another monitor or page zoom changes the device pixels without changing the size in CSS pixels. */
  #watchDensity(): void {
    if (this.#destroyed) return
    matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        this.#resize()
        this.#watchDensity()
      },
      { once: true, signal: this.#abort.signal },
    )
  }

  #resize(): void {
    const dpr = window.devicePixelRatio || 1
    const { clientWidth: width, clientHeight: height } = this.#container
    if (width === this.#surface.width && height === this.#surface.height && dpr === this.#surface.dpr) return
    const before = this.#surface
    this.#surface = { width, height, dpr }
    this.#image.resize(this.#surface)
    this.#passive.resize(this.#surface)
    this.#edit.resize(this.#surface)
    this.#imageDirty = true
    if (this.#fitted) this.fit()
    else this.panBy((width - before.width) / 2, (height - before.height) / 2)
    // Resized canvases are blank: draw before the browser shows them.
    this.#draw(performance.now())
  }

  // ── hands ─────────────────────────────────────────────────────────────────

  #scene(): Scene {
    const pixel = 1 / this.#view.scale
    return {
      items: this.#index.items,
      selection: this.#selection,
      pixel,
      role: this.#toolOptions.role,
      skeleton: this.#toolOptions.skeleton,
      hits: (at) => {
        const near = this.#index.search({ x0: at.x, y0: at.y, x1: at.x, y1: at.y }, LINE_REACH * pixel)
        return hitsAt(
          near.map((entry) => entry.item),
          at,
          LINE_REACH * pixel,
        )
      },
      within: (from, to) => {
        const b = {
          x0: Math.min(from.x, to.x),
          y0: Math.min(from.y, to.y),
          x1: Math.max(from.x, to.x),
          y1: Math.max(from.y, to.y),
        }
        const inside = this.#index
          .search(b)
          .filter((e) => e.minX >= b.x0 && e.minY >= b.y0 && e.maxX <= b.x1 && e.maxY <= b.y1)
        return inside.sort((p, q) => p.order - q.order).map((e) => e.item.id)
      },
    }
  }

  #press(state: PointerState): void {
    if (!this.#container.contains(document.activeElement)) this.#container.focus({ preventScroll: true })
    this.#tool.mark()
    this.#pointer('down', state)
  }

  #hover(state: PointerState): void {
    this.#pointer('move', state)
  }

  #pointer(type: 'down' | 'move' | 'up', { at, shift, alt, clicks }: PointerState): void {
    const point = viewport.toImage(this.#view, at)
    this.#crosshair = point
    this.#byKeys = false
    this.#send({ type, at: point, shift, alt, clicks })
    if (type === 'move') this.#events.pointer(point)
  }

  #takeBack(): void {
    this.#tool.rewind()
    this.#reportDrawing()
    this.#invalidate()
  }

  #leave(): void {
    if (!this.#byKeys) this.#crosshair = undefined
    this.#events.pointer(undefined)
    this.#invalidate()
  }

  #send(input: ToolInput): void {
    this.#ask(input)
  }

  #report(report: Report): void {
    switch (report.type) {
      case 'drawn':
        this.#reportDrawing()
        this.#events.drawn(report.shape, report.origin ?? 'drawn')
        return
      case 'changed':
        this.#reported = report.edits
        this.#events.changed(report.edits)
        return
      case 'selected':
        this.#selection = new Set(report.ids)
        this.#events.selected(report.ids)
    }
  }

  /** Tells the app the shape in the making, and once that there is none any more. */
  #reportDrawing(): void {
    const { draft, edits, placing } = this.#tool.preview(this.#scene())
    const shape = draft?.shape ?? (edits?.length === 1 ? edits[0]?.shape : undefined)
    if (shape || this.#drawing) this.#events.drawing(shape)
    this.#drawing = shape
    if (placing?.point !== this.#placing?.point || placing?.hidden !== this.#placing?.hidden)
      this.#events.placing?.(placing)
    this.#placing = placing
  }

  moveCrosshair(dx: number, dy: number): void {
    const { width, height } = this.#surface
    const start = this.#crosshair ?? viewport.toImage(this.#view, { x: width / 2, y: height / 2 })
    // Keys begin at a corner of a pixel, so that whole steps stay on the grid; Alt steps leave it on purpose.
    const from = this.#byKeys ? start : { x: Math.round(start.x), y: Math.round(start.y) }
    const at = { x: from.x + dx, y: from.y + dy }
    this.#crosshair = at
    this.#byKeys = true
    this.#keepInSight(at)
    this.#send({ type: 'move', at, shift: false, alt: false, clicks: 0 })
    this.#events.pointer(at)
  }

  #keepInSight(at: ImagePoint): void {
    const { x, y } = viewport.toScreen(this.#view, at)
    const past = (value: number, length: number): number =>
      value < CROSSHAIR_MARGIN ? CROSSHAIR_MARGIN - value : Math.min(0, length - CROSSHAIR_MARGIN - value)
    this.panBy(past(x, this.#surface.width), past(y, this.#surface.height))
  }

  setPoint(): void {
    const { width, height } = this.#surface
    const at = this.#crosshair ?? viewport.toImage(this.#view, { x: width / 2, y: height / 2 })
    this.#crosshair = at
    this.#byKeys = true
    for (const type of ['down', 'up'] as const) this.#send({ type, at, shift: false, alt: false, clicks: 0 })
  }

  finishDrawing(): boolean {
    const busy = this.#tool.busy
    if (busy) this.#send({ type: 'finish' })
    return busy
  }

  cancelDrawing(): boolean {
    const busy = this.#tool.busy
    if (busy) this.#send({ type: 'cancel' })
    return busy
  }

  removeLastPoint(): boolean {
    const busy = this.#tool.busy
    if (busy) this.#send({ type: 'back' })
    return busy
  }

  deleteVertex(): boolean {
    return this.#ask({ type: 'remove' })
  }

  drawOnto(): boolean {
    this.#send({ type: 'onto' })
    return this.#tool.busy
  }

  markPoint(as: 'hidden' | 'absent'): boolean {
    return this.#ask({ type: as }) || this.#placing !== undefined
  }

  /** Sends an input; true when something was reported. */
  #ask(input: ToolInput): boolean {
    const reports = this.#tool.on(input, this.#scene())
    for (const report of reports) this.#report(report)
    this.#reportDrawing()
    this.#invalidate()
    return reports.length > 0
  }

  holdPan(on: boolean): void {
    this.#panHeld = on
    this.#pointers.holdPan(on)
    this.#invalidate()
  }

  // ── frames ────────────────────────────────────────────────────────────────

  #invalidate(): void {
    if (this.#frame === 0 && !this.#destroyed) this.#frame = requestAnimationFrame(() => this.#draw(performance.now()))
  }

  #draw(now: number): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (this.#destroyed || this.#surface.width === 0) return
    const preview = this.#tool.preview(this.#scene())
    if (this.#imageDirty) {
      this.#image.draw(this.#view, this.#surface, this.#theme)
      this.#imageDirty = false
    }
    this.#passive.hide(this.#selection)
    const settled = this.#passive.update(this.#view, now - this.#movedAt >= REST_MS, now)
    this.#edit.draw(this.#editScene(preview), this.#view, this.#surface)
    this.#container.style.cursor = this.#panning ? 'grabbing' : this.#panHeld ? 'grab' : preview.cursor
    this.#reported = []
    this.#frames++
    this.#frameMs = performance.now() - now
    if (!settled) this.#invalidate()
  }

  #editScene(preview: Preview): EditScene {
    const edits = new Map<AnnotationId, Edit[]>()
    for (const edit of [...this.#reported, ...(preview.edits ?? [])])
      edits.set(edit.id, [...(edits.get(edit.id) ?? []), edit])
    const selected = [...this.#selection].flatMap((id) => {
      const item = this.#index.items.get(id)
      return item ? [withEdits(item, edits.get(id))] : []
    })
    const hovered =
      preview.hover !== undefined && !this.#selection.has(preview.hover)
        ? this.#index.items.get(preview.hover)
        : undefined
    const draft = this.#draft(preview)
    const grips = this.#grips(preview)
    return {
      selected,
      ...(hovered && { hovered }),
      ...(draft && { draft }),
      ...(grips && { grips }),
      ...(preview.band && { band: preview.band }),
      ...this.#note(preview),
      ...(this.#crosshair && (preview.crosshair || this.#byKeys) && { crosshair: this.#crosshair }),
    }
  }

  #draft({ draft }: Preview): EditScene['draft'] {
    if (!draft) return undefined
    const { color, role, disposition, skeleton } = this.#toolOptions
    const item: StageItem = {
      id: DRAFT_ID,
      color,
      label: '',
      disposition,
      roles: [{ role, shape: draft.shape, ...(skeleton && { bones: skeleton.edges }) }],
      locked: false,
    }
    return { item, points: draft.points ?? [], closes: draft.shape.kind === 'polygon', closing: draft.closing ?? false }
  }

  /** Beside the pointer: the keypoint to be set next, or the one whose grip is under it. */
  #note({ placing, hotGrip }: Preview): Pick<EditScene, 'note'> {
    const { skeleton } = this.#toolOptions
    const at = this.#crosshair
    const role = hotGrip && this.#index.items.get(hotGrip.id)?.roles.find((r) => r.role === hotGrip.role)
    const held = role?.shape.kind === 'keypoints' ? role.shape.points[hotGrip?.index ?? -1] : undefined
    const point = held ? { point: held.name, hidden: held.v === 1 } : placing
    const title = skeleton?.points.find((p) => p.id === point?.point)?.title ?? point?.point
    return at && point && title !== undefined ? { note: { at, text: title, hidden: point.hidden } } : {}
  }

  #grips({ grips, hotGrip }: Preview): EditScene['grips'] {
    const first = grips?.[0]
    const item = first && this.#index.items.get(first.id)
    const shape = item?.roles.find(({ role }) => role === first?.role)?.shape
    return grips && item && shape ? { grips, hot: hotGrip, color: item.color, shape } : undefined
  }

  debug(): StageDebug {
    return {
      painted: this.#passive.count,
      frameMs: this.#frameMs,
      frames: this.#frames,
      imageDraws: this.#image.draws,
      passiveRepaints: this.#passive.repaints,
      passiveMoves: this.#passive.moves,
      itemsPainted: this.#passive.total,
      editRenders: this.#edit.renders,
      editing: this.#edit.ids,
    }
  }

  destroy(): void {
    this.#destroyed = true
    cancelAnimationFrame(this.#frame)
    this.#resizes.disconnect()
    this.#abort.abort()
    this.#pointers.destroy()
    this.#image.destroy()
    this.#passive.destroy()
    this.#edit.destroy()
    this.#container.removeAttribute('role')
    this.#container.removeAttribute('aria-label')
  }
}

function withEdits(item: StageItem, edits: readonly Edit[] | undefined): StageItem {
  if (!edits) return item
  return {
    ...item,
    roles: item.roles.map((drawn) => ({
      ...drawn,
      shape: edits.find((e) => e.role === drawn.role)?.shape ?? drawn.shape,
    })),
  }
}
