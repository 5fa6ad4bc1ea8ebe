/**
 * The Fabric canvas on top: only what is selected, edited or drawn, its grips, the rubber band and the crosshair. Objects keep
 * their geometry in image pixels and draw in screen pixels, so that lines keep their width; nothing is cached (measured faster).
 */
import { FabricObject, StaticCanvas } from 'fabric'
import type { Shape } from '../../core/geometry/shapes'
import type { AnnotationId } from '../../core/model/ids'
import type { ImagePoint } from '../../core/model/units'
import type { Grip } from '../hit/grips'
import { inkOf, SIGN } from '../paint/colour'
import { paintChip, paintMark } from '../paint/chip'
import { paintNote } from '../paint/note'
import { itemBounds, paintItem, type Emphasis } from '../paint/paint-item'
import type { StageItem, StageView } from '../stage-api'
import { toScreen } from '../viewport'
import { devicePixels, newSheet, type SurfaceSize } from './sheet'

interface Look {
  readonly view: StageView
  readonly surface: SurfaceSize
}

/** A Fabric object that paints itself in screen pixels. */
abstract class ScreenObject extends FabricObject {
  look: Look = { view: { scale: 1, offset: { x: 0, y: 0 } }, surface: { width: 1, height: 1, dpr: 1 } }

  constructor() {
    super({ objectCaching: false, selectable: false, evented: false })
  }

  abstract paint(ctx: CanvasRenderingContext2D, look: Look): void

  override isOnScreen(): boolean {
    return true
  }

  override render(ctx: CanvasRenderingContext2D): void {
    const { dpr } = this.look.surface
    ctx.save()
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0)
    this.paint(ctx, this.look)
    ctx.restore()
  }
}

class ItemObject extends ScreenObject {
  item: StageItem
  emphasis: Emphasis

  constructor(item: StageItem, emphasis: Emphasis) {
    super()
    this.item = item
    this.emphasis = emphasis
  }

  paint(ctx: CanvasRenderingContext2D, { view, surface }: Look): void {
    paintItem({ ctx, view, dpr: surface.dpr }, this.item, this.emphasis)
    const b = itemBounds(this.item, view)
    paintChip(ctx, this.item, b, surface)
    if (this.item.mark) paintMark(ctx, this.item.mark, b)
  }
}

export interface Draft {
  readonly item: StageItem
  /** Points that were set; of an outline the first is drawn as the place to close. */
  readonly points: readonly ImagePoint[]
  readonly closes: boolean
  readonly closing: boolean
}

class DraftObject extends ScreenObject {
  draft: Draft

  constructor(draft: Draft) {
    super()
    this.draft = draft
  }

  paint(ctx: CanvasRenderingContext2D, { view, surface }: Look): void {
    const { item, points, closes, closing } = this.draft
    paintItem({ ctx, view, dpr: surface.dpr }, item, { selected: true, hovered: false })
    points.forEach((point, i) => {
      const { x, y } = toScreen(view, point)
      ctx.beginPath()
      ctx.arc(x, y, i === 0 && closes && points.length >= 3 ? (closing ? 8 : 6) : 3.5, 0, 7)
      ctx.fillStyle = i === 0 && closing ? inkOf(item.color).line : SIGN.grip
      ctx.fill()
      ctx.strokeStyle = 'rgba(0,0,0,0.75)'
      ctx.lineWidth = 1.5
      ctx.stroke()
    })
  }
}

/** A rotated box has this many grips on its outline; the one after them turns it. */
const BOX_GRIPS = 8

/** Keypoint that is not seen: a ring where it is hidden, a dashed ring with a cross where it is absent. */
function paintUnseen(
  ctx: CanvasRenderingContext2D,
  hidden: boolean,
  x: number,
  y: number,
  r: number,
  color: string,
): void {
  ctx.save()
  for (const [style, width] of [
    ['rgba(0,0,0,0.8)', 4],
    [color, 2],
  ] as const) {
    ctx.beginPath()
    ctx.arc(x, y, r, 0, 7)
    if (!hidden) {
      ctx.setLineDash([2, 2])
      const arm = r / 2
      ctx.moveTo(x - arm, y - arm)
      ctx.lineTo(x + arm, y + arm)
      ctx.moveTo(x + arm, y - arm)
      ctx.lineTo(x - arm, y + arm)
    }
    ctx.strokeStyle = style
    ctx.lineWidth = hidden ? width : width * 0.75
    ctx.stroke()
  }
  ctx.restore()
}

/** From this many grips on they are drawn as small dots. */
const MANY_GRIPS = 200

class GripsObject extends ScreenObject {
  grips: readonly Grip[]
  hot: Grip | undefined
  color: string
  shape: Shape

  constructor(grips: readonly Grip[], hot: Grip | undefined, color: string, shape: Shape) {
    super()
    this.grips = grips
    this.hot = hot
    this.color = color
    this.shape = shape
  }

  paint(ctx: CanvasRenderingContext2D, { view, surface }: Look): void {
    const many = this.grips.length > MANY_GRIPS
    ctx.lineWidth = 1.5
    for (const grip of this.grips) {
      const { x, y } = toScreen(view, grip.at)
      if (x < -10 || y < -10 || x > surface.width + 10 || y > surface.height + 10) continue
      this.#paintGrip(ctx, grip, x, y, many)
    }
  }

  /** Corners of boxes are square; what turns a shape, and what is no corner, is round. */
  #square({ index }: Grip): boolean {
    const { kind } = this.shape
    return kind === 'box' || (kind === 'rotated_box' && index < BOX_GRIPS)
  }

  #paintGrip(ctx: CanvasRenderingContext2D, grip: Grip, x: number, y: number, many: boolean): void {
    const hot = this.hot?.kind === grip.kind && this.hot.index === grip.index
    const insert = grip.kind === 'insert'
    const r = (many ? 2.5 : insert ? 3.5 : 4.5) + (hot ? 1.5 : 0)
    const point = this.shape.kind === 'keypoints' ? this.shape.points[grip.index] : undefined
    if (point && point.v < 2) {
      paintUnseen(ctx, point.v === 1, x, y, r + 1, hot ? this.color : SIGN.grip)
      return
    }
    ctx.beginPath()
    if (insert || !this.#square(grip)) ctx.arc(x, y, r, 0, 7)
    else ctx.rect(Math.round(x) - r, Math.round(y) - r, 2 * r, 2 * r)
    ctx.fillStyle = hot ? this.color : insert ? 'rgba(255,255,255,0.7)' : SIGN.grip
    ctx.fill()
    ctx.strokeStyle = 'rgba(0,0,0,0.8)'
    ctx.stroke()
    if (!insert || many) return
    ctx.beginPath()
    ctx.moveTo(x - 2, y)
    ctx.lineTo(x + 2, y)
    ctx.moveTo(x, y - 2)
    ctx.lineTo(x, y + 2)
    ctx.lineWidth = 1
    ctx.stroke()
    ctx.lineWidth = 1.5
  }
}

class CrosshairObject extends ScreenObject {
  at: ImagePoint

  constructor(at: ImagePoint) {
    super()
    this.at = at
  }

  paint(ctx: CanvasRenderingContext2D, { view, surface }: Look): void {
    const point = toScreen(view, this.at)
    const { dpr } = surface
    // On the middle of a device pixel: anywhere else a thin line is smeared over two.
    const crisp = (value: number): number => (Math.floor(value * dpr) + 0.5) / dpr
    const [x, y] = [crisp(point.x), crisp(point.y)]
    const gap = 9
    ctx.beginPath()
    for (const [ax, ay, bx, by] of [
      [x - gap, y, 0, y],
      [x + gap, y, surface.width, y],
      [x, y - gap, x, 0],
      [x, y + gap, x, surface.height],
    ] as const) {
      ctx.moveTo(ax, ay)
      ctx.lineTo(bx, by)
    }
    ctx.lineWidth = Math.max(1, Math.floor(dpr)) / dpr
    // Light dashes on a dark line: seen on any photo without a halo.
    ctx.strokeStyle = 'rgba(0,0,0,0.6)'
    ctx.stroke()
    ctx.setLineDash([5, 5])
    ctx.strokeStyle = 'rgba(255,255,255,0.9)'
    ctx.stroke()
  }
}

class NoteObject extends ScreenObject {
  note: NonNullable<EditScene['note']>

  constructor(note: NonNullable<EditScene['note']>) {
    super()
    this.note = note
  }

  paint(ctx: CanvasRenderingContext2D, { view, surface }: Look): void {
    paintNote(ctx, this.note.text, this.note.hidden, toScreen(view, this.note.at), surface)
  }
}

class BandObject extends ScreenObject {
  from: ImagePoint
  to: ImagePoint

  constructor(from: ImagePoint, to: ImagePoint) {
    super()
    this.from = from
    this.to = to
  }

  paint(ctx: CanvasRenderingContext2D, { view }: Look): void {
    const a = toScreen(view, this.from)
    const b = toScreen(view, this.to)
    ctx.fillStyle = 'rgba(47,128,255,0.14)'
    ctx.strokeStyle = SIGN.accent
    ctx.lineWidth = 1
    ctx.fillRect(a.x, a.y, b.x - a.x, b.y - a.y)
    ctx.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y)
  }
}

/** What the edit layer shows. */
export interface EditScene {
  readonly selected: readonly StageItem[]
  readonly hovered?: StageItem
  readonly draft?: Draft
  readonly grips?: {
    readonly grips: readonly Grip[]
    readonly hot: Grip | undefined
    readonly color: string
    readonly shape: Shape
  }
  readonly band?: { readonly from: ImagePoint; readonly to: ImagePoint }
  readonly crosshair?: ImagePoint
  /** Name of the keypoint in hand, beside the pointer. */
  readonly note?: { readonly at: ImagePoint; readonly text: string; readonly hidden: boolean }
}

export class EditLayer {
  readonly #element: HTMLCanvasElement
  readonly #fabric: StaticCanvas
  #items = new Map<AnnotationId, ItemObject>()
  #blank = true
  renders = 0

  constructor(parent: HTMLElement) {
    this.#element = newSheet(parent)
    this.#fabric = new StaticCanvas(this.#element, {
      renderOnAddRemove: false,
      enableRetinaScaling: false,
      skipOffscreen: false,
    })
  }

  resize({ width, height, dpr }: SurfaceSize): void {
    const [w, h] = [devicePixels(width, dpr), devicePixels(height, dpr)]
    this.#fabric.setDimensions({ width: w, height: h }, { backstoreOnly: true })
    this.#fabric.setDimensions({ width: `${w / dpr}px`, height: `${h / dpr}px` }, { cssOnly: true })
    this.#blank = false
  }

  /** Draws the scene; an empty scene after an empty one costs nothing. */
  draw(scene: EditScene, view: StageView, surface: SurfaceSize): void {
    const objects = this.#objects(scene)
    if (objects.length === 0 && this.#blank) return
    this.#blank = objects.length === 0
    const look = { view, surface }
    for (const object of objects) object.look = look
    this.#fabric.viewportTransform = [
      view.scale * surface.dpr,
      0,
      0,
      view.scale * surface.dpr,
      view.offset.x * surface.dpr,
      view.offset.y * surface.dpr,
    ]
    const now = this.#fabric.getObjects()
    if (now.length !== objects.length || now.some((object, i) => object !== objects[i])) {
      this.#fabric.remove(...now)
      this.#fabric.add(...objects)
    }
    this.#fabric.renderAll()
    this.renders++
  }

  #objects(scene: EditScene): ScreenObject[] {
    const items = new Map<AnnotationId, ItemObject>()
    const keep = (item: StageItem, emphasis: Emphasis): ItemObject => {
      const object = this.#items.get(item.id) ?? new ItemObject(item, emphasis)
      object.item = item
      object.emphasis = emphasis
      items.set(item.id, object)
      return object
    }
    const objects: ScreenObject[] = []
    if (scene.hovered) objects.push(keep(scene.hovered, { selected: false, hovered: true }))
    for (const item of scene.selected) objects.push(keep(item, { selected: true, hovered: false }))
    this.#items = items
    if (scene.crosshair) objects.push(new CrosshairObject(scene.crosshair))
    if (scene.draft) objects.push(new DraftObject(scene.draft))
    if (scene.grips) {
      const { grips, hot, color, shape } = scene.grips
      objects.push(new GripsObject(grips, hot, color, shape))
    }
    if (scene.note) objects.push(new NoteObject(scene.note))
    if (scene.band) objects.push(new BandObject(scene.band.from, scene.band.to))
    return objects
  }

  get ids(): readonly AnnotationId[] {
    return [...this.#items.keys()]
  }

  destroy(): void {
    void this.#fabric.dispose()
    this.#element.remove()
  }
}
