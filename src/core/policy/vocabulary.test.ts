import { describe, expect, it } from 'vitest'
import { Annotation, type Override } from '../model/annotation'
import type { AnnotationId, RuleId } from '../model/ids'
import { describeCases, policyOf, problemsOf } from './cases.test-support'
import { caseDocument } from './cases'
import { parsePolicy } from './parse'
import type { ImageDocument } from '../model/image'

describeCases(
  'named expressions',
  `
define:
  small: full.height < 25
  far: small && share_of_image < 0.01
  share_of_image: visible.share
  wide: image.width >= 200
  level_low: band.occ == 'low'
scales: {occ: {bands: [[low, 0, 0.5], [high, 0.5, 1]], of: occlusion}}
reasons: {ignore: [far]}
classes: {car: {}}
rules:
  - {id: F, kind: ignore, for: car, when: far && wide, reason: far}
  - {id: O, kind: relation, for: car, require: "!others.exists(o, o.small)"}
  - {id: L, kind: geometry, for: car, require: level_low}
  - {id: I, kind: image, require: "wide || annotations.all(a, !a.small)"}
cases:
  - {name: 24 px, image: [200, 200], annotation: {class: car, visible: [0, 0, 9, 24], full: [0, 0, 9, 24]}, expect: [F: fail, O: pass, L: pass, I: pass]}
  - {name: 25 px, image: [200, 200], annotation: {class: car, visible: [0, 0, 9, 25], full: [0, 0, 9, 25]}, expect: [F: pass]}
  - {name: a narrow image, image: [199, 200], annotation: {class: car, visible: [0, 0, 9, 24], full: [0, 0, 9, 24]}, expect: [F: pass, I: fail]}
  - {name: an unknown part is asked for, image: [200, 200], annotation: {class: car, visible: [0, 0, 9, 24]}, expect: [F: {verdict: undecided, asks: full}]}
  - {name: of another label, image: [200, 200], annotations: [{id: a, class: car, visible: [0, 0, 9, 24], full: [0, 0, 9, 24]}, {id: b, class: car, visible: [0, 0, 99, 90], full: [0, 0, 99, 90]}], expect: [O: {verdict: fail, on: b}]}
`,
)

describe('named expressions', () => {
  it('that stand on each other in a circle are an error at the first of them', () => {
    const problems = problemsOf('classes: {car: {}}\ndefine: {a: b && true, b: "!c", c: a}\n')
    expect(problems).toEqual(['define.a policy.schema {"reason":"cycle","found":"a → b → c → a"}'])
  })
  it('cannot take a name that means something already', () => {
    expect(problemsOf('classes: {car: {}}\ndefine: {occlusion: "0.5"}\n')[0]).toContain('"taken"')
  })
  it('with a wrong name inside are reported where they are defined', () => {
    expect(problemsOf('classes: {car: {}}\ndefine: {a: "vissible.width > 2"}\nrules: []\n')[0]).toContain('define.a')
  })
  it('are not taken from texts in quotes', () => {
    expect(problemsOf(`classes: {b: {}, car: {}}\ndefine: {a: "class == 'b'", b: "a"}\n`)).toEqual([])
  })
  it('give the inputs that led to the verdict', () => {
    const policy = policyOf(
      'classes: {car: {}}\ndefine: {small: visible.height < 25}\nrules: [{id: X, kind: geometry, require: "!small"}]\n',
    )
    const found = policy.check(document('{class: car, visible: [0, 0, 9, 24]}')).find((f) => f.rule === 'X')
    expect(found?.because).toEqual([{ name: 'visible.height', value: 24, against: '< 25', unit: 'px' }])
  })
})

/** The document of a case with this label. */
function document(label: string): ImageDocument {
  const parsed = parsePolicy(
    `groundrule: 1\nid: x\nversion: 1.0.0\nclasses: {car: {}}\nlook_alikes: [poster]\ncases: [{name: x, image: [100, 100], annotation: ${label}, expect: [pass]}]\n`,
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const [first] = parsed.value.document.cases
  if (!first) throw new Error('no case')
  return caseDocument(first, parsed.value.document, { id: 'x', version: '1.0.0', digest: '0'.repeat(64) as never })
}

describeCases(
  'rules are inherited down the class tree and replaced by the nearest class',
  `
reasons: {ignore: [small]}
classes: {user: {abstract: true}, adult: {is_a: user}, child: {is_a: user}, baby: {is_a: child}}
rules:
  - {id: U, kind: ignore, for: user, when: visible.height < 20, reason: small}
  - {id: C, kind: ignore, for: child, when: visible.height < 10, reason: small, overrides: U}
  - {id: B, kind: ignore, for: baby, when: visible.height < 5, reason: small, overrides: [U, C]}
cases:
  - {name: an adult of 19 px, image: [99, 99], annotation: {class: adult, visible: [0, 0, 9, 19]}, expect: [U: fail, C: pass, B: pass]}
  - {name: a child of 10 px, image: [99, 99], annotation: {class: child, visible: [0, 0, 9, 10]}, expect: [pass]}
  - {name: a child of 9 px, image: [99, 99], annotation: {class: child, visible: [0, 0, 9, 9]}, expect: [U: pass, C: fail, B: pass]}
  - {name: a baby of 5 px, image: [99, 99], annotation: {class: baby, visible: [0, 0, 9, 5]}, expect: [pass]}
  - {name: a baby of 4 px, image: [99, 99], annotation: {class: baby, visible: [0, 0, 9, 4]}, expect: [U: pass, C: pass, B: fail]}
`,
)

describe('names that lead nowhere', () => {
  it('older names of a class are suggested as that class, in rules and in expressions', () => {
    const body = `classes: {pedestrian: {aliases: [person]}, bus: {}}\nrules: [{id: A, kind: geometry, for: person, require: "class != 'person'"}]\n`
    const problems = problemsOf(body)
    expect(problems).toHaveLength(2)
    for (const p of problems) expect(p).toContain('"suggestion":"pedestrian"')
  })
  it.each([
    ['a fallback', 'classes: {car: {fallback: cars}}', 'classes.car.fallback'],
    ['a neighbour', 'classes: {car: {neighbours: [van]}}', 'classes.car.neighbours'],
    ['a look-alike of a class', 'classes: {car: {look_alikes: {toy: negative}}}', 'classes.car.look_alikes.toy'],
    ['an equal role', 'classes: {car: {roles: {full: {equal: vis}}}}', 'classes.car.roles.full.equal'],
    ['a skeleton', 'classes: {car: {roles: {p: {skeleton: s}}}}', 'classes.car.roles.p.skeleton'],
    ['an end of a link', 'classes: {car: {}}\nlinks: {on: {from: car, to: road}}', 'links.on.to'],
    [
      'a rule that is replaced',
      'classes: {car: {}}\nrules: [{id: A, kind: geometry, require: "true", overrides: B}]',
      'rules[0].overrides',
    ],
    [
      'a rule of a clarification',
      'classes: {car: {}}\nclarifications: [{rule: A, date: 2026-01-01, answer: Yes}]',
      'clarifications[0].rule',
    ],
    [
      'a zone of a rule',
      'classes: {car: {}}\nrules: [{id: A, kind: relation, in_zone: {zone: sky, role: visible}}]',
      'rules[0].in_zone.zone',
    ],
    [
      'a zone in an expression',
      `classes: {car: {}}\nrules: [{id: A, kind: geometry, require: "in_zone(visible, 'sky')"}]`,
      'rules[0].require',
    ],
    [
      'a link in an expression',
      `classes: {car: {}}\nrules: [{id: A, kind: geometry, require: "linked('on').size() == 0"}]`,
      'rules[0].require',
    ],
    [
      'an answer',
      'classes: {car: {}}\nquestions: {q: {ask: Q, answers: [a], for: car}}\nrules: [{id: A, kind: class_scope, ask: q, answers: {b: ignore}}]',
      'rules[0].answers.b',
    ],
    [
      'a zone of a case',
      'classes: {car: {}}\ncases: [{name: x, image: [9, 9], zones: {sky: [[0, 0, 1, 1]]}, expect: [pass]}]',
      'cases[0].zones.sky',
    ],
    [
      'a point of an edge',
      'classes: {car: {}}\nskeletons: {s: {points: [a], edges: [[a, b]]}}',
      'skeletons.s.edges[0]',
    ],
  ])('%s', (_what, body, path) => {
    const problems = problemsOf(body)
    expect(problems.map((p) => p.split(' ')[0])).toContain(path)
    expect(problems.join()).toContain('policy.unknown-name')
  })
  it.each([
    [
      'a date that is none',
      'classes: {car: {}}\nclarifications: [{rule: A, date: 2026-13-01, answer: Yes}]',
      'clarifications[0].date',
    ],
    [
      'a cardinality that is none',
      `classes: {car: {}}\nlinks: {on: {from: car, to: car, need: many}}`,
      'links.on.need',
    ],
    [
      'a pattern that cannot be read',
      `classes: {car: {}}\nattributes: {t: {type: text, pattern: '(('}}`,
      'attributes.t.pattern',
    ],
    ['bands and levels at once', 'classes: {car: {}}\nscales: {s: {bands: [[a, 0, 1]], levels: [a]}}', 'scales.s'],
    [
      'a condition of the image that reads a label',
      'classes: {car: {}}\nquestions: {q: {ask: Q, answers: [a], when: "visible.width > 2"}}',
      'questions.q.when',
    ],
  ])('%s is reported at its place', (_what, body, path) => {
    expect(problemsOf(body).map((p) => p.split(' ')[0])).toContain(path)
  })
})

describe('keys that would do nothing', () => {
  it.each([
    [
      'a condition beside a form of pairs',
      '{id: A, kind: relation, when: "true", duplicates: {role: visible, iou_over: 0.5}}',
    ],
    ['a reason without a disposition', '{id: A, kind: relation, reason: x, in_zone: {zone: z, role: visible}}'],
    ['a disposition without a place', '{id: A, kind: relation, then: ignore, require: "true"}'],
    ['answers without a question', '{id: A, kind: class_scope, answers: {a: ignore}}'],
    ['a reason of an inference without a disposition', '{id: A, kind: inference, draw: [full], reason: x}'],
    ['a condition for no fields', '{id: A, kind: attribute, required_when: "true", require: "true"}'],
  ])('%s is an error', (_what, rule) => {
    const problems = problemsOf(`classes: {car: {}}\nreasons: {ignore: [x]}\nzones: {z: {}}\nrules: [${rule}]\n`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/"reason":"(missing|unfit)"/)
  })
})

describe('overrides', () => {
  const body = (override: string, people = ''): string =>
    `classes: {car: {}}\n${people}rules: [{id: X, kind: geometry, require: visible.width > 20, override: ${override}}]\n`
  function stands(policyBody: string, override: Partial<Override>, today?: string): boolean {
    const policy = policyOf(policyBody, today === undefined ? {} : { today })
    const meaning = policy.view.rules[0]?.meaning
    const doc = document('{class: car, visible: [0, 0, 9, 9]}')
    const [first] = doc.annotations
    if (!first) throw new Error('no label')
    const full = { rule: 'X' as RuleId, reason: 'seen', by: 'ann', at: first.made.at, meaning, ...override } as Override
    return policy.check({ ...doc, annotations: [{ ...first, overrides: [full] }] }).every((f) => f.rule !== 'X')
  }
  it('count from whom the rule allows', () => {
    expect(stands(body('{who: labeler}'), {})).toBe(true)
    expect(stands(body('{who: reviewer}'), { as: 'labeler' })).toBe(false)
    expect(stands(body('{who: reviewer}'), { as: 'lead' })).toBe(true)
    expect(stands(body('{who: nobody}'), { as: 'lead' })).toBe(false)
  })
  it('the policy knows its people better than they say', () => {
    const people = 'people: {lea: lead}\n'
    expect(stands(body('{who: lead}', people), { by: 'ann' as never, as: 'lead' })).toBe(false)
    expect(stands(body('{who: lead}', people), { by: 'lea' as never })).toBe(true)
  })
  it('end after their last day and after the rule’s', () => {
    expect(stands(body('{who: labeler, until: 2027-01-31}'), {}, '2027-01-31')).toBe(true)
    expect(stands(body('{who: labeler, until: 2027-01-31}'), {}, '2027-02-01')).toBe(false)
    expect(stands(body('{who: labeler}'), { until: '2026-12-31' }, '2027-01-01')).toBe(false)
  })
})

describe('what screens learn', () => {
  const { view } = policyOf(`
classes: {car: {neighbours: van, includes: [Mirrors], pictures: {right: [a.png]}}, van: {}}
questions:
  used: {ask: A, answers: [x], for: car}
  unused: {ask: B, answers: [x], for: car}
  sometimes: {ask: C, answers: [x], for: car, when: "attribute.open"}
scales: {said: {levels: [a, b]}, computed: {bands: [[a, 0, 1]], of: occlusion}}
attributes: {open: {type: bool}, road: {options: [dry], scope: image}}
rules:
  - {id: A, kind: class_scope, for: car, ask: used, guide: Long, pictures: {wrong: [b.png]}}
  - {id: B, kind: class_scope, for: car, ask: sometimes}
  - {id: C, kind: attribute, fields: [level.said, applies_to]}
clarifications: [{rule: A, date: 2026-11-12, asked: Legs?, answer: Ignore them}]
`)
  it('questions that no rule needs, or only sometimes, are asked on demand', () => {
    expect(view.questions.map((q) => [q.id, q.used, q.onDemand])).toEqual([
      ['used', true, false],
      ['unused', false, true],
      ['sometimes', true, true],
    ])
  })
  it('levels that are only computed are not asked', () => {
    expect(view.scales.map((s) => [s.id, s.onDemand])).toEqual([
      ['said', false],
      ['computed', true],
    ])
    expect(view.asks).toEqual({ evidence: false, lookAlike: false, appliesTo: true })
  })
  it('what a class and a rule say, with pictures and answers to questions', () => {
    expect(view.classes[0]).toMatchObject({
      neighbours: ['van'],
      includes: ['Mirrors'],
      pictures: { right: ['a.png'] },
    })
    expect(view.rules[0]).toMatchObject({
      guide: 'Long',
      pictures: { wrong: ['b.png'] },
      clarifications: [{ date: '2026-11-12', asked: 'Legs?', answer: 'Ignore them' }],
    })
    expect(view.imageAttributes.map((a) => a.id)).toEqual(['road'])
    expect(view.classes[0]?.attributes.map((a) => a.id)).toEqual(['open'])
  })
})

describe('profiles', () => {
  it('the first step that surely holds decides, then the condition for positives', () => {
    const policy = policyOf(
      `classes: {car: {}, van: {}}\nprofiles: {p: {decide: [{when: "class == 'van'", then: ignore}], positive_if: visible.height > 25, else: skip}}\n`,
    )
    const doc = document('{class: car, visible: [0, 0, 9, 26]}')
    const [a] = doc.annotations
    if (!a) throw new Error('no label')
    const labels = [
      a,
      { ...a, id: 'v' as AnnotationId, class: 'van' as never },
      { ...a, id: 'n' as AnnotationId, disposition: 'negative' as const },
      Annotation.parse({
        ...a,
        id: 's',
        roles: { visible: { shape: { kind: 'box', x: 0, y: 0, w: 9, h: 25 }, origin: 'drawn' } },
      }),
    ]
    expect([...(policy.profile('p', { ...doc, annotations: labels }) ?? [])].map(([, d]) => d)).toEqual([
      'positive',
      'ignore',
      'negative',
      'skip',
    ])
  })
})
