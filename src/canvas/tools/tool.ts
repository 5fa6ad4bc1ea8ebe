/**
 * A tool is a pure state machine: (state, input, what is on the stage) → next state and what to tell the app. It never
 * sees the DOM, so that it can be tested as a table, and a press that turns into a pinch is undone by restoring the state.
 */
import type { Shape } from '../../core/geometry/shapes'
import type { ShapeOrigin } from '../../core/model/annotation'
import type { AnnotationId, RoleId } from '../../core/model/ids'
import type { ImagePoint } from '../../core/model/units'
import type { Grip } from '../hit/grips'
import type { Hit } from '../hit/hit'
import type { Placing, Skeleton, StageItem, ToolId } from '../stage-api'

export interface PointerInput {
  readonly type: 'down' | 'move' | 'up'
  readonly at: ImagePoint
  readonly shift: boolean
  readonly alt: boolean
  /** 2 for the second press of a double click, 0 when keys moved or set the point. */
  readonly clicks: number
}
/**
 * finish: Enter · cancel: Esc · back: take back the last point · remove: the vertex under the pointer · onto: the next
 * outline belongs to the selected shape · hidden, absent: the keypoint under the pointer, or the next one.
 */
export type ToolInput =
  PointerInput | { readonly type: 'finish' | 'cancel' | 'back' | 'remove' | 'onto' | 'hidden' | 'absent' }

/** The stage as a tool sees it. */
export interface Scene {
  readonly items: ReadonlyMap<AnnotationId, StageItem>
  readonly selection: ReadonlySet<AnnotationId>
  /** Image pixels per screen pixel: turns hand distances into image distances. */
  readonly pixel: number
  readonly role: RoleId
  readonly skeleton?: Skeleton | undefined
  hits(at: ImagePoint): readonly Hit[]
  within(from: ImagePoint, to: ImagePoint): readonly AnnotationId[]
}

export interface Edit {
  readonly id: AnnotationId
  readonly role: RoleId
  readonly shape: Shape
}

export type Report =
  | { readonly type: 'drawn'; readonly shape: Shape; readonly origin?: ShapeOrigin }
  | { readonly type: 'changed'; readonly edits: readonly Edit[] }
  | { readonly type: 'selected'; readonly ids: readonly AnnotationId[] }

export interface Step<S> {
  readonly state: S
  readonly reports?: readonly Report[]
}

export type Cursor =
  | 'default'
  | 'crosshair'
  | 'move'
  | 'pointer'
  | 'copy'
  | 'grab'
  | 'grabbing'
  | 'nwse-resize'
  | 'nesw-resize'
  | 'ns-resize'
  | 'ew-resize'

/** What a tool wants to be seen while it works. */
export interface Preview {
  /** The shape being drawn and the points that were set for it; `closing`: the next click ends it on the first one. */
  readonly draft?: { readonly shape: Shape; readonly points?: readonly ImagePoint[]; readonly closing?: boolean }
  /** The keypoint to be set next. */
  readonly placing?: Placing
  /** Shapes as they are while being dragged. */
  readonly edits?: readonly Edit[]
  readonly grips?: readonly Grip[]
  readonly hotGrip?: Grip
  readonly hover?: AnnotationId
  readonly band?: { readonly from: ImagePoint; readonly to: ImagePoint }
  readonly cursor: Cursor
  readonly crosshair: boolean
}

export interface Tool<S> {
  readonly id: ToolId
  readonly start: S
  on(state: S, input: ToolInput, scene: Scene): Step<S>
  preview(state: S, scene: Scene): Preview
  /** True while something is unfinished that Enter, Esc or Backspace would mean. */
  busy(state: S): boolean
}

/** A press becomes a drag after this many screen pixels. */
export const DRAG_AFTER = 4
/** A grip is caught within this many screen pixels. */
export const GRIP_REACH = 9
/** A line is caught within this many screen pixels. */
export const LINE_REACH = 5

export const apart = (a: ImagePoint, b: ImagePoint): number => Math.hypot(a.x - b.x, a.y - b.y)
