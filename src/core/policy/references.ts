/** Names inside the document that must lead somewhere, scales without gaps, a class tree without circles. */
import type { Values } from '../model/problem'
import type { PolicyDocument } from './document'
import type { Path } from './parse'
import { listOf } from './pieces'

/** Reports a wrong name (with what is known instead) or another problem at a path. */
export interface Report {
  unknown(path: Path, what: string, name: string, known: Iterable<string>): void
  schema(path: Path, values: Values): void
  scale(path: Path, values: Values): void
}

function classTree(doc: PolicyDocument, report: Report): void {
  for (const [id, entry] of Object.entries(doc.classes)) {
    if (entry.is_a === undefined) continue
    if (!Object.hasOwn(doc.classes, entry.is_a)) {
      report.unknown(['classes', id, 'is_a'], 'class', entry.is_a, Object.keys(doc.classes))
      continue
    }
    const seen = [id]
    for (
      let next: string | undefined = entry.is_a;
      next !== undefined;
      next = Object.hasOwn(doc.classes, next) ? doc.classes[next]?.is_a : undefined
    ) {
      if (next === id) report.schema(['classes', id, 'is_a'], { reason: 'cycle', found: [...seen, id].join(' → ') })
      if (seen.includes(next)) break
      seen.push(next)
    }
  }
}

function scopes(doc: PolicyDocument, report: Report): void {
  const classes = Object.keys(doc.classes)
  const check = (path: Path, names: string | readonly string[] | undefined): void => {
    for (const name of listOf(names as string | string[] | undefined))
      if (!classes.includes(name)) report.unknown(path, 'class', name, classes)
  }
  for (const [id, q] of Object.entries(doc.questions)) check(['questions', id, 'for'], q.for)
  for (const [id, a] of Object.entries(doc.attributes)) check(['attributes', id, 'for'], a.for)
  doc.rules.forEach((rule, i) => {
    check(['rules', i, 'for'], rule.for)
    check(['rules', i, 'except'], rule.except)
  })
}

function scales(doc: PolicyDocument, report: Report): void {
  for (const [id, scale] of Object.entries(doc.scales))
    scale.bands.forEach(([name, from, to], i) => {
      if (!(from < to)) report.scale(['scales', id, 'bands', i], { scale: id, band: name, reason: 'empty', from, to })
      const next = scale.bands[i + 1]
      if (next && next[1] !== to)
        report.scale(['scales', id, 'bands', i + 1], {
          scale: id,
          band: next[0],
          reason: next[1] > to ? 'gap' : 'overlap',
          from: Math.min(next[1], to),
          to: Math.max(next[1], to),
        })
    })
}

const CASE_FIELDS = [
  'class',
  'disposition',
  'reason',
  'look_alike',
  'evidence',
  'levels',
  'answers',
  'attributes',
  'origin',
]

function cases(doc: PolicyDocument, roles: ReadonlySet<string>, builtIn: readonly string[], report: Report): void {
  const rules = [...doc.rules.map((r) => r.id), ...builtIn]
  doc.cases.forEach((c, i) => {
    if (c.annotation && c.annotations)
      report.schema(['cases', i, 'annotations'], { reason: 'either', found: 'annotation, annotations' })
    c.expect.forEach((e, j) => {
      if (typeof e === 'string') return
      for (const rule of Object.keys(e))
        if (!rules.includes(rule)) report.unknown(['cases', i, 'expect', j], 'rule', rule, rules)
    })
    const listed = c.annotations ?? (c.annotation ? [c.annotation] : [])
    listed.forEach((a, j) => {
      const path: Path = c.annotations ? ['cases', i, 'annotations', j] : ['cases', i, 'annotation']
      for (const key of Object.keys(a))
        if (!CASE_FIELDS.includes(key) && !roles.has(key))
          report.unknown([...path, key], 'role', key, [...roles, ...CASE_FIELDS])
    })
  })
}

export function checkReferences(
  doc: PolicyDocument,
  roles: ReadonlySet<string>,
  builtIn: readonly string[],
  report: Report,
): void {
  classTree(doc, report)
  scopes(doc, report)
  scales(doc, report)
  cases(doc, roles, builtIn, report)
}
