import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

const said = (...rules: string[]) =>
  remarks('lint.unreachable', policy(rules)).map((r) => [r.line - FIRST_RULE, r.values['reason']])

describe('a rule that no label can reach', () => {
  const table: readonly (readonly [string, string, string | undefined])[] = [
    [
      'limits turned around',
      `{id: A, kind: ignore, for: person, when: "full.height > 25 && full.height < 20"}`,
      'never',
    ],
    [
      'limits that leave one number',
      `{id: A, kind: ignore, for: person, when: "full.height >= 20 && full.height <= 20"}`,
      undefined,
    ],
    [
      'limits that leave none',
      `{id: A, kind: ignore, for: person, when: "full.height >= 20 && full.height < 20"}`,
      'never',
    ],
    ['a share above 1', `{id: A, kind: ignore, for: person, when: "occlusion > 1.5"}`, 'never'],
    ['a shape its class cannot have', `{id: A, kind: ignore, for: rider, when: "full.height < 20"}`, 'never'],
    ['a question its class is not asked', `{id: A, kind: ignore, for: rider, when: "answer.sure == 'no'"}`, 'never'],
    [
      'an attribute its class does not have',
      `{id: A, kind: ignore, for: rider, when: "attribute.pose == 'up'"}`,
      'never',
    ],
    ['a number outside of an attribute’s range', `{id: A, kind: ignore, when: "attribute.speed > 60"}`, 'never'],
    [
      'two answers at once',
      `{id: A, kind: ignore, for: person, when: "answer.sure == 'yes' && answer.sure == 'no'"}`,
      'never',
    ],
    [
      'a band and a limit outside of it',
      `{id: A, kind: ignore, for: person, when: "band.occ == 'heavy' && occlusion < 0.3"}`,
      'never',
    ],
    [
      'a band and a limit inside of it',
      `{id: A, kind: ignore, for: person, when: "band.occ == 'low' && occlusion < 0.3"}`,
      undefined,
    ],
    ['a class it does not bind', `{id: A, kind: ignore, for: person, when: "class == 'rider'"}`, 'never'],
    [
      'unknown and measured at once',
      `{id: A, kind: ignore, for: person, when: "!has(full) && full.height < 20"}`,
      'never',
    ],
    [
      'a condition and its opposite',
      `{id: A, kind: ignore, for: person, when: "others.exists(o, o.class == class) && !others.exists(o, o.class == class)"}`,
      'never',
    ],
    [
      'the same measure twice the size',
      `{id: A, kind: ignore, for: person, when: "2 * full.height > 100 && full.height < 50"}`,
      'never',
    ],
    [
      'a difference',
      `{id: A, kind: ignore, for: person, when: "full.height - 5 > visible.height && full.height < visible.height"}`,
      undefined,
    ],
    [
      'dispositions that its part leaves out',
      `{id: A, kind: ignore, for: person, dispositions: [negative], when: "full.height < 20"}`,
      'dispositions',
    ],
    [
      'all of its classes excepted',
      `{id: A, kind: ignore, for: person, except: road_user, when: "full.height < 20"}`,
      'no-class',
    ],
  ]
  it.each(table)('%s', (_, rule, reason) => {
    expect(said(rule)).toEqual(reason === undefined ? [] : [[0, reason]])
  })
  it('one that another always takes first', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: road_user, when: "visible.height < 20 || visible.width < 5", reason: too_small}`,
        `{id: B, kind: ignore, for: rider, when: "visible.width < 4 && visible.height > 50", reason: too_small}`,
      ),
    ).toEqual([[1, 'covered']])
  })
  it('but not where the reason or the severity is another', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: road_user, when: "visible.height < 20 || visible.width < 5", reason: too_small}`,
        `{id: B, kind: ignore, for: rider, when: "visible.width < 4 && visible.height > 50", reason: crowd}`,
        `{id: C, kind: ignore, for: rider, when: "visible.width < 3 && visible.height > 60", reason: too_small, severity: warning}`,
      ),
    ).toEqual([])
  })
  it('an abstract class with nothing below it', () => {
    const text = policy([]).replace('questions:', '  animal: {abstract: true}\nquestions:')
    expect(remarks('lint.unreachable', text)).toMatchObject([{ line: 14, column: 3, values: { class: 'animal' } }])
  })
})
