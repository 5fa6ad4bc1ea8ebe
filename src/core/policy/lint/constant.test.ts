import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { policy, remarks } from './lint.test-support'

const said = (rule: string, more = '') => remarks('lint.constant', policy([rule], more)).map((r) => r.values['reason'])

describe('a condition that always or never holds', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['a requirement that cannot fail', `{id: A, kind: geometry, for: person, require: "full.height >= 0"}`, ['always']],
    ['a requirement that can', `{id: A, kind: geometry, for: person, require: "full.height > 0"}`, []],
    [
      'a requirement that nothing meets',
      `{id: A, kind: geometry, for: person, require: "full.height > 9 && full.height < 3"}`,
      ['never'],
    ],
    ['true written down', `{id: A, kind: geometry, for: person, require: "true"}`, ['always']],
    [
      'all answers there are',
      `{id: A, kind: geometry, for: person, require: "answer.sure in ['yes', 'no']"}`,
      ['always'],
    ],
    [
      'one or its opposite',
      `{id: A, kind: geometry, for: person, require: "full.height > 9 || full.height <= 9"}`,
      ['always'],
    ],
    [
      'one or nearly its opposite',
      `{id: A, kind: geometry, for: person, require: "full.height > 9 || full.height < 9"}`,
      [],
    ],
    [
      'a shape that is drawn or not',
      `{id: A, kind: geometry, for: person, require: "has(head) || !has(head)"}`,
      ['always'],
    ],
  ]
  it.each(table)('%s', (_, rule, reasons) => {
    expect(said(rule)).toEqual(reasons)
  })
  it('in a profile', () => {
    const fine = `{id: A, kind: geometry, no_defects: true}`
    expect(said(fine, `profiles: {p: {positive_if: "occlusion > 0.5 && occlusion < 0.2"}}`)).toEqual(['never'])
    expect(said(fine, `profiles: {p: {positive_if: "occlusion < 0.5"}}`)).toEqual([])
  })
})
