/** What every policy gets without writing it down: labels must use its vocabulary. */
import type { Annotation, AttributeValue } from '../../model/annotation'
import type { Fix } from '../../model/finding'
import type { ClassId, ReasonId, RoleId } from '../../model/ids'
import type { Subject } from '../../policy/expression/subject'
import { aroundFacet } from '../../policy/expression/types'
import { needOf, type ClassInfo, type ReasonFor, type Vocabulary } from '../../policy/vocabulary'
import type { ShapeDefect } from '../../geometry/shapes/shape-kind'
import { defectsOf } from '../geometry/geometry'
import { DEFECT_NAMES } from '../geometry/schema'
import { askReason, askRole } from '../judge'
import { copyRole } from '../stated-fix'
import { attributeChecks, imageAttributes, vocabularyChecks, type AttributeCheck } from './vocabulary_checks'
import { facets, type Draft, type Drafts, type ImageCheck, type OwnCheck } from '../rule-kind'

export interface BuiltIn {
  readonly id: string
  /** Runs on annotations of unknown or abstract classes too. */
  readonly everyClass?: boolean
  readonly own?: OwnCheck
  readonly image?: ImageCheck
}

function classCheck(v: Vocabulary): OwnCheck {
  return {
    reads: facets('class'),
    ofSoundness: true,
    check({ annotation }): Drafts {
      const info = v.classes.get(annotation.class)
      if (info ? !info.abstract : v.retired.has(annotation.class)) return undefined
      return {
        verdict: 'fail',
        message: info ? 'class.abstract' : 'class.unknown',
        values: { class: annotation.class },
        because: [{ name: 'class', value: annotation.class }],
      }
    },
  }
}

function reasonOf(annotation: Annotation, v: Vocabulary): Draft | undefined {
  const { id, disposition, reason } = annotation
  if (disposition === 'positive')
    return reason === undefined
      ? undefined
      : {
          verdict: 'fail',
          message: 'reason.needless',
          values: { reason },
          because: [{ name: 'reason', value: reason }],
          fixes: [{ kind: 'set_disposition', on: id, disposition }],
        }
  const known = v.reasons[disposition satisfies ReasonFor]
  if (known.length === 0 || known.some((r) => r.id === reason)) return undefined
  const fixes: Fix[] =
    known.length === 1 ? known.map((r) => ({ kind: 'set_reason', on: id, reason: r.id as ReasonId })) : []
  const asks = askReason(v, disposition)
  return reason === undefined
    ? {
        verdict: 'undecided',
        message: 'reason.missing',
        values: { disposition },
        because: [{ name: 'reason' }],
        asks,
        fixes,
      }
    : {
        verdict: 'fail',
        message: 'reason.unknown',
        values: { reason, disposition },
        because: [{ name: 'reason', value: reason }],
        asks,
        fixes,
      }
}

/** Whether just the roles are drawn that the class may and must have: nearly always. */
function rolesFit({ annotation: { roles, disposition } }: Subject, cls: ClassInfo): boolean {
  let any = false
  for (const id in roles) {
    const role = cls.roles.get(id)
    if (!role || needOf(role, disposition) === 'forbidden') return false
    any = true
  }
  if (!any) return false
  for (const role of cls.roles.values())
    if (disposition !== 'skip' && roles[role.id as RoleId] === undefined && needOf(role, disposition) === 'required')
      return false
  return true
}

function roleDrafts(subject: Subject, cls: ClassInfo): Drafts {
  if (rolesFit(subject, cls)) return undefined
  const { annotation } = subject
  const drawn = Object.keys(annotation.roles)
  if (drawn.length === 0)
    return [
      {
        verdict: 'fail',
        message: 'role.none',
        values: { class: cls.id },
        fixes: [{ kind: 'remove', on: annotation.id }],
        part: 'none',
      },
    ]
  const { disposition } = annotation
  const allowed = (id: string): boolean => {
    const role = cls.roles.get(id)
    return role !== undefined && needOf(role, disposition) !== 'forbidden'
  }
  const forbidden = drawn
    .filter((role) => !allowed(role))
    .map((role): Draft => ({
      verdict: 'fail',
      message: 'role.forbidden',
      values: { role, class: cls.id },
      because: [{ name: role, value: true }],
      fixes: [{ kind: 'remove_role', on: annotation.id, role: role as RoleId }],
      part: role,
    }))
  const required = [...cls.roles.values()]
    .filter((role) => needOf(role, disposition) === 'required' && !drawn.includes(role.id) && disposition !== 'skip')
    .map((role): Draft => ({
      verdict: 'fail',
      message: 'role.required',
      values: { role: role.id, class: cls.id },
      because: [{ name: role.id }],
      asks: askRole(role.id),
      fixes: role.equal === undefined ? [] : copyRole(subject, role.equal, role.id),
      part: role.id,
    }))
  return [...forbidden, ...required]
}

function shapeDrafts(subject: Subject, cls: ClassInfo, defects: readonly ShapeDefect[]): readonly Draft[] {
  let found = defectsOf(subject, defects)
  const { roles } = subject.annotation
  for (const role in roles) {
    const kind = roles[role as RoleId]?.shape.kind
    const shapes = cls.roles.get(role)?.shapes
    if (kind === undefined || !shapes || shapes.includes(kind)) continue
    const draft: Draft = {
      verdict: 'fail',
      message: 'shape.kind',
      values: { role, kind, allowed: shapes.join(', ') },
      because: [{ name: `${role}.kind`, value: kind }],
      part: `${role}.kind`,
    }
    found = [draft, ...found]
  }
  return found
}

function attributeFault(
  info: AttributeCheck | undefined,
  value: AttributeValue,
  cls: string,
): Draft['message'] | undefined {
  if (!info) return 'attribute.unknown'
  if (info.classes && !info.classes.has(cls)) return 'attribute.forbidden'
  return info.fits(value) ? undefined : 'attribute.value'
}

function attributeDrafts({ annotation }: Subject, known: ReadonlyMap<string, AttributeCheck>): Drafts {
  const { attributes } = annotation
  let found: Draft[] | undefined
  for (const id in attributes) {
    const value = attributes[id]
    if (value === undefined) continue
    const message = attributeFault(known.get(id), value, annotation.class)
    if (message === undefined) continue
    found ??= []
    found.push({
      verdict: 'fail',
      message,
      values: { attribute: id, value: String(value), class: annotation.class },
      because: [{ name: `attribute.${id}`, value: Array.isArray(value) ? value.join(', ') : value }],
      part: id,
    })
  }
  return found
}

/** An image is empty only when somebody said so; and what was said of it must agree with what is drawn. */
function imageCheck(v: Vocabulary): ImageCheck {
  return {
    reads: facets('image', 'count', aroundFacet({ facets: ['class', 'disposition'] })),
    check({ doc }): Drafts {
      if (doc.annotations.length === 0)
        return doc.answers.nothingHere || doc.answers.usable === 'no'
          ? undefined
          : {
              verdict: 'undecided',
              message: 'answer.nothing_here',
              because: [{ name: 'nothing_here' }],
              asks: { kind: 'nothingHere' },
              part: 'empty',
            }
      const contradicted: Draft[] = doc.answers.nothingHere
        ? [
            {
              verdict: 'fail',
              message: 'answer.not_empty',
              values: { count: doc.annotations.length },
              because: [{ name: 'nothing_here', value: true }],
              part: 'empty',
            },
          ]
        : []
      for (const [id, said] of Object.entries(doc.coverage) as [ClassId, string][]) {
        if (said !== 'absent' || !v.classes.has(id)) continue
        const family = v.withDescendants([id])
        const count = doc.annotations.filter((a) => a.disposition === 'positive' && family.has(a.class)).length
        if (count > 0)
          contradicted.push({
            verdict: 'fail',
            message: 'answer.not_absent',
            values: { class: id, count },
            because: [{ name: `coverage.${id}`, value: said }],
            part: `absent.${id}`,
          })
      }
      return contradicted
    },
  }
}

/** `ownDefects`: the policy has its own rule about defects of shapes, so these are left to it. */
export function builtIns(v: Vocabulary, ownDefects: boolean): BuiltIn[] {
  const known = (subject: Subject): ClassInfo | undefined => v.classes.get(subject.annotation.class)
  const ofClass =
    (find: (subject: Subject, cls: ClassInfo) => Drafts) =>
    (subject: Subject): Drafts => {
      const cls = known(subject)
      return cls && find(subject, cls)
    }
  const attributes = attributeChecks(v)
  const defects = ownDefects ? (['not-finite'] as const) : DEFECT_NAMES.filter((d) => d !== 'repeated-point')
  return [
    { id: 'class', everyClass: true, own: classCheck(v) },
    {
      id: 'reason',
      own: {
        reads: facets('disposition', 'reason'),
        ofSoundness: true,
        check: ({ annotation }) => reasonOf(annotation, v),
      },
    },
    {
      id: 'role',
      own: { reads: facets('class', 'disposition', 'roles'), ofSoundness: true, check: ofClass(roleDrafts) },
    },
    {
      id: 'shape',
      own: {
        reads: facets('class', 'roles'),
        ofSoundness: true,
        check: ofClass((subject, cls) => shapeDrafts(subject, cls, defects)),
      },
    },
    {
      id: 'attribute',
      own: {
        reads: facets('class', 'attributes'),
        ofSoundness: true,
        check: (subject) => attributeDrafts(subject, attributes),
      },
      image: imageAttributes(v),
    },
    ...vocabularyChecks(v),
    { id: 'image', image: imageCheck(v) },
  ]
}

export const BUILT_IN_IDS: readonly string[] = [
  'class',
  'reason',
  'role',
  'shape',
  'attribute',
  'image',
  'equal',
  'look_alikes',
  'links',
  'zones',
]
