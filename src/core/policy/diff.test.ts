import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { EXAMPLE } from '../validate/labels.test-support'
import { checkPublish, diffDocuments, diffPolicies, nextVersion, type Bump } from './diff'
import { parsePolicy } from './parse'

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

/** A policy with one of everything that the example has not. */
const RICH = `groundrule: 1
id: rich
version: 1.0.0
define: {small: visible.height < 20}
scales: {dirt: {levels: [clean, dirty], for: car}}
attributes:
  plate: {type: text, pattern: '[A-Z]+', max: 8}
  seats: {type: number, range: [1, 9], integer: true, required_when: "disposition == 'positive'"}
  parts: {options: [door, roof], many: true, for: car}
  team: {options: [a, b], scope: group}
tags: {light: [day, night]}
look_alikes: [poster, mirror]
skeletons: {bones: {points: [head, foot], edges: [[head, foot]]}}
zones: {hood: {void: true, shape: polygon}}
links: {rides: {from: rider, to: car, need: 0..1}}
classes:
  any: {abstract: true, look_alikes: {poster: negative}}
  car: {is_a: any, roles: {visible: {shape: box, need: required, equal: full, tolerance: 1}, full: {}}}
  van: {is_a: any, fallback: car, aliases: [lorry]}
  rider: {is_a: any}
questions: {sure: {ask: Sure?, answers: ['yes', 'no'], for: car, when: visible.height < 50}}
rules:
  - {id: A, kind: geometry, for: car, max_size: {role: visible, width: 100}, when: small}
  - {id: B, kind: inference, for: any, tolerance: {px: 2}, override: {who: lead, until: 2027-01-01}}
  - {id: C, kind: geometry, for: any, band: {measure: visible.height, from: 10, to: 20, ask: sure}}
  - {id: D, kind: image, require_answers: [usable]}
clarifications: [{rule: A, date: 2026-01-01, answer: Yes.}]
people: {anna: lead}
profiles: {big: {decide: [{when: small, then: ignore}]}}
`
const CHANGES: readonly (readonly [string, Bump, string, string])[] = [
  ['another named expression', 'major', 'visible.height < 20', 'visible.height < 21'],
  ['a scale of words with one more at the end', 'minor', '[clean, dirty]', '[clean, dirty, filthy]'],
  ['a scale of words in another order', 'major', '[clean, dirty]', '[dirty, clean]'],
  ['another pattern', 'major', '[A-Z]+', '[A-Z0-9]+'],
  ['longer texts', 'minor', 'max: 8', 'max: 9'],
  ['fractions are allowed', 'minor', 'integer: true, ', ''],
  ['a wider range', 'minor', 'range: [1, 9]', 'range: [0, 9]'],
  ['a narrower range', 'major', 'range: [1, 9]', 'range: [2, 9]'],
  ['an attribute that need not be filled in any more', 'minor', `, required_when: "disposition == 'positive'"`, ''],
  ['one value instead of several', 'major', ', many: true', ''],
  ['another scope of an attribute', 'major', ', scope: group', ''],
  ['several tags', 'major', '[day, night]', '{options: [day, night], many: true}'],
  ['another bone', 'patch', '[[head, foot]]', '[[foot, head]]'],
  ['one more point', 'minor', 'points: [head, foot]', 'points: [head, foot, hand]'],
  ['a zone that is part of the picture', 'major', 'void: true, ', ''],
  ['more shapes for a zone', 'minor', 'shape: polygon', 'shape: [polygon, box]'],
  ['a link that must be there', 'major', 'need: 0..1', 'need: 1..1'],
  ['more links', 'minor', 'need: 0..1', 'need: 0..2'],
  ['a link to more classes', 'minor', 'to: car', 'to: [car, van]'],
  ['a new link that must be there', 'major', 'links: {', 'links: {tows: {from: car, to: van, need: 1..*}, '],
  ['another fate of a look-alike', 'major', 'poster: negative', 'poster: skip'],
  ['a look-alike without a fate', 'minor', 'look_alikes: {poster: negative}', 'says: x'],
  ['a look-alike with one', 'major', '{poster: negative}', '{poster: negative, mirror: skip}'],
  ['more tolerance', 'minor', 'tolerance: 1', 'tolerance: 2'],
  ['roles that need not be equal', 'minor', ', equal: full, tolerance: 1', ''],
  ['a need by disposition that is less', 'minor', 'need: required', 'need: {ignore: optional, else: required}'],
  ['another fallback', 'major', 'fallback: car', 'fallback: rider'],
  ['another alias', 'patch', '[lorry]', '[lorry, bus]'],
  ['a question asked at other times', 'major', 'visible.height < 50', 'visible.height < 60'],
  ['a larger largest size', 'minor', 'width: 100', 'width: 101'],
  ['more tolerance of a rule', 'minor', 'px: 2', 'px: 3'],
  ['a later last day of overrides', 'minor', '2027-01-01', '2027-02-01'],
  ['an earlier one', 'major', '2027-01-01', '2026-12-01'],
  ['the end of a band', 'major', 'to: 20,', 'ends: "[]", to: 20,'],
  ['one class fewer', 'minor', 'for: any, tolerance', 'for: [car, van], tolerance'],
  ['an answer', 'patch', 'answer: Yes.', 'answer: No.'],
  ['one person more', 'minor', '{anna: lead}', '{anna: lead, bo: reviewer}'],
  ['one lead fewer', 'major', '{anna: lead}', '{bo: lead}'],
  ['another use', 'minor', 'then: ignore}', 'then: skip}'],
  ['a migration', 'patch', 'people:', 'migrations: [{from: 0.9.0}]\npeople:'],
]

describe('every part of a policy', () => {
  for (const [what, bump, from, to] of CHANGES)
    it(`${what}: ${bump}`, () => {
      if (!RICH.includes(from)) throw new Error(`no ${from}`)
      const diff = diffPolicies(RICH, RICH.replace(from, to))
      if (!diff.ok) throw new Error(JSON.stringify(diff.problems))
      expect(diff.value.items.length).toBeGreaterThan(0)
      expect([diff.value.requiredBump, ...diff.value.items.map((i) => `${i.what} ${i.id} ${i.field ?? ''}`)][0]).toBe(
        bump,
      )
    })

  it('a new class opens what a rule demands of every class', () => {
    const every = RICH.replace('[usable]', '[exhaustive.*]')
    expect(diffPolicies(every, every.replace('  rider:', '  bus: {is_a: any}\n  rider:'))).toMatchObject({
      value: { requiredBump: 'major' },
    })
    expect(diffPolicies(RICH, RICH.replace('  rider:', '  bus: {is_a: any}\n  rider:'))).toMatchObject({
      value: { requiredBump: 'minor' },
    })
  })

  it('a part that is not known here has changed its meaning', () => {
    const parsed = parsePolicy(RICH)
    if (!parsed.ok) throw new Error('unreadable')
    const { document } = parsed.value
    const other = { ...document, novelty: { a: 1 } }
    expect(diffDocuments(document, other)).toMatchObject({
      requiredBump: 'major',
      items: [{ what: 'policy', change: 'changed', field: 'novelty' }],
    })
    const inside = { ...document, zones: { hood: { ...document.zones?.['hood'], novelty: 1 } } }
    expect(diffDocuments(document, inside)).toMatchObject({
      requiredBump: 'major',
      items: [{ what: 'zone', id: 'hood', field: 'novelty' }],
    })
  })

  it('says where it stands in both texts', () => {
    const lines = RICH.replace('  - {id: A,', '  - {id: N, kind: geometry, for: car, no_holes: visible}\n  - {id: A,')
    const diff = diffPolicies(
      RICH,
      lines.replace('width: 100', 'width: 90').replace('    - {id: D, kind: image, require_answers: [usable]}\n', ''),
    )
    const at = (text: string, what: string): number => text.slice(0, text.indexOf(what)).split('\n').length
    expect(diff.ok && diff.value.items.map((i) => [i.id, i.places?.before?.line, i.places?.after?.line])).toEqual([
      ['N', undefined, at(lines, 'id: N')],
      ['A', at(RICH, 'id: A'), at(lines, 'id: A')],
    ])
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
