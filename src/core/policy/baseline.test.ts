import '../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { Instant, Person } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { box, compiled, image, label, withRules } from '../validate/labels.test-support'
import {
  baselineText,
  carried,
  emptyBaseline,
  entryOf,
  KnownViolations,
  pruned,
  readBaseline,
  withEntries,
  type Baseline,
} from './baseline'

const AT = '2026-11-24T12:00:00.000Z' as Instant
const policy = compiled(
  withRules(
    '{id: S, kind: geometry, min_size: {role: visible, width: 10}}',
    '{id: T, kind: geometry, min_size: {role: visible, height: 10}}',
    '{id: Q, kind: class_scope, for: thing, ask: sure}',
    '{id: D, kind: relation, duplicates: {role: visible, iou_over: 0.5}}',
    '{id: I, kind: image, require_answers: [usable]}',
  ),
)
const none = emptyBaseline(policy.view.ref, 'anna' as Person, AT)
const accept = (doc: ImageDocument, into: Baseline = none): Baseline =>
  withEntries(
    into,
    policy.check(doc).map((f) => entryOf(doc, f)),
  )

const size = fc.integer({ min: 1, max: 30 })
const someLabel = fc.record({ x: fc.integer({ min: 0, max: 40 }), w: size, h: size, sure: fc.boolean() })
const documents = fc
  .array(someLabel, { maxLength: 6 })
  .map((labels) =>
    image(
      labels.map(({ x, w, h, sure }, i) =>
        label(`n${i}`, { visible: box(x, 0, w, h) }, sure ? { answers: { sure: 'yes' } as Annotation['answers'] } : {}),
      ),
    ),
  )
const edited = (doc: ImageDocument, at: number): ImageDocument => ({
  ...doc,
  annotations: doc.annotations.map((a, i) => (i === at ? { ...a, attributes: { pose: 'up' } } : a)),
})

describe('the baseline', () => {
  it('accepts all that was there, and nothing of what is new', () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const known = new KnownViolations(accept(doc))
        const findings = policy.check(doc)
        expect(findings.every((f) => known.isKnown(doc, f))).toBe(true)
        const more = { ...doc, annotations: [...doc.annotations, label('new', { visible: box(300, 300, 1, 1) })] }
        const added = policy.check(more).filter((f) => f.on.some((id) => id === 'new'))
        expect(added.length).toBeGreaterThan(0)
        expect(added.some((f) => known.isKnown(more, f))).toBe(false)
      }),
    )
  })

  it('pruned of what no longer occurs accepts exactly what it accepted before, and nothing is left to prune', () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(5)), fc.nat(5), (doc, gone, touched) => {
        const baseline = accept(doc)
        const less = { ...doc, annotations: doc.annotations.filter((_, i) => !gone.includes(i)) }
        const now = edited(less, touched)
        const findings = policy.check(now)
        const known = new KnownViolations(baseline)
        const state = known.state(now, findings)
        const after = new KnownViolations(pruned(baseline, [...state.gone, ...state.void]))
        expect(findings.map((f) => after.isKnown(now, f))).toEqual(findings.map((f) => known.isKnown(now, f)))
        expect(after.state(now, findings)).toEqual({ holding: state.holding, gone: [], void: [] })
        expect(state.holding.length + state.gone.length + state.void.length).toBe(known.size)
        expect(state.holding).toHaveLength(findings.filter((f) => known.isKnown(now, f)).length)
      }),
    )
  })

  it('an edit of a label voids what is said of it, alone or with others, and leaves the rest', () => {
    const doc = image([
      label('a', { visible: box(0, 0, 5, 20) }),
      label('b', { visible: box(0, 0, 5, 20) }),
      label('c', { visible: box(50, 0, 5, 20) }),
    ])
    const known = new KnownViolations(accept(doc))
    const now = edited(doc, 0)
    const binding = policy.check(now).filter((f) => !known.isKnown(now, f))
    expect(binding.map((f) => f.key).sort()).toEqual(['D|a+b|duplicates', 'Q|a|ask', 'S|a|width'])
    expect(
      known
        .state(now, policy.check(now))
        .void.map((e) => e.rule)
        .sort(),
    ).toEqual(['D', 'Q', 'S'])
  })

  it('who made it, second looks and overrides void nothing; answers about the image void what is said of the image', () => {
    const doc = image([label('a', { visible: box(0, 0, 5, 5) })])
    const known = new KnownViolations(accept(doc))
    const looked = {
      ...doc,
      annotations: doc.annotations.map((a) => ({ ...a, reviews: [], made: { ...a.made, by: 'bo' as Person } })),
    }
    expect(policy.check(looked).every((f) => known.isKnown(looked, f))).toBe(true)
    const answered: ImageDocument = { ...doc, answers: { ...doc.answers, tags: { light: 'day' } } }
    expect(
      policy
        .check(answered)
        .filter((f) => !known.isKnown(answered, f))
        .map((f) => f.rule),
    ).toEqual(['I'])
  })

  it('accepts an open question but not the failure that it turned out to be', () => {
    const doc = image([label('a', { visible: box(0, 0, 5, 5) })])
    const finding = policy.check(doc).find((f) => f.rule === 'Q')
    expect(finding?.verdict).toBe('undecided')
    const known = new KnownViolations(accept(doc))
    expect(finding && known.isKnown(doc, { ...finding, verdict: 'fail' })).toBe(false)
  })

  it('goes with labels that a migration rewrites; what was void stays void', () => {
    const doc = image([label('a', { visible: box(0, 0, 5, 5) }), label('b', { visible: box(50, 0, 5, 5) })])
    const touched = edited(doc, 1)
    const renamed = {
      ...touched,
      annotations: touched.annotations.map((a) => ({ ...a, attributes: { posture: 'up' } })),
    }
    const before = accept(doc)
    const after = new KnownViolations({ ...before, entries: carried(before.entries, touched, renamed) })
    const isKnown = policy.check(renamed).filter((f) => after.isKnown(renamed, f))
    expect(new Set(isKnown.flatMap((f) => f.on))).toEqual(new Set(['a']))
  })

  it('is the same text whatever the order, and reads back', () => {
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.nat()), (doc, shuffle) => {
        const baseline = accept(doc)
        const keyed = baseline.entries.map((e) => [Number(shuffle.next().value), e] as const)
        const mixed = { ...baseline, entries: keyed.sort((a, b) => a[0] - b[0]).map(([, e]) => e) }
        const text = baselineText(mixed)
        expect(text).toBe(baselineText(baseline))
        expect(readBaseline(text)).toEqual({ ok: true, value: baseline })
        expect(text.split('\n').length).toBeGreaterThan(baseline.entries.length)
      }),
    )
  })

  it('says what is wrong with a file', () => {
    expect(readBaseline('{')).toMatchObject({ problems: [{ code: 'baseline.invalid', values: { reason: 'json' } }] })
    expect(readBaseline(baselineText(none).replace('"at":', '"when":'))).toMatchObject({
      problems: [{ code: 'baseline.invalid', values: { reason: 'schema' } }],
    })
    expect(readBaseline('{"version": 2}')).toMatchObject({ problems: [{ code: 'baseline.newer-version' }] })
  })
})
