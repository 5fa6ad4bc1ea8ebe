/** The reasoner against the engine: what it calls impossible never happens. */
import '../../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../../model/annotation'
import type { ClassId, RoleId } from '../../model/ids'
import { box, image, label } from '../../validate/labels.test-support'
import { compileExpression } from '../expression/expression'
import { namesOf } from '../expression/members'
import { sceneOf } from '../expression/scene'
import { parsePolicy } from '../parse'
import { vocabularyOf } from '../vocabulary'
import { boxesOf } from './formula'
import { policy } from './lint.test-support'
import { Reader } from './read'
import { solve } from './satisfy'
import { Universe } from './universe'

const parsed = parsePolicy(policy([]))
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
const vocabulary = vocabularyOf(parsed.value.document)
const names = namesOf(vocabulary)
const universe = new Universe(vocabulary, names)
const reader = new Reader(universe, {})
const budget = (): { left: number } => ({ left: 1_000_000 })

const size = fc.constantFrom(5, 9.5, 10, 10.5, 20, 25)
const operator = fc.constantFrom('<', '<=', '>', '>=', '==', '!=')
const number = fc.constantFrom(
  'visible.height',
  'full.height',
  'full.width',
  'visible.clipped.width',
  'head.area',
  'occlusion',
  'truncation',
  'attribute.speed',
  'rank.occ',
)
const atom = fc.oneof(
  fc.tuple(number, operator, fc.constantFrom(0, 0.05, 0.4, 1, 5, 9.5, 10, 20, 60)).map(([n, o, v]) => `${n} ${o} ${v}`),
  fc.tuple(number, operator, fc.constantFrom(10, 20)).map(([n, o, v]) => `${v} ${o} 2 * ${n} - 10`),
  fc.tuple(number, operator, number).map(([a, o, b]) => `${a} ${o} ${b}`),
  fc.constantFrom(
    'has(full)',
    'has(head)',
    'has(full.height)',
    'has(answer.sure)',
    "answer.sure == 'yes'",
    "answer.sure != 'yes'",
    "answer.sure in ['yes', 'no']",
    "level.occ == 'low'",
    "attribute.pose in ['up']",
    "class == 'person'",
    "class != 'rider'",
    "is_a('road_user')",
    "disposition == 'ignore'",
    "disposition in ['positive', 'skip']",
    "reason == 'crowd'",
    "look_alike == 'none'",
    "tag.light == 'day'",
    'touches_border(full)',
    "others.exists(o, o.class == 'rider')",
    'contains(full, visible, 2)',
    'true',
    'false',
  ),
)
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie('expression').map((a) => `!(${a})`),
  ),
}))

const rect = fc
  .tuple(fc.constantFrom(-5, 0, 10, 95), fc.constantFrom(0, 10), size, size)
  .map(([x, y, w, h]) => box(x, y, w, h))
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const anyLabel = fc
  .record({
    cls: fc.constantFrom('person', 'rider'),
    visible: maybe(rect),
    full: maybe(rect),
    head: maybe(rect),
    disposition: fc.constantFrom('positive', 'negative', 'ignore', 'skip'),
    reason: maybe(fc.constantFrom('crowd', 'too_small')),
    sure: maybe(fc.constantFrom('yes', 'no', 'unknown')),
    occ: maybe(fc.constantFrom('none', 'low', 'heavy')),
    pose: maybe(fc.constantFrom('up', 'down')),
    speed: maybe(fc.constantFrom(0, 5, 60)),
    poster: fc.boolean(),
  })
  .map((l): Annotation => {
    const person = l.cls === 'person'
    // Only what the class can have: the engine does not look further either, and other rules refuse the rest.
    const roles = { visible: l.visible, ...(person ? { full: l.full, head: l.head } : {}) }
    const drawn = Object.fromEntries(
      Object.entries(roles).filter((e): e is [string, ReturnType<typeof box>] => e[1] !== undefined),
    )
    const made = label('a', drawn)
    return {
      ...made,
      class: l.cls as ClassId,
      roles: made.roles as Annotation['roles'] & Record<RoleId, never>,
      disposition: l.disposition as Annotation['disposition'],
      ...(l.reason === undefined ? {} : { reason: l.reason as never }),
      declared: { levels: l.occ === undefined ? {} : { occ: l.occ }, ...(l.poster ? { lookAlike: 'poster' } : {}) },
      answers: (person && l.sure !== undefined ? { sure: l.sure } : {}) as Annotation['answers'],
      attributes: {
        ...(person && l.pose !== undefined ? { pose: l.pose } : {}),
        ...(l.speed === undefined ? {} : { speed: l.speed }),
      },
    }
  })

describe('what labels can be', () => {
  it('an expression that the engine calls true, false or unknown is never proved to be otherwise', () => {
    fc.assert(
      fc.property(expression, anyLabel, fc.boolean(), (source, annotation, crowd) => {
        const others = crowd ? [label('b', { visible: box(1, 1, 5, 5) }, { class: 'rider' as ClassId })] : []
        const doc = image([annotation, ...others])
        const scene = sceneOf(doc)
        const [self] = scene.subjects
        const value = compileExpression(source, 'bool', names, vocabulary).value(self, scene)
        const wants =
          value === undefined
            ? (['not-true', 'not-false'] as const)
            : value
              ? (['true', 'not-false'] as const)
              : (['false', 'not-true'] as const)
        for (const want of wants) {
          const found = solve(
            [{ formula: reader.formula(source), want }],
            annotation.class,
            new Set([annotation.disposition]),
            universe,
            budget(),
          )
          expect(found.length, `${source} is ${String(value)}, ${want}`).toBeGreaterThan(0)
        }
      }),
      { numRuns: 4_000 },
    )
  })
  it('a formula and its opposite are never both sure', () => {
    fc.assert(
      fc.property(expression, (source) => {
        const formula = reader.formula(source)
        const both = solve(
          [
            { formula, want: 'true' },
            { formula, want: 'false' },
          ],
          'person',
          undefined,
          universe,
          budget(),
        )
        // Where there are too many boxes everything is possible; small formulas are exact.
        if (source.length < 60) expect(both, source).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
  it('gives up instead of growing without end', () => {
    const wide = Array.from(
      { length: 30 },
      (_, i) => `(visible.height < ${i} || full.height > ${i + 5} || answer.sure == 'no')`,
    ).join(' && ')
    const left = { left: 50_000 }
    const started = performance.now()
    expect(boxesOf(reader.formula(wide), 'true', left).length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
