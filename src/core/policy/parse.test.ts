import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from './compile'
import { POLICY_LIMITS } from './limits'
import { EXAMPLE, compiled } from '../validate/labels.test-support'

const first = (text: string) => {
  const result = compilePolicy(text)
  return result.ok ? undefined : result.problems[0]
}
const HEAD = 'groundrule: 1\nid: t\nversion: 1.0.0\nclasses:\n  person: {}\n'

describe('a wrong policy is refused at its place', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    [
      'an unknown key, with what was probably meant',
      `${HEAD}clases: {}\n`,
      {
        code: 'policy.schema',
        place: { line: 6, column: 1 },
        values: { reason: 'unknown-key', suggestion: 'classes' },
      },
    ],
    [
      'an unknown key of a rule',
      `${HEAD}rules:\n  - {id: A, kind: geometry, requires: "true"}\n`,
      { place: { line: 7, column: 29 }, values: { suggestion: 'require' } },
    ],
    [
      'an unknown kind of rule',
      `${HEAD}rules:\n  - {id: A, kind: geometri}\n`,
      { place: { line: 7, column: 19 }, values: { reason: 'value', suggestion: 'geometry', key: 'kind' } },
    ],
    ['a rule without a kind', `${HEAD}rules:\n  - {id: A}\n`, { values: { reason: 'missing', key: 'kind' } }],
    [
      'a missing version',
      'groundrule: 1\nid: t\nclasses: {a: {}}\n',
      { values: { reason: 'missing', key: 'version' } },
    ],
    [
      'a word that is not possible',
      `${HEAD}status: publishd\n`,
      { place: { line: 6, column: 9 }, values: { suggestion: 'published' } },
    ],
    [
      'an unknown parent class',
      `${HEAD}  b: {is_a: persn}\n`,
      { code: 'policy.unknown-name', place: { line: 6, column: 13 }, values: { suggestion: 'person' } },
    ],
    [
      'an unknown class in `for`',
      `${HEAD}rules:\n  - {id: A, kind: geometry, for: persn, no_defects: true}\n`,
      { code: 'policy.unknown-name', values: { suggestion: 'person' } },
    ],
    [
      'two rules of one id',
      `${HEAD}rules:\n  - {id: A, kind: geometry, no_defects: true}\n  - {id: A, kind: geometry, no_defects: true}\n`,
      { code: 'policy.duplicate-id', place: { line: 8, column: 10 } },
    ],
    [
      'a gap in a scale',
      `${HEAD}scales: {s: {bands: [[a, 0, 0.1], [b, 0.2, 1]]}}\n`,
      { code: 'policy.scale-gap', values: { reason: 'gap', from: 0.1, to: 0.2 } },
    ],
    [
      'an overlap in a scale',
      `${HEAD}scales: {s: {bands: [[a, 0, 0.3], [b, 0.2, 1]]}}\n`,
      { code: 'policy.scale-gap', values: { reason: 'overlap' } },
    ],
    [
      'a number that would be bent',
      `${HEAD}scales: {s: {bands: [[a, 0, 9007199254740993]]}}\n`,
      { code: 'policy.yaml', values: { reason: 'precision' } },
    ],
    [
      'a number with leading zeros',
      `${HEAD}scales: {s: {bands: [[a, 0, 010]]}}\n`,
      { code: 'policy.yaml', values: { reason: 'number', found: '010' } },
    ],
    [
      'a duplicate key',
      `${HEAD}id: u\n`,
      { code: 'policy.yaml', place: { line: 6 }, values: { reason: 'duplicate-key' } },
    ],
    ['a merge key', `${HEAD}questions: {<<: {}}\n`, { code: 'policy.yaml', values: { reason: 'merge' } }],
    [
      'a case about an unknown rule',
      `${HEAD}cases: [{name: n, image: [1, 1], expect: [A: fail]}]\n`,
      { code: 'policy.unknown-name', values: { what: 'rule' } },
    ],
  ]
  for (const [what, text, expected] of cases)
    it(what, () => {
      expect(first(text)).toMatchObject(expected)
    })

  it('an expression in a block of several lines', () => {
    const text = `${HEAD}rules:\n  - id: A\n    kind: geometry\n    require: |\n      visible.height > 1 &&\n      visible.hight > 2\n`
    expect(first(text)).toMatchObject({ place: { line: 11, column: 15 }, values: { suggestion: 'height' } })
  })

  it('a text larger than the limit, and not one at the limit', () => {
    const filler = (bytes: number): string => `${HEAD}# ${'x'.repeat(bytes - HEAD.length - 2)}`
    expect(compilePolicy(filler(POLICY_LIMITS.bytes)).ok).toBe(true)
    expect(first(filler(POLICY_LIMITS.bytes + 1))).toMatchObject({ code: 'policy.too-large' })
  })
})

describe('the digest', () => {
  it('does not depend on comments, formatting, key order, line ends or a byte order mark', () => {
    const digest = compiled(EXAMPLE).digest
    const reordered = EXAMPLE.replace('id: example\nversion: 1.0.0\n', 'version: 1.0.0\nid: example\n')
    for (const text of [
      EXAMPLE.replaceAll(/ +#.*$/gm, ''),
      reordered,
      EXAMPLE.replaceAll('\n', '\r\n'),
      `\ufeff${EXAMPLE}`,
    ])
      expect(compiled(text).digest).toBe(digest)
  })
  it('changes with a number', () => {
    expect(compiled(EXAMPLE.replace('height < 20', 'height < 21').replaceAll(/cases:[\s\S]*/g, '')).digest).not.toBe(
      compiled(EXAMPLE.replaceAll(/cases:[\s\S]*/g, '')).digest,
    )
  })
})

it('answers that look like booleans in older YAML stay text', () => {
  const answers = `${HEAD}questions: {q: {ask: Sure?, for: person, answers: [yes, no, NO, on, off]}}\n`
  expect(compiled(answers).view.questions[0]?.answers.map((a) => a.id)).toEqual(['yes', 'no', 'NO', 'on', 'off'])
})
