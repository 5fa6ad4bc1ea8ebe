/** The names an expression may use: of an annotation, of a shape, of the image. */
import { DISPOSITIONS } from '../../model/annotation'
import type { ClassId, QuestionId } from '../../model/ids'
import type { Figure } from '../../geometry/figure'
import type { Vocabulary } from '../vocabulary'
import type { Subject } from './subject'
import type { Evaluation, Facet, Missing, NamedSet, Type, Unit, Value } from './types'

export interface Member {
  readonly type: Type
  /** What is read of the annotation; `image` where it reads the image's answers, `others` where it looks at other annotations. */
  readonly reads: readonly Facet[]
  /** Where it is the shape of a role: that role. */
  readonly role?: string
  read(subject: Subject, e: Evaluation): Value
}
export interface ImageMember {
  readonly type: Type
  /** Default: the image's answers and coverage (`image`). */
  readonly reads?: readonly Facet[]
  read(e: Evaluation): Value
}
export interface Names {
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
  if (value !== undefined) return value
  const role = roles.find((r) => subject.figure(r) === undefined)
  return missing(e, role ? { kind: 'role', role, on: subject } : { kind: 'measure', id: name })
}

function roleMember(role: string): Member {
  return {
    type: { is: 'shape' },
    reads: [`role:${role}`],
    role,
    read: (s, e) => s.figure(role) ?? missing(e, { kind: 'role', role, on: s }),
  }
}

const spoken = (value: string | undefined): string | undefined => (value === 'unknown' ? undefined : value)

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
        read: (s, e) => spoken(s.annotation.declared.lookAlike ?? 'none') ?? missing(e, { kind: 'lookAlike', on: s }),
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
        read: (s, e) => s.annotation.declared.evidence ?? missing(e, { kind: 'evidence', on: s }),
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
        read: (s, e) => s.annotation.order ?? missing(e, { kind: 'measure', id: 'order' }),
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
          spoken(s.annotation.answers[q.id as QuestionId]) ?? missing(e, { kind: 'question', id: q.id, on: s }),
      })
  for (const a of v.attributes.values()) {
    const type: Type =
      a.type === 'number'
        ? number()
        : a.type === 'bool'
          ? bool
          : a.type === 'enum'
            ? text(
                'option',
                a.options.map((o) => o.id),
              )
            : { is: 'text' }
    attributes.set(a.id, {
      type,
      reads: ['attributes'],
      read: (s, e) => {
        const value = s.annotation.attributes[a.id]
        return value === undefined || value === 'unknown' ? missing(e, { kind: 'attribute', id: a.id, on: s }) : value
      },
    })
  }
  const levels = new Map<string, Member>()
  for (const scale of v.scales.values())
    levels.set(scale.id, {
      type: text(
        'level',
        scale.bands.map((b) => b.id),
      ),
      reads: ['declared'],
      read: (s, e) =>
        spoken(s.annotation.declared.levels[scale.id]) ?? missing(e, { kind: 'level', id: scale.id, on: s }),
    })
  const parts = new Map([...v.roles].map((role) => [role, roleMember(role)]))
  return new Map([
    ['answer', answers],
    ['attribute', attributes],
    ['level', levels],
    ['role', parts],
  ])
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
        read: (e) => e.scene.doc.answers.usable ?? missing(e, { kind: 'usable' }),
      },
    ],
    ['nothing_here', { type: bool, read: (e) => e.scene.doc.answers.nothingHere }],
  ])
  const tags = new Map<string, ImageMember>()
  for (const t of v.tags.values())
    tags.set(t.group, {
      type: text(
        'tag',
        t.options.map((o) => o.id),
      ),
      read: (e) => spoken(e.scene.doc.answers.tags[t.group]) ?? missing(e, { kind: 'tag', id: t.group }),
    })
  const coverage = new Map<string, ImageMember>()
  for (const c of v.classes.keys())
    coverage.set(c, {
      type: text('coverage', ['absent', 'exhaustive', 'partial', 'not asked']),
      read: (e) => {
        const said = e.scene.doc.coverage[c as ClassId]
        return said === undefined || said === 'not asked' ? missing(e, { kind: 'coverage', id: c }) : said
      },
    })
  const asked = new Map<string, ImageMember>()
  for (const q of v.questions.values())
    if (!q.classes)
      asked.set(q.id, {
        type: text(
          'answer',
          q.answers.map((a) => a.id),
        ),
        read: (e) => spoken(e.scene.doc.answers.questions[q.id]) ?? missing(e, { kind: 'imageQuestion', id: q.id }),
      })
  return new Map([
    ['image', image],
    ['tag', tags],
    ['coverage', coverage],
    ['image_answer', asked],
  ])
}

/** Members of a shape. */
export const SHAPE_MEMBERS: ReadonlyMap<string, { readonly type: Type; read(f: Figure, clipped: boolean): Value }> =
  new Map([
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
    ['pieces', { type: number(), read: (f: Figure) => (f.shape.kind === 'polygon' ? f.shape.rings.length : 1) }],
    [
      'holes',
      {
        type: number(),
        read: (f: Figure) =>
          f.shape.kind === 'polygon' ? f.shape.rings.reduce((n, piece) => n + piece.length - 1, 0) : 0,
      },
    ],
    [
      'points',
      { type: number(), read: (f: Figure) => (f.shape.kind === 'polygon' ? f.shape.rings.flat(2).length : 4) },
    ],
    ['kind', { type: text('shape', ['box', 'polygon']), read: (f: Figure) => f.shape.kind }],
  ])

export const namesOf = (v: Vocabulary): Names => ({
  annotation: annotationMembers(v),
  groups: annotationGroups(v),
  imageGroups: imageGroups(v),
})
export type { NamedSet }
