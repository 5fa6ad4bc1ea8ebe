/** How annotations of one image stand to each other. */
import type { Subject } from '../../policy/expression/subject'
import { aroundFacet } from '../../policy/expression/types'
import { contains } from '../../geometry/containment'
import { listOf } from '../../policy/pieces'
import { whenHolds } from '../geometry/geometry'
import { undecided } from '../judge'
import { requires } from '../require'
import { facets, type Drafts, type OwnCheck, type RuleContext, type RuleKind } from '../rule-kind'
import { countPer, hasOrder, inIgnored, inZone, ordered, requiredLink, uniqueTrack } from './around'
import { duplicates, noOverlap } from './pairs'
import type { RelationRule } from './schema'

/** The role lies inside some annotation of the named classes. */
function containedIn(need: NonNullable<RelationRule['contained_in']>, cx: RuleContext): OwnCheck {
  cx.name('role', need.role, 'contained_in', 'role')
  cx.name('role', need.in_role, 'contained_in', 'in_role')
  listOf(need.in).forEach((id) => {
    cx.name('class', id, 'contained_in', 'in')
  })
  const wholes = cx.vocabulary.withDescendants(listOf(need.in))
  const isWhole = (subject: Subject) => (other: Subject) => other !== subject && wholes.has(other.annotation.class)
  const theirs = `role:${need.in_role}`
  const reach = need.slack > 0 ? need.slack + 1e-3 : 0
  const near = [{ mine: need.role, theirs: need.in_role, reach }]
  return {
    reads: facets(`role:${need.role}`, aroundFacet({ facets: ['class', theirs], classes: [...wholes], near })),
    check(subject, scene): Drafts {
      const part = subject.figure(need.role)
      if (!part) return undefined
      const shapes = scene.role(need.in_role)
      const candidates = [...shapes.flat]
      shapes.near(part.bounds, reach, candidates)
      const inside = candidates.filter(isWhole(subject)).some((other) => {
        const whole = other.figure(need.in_role)
        return whole && contains(whole.shape, part.shape, need.slack)
      })
      if (inside) return undefined
      const unknown = shapes.missing.filter(isWhole(subject))
      if (unknown.length > 0)
        return undecided(
          unknown.map((on) => ({ kind: 'role', role: need.in_role, on })),
          [],
          subject,
          cx.vocabulary,
          need.in_role,
        )
      return {
        verdict: 'fail',
        message: 'contained.not',
        values: { role: need.role, in: listOf(need.in).join(', '), in_role: need.in_role, slack: need.slack },
        because: [{ name: `${need.role} ⊂ ${need.in_role}`, value: false }],
        part: 'contained',
      }
    },
  }
}

/** Short forms that look at pairs, or at the image: a condition of one label has no place there. */
const UNCONDITIONAL = ['duplicates', 'no_overlap', 'depth_order', 'unique_track'] as const

function checkKeys(rule: RelationRule, cx: RuleContext): void {
  if (rule.reason !== undefined && rule.then === undefined) cx.lacks('then')
  if (rule.then !== undefined && !rule.in_zone && !rule.in_ignored) cx.lacks('in_zone')
  const form = UNCONDITIONAL.find((key) => rule[key] !== undefined)
  if (rule.when !== undefined && form) cx.idle('when', form)
}

export const relation: RuleKind<RelationRule> = {
  kind: 'relation',
  compile(rule, cx) {
    if (rule.reason !== undefined && rule.then !== undefined) cx.name('reason', rule.reason, 'reason')
    checkKeys(rule, cx)
    const required = rule.require === undefined ? undefined : requires(cx)
    const own = [
      ...(required ? [required] : []),
      ...(rule.contained_in ? [containedIn(rule.contained_in, cx)] : []),
      ...(rule.required_link ? [requiredLink(rule.required_link, rule, cx)] : []),
      ...(rule.depth_order?.need === 'all' ? [hasOrder(rule)] : []),
      ...(rule.in_zone ? inZone(rule.in_zone, rule, cx) : []),
      ...(rule.in_ignored ? inIgnored(rule.in_ignored, rule, cx) : []),
    ]
    return {
      own: own.length ? whenHolds(rule.when, cx, own) : [],
      pairs: [
        ...(rule.duplicates ? [duplicates(rule.duplicates, cx)] : []),
        ...(rule.no_overlap ? [noOverlap(rule.no_overlap, cx)] : []),
        ...(rule.depth_order ? [ordered(rule.depth_order, rule, cx)] : []),
      ],
      image: [
        ...(rule.count_per ? [countPer(rule.count_per, rule, cx)] : []),
        ...(rule.unique_track ? [uniqueTrack(rule.unique_track, cx)] : []),
      ],
    }
  },
}
