/**
 * One form for what may be written in several: short and long forms, defaults spelled out or not, blanks in expressions. Two
 * documents of equal meaning have equal normal forms, so that their difference is empty.
 */
import type { PolicyDocument } from './document'
import { outcomeOf } from './pieces'
import { needOf, vocabularyOf, type ClassInfo, type Option, type RoleInfo, type Vocabulary } from './vocabulary'

export type Plain = null | boolean | number | string | readonly Plain[] | PlainRecord
export interface PlainRecord {
  readonly [key: string]: Plain | undefined
}
export const isRecord = (v: unknown): v is PlainRecord => v !== null && typeof v === 'object' && !Array.isArray(v)

/** Keys whose text is an expression, wherever they stand. */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  'when',
  'require',
  'required_when',
  'ask_when',
  'positive_if',
  'measure',
  'unless',
])

/** An expression without the blanks that say nothing. */
export function expression(source: string): string {
  const parts = source.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\s+|[^\s'"]+|['"]/gu) ?? []
  let out = ''
  let isApart = false
  for (const part of parts) {
    if (/^\s/.test(part)) {
      isApart = true
      continue
    }
    // A blank between two words or numbers tells them apart; any other is layout.
    if (isApart && /[\p{L}\p{M}\p{N}_]$/u.test(out) && /^[\p{L}\p{M}\p{N}_]/u.test(part)) out += ' '
    out += part
    isApart = false
  }
  return out.normalize('NFC')
}

/** A text in one language only is the text of all. */
function textForm(value: Plain): Plain {
  if (!isRecord(value)) return value
  const keys = Object.keys(value).filter((k) => value[k] !== undefined)
  return keys.length === 1 && keys[0] === 'en' ? (value['en'] ?? '') : value
}
export const textOf = (value: unknown): Plain | undefined =>
  value === undefined ? undefined : textForm(value as Plain)

const isNames = (v: readonly Plain[]): v is readonly string[] => v.every((x) => typeof x === 'string')
/** Keys that take one name or a list of names. */
const NAMES: ReadonlySet<string> = new Set([
  'for',
  'except',
  'inside_image',
  'no_holes',
  'one_piece',
  'overrides',
  'with',
  'in',
  'zone',
])
const TEXTS: ReadonlySet<string> = new Set(['says', 'guide', 'title', 'answer', 'asked', 'ask_text'])
/** What is meant where a key of a rule is absent. */
const RULE_DEFAULTS: Readonly<Record<string, Plain>> = { severity: 'error' }
const NESTED_DEFAULTS: Readonly<Record<string, PlainRecord>> = {
  band: { ends: '[)', fails: 'below' },
  override: { reason: 'required' },
}

function normal(value: Plain, key: string): Plain {
  if (typeof value === 'string') {
    if (EXPRESSIONS.has(key)) return expression(value)
    return NAMES.has(key) ? [value] : value.normalize('NFC')
  }
  if (Array.isArray(value)) {
    const list = value as readonly Plain[]
    // Names in a rule are sets.
    return isNames(list) ? [...new Set(list)].sort() : list.map((v) => normal(v, ''))
  }
  if (!isRecord(value)) return value
  if (TEXTS.has(key)) return textForm(value)
  const filled = { ...NESTED_DEFAULTS[key], ...value }
  return Object.fromEntries(
    Object.entries(filled).flatMap(([k, v]) => (v === undefined ? [] : [[k, normal(v, key === 'aspect' ? '' : k)]])),
  )
}

type RuleOf = PolicyDocument['rules'][number]

/** A rule in its long form. */
export function ruleForm(rule: RuleOf): PlainRecord {
  const plain = normal({ ...RULE_DEFAULTS, ...(rule as unknown as PlainRecord) }, '') as Record<string, Plain>
  const { override, answers, agrees } = plain
  if (isRecord(override) && override['who'] === 'nobody') delete plain['override']
  if (isRecord(answers))
    plain['answers'] = Object.fromEntries(
      Object.entries((rule as { answers?: Record<string, Parameters<typeof outcomeOf>[0]> }).answers ?? {}).map(
        ([id, o]) => [id, outcomeOf(o) as PlainRecord],
      ),
    )
  if (isRecord(agrees) && typeof agrees['of'] === 'string')
    plain['agrees'] = { ...agrees, of: expression(agrees['of']) }
  const { too_hidden: hidden } = plain
  if (isRecord(hidden)) plain['too_hidden'] = { measure: 'occlusion', ...hidden }
  return plain
}

const titles = (options: readonly Option[]): PlainRecord =>
  Object.fromEntries(options.map((o) => [o.id, textForm(o.title as Plain)]))

const sorted = (set: ReadonlySet<string> | undefined): readonly string[] | undefined => set && [...set].sort()

const DISPOSITIONS = ['positive', 'negative', 'ignore', 'skip'] as const

const roleForm = (r: RoleInfo): PlainRecord => ({
  need: Object.fromEntries(DISPOSITIONS.map((d) => [d, needOf(r, d)])),
  shape: [...r.shapes].sort(),
  equal: r.equal,
  // Says nothing where the role need not equal another.
  tolerance: r.equal === undefined ? undefined : r.tolerance,
  skeleton: r.skeleton,
  title: textForm(r.title as Plain),
})

const entryOf = (record: Readonly<Record<string, unknown>> | undefined, id: string): PlainRecord => {
  const entry = record && Object.hasOwn(record, id) ? record[id] : undefined
  return isRecord(entry) ? entry : {}
}

/** Keys of an entry that its long form spells otherwise; the others come along as they are, known here or not. */
const without = (entry: PlainRecord, ...keys: string[]): PlainRecord =>
  Object.fromEntries(
    Object.entries(entry).flatMap(([k, v]) => (keys.includes(k) || v === undefined ? [] : [[k, normal(v, k)]])),
  )

function classForm(c: ClassInfo, doc: PolicyDocument): PlainRecord {
  const entry = entryOf(doc.classes as unknown as PlainRecord, c.id)
  return {
    ...without(entry, 'is_a', 'abstract', 'disposition', 'title', 'roles', 'look_alikes', 'neighbours', 'fallback'),
    is_a: c.isA,
    abstract: c.abstract,
    disposition: c.disposition,
    title: textForm(c.title as Plain),
    neighbours: [...c.neighbours].sort(),
    fallback: c.fallback,
    look_alikes: Object.fromEntries([...c.lookAlikes].map(([kind, o]) => [kind, { ...o } as PlainRecord])),
    roles: Object.fromEntries([...c.roles.values()].map((r) => [r.id, roleForm(r)])),
  }
}

const mapped = <T>(map: ReadonlyMap<string, T>, form: (id: string, value: T) => PlainRecord): PlainRecord =>
  Object.fromEntries([...map].map(([id, value]) => [id, form(id, value)]))

/** The parts of a document in their long forms, by the key they stand under. Keys that have no long form come as they are. */
export function normalForm(doc: PolicyDocument, v: Vocabulary = vocabularyOf(doc)): PlainRecord {
  const { rules, define, reasons: _reasons, title, says, ...rest } = doc
  const own = (key: keyof PolicyDocument, id: string, ...keys: string[]): PlainRecord =>
    without(entryOf(doc[key] as Readonly<Record<string, unknown>> | undefined, id), ...keys)
  return {
    ...(rest as unknown as PlainRecord),
    title: textOf(title) ?? doc.id,
    says: textOf(says),
    define: define && Object.fromEntries(Object.entries(define).map(([id, source]) => [id, expression(source)])),
    reasons: { ignore: titles(v.reasons.ignore), negative: titles(v.reasons.negative), skip: titles(v.reasons.skip) },
    look_alikes: titles(v.lookAlikes),
    evidence: titles(v.evidence),
    classes: mapped(v.classes, (_, c) => classForm(c, doc)),
    questions: mapped(v.questions, (id, q) => ({
      ...own('questions', id, 'ask', 'answers', 'for'),
      ask: textForm(q.ask as Plain),
      answers: titles(q.answers),
      for: sorted(q.classes),
    })),
    attributes: mapped(v.attributes, (id, a) => ({
      ...own('attributes', id, 'options', 'for', 'title', 'integer', 'many', 'scope', 'pattern'),
      options: titles(a.options),
      for: sorted(a.classes),
      title: textForm(a.title as Plain),
      integer: a.integer,
      many: a.many,
      scope: a.scope,
      pattern: entryOf(doc.attributes as unknown as PlainRecord, id)['pattern'],
    })),
    scales: mapped(v.scales, (id, s) => ({
      ...own('scales', id, 'levels', 'titles', 'bands', 'for', 'title', 'of', 'ends'),
      levels: s.levels.map((l) => l.id),
      titles: titles(s.levels),
      // Without bands no end belongs to any.
      bands: s.bands.length === 0 ? undefined : [...s.bands.map((b) => [b.from, b.to]), s.ends],
      of: s.of === undefined ? undefined : expression(s.of),
      for: sorted(s.classes),
      title: textForm(s.title as Plain),
    })),
    tags: mapped(v.tags, (_, t) => ({ options: titles(t.options), many: t.many, title: textForm(t.title as Plain) })),
    zones: mapped(v.zones, (id, z) => ({
      ...own('zones', id, 'shape', 'void', 'title'),
      shape: [...z.shapes].sort(),
      void: z.void,
      title: textForm(z.title as Plain),
    })),
    links: mapped(v.links, (id, l) => ({
      ...own('links', id, 'from', 'to', 'need', 'inverse_need', 'title', 'inverse'),
      from: sorted(l.from),
      to: sorted(l.to),
      need: `${l.least}..${l.most === Infinity ? '*' : l.most}`,
      inverse_need: `${l.inverseLeast}..${l.inverseMost === Infinity ? '*' : l.inverseMost}`,
      title: textForm(l.title as Plain),
      inverse: textForm(l.inverse as Plain),
    })),
    skeletons: mapped(v.skeletons, (id, s) => ({
      ...own('skeletons', id, 'points', 'title', 'edges', 'mirror'),
      points: titles(s.points),
      title: textForm(s.title as Plain),
      edges: s.edges.map((e) => [...e]),
      mirror: s.mirror.map((e) => [...e]),
    })),
    profiles: Object.fromEntries(
      Object.entries(doc.profiles).map(([id, p]) => [
        id,
        {
          ...without(p as unknown as PlainRecord, 'decide'),
          decide: (p.decide ?? []).map((s) => ({ when: expression(s.when), then: s.then })),
        },
      ]),
    ),
    rules: Object.fromEntries(rules.map((r) => [r.id, ruleForm(r)])),
    clarifications: (doc.clarifications ?? []).map((c) => normal(c as unknown as Plain, '')),
    migrations: (doc.migrations ?? []) as unknown as Plain,
    cases: doc.cases.map((c) => caseForm(c as unknown as PlainRecord)),
  }
}

/** `annotation: x` is short for `annotations: [x]`. */
function caseForm({ annotation, annotations, name, ...rest }: PlainRecord): PlainRecord {
  const list = annotations ?? (annotation === undefined ? [] : [annotation])
  return { ...rest, name: name === undefined ? undefined : textForm(name), annotations: list }
}
