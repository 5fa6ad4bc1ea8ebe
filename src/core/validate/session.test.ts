import '../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { AnnotationId, ClassId, QuestionId, ReasonId, RuleId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { box, compiled, image, label, withRules } from './labels.test-support'
import type { Changed } from './engine'

const POLICY = withRules(
  '{id: I1, kind: ignore, for: any, when: "visible.height < 20", reason: small}',
  `{id: I2, kind: ignore, for: thing, when: "answer.sure == 'no'", reason: hidden}`,
  '{id: O1, kind: inference, for: thing, when: "has(full) && occlusion >= 0.3", evidence: {any: 1, of: [head, feet]}}',
  '{id: G1, kind: geometry, for: thing, when: has(full), require: "contains(full, visible, 1)"}',
  '{id: R1, kind: relation, duplicates: {role: visible, iou_over: 0.5}, severity: warning, override: {who: labeler}}',
  '{id: R2, kind: relation, for: thing, no_overlap: {role: full, over: 0.2}}',
  '{id: R3, kind: relation, for: thing, require: "others.all(o, !has(head) || !has(o.head) || iou(head, o.head) < 0.5)"}',
  `{id: A1, kind: attribute, for: thing, required_when: "disposition == 'positive' && image_answer.searched == 'yes'", fields: [pose]}`,
  '{id: M1, kind: image, require_answers: [usable, exhaustive.thing, searched]}',
  `{id: M2, kind: image, require: "annotations.filter(a, a.disposition == 'ignore').size() < 3"}`,
)
const policy = compiled(POLICY)

const anyBox = fc
  .record({
    x: fc.integer({ min: -5, max: 60 }),
    y: fc.integer({ min: -5, max: 60 }),
    w: fc.integer({ min: 0, max: 40 }),
    h: fc.integer({ min: 0, max: 40 }),
  })
  .map((b) => box(b.x, b.y, b.w, b.h))
const anyLabel = (id: string): fc.Arbitrary<Annotation> =>
  fc
    .record({
      roles: fc.record({ visible: anyBox, full: anyBox, head: anyBox }, { requiredKeys: [] }),
      class: fc.constantFrom('thing', 'crowd', 'any', 'gone').map((c) => c as ClassId),
      disposition: fc.constantFrom('positive', 'negative', 'ignore', 'skip'),
      reason: fc.option(
        fc.constantFrom('small', 'hidden', 'fake').map((r) => r as ReasonId),
        { nil: undefined },
      ),
      evidence: fc.option(fc.subarray(['head', 'feet']), { nil: undefined }),
      sure: fc.option(fc.constantFrom('yes', 'no'), { nil: undefined }),
      pose: fc.boolean(),
      override: fc.boolean(),
    })
    .map((l) => {
      const roles = Object.fromEntries(Object.entries(l.roles).filter(([, shape]) => shape !== undefined))
      const meaning = policy.view.rules.find((r) => r.id === 'R1')
        ?.meaning as Annotation['overrides'][number]['meaning']
      return label(id, roles, {
        class: l.class,
        disposition: l.disposition,
        ...(l.reason === undefined ? {} : { reason: l.reason }),
        declared: { levels: {}, ...(l.evidence === undefined ? {} : { evidence: l.evidence }) },
        answers: l.sure === undefined ? {} : { ['sure' as QuestionId]: l.sure },
        attributes: l.pose ? { pose: 'up' } : {},
        overrides: l.override
          ? [
              {
                rule: 'R1' as RuleId,
                reason: 'x',
                by: '' as Annotation['made']['by'],
                at: label('m', {}).made.at,
                meaning,
              },
            ]
          : [],
      })
    })

type Edit = (doc: ImageDocument) => { doc: ImageDocument; changed: Changed }
const IDS = ['a', 'b', 'c', 'd', 'e', 'f']
const put =
  (next: Annotation): Edit =>
  (doc) => {
    const at = doc.annotations.findIndex((a) => a.id === next.id)
    return {
      doc: { ...doc, annotations: at < 0 ? [...doc.annotations, next] : doc.annotations.with(at, next) },
      changed: { annotations: [next.id], image: false },
    }
  }
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...IDS)
      .chain(anyLabel)
      .map(put),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...IDS).map((id): Edit => (doc) => ({
      doc: { ...doc, annotations: doc.annotations.filter((a) => a.id !== id) },
      changed: { annotations: [id as AnnotationId], image: false },
    })),
  },
  // A change of one field only, so that facets matter.
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(5), anyBox, fc.constantFrom('visible', 'full', 'head'))
      .map(([n, shape, role]): Edit => (doc) => {
        const old = doc.annotations[n % Math.max(1, doc.annotations.length)]
        return old
          ? put({ ...old, roles: { ...old.roles, [role]: { shape, origin: 'drawn' } } })(doc)
          : { doc, changed: { annotations: [], image: false } }
      }),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        usable: fc.constantFrom('yes' as const, 'no' as const),
        searched: fc.constantFrom('yes', 'no'),
        nothingHere: fc.boolean(),
      })
      .map((a): Edit => (doc) => ({
        doc: {
          ...doc,
          answers: { tags: {}, questions: { searched: a.searched }, nothingHere: a.nothingHere, usable: a.usable },
        },
        changed: { annotations: [], image: true },
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('absent' as const, 'exhaustive' as const, 'not asked' as const)
      .map((c): Edit => (doc) => ({
        doc: { ...doc, coverage: { ['thing' as ClassId]: c } },
        changed: { annotations: [], image: true },
      })),
  },
)

describe('a session', () => {
  it('finds after any edits what a full check finds, and its answers tell the difference', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 30 }), (edits) => {
        let doc = image([])
        const session = policy.session(doc)
        const known = new Map(session.findings.map((f) => [f.key, f]))
        for (const edit of edits) {
          const next = edit(doc)
          doc = next.doc
          const change = session.update(doc, next.changed)
          for (const key of change.gone) known.delete(key)
          for (const f of change.come) known.set(f.key, f)
          const full = policy.check(doc)
          expect(session.findings).toEqual(full)
          expect([...known.values()].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
            [...full].sort((a, b) => (a.key < b.key ? -1 : 1)),
          )
        }
      }),
      { numRuns: 200 },
    )
  })

  it('has no two findings of one key', () => {
    fc.assert(
      fc.property(fc.tuple(...IDS.map(anyLabel)), (labels) => {
        const keys = policy.check(image(labels)).map((f) => f.key)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('gives the same verdicts whatever the drawing order', () => {
    fc.assert(
      fc.property(fc.tuple(...IDS.map(anyLabel)), (labels) => {
        const keys = (list: readonly Annotation[]): string[] =>
          policy
            .check(image(list))
            .map((f) => `${f.key} ${f.verdict}`)
            .sort()
        expect(keys([...labels].reverse())).toEqual(keys(labels))
      }),
    )
  })

  it('after moving one of 1,000 labels runs only its own checks and those of its neighbours', () => {
    const local = compiled(
      withRules(
        '{id: R1, kind: relation, duplicates: {role: visible, iou_over: 0.5}}',
        '{id: I1, kind: ignore, when: "visible.height < 5", reason: small}',
      ),
    )
    const labels = Array.from({ length: 1000 }, (_, i) =>
      label(`a${i}`, { visible: box((i % 40) * 30, Math.floor(i / 40) * 30, 20, 20) }),
    )
    const doc = image(labels, {}, 1200, 800)
    const session = local.session(doc)
    const moved = label('a500', { visible: box(10, 10, 20, 20) })
    const change = session.update(
      { ...doc, annotations: doc.annotations.with(500, moved) },
      { annotations: [moved.id], image: false },
    )
    expect(change.runs).toBeGreaterThan(0)
    expect(change.runs).toBeLessThan(20)
  })
})
