import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import type { QuestionId, ReasonId, RuleId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { box, compiled, image, label, verdict, withRules } from '../validate/labels.test-support'

type Expected = 'pass' | 'fail' | 'undecided'
const ignored = (reason: string): Partial<Annotation> => ({ disposition: 'ignore', reason: reason as ReasonId })
const sure = (answer: string): Partial<Annotation> => ({ answers: { ['sure' as QuestionId]: answer } })
const tall = (height: number): { visible: ReturnType<typeof box> } => ({ visible: box(10, 10, 8, height) })

/** [what is drawn and said] → verdict of rule X. */
function table(
  title: string,
  rule: string,
  rows: readonly (readonly [string, Annotation | readonly Annotation[], Expected])[],
  more: Partial<ImageDocument> = {},
): void {
  describe(title, () => {
    const policy = compiled(withRules(rule))
    for (const [what, drawn, expected] of rows)
      it(`${what}: ${expected}`, () => {
        expect(verdict(policy, 'X', image(Array.isArray(drawn) ? drawn : [drawn as Annotation], more))).toBe(expected)
      })
  })
}

table('ignore: a small thing', '{id: X, kind: ignore, when: "visible.height < 20", reason: small}', [
  ['positive of 19 px', label('a', tall(19)), 'fail'],
  ['positive of 20 px', label('a', tall(20)), 'pass'],
  ['ignored as small at 19 px', label('a', tall(19), ignored('small')), 'pass'],
  ['ignored as small at 20 px', label('a', tall(20), ignored('small')), 'fail'],
  ['ignored for another reason at 20 px', label('a', tall(20), ignored('hidden')), 'pass'],
  ['negative of 19 px', label('a', tall(19), { disposition: 'negative', reason: 'fake' as ReasonId }), 'pass'],
  ['positive without the shape', label('a', { full: box(0, 0, 5, 5) }), 'undecided'],
  ['ignored as small without the shape', label('a', { full: box(0, 0, 5, 5) }, ignored('small')), 'undecided'],
])
table(
  'ignore: a band asks a person',
  '{id: X, kind: ignore, for: thing, band: {measure: visible.height, from: 10, to: 20, ask: sure}, reason: small}',
  [
    ['9 px', label('a', tall(9)), 'fail'],
    ['10 px, not asked', label('a', tall(10)), 'undecided'],
    ['19 px, not asked', label('a', tall(19)), 'undecided'],
    ['10 px, asked and kept', label('a', tall(10), sure('yes')), 'pass'],
    ['10 px, asked and ignored', label('a', tall(10), { ...sure('no'), ...ignored('small') }), 'pass'],
    ['20 px', label('a', tall(20)), 'pass'],
  ],
)
table(
  'class_scope: look-alikes',
  '{id: X, kind: class_scope, for: thing, look_alike: [poster], then: negative, reason: fake}',
  [
    ['a positive poster', label('a', tall(30), { declared: { levels: {}, lookAlike: 'poster' } }), 'fail'],
    [
      'a negative poster',
      label('a', tall(30), {
        declared: { levels: {}, lookAlike: 'poster' },
        disposition: 'negative',
        reason: 'fake' as ReasonId,
      }),
      'pass',
    ],
    ['a thing of which nobody said that it looks like something', label('a', tall(30)), 'pass'],
  ],
)
table('class_scope: a question', '{id: X, kind: class_scope, for: thing, ask: sure}', [
  ['a positive without answer', label('a', tall(30)), 'undecided'],
  ['a positive with answer', label('a', tall(30), sure('yes')), 'pass'],
  ['an ignored one without answer', label('a', tall(30), ignored('small')), 'pass'],
])
table(
  'inference: evidence',
  '{id: X, kind: inference, for: thing, when: "has(full) && occlusion >= 0.5", evidence: {any: 2, of: [head, feet, side]}}',
  [
    ['half hidden, nothing said', label('a', { visible: box(0, 0, 10, 5), full: box(0, 0, 10, 10) }), 'undecided'],
    [
      'half hidden, one piece',
      label(
        'a',
        { visible: box(0, 0, 10, 5), full: box(0, 0, 10, 10) },
        { declared: { levels: {}, evidence: ['head'] } },
      ),
      'fail',
    ],
    [
      'half hidden, two pieces',
      label(
        'a',
        { visible: box(0, 0, 10, 5), full: box(0, 0, 10, 10) },
        { declared: { levels: {}, evidence: ['head', 'side'] } },
      ),
      'pass',
    ],
    ['less than half hidden, nothing said', label('a', { visible: box(0, 0, 10, 6), full: box(0, 0, 10, 10) }), 'pass'],
    ['not inferred', label('a', { visible: box(0, 0, 10, 5) }), 'pass'],
  ],
)
table('inference: outside the image', '{id: X, kind: inference, for: thing, beyond_image: {up_to: 0.6}}', [
  ['60 % outside', label('a', { full: box(-6, 0, 10, 10) }), 'pass'],
  ['61 % outside', label('a', { full: box(-61, 0, 100, 10) }), 'fail'],
])
table(
  'inference: which shape to draw',
  '{id: X, kind: inference, for: thing, when: "touches_border(visible)", draw: [full]}',
  [
    ['at the border without full', label('a', { visible: box(0, 10, 8, 8) }), 'fail'],
    ['at the border with full', label('a', { visible: box(0, 10, 8, 8), full: box(-4, 10, 12, 8) }), 'pass'],
    ['away from the border', label('a', { visible: box(1, 10, 8, 8) }), 'pass'],
  ],
)
table('geometry: smallest size', '{id: X, kind: geometry, min_size: {role: visible, width: 4, height: 4}}', [
  ['4 × 4', label('a', { visible: box(0, 0, 4, 4) }), 'pass'],
  ['3.9 × 4', label('a', { visible: box(0, 0, 3.9, 4) }), 'fail'],
])
table('geometry: inside the image', '{id: X, kind: geometry, inside_image: visible}', [
  ['on the border', label('a', { visible: box(0, 0, 200, 100) }), 'pass'],
  ['over the border', label('a', { visible: box(0, 0, 200.1, 100) }), 'fail'],
])
table('geometry: equal shapes', '{id: X, kind: geometry, for: thing, equal: {roles: [visible, full], tolerance: 1}}', [
  ['1 px apart', label('a', { visible: box(0, 0, 9, 9), full: box(1, 0, 9, 9) }), 'pass'],
  ['2 px apart', label('a', { visible: box(0, 0, 9, 9), full: box(2, 0, 9, 9) }), 'fail'],
  ['one missing', label('a', { visible: box(0, 0, 9, 9) }), 'undecided'],
])
table('geometry: defects', '{id: X, kind: geometry, no_defects: [inverted, zero-area]}', [
  ['an inverted box', label('a', { visible: box(9, 9, -5, -5) }), 'fail'],
  ['a box without area', label('a', { visible: box(9, 9, 0, 5) }), 'fail'],
  ['a good box', label('a', { visible: box(9, 9, 5, 5) }), 'pass'],
])
table(
  'attribute: required when',
  `{id: X, kind: attribute, for: thing, required_when: "disposition == 'positive'", fields: [pose]}`,
  [
    ['missing on a positive', label('a', tall(30)), 'undecided'],
    ['set', label('a', tall(30), { attributes: { pose: 'up' } }), 'pass'],
    ['unknown is an answer', label('a', tall(30), { attributes: { pose: 'unknown' } }), 'pass'],
    ['missing on an ignored one', label('a', tall(30), ignored('small')), 'pass'],
  ],
)
table('relation: duplicates', '{id: X, kind: relation, duplicates: {role: visible, iou_over: 0.5}}', [
  [
    'IoU of exactly 0.5',
    [label('a', { visible: box(0, 0, 30, 10) }), label('b', { visible: box(10, 0, 30, 10) })],
    'pass',
  ],
  ['IoU above 0.5', [label('a', { visible: box(0, 0, 30, 10) }), label('b', { visible: box(9, 0, 30, 10) })], 'fail'],
  [
    'of different classes',
    [
      label('a', { visible: box(0, 0, 30, 10) }),
      label('b', { visible: box(0, 0, 30, 10) }, { class: 'crowd' as Annotation['class'] }),
    ],
    'pass',
  ],
])
table(
  'relation: contained in',
  '{id: X, kind: relation, for: thing, contained_in: {role: visible, in: crowd, in_role: visible, slack: 1}}',
  [
    [
      'sticking out by 1 px',
      [
        label('a', { visible: box(-1, 0, 5, 5) }),
        label('b', { visible: box(0, 0, 30, 10) }, { class: 'crowd' as Annotation['class'] }),
      ],
      'pass',
    ],
    [
      'sticking out by 2 px',
      [
        label('a', { visible: box(-2, 0, 5, 5) }),
        label('b', { visible: box(0, 0, 30, 10) }, { class: 'crowd' as Annotation['class'] }),
      ],
      'fail',
    ],
  ],
)
table('process: nobody has looked', '{id: X, kind: process, unreviewed: [model]}', [
  [
    'a shape of a model',
    label('a', {}, { roles: { visible: { shape: box(0, 0, 5, 5), origin: 'model' } } as Annotation['roles'] }),
    'fail',
  ],
  ['a drawn shape', label('a', tall(30)), 'pass'],
])

describe('a requirement that names the look-alike', () => {
  const policy = compiled(withRules(`{id: X, kind: geometry, for: thing, require: "look_alike != 'none'"}`))
  it('asks for it where it fails because none is said', () => {
    const [finding] = policy.check(image([label('a', tall(30))])).filter((f) => f.rule === 'X')
    expect(finding).toMatchObject({ verdict: 'fail', asks: { kind: 'lookAlike', options: [{ id: 'poster' }] } })
  })
})

describe('image answers', () => {
  const policy = compiled(withRules('{id: X, kind: image, require_answers: [usable, exhaustive.thing, searched]}'))
  const asked = (more: Partial<ImageDocument>): string[] =>
    policy
      .check(image([label('a', tall(30))], more))
      .filter((f) => f.rule === 'X')
      .map((f) => f.message)
  it('are asked one by one', () => {
    expect(asked({})).toEqual(['answer.coverage', 'answer.question', 'answer.usable'])
    expect(asked({ answers: { usable: 'yes', tags: {}, questions: { searched: 'no' }, nothingHere: false } })).toEqual([
      'answer.coverage',
    ])
  })
  it('are not asked of an image that cannot be used', () => {
    expect(asked({ answers: { usable: 'no', tags: {}, questions: {}, nothingHere: false } })).toEqual([])
  })
  it('an image without labels must be said to hold nothing', () => {
    const on = (doc: ImageDocument) => policy.check(doc).filter((f) => f.rule === 'image')
    expect(on(image([]))).toMatchObject([{ verdict: 'undecided', asks: { kind: 'nothingHere' } }])
    expect(on(image([], { answers: { tags: {}, questions: {}, nothingHere: true } }))).toEqual([])
    expect(
      on(image([label('a', tall(30))], { answers: { tags: {}, questions: {}, nothingHere: true } })),
    ).toMatchObject([{ verdict: 'fail', message: 'answer.not_empty' }])
  })
})

describe('every policy', () => {
  const policy = compiled(withRules('{id: X, kind: process, unreviewed: [model]}'))
  const rules = (annotation: Annotation): string[] =>
    policy.check(image([annotation])).map((f) => `${f.rule}:${f.message}`)
  it('refuses unknown and abstract classes', () => {
    expect(rules(label('a', tall(9), { class: 'gone' as Annotation['class'] }))).toEqual(['class:class.unknown'])
    expect(rules(label('a', tall(9), { class: 'any' as Annotation['class'] }))).toEqual(['class:class.abstract'])
  })
  it('asks for a reason and refuses one that is not in its list', () => {
    expect(rules(label('a', tall(9), { disposition: 'ignore' }))).toEqual(['reason:reason.missing'])
    expect(rules(label('a', tall(9), ignored('fake')))).toEqual(['reason:reason.unknown'])
  })
  it('refuses a shape that the class does not have, and a label without any', () => {
    expect(
      rules(label('a', { ...tall(9), full: box(0, 0, 99, 99) }, { class: 'crowd' as Annotation['class'] })),
    ).toEqual(['role:role.forbidden'])
    expect(rules(label('a', {}))).toEqual(['role:role.none'])
  })
  it('offers to turn an inverted box round', () => {
    const [finding] = policy.check(image([label('a', { visible: box(9, 9, -5, -4) })]))
    expect(finding?.fixes).toEqual([
      { kind: 'set_shape', on: 'a', role: 'visible', shape: box(4, 5, 5, 4), why: 'swap' },
    ])
  })
  it('does not apply a rule that reads what the class cannot have', () => {
    const full = compiled(withRules('{id: X, kind: ignore, for: any, when: "full.height < 20", reason: small}'))
    expect(verdict(full, 'X', image([label('a', tall(9), { class: 'crowd' as Annotation['class'] })]))).toBe('pass')
    expect(verdict(full, 'X', image([label('a', tall(9))]))).toBe('undecided')
  })
})

describe('an override', () => {
  const rule = (limit: number, says: string): string =>
    withRules(
      `{id: X, kind: geometry, min_size: {role: visible, width: ${limit}}, override: {who: labeler}, says: ${says}}`,
    )
  const overriding = (text: string): Annotation => {
    const meaning = compiled(text).view.rules[0]?.meaning as Annotation['overrides'][number]['meaning']
    const made = label('a', {}).made
    return label(
      'a',
      { visible: box(0, 0, 5, 5) },
      { overrides: [{ rule: 'X' as RuleId, reason: 'x', by: made.by, at: made.at, meaning }] },
    )
  }
  it('silences its rule, also after the wording changed', () => {
    expect(verdict(compiled(rule(10, 'one')), 'X', image([overriding(rule(10, 'one'))]))).toBe('pass')
    expect(verdict(compiled(rule(10, 'two')), 'X', image([overriding(rule(10, 'one'))]))).toBe('pass')
  })
  it('has expired when the rule means something else', () => {
    expect(verdict(compiled(rule(11, 'one')), 'X', image([overriding(rule(10, 'one'))]))).toBe('fail')
  })
})
