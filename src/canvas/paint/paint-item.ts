/**
 * How an annotation looks. All widths are screen pixels. Each disposition is told apart without colour:
 * positive solid and lightly filled · negative short dashes, crossed · ignore hatched, grey dashes · skip dotted, open corners.
 * A `full` shape has long dashes, and what it has beyond `visible` is hatched.
 */
import { kindOf, type Shape } from '../../core/geometry/shapes'
import type { Disposition } from '../../core/model/annotation'
import { FULL, VISIBLE, type RoleId } from '../../core/model/ids'
import type { Bounds } from '../../core/model/units'
import type { StageItem, StageView } from '../stage-api'
import { inkOf, SIGN, type Ink } from './colour'
import { hatch } from './hatch'
import { marksOf, paintMarks, traceBones } from './points'
import { screenBounds, trace, traceLines, traceOpenCorners, type Context } from './trace'

export interface Brush {
  readonly ctx: Context
  readonly view: StageView
  /** Device pixels per screen pixel. */
  readonly dpr: number
  /** Thousands of shapes are in sight: only what tells them apart, no halo. */
  readonly lean?: boolean
}

export interface Emphasis {
  readonly selected: boolean
  readonly hovered: boolean
}

/** Below this size on screen a shape is a plain outline, below `SPECK` a filled dot. */
const SMALL = 14
const SPECK = 4

const DASHES: Readonly<Record<Disposition, readonly number[]>> = {
  positive: [],
  negative: [5, 4],
  ignore: [9, 5],
  skip: [0.1, 6],
}
const LONG_DASH = [16, 6]
const LONG_DASH_DOT = [16, 6, 0.1, 6]

const dashOf = (disposition: Disposition, role: RoleId): readonly number[] =>
  role === FULL ? (disposition === 'skip' ? LONG_DASH_DOT : LONG_DASH) : DASHES[disposition]

const widthOf = (disposition: Disposition, { selected, hovered }: Emphasis): number =>
  (disposition === 'skip' ? 2.4 : 2) + (selected ? 1 : hovered ? 0.5 : 0)

const larger = (b: Bounds): number => Math.max(b.x1 - b.x0, b.y1 - b.y0)

/** The line over its halo. */
function strokeTwice({ ctx, lean }: Brush, ink: { line: string; halo: string }, width: number): void {
  if (!lean) {
    ctx.strokeStyle = ink.halo
    ctx.lineWidth = width + 2
    ctx.stroke()
  }
  ctx.strokeStyle = ink.line
  ctx.lineWidth = width
  ctx.stroke()
}

/** Corner to corner, a gap in the middle so that the content stays readable. */
function cross(brush: Brush, shape: Shape, b: Bounds, ink: Ink): void {
  const { ctx, view } = brush
  ctx.save()
  ctx.beginPath()
  trace(ctx, shape, view)
  ctx.clip('evenodd')
  ctx.beginPath()
  const arm = 0.36
  for (const [ax, ay, bx, by] of [
    [b.x0, b.y0, b.x1, b.y1],
    [b.x1, b.y0, b.x0, b.y1],
  ] as const)
    for (const [px, py, qx, qy] of [
      [ax, ay, bx, by],
      [bx, by, ax, ay],
    ] as const) {
      ctx.moveTo(px, py)
      ctx.lineTo(px + (qx - px) * arm, py + (qy - py) * arm)
    }
  ctx.setLineDash([])
  strokeTwice(brush, ink, 1.25)
  ctx.restore()
}

/** The one role that carries the sign of the whole annotation: `full` where there is one, so that signs do not cross each other. */
const isWhole = (item: StageItem, role: RoleId): boolean =>
  role === (item.roles.some((r) => r.role === FULL) ? FULL : (item.roles[0]?.role ?? role))

/** The role that is filled: `visible` where there is one, since the rest of `full` has its own hatching. */
const isCore = (item: StageItem, role: RoleId): boolean => role !== FULL || !item.roles.some((r) => r.role === VISIBLE)

type Drawn = StageItem['roles'][number]

/** Round shapes and pixels have no corners to leave open: all dots would run together. */
const hasCorners = (shape: Shape): boolean => shape.kind !== 'ellipse' && shape.kind !== 'mask'

const coversArea = (shape: Shape): boolean => kindOf(shape).covers === 'area'

/** Lines, points and keypoints with their bones: no inside, so the disposition shows in the dashes and in the marks. */
function paintBare(brush: Brush, item: StageItem, { role, shape, bones }: Drawn, emphasis: Emphasis, ink: Ink): void {
  const { ctx, view } = brush
  const { disposition } = item
  const line = disposition === 'ignore' ? { line: SIGN.ignoreLine, halo: SIGN.haloDark } : ink
  ctx.lineJoin = 'round'
  ctx.lineCap = 'round'
  ctx.beginPath()
  traceLines(ctx, shape, view)
  if (bones) traceBones(ctx, shape, bones, view)
  ctx.setLineDash(dashOf(disposition, role).slice())
  strokeTwice(brush, line, widthOf(disposition, emphasis))
  ctx.setLineDash([])
  paintMarks(ctx, marksOf(shape, view), disposition, line, emphasis.selected || emphasis.hovered)
}

/** Outline of one role, with the inside that its disposition asks for. */
function paintShape(brush: Brush, item: StageItem, drawn: Drawn, emphasis: Emphasis, ink: Ink): void {
  const { role, shape } = drawn
  if (!coversArea(shape)) {
    paintBare(brush, item, drawn, emphasis, ink)
    return
  }
  const { ctx, view } = brush
  const { disposition } = item
  const b = screenBounds(shape, view)
  const size = larger(b)
  if (size < SPECK && !emphasis.selected) {
    ctx.fillStyle = ink.line
    ctx.fillRect((b.x0 + b.x1) / 2 - SPECK / 2, (b.y0 + b.y1) / 2 - SPECK / 2, SPECK, SPECK)
    return
  }
  const small = size < SMALL
  const width = small ? 1.25 : widthOf(disposition, emphasis)
  ctx.lineJoin = 'round'
  ctx.lineCap = disposition === 'skip' ? 'round' : 'butt'
  ctx.beginPath()
  trace(ctx, shape, view)
  if (disposition === 'ignore' && isCore(item, role)) {
    ctx.fillStyle = hatch(ctx, item.color, 'ignored', view, brush.dpr)
    ctx.fill('evenodd')
  } else if (disposition === 'positive') {
    ctx.fillStyle = ink.fill
    ctx.fill('evenodd')
  }
  if (disposition === 'skip' && !small && hasCorners(shape)) {
    ctx.beginPath()
    traceOpenCorners(ctx, shape, view, 9)
  }
  const line = disposition === 'ignore' ? { line: SIGN.ignoreLine, halo: SIGN.haloDark } : ink
  ctx.setLineDash(small ? [] : dashOf(disposition, role).slice())
  strokeTwice(brush, line, width)
  ctx.setLineDash([])
  if (disposition === 'negative' && !small && isWhole(item, role)) cross(brush, shape, b, ink)
}

/** Hatches what `full` has beyond `visible`: clipped to full, then to everything that visible does not cover. */
function paintHidden(brush: Brush, full: Shape, visible: Shape, color: string): void {
  const { ctx, view } = brush
  const b = screenBounds(full, view)
  if (larger(b) < SMALL) return
  ctx.save()
  ctx.beginPath()
  trace(ctx, full, view)
  ctx.clip('evenodd')
  ctx.beginPath()
  const v = screenBounds(visible, view)
  const [x, y] = [Math.min(b.x0, v.x0) - 9, Math.min(b.y0, v.y0) - 9]
  ctx.rect(x, y, Math.max(b.x1, v.x1) + 9 - x, Math.max(b.y1, v.y1) + 9 - y)
  trace(ctx, visible, view)
  ctx.fillStyle = hatch(ctx, color, 'hidden', view, brush.dpr)
  ctx.fill('evenodd')
  ctx.restore()
}

/** Draws the shapes of one annotation; chips and marks come later, above all shapes. */
export function paintItem(brush: Brush, item: StageItem, emphasis: Emphasis): void {
  const ink = inkOf(item.color)
  const visible = item.roles.find((r) => r.role === VISIBLE)
  const full = item.roles.find((r) => r.role === FULL)
  if (visible && full && coversArea(visible.shape) && coversArea(full.shape))
    paintHidden(brush, full.shape, visible.shape, item.color)
  if (full) paintShape(brush, item, full, emphasis, ink)
  for (const drawn of item.roles) if (drawn.role !== FULL) paintShape(brush, item, drawn, emphasis, ink)
}

/** Screen bounds of all roles together. */
export function itemBounds(item: StageItem, view: StageView): Bounds {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { shape } of item.roles) {
    const b = screenBounds(shape, view)
    x0 = Math.min(x0, b.x0)
    y0 = Math.min(y0, b.y0)
    x1 = Math.max(x1, b.x1)
    y1 = Math.max(y1, b.y1)
  }
  return { x0, y0, x1, y1 }
}
