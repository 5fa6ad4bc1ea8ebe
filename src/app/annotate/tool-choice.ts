import type { Skeleton, ToolId } from '../../canvas/stage-api'
import { SHAPE_KINDS, type ShapeKindId } from '../../core/geometry/shapes'
import type { ClassId, RoleId } from '../../core/model/ids'
import type { PolicyView, RoleView } from '../../core/policy/view'
import type { ActionId } from '../keys/keymap'
import { i18n } from '../state/i18n.svelte'

export type DrawTool = Exclude<ToolId, 'select'>

/** The drawing tools in the order of the toolbar: what each draws, and its command. */
export const DRAW_TOOLS: readonly {
  readonly id: DrawTool
  readonly draws: ShapeKindId
  readonly action: ActionId
}[] = [
  { id: 'box', draws: 'box', action: 'toolBox' },
  { id: 'extreme', draws: 'box', action: 'toolExtreme' },
  { id: 'rotated_box', draws: 'rotated_box', action: 'toolRotatedBox' },
  { id: 'ellipse', draws: 'ellipse', action: 'toolEllipse' },
  { id: 'polygon', draws: 'polygon', action: 'toolPolygon' },
  { id: 'polyline', draws: 'polyline', action: 'toolPolyline' },
  { id: 'points', draws: 'points', action: 'toolPoints' },
  { id: 'keypoints', draws: 'keypoints', action: 'toolKeypoints' },
]

const roleOf = (view: PolicyView | undefined, cls: ClassId | undefined, role: RoleId): RoleView | undefined =>
  view?.classes.find((c) => c.id === cls)?.roles.find((r) => r.id === role)

/** The tools whose shapes the policy allows for a class in a role. Keypoints need a skeleton; an unknown class takes all. */
export function toolsFor(view: PolicyView | undefined, cls: ClassId | undefined, role: RoleId): readonly DrawTool[] {
  const known = view?.classes.some((c) => c.id === cls) ?? false
  const allowed = known ? (roleOf(view, cls, role)?.shapes ?? []) : SHAPE_KINDS
  const skeleton = skeletonFor(view, cls, role)
  return DRAW_TOOLS.filter((t) => allowed.includes(t.draws) && (t.draws !== 'keypoints' || skeleton)).map((t) => t.id)
}

/** The named points of a role, in the language on screen. */
export function skeletonFor(
  view: PolicyView | undefined,
  cls: ClassId | undefined,
  role: RoleId,
): Skeleton | undefined {
  const id = roleOf(view, cls, role)?.skeleton
  const skeleton = view?.skeletons.find((s) => s.id === id)
  return (
    skeleton && {
      points: skeleton.points.map((p) => ({ id: p.id, title: i18n.text(p.title) })),
      edges: skeleton.edges,
    }
  )
}
