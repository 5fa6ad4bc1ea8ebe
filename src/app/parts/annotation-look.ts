import type { StageItem } from '../../canvas/stage-api'
import type { Annotation } from '../../core/model/annotation'
import type { AnnotationId, ClassId, RoleId } from '../../core/model/ids'
import type { ClassView, PolicyView } from '../../core/policy/view'
import { i18n } from '../state/i18n.svelte'

/** Colour of a class that the policy does not know. */
export const UNKNOWN_COLOR = '#8a94a0'

export const classOf = (policy: PolicyView | undefined, id: ClassId | undefined): ClassView | undefined =>
  policy?.classes.find((c) => c.id === id)

/** Title of a class in the language on screen; its id when the policy does not know it. */
export function classTitle(policy: PolicyView | undefined, id: ClassId): string {
  const cls = classOf(policy, id)
  return cls ? i18n.text(cls.title) : id
}

/** "red cell 3" for every annotation: its class and its place among those of its class. */
export function annotationNames(
  annotations: readonly Annotation[],
  policy: PolicyView | undefined,
): ReadonlyMap<AnnotationId, string> {
  const counts = new Map<ClassId, number>()
  return new Map(
    annotations.map((a) => {
      const place = (counts.get(a.class) ?? 0) + 1
      counts.set(a.class, place)
      return [a.id, `${classTitle(policy, a.class)} ${place}`]
    }),
  )
}

/** How the policy joins the keypoints of a role. */
function bonesOf(
  policy: PolicyView | undefined,
  cls: ClassId,
  role: RoleId,
): PolicyView['skeletons'][number]['edges'] | undefined {
  const id = classOf(policy, cls)?.roles.find((r) => r.id === role)?.skeleton
  return id === undefined ? undefined : policy?.skeletons.find((s) => s.id === id)?.edges
}

/** An annotation as the canvas shows it. */
export function stageItem(
  annotation: Annotation,
  policy: PolicyView | undefined,
  mark: StageItem['mark'],
  locked: boolean,
): StageItem {
  return {
    id: annotation.id,
    color: classOf(policy, annotation.class)?.color ?? UNKNOWN_COLOR,
    label: classTitle(policy, annotation.class),
    disposition: annotation.disposition,
    roles: Object.entries(annotation.roles).map(([role, { shape }]) => {
      const bones = shape.kind === 'keypoints' ? bonesOf(policy, annotation.class, role as RoleId) : undefined
      return { role: role as RoleId, shape, ...(bones ? { bones } : {}) }
    }),
    ...(mark ? { mark } : {}),
    locked,
  }
}
