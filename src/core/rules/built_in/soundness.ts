/**
 * One look that clears most labels of everything that follows from the vocabulary and of every defect of shapes: what a class
 * may have in a disposition is worked out once, so that a sound label costs a few comparisons.
 */
import type { Annotation, Disposition } from '../../model/annotation'
import type { RoleId } from '../../model/ids'
import { kindOf, type Shape, type ShapeKindId } from '../../geometry/shapes'
import { needOf, type ClassInfo, type Vocabulary } from '../../policy/vocabulary'
import { attributeChecks } from './vocabulary_checks'

/** True: no check that is `ofSoundness` has anything to say of this label. False: they must look. */
export type Sound = (annotation: Annotation) => boolean

function soundShape(shape: Shape): boolean {
  if (shape.kind !== 'box') return kindOf(shape).defects(shape).length === 0
  const { x, y, w, h } = shape
  return w > 0 && h > 0 && Number.isFinite(w) && Number.isFinite(h) && Number.isFinite(x) && Number.isFinite(y)
}

/** The reasons that fit a disposition; undefined = any. */
function reasonsOf(disposition: Disposition, v: Vocabulary): ReadonlySet<string | undefined> | undefined {
  if (disposition === 'positive') return new Set([undefined])
  const known = v.reasons[disposition]
  return known.length === 0 ? undefined : new Set(known.map((r) => r.id))
}

function rolesOf(cls: ClassInfo, disposition: Disposition): Sound {
  const infos = [...cls.roles.values()]
  const allowed = new Map<string, readonly ShapeKindId[]>(
    infos.filter((r) => needOf(r, disposition) !== 'forbidden').map((r) => [r.id, r.shapes]),
  )
  const required = infos.filter((r) => disposition !== 'skip' && needOf(r, disposition) === 'required')
  const needed = required.map((r) => r.id as RoleId)
  return ({ roles }) => {
    let any = false
    for (const id in roles) {
      const shape = roles[id as RoleId]?.shape
      if (!shape || allowed.get(id)?.includes(shape.kind) !== true || !soundShape(shape)) return false
      any = true
    }
    if (!any) return false
    for (const id of needed) if (roles[id] === undefined) return false
    return true
  }
}

/** By class and disposition; undefined where more is asked of a class than one look can tell. */
export function soundness(v: Vocabulary): (cls: string, disposition: Disposition) => Sound | undefined {
  const known = attributeChecks(v)
  return (id, disposition) => {
    const cls = v.classes.get(id)
    if (!cls || cls.abstract) return undefined
    if ([...cls.roles.values()].some((r) => r.equal !== undefined || r.skeleton !== undefined)) return undefined
    const reasons = reasonsOf(disposition, v)
    const rolesFit = rolesOf(cls, disposition)
    return (annotation) => {
      if (annotation.links.length > 0 || annotation.declared.lookAlike !== undefined) return false
      if (reasons && !reasons.has(annotation.reason)) return false
      const { attributes } = annotation
      for (const name in attributes) {
        const [value, info] = [attributes[name], known.get(name)]
        if (value !== undefined && !(info && (info.classes?.has(id) ?? true) && info.fits(value))) return false
      }
      return rolesFit(annotation)
    }
  }
}
