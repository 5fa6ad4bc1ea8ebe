/** What is positive and what is not. Source: the include/exclude lists and look-alike clauses of published guidelines (VOC-16, WY-9, CTP-2). */
import type { QuestionId } from '../../model/ids'
import type { Subject } from '../../policy/expression/subject'
import { expects } from '../disposition'
import { askQuestion, judgeExpression, FALSE, type Judge } from '../judge'
import { facets, union, type Draft, type OwnCheck, type RuleContext, type RuleKind } from '../rule-kind'
import type { ClassScopeRule } from './schema'

/** Every positive of the class needs an answer. */
function asks(id: string, cx: RuleContext): OwnCheck {
  cx.name('question', id, 'ask')
  const question = cx.vocabulary.questions.get(id)
  return {
    reads: facets('disposition', 'answers'),
    check(subject: Subject): Draft | undefined {
      const open =
        question &&
        subject.annotation.disposition === 'positive' &&
        subject.annotation.answers[id as QuestionId] === undefined
      return open
        ? {
            verdict: 'undecided',
            message: 'question.open',
            values: { question: id },
            because: [{ name: `answer.${id}` }],
            asks: askQuestion(question),
            part: 'ask',
          }
        : undefined
    },
  }
}

function lookAlike(kinds: readonly string[]): Judge {
  return (subject) => {
    const said = subject.annotation.declared.lookAlike
    return said !== undefined && kinds.includes(said)
      ? { truth: true, inputs: () => [{ name: 'look_alike', value: said }] }
      : FALSE
  }
}

function scope(rule: ClassScopeRule, cx: RuleContext): OwnCheck | undefined {
  const when = rule.when === undefined ? undefined : cx.expression('when')
  rule.look_alike?.forEach((id, i) => {
    cx.name('look-alike', id, 'look_alike', i)
  })
  if (rule.when === undefined && !rule.look_alike) return undefined
  if (rule.then === undefined) {
    cx.lacks('then')
    return undefined
  }
  if (rule.reason !== undefined) cx.name('reason', rule.reason, 'reason')
  const { then, reason } = rule
  const kinds = rule.look_alike ? lookAlike(rule.look_alike) : undefined
  const condition = when ? judgeExpression(when, cx.vocabulary) : undefined
  const judge: Judge = (subject, scene) => {
    const first = kinds?.(subject, scene)
    return first?.truth === true || !condition ? (first ?? FALSE) : condition(subject, scene)
  }
  cx.aims.push({
    then,
    reason,
    classes: cx.classes,
    judge,
    reads: union(facets('declared'), when?.reads),
    reports: false,
  })
  const binds = (['positive', 'negative', 'ignore'] as const).filter((d) => d !== then)
  return {
    reads: union(facets('disposition', 'reason', 'declared'), when?.reads),
    check: (subject, scene) => expects(subject, scene, judge, then, reason, binds),
  }
}

export const classScope: RuleKind<ClassScopeRule> = {
  kind: 'class_scope',
  compile(rule, cx) {
    const scoped = scope(rule, cx)
    return { own: [...(rule.ask === undefined ? [] : [asks(rule.ask, cx)]), ...(scoped ? [scoped] : [])] }
  },
}
