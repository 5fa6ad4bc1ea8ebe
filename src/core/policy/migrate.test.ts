import '../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, inverse, Patch } from '../history/patch'
import type { Annotation } from '../model/annotation'
import type { AnnotationId, ClassId, Instant, Person, Sha256 } from '../model/ids'
import type { Coverage, ImageDocument } from '../model/image'
import { box, compiled, image, label } from '../validate/labels.test-support'
import { migrate, migrationOps } from './migrate'
import { compilePolicy } from './compile'

const AT = '2026-11-24T12:00:00.000Z' as Instant

const policy = (steps: readonly string[], more = ''): string => `groundrule: 1
id: t
version: 2.0.0
reasons: {ignore: [tiny, hidden], negative: [fake]}
look_alikes: [placard]
evidence: [head, feet]
scales: {hidden: {of: occlusion, bands: [[none, 0, 0.05], [some, 0.05, 0.5], [heavy, 0.5, 1.0]]}}
attributes: {posture: {options: [up, lying]}, many: {options: [a, c], many: true}}
tags: {lighting: [day, twilight]}
zones: {bonnet: {}}
classes:
  any: {abstract: true}
  object: {is_a: any, roles: {visible: {}, amodal: {}, full: {}}}
  rider: {is_a: any}
  crowd: {is_a: any}
links: {rides_on: {from: rider, to: object}}
questions:
  certain: {ask: Sure?, answers: ['yes', 'no', 'unsure'], for: object}
  looked: {ask: Searched?, answers: ['yes', 'no']}
migrations:
  - from: 1.0.0
    steps: [${steps.join(', ')}]
${more}`

const RENAMES = [
  '{do: rename, what: class, from: thing, to: object}',
  '{do: rename, what: role, from: head, to: amodal}',
  '{do: rename, what: reason, of: ignore, from: small, to: tiny}',
  '{do: rename, what: look_alike, from: poster, to: placard}',
  '{do: rename, what: evidence, from: top, to: head}',
  '{do: rename, what: question, from: sure, to: certain}',
  '{do: rename, what: answer, of: sure, from: dunno, to: unsure}',
  '{do: rename, what: question, from: searched, to: looked}',
  '{do: rename, what: attribute, from: pose, to: posture}',
  '{do: rename, what: option, of: pose, from: down, to: lying}',
  '{do: merge, what: option, of: many, from: [a, b], to: a}',
  '{do: rename, what: scale, from: occ, to: hidden}',
  '{do: rename, what: level, of: occ, from: low, to: some}',
  '{do: rename, what: tag_group, from: light, to: lighting}',
  '{do: rename, what: tag, of: light, from: dusk, to: twilight}',
  '{do: rename, what: zone, from: hood, to: bonnet}',
  '{do: rename, what: link, from: on, to: rides_on}',
]
const OTHERS = [
  '{do: recompute, scale: hidden}',
  '{do: add, class: rider}',
  '{do: remove, class: trailer}',
  '{do: split, class: group, into: [crowd, rider]}',
]
const full = compiled(policy([...RENAMES, ...OTHERS]))

const number = fc.double({ min: 0, max: 150, noNaN: true })
const someBox = fc.record({ kind: fc.constant('box' as const), x: number, y: number, w: number, h: number })
const drawn = fc.record({ shape: someBox, origin: fc.constant('drawn' as const) })
const optional = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arb, { nil: undefined })
const made = fc.record({
  by: fc.constant('anna' as Person),
  at: fc.constant(AT),
  how: fc.constantFrom('hand', 'import'),
  policy: fc.record({
    id: fc.constantFrom('t', 't', 't', 'other'),
    version: fc.constantFrom('0.9.0', '1.0.0', '1.3.0', '2.0.0'),
    digest: fc.constant('0'.repeat(64) as Sha256),
  }),
})
/** Words of the old version, of the new one, and of none. */
const word = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words, 'stray')
const annotation = fc.record(
  {
    class: word('thing', 'object', 'group', 'trailer', 'rider'),
    disposition: fc.constantFrom('positive', 'negative', 'ignore', 'skip'),
    reason: word('small', 'tiny', 'fake'),
    appliesTo: fc.oneof(fc.constant('all'), fc.array(word('thing', 'object'))),
    roles: fc.dictionary(word('visible', 'head', 'amodal', 'full'), drawn),
    declared: fc.record(
      {
        levels: fc.dictionary(word('occ', 'hidden'), word('low', 'some', 'none')),
        lookAlike: word('poster'),
        evidence: fc.array(word('top', 'head')),
      },
      { requiredKeys: ['levels'] },
    ),
    attributes: fc.dictionary(word('pose', 'posture', 'many'), fc.oneof(word('down', 'up'), fc.array(word('a', 'b')))),
    answers: fc.dictionary(word('sure', 'certain'), word('dunno', 'yes')),
    links: fc.array(fc.record({ kind: word('on'), to: fc.constant('n0' as AnnotationId) })),
    overrides: fc.constant([]),
    made,
  },
  {
    requiredKeys: ['class', 'disposition', 'roles', 'declared', 'attributes', 'answers', 'links', 'overrides', 'made'],
  },
)
const coverage = fc.dictionary(
  word('thing', 'any', 'group', 'rider'),
  fc.constantFrom<Coverage>('absent', 'exhaustive', 'partial', 'not asked'),
)
const document: fc.Arbitrary<ImageDocument> = fc
  .record({
    annotations: fc.array(annotation, { maxLength: 4 }),
    coverage,
    tags: fc.dictionary(word('light', 'lighting'), word('dusk', 'day')),
    questions: fc.dictionary(word('searched'), word('yes')),
    zones: optional(fc.array(fc.record({ id: fc.constant('z'), kind: word('hood'), shape: someBox }))),
    nothingHere: fc.boolean(),
    state: fc.constantFrom('new', 'working', 'finished'),
    checked: optional(made.map((m) => ({ policy: m.policy, at: AT }))),
  })
  .map(({ annotations, coverage: claims, tags, questions, zones, nothingHere, state, checked }) =>
    image(
      annotations.map((a, i) => ({ ...a, id: `n${i}` }) as unknown as Annotation),
      {
        coverage: claims as ImageDocument['coverage'],
        answers: { tags, questions, nothingHere },
        state: state as ImageDocument['state'],
        ...(zones ? { zones } : {}),
        ...(checked ? { checked } : {}),
      },
    ),
  )

describe('a migration', () => {
  it('and its inverse give the original, whatever the labels say', () => {
    fc.assert(
      fc.property(document, (doc) => {
        const { ops, document: after } = migrationOps(doc, full, { at: AT })
        expect(apply(doc, ops)).toEqual(after)
        expect(apply(after, inverse(ops))).toEqual(doc)
        const cause = { name: 'migrate', args: {}, by: '' as Person, at: AT }
        if (ops.length > 0) expect(Patch.safeParse({ image: doc.image.path, seq: 1, ops, cause }).success).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('done twice does nothing the second time', () => {
    fc.assert(
      fc.property(document, (doc) => {
        const once = migrationOps(doc, full, { at: AT })
        expect(migrationOps(once.document, full, { at: AT }).ops).toEqual([])
      }),
    )
  })

  it('never adds, drops or reorders labels, and keeps every shape', () => {
    fc.assert(
      fc.property(document, (doc) => {
        const after = migrate(doc, full).document
        expect(after.annotations.map((a) => a.id)).toEqual(doc.annotations.map((a) => a.id))
        const shapes = (d: ImageDocument): unknown =>
          d.annotations.map((a) => Object.values(a.roles).map((r) => r.shape))
        expect(shapes(after)).toEqual(shapes(doc))
      }),
    )
  })

  it('renames back what the reverse steps rename back', () => {
    const back = compiled(
      `groundrule: 1\nid: t\nversion: 3.0.0\nclasses: {thing: {roles: {visible: {}}}}\nattributes: {pose: {options: [up, down]}}\nmigrations: [{from: 2.0.0, steps: [{do: rename, what: class, from: object, to: thing}, {do: rename, what: attribute, from: posture, to: pose}, {do: rename, what: option, of: posture, from: lying, to: down}]}]\n`,
    )
    const old = label('a', { visible: box(1, 2, 3, 4) }, { attributes: { pose: 'down' } })
    const there = migrate(image([old]), full).document
    expect(there.annotations[0]).toMatchObject({ class: 'object', attributes: { posture: 'lying' } })
    const again = migrate(there, back).document.annotations[0]
    expect({ ...again, made: old.made }).toEqual(old)
  })
})

describe('what a migration makes of a label', () => {
  it('names are new everywhere, and who made it stays', () => {
    const old = label(
      'a',
      { visible: box(0, 0, 9, 9), head: box(1, 1, 2, 2) },
      {
        disposition: 'ignore',
        reason: 'small' as never,
        appliesTo: ['thing' as ClassId],
        declared: { levels: { occ: 'low' }, lookAlike: 'poster', evidence: ['top'] },
        attributes: { pose: 'down', many: ['a', 'b'] },
        answers: { sure: 'dunno' } as Annotation['answers'],
        links: [{ kind: 'on', to: 'a' as AnnotationId }],
      },
    )
    const now = migrate(image([old]), compiled(policy(RENAMES))).document.annotations[0]
    expect(now).toMatchObject({
      class: 'object',
      reason: 'tiny',
      appliesTo: ['object'],
      declared: { levels: { hidden: 'some' }, lookAlike: 'placard', evidence: ['head'] },
      attributes: { posture: 'lying', many: ['a'] },
      answers: { certain: 'unsure' },
      links: [{ kind: 'rides_on' }],
      made: { by: old.made.by, at: old.made.at, how: 'migration', policy: { version: '2.0.0' } },
    })
    expect(Object.keys(now?.roles ?? {})).toEqual(['visible', 'amodal'])
  })

  it('labels of the new version, of an older one than the migration knows, and of another policy stay as they are', () => {
    const by = (version: string, id = 't'): Annotation => {
      const a = label(version + id, { visible: box(0, 0, 9, 9) })
      return { ...a, made: { ...a.made, policy: { ...a.made.policy, id, version } } }
    }
    const doc = image([by('2.0.0'), by('0.9.0'), by('1.0.0', 'other'), by('1.4.2')])
    const { annotations } = migrate(doc, full).document
    expect(annotations.map((a) => a.class)).toEqual(['thing', 'thing', 'thing', 'object'])
    expect(annotations[0]).toBe(doc.annotations[0])
  })

  it('two names may change places', () => {
    const swap = compiled(
      `groundrule: 1\nid: t\nversion: 2.0.0\nclasses: {a: {}, b: {}}\nmigrations: [{from: 1.0.0, steps: [{do: rename, what: class, from: a, to: b}, {do: rename, what: class, from: b, to: a}]}]\n`,
    )
    const doc = image([label('1', {}, { class: 'a' as ClassId }), label('2', {}, { class: 'b' as ClassId })], {
      coverage: { a: 'absent', b: 'partial' } as ImageDocument['coverage'],
    })
    const after = migrate(doc, swap).document
    expect(after.annotations.map((x) => x.class)).toEqual(['b', 'a'])
    expect(after.coverage).toEqual({ b: 'absent', a: 'partial' })
  })

  it('a moved number is computed anew; where its measure is unknown people are asked', () => {
    // Half hidden: "heavy" begins at 0.5 now.
    const known = label(
      'k',
      { visible: box(0, 0, 10, 5), full: box(0, 0, 10, 10) },
      { declared: { levels: { hidden: 'some' } } },
    )
    const unknown = label('u', { visible: box(0, 0, 10, 5) }, { declared: { levels: { hidden: 'some' } } })
    const { document: after, work } = migrate(image([known, unknown]), full)
    expect(after.annotations.map((a) => a.declared.levels['hidden'])).toEqual(['heavy', 'some'])
    expect(work).toMatchObject([{ on: 'u', kind: 'recompute', about: 'hidden' }])
  })

  it('a split class keeps its name until somebody chooses, and its rule asks', () => {
    const doc = image([label('g', { visible: box(0, 0, 9, 9) }, { class: 'group' as ClassId })], { state: 'finished' })
    const done = migrationOps(doc, full, { at: AT })
    expect(done.work).toMatchObject([{ on: 'g', kind: 'split', about: 'group', into: ['crowd', 'rider'] }])
    expect(done).toMatchObject({
      reopened: true,
      document: { state: 'working', checked: { policy: { version: '2.0.0' } } },
    })
    expect(full.check(done.document).map((f) => f.message)).toContain('class.unknown')
  })

  it('a removed class is kept and found fault with by no rule', () => {
    const doc = image([label('t', { visible: box(0, 0, 9, 9) }, { class: 'trailer' as ClassId })])
    const { document: after } = migrate(doc, full)
    expect(after.annotations[0]).toBe(doc.annotations[0])
    expect(full.check(after).filter((f) => f.on.length > 0)).toEqual([])
    expect(full.view.retired).toEqual(['trailer'])
  })

  it('two attributes that become one: the first stays, the other keeps its name and is told', () => {
    const doc = image([label('a', { visible: box(0, 0, 9, 9) }, { attributes: { posture: 'up', pose: 'down' } })])
    const { document: after, work } = migrate(doc, full)
    expect(after.annotations[0]?.attributes).toEqual({ posture: 'up', pose: 'down' })
    expect(work).toMatchObject([{ kind: 'conflict', about: 'pose' }])
  })
})

describe('what a migration makes of claims about the image', () => {
  const claims = (coverage: Record<string, Coverage>, nothingHere = false): ImageDocument =>
    image([label('a', { visible: box(0, 0, 9, 9) })], {
      coverage: coverage as ImageDocument['coverage'],
      answers: { tags: {}, questions: {}, nothingHere },
    })
  const after = (doc: ImageDocument): ImageDocument => migrate(doc, full).document

  it('a new class was never asked for, and what was claimed above it spoke without it', () => {
    expect(after(claims({ any: 'exhaustive', thing: 'exhaustive' })).coverage).toEqual({
      any: 'partial',
      object: 'exhaustive',
      rider: 'not asked',
    })
    expect(after(claims({ any: 'absent' })).coverage).toEqual({ any: 'not asked', rider: 'not asked' })
  })
  it('“nothing here” was said without the new class', () => {
    expect(after(claims({}, true)).answers.nothingHere).toBe(false)
  })
  it('of a split class, absent holds for its parts and exhaustive does not', () => {
    expect(after(claims({ group: 'absent' })).coverage).toMatchObject({ crowd: 'absent', rider: 'absent' })
    expect(after(claims({ group: 'exhaustive' })).coverage).toMatchObject({ crowd: 'partial' })
  })
  it('of merged classes only what was claimed of each is claimed of both', () => {
    const merged = compiled(
      `groundrule: 1\nid: t\nversion: 2.0.0\nclasses: {car: {}}\nmigrations: [{from: 1.0.0, steps: [{do: merge, what: class, from: [car, van], to: car}]}]\n`,
    )
    const of = (car?: Coverage, van?: Coverage): unknown =>
      migrate(claims({ ...(car && { car }), ...(van && { van }) }), merged).document.coverage['car' as ClassId]
    expect([
      of('absent', 'absent'),
      of('absent', 'exhaustive'),
      of('exhaustive'),
      of('absent'),
      of('partial', 'absent'),
    ]).toEqual(['absent', 'exhaustive', 'partial', 'not asked', 'partial'])
  })
})

describe('the compiler', () => {
  const problemsOf = (steps: string[], more = ''): unknown => {
    const result = compilePolicy(policy(steps, more))
    return result.ok
      ? []
      : result.problems.map((p) => [p.code, p.place?.path, p.values?.['suggestion'] ?? p.values?.['reason']])
  }
  it('holds new names against the vocabulary and suggests', () => {
    expect(problemsOf(['{do: rename, what: class, from: a, to: objekt}'])).toEqual([
      ['policy.unknown-name', 'migrations[0].steps[0].to', 'object'],
    ])
    expect(problemsOf(['{do: rename, what: option, of: pose, from: down, to: lying}'])).toEqual([
      ['policy.unknown-name', 'migrations[0].steps[0].of', undefined],
    ])
    expect(problemsOf(['{do: rename, what: option, from: down, to: lying}'])).toEqual([
      ['policy.schema', 'migrations[0].steps[0]', 'missing'],
    ])
    expect(problemsOf(['{do: remove, class: rider}'])).toEqual([
      ['policy.schema', 'migrations[0].steps[0].class', 'taken'],
    ])
  })
  it('refuses a name that goes two ways, and a version that leads back', () => {
    expect(
      problemsOf(['{do: rename, what: class, from: a, to: object}', '{do: split, class: a, into: [crowd]}']),
    ).toEqual([['policy.schema', 'migrations[0].steps[1]', 'taken']])
    expect(problemsOf([], '  - {from: 2.0.0, steps: []}\n')).toEqual([['policy.schema', 'migrations[1].from', 'value']])
  })
})
