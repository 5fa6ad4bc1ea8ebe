/** The names an expression may use: of an annotation, of a shape, of the image. */
import { DISPOSITIONS, Made, ShapeOrigin, type AttributeValue, type Review } from '../../model/annotation'
import type { ClassId, QuestionId, RoleId } from '../../model/ids'
import type { Figure } from '../../geometry/figure'
import { visibilityOf } from '../../geometry/measures'
import { SHAPE_KINDS } from '../../geometry/shapes'
import type { AttributeInfo, TagInfo, Vocabulary } from '../vocabulary'
import type { Subject } from './subject'
import type { Evaluation, Facet, Missing, NamedSet, Type, Unit, Value } from './types'

export interface Member {
  readonly type: Type
  /** What is read of the annotation; `image` where it reads the image's answers, `others` where it looks at other annotations. */
  readonly reads: readonly Facet[]
  /** Where it is the shape of a role: that role. */
  readonly role?: string
  readonly read: (subject: Subject, e: Evaluation) => Value
}
export interface ImageMember {
  readonly type: Type
  /** Default: the image's answers and coverage (`image`). */
  readonly reads?: readonly Facet[]
  read(e: Evaluation): Value
}
export interface Names {
  /** Named expressions that may stand in expressions of the image too. */
  readonly image?: ReadonlyMap<string, ImageMember>
  /** Members of an annotation: `class`, `full`, `occlusion` … */
  readonly annotation: ReadonlyMap<string, Member>
  /** Members of groups of an annotation: `answer.<id>` … */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, Member>>
  /** Members of groups of the image: `image.width`, `tag.<group>`, `coverage.<class>` … */
  readonly imageGroups: ReadonlyMap<string, ReadonlyMap<string, ImageMember>>
}

const bool: Type = { is: 'bool' }
const number = (unit?: Unit): Type => (unit ? { is: 'number', unit } : { is: 'number' })
const text = (what: string, names: Iterable<string>): Type => ({ is: 'text', set: { what, names: new Set(names) } })

const missing = (e: Evaluation, what: Missing): undefined => {
  e.why?.missing.push(what)
  return undefined
}

/** A number of a role that was computed from two roles: says which of them is missing. */
function computed(
  e: Evaluation,
  subject: Subject,
  value: number | undefined,
  name: string,
  roles: readonly string[],
): Value {
  if (value !== undefined || !e.why) return value
  const role = roles.find((r) => subject.figure(r) === undefined)
  return missing(e, role ? { kind: 'role', role, on: subject } : { kind: 'measure', id: name })
}

function roleMember(role: string): Member {
  return {
    type: { is: 'shape' },
    reads: [`role:${role}`],
    role,
    read: (s, e) => s.figure(role) ?? (e.why && missing(e, { kind: 'role', role, on: s })),
  }
}

/** `unknown` is what somebody says who cannot tell: unknown to rules, unless the policy itself lists it as a value. */
const spoken = (value: string | undefined, options: readonly { readonly id: string }[] = []): string | undefined =>
  value === 'unknown' && !options.some((o) => o.id === value) ? undefined : value

/** The classes that an ignored label stands for, descendants included; without a word its own class. */
export function appliesTo({ annotation: a }: Subject, v: Vocabulary): readonly string[] {
  if (a.appliesTo === 'all') return [...v.classes.keys()]
  return [...v.withDescendants(a.appliesTo ?? [a.class])]
}

/** Persons other than the maker whose last word on it is this. */
function votes(reviews: readonly Review[] | undefined, maker: string, wanted: Review['verdict']): number {
  if (!reviews) return 0
  const last = new Map<string, Review['verdict']>(reviews.map((r) => [r.by, r.verdict]))
  return [...last].filter(([by, verdict]) => by !== maker && verdict === wanted).length
}
/** Persons other than the maker whose last word on it is that they agree. */
export const agreements = (reviews: readonly Review[] | undefined, maker: string): number =>
  votes(reviews, maker, 'agree')

const COVERAGES = ['absent', 'exhaustive', 'partial', 'not asked']
function coverageOf(e: Evaluation, id: string): Value {
  const said = e.scene.doc.coverage[id as ClassId]
  return said === undefined || said === 'not asked' ? missing(e, { kind: 'coverage', id }) : said
}

/**
 * What was said of a class or follows from a class above it: where there surely is no vehicle there is no car, and where
 * all vehicles are labelled all cars are. Source: hierarchy of Open Images.
 */
function inheritedCoverage(e: Evaluation, id: string, ancestors: readonly string[]): Value {
  const above = ancestors.map((a) => e.scene.doc.coverage[a as ClassId])
  if (above.includes('absent')) return 'absent'
  const own = e.scene.doc.coverage[id as ClassId] ?? 'not asked'
  return own === 'not asked' && above.includes('exhaustive') ? 'exhaustive' : coverageOf(e, id)
}

/** What an attribute's value is in expressions. */
function attributeType(a: AttributeInfo): Type {
  const options = text(
    'option',
    a.options.map((o) => o.id),
  )
  if (a.type === 'number') return number()
  if (a.type === 'bool') return bool
  if (a.type === 'text') return { is: 'text' }
  return a.many ? { is: 'list', of: options } : options
}
/** A stored attribute as rules see it; undefined = unknown. */
function attributeValue(a: AttributeInfo, value: AttributeValue | undefined): Value {
  return typeof value === 'string' ? spoken(value, a.options) : value
}

function annotationMembers(v: Vocabulary): Map<string, Member> {
  const reasons = [...v.reasons.ignore, ...v.reasons.negative, ...v.reasons.skip].map((r) => r.id)
  const members = new Map<string, Member>([
    ['class', { type: text('class', v.classes.keys()), reads: ['class'], read: (s) => s.annotation.class }],
    [
      'disposition',
      { type: text('disposition', DISPOSITIONS), reads: ['disposition'], read: (s) => s.annotation.disposition },
    ],
    [
      'reason',
      { type: text('reason', ['none', ...reasons]), reads: ['reason'], read: (s) => s.annotation.reason ?? 'none' },
    ],
    [
      'look_alike',
      {
        type: text('look-alike', ['none', ...v.lookAlikes.map((o) => o.id)]),
        reads: ['declared'],
        read: (s, e) =>
          spoken(s.annotation.declared.lookAlike ?? 'none', v.lookAlikes) ??
          (e.why && missing(e, { kind: 'lookAlike', on: s })),
      },
    ],
    [
      'evidence',
      {
        type: {
          is: 'list',
          of: text(
            'evidence',
            v.evidence.map((o) => o.id),
          ),
        },
        reads: ['declared'],
        read: (s, e) => s.annotation.declared.evidence ?? (e.why && missing(e, { kind: 'evidence', on: s })),
      },
    ],
    [
      'occlusion',
      {
        type: number('share'),
        reads: ['role:visible', 'role:full'],
        read: (s, e) => computed(e, s, s.occlusion, 'occlusion', ['visible', 'full']),
      },
    ],
    [
      // 1 - occlusion, without the rounding of that difference: 10 of 100 px are 0.1, not a little less.
      'visibility',
      {
        type: number('share'),
        reads: ['role:visible', 'role:full'],
        read: (s, e) =>
          computed(e, s, visibilityOf(s.figure('visible'), s.figure('full')), 'visibility', ['visible', 'full']),
      },
    ],
    [
      'truncation',
      {
        type: number('share'),
        reads: ['role:full'],
        read: (s, e) => computed(e, s, s.truncation, 'truncation', ['full']),
      },
    ],
    [
      'order',
      {
        type: number(),
        reads: ['order'],
        read: (s, e) => s.annotation.order ?? (e.why && missing(e, { kind: 'measure', id: 'order' })),
      },
    ],
    [
      'group',
      {
        type: { is: 'text' },
        reads: ['group'],
        read: (s, e) => s.annotation.group ?? (e.why && missing(e, { kind: 'measure', id: 'group' })),
      },
    ],
    [
      'track',
      {
        type: { is: 'text' },
        reads: ['track'],
        read: (s, e) => s.annotation.track ?? (e.why && missing(e, { kind: 'measure', id: 'track' })),
      },
    ],
    [
      'applies_to',
      {
        type: { is: 'list', of: text('class', v.classes.keys()) },
        reads: ['class', 'appliesTo'],
        read: (s) => appliesTo(s, v),
      },
    ],
    [
      'reviews',
      {
        type: number(),
        reads: ['reviews', 'made'],
        read: ({ annotation: a }) => agreements(a.reviews, a.made.by),
      },
    ],
    [
      'objections',
      {
        type: number(),
        reads: ['reviews', 'made'],
        read: ({ annotation: a }) => votes(a.reviews, a.made.by, 'disagree'),
      },
    ],
    [
      'own_coverage',
      {
        type: text('coverage', COVERAGES),
        reads: ['class', 'image'],
        read: (s, e) => inheritedCoverage(e, s.annotation.class, v.classes.get(s.annotation.class)?.ancestors ?? []),
      },
    ],
  ])
  for (const role of v.roles) if (!members.has(role)) members.set(role, roleMember(role))
  return members
}

/** The band of a scale that a value falls in; the last (or first) band holds both of its ends. Outside of all bands: undefined. */
export function bandOf(
  scale: {
    readonly ends: '[)' | '(]'
    readonly bands: readonly { readonly id: string; readonly from: number; readonly to: number }[]
  },
  value: number,
): string | undefined {
  const [first, last] = [scale.bands[0], scale.bands[scale.bands.length - 1]]
  const inside =
    scale.ends === '[)'
      ? scale.bands.find((b) => value >= b.from && value < b.to)
      : scale.bands.find((b) => value > b.from && value <= b.to)
  if (inside) return inside.id
  if (last && scale.ends === '[)' && value === last.to) return last.id
  return first && scale.ends === '(]' && value === first.from ? first.id : undefined
}

function annotationGroups(v: Vocabulary): Map<string, Map<string, Member>> {
  const answers = new Map<string, Member>()
  const attributes = new Map<string, Member>()
  for (const q of v.questions.values())
    if (q.classes)
      answers.set(q.id, {
        type: text(
          'answer',
          q.answers.map((a) => a.id),
        ),
        reads: ['answers'],
        read: (s, e) =>
          spoken(s.annotation.answers[q.id as QuestionId], q.answers) ??
          (e.why && missing(e, { kind: 'question', id: q.id, on: s })),
      })
  for (const a of v.attributes.values())
    if (a.scope !== 'image')
      attributes.set(a.id, {
        type: attributeType(a),
        reads: ['attributes'],
        read: (s, e) =>
          attributeValue(a, s.annotation.attributes[a.id]) ??
          (e.why && missing(e, { kind: 'attribute', id: a.id, on: s })),
      })
  const levels = new Map<string, Member>()
  const ranks = new Map<string, Member>()
  for (const scale of v.scales.values()) {
    const ids = scale.levels.map((l) => l.id)
    const said = (s: Subject, e: Evaluation): string | undefined =>
      spoken(s.annotation.declared.levels[scale.id], scale.levels) ??
      (e.why && missing(e, { kind: 'level', id: scale.id, on: s }))
    levels.set(scale.id, { type: text('level', ids), reads: ['declared'], read: said })
    ranks.set(scale.id, {
      type: number(),
      reads: ['declared'],
      read(s, e) {
        const level = said(s, e)
        const rank = level === undefined ? -1 : ids.indexOf(level)
        return rank < 0 ? undefined : rank
      },
    })
  }
  const origins = new Map<string, Member>(
    [...v.roles].map((role) => [
      role,
      {
        type: text('origin', ShapeOrigin.options),
        reads: [`role:${role}` as const],
        read: (s: Subject, e: Evaluation) =>
          s.annotation.roles[role as RoleId]?.origin ?? (e.why && missing(e, { kind: 'role', role, on: s })),
      },
    ]),
  )
  const made = new Map<string, Member>([
    ['how', { type: text('origin', Made.shape.how.options), reads: ['made'], read: (s) => s.annotation.made.how }],
    ['by', { type: { is: 'text' }, reads: ['made'], read: (s) => s.annotation.made.by }],
  ])
  const parts = new Map([...v.roles].map((role) => [role, roleMember(role)]))
  return new Map([
    ['answer', answers],
    ['attribute', attributes],
    ['level', levels],
    ['rank', ranks],
    ['origin', origins],
    ['made', made],
    ['role', parts],
  ])
}

function tagMember({ group, options, many }: TagInfo): ImageMember {
  const one = text(
    'tag',
    options.map((o) => o.id),
  )
  if (many)
    return {
      type: { is: 'list', of: one },
      read: (e) => e.scene.doc.answers.tagSets?.[group] ?? (e.why && missing(e, { kind: 'tag', id: group })),
    }
  return {
    type: one,
    read: (e) => spoken(e.scene.doc.answers.tags[group], options) ?? (e.why && missing(e, { kind: 'tag', id: group })),
  }
}

function imageGroups(v: Vocabulary): Map<string, Map<string, ImageMember>> {
  const image = new Map<string, ImageMember>([
    ['width', { type: number('px'), reads: [], read: (e) => e.scene.size.width }],
    ['height', { type: number('px'), reads: [], read: (e) => e.scene.size.height }],
    ['count', { type: number(), reads: ['count'], read: (e) => e.scene.subjects.length }],
    [
      'usable',
      {
        type: text('answer', ['yes', 'no']),
        read: (e) => e.scene.doc.answers.usable ?? (e.why && missing(e, { kind: 'usable' })),
      },
    ],
    ['nothing_here', { type: bool, read: (e) => e.scene.doc.answers.nothingHere }],
  ])
  const tags = new Map<string, ImageMember>()
  for (const t of v.tags.values()) tags.set(t.group, tagMember(t))
  const coverage = new Map<string, ImageMember>()
  for (const c of v.classes.keys())
    coverage.set(c, { type: text('coverage', COVERAGES), read: (e) => coverageOf(e, c) })
  const attributes = new Map<string, ImageMember>()
  for (const a of v.attributes.values())
    if (a.scope === 'image')
      attributes.set(a.id, {
        type: attributeType(a),
        read: (e) =>
          attributeValue(a, e.scene.doc.answers.attributes?.[a.id]) ??
          (e.why && missing(e, { kind: 'imageAttribute', id: a.id })),
      })
  const zones = new Map<string, ImageMember>(
    [...v.zones.keys()].map((kind) => [
      kind,
      { type: number(), read: (e: Evaluation) => (e.scene.doc.zones ?? []).filter((z) => z.kind === kind).length },
    ]),
  )
  const asked = new Map<string, ImageMember>()
  for (const q of v.questions.values())
    if (!q.classes)
      asked.set(q.id, {
        type: text(
          'answer',
          q.answers.map((a) => a.id),
        ),
        read: (e) =>
          spoken(e.scene.doc.answers.questions[q.id], q.answers) ??
          (e.why && missing(e, { kind: 'imageQuestion', id: q.id })),
      })
  return new Map([
    ['image', image],
    ['tag', tags],
    ['coverage', coverage],
    ['image_answer', asked],
    ['image_attribute', attributes],
    ['zone', zones],
  ])
}

/** Members of a shape. */
export const SHAPE_MEMBERS: ReadonlyMap<
  string,
  { readonly type: Type; readonly read: (f: Figure, clipped: boolean) => Value }
> = new Map([
  ['width', { type: number('px'), read: (f: Figure, c: boolean) => (c ? f.widthInside : f.width) }],
  ['height', { type: number('px'), read: (f: Figure, c: boolean) => (c ? f.heightInside : f.height) }],
  ['area', { type: number('px²'), read: (f: Figure, c: boolean) => (c ? f.areaInside : f.area) }],
  [
    'aspect',
    {
      type: number(),
      read: (f: Figure, c: boolean) =>
        c ? (f.heightInside > 0 ? f.widthInside / f.heightInside : undefined) : f.aspect,
    },
  ],
  ['share', { type: number('share'), read: (f: Figure) => f.share }],
  ['border', { type: number('px'), read: (f: Figure) => f.border }],
  ['left', { type: number('px'), read: (f: Figure, c: boolean) => (c ? f.boundsInside : f.bounds).x0 }],
  ['top', { type: number('px'), read: (f: Figure, c: boolean) => (c ? f.boundsInside : f.bounds).y0 }],
  ['right', { type: number('px'), read: (f: Figure, c: boolean) => (c ? f.boundsInside : f.bounds).x1 }],
  ['bottom', { type: number('px'), read: (f: Figure, c: boolean) => (c ? f.boundsInside : f.bounds).y1 }],
  ['length', { type: number('px'), read: (f: Figure) => f.length }],
  ['pieces', { type: number(), read: (f: Figure) => f.pieces }],
  ['holes', { type: number(), read: (f: Figure) => f.holes }],
  ['points', { type: number(), read: (f: Figure) => f.points }],
  ['kind', { type: text('shape', SHAPE_KINDS), read: (f: Figure) => f.shape.kind }],
])

export const namesOf = (v: Vocabulary): Names => ({
  annotation: annotationMembers(v),
  groups: annotationGroups(v),
  imageGroups: imageGroups(v),
})
export type { NamedSet }
