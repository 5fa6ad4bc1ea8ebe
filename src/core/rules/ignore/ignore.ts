/** When an object must not be judged, and that nothing is ignored without the ground it claims. */
import type { ClassId, ReasonId } from '../../model/ids'
import type { Subject } from '../../policy/expression/subject'
import { converse, expects } from '../disposition'
import { askAppliesTo, judgeAll, judgeBand, judgeExpression, TRUE, type Judge } from '../judge'
import {
  facets,
  union,
  type Aim,
  type Draft,
  type OwnCheck,
  type RuleChecks,
  type RuleContext,
  type RuleKind,
} from '../rule-kind'
import type { IgnoreRule } from './schema'

type Wanted = NonNullable<IgnoreRule['applies_to']>
const chosen = (wanted: Wanted): 'all' | ClassId[] | undefined =>
  wanted === 'all' ? 'all' : typeof wanted === 'string' ? undefined : (wanted as ClassId[])

const sameClasses = (a: 'all' | readonly string[], b: 'all' | readonly string[]): boolean =>
  a === 'all' || b === 'all' ? a === b : a.length === b.length && a.every((id) => b.includes(id))

/** For which classes an ignored label stands (KIT-5: DontCare stands for all). */
function appliesTo(wanted: Wanted, rule: IgnoreRule, cx: RuleContext): OwnCheck {
  if (Array.isArray(wanted))
    wanted.forEach((id, i) => {
      cx.name('class', id, 'applies_to', i)
    })
  cx.needs('applies_to')
  const want = chosen(wanted)
  const text = wanted === 'forbidden' ? '–' : [wanted].flat().join(', ')
  const fits = (said: 'all' | readonly string[] | undefined): boolean =>
    wanted === 'required' || (want === undefined ? said === undefined : said !== undefined && sameClasses(said, want))
  return {
    reads: facets('disposition', 'reason', 'appliesTo'),
    check({ annotation: a }: Subject): Draft | undefined {
      if (a.disposition !== rule.then || (rule.reason !== undefined && a.reason !== rule.reason)) return undefined
      if (a.appliesTo === undefined && wanted === 'required')
        return {
          verdict: 'undecided',
          message: 'applies_to.missing',
          because: [{ name: 'applies_to' }],
          asks: askAppliesTo(cx.vocabulary),
          part: 'applies_to',
        }
      if (fits(a.appliesTo)) return undefined
      const found = a.appliesTo === undefined ? a.class : [a.appliesTo].flat().join(', ')
      return {
        verdict: 'fail',
        message: 'applies_to.wrong',
        values: { want: text, found },
        because: [{ name: 'applies_to', value: found, against: text }],
        fixes: [
          {
            kind: 'set_disposition',
            on: a.id,
            disposition: a.disposition,
            ...(a.reason === undefined ? {} : { reason: a.reason }),
            ...(want === undefined ? {} : { appliesTo: want }),
          },
        ],
        part: 'applies_to',
      }
    },
  }
}

/** The condition and its converse. */
function conditional(rule: IgnoreRule, cx: RuleContext): RuleChecks['own'] {
  if (rule.band) {
    cx.name('question', rule.band.ask, 'band', 'ask')
    cx.needs(`answer.${rule.band.ask}`)
  }
  const when = rule.when === undefined ? undefined : cx.expression('when')
  const measure = rule.band && cx.expression('band.measure', 'number')
  const judges: Judge[] = rule.always ? [() => TRUE] : []
  if (when) judges.push(judgeExpression(when, cx.vocabulary))
  if (rule.band && measure) judges.push(judgeBand(measure, rule.band, cx.vocabulary))
  const judge = judgeAll(judges)
  const reads = union(
    facets('class', 'disposition', 'reason'),
    when?.reads,
    measure?.reads,
    rule.band ? facets('answers') : undefined,
  )
  const aim: Aim = { then: rule.then, reason: rule.reason, classes: cx.classes, judge, reads, reports: true }
  cx.aims.push(aim)
  const classes = rule.applies_to && chosen(rule.applies_to)
  return [
    {
      reads,
      only: ['positive'],
      check(subject, scene) {
        const draft = expects(subject, scene, judge, rule.then, rule.reason, ['positive'])
        return draft?.verdict === 'fail' && classes
          ? {
              ...draft,
              fixes: [
                {
                  kind: 'set_disposition',
                  on: subject.annotation.id,
                  disposition: rule.then,
                  ...(rule.reason === undefined ? {} : { reason: rule.reason as ReasonId }),
                  appliesTo: classes,
                },
              ],
            }
          : draft
      },
    },
    converse(cx, aim),
  ]
}

export const ignore: RuleKind<IgnoreRule> = {
  kind: 'ignore',
  compile(rule, cx) {
    const binds = rule.when !== undefined || rule.band !== undefined || rule.always === true
    if (!binds && rule.applies_to === undefined) cx.lacks('when')
    if (rule.reason !== undefined) cx.name('reason', rule.reason, 'reason')
    return {
      own: [
        ...(binds ? (conditional(rule, cx) ?? []) : []),
        ...(rule.applies_to === undefined ? [] : [appliesTo(rule.applies_to, rule, cx)]),
      ],
    }
  },
}
