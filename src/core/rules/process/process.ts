/** Who made a label and who looked at it. Redrawing or accepting a proposal changes the origin of its shape. */
import type { Review } from '../../model/annotation'
import type { RoleId } from '../../model/ids'
import { agreements } from '../../policy/expression/members'
import { judgeExpression, TRUE, type Judge } from '../judge'
import {
  facets,
  union,
  type Draft,
  type ImageCheck,
  type OwnCheck,
  type RuleContext,
  type RuleKind,
} from '../rule-kind'
import type { ProcessRule } from './schema'

/** Shapes that a model or an import brought and nobody has looked at (OI-8). */
function unreviewed(origins: readonly string[]): OwnCheck {
  return {
    reads: facets('roles'),
    check({ annotation: { roles } }) {
      let found: Draft[] | undefined
      for (const role in roles) {
        const origin = roles[role as RoleId]?.origin
        if (origin === undefined || !origins.includes(origin)) continue
        found ??= []
        found.push({
          verdict: 'fail',
          message: 'unreviewed',
          values: { role, origin },
          because: [{ name: `${role}.origin`, value: origin }],
          part: role,
        })
      }
      return found
    },
  }
}

function provenance(allowed: readonly string[]): OwnCheck {
  return {
    reads: facets('made'),
    check: ({ annotation: { made } }) =>
      allowed.includes(made.how)
        ? undefined
        : {
            verdict: 'fail',
            message: 'provenance',
            values: { how: made.how },
            because: [{ name: 'made.how', value: made.how, against: `in ${allowed.join(', ')}` }],
            part: 'provenance',
          },
  }
}

type Look = NonNullable<ProcessRule['second_look']>

/** Agreements that count: of any other person, or of those who have the role in `people`. */
function counted(need: Look, cx: RuleContext): (reviews: readonly Review[] | undefined, maker: string) => number {
  const { people } = cx
  const by = need.by ?? 'other'
  if (by === 'other' || !people) return agreements
  const may = (person: string): boolean => people[person] === 'lead' || people[person] === by
  return (reviews, maker) =>
    agreements(
      reviews?.filter((r) => may(r.by)),
      maker,
    )
}

const look = (have: number, need: number): Draft => ({
  verdict: 'fail',
  message: 'second_look',
  values: { have, need },
  because: [{ name: 'reviews', value: have, against: `≥ ${need}` }],
  part: 'second_look',
})

function secondLook(need: Look, cx: RuleContext): OwnCheck {
  const when = need.when === undefined ? undefined : cx.expression('second_look.when')
  const judge: Judge = when ? judgeExpression(when, cx.vocabulary) : () => TRUE
  const count = counted(need, cx)
  const least = need.at_least ?? 1
  return {
    reads: union(facets('reviews', 'made', 'disposition'), when?.reads),
    check(subject, scene) {
      const { reviews, made, disposition } = subject.annotation
      const have = count(reviews, made.by)
      if (have >= least || disposition === 'skip') return undefined
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return { ...judged.draft, part: 'second_look' }
      return judged.truth === true ? look(have, least) : undefined
    },
  }
}

/** The same of the image as a whole: everybody but those who made one of its labels counts. */
function secondLookAtImage(need: Look, cx: RuleContext): ImageCheck {
  const when = need.when === undefined ? undefined : cx.expression('second_look.when', 'bool', true)
  const judge = when && judgeExpression(when, cx.vocabulary)
  const count = counted(need, cx)
  const least = need.at_least ?? 1
  return {
    reads: union(facets('image', 'others'), when?.reads),
    check(scene) {
      const makers = new Set<string>(scene.doc.annotations.map((a) => a.made.by))
      const have = count(
        scene.doc.reviews?.filter((r) => !makers.has(r.by)),
        '',
      )
      if (have >= least) return undefined
      const judged = judge?.(undefined, scene)
      if (judged?.truth === 'undecided') return { ...judged.draft, part: 'second_look' }
      return judged === undefined || judged.truth === true ? look(have, least) : undefined
    },
  }
}

export const processKind: RuleKind<ProcessRule> = {
  kind: 'process',
  compile(rule, cx) {
    const { second_look: need } = rule
    if (!rule.unreviewed && !rule.provenance && !need && rule.says === undefined) cx.lacks('unreviewed')
    return {
      own: [
        ...(rule.unreviewed ? [unreviewed(rule.unreviewed)] : []),
        ...(rule.provenance ? [provenance(rule.provenance)] : []),
        ...(need && need.of !== 'image' ? [secondLook(need, cx)] : []),
      ],
      image: need?.of === 'image' ? [secondLookAtImage(need, cx)] : [],
    }
  },
}
