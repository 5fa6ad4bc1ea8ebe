/** When an object must not be judged, and that nothing is ignored without the ground it claims. */
import { converse, expects } from '../disposition'
import { judgeAll, judgeBand, judgeExpression, type Judge } from '../judge'
import { facets, union, type Aim, type RuleKind } from '../rule-kind'
import type { IgnoreRule } from './schema'

export const ignore: RuleKind<IgnoreRule> = {
  kind: 'ignore',
  compile(rule, cx) {
    if (rule.when === undefined && !rule.band) cx.lacks('when')
    if (rule.reason !== undefined) cx.name('reason', rule.reason, 'reason')
    if (rule.band) cx.name('question', rule.band.ask, 'band', 'ask')
    const when = rule.when === undefined ? undefined : cx.expression('when')
    const measure = rule.band && cx.expression('band.measure', 'number')
    const judges: Judge[] = []
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
    return {
      own: [
        { reads, check: (subject, scene) => expects(subject, scene, judge, rule.then, rule.reason, ['positive']) },
        converse(cx, aim),
      ],
    }
  },
}
