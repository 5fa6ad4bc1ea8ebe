import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

const said = (...rules: string[]) => remarks('lint.other-number', policy(rules))

describe('the same condition with different numbers', () => {
  it('is told at the second, with the line of the first', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: person, when: "full.height < 20", reason: too_small}`,
        `{id: B, kind: ignore, for: road_user, when: "full.height < 25", reason: too_small}`,
      ),
    ).toMatchObject([
      {
        line: FIRST_RULE + 1,
        values: {
          rule: 'B',
          other: 'A',
          condition: 'full.height < 25',
          otherCondition: 'full.height < 20',
          line: FIRST_RULE,
        },
      },
    ])
  })
  it('an end that differs counts: < 20 and <= 20', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: person, when: "full.height < 20", reason: too_small}`,
        `{id: B, kind: ignore, for: person, when: "full.height <= 20", reason: too_small}`,
      ),
    ).toHaveLength(1)
  })
  const fine: readonly (readonly [string, string, string])[] = [
    [
      'another reason',
      `for: person, when: "full.height < 20", reason: too_small`,
      `for: person, when: "full.height < 25", reason: crowd`,
    ],
    [
      'other classes',
      `for: person, when: "visible.height < 20", reason: too_small`,
      `for: rider, when: "visible.height < 25", reason: too_small`,
    ],
    [
      'another measure',
      `for: person, when: "full.height < 20", reason: too_small`,
      `for: person, when: "full.width < 25", reason: too_small`,
    ],
    [
      'a warning before the error',
      `for: person, when: "full.height < 20", reason: too_small`,
      `for: person, when: "full.height < 25", reason: too_small, severity: warning`,
    ],
  ]
  it.each(fine)('%s: nothing is said', (_, a, b) => {
    expect(said(`{id: A, kind: ignore, ${a}}`, `{id: B, kind: ignore, ${b}}`)).toEqual([])
  })
  it('requirements too', () => {
    expect(
      said(
        `{id: A, kind: geometry, for: person, require: "contains(full, visible, 2)"}`,
        `{id: B, kind: geometry, for: person, require: "contains(full, visible, 3)"}`,
      ),
    ).toHaveLength(1)
  })
})
