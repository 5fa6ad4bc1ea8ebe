/** Short forms about two annotations. */
import type { Subject } from '../../policy/expression/subject'
import { intersectionArea, iou } from '../../geometry/overlap'
import { listOf } from '../../policy/pieces'
import { shown } from '../judge'
import { facets, type Draft, type PairCheck, type RuleContext } from '../rule-kind'
import type { RelationRule } from './schema'

/** The one that was made later goes; by id where the order of making is not known. Symmetric in its arguments. */
const later = (a: Subject, b: Subject): Subject =>
  a.annotation.made.at === b.annotation.made.at
    ? a.annotation.id > b.annotation.id
      ? a
      : b
    : a.annotation.made.at > b.annotation.made.at
      ? a
      : b

/**
 * Two annotations of one class that overlap too much are probably one object labelled twice. IoU on the named role, in
 * image pixels. Source: PASCAL VOC 2011 guidelines; COCO evaluation uses the same measure.
 */
export function duplicates(need: NonNullable<RelationRule['duplicates']>, cx: RuleContext): PairCheck {
  cx.name('role', need.role, 'duplicates', 'role')
  listOf(need.with).forEach((id) => {
    cx.name('class', id, 'duplicates', 'with')
  })
  const partners = cx.vocabulary.withDescendants(listOf(need.with))
  const fits = (a: Subject, b: Subject): boolean =>
    cx.classes.has(a.annotation.class) &&
    (a.annotation.class === b.annotation.class || partners.has(b.annotation.class))
  return {
    role: need.role,
    reads: facets('class', `role:${need.role}`),
    binds: (a, b) => fits(a, b) || fits(b, a),
    check(a, b): Draft | undefined {
      const [p, q] = [a.figure(need.role), b.figure(need.role)]
      const overlap = p && q && iou(p.shape, q.shape)
      if (overlap === undefined || overlap <= need.iou_over) return undefined
      return {
        verdict: 'fail',
        message: 'duplicates',
        values: { role: need.role, iou: shown(overlap), limit: need.iou_over },
        because: [
          { name: `iou(${need.role}, ${need.role})`, value: overlap, against: `≤ ${need.iou_over}`, unit: 'share' },
        ],
        fixes: [{ kind: 'remove', on: later(a, b).annotation.id }],
        part: 'duplicates',
      }
    },
  }
}

/** Shapes must not overlap: the share of the smaller one that lies on the other. */
export function noOverlap(need: NonNullable<RelationRule['no_overlap']>, cx: RuleContext): PairCheck {
  cx.name('role', need.role, 'no_overlap', 'role')
  listOf(need.with).forEach((id) => {
    cx.name('class', id, 'no_overlap', 'with')
  })
  const partners = need.with === undefined ? cx.classes : cx.vocabulary.withDescendants(listOf(need.with))
  const fits = (a: Subject, b: Subject): boolean =>
    cx.classes.has(a.annotation.class) && partners.has(b.annotation.class)
  return {
    role: need.role,
    reads: facets('class', `role:${need.role}`),
    binds: (a, b) => fits(a, b) || fits(b, a),
    check(a, b): Draft | undefined {
      const [p, q] = [a.figure(need.role), b.figure(need.role)]
      if (!p || !q) return undefined
      const [own, other] = [p.area, q.area]
      if (own === undefined || other === undefined) return undefined
      const smaller = Math.min(own, other)
      const share = smaller > 0 ? (intersectionArea(p.shape, q.shape) ?? 0) / smaller : 0
      if (share <= need.over) return undefined
      return {
        verdict: 'fail',
        message: 'overlap',
        values: { role: need.role, share: shown(share), limit: need.over },
        because: [
          { name: `overlap(${need.role}, ${need.role})`, value: share, against: `≤ ${need.over}`, unit: 'share' },
        ],
        part: 'no_overlap',
      }
    },
  }
}
