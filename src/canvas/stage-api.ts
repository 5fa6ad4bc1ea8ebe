/** The drawing surface as the app sees it. `createStage` in `stage.ts` builds it on Fabric; the app never sees Fabric. */
import type { Shape, ShapeKindId } from '../core/geometry/shapes'
import type { Disposition, ShapeOrigin } from '../core/model/annotation'
import type { AnnotationId, RoleId } from '../core/model/ids'
import type { ImagePoint, ScreenPoint, Size } from '../core/model/units'

/** One annotation as it is to be drawn. */
export interface StageItem {
  readonly id: AnnotationId
  readonly color: string
  readonly label: string
  readonly disposition: Disposition
  readonly roles: readonly {
    readonly role: RoleId
    readonly shape: Shape
    /** For keypoints: which of them are joined by a line. */
    readonly bones?: readonly (readonly [string, string])[]
  }[]
  /** Worst finding that stands on it. */
  readonly mark?: 'error' | 'warning' | 'undecided'
  readonly locked: boolean
}

export type ToolId =
  'select' | 'box' | 'extreme' | 'rotated_box' | 'ellipse' | 'polygon' | 'polyline' | 'points' | 'keypoints'

/** The named points that the keypoint tool asks for, in order. */
export interface Skeleton {
  readonly points: readonly { readonly id: string; readonly title: string }[]
  readonly edges: readonly (readonly [string, string])[]
}

/** What is drawn, and how it will look. */
export interface ToolOptions {
  readonly color: string
  readonly role: RoleId
  readonly disposition: Disposition
  readonly skeleton?: Skeleton | undefined
}

export interface StageView {
  /** Screen pixels per image pixel. */
  readonly scale: number
  /** Screen position of the image's top-left corner. */
  readonly offset: ScreenPoint
}

export interface StageEvents {
  /** A new shape was drawn (role as set by `setTool`). */
  drawn(shape: Shape, origin: ShapeOrigin): void
  /** One finished gesture changed shapes: move, resize, vertex. */
  changed(edits: readonly { readonly id: AnnotationId; readonly role: RoleId; readonly shape: Shape }[]): void
  selected(ids: readonly AnnotationId[]): void
  viewChanged(view: StageView): void
  /** While drawing: the shape so far (for the size read-out), or undefined when the gesture ended. */
  drawing(shape: Shape | undefined): void
  /** The keypoint that the next click sets, and whether as hidden; undefined when no keypoints are being drawn. */
  placing?(next: Placing | undefined): void
  /** Pointer over the image, for the read-out. */
  pointer(at: ImagePoint | undefined): void
}

export interface Placing {
  readonly point: string
  readonly hidden: boolean
}

export interface StageOptions {
  /** Accessible name of the drawing surface. */
  readonly label: string
  readonly theme: 'light' | 'dark'
}

/** What was drawn lately, for tests and benchmarks. */
export interface StageDebug {
  /** Items painted by the last repaint of the passive layer, and the milliseconds the last frame took. */
  readonly painted: number
  readonly frameMs: number
  /** How often each layer was painted since the start; `moves` are frames that only moved the passive bitmap. */
  readonly frames: number
  readonly imageDraws: number
  readonly passiveRepaints: number
  readonly passiveMoves: number
  readonly itemsPainted: number
  readonly editRenders: number
  /** Ids that the edit layer holds now. */
  readonly editing: readonly AnnotationId[]
}

export interface Stage {
  setImage(bitmap: ImageBitmap | undefined, size: Size): void
  /** Replaces what is drawn; items equal by reference are not touched. */
  setItems(items: readonly StageItem[]): void
  select(ids: readonly AnnotationId[]): void
  setTool(tool: ToolId, options: ToolOptions): void
  /** Zooms to show the whole image / to one image pixel per device pixel / by a factor around a screen point (centre when absent). */
  fit(): void
  oneToOne(): void
  zoomBy(factor: number, around?: ScreenPoint): void
  panBy(dx: number, dy: number): void
  /** Brings an annotation into view without changing the zoom more than needed. */
  reveal(id: AnnotationId): void
  /** Drawing by keyboard: moves the crosshair (image px) and sets a point, as a click there would. */
  moveCrosshair(dx: number, dy: number): void
  setPoint(): void
  /** Ends an open polygon / cancels the gesture; true when there was one. */
  finishDrawing(): boolean
  cancelDrawing(): boolean
  /** Takes back the last point of an open polygon (or the first corner of a box); true when there was one. */
  removeLastPoint(): boolean
  /** Removes the polygon vertex under the pointer, reported by `changed`; false when there is none (the key may then mean the shape). */
  deleteVertex(): boolean
  /**
   * Makes the next outline or line a further part of the selected shape: inside it a hole, elsewhere a piece. False when
   * the tool or the selection does not allow it.
   */
  drawOnto(): boolean
  /**
   * Keypoints: turns the point under the pointer, or the one to be set next, between visible and hidden, or makes it
   * absent. False when there is none.
   */
  markPoint(as: 'hidden' | 'absent'): boolean
  /** Temporarily pans while held. */
  holdPan(on: boolean): void
  readonly view: StageView
  setTheme(theme: 'light' | 'dark'): void
  readonly supports: readonly ShapeKindId[]
  debug(): StageDebug
  destroy(): void
}
