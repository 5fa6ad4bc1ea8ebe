import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

const said = (rule: string) => remarks('lint.text-number', policy([rule]))

describe('a number in the sentence that is not the number of the rule', () => {
  it('is told where it stands', () => {
    expect(
      said(`{id: A, kind: ignore, for: person, when: "full.height < 25", says: Ignored below 20 px.}`),
    ).toMatchObject([{ line: FIRST_RULE, column: 86, values: { said: '20 px', number: 25 } }])
  })
  it('in each language', () => {
    const says = '{en: Ignored below 25 px., zh: 小于 20 像素的忽略。}'
    expect(said(`{id: A, kind: ignore, for: person, when: "full.height < 25", says: ${says}}`)).toHaveLength(1)
  })
  it('shares too', () => {
    const rule = (text: string): string => `{id: A, kind: ignore, for: person, when: "occlusion > 0.6", says: ${text}}`
    expect(said(rule('Ignored when more than 80 % are hidden.'))).toMatchObject([{ values: { said: '80 %' } }])
    expect(said(rule('Ignored when more than 60 % are hidden.'))).toEqual([])
    expect(said(rule('Ignored when less than 40 % are seen.'))).toEqual([])
    expect(said(rule('遮挡超过百分之60的忽略'))).toEqual([])
  })
  const fine: readonly (readonly [string, string])[] = [
    ['numbers that agree', `{id: A, kind: ignore, for: person, when: "full.height < 25", says: Below 25 px.}`],
    [
      'the last number that is ignored',
      `{id: A, kind: ignore, for: person, when: "full.height < 25", says: Up to 24 px.}`,
    ],
    [
      'numbers of the text alone',
      `{id: A, kind: ignore, for: person, when: "answer.sure == 'no'", says: Within about 5 px.}`,
    ],
    [
      'numbers of short forms',
      `{id: A, kind: geometry, min_size: {role: visible, width: 6}, says: At least 6 px wide.}`,
    ],
    [
      'years and counts',
      `{id: A, kind: ignore, for: person, when: "full.height < 25", says: As in the 2011 guideline.}`,
    ],
  ]
  it.each(fine)('%s: nothing is said', (_, rule) => {
    expect(said(rule)).toEqual([])
  })
})
