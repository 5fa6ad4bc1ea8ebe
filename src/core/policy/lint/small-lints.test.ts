/** Lints of a few lines each. */
import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

describe('a case that does not hold', () => {
  it('is told at the case', () => {
    const text = policy(
      [`{id: A, kind: ignore, for: rider, when: "visible.height < 20", reason: too_small}`],
      `cases:\n  - {name: small, image: [99, 99], annotation: {class: rider, visible: [1, 1, 9, 9]}, expect: [A: pass]}\n`,
    )
    expect(remarks('lint.case-fails', text)).toMatchObject([
      { line: FIRST_RULE + 2, values: { name: 'small', differences: 'A: pass → fail' } },
    ])
  })
})

describe('a version that supersedes itself or a later one', () => {
  const said = (supersedes: string) =>
    remarks('lint.supersedes', `${policy([])}supersedes: ${supersedes}\n`).map((r) => r.values['reason'])
  it.each([
    ['2.0.0', ['itself']],
    ['10.0.0', ['later']],
    ['1.9.9', []],
  ])('%s', (before, reasons) => {
    expect(said(before)).toEqual(reasons)
  })
})

describe('a question whose answer nothing reads', () => {
  const said = (...rules: string[]) => remarks('lint.needless-question', policy(rules)).map((r) => r.values['name'])
  it('is told', () => {
    expect(said(`{id: A, kind: class_scope, for: person, ask: sure}`)).toEqual(['sure'])
  })
  it('is not told where the answer means something', () => {
    expect(said(`{id: A, kind: class_scope, for: person, ask: sure, answers: {'no': negative}}`)).toEqual([])
    expect(
      said(
        `{id: A, kind: class_scope, for: person, ask: sure}`,
        `{id: B, kind: ignore, for: person, when: "answer.sure == 'no'", reason: crowd}`,
      ),
    ).toEqual([])
    expect(said(`{id: A, kind: class_scope, for: person, ask: sure, severity: guidance}`)).toEqual([])
  })
})

describe('a rule that stays undecided with nothing to answer', () => {
  const said = (rule: string) => remarks('lint.no-way-out', policy([rule])).map((r) => r.values['missing'])
  it('is told, unless somebody may override it or it asks first whether there is something', () => {
    expect(said(`{id: A, kind: geometry, for: rider, require: "order >= 1"}`)).toEqual(['order'])
    expect(said(`{id: A, kind: geometry, for: rider, require: "order >= 1", override: {who: lead}}`)).toEqual([])
    expect(said(`{id: A, kind: geometry, for: rider, require: "!has(order) || order >= 1"}`)).toEqual([])
  })
  it('a rule that names what must be filled in says it itself', () => {
    expect(said(`{id: A, kind: attribute, for: rider, fields: [track]}`)).toEqual([])
  })
  it('a question settles it', () => {
    expect(said(`{id: A, kind: geometry, for: person, require: "answer.sure == 'yes'"}`)).toEqual([])
  })
})

describe('a text without a language that the others have', () => {
  it('is told at its place', () => {
    const both = '{en: A, zh: 甲}'
    const text = policy([`{id: A, kind: geometry, no_defects: true, says: {en: Only English}}`]).replace(
      'is_a: road_user',
      `title: ${both}, says: ${both}, is_a: road_user`,
    )
    expect(remarks('lint.language', text)).toMatchObject([{ line: FIRST_RULE, values: { language: 'zh' } }])
  })
  it('a policy in one language lacks none', () => {
    expect(remarks('lint.language', policy([`{id: A, kind: geometry, no_defects: true, says: {en: A}}`]))).toEqual([])
  })
})

describe('names that are used nowhere', () => {
  const said = (...rules: string[]) =>
    remarks('lint.unused', policy(rules)).map((r) => `${String(r.values['what'])} ${String(r.values['name'])}`)
  it('are told once each', () => {
    expect(said().sort()).toEqual(
      [
        'evidence feet',
        'evidence head',
        'look-alike poster',
        'question searched',
        'question sure',
        'reason crowd',
        'reason look_alike',
        'reason too_small',
        'scale occ',
        'role head',
        'tag light',
      ].sort(),
    )
  })
  it('are not told once a rule uses them', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: person, when: "answer.sure == 'no'", reason: crowd}`,
        `{id: B, kind: ignore, for: person, band: {measure: full.height, from: 10, to: 20, ask: sure}, reason: too_small}`,
        `{id: C, kind: class_scope, for: person, look_alike: [poster], then: negative, reason: look_alike}`,
        `{id: D, kind: inference, for: person, when: "band.occ == 'low'", evidence: {any: 1, of: [head, feet]}}`,
        `{id: E, kind: attribute, for: person, fields: [pose, speed]}`,
        `{id: F, kind: geometry, for: person, inside_image: head}`,
        `{id: M, kind: image, require_answers: [tag.light, searched]}`,
      ),
    ).toEqual([])
  })
})
