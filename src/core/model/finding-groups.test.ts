import { describe, expect, it } from 'vitest'
import type { Finding } from './finding'
import { grouped } from './finding-groups'
import type { AnnotationId, QuestionId, RuleId } from './ids'

const finding = (rule: string, on: string[], more: Partial<Finding> = {}): Finding => ({
  key: `${rule}|${on.join('+')}|${JSON.stringify(more)}`,
  rule: rule as RuleId,
  verdict: 'undecided',
  severity: 'error',
  on: on as AnnotationId[],
  because: [],
  fixes: [],
  message: 'undecided.missing',
  values: {},
  overridable: false,
  ...more,
})
const asks = (question: string): Partial<Finding> => ({
  asks: { kind: 'question', question: question as QuestionId, ask: question, answers: [] },
})
const tag = (group: string): Partial<Finding> => ({ asks: { kind: 'tag', group, title: group, options: [] } })
const words = (findings: readonly Finding[]): string[] =>
  grouped(findings).map((g) => g.shown.map((s) => [s.finding, ...s.also].map((f) => f.rule).join(' = ')).join(', '))

describe('findings as they are shown', () => {
  it('ask each question of a label once and name every rule that asks it', () => {
    expect(
      words([
        finding('P1', ['a'], asks('real')),
        finding('I3', ['a'], asks('real')),
        finding('P1', ['b'], asks('real')),
      ]),
    ).toEqual(['P1 = I3', 'P1'])
  })
  it('put the questions that a rule asks of the image on one card', () => {
    expect(
      words([finding('M1', [], tag('light')), finding('I1', ['a'], asks('x')), finding('M1', [], tag('weather'))]),
    ).toEqual(['M1, M1', 'I1'])
  })
  it('keep apart what fails, what has a fix of its own and what asks something else', () => {
    const fails = { ...asks('real'), verdict: 'fail' } as const
    expect(
      words([finding('P1', ['a'], asks('real')), finding('N1', ['a'], fails), finding('I3', ['a'], asks('other'))]),
    ).toEqual(['P1', 'N1', 'I3'])
  })
})
