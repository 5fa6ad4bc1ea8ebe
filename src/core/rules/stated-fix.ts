/** Fixes that a rule states itself: `fix: {set_class: rider}`, `{clip: visible}` … */
import { clipToImage } from '../geometry/clip'
import { boundsOf } from '../geometry/overlap'
import type { Fix } from '../model/finding'
import type { ClassId, ReasonId, RoleId } from '../model/ids'
import type { Subject } from '../policy/expression/subject'
import type { RuleBase, StatedFix } from '../policy/pieces'
import type { Vocabulary } from '../policy/vocabulary'

/** The class to take when evidence for the own one is missing, as a fix; none where the class has no fallback. */
export function fallbackFix(subject: Subject, v: Vocabulary): Fix[] {
  const { id, class: cls } = subject.annotation
  const fallback = v.classes.get(cls)?.fallback
  return fallback === undefined ? [] : [{ kind: 'set_class', on: id, class: fallback as ClassId }]
}

/** A copy of a role's shape as a proposal for another; nothing while that is not drawn. */
export function copyRole(subject: Subject, from: string, to: string): Fix[] {
  const shape = subject.annotation.roles[from as RoleId]?.shape
  return shape ? [{ kind: 'set_shape', on: subject.annotation.id, role: to as RoleId, shape, why: 'copy' }] : []
}

export function clipRole(subject: Subject, role: string): Fix[] {
  const figure = subject.figure(role)
  const shape = figure && clipToImage(figure.shape, subject.size)
  return shape ? [{ kind: 'set_shape', on: subject.annotation.id, role: role as RoleId, shape, why: 'clip' }] : []
}

/** A shape of another kind worked out from a role: the box around it where a box is allowed, else the shape itself. */
export function deriveRole(subject: Subject, role: string, from: string, v: Vocabulary): Fix[] {
  const source = subject.figure(from)
  if (!source) return []
  const { x0, y0, x1, y1 } = boundsOf(source.shape)
  const allowed = v.classes.get(subject.annotation.class)?.roles.get(role)?.shapes ?? []
  const shape =
    allowed.includes('box') && source.shape.kind !== 'box'
      ? ({ kind: 'box', x: x0, y: y0, w: x1 - x0, h: y1 - y0 } as const)
      : source.shape
  return [{ kind: 'set_shape', on: subject.annotation.id, role: role as RoleId, shape, why: 'derive' }]
}

function fixesOf(fix: StatedFix, subject: Subject, v: Vocabulary): readonly Fix[] {
  const on = subject.annotation.id
  if ('set_class' in fix)
    return fix.set_class === 'fallback'
      ? fallbackFix(subject, v)
      : [{ kind: 'set_class', on, class: fix.set_class as ClassId }]
  if ('set_disposition' in fix)
    return [
      {
        kind: 'set_disposition',
        on,
        disposition: fix.set_disposition,
        ...(fix.reason === undefined ? {} : { reason: fix.reason as ReasonId }),
      },
    ]
  if ('copy' in fix) return copyRole(subject, fix.copy, fix.to)
  if ('derive' in fix) return deriveRole(subject, fix.derive, fix.from, v)
  if ('clip' in fix) return clipRole(subject, fix.clip)
  return subject.annotation.roles[fix.remove_role as RoleId]
    ? [{ kind: 'remove_role', on, role: fix.remove_role as RoleId }]
    : []
}

/** What a rule's `fix` offers for a label; undefined when it states none. Names of worked-out fixes are not stated ones. */
export function statedFixOf(rule: RuleBase, v: Vocabulary): ((subject: Subject) => readonly Fix[]) | undefined {
  const { fix } = rule
  if (fix === 'remove') return (subject) => [{ kind: 'remove', on: subject.annotation.id }]
  return fix === undefined || typeof fix === 'string' ? undefined : (subject) => fixesOf(fix, subject, v)
}
