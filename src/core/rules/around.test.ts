/** Rules that look around a label, kept up to date edit by edit: the same findings as a full check, in any drawing order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { AnnotationId, ClassId, QuestionId, RoleId } from '../model/ids'
import type { ImageDocument, Zone } from '../model/image'
import { policyOf } from '../policy/cases.test-support'
import { image, label } from '../validate/labels.test-support'

const policy = policyOf(`
define: {crowded: "others.exists(o, iou(visible, o.visible) > 0.2)", dark: "zone.ego == 1"}
reasons: {ignore: [a, b]}
zones: {ego: {}, road: {}}
links: {on: {from: rider, to: bike, need: '1..1', inverse_need: '0..1'}}
classes: {rider: {}, bike: {}, region: {}}
attributes: {dummy: {type: bool, scope: group}, seen: {type: bool, when: "group == 'g'"}}
questions: {q: {ask: Q, answers: [x, y], for: rider, when: crowded}}
rules:
  - {id: A, kind: relation, in_ignored: {role: visible, over: 0.3}, then: ignore, reason: a}
  - {id: B, kind: relation, in_zone: {zone: road, role: visible, over: 0.3}, then: ignore, reason: b}
  - {id: C, kind: relation, for: rider, count_per: {parent: group, at_most: 2}}
  - {id: D, kind: relation, for: rider, count_per: {parent: bike, link: on, at_most: 1}}
  - {id: E, kind: relation, depth_order: {role: visible}}
  - {id: F, kind: relation, unique_track: class}
  - {id: G, kind: class_scope, for: rider, ask: q}
  - {id: H, kind: relation, for: rider, require: "linked('on').all(v, v.visible.width > 20 && !v.crowded)"}
  - {id: I, kind: relation, for: bike, require: "linked_from('on').exists(r, has(r.order)) || dark"}
  - {id: J, kind: relation, require: "group_members().all(o, same_group(o) && o.attribute.seen)"}
  - {id: K, kind: attribute, fields: [seen]}
  - {id: L, kind: process, second_look: {of: image}}
  - {id: M, kind: geometry, when: "answer.q == 'x'", require: "share_in_zone(visible, 'ego') < 0.5"}
`)

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const anId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') as fc.Arbitrary<AnnotationId>
const aBox = fc
  .tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([x, y, w, h]) => ({ kind: 'box' as const, x, y, w, h }))

const aLabel = fc
  .record({
    id: anId,
    cls: fc.constantFrom('rider', 'bike', 'region'),
    box: maybe(aBox),
    disposition: fc.constantFrom('positive', 'ignore', 'negative') as fc.Arbitrary<Annotation['disposition']>,
    appliesTo: maybe(fc.constantFrom('all' as const, ['rider' as ClassId])),
    group: maybe(fc.constantFrom('g', 'h')),
    track: maybe(fc.constantFrom('1', '2')),
    order: maybe(fc.integer({ min: 0, max: 2 })),
    to: maybe(anId),
    answer: maybe(fc.constantFrom('x', 'y')),
    seen: maybe(fc.boolean()),
    dummy: maybe(fc.boolean()),
  })
  .map((r): Annotation => ({
    ...label(r.id, r.box ? { ['visible' as RoleId]: r.box } : {}, {
      class: r.cls as ClassId,
      disposition: r.disposition,
    }),
    answers: r.answer === undefined ? {} : { ['q' as QuestionId]: r.answer },
    attributes: {
      ...(r.seen === undefined ? {} : { seen: r.seen }),
      ...(r.dummy === undefined ? {} : { dummy: r.dummy }),
    },
    links: r.to === undefined ? [] : [{ kind: 'on', to: r.to }],
    ...(r.appliesTo === undefined ? {} : { appliesTo: r.appliesTo }),
    ...(r.group === undefined ? {} : { group: r.group }),
    ...(r.track === undefined ? {} : { track: r.track }),
    ...(r.order === undefined ? {} : { order: r.order }),
  }))

type Edit = { readonly put: Annotation } | { readonly drop: AnnotationId } | { readonly zones: readonly Zone[] }
const anEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: aLabel.map((put) => ({ put })) },
  { weight: 1, arbitrary: anId.map((drop) => ({ drop })) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.record({ kind: fc.constantFrom('ego', 'road'), shape: aBox }), { maxLength: 3 })
      .map((zones) => ({ zones: zones.map((z, i) => ({ ...z, id: `z${i}` })) })),
  },
)

function applied(doc: ImageDocument, edit: Edit): { doc: ImageDocument; touched: AnnotationId[]; image: boolean } {
  if ('zones' in edit) return { doc: { ...doc, zones: [...edit.zones] }, touched: [], image: true }
  const id = 'put' in edit ? edit.put.id : edit.drop
  const rest = doc.annotations.filter((a) => a.id !== id)
  return { doc: { ...doc, annotations: 'put' in edit ? [...rest, edit.put] : rest }, touched: [id], image: false }
}

describe('rules that look around a label', () => {
  it('after each edit find what a full check finds', () => {
    fc.assert(
      fc.property(fc.array(anEdit, { minLength: 5, maxLength: 40 }), (edits) => {
        let doc: ImageDocument = image([])
        const session = policy.session(doc)
        for (const edit of edits) {
          const next = applied(doc, edit)
          doc = next.doc
          session.update(doc, { annotations: next.touched, image: next.image })
          expect(session.findings).toEqual(policy.check(doc))
        }
      }),
      { numRuns: 60 },
    )
  })
  it('do not depend on drawing order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aLabel, { selector: (a) => a.id, maxLength: 6 }), (labels) => {
        const keys = (list: Annotation[]): string[] =>
          policy
            .check(image(list))
            .map((f) => `${f.key} ${f.verdict} ${f.message}`)
            .sort()
        expect(keys([...labels].reverse())).toEqual(keys(labels))
      }),
      { numRuns: 200 },
    )
  })
})
