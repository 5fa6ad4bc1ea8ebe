/** Names inside the document that must lead somewhere, scales without gaps, a class tree without circles. */
import type { Values } from '../model/problem'
import type { PolicyDocument } from './document'
import type { Path } from './parse'
import { patternOf } from './pattern'
import { CASE_FIELDS, type CaseAnnotation } from './case-notation'
import { listOf, type Options } from './pieces'

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
  for (const [id, scale] of Object.entries(doc.scales)) check(['scales', id, 'for'], scale.for)
  for (const [id, link] of Object.entries(doc.links ?? {})) {
    check(['links', id, 'from'], link.from)
    check(['links', id, 'to'], link.to)
  }
  classEntries(doc, report, check)
  doc.rules.forEach((rule, i) => {
    check(['rules', i, 'for'], rule.for)
    check(['rules', i, 'except'], rule.except)
  })
}

/** Ids that a list of options holds. */
const idsOf = (options: Options | undefined): string[] =>
  options === undefined ? [] : Array.isArray(options) ? options : Object.keys(options)

function scales(doc: PolicyDocument, report: Report): void {
  for (const [id, scale] of Object.entries(doc.scales)) {
    const bands = scale.bands ?? []
    if ((scale.bands === undefined) === (scale.levels === undefined))
      report.schema(['scales', id], { reason: 'either', found: 'bands, levels' })
    for (const titled of Object.keys(scale.titles ?? {}))
      if (!bands.some(([name]) => name === titled))
        report.unknown(
          ['scales', id, 'titles', titled],
          'band',
          titled,
          bands.map(([name]) => name),
        )
    bands.forEach(([name, from, to], i) => {
      if (!(from < to)) report.scale(['scales', id, 'bands', i], { scale: id, band: name, reason: 'empty', from, to })
      const next = bands[i + 1]
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
}

type CheckNames = (path: Path, names: string | readonly string[] | undefined) => void

/** Names that a class's own entry holds. */
function classEntries(doc: PolicyDocument, report: Report, classes: CheckNames): void {
  const kinds = idsOf(doc.look_alikes)
  const skeletons = Object.keys(doc.skeletons ?? {})
  for (const [id, entry] of Object.entries(doc.classes)) {
    classes(['classes', id, 'neighbours'], entry.neighbours)
    classes(['classes', id, 'fallback'], entry.fallback)
    for (const alias of entry.aliases ?? [])
      if (Object.hasOwn(doc.classes, alias))
        report.schema(['classes', id, 'aliases'], { reason: 'taken', found: alias })
    for (const [kind, outcome] of Object.entries(entry.look_alikes ?? {})) {
      if (!kinds.includes(kind)) report.unknown(['classes', id, 'look_alikes', kind], 'look-alike', kind, kinds)
      if (typeof outcome !== 'string' && outcome.reason !== undefined && outcome.then !== 'positive') {
        const reasons = idsOf(doc.reasons[outcome.then])
        if (!reasons.includes(outcome.reason))
          report.unknown(['classes', id, 'look_alikes', kind, 'reason'], 'reason', outcome.reason, reasons)
      }
    }
    const roles = Object.keys(entry.roles ?? {})
    for (const [role, { equal, skeleton }] of Object.entries(entry.roles ?? {})) {
      if (equal !== undefined && !['visible', 'full', ...roles].includes(equal))
        report.unknown(['classes', id, 'roles', role, 'equal'], 'role', equal, roles)
      if (skeleton !== undefined && !skeletons.includes(skeleton))
        report.unknown(['classes', id, 'roles', role, 'skeleton'], 'skeleton', skeleton, skeletons)
    }
  }
}

function skeletons(doc: PolicyDocument, report: Report): void {
  for (const [id, skeleton] of Object.entries(doc.skeletons ?? {})) {
    const points = idsOf(skeleton.points)
    for (const key of ['edges', 'mirror'] as const)
      skeleton[key]?.forEach((pair, i) => {
        for (const point of pair)
          if (!points.includes(point)) report.unknown(['skeletons', id, key, i], 'point', point, points)
      })
  }
}

/** Rules named by other rules and by clarifications. */
function ruleNames(doc: PolicyDocument, report: Report): void {
  const rules = doc.rules.map((r) => r.id)
  doc.rules.forEach((rule, i) => {
    for (const name of listOf(rule.overrides))
      if (!rules.includes(name) || name === rule.id)
        report.unknown(
          ['rules', i, 'overrides'],
          'rule',
          name,
          rules.filter((r) => r !== rule.id),
        )
    const fix = rule.fix
    if (typeof fix === 'object' && 'set_class' in fix && fix.set_class !== 'fallback') {
      const classes = Object.keys(doc.classes)
      if (!classes.includes(fix.set_class))
        report.unknown(['rules', i, 'fix', 'set_class'], 'class', fix.set_class, classes)
    }
  })
  doc.clarifications?.forEach((c, i) => {
    if (!rules.includes(c.rule)) report.unknown(['clarifications', i, 'rule'], 'rule', c.rule, rules)
  })
}

/** Attributes that say what they cannot mean. */
function attributes(doc: PolicyDocument, report: Report): void {
  for (const [id, a] of Object.entries(doc.attributes)) {
    const pattern = a.pattern === undefined ? undefined : patternOf(a.pattern)
    if (pattern && 'fault' in pattern)
      report.schema(['attributes', id, 'pattern'], {
        reason: 'pattern',
        found: a.pattern ?? '',
        detail: pattern.detail,
      })
    const lacks = (a.type === 'enum') !== (a.options !== undefined)
    if (lacks)
      report.schema(['attributes', id], {
        reason: a.type === 'enum' ? 'missing' : 'unfit',
        key: 'options',
        expected: 'options',
        found: a.type,
      })
  }
}

function caseLinks(doc: PolicyDocument, a: CaseAnnotation, path: Path, report: Report): void {
  for (const kind of Object.keys(a.links ?? {}))
    if (!Object.hasOwn(doc.links ?? {}, kind))
      report.unknown([...path, 'links', kind], 'link', kind, Object.keys(doc.links ?? {}))
}

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
    for (const id of Object.keys(c.profiles ?? {}))
      if (!Object.hasOwn(doc.profiles, id))
        report.unknown(['cases', i, 'profiles', id], 'profile', id, Object.keys(doc.profiles))
    const listed = c.annotations ?? (c.annotation ? [c.annotation] : [])
    listed.forEach((a, j) => {
      const path: Path = c.annotations ? ['cases', i, 'annotations', j] : ['cases', i, 'annotation']
      for (const key of Object.keys(a))
        if (!CASE_FIELDS.includes(key) && !roles.has(key))
          report.unknown([...path, key], 'role', key, [...roles, ...CASE_FIELDS])
      caseLinks(doc, a, path, report)
    })
    for (const kind of Object.keys(c.zones ?? {}))
      if (!Object.hasOwn(doc.zones ?? {}, kind))
        report.unknown(['cases', i, 'zones', kind], 'zone', kind, Object.keys(doc.zones ?? {}))
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
  skeletons(doc, report)
  attributes(doc, report)
  ruleNames(doc, report)
  cases(doc, roles, builtIn, report)
}
