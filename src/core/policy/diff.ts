/**
 * What changed between two versions of a policy, in terms of meaning, and how large a version step that needs.
 * Wording only = patch; what can only turn a fail into a pass, or adds names = minor; whatever can turn a stored pass into
 * fail or undecided, or changes what a label means = major. When in doubt, and for whatever is not known here: major.
 */
import { fail, ok, problem, type Place, type Result } from '../model/problem'
import { compilePolicy } from './compile'
import { differ, type Bump } from './diff-compare'
import { at, changed, type DiffItem } from './diff-items'
import { normalForm } from './diff-normal'
import { classTable, PARTS, wordsOf, type Part } from './diff-parts'
import { rulesDiff } from './diff-rules'
import type { PolicyDocument } from './document'
import { parsePolicy, type ParsedPolicy } from './parse'
import { vocabularyOf } from './vocabulary'

export type { Bump } from './diff-compare'
export type { DiffItem } from './diff-items'
const RANK: Readonly<Record<Bump, number>> = { none: 0, patch: 1, minor: 2, major: 3 }

/** An item with its lines in both texts. */
export interface PlacedItem extends DiffItem {
  readonly places?: { readonly before?: Place; readonly after?: Place }
}

export interface PolicyDiff {
  readonly items: readonly PlacedItem[]
  readonly requiredBump: Bump
}

const largest = (items: readonly DiffItem[]): Bump =>
  items.reduce<Bump>((most, i) => (RANK[i.bump] > RANK[most] ? i.bump : most), 'none')

/** What says which version it is, not what it means. */
const HEAD: ReadonlySet<string> = new Set(['groundrule', 'version', 'status', 'supersedes', 'rules'])

/** Rules that demand something of every class: a new class then opens what was settled. */
const demandsEvery = (doc: PolicyDocument): boolean =>
  doc.rules.some((r) => r.kind === 'image' && r.require_answers?.includes('exhaustive.*'))

function partOf(key: string, after: PolicyDocument): Part {
  if (key === 'classes') return classTable(() => (demandsEvery(after) ? 'major' : 'minor'))
  if (key === 'title' || key === 'says' || key === 'source') return wordsOf('policy', after.id, key)
  const known = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined
  return known ?? ((a, b, spot) => [changed('policy', after.id, key, [a, b], 'changed', spot)])
}

/** The difference of two documents. */
export function diffDocuments(before: PolicyDocument, after: PolicyDocument): PolicyDiff {
  const [was, is] = [vocabularyOf(before), vocabularyOf(after)]
  const [a, b] = [normalForm(before, was), normalForm(after, is)]
  const keys = [...new Set([...Object.keys(b), ...Object.keys(a)])].filter((key) => !HEAD.has(key))
  const items = [
    ...keys.flatMap((key) => (differ(a[key], b[key]) ? partOf(key, after)(a[key], b[key], at(key)) : [])),
    ...rulesDiff({ document: before, vocabulary: was }, { document: after, vocabulary: is }),
  ]
  return { items, requiredBump: largest(items) }
}

/** With the place of each item in both texts. */
function placed(before: ParsedPolicy, after: ParsedPolicy): PolicyDiff {
  const { items, requiredBump } = diffDocuments(before.document, after.document)
  return {
    requiredBump,
    items: items.map((item) => ({
      ...item,
      places: {
        ...(item.paths.before ? { before: before.locate.value(item.paths.before) } : {}),
        ...(item.paths.after ? { after: after.locate.value(item.paths.after) } : {}),
      },
    })),
  }
}

/** The difference of two policies as text; the problems of the first that cannot be read. */
export function diffPolicies(oldText: string, newText: string): Result<PolicyDiff> {
  const before = parsePolicy(oldText)
  if (!before.ok) return before
  const after = parsePolicy(newText)
  return after.ok ? ok(placed(before.value, after.value)) : after
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
  const diff = placed(before.value, after.value)
  const published = before.value.document.version
  const place = after.value.locate.value(['version'])
  if (compare(versionOf(version), versionOf(published)) <= 0)
    return fail(problem('policy.version-exists', place, { version, published }))
  const least = nextVersion(published, diff.requiredBump)
  if (compare(versionOf(version), versionOf(least)) < 0)
    return fail(problem('policy.bump-too-small', place, { version, required: diff.requiredBump, least }))
  return ok({ version, requiredBump: diff.requiredBump, diff })
}
