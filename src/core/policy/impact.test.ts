import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { ClassId, Instant, Person, RuleId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { box, compiled, image, label, withRules } from '../validate/labels.test-support'
import { addImpact, impactOf, NO_IMPACT, pairOf, touches } from './impact'

const RULES = [
  '{id: W, kind: geometry, min_size: {role: visible, width: 10}, override: {who: labeler}}',
  '{id: H, kind: geometry, min_size: {role: visible, height: 10}}',
]
const old = compiled(withRules(...RULES))
const next = (change: (text: string) => string, ...rules: string[]): ReturnType<typeof compiled> =>
  compiled(change(withRules(...(rules.length > 0 ? rules : RULES)).replace('version: 1.0.0', 'version: 2.0.0')))
const same = (text: string): string => text
const wide = (id: string, w: number, more: Partial<Annotation> = {}): Annotation =>
  label(id, { visible: box(0, 0, w, 20) }, more)

describe('the impact of a version', () => {
  it('counts verdicts that turn, both ways, per rule', () => {
    const stricter = next(
      same,
      RULES[0]?.replace('10', '12') ?? '',
      '{id: H, kind: geometry, min_size: {role: visible, height: 2}}',
    )
    const doc = image([wide('a', 11), wide('b', 30), label('c', { visible: box(50, 0, 30, 5) })])
    const impact = impactOf(doc, old, stricter)
    const flips = impact.flips.map((f) => `${f.rule} ${f.on.join()} ${f.from} → ${f.to}`)
    expect(flips.sort()).toEqual(['H c fail → pass', 'W a pass → fail'])
    const totals = addImpact(NO_IMPACT, impact)
    expect(totals).toMatchObject({ images: 1, touched: 1, annotations: 3, toFail: 1, toPass: 1, toUndecided: 0 })
    expect(totals.byRule.get('W' as RuleId)).toMatchObject({ toFail: 1, toPass: 0 })
  })

  it('says that nothing changes where only words did', () => {
    const doc = image([wide('a', 5)])
    const impact = impactOf(
      doc,
      old,
      next((t) => t.replace('Sure?', 'Really?')),
    )
    expect(touches(impact)).toBe(false)
    expect(addImpact(NO_IMPACT, impact)).toMatchObject({ images: 1, touched: 0 })
  })

  it('tells what is undecided only because nobody was asked', () => {
    const asks = next(same, ...RULES, '{id: Q, kind: class_scope, for: thing, ask: sure}')
    const asked = wide('a', 30, { answers: { sure: 'yes' } as Annotation['answers'] })
    const { flips } = impactOf(image([asked, wide('b', 30)]), old, asks)
    expect(flips).toEqual([{ rule: 'Q', on: ['b'], from: 'pass', to: 'undecided', neverAsked: true }])
  })

  it('names claims that a new class voids, and no others', () => {
    const more = next((t) => t.replace('  crowd:', '  rider: {is_a: any}\n  crowd:'))
    const doc = (coverage: Record<string, string>, nothingHere = false): ImageDocument =>
      image([], {
        coverage: coverage as ImageDocument['coverage'],
        answers: { tags: {}, questions: {}, nothingHere },
      })
    expect(impactOf(doc({ any: 'exhaustive', thing: 'exhaustive' }), old, more).voidClaims).toEqual([
      { class: 'any', by: ['rider'] },
    ])
    expect(impactOf(doc({ any: 'partial' }), old, more).voidClaims).toEqual([])
    expect(impactOf(doc({}, true), old, more).voidClaims).toEqual([{ by: ['rider'] }])
  })

  it('a class that only got another name voids nothing, and its labels are looked at under it', () => {
    const renamed = next(
      (t) =>
        `${t.replaceAll('thing', 'object')}migrations: [{from: 1.0.0, steps: [{do: rename, what: class, from: thing, to: object}]}]\n`,
    )
    const impact = impactOf(
      image([wide('a', 30)], { coverage: { any: 'exhaustive' } as ImageDocument['coverage'] }),
      old,
      renamed,
    )
    expect(impact).toMatchObject({ flips: [], voidClaims: [], removed: [], migrated: ['a'] })
  })

  it('counts overrides, and which of them expire', () => {
    const meaning = old.view.rules.find((r) => r.id === 'W')?.meaning ?? ''
    const override = { rule: 'W', reason: 'so', by: 'bo' as Person, at: '2026-01-01T00:00:00Z' as Instant, meaning }
    const doc = image([wide('a', 5, { overrides: [override] as Annotation['overrides'] })])
    const reworded = next(same, RULES[0]?.replace('id: W,', 'id: W, says: Wide,') ?? '', RULES[1] ?? '')
    const stricter = next(same, RULES[0]?.replace('10', '12') ?? '', RULES[1] ?? '')
    const gone = next(same, RULES[1] ?? '')
    expect(impactOf(doc, old, reworded).expired).toEqual([])
    expect(impactOf(doc, old, stricter).expired).toEqual([{ rule: 'W', on: 'a', why: 'meaning' }])
    expect(impactOf(doc, old, gone).expired).toEqual([{ rule: 'W', on: 'a', why: 'gone' }])
    const totals = addImpact(NO_IMPACT, impactOf(doc, old, stricter))
    expect(totals.byRule.get('W' as RuleId)).toMatchObject({ overrides: 1, expired: 1, toFail: 1 })
  })

  it('tells labels of a class that is gone, and finished images that no longer hold', () => {
    const without = next((t) => t.replace('  crowd: {is_a: any, roles: {visible: {}}}\n', ''))
    const doc = image([wide('a', 30, { class: 'crowd' as ClassId })], { state: 'finished' })
    expect(impactOf(doc, old, without)).toMatchObject({ removed: [{ on: 'a', class: 'crowd' }], reopened: true })
    expect(pairOf(old.view, without.view).added.size).toBe(0)
  })
})
