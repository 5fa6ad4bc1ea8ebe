/** The policy's own tests: a label in short notation and the verdicts it must get. */
import { newAnnotation, type Annotation, type Disposition, type PolicyRef, type Review } from '../model/annotation'
import type { Asks, Finding, Text, Verdict } from '../model/finding'
import type { AnnotationId, ClassId, Instant, Person, ReasonId, RoleId, Sha256, ImageId } from '../model/ids'
import { newDocument, type ImageDocument, type Zone } from '../model/image'
import type { CaseResult } from '../validate/engine'
import {
  CASE_FIELDS,
  shapeOfCase,
  type Case,
  type CaseAnnotation,
  type CaseShape,
  type Expected,
} from './case-notation'
import type { PolicyDocument } from './document'
import type { Locator } from './parse'
import { listOf } from './pieces'

const NEVER = '1970-01-01T00:00:00.000Z' as Instant

/** Ids of a case's labels: the one it gives, else its place counted from 1. */
const idOf = (short: CaseAnnotation, index: number): AnnotationId =>
  (short.id ?? `case-${String(index + 1).padStart(4, '0')}`) as AnnotationId

function linksOf(links: CaseAnnotation['links']): Annotation['links'] {
  return Object.entries(links ?? {}).flatMap(([kind, to]) =>
    [to].flat().map((id) => ({ kind, to: id as AnnotationId })),
  )
}

const reviewsOf = (persons: readonly string[]): Review[] =>
  persons.map((by) => ({ by: by as Person, at: NEVER, verdict: 'agree' }))

function declaredOf(short: CaseAnnotation): Annotation['declared'] {
  return {
    levels: short.levels ?? {},
    ...(short.look_alike === undefined ? {} : { lookAlike: short.look_alike }),
    ...(short.evidence === undefined ? {} : { evidence: short.evidence }),
  }
}

function annotationOf(short: CaseAnnotation, index: number, policy: PolicyRef, fresh: Disposition): Annotation {
  const { reason, order, group, track, applies_to, reviewed } = short
  const drawn = Object.entries(short)
    .filter(([key]) => !CASE_FIELDS.includes(key))
    .map(([role, shape]) => [
      role as RoleId,
      { shape: shapeOfCase(shape as CaseShape), origin: short.origin ?? ('drawn' as const) },
    ])
  const made = { by: (short.made_by ?? '') as Person, at: NEVER, how: short.how ?? ('hand' as const), policy }
  return {
    ...newAnnotation(
      idOf(short, index),
      short.class as ClassId,
      Object.fromEntries(drawn) as Annotation['roles'],
      made,
    ),
    disposition: short.disposition ?? fresh,
    declared: declaredOf(short),
    answers: short.answers ?? {},
    attributes: short.attributes ?? {},
    links: linksOf(short.links),
    ...(reason === undefined ? {} : { reason: reason as ReasonId }),
    ...(applies_to === undefined
      ? {}
      : { appliesTo: applies_to === 'all' ? 'all' : (listOf(applies_to) as ClassId[]) }),
    ...(order === undefined ? {} : { order }),
    ...(group === undefined ? {} : { group }),
    ...(track === undefined ? {} : { track }),
    ...(reviewed === undefined ? {} : { reviews: reviewsOf(reviewed) }),
  }
}

function answersOf(c: Case, doc: PolicyDocument): ImageDocument['answers'] {
  const many = (group: string): boolean => {
    const tag = doc.tags[group]
    return tag !== undefined && !Array.isArray(tag) && tag.many === true
  }
  const tags = Object.entries(c.tags ?? {})
  const sets = tags.filter(([group]) => many(group))
  return {
    tags: Object.fromEntries(
      tags.filter(([group]) => !many(group)).map(([group, tag]) => [group, [tag].flat()[0] ?? '']),
    ),
    ...(sets.length > 0 ? { tagSets: Object.fromEntries(sets.map(([group, tag]) => [group, [tag].flat()])) } : {}),
    questions: c.answers ?? {},
    nothingHere: c.nothing_here ?? false,
    ...(c.usable === undefined ? {} : { usable: c.usable }),
    ...(c.attributes === undefined ? {} : { attributes: c.attributes }),
  }
}

const zonesOf = (zones: NonNullable<Case['zones']>): Zone[] =>
  Object.entries(zones).flatMap(([kind, shapes]) =>
    shapes.map((shape, i) => ({ id: `${kind}-${i + 1}`, kind, shape: shapeOfCase(shape) })),
  )

/** The document that a case describes. */
export function caseDocument(c: Case, doc: PolicyDocument, policy: PolicyRef): ImageDocument {
  const [width, height] = c.image
  const base = newDocument({
    path: 'case.png' as ImageId,
    sha256: '0'.repeat(64) as Sha256,
    bytes: 0,
    width,
    height,
    stored: { width, height },
    orientation: 1,
    format: 'png',
    bitDepth: 8,
    lossy: false,
    frames: 1,
    lineage: [],
  })
  const listed = c.annotations ?? (c.annotation ? [c.annotation] : [])
  return {
    ...base,
    answers: answersOf(c, doc),
    coverage: c.coverage ?? {},
    annotations: listed.map((a, i) => annotationOf(a, i, policy, doc.classes[a.class]?.disposition ?? 'positive')),
    ...(c.zones ? { zones: zonesOf(c.zones) } : {}),
    ...(c.reviewed ? { reviews: reviewsOf(c.reviewed) } : {}),
  }
}

/** The verdict of one rule among the findings: fail before undecided before pass. */
function verdictOf(rule: string, findings: readonly Finding[]): Verdict {
  const own = findings.filter((f) => f.rule === rule)
  return own.some((f) => f.verdict === 'fail') ? 'fail' : own.length > 0 ? 'undecided' : 'pass'
}

/** What a finding asks for, by the name that a case gives it: the id of the question, attribute, scale …, or the kind. */
function askedBy(asks: Asks | undefined): string | undefined {
  if (asks === undefined) return undefined
  switch (asks.kind) {
    case 'question':
    case 'imageQuestion':
      return asks.question
    case 'attribute':
    case 'imageAttribute':
      return asks.attribute
    case 'level':
      return asks.scale
    case 'role':
      return asks.role
    case 'tag':
      return asks.group
    case 'coverage':
      return asks.class
    case 'link':
      return asks.link
    case 'lookAlike':
      return 'look_alike'
    case 'appliesTo':
      return 'applies_to'
    case 'nothingHere':
      return 'nothing_here'
    default:
      return asks.kind
  }
}

/** Findings of a rule, on the label that the expectation names. */
function about(want: Exclude<Expected, string>, rule: string, findings: readonly Finding[]): Finding[] {
  return findings.filter((f) => f.rule === rule && (want.on === undefined || f.on.some((id) => id === want.on)))
}

function unlike(rule: string, want: Expected, findings: readonly Finding[]): string[] {
  if (typeof want === 'string') {
    const got = verdictOf(rule, findings)
    return got === want ? [] : [`${rule}: ${want} → ${got}`]
  }
  const own = about(want, rule, findings)
  const got = verdictOf(rule, own)
  const where = want.on === undefined ? rule : `${rule} (${want.on})`
  if (got !== want.verdict) return [`${where}: ${want.verdict} → ${got}`]
  const asked = own.map((f) => askedBy(f.asks)).filter((name) => name !== undefined)
  const fixes = own.flatMap((f) => f.fixes.map((fix): string => fix.kind))
  return [
    ...(want.asks === undefined || asked.includes(want.asks)
      ? []
      : [`${where}: asks ${want.asks} → ${asked.join(', ') || '–'}`]),
    ...(want.fix === undefined || fixes.includes(want.fix)
      ? []
      : [`${where}: fix ${want.fix} → ${fixes.join(', ') || '–'}`]),
  ]
}

function differences(c: Case, findings: readonly Finding[]): string[] {
  const expected = c.expect.flatMap((e) => (typeof e === 'string' ? [] : Object.entries(e)))
  const wrong = expected.flatMap(([rule, want]) => unlike(rule, want, findings))
  if (!c.expect.includes('pass')) return wrong
  const listed = new Set(expected.map(([rule]) => rule))
  const others = [...new Set(findings.filter((f) => !listed.has(f.rule)).map((f) => f.rule))]
  return [...wrong, ...others.map((rule) => `${rule}: pass → ${verdictOf(rule, findings)}`)]
}

/** What each profile should have made of the labels, where it did not. */
function derivedOtherwise(c: Case, scene: ImageDocument, profile: DerivedBy): string[] {
  return Object.entries(c.profiles ?? {}).flatMap(([id, want]) => {
    const derived = profile(id, scene)
    const first = scene.annotations[0]?.id ?? ''
    const wanted = typeof want === 'string' ? { [first]: want } : want
    return Object.entries(wanted).flatMap(([label, disposition]) => {
      const got = derived?.get(label as AnnotationId)
      return got === disposition ? [] : [`${id} (${label}): ${disposition} → ${got ?? '–'}`]
    })
  })
}

type DerivedBy = (id: string, doc: ImageDocument) => ReadonlyMap<AnnotationId, Disposition> | undefined

export function runCases(
  doc: PolicyDocument,
  locate: Locator,
  policy: PolicyRef,
  check: (doc: ImageDocument) => readonly Finding[],
  profile: DerivedBy,
): CaseResult[] {
  return doc.cases.map((c, i) => {
    const scene = caseDocument(c, doc, policy)
    const found = [...differences(c, check(scene)), ...derivedOtherwise(c, scene, profile)]
    const name = typeof c.name === 'string' ? c.name : c.name.en
    return {
      name,
      title: c.name as Text,
      ok: found.length === 0,
      line: locate.value(['cases', i]).line ?? 1,
      differences: found,
    }
  })
}
