import '../../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../../model/annotation'
import { anyLabel, policyOf } from '../../validate/random.test-support'
import { image } from '../../validate/labels.test-support'
import { compileExpression, type CompiledExpression } from './expression'
import { namesOf } from './members'
import { sceneOf } from './scene'
import { aroundOf, type Around } from './types'

const { vocabulary } = policyOf()
const compile = (source: string): CompiledExpression =>
  compileExpression(source, 'bool', namesOf(vocabulary), vocabulary)
const aroundsOf = (source: string): Around[] => [...compile(source).reads].map(aroundOf).filter((a) => a !== undefined)

/** Conditions about another label `o`, some with windows, some without, nested in all ways. */
const anyCondition: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .constantFrom(
        'iou(visible, o.visible) > 0.2',
        'ioa(o.full, visible) >= 0.3',
        'ioa(head, o.head) <= 0.4',
        '0.1 < ioa(visible, o.full)',
        'iou(full, o.full) < 0.6',
        'iou(full, o.full) >= 0.0',
        'contains(full, o.visible)',
        'contains(o.visible, head, 3)',
        'distance(visible, o.visible) < 7',
        'distance(full, o.full) <= 0',
        'distance(o.head, visible) > 12',
        "o.class == 'crowd'",
        "o.class != 'thing'",
        "'thing' == o.class",
        "o.class in ['crowd']",
        "o.is_a('any')",
        "o.disposition == 'ignore'",
        "o.answer.sure == 'yes'",
        'o.visible.height < 20',
        'has(o.head)',
        'visible.width > 10',
        'o.occlusion > 0.3',
        "others.exists(p, iou(o.visible, p.visible) > 0.3 && p.class == 'crowd')",
      )
      .filter((c) => !c.includes('gone2')),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((a) => `!(${a})`),
  ),
})).condition

const anyLabels = (most: number): fc.Arbitrary<Annotation[]> =>
  fc.integer({ min: 1, max: most }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyLabel(`n${i}`))))

/** For every label both expressions have the same value. */
function same(a: string, b: string, labels: readonly Annotation[], size: number): void {
  const [p, q] = [compile(a), compile(b)]
  const scene = sceneOf(image(labels, {}, size, size))
  for (const subject of scene.subjects) {
    expect(p.value(subject, scene), a).toBe(q.value(subject, scene))
    expect(p.explain(subject, scene).value, a).toBe(q.value(subject, scene))
  }
}

describe('a quantifier over neighbours only', () => {
  // `map` visits everyone, so it is what the others are held against.
  for (const [size, most, runs] of [
    [100, 9, 80],
    [600, 70, 6],
  ] as const)
    it(`has the value of one over everyone, unknowns included, with up to ${most} labels`, () => {
      fc.assert(
        fc.property(anyCondition, anyLabels(most), (condition, labels) => {
          same(`others.exists(o, ${condition})`, `true in others.map(o, ${condition})`, labels, size)
          same(`others.all(o, ${condition})`, `!(false in others.map(o, ${condition}))`, labels, size)
          same(
            `others.filter(o, ${condition}).size() > 1`,
            // Unknown as soon as one is.
            `others.all(o, (${condition}) || !(${condition})) ? others.map(o, ${condition}).filter(b, b).size() > 1 : others.filter(o, ${condition}).size() > 1`,
            labels,
            size,
          )
          same(
            `annotations.exists_one(o, ${condition})`,
            `annotations.map(o, ${condition}).exists_one(b, b)`,
            labels,
            size,
          )
        }),
        { numRuns: runs },
      )
    })

  it('says around which shapes and classes it looks, so that other edits need not run it', () => {
    expect(aroundsOf("others.exists(o, o.class == 'crowd' && ioa(visible, o.visible) > 0.8)")).toEqual([
      {
        facets: ['class', 'disposition', 'role:visible'],
        classes: ['crowd'],
        near: [{ mine: 'visible', theirs: 'visible', reach: 0 }],
      },
    ])
    expect(aroundsOf('others.all(o, !has(o.head) || iou(full, o.head) < 0.5)')[0]?.near).toEqual([
      { mine: 'full', theirs: 'head', reach: 0 },
    ])
    const [around] = aroundsOf('others.exists(o, distance(visible, o.visible) < 10)')
    expect(around?.near?.[0]?.reach).toBeGreaterThanOrEqual(10)
  })

  it('looks at everyone where a label far away may decide', () => {
    for (const source of [
      "others.exists(o, o.disposition == 'ignore' || ioa(visible, o.visible) > 0.8)",
      'others.exists(o, iou(visible, o.visible) >= 0.0)',
      'others.all(o, iou(visible, o.visible) > 0.5)',
      'others.exists(o, distance(visible, o.visible) > 10)',
      'others.exists(o, ioa(visible, o.visible) > 0.8 ? true : false)',
    ])
      expect(aroundsOf(source).map((a) => a.near)).toEqual([undefined])
  })
})
