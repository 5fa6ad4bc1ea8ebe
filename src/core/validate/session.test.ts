import '../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { Finding } from '../model/finding'
import type { ImageDocument } from '../model/image'
import type { CheckSession } from './engine'
import { box, compiled, image, label, withRules } from './labels.test-support'
import { anyEdit, anyLabel, type Edit } from './random.test-support'

const POLICY = withRules(
  '{id: I1, kind: ignore, for: any, when: "visible.height < 20", reason: small}',
  `{id: I2, kind: ignore, for: thing, when: "answer.sure == 'no'", reason: hidden}`,
  `{id: I3, kind: ignore, for: any, when: "others.exists(o, o.class == 'crowd' && ioa(visible, o.visible) > 0.6)", reason: hidden}`,
  '{id: O1, kind: inference, for: thing, when: "has(full) && occlusion >= 0.3", evidence: {any: 1, of: [head, feet]}}',
  '{id: G1, kind: geometry, for: thing, when: has(full), require: "contains(full, visible, 1)"}',
  '{id: R1, kind: relation, duplicates: {role: visible, iou_over: 0.5}, severity: warning, override: {who: labeler}}',
  '{id: R2, kind: relation, for: thing, no_overlap: {role: full, over: 0.2}}',
  '{id: R3, kind: relation, for: thing, require: "others.all(o, !has(head) || !has(o.head) || iou(head, o.head) < 0.5)"}',
  '{id: R4, kind: relation, for: thing, contained_in: {role: head, in: any, in_role: full, slack: 2}}',
  '{id: R5, kind: relation, for: thing, require: "others.filter(o, distance(visible, o.visible) <= 5).size() < 3"}',
  `{id: R6, kind: relation, for: crowd, require: "others.exists(o, o.class == 'thing' && o.answer.sure == 'yes')"}`,
  '{id: R7, kind: relation, for: thing, require: "!others.exists(o, iou(head, o.head) > 0.2 || iou(full, o.full) > 0.7)"}',
  '{id: R8, kind: relation, for: thing, require: "image.count < 9 || others.exists(o, iou(visible, o.visible) > 0.1 && annotations.exists(p, ioa(o.full, p.full) > 0.5))"}',
  `{id: A1, kind: attribute, for: thing, required_when: "disposition == 'positive' && image_answer.searched == 'yes'", fields: [pose]}`,
  '{id: M1, kind: image, require_answers: [usable, exhaustive.thing, searched]}',
  `{id: M2, kind: image, require: "annotations.filter(a, a.disposition == 'ignore').size() < 3"}`,
  '{id: M3, kind: image, require: "annotations.all(a, annotations.filter(b, iou(a.full, b.full) > 0.4).size() < 3)"}',
)
const policy = compiled(POLICY)
const meaning = policy.view.rules.find((r) => r.id === 'R1')?.meaning ?? ''
const words = (list: Iterable<Finding>): string[] => [...list].map((f) => JSON.stringify(f)).sort()

/** What a page knows of the findings that it is told of one after the other. */
class Told {
  readonly known: Map<string, Finding>
  readonly #session: CheckSession
  constructor(session: CheckSession) {
    this.#session = session
    this.known = new Map(session.findings.map((f) => [f.key, f]))
  }
  update(...args: Parameters<CheckSession['update']>): void {
    const change = this.#session.update(...args)
    for (const key of change.gone) this.known.delete(key)
    for (const f of change.come) this.known.set(f.key, f)
  }
}

/** Edits a document and holds the session against a full check after every `every`th edit. */
function follow(begin: ImageDocument, edits: readonly Edit[], every: number): void {
  let doc = begin
  const session = policy.session(doc)
  const told = new Told(session)
  for (const [i, edit] of edits.entries()) {
    const next = edit(doc)
    doc = next.doc
    told.update(doc, next.changed)
    if ((i + 1) % every !== 0) continue
    const full = policy.check(doc)
    // Texts are compared first: comparing thousands of findings field by field takes minutes.
    if (JSON.stringify(session.findings) !== JSON.stringify(full)) expect(session.findings).toEqual(full)
    if (i % 4 === 3) expect(words(told.known.values()).join('\n')).toBe(words(full).join('\n'))
  }
}

const IDS = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5']

describe('a session', () => {
  it('finds after any of 10,000 edits what a full check finds, and its answers tell the difference', () => {
    fc.assert(
      fc.property(fc.array(anyEdit(9, 60, meaning), { minLength: 80, maxLength: 80 }), (edits) => {
        follow(image([]), edits, 3)
      }),
      { numRuns: 115 },
    )
    const many = fc.tuple(...Array.from({ length: 70 }, (_, i) => anyLabel(`n${i}`, 500, meaning)))
    fc.assert(
      fc.property(many, fc.array(anyEdit(75, 500, meaning), { minLength: 100, maxLength: 100 }), (labels, edits) => {
        follow(image(labels, {}, 500, 500), edits, 50)
      }),
      { numRuns: 8 },
    )
  }, 240_000)

  it('has no two findings of one key', () => {
    fc.assert(
      fc.property(fc.tuple(...IDS.map((id) => anyLabel(id))), (labels) => {
        const keys = policy.check(image(labels)).map((f) => f.key)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('says the same of every label whatever the drawing order', () => {
    fc.assert(
      fc.property(
        fc.tuple(...IDS.map((id) => anyLabel(id, 60, meaning))),
        fc.infiniteStream(fc.nat()),
        (labels, picks) => {
          const shuffled: Annotation[] = []
          const left = [...labels]
          for (const n of picks) {
            shuffled.push(...left.splice(n % left.length, 1))
            if (left.length === 0) break
          }
          expect(words(policy.check(image(shuffled)))).toEqual(words(policy.check(image(labels))))
        },
      ),
    )
  })

  it('begins anew when the image has another size', () => {
    const labels = [label('n0', { visible: box(0, 0, 50, 50), full: box(0, 0, 90, 50) }), label('n1', {})]
    const doc = image(labels, {}, 100, 100)
    const session = policy.session(doc)
    const smaller = image(labels, {}, 60, 60)
    session.update(smaller, { annotations: [], image: true })
    expect(session.findings).toEqual(policy.check(smaller))
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

  it('after one edit among 1,000 labels runs rules about others only for neighbours and for the classes they name', () => {
    const around = compiled(
      withRules(
        '{id: I1, kind: ignore, when: "others.exists(o, o.class == \'crowd\' && ioa(visible, o.visible) > 0.8)", reason: small}',
        '{id: R1, kind: relation, require: "others.filter(o, iou(visible, o.visible) > 0.1).size() < 4"}',
        '{id: R2, kind: relation, for: thing, contained_in: {role: head, in: crowd, in_role: visible}}',
        "{id: R3, kind: relation, for: thing, require: \"!others.exists(o, o.class == 'crowd' && o.disposition == 'negative')\"}",
      ),
    )
    const labels = Array.from({ length: 1000 }, (_, i) =>
      label(`a${i}`, { visible: box((i % 40) * 30, Math.floor(i / 40) * 30, 33, 33), head: box(i, 5, 3, 3) }),
    )
    const doc = image(labels, {}, 1200, 800)
    const session = around.session(doc)
    const edited = (next: Annotation): number => {
      const after = { ...doc, annotations: doc.annotations.with(500, next) }
      const { runs } = session.update(after, { annotations: [next.id], image: false })
      expect(session.findings).toEqual(around.check(after))
      return runs
    }
    const moved = edited(label('a500', { visible: box(610, 310, 33, 33), head: box(3, 3, 3, 3) }))
    expect(moved).toBeGreaterThan(8)
    expect(moved).toBeLessThan(60)
    // A rule about all of a class runs for every label when one of that class comes, and counts as that.
    expect(
      edited(label('a500', { visible: box(610, 310, 33, 33) }, { class: 'crowd' as Annotation['class'] })),
    ).toBeGreaterThan(999)
  })
})
