import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../compile'
import type { PolicyCoverage } from './coverage'
import { isUntried, lacksSide } from './weights'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

const RULE = `{id: A, kind: ignore, for: rider, when: "visible.height < 25", reason: too_small}`
const caseOf = (height: number, verdict: string): string =>
  `  - {name: of ${height} px, image: [99, 99], annotation: {class: rider, visible: [1, 1, 9, ${height}]}, expect: [A: ${verdict}]}\n`
const text = (...cases: string[]): string =>
  policy([RULE, `{id: T, kind: geometry, says: Only words.}`], cases.length > 0 ? `cases:\n${cases.join('')}` : '')

function coverage(source: string): PolicyCoverage {
  const result = compilePolicy(source)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value.coverage()
}

describe('what the cases of a policy exercise', () => {
  it('counts the verdicts of each rule in the cases that name it', () => {
    const [rule, words] = coverage(text(caseOf(24, 'fail'), caseOf(25, 'pass'), caseOf(26, 'pass'))).rules
    expect(rule).toMatchObject({ rule: 'A', line: FIRST_RULE, fail: 1, undecided: 0, pass: 2, textOnly: false })
    expect(rule && isUntried(rule)).toBe(false)
    expect(words).toMatchObject({ textOnly: true })
    expect(words && isUntried(words)).toBe(false)
  })
  it('a rule that no case makes fail is untried, and one that no case shows passing', () => {
    for (const cases of [[caseOf(26, 'pass')], [caseOf(24, 'fail')], []])
      expect(
        coverage(text(...cases))
          .rules.filter(isUntried)
          .map((r) => r.rule),
      ).toEqual(['A'])
  })
  it('a limit wants a case on each side; exactly at it counts for the side it belongs to', () => {
    const sides = (...cases: string[]) =>
      coverage(text(...cases)).limits.map((l) => [l.below, l.at, l.above, lacksSide(l)])
    expect(sides(caseOf(24, 'fail'), caseOf(25, 'pass'))).toEqual([[1, 1, 0, false]])
    expect(sides(caseOf(25, 'pass'), caseOf(26, 'pass'))).toEqual([[0, 1, 1, true]])
    expect(sides(caseOf(24, 'fail'))).toEqual([[1, 0, 0, true]])
    expect(remarks('lint.untried-limit', text(caseOf(24, 'fail')))).toMatchObject([
      { line: FIRST_RULE, values: { rule: 'A', measure: 'visible.height', operator: '<', value: 25 } },
    ])
  })
  it('limits of short forms and bands are among them', () => {
    const source = policy([
      `{id: G, kind: geometry, min_size: {role: visible, width: 6, height: 7}}`,
      `{id: B, kind: ignore, for: person, band: {measure: full.height, from: 10, to: 20, ask: sure}}`,
      `{id: O, kind: inference, for: person, beyond_image: {up_to: 0.6}, too_hidden: {from: 0.8}}`,
    ])
    expect(coverage(source).limits.map((l) => `${l.rule} ${l.measure} ${l.operator} ${l.value}`)).toEqual([
      'G role.visible.width >= 6',
      'G role.visible.height >= 7',
      'B full.height < 10',
      'B full.height < 20',
      'O truncation <= 0.6',
      'O occlusion >= 0.8',
    ])
  })
  it('counts cases of each drawable class', () => {
    expect(coverage(text(caseOf(24, 'fail'))).classes.map((c) => [c.class, c.cases])).toEqual([
      ['person', 0],
      ['rider', 1],
    ])
  })
})
