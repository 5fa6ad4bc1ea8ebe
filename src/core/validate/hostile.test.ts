import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { Finding } from '../model/finding'
import { box, compiled, image, label, withRules } from './labels.test-support'

/** Labels that all lie on each other, so that no window narrows anything. */
const heap = (count: number, roles: readonly string[] = ['visible', 'head']): Annotation[] =>
  Array.from({ length: count }, (_, i) =>
    label(`n${i}`, Object.fromEntries(roles.map((role) => [role, box(i % 7, i % 5, 60 + (i % 3), 50)]))),
  )
/** How much slower than a machine of its own this one is now: other work may keep it busy. */
const SLOWNESS = ((): number => {
  const begun = performance.now()
  let sum = 0
  for (let i = 0; i < 30_000_000; i++) sum += i % 7
  return sum > 0 ? Math.max(1, (performance.now() - begun) / 60) : 1
})()
const steps = (findings: readonly Finding[]): Finding[] => findings.filter((f) => f.message === 'undecided.steps')

describe('a policy cannot hang the validator', () => {
  const policies: Record<string, readonly string[]> = {
    'nested quantifiers': [
      '{id: H1, kind: relation, require: "others.all(a, others.all(b, others.all(c, iou(a.visible, b.visible) < iou(b.visible, c.visible) + 2.0)))"}',
    ],
    'lists of lists': [
      '{id: H1, kind: relation, require: "others.map(a, others.map(b, others.map(c, c.visible.width).size()).size()).size() > 0"}',
    ],
    'neighbours of neighbours': [
      '{id: H1, kind: relation, require: "others.all(a, iou(visible, a.visible) < 0.01 || others.all(b, iou(a.visible, b.visible) < 0.01 || b.visible.width > 0.0))"}',
    ],
    'an image rule over pairs of pairs': [
      '{id: H1, kind: image, require: "annotations.all(a, annotations.all(b, annotations.all(c, distance(a.visible, c.visible) < 1000.0 + b.visible.width)))"}',
    ],
    'duplicates among labels that all overlap': [
      '{id: H1, kind: relation, duplicates: {role: visible, iou_over: 0.99}}',
      '{id: H2, kind: relation, no_overlap: {role: head}}',
    ],
    'many rules, each within its own limit': Array.from(
      { length: 60 },
      (_, i) => `{id: H${i}, kind: relation, require: "others.filter(o, o.visible.width + ${i}.0 > 0.0).size() > 0"}`,
    ),
  }
  for (const [name, rules] of Object.entries(policies))
    it(`with ${name} over 10,000 labels: undecided within two seconds`, () => {
      const policy = compiled(withRules(...rules))
      const doc = image(heap(10_000))
      const begun = performance.now()
      const open = steps(policy.check(doc))
      expect(performance.now() - begun).toBeLessThan(2000 * SLOWNESS)
      expect(open.length).toBeGreaterThan(0)
      expect(open[0]?.verdict).toBe('undecided')
    }, 120_000)

  it('with one edit in such an image: the same', () => {
    const policy = compiled(withRules(...(policies['nested quantifiers'] ?? [])))
    const doc = image(heap(2000))
    const session = policy.session(doc)
    const next = { ...doc, annotations: doc.annotations.with(5, label('n5', { visible: box(1, 1, 40, 40) })) }
    const begun = performance.now()
    session.update(next, { annotations: ['n5' as Annotation['id']], image: false })
    expect(performance.now() - begun).toBeLessThan(2000 * SLOWNESS)
    expect(steps(session.findings).length).toBeGreaterThan(0)
  }, 120_000)

  it('and geometry counts with its vertices: polygons of 2,000 points against each other', () => {
    const circle = (x: number) => ({
      kind: 'polygon' as const,
      rings: [
        [
          Array.from({ length: 2000 }, (_, i): [number, number] => [
            x + 50 * Math.cos((i * Math.PI) / 1000),
            50 + 50 * Math.sin((i * Math.PI) / 1000),
          ]),
        ],
      ],
    })
    const labels = Array.from({ length: 400 }, (_, i) => label(`n${i}`, { visible: circle(50 + i / 10) }))
    const policy = compiled(
      withRules('{id: H1, kind: relation, require: "others.all(o, iou(visible, o.visible) < 2.0)"}'),
    )
    const begun = performance.now()
    expect(steps(policy.check(image(labels))).length).toBeGreaterThan(0)
    expect(performance.now() - begun).toBeLessThan(2000 * SLOWNESS)
  }, 120_000)

  it('leaves an honest policy its steps: 1,000 labels that all overlap, compared in pairs', () => {
    const policy = compiled(
      withRules('{id: R, kind: relation, require: "others.all(o, iou(visible, o.visible) < 2.0)"}'),
    )
    const spread = Array.from({ length: 1000 }, (_, i) =>
      label(`n${i}`, { visible: box((i % 40) * 10, Math.floor(i / 40) * 10, 15, 15) }),
    )
    expect(policy.check(image(spread, {}, 400, 250)).filter((f) => f.rule === 'R')).toEqual([])
  })
})
