/** What is positive and what is not. Source: the include/exclude lists and look-alike clauses of published guidelines (VOC-16, WY-9, CTP-2). */
import type { Disposition } from '../../model/annotation'
import type { Fix } from '../../model/finding'
import type { ClassId, QuestionId } from '../../model/ids'
import type { Scene, Subject } from '../../policy/expression/subject'
import { outcomeOf } from '../../policy/pieces'
import { expects } from '../disposition'
import { appliesHere, askQuestion, inputText, judgeAll, judgeBand, judgeExpression, FALSE, type Judge } from '../judge'
import { whenHolds } from '../geometry/geometry'
import { requires } from '../require'
import { facets, union, type Draft, type Drafts, type OwnCheck, type RuleContext, type RuleKind } from '../rule-kind'
import { fallbackFix } from '../stated-fix'
import type { ClassScopeRule } from './schema'

/** `when` guards the question where nothing else in the rule uses it. */
const guardKey = (rule: ClassScopeRule): 'ask_when' | 'when' | undefined =>
  rule.ask_when !== undefined
    ? 'ask_when'
    : rule.when !== undefined && rule.then === undefined && rule.then_class === undefined && !rule.look_alike
      ? 'when'
      : undefined

/** Every positive of the class needs an answer, where the guard and the question's own condition surely hold. */
function asks(id: string, rule: ClassScopeRule, cx: RuleContext): OwnCheck {
  cx.name('question', id, 'ask')
  cx.needs(`answer.${id}`)
  const question = cx.vocabulary.questions.get(id)
  const key = guardKey(rule)
  const guard = key && cx.expression(key)
  const open = ({ annotation: a }: Subject): boolean =>
    a.disposition === 'positive' && a.answers[id as QuestionId] === undefined
  return {
    reads: union(facets('disposition', 'answers'), guard?.reads, cx.vocabulary.conditions.get(`question.${id}`)?.reads),
    only: ['positive'],
    check(subject, scene): Draft | undefined {
      if (!question || !open(subject) || !appliesHere(cx.vocabulary, `question.${id}`, subject, scene)) return undefined
      if (guard && guard.value(subject, scene) !== true) return undefined
      return {
        verdict: 'undecided',
        message: 'question.open',
        values: { question: id },
        because: [{ name: `answer.${id}` }],
        asks: askQuestion(question),
        part: 'ask',
      }
    },
  }
}

/** Dispositions that an answer speaks against: a real one may still be ignored for another reason. */
const AGAINST: Readonly<Record<Disposition, readonly Disposition[]>> = {
  positive: ['negative'],
  negative: ['positive', 'ignore'],
  ignore: ['positive'],
  skip: ['positive'],
}

/** What the answers to the question make of the label. */
function answered(id: string, answers: NonNullable<ClassScopeRule['answers']>, cx: RuleContext): OwnCheck[] {
  const known = cx.vocabulary.questions.get(id)?.answers.map((a) => a.id) ?? []
  const reads = facets('class', 'disposition', 'reason', 'answers')
  return Object.entries(answers).map(([answer, outcome]) => {
    cx.oneOf('answer', answer, known, 'answers', answer)
    const { then, reason } = outcomeOf(outcome)
    if (reason !== undefined && then !== 'positive')
      cx.oneOf(
        'reason',
        reason,
        cx.vocabulary.reasons[then].map((r) => r.id),
        'answers',
        answer,
      )
    const judge: Judge = ({ annotation }) =>
      annotation.answers[id as QuestionId] === answer
        ? { truth: true, inputs: () => [{ name: `answer.${id}`, value: answer }] }
        : FALSE
    cx.aims.push({ then, reason, classes: cx.classes, judge, reads, reports: false })
    return {
      reads,
      only: AGAINST[then],
      check: (subject, scene) => expects(subject, scene, judge, then, reason, AGAINST[then]),
    }
  })
}

function lookAlike(kinds: readonly string[]): Judge {
  return (subject) => {
    const said = subject.annotation.declared.lookAlike
    return said !== undefined && kinds.includes(said)
      ? { truth: true, inputs: () => [{ name: 'look_alike', value: said }] }
      : FALSE
  }
}

/** `when` and `band` together. */
function condition(rule: ClassScopeRule, cx: RuleContext): { judge: Judge; reads: OwnCheck['reads'] } | undefined {
  const when = rule.when === undefined ? undefined : cx.expression('when')
  if (rule.band) {
    cx.name('question', rule.band.ask, 'band', 'ask')
    cx.needs(`answer.${rule.band.ask}`)
  }
  const measure = rule.band && cx.expression('band.measure', 'number')
  const judges: Judge[] = []
  if (when) judges.push(judgeExpression(when, cx.vocabulary))
  if (rule.band && measure) judges.push(judgeBand(measure, rule.band, cx.vocabulary))
  if (judges.length === 0) return undefined
  return {
    judge: judgeAll(judges),
    reads: union(when?.reads, measure?.reads, rule.band ? facets('answers') : undefined),
  }
}

function scope(rule: ClassScopeRule, cx: RuleContext): OwnCheck | undefined {
  rule.look_alike?.forEach((id, i) => {
    cx.name('look-alike', id, 'look_alike', i)
  })
  if (rule.then === undefined) {
    if (rule.look_alike) cx.lacks('then')
    return undefined
  }
  const met = condition(rule, cx)
  if (!met && !rule.look_alike) return undefined
  if (rule.reason !== undefined) cx.name('reason', rule.reason, 'reason')
  const { then, reason } = rule
  const kinds = rule.look_alike ? lookAlike(rule.look_alike) : undefined
  const judge: Judge = (subject, scene) => {
    const first = kinds?.(subject, scene)
    return first?.truth === true || !met ? (first ?? FALSE) : met.judge(subject, scene)
  }
  cx.aims.push({
    then,
    reason,
    classes: cx.classes,
    judge,
    reads: union(facets('declared'), met?.reads),
    reports: false,
  })
  const binds = (['positive', 'negative', 'ignore'] as const).filter((d) => d !== then)
  return {
    reads: union(facets('disposition', 'reason', 'declared'), met?.reads),
    only: binds,
    check: (subject, scene) => expects(subject, scene, judge, then, reason, binds),
  }
}

/** Where the condition holds it is another class: a cyclist who pushes is a pedestrian (WY-11), a bus without a seen joint is rigid (NS-10). */
function otherClass(target: string, rule: ClassScopeRule, cx: RuleContext): OwnCheck | undefined {
  if (target !== 'fallback') cx.name('class', target, 'then_class')
  const met = condition(rule, cx)
  if (!met) {
    cx.lacks('when')
    return undefined
  }
  const family = cx.vocabulary.withDescendants([target])
  const check = (subject: Subject, scene: Scene): Drafts => {
    const { id, class: cls, disposition } = subject.annotation
    const to = target === 'fallback' ? cx.vocabulary.classes.get(cls)?.fallback : target
    if (to === undefined || disposition === 'skip' || family.has(cls)) return undefined
    const judged = met.judge(subject, scene)
    if (judged.truth === 'undecided') return { ...judged.draft, part: 'class' }
    if (judged.truth !== true) return undefined
    const because = judged.inputs()
    const fixes: Fix[] =
      cx.vocabulary.classes.get(to)?.abstract === true ? [] : [{ kind: 'set_class', on: id, class: to as ClassId }]
    return {
      verdict: 'fail',
      message: 'class.wrong',
      values: { because: inputText(because), class: cls, to },
      because,
      fixes,
      part: 'class',
    }
  }
  return { reads: union(facets('class', 'disposition'), met.reads), check }
}

/** A class with drawable subclasses is too general, unless somebody said that none of these fits (OI-3). */
function mostSpecific(rule: ClassScopeRule, cx: RuleContext): OwnCheck {
  const unless = typeof rule.most_specific === 'object' ? cx.expression('most_specific.unless') : undefined
  const judge = unless && judgeExpression(unless, cx.vocabulary)
  const below = (cls: string): string[] =>
    [...cx.vocabulary.classes.values()].filter((c) => !c.abstract && c.ancestors.includes(cls)).map((c) => c.id)
  const narrower = new Map([...cx.classes].map((cls) => [cls, below(cls)]))
  return {
    reads: union(facets('class', 'disposition'), unless?.reads),
    check(subject, scene): Drafts {
      const { id, class: cls, disposition } = subject.annotation
      const classes = narrower.get(cls) ?? []
      if (classes.length === 0 || disposition === 'skip') return undefined
      const judged = judge?.(subject, scene)
      if (judged?.truth === 'undecided') return { ...judged.draft, part: 'specific' }
      if (judged?.truth === true) return undefined
      return {
        verdict: 'fail',
        message: 'class.not_specific',
        values: { class: cls, below: classes.join(', ') },
        because: [{ name: 'class', value: cls }],
        fixes: classes.slice(0, 9).map((to) => ({ kind: 'set_class', on: id, class: to as ClassId })),
        part: 'specific',
      }
    },
  }
}

/** What must hold for a positive (where `when` holds, if that guards nothing else); where it does not, the fallback class is offered. */
function required(rule: ClassScopeRule, guards: boolean, cx: RuleContext): OwnCheck | undefined {
  const need = requires(cx)
  const [check] = need ? whenHolds(guards ? rule.when : undefined, cx, [need]) : []
  if (!check) return undefined
  return {
    reads: union(check.reads, facets('disposition', 'class')),
    check(subject, scene) {
      if (!rule.dispositions && subject.annotation.disposition !== 'positive') return undefined
      const drafts: readonly Draft[] = [check.check(subject, scene) ?? []].flat()
      return drafts.map((draft) =>
        draft.verdict === 'fail' && !draft.fixes?.length
          ? { ...draft, fixes: fallbackFix(subject, cx.vocabulary) }
          : draft,
      )
    },
  }
}

export const classScope: RuleKind<ClassScopeRule> = {
  kind: 'class_scope',
  compile(rule, cx) {
    const lone = rule.ask === undefined && rule.then === undefined && rule.then_class === undefined
    const guards = lone && rule.require !== undefined && !rule.band
    if (lone && !guards && (rule.when !== undefined || rule.band)) cx.lacks('then')
    if ((rule.answers || rule.ask_when !== undefined) && rule.ask === undefined) cx.lacks('ask')
    if (rule.reason !== undefined && rule.then === undefined) cx.lacks('then')
    return {
      own: [
        ...(rule.ask === undefined ? [] : [asks(rule.ask, rule, cx)]),
        ...(rule.ask === undefined || !rule.answers ? [] : answered(rule.ask, rule.answers, cx)),
        scope(rule, cx),
        rule.then_class === undefined ? undefined : otherClass(rule.then_class, rule, cx),
        rule.most_specific === undefined ? undefined : mostSpecific(rule, cx),
        rule.require === undefined ? undefined : required(rule, guards, cx),
      ].filter((c) => c !== undefined),
    }
  },
}
