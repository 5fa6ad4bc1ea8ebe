/** The policy's own tests: a label in short notation and the verdicts it must get. */
import { newAnnotation, type Annotation, type PolicyRef } from '../model/annotation'
import type { Finding, Verdict } from '../model/finding'
import type { AnnotationId, ClassId, Instant, Person, ReasonId, RoleId, Sha256, ImageId } from '../model/ids'
import { newDocument, type ImageDocument } from '../model/image'
import type { Shape } from '../geometry/shapes'
import type { CaseResult } from '../validate/engine'
import type { Case, CaseAnnotation, CaseShape, PolicyDocument } from './document'
import type { Locator } from './parse'

const isBox = (shape: CaseShape): shape is [number, number, number, number] => typeof shape[0] === 'number'

function shapeOf(shape: CaseShape): Shape {
  if (!isBox(shape)) return { kind: 'polygon', rings: [[shape.map(([x, y]): [number, number] => [x, y])]] }
  const [x, y, w, h] = shape
  return { kind: 'box', x, y, w, h }
}

const NEVER = '1970-01-01T00:00:00.000Z' as Instant

function annotationOf(
  short: CaseAnnotation,
  index: number,
  policy: PolicyRef,
  disposition: Annotation['disposition'],
): Annotation {
  const {
    class: cls,
    disposition: said,
    reason,
    look_alike,
    evidence,
    levels,
    answers,
    attributes,
    origin,
    ...roles
  } = short
  const drawn = Object.fromEntries(
    Object.entries(roles).map(([role, shape]) => [
      role as RoleId,
      { shape: shapeOf(shape), origin: origin ?? ('drawn' as const) },
    ]),
  )
  const id = `case-${String(index + 1).padStart(4, '0')}` as AnnotationId
  return {
    ...newAnnotation(id, cls as ClassId, drawn, { by: '' as Person, at: NEVER, how: 'hand', policy }),
    disposition: said ?? disposition,
    ...(reason === undefined ? {} : { reason: reason as ReasonId }),
    declared: {
      levels: levels ?? {},
      ...(look_alike === undefined ? {} : { lookAlike: look_alike }),
      ...(evidence === undefined ? {} : { evidence }),
    },
    answers: answers ?? {},
    attributes: attributes ?? {},
  }
}

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
    answers: {
      tags: c.tags ?? {},
      questions: c.answers ?? {},
      nothingHere: c.nothing_here ?? false,
      ...(c.usable === undefined ? {} : { usable: c.usable }),
    },
    coverage: c.coverage ?? {},
    annotations: listed.map((a, i) => annotationOf(a, i, policy, doc.classes[a.class]?.disposition ?? 'positive')),
  }
}

/** The verdict of one rule among the findings: fail before undecided before pass. */
function verdictOf(rule: string, findings: readonly Finding[]): Verdict {
  const own = findings.filter((f) => f.rule === rule)
  return own.some((f) => f.verdict === 'fail') ? 'fail' : own.length > 0 ? 'undecided' : 'pass'
}

function differences(c: Case, findings: readonly Finding[]): string[] {
  const expected = new Map(c.expect.flatMap((e) => (typeof e === 'string' ? [] : Object.entries(e))))
  const wrong = [...expected].flatMap(([rule, want]) => {
    const got = verdictOf(rule, findings)
    return got === want ? [] : [`${rule}: ${want} → ${got}`]
  })
  if (!c.expect.includes('pass')) return wrong
  const others = [...new Set(findings.filter((f) => !expected.has(f.rule)).map((f) => f.rule))]
  return [...wrong, ...others.map((rule) => `${rule}: pass → ${verdictOf(rule, findings)}`)]
}

export function runCases(
  doc: PolicyDocument,
  locate: Locator,
  policy: PolicyRef,
  check: (doc: ImageDocument) => readonly Finding[],
): CaseResult[] {
  return doc.cases.map((c, i) => {
    const found = differences(c, check(caseDocument(c, doc, policy)))
    return { name: c.name, ok: found.length === 0, line: locate.value(['cases', i]).line ?? 1, differences: found }
  })
}
