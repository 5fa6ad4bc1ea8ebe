import { VISIBLE, type AnnotationId, type ClassId, type RoleId } from '../../core/model/ids'
import type { PolicyView } from '../../core/policy/view'
import type { StageView, ToolId } from '../../canvas/stage-api'
import type { Shape } from '../../core/geometry/shapes'
import type { ImagePoint } from '../../core/model/units'

/** What the hand holds: tool, class, role, selection, and what is under the pointer. */
export class Workbench {
  tool = $state<ToolId>('box')
  classId = $state<ClassId | undefined>(undefined)
  role = $state<RoleId>(VISIBLE)
  selection = $state.raw<readonly AnnotationId[]>([])
  focusedFinding = $state<string | undefined>(undefined)
  pointer = $state.raw<ImagePoint | undefined>(undefined)
  drawing = $state.raw<Shape | undefined>(undefined)
  view = $state.raw<StageView>({ scale: 1, offset: { x: 0, y: 0 } })
  overriding = $state(false)

  readonly only = $derived(this.selection.length === 1 ? this.selection[0] : undefined)

  select(ids: readonly AnnotationId[]): void {
    this.selection = ids
  }

  /** The class to draw: the picked one, or the first that may be drawn. */
  drawable(view: PolicyView): ClassId | undefined {
    const usable = view.classes.filter((c) => !c.abstract)
    return usable.find((c) => c.id === this.classId)?.id ?? usable[0]?.id
  }
}
