/**
 * What changed between two versions of a policy, in terms of meaning, and how large a version step that needs.
 * Wording only = patch; what can only turn a fail into a pass, or adds names = minor; whatever can turn a stored pass into
 * fail or undecided, or changes what a label means = major. When in doubt: major.
 */
import { fail, ok, problem, type Result } from '../model/problem'
import { canonical } from './canonical'
import { compilePolicy } from './compile'
import { ruleChange, type Change } from './diff-rules'
import type { PolicyDocument } from './document'
import { parsePolicy } from './parse'
import { vocabularyOf, type ClassInfo, type Option, type RoleInfo, type Vocabulary } from './vocabulary'

export type Bump = 'none' | 'patch' | 'minor' | 'major'
const RANK: Readonly<Record<Bump, number>> = { none: 0, patch: 1, minor: 2, major: 3 }

export interface DiffItem {
  readonly what:
    | 'policy'
    | 'class'
    | 'role'
    | 'reason'
    | 'look-alike'
    | 'evidence'
    | 'question'
    | 'answer'
    | 'attribute'
    | 'option'
    | 'scale'
    | 'tag'
    | 'rule'
    | 'profile'
    | 'case'
  readonly change: 'added' | 'removed' | 'changed' | 'looser' | 'stricter' | 'reworded'
  /** Whose: `pedestrian`, `pedestrian.full`, `I1` … */
  readonly id: string
  /** Which field of it, where only one changed. */
  readonly field?: string
  readonly before?: string
  readonly after?: string
  readonly bump: Bump
}

export interface PolicyDiff {
  readonly items: readonly DiffItem[]
  readonly requiredBump: Bump
}

const short = (value: unknown): string => (typeof value === 'string' ? value : canonical(value ?? null))
const differ = (a: unknown, b: unknown): boolean => canonical(a ?? null) !== canonical(b ?? null)
const largest = (items: readonly DiffItem[]): Bump =>
  items.reduce<Bump>((most, i) => (RANK[i.bump] > RANK[most] ? i.bump : most), 'none')

/** Entries of two mappings: what came (minor), what went (major), and what `changed` says of those that stayed. */
function entries<T>(
  what: DiffItem['what'],
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  changed: (id: string, a: T, b: T) => DiffItem[],
  prefix = '',
): DiffItem[] {
  const items: DiffItem[] = []
  for (const [id, b] of after) {
    const a = before.get(id)
    if (a === undefined) items.push({ what, change: 'added', id: prefix + id, bump: 'minor' })
    else items.push(...changed(id, a, b))
  }
  for (const id of before.keys())
    if (!after.has(id)) items.push({ what, change: 'removed', id: prefix + id, bump: 'major' })
  return items
}

const byId = (options: readonly Option[]): ReadonlyMap<string, Option> => new Map(options.map((o) => [o.id, o]))
const reworded = (what: DiffItem['what'], id: string, before: unknown, after: unknown, field = 'title'): DiffItem[] =>
  differ(before, after)
    ? [{ what, change: 'reworded', id, field, before: short(before), after: short(after), bump: 'patch' }]
    : []

const options = (
  what: DiffItem['what'],
  before: readonly Option[],
  after: readonly Option[],
  prefix = '',
): DiffItem[] =>
  entries(what, byId(before), byId(after), (id, a, b) => reworded(what, prefix + id, a.title, b.title), prefix)

const field = (
  what: DiffItem['what'],
  id: string,
  name: string,
  before: unknown,
  after: unknown,
  bump: Bump = 'major',
): DiffItem[] =>
  differ(before, after)
    ? [{ what, change: 'changed', id, field: name, before: short(before), after: short(after), bump }]
    : []

const STRICTNESS = { optional: 0, required: 1, forbidden: 2 } as const

function roleChange(id: string, a: RoleInfo | undefined, b: RoleInfo | undefined): DiffItem[] {
  const [was, is] = [a?.need ?? 'forbidden', b?.need ?? 'forbidden']
  const items: DiffItem[] = []
  if (was !== is) {
    const looser = STRICTNESS[is] === 0
    items.push({
      what: 'role',
      change: looser ? 'looser' : 'stricter',
      id,
      field: 'need',
      before: was,
      after: is,
      bump: looser ? 'minor' : 'major',
    })
  }
  if (!a || !b) return items
  if (differ([...a.shapes].sort(), [...b.shapes].sort())) {
    const looser = a.shapes.every((s) => b.shapes.includes(s))
    items.push({
      what: 'role',
      change: looser ? 'looser' : 'stricter',
      id,
      field: 'shape',
      before: a.shapes.join(', '),
      after: b.shapes.join(', '),
      bump: looser ? 'minor' : 'major',
    })
  }
  return [...items, ...reworded('role', id, a.title, b.title)]
}

function classChange(id: string, a: ClassInfo, b: ClassInfo): DiffItem[] {
  const roles = [...new Set([...a.roles.keys(), ...b.roles.keys()])].sort()
  return [
    ...field('class', id, 'is_a', a.isA, b.isA),
    ...field('class', id, 'abstract', a.abstract, b.abstract, a.abstract ? 'minor' : 'major'),
    ...field('class', id, 'disposition', a.disposition, b.disposition, 'minor'),
    ...roles.flatMap((role) => roleChange(`${id}.${role}`, a.roles.get(role), b.roles.get(role))),
    ...reworded('class', id, a.title, b.title),
    ...reworded('class', id, a.says, b.says, 'says'),
    ...reworded('class', id, a.color, b.color, 'color'),
  ]
}

function reasons(a: Vocabulary, b: Vocabulary): DiffItem[] {
  return (['ignore', 'negative', 'skip'] as const).flatMap((d) => {
    const items = options('reason', a.reasons[d], b.reasons[d], `${d}.`)
    // The first reason of a disposition makes a reason necessary: stored labels have none.
    return a.reasons[d].length === 0 ? items.map((i): DiffItem => ({ ...i, bump: 'major' })) : items
  })
}

const sortedSet = (set: ReadonlySet<string> | undefined): readonly string[] | undefined => set && [...set].sort()
const wider = (a: readonly [number, number] | undefined, b: readonly [number, number] | undefined): boolean =>
  !b || (a !== undefined && b[0] <= a[0] && b[1] >= a[1])

function names(a: Vocabulary, b: Vocabulary): DiffItem[] {
  return [
    ...entries('class', a.classes, b.classes, classChange),
    ...reasons(a, b),
    ...options('look-alike', a.lookAlikes, b.lookAlikes),
    ...options('evidence', a.evidence, b.evidence),
    ...entries('question', a.questions, b.questions, (id, p, q) => [
      ...field('question', id, 'for', sortedSet(p.classes), sortedSet(q.classes)),
      ...options('answer', p.answers, q.answers, `${id}.`),
      ...reworded('question', id, p.ask, q.ask, 'ask'),
    ]),
    ...entries('attribute', a.attributes, b.attributes, (id, p, q) => [
      ...field('attribute', id, 'type', p.type, q.type),
      ...field('attribute', id, 'unit', p.unit, q.unit),
      ...field('attribute', id, 'range', p.range, q.range, wider(p.range, q.range) ? 'minor' : 'major'),
      ...field('attribute', id, 'for', sortedSet(p.classes), sortedSet(q.classes)),
      ...options('option', p.options, q.options, `${id}.`),
      ...reworded('attribute', id, p.title, q.title),
    ]),
    ...entries('scale', a.scales, b.scales, (id, p, q) => [
      ...field('scale', id, 'bands', [p.bands, p.ends, p.of], [q.bands, q.ends, q.of]),
      ...reworded('scale', id, p.title, q.title),
    ]),
    ...entries('tag', a.tags, b.tags, (id, p, q) => [
      ...options('tag', p.options, q.options, `${id}.`),
      ...reworded('tag', id, p.title, q.title),
    ]),
  ]
}

type Rules = PolicyDocument['rules']
type RuleOf = Rules[number]
const aimOf = (rule: RuleOf): string | undefined =>
  'then' in rule && rule.then !== undefined && rule.reason !== undefined ? `${rule.then} ${rule.reason}` : undefined

/** A rule that is gone can only loosen, unless it was one of several grounds for the same reason. */
function removedBump(rule: RuleOf, after: Rules): Bump {
  const aim = aimOf(rule)
  return aim !== undefined && after.some((r) => aimOf(r) === aim) ? 'major' : 'minor'
}

const WORDS: readonly string[] = [
  'id',
  'kind',
  'for',
  'except',
  'says',
  'pictures',
  'since',
  'severity',
  'override',
  'fix',
]
const onlyWords = (rule: RuleOf): boolean =>
  Object.entries(rule).every(([key, value]) => value === undefined || WORDS.includes(key))

function rules(before: PolicyDocument, after: PolicyDocument): DiffItem[] {
  const [a, b] = [new Map(before.rules.map((r) => [r.id, r])), new Map(after.rules.map((r) => [r.id, r]))]
  const items: DiffItem[] = []
  for (const [id, rule] of b) {
    const old = a.get(id)
    if (!old) items.push({ what: 'rule', change: 'added', id, bump: onlyWords(rule) ? 'minor' : 'major' })
    else
      items.push(
        ...ruleChange(old, rule, vocabularyOf(before), vocabularyOf(after), aimOf(old) !== undefined).map(
          (c: Change): DiffItem => ({ what: 'rule', id, ...c }),
        ),
      )
  }
  for (const [id, rule] of a)
    if (!b.has(id)) items.push({ what: 'rule', change: 'removed', id, bump: removedBump(rule, after.rules) })
  return items
}

/** The difference of two documents. */
export function diffDocuments(before: PolicyDocument, after: PolicyDocument): PolicyDiff {
  const profiles = entries(
    'profile',
    new Map(Object.entries(before.profiles)),
    new Map(Object.entries(after.profiles)),
    (id, a, b) => [
      ...field('profile', id, 'positive_if', [a.positive_if, a.else], [b.positive_if, b.else], 'minor'),
      ...reworded('profile', id, a.title, b.title),
    ],
  )
  const items = [
    ...field('policy', after.id, 'id', before.id, after.id),
    ...reworded('policy', after.id, before.title, after.title),
    ...reworded('policy', after.id, before.says, after.says, 'says'),
    ...names(vocabularyOf(before), vocabularyOf(after)),
    ...rules(before, after),
    ...profiles,
    ...(differ(before.cases, after.cases)
      ? [{ what: 'case', change: 'changed', id: after.id, bump: 'patch' } satisfies DiffItem]
      : []),
  ]
  return { items, requiredBump: largest(items) }
}

/** The difference of two policies as text; the problems of the first that cannot be read. */
export function diffPolicies(oldText: string, newText: string): Result<PolicyDiff> {
  const before = parsePolicy(oldText)
  if (!before.ok) return before
  const after = parsePolicy(newText)
  return after.ok ? ok(diffDocuments(before.value.document, after.value.document)) : after
}

type Version = readonly [number, number, number]
const versionOf = (text: string): Version => {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number)
  return [major, minor, patch]
}
const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** The smallest version after `version` that a change of this size may have. */
export function nextVersion(version: string, bump: Bump): string {
  const [major, minor, patch] = versionOf(version)
  if (bump === 'major') return `${major + 1}.0.0`
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

export interface Publishable {
  readonly version: string
  readonly requiredBump: Bump
  readonly diff: PolicyDiff | undefined
}

/**
 * Whether a text may be published after the newest published one (absent for the first version). It must compile, its cases
 * must pass, and its version must be greater by at least the step that the change needs.
 */
export function checkPublish(oldText: string | undefined, newText: string): Result<Publishable> {
  const compiled = compilePolicy(newText)
  if (!compiled.ok) return compiled
  const failed = compiled.value.policy.cases().filter((c) => !c.ok)
  if (failed.length > 0)
    return fail(
      ...failed.map((c) =>
        problem(
          'policy.case-failed',
          { line: c.line, column: 1 },
          { name: c.name, differences: c.differences.join('; ') },
        ),
      ),
    )
  const { version } = compiled.value.policy.view.ref
  if (oldText === undefined) return ok({ version, requiredBump: 'none', diff: undefined })

  const [before, after] = [parsePolicy(oldText), parsePolicy(newText)]
  if (!before.ok) return before
  if (!after.ok) return after
  const diff = diffDocuments(before.value.document, after.value.document)
  const published = before.value.document.version
  const place = after.value.locate.value(['version'])
  if (compare(versionOf(version), versionOf(published)) <= 0)
    return fail(problem('policy.version-exists', place, { version, published }))
  const least = nextVersion(published, diff.requiredBump)
  if (compare(versionOf(version), versionOf(least)) < 0)
    return fail(problem('policy.bump-too-small', place, { version, required: diff.requiredBump, least }))
  return ok({ version, requiredBump: diff.requiredBump, diff })
}
