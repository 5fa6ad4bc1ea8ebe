/** Short forms about a label and what is around it: links, counts, depth order, tracks, zones, ignored regions. */
import { intersectionArea } from '../../geometry/overlap'
import { kindOf } from '../../geometry/shapes'
import type { Region } from '../../geometry/shapes/shape-kind'
import { appliesTo } from '../../policy/expression/members'
import { groupMembers, linkedFrom, linkedTo, shareIn, zoneRegion } from '../../policy/expression/scene-functions'
import type { Scene, Subject } from '../../policy/expression/subject'
import { aroundFacet } from '../../policy/expression/types'
import { listOf } from '../../policy/pieces'
import { converse, expects } from '../disposition'
import { shown, type Judge } from '../judge'
import {
  facets,
  union,
  type Aim,
  type Draft,
  type Drafts,
  type ImageCheck,
  type OwnCheck,
  type PairCheck,
  type RuleContext,
} from '../rule-kind'
import type { RelationRule } from './schema'

type Need<K extends keyof RelationRule> = NonNullable<RelationRule[K]>

/** Positives only, unless the rule names dispositions itself. */
const bound = (subject: Subject, rule: RelationRule): boolean =>
  rule.dispositions !== undefined || subject.annotation.disposition === 'positive'

export function requiredLink(need: Need<'required_link'>, rule: RelationRule, cx: RuleContext): OwnCheck {
  cx.name('link', need.link, 'required_link', 'link')
  const link = cx.vocabulary.links.get(need.link)
  const least = need.at_least ?? (need.at_most === undefined ? 1 : 0)
  const most = need.at_most ?? Infinity
  const to = [...(link?.to ?? [])].filter((id) => cx.vocabulary.classes.get(id)?.abstract === false)
  return {
    reads: facets('links', 'disposition', aroundFacet({ facets: [], linked: true })),
    check(subject, scene): Drafts {
      if (!link || !bound(subject, rule)) return undefined
      const count = linkedTo(subject, need.link, scene).length
      if (count >= least && count <= most) return undefined
      const few = count < least
      return {
        verdict: 'fail',
        message: few ? 'link.few' : 'link.many',
        values: { link: need.link, count, to: to.join(', '), ...(few ? { least } : { most }) },
        because: [{ name: `linked('${need.link}').size()`, value: count, against: few ? `≥ ${least}` : `≤ ${most}` }],
        ...(few ? { asks: { kind: 'link', link: need.link, title: link.title, to } } : {}),
        part: 'link',
      }
    },
  }
}

/** How many of the rule's labels there are per parent: the image, a group, or a label they are linked to. */
export function countPer(need: Need<'count_per'>, rule: RelationRule, cx: RuleContext): ImageCheck {
  const { parent, link } = need
  const overall = parent === 'image' || parent === 'group'
  if (!overall) cx.name('class', parent, 'count_per', 'parent')
  if (link !== undefined) cx.name('link', link, 'count_per', 'link')
  else if (!overall) cx.lacks('count_per.link')
  if (need.at_least === undefined && need.at_most === undefined) cx.lacks('count_per.at_most')
  const of = listOf(rule.for).join(', ') || '–'
  const least = need.at_least ?? 0
  const most = need.at_most ?? Infinity
  const parents = cx.vocabulary.withDescendants([parent])
  const when = rule.when === undefined ? undefined : cx.expression('when')
  const binds = ({ annotation: a }: Subject): boolean =>
    cx.classes.has(a.class) &&
    (rule.dispositions ? rule.dispositions.includes(a.disposition) : a.disposition === 'positive')
  // Those of which the condition surely holds.
  const countsIn =
    (scene: Scene) =>
    (s: Subject): boolean =>
      binds(s) && (when === undefined || when.value(s, scene) === true)
  const draft = (count: number, about: readonly Subject[], part: string): Draft[] => {
    if (count >= least && count <= most) return []
    const few = count < least
    return [
      {
        verdict: 'fail',
        message: few ? 'count.few' : 'count.many',
        values: { count, of, parent, ...(few ? { least } : { most }) },
        because: [{ name: `count (${of})`, value: count, against: few ? `≥ ${least}` : `≤ ${most}` }],
        about,
        part,
      },
    ]
  }
  const perGroup = (scene: Scene): Draft[] => {
    const counts = countsIn(scene)
    const first = new Map<string, Subject>()
    for (const s of scene.byId) {
      const { group } = s.annotation
      if (group !== undefined && counts(s) && !first.has(group)) first.set(group, s)
    }
    return [...first].flatMap(([group, s]) => {
      const members = [s, ...groupMembers(s, scene).filter(counts)]
      return draft(members.length, members, `count.${group}`)
    })
  }
  const perLabel = (scene: Scene): Draft[] =>
    scene.byId
      .filter((s) => parents.has(s.annotation.class) && s.annotation.disposition !== 'skip')
      .flatMap((s) => draft(linkedFrom(s, link ?? '', scene).filter(countsIn(scene)).length, [s], 'count'))
  return {
    reads: when
      ? union(facets('count', 'others', 'image'), when.reads)
      : facets('count', aroundFacet({ facets: ['class', 'disposition', 'links', 'group', 'overrides'] })),
    check(scene) {
      if (parent === 'image') return draft(scene.subjects.filter(countsIn(scene)).length, [], 'count')
      return parent === 'group' ? perGroup(scene) : perLabel(scene)
    },
  }
}

/** No track twice in an image (WY-13), or none twice in a class. */
export function uniqueTrack(within: Need<'unique_track'>, cx: RuleContext): ImageCheck {
  return {
    reads: facets('count', aroundFacet({ facets: ['class', 'track', 'overrides'] })),
    check(scene) {
      const seen = new Map<string, Subject>()
      return scene.byId.flatMap((s): Draft[] => {
        const { track, class: cls } = s.annotation
        if (track === undefined || !cx.classes.has(cls)) return []
        const key = within === 'class' ? `${cls} ${track}` : track
        const first = seen.get(key)
        if (!first) {
          seen.set(key, s)
          return []
        }
        return [
          {
            verdict: 'fail',
            message: 'track.twice',
            values: { track },
            because: [{ name: 'track', value: track }],
            about: [first, s],
            part: 'track',
          },
        ]
      })
    },
  }
}

/** Every label has a place in the depth order. */
export function hasOrder(rule: RelationRule): OwnCheck {
  return {
    reads: facets('order', 'disposition'),
    check: (subject) =>
      subject.annotation.order === undefined && bound(subject, rule)
        ? { verdict: 'fail', message: 'order.missing', because: [{ name: 'order' }], part: 'order' }
        : undefined,
  }
}

/** Two that overlap are one in front of the other (AM-1, CS-5). */
export function ordered(need: Need<'depth_order'>, rule: RelationRule, cx: RuleContext): PairCheck {
  cx.name('role', need.role, 'depth_order', 'role')
  const asks = need.need !== 'all'
  return {
    role: need.role,
    reads: facets('class', 'order', 'disposition', `role:${need.role}`),
    binds: (a, b) => [a, b].every((s) => cx.classes.has(s.annotation.class) && bound(s, rule)),
    check(a, b): Draft | undefined {
      const [p, q] = [a.annotation.order, b.annotation.order]
      const missing = p === undefined || q === undefined
      if (missing ? !asks : p !== q) return undefined
      const [s, t] = [a.figure(need.role), b.figure(need.role)]
      if (!s || !t || !((intersectionArea(s.shape, t.shape) ?? 0) > 0)) return undefined
      return missing
        ? { verdict: 'fail', message: 'order.missing', because: [{ name: 'order' }], part: 'order' }
        : {
            verdict: 'fail',
            message: 'order.same',
            values: { order: p },
            because: [{ name: 'order', value: p }],
            part: 'order',
          }
    },
  }
}

interface Lies {
  readonly role: string
  readonly over: number
  readonly what: string
  readonly message: 'zone.inside' | 'ignored.inside'
  readonly reads: OwnCheck['reads']
  /** The region that counts for this label. */
  region(subject: Subject, scene: Scene): Region
}

/** Lying in a region with more than a share: not allowed, or a ground for a disposition. */
function lying(lies: Lies, rule: RelationRule, cx: RuleContext): OwnCheck[] {
  const share = (subject: Subject, scene: Scene): number | undefined => {
    const figure = subject.figure(lies.role)
    return figure && shareIn(figure, lies.region(subject, scene))
  }
  const input = (value: number) =>
    [{ name: `share (${lies.role}, ${lies.what})`, value, against: `> ${lies.over}`, unit: 'share' }] as const
  const reads = union(facets('class', 'disposition', `role:${lies.role}`), lies.reads)
  const { then, reason } = rule
  if (then === undefined)
    return [
      {
        reads,
        check(subject, scene): Drafts {
          const value = share(subject, scene)
          if (value === undefined || value <= lies.over || subject.annotation.disposition === 'skip') return undefined
          return {
            verdict: 'fail',
            message: lies.message,
            values: { share: shown(value), role: lies.role, zone: lies.what, limit: lies.over },
            because: [...input(value)],
            ...(cx.statedFix && { fixes: cx.statedFix(subject) }),
            part: lies.message,
          }
        },
      },
    ]
  const judge: Judge = (subject, scene) => {
    const value = share(subject, scene) ?? 0
    return { truth: value > lies.over, inputs: () => input(value) }
  }
  const aim: Aim = { then, reason, classes: cx.classes, judge, reads: union(reads, facets('reason')), reports: true }
  cx.aims.push(aim)
  return [
    { reads: aim.reads, check: (subject, scene) => expects(subject, scene, judge, then, reason, ['positive']) },
    converse(cx, aim),
  ]
}

export function inZone(need: Need<'in_zone'>, rule: RelationRule, cx: RuleContext): OwnCheck[] {
  const kinds = listOf(need.zone)
  kinds.forEach((kind) => {
    cx.name('zone', kind, 'in_zone', 'zone')
  })
  cx.name('role', need.role, 'in_zone', 'role')
  return lying(
    {
      role: need.role,
      over: need.over ?? 0.5,
      what: kinds.join(', '),
      message: 'zone.inside',
      reads: facets('image'),
      region: (_subject, { doc }) => kinds.flatMap((kind) => zoneRegion(doc, kind) ?? []),
    },
    rule,
    cx,
  )
}

/** Lying on labels that are ignored and stand for this class; overlap measured on the own area (KIT-8, BDD-4). */
export function inIgnored(need: Need<'in_ignored'>, rule: RelationRule, cx: RuleContext): OwnCheck[] {
  const { role } = need
  cx.name('role', role, 'in_ignored', 'role')
  const near = [{ mine: role, theirs: role, reach: 0 }]
  const around = aroundFacet({ facets: ['class', 'disposition', 'appliesTo', `role:${role}`], near })
  return lying(
    {
      role,
      over: need.over ?? 0.5,
      what: 'ignore',
      message: 'ignored.inside',
      reads: facets(around),
      region(subject, scene) {
        const own = subject.figure(role)
        if (!own || subject.annotation.disposition === 'ignore') return []
        const others: Subject[] = []
        scene.role(role).near(own.bounds, 0, others)
        return others
          .filter((o) => o !== subject && o.annotation.disposition === 'ignore')
          .filter((o) => appliesTo(o, cx.vocabulary).includes(subject.annotation.class))
          .flatMap((o) => {
            const shape = o.figure(role)?.shape
            return shape ? kindOf(shape).region(shape) : []
          })
      },
    },
    rule,
    cx,
  )
}
