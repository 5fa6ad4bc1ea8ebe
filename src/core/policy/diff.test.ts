import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { EXAMPLE } from '../validate/labels.test-support'
import { checkPublish, diffPolicies, nextVersion, type Bump } from './diff'

const change = (from: string, to: string): string => {
  if (!EXAMPLE.includes(from)) throw new Error(`the example has no ${from}`)
  return EXAMPLE.replace(from, to)
}

describe('the version step that a change needs', () => {
  const cases: readonly (readonly [string, Bump, string, string])[] = [
    ['nothing', 'none', '# A small policy', '# The small policy'],
    ['another status', 'none', 'status: draft', 'status: published'],
    ['wording of a rule', 'patch', 'A real person on foot, in any posture.', 'A real person.'],
    ['wording of a question', 'patch', 'Is it certainly a real person?', 'Is it a person?'],
    ['a new class', 'minor', '  ped_group:', '  rider: {is_a: road_user}\n  ped_group:'],
    [
      'a removed class',
      'major',
      '  ped_group:\n    is_a: road_user\n    disposition: ignore # what a new annotation starts with\n    roles: { visible: { shape: [box, polygon], need: required } }\n',
      '',
    ],
    ['a new reason', 'minor', 'crowd: Crowd }', 'crowd: Crowd, far: Far }'],
    ['a removed answer', 'major', "answers: ['yes', 'no'] }", "answers: ['yes'] }"],
    [
      'a shape that is now required',
      'major',
      'full: { shape: [box, polygon] }',
      'full: { shape: [box, polygon], need: required }',
    ],
    [
      'a shape that is no longer required',
      'minor',
      'visible: { shape: [box, polygon], need: required }',
      'visible: { shape: [box, polygon] }',
    ],
    ['another limit in a condition', 'major', 'visible.height < 20', 'visible.height < 21'],
    ['a looser overlap', 'minor', 'iou_over: 0.9', 'iou_over: 0.95'],
    ['a stricter overlap', 'major', 'iou_over: 0.9', 'iou_over: 0.8'],
    ['more of the shape outside', 'minor', 'up_to: 0.6', 'up_to: 0.7'],
    ['less evidence', 'minor', 'any: 2', 'any: 1'],
    ['more evidence', 'major', 'any: 2', 'any: 3'],
    ['an error instead of a warning', 'major', 'severity: warning,', ''],
    ['one answer fewer', 'minor', 'tag.light, searched]', 'tag.light]'],
    [
      'a new rule',
      'major',
      '  - { id: X1,',
      '  - {id: X2, kind: geometry, min_size: {role: visible, width: 3}}\n  - { id: X1,',
    ],
    ['another case', 'patch', 'name: 20 px need not', 'name: 20 px may stay'],
    ['a moved band', 'major', '[low, 0.05, 0.4], [heavy, 0.4, 0.8]', '[low, 0.05, 0.5], [heavy, 0.5, 0.8]'],
  ]
  for (const [what, bump, from, to] of cases)
    it(`${what}: ${bump}`, () => {
      const diff = diffPolicies(EXAMPLE, change(from, to))
      expect(diff.ok && diff.value.requiredBump).toBe(bump)
      if (diff.ok) expect(diff.value.items.length > 0).toBe(bump !== 'none')
    })
})

describe('publishing', () => {
  const at = (version: string, text: string): string => text.replace('version: 1.0.0', `version: ${version}`)
  const stricter = change('iou_over: 0.9', 'iou_over: 0.8')
  it('takes the first version as it is', () => {
    expect(checkPublish(undefined, EXAMPLE)).toMatchObject({ ok: true, value: { version: '1.0.0' } })
  })
  it('refuses a version that is not greater', () => {
    expect(checkPublish(EXAMPLE, EXAMPLE)).toMatchObject({
      ok: false,
      problems: [{ code: 'policy.version-exists', place: { line: 4, column: 10 } }],
    })
  })
  it('refuses a step that is too small, and says which is needed', () => {
    expect(checkPublish(EXAMPLE, at('1.1.0', stricter))).toMatchObject({
      ok: false,
      problems: [{ code: 'policy.bump-too-small', values: { required: 'major', least: '2.0.0' } }],
    })
    expect(checkPublish(EXAMPLE, at('2.0.0', stricter))).toMatchObject({ ok: true, value: { requiredBump: 'major' } })
  })
  it('refuses a text whose own cases fail', () => {
    expect(checkPublish(EXAMPLE, at('2.0.0', change('expect: [I1: fail]', 'expect: [I1: pass]')))).toMatchObject({
      ok: false,
      problems: [{ code: 'policy.case-failed', place: { line: 124 } }],
    })
  })
  it('counts versions as numbers', () => {
    expect([nextVersion('1.9.9', 'patch'), nextVersion('1.9.9', 'minor'), nextVersion('1.9.9', 'major')]).toEqual([
      '1.9.10',
      '1.10.0',
      '2.0.0',
    ])
  })
})
