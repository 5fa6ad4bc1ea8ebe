/** Text of a policy → document, or every problem with its line and column. */
import type { z } from 'zod'
import { fail, ok, problem, type Problem, type Result, type Values } from '../model/problem'
import { PolicyDocument } from './document'
import { POLICY_LIMITS } from './limits'
import { keysAt } from './schema-keys'
import { suggest } from './suggest'
import { readTree, type Locator, type Path } from './tree'

export type { Locator, Path } from './tree'

export interface ParsedPolicy {
  readonly document: PolicyDocument
  readonly locate: Locator
}

const describe = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'mapping'
  return typeof value === 'string' ? `'${value.slice(0, 60)}'` : String(value)
}

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (v, part) =>
      v !== null && typeof v === 'object' && Object.hasOwn(v, part)
        ? (v as Record<string | number, unknown>)[part]
        : undefined,
    root,
  )

function unionExpected(issue: z.core.$ZodIssue & { code: 'invalid_union' }, root: unknown, path: Path): Values {
  if (!issue.discriminator) return { reason: 'type', expected: issue.message, found: describe(valueAt(root, path)) }
  const known = keysAt(PolicyDocument, path, root, 'discriminator')
  const found = valueAt(root, [...path, issue.discriminator])
  const nearest = typeof found === 'string' ? suggest(found, known) : undefined
  return {
    reason: found === undefined ? 'missing' : 'value',
    expected: known.join(' | '),
    found: describe(found),
    ...(nearest ? { suggestion: nearest } : {}),
    key: issue.discriminator,
  }
}

/** The path of what is wrong. Zod points at a union's discriminator itself; the problem is of the mapping that holds it. */
function pathOf(issue: z.core.$ZodIssue): Path {
  const full = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const atDiscriminator =
    issue.code === 'invalid_union' && issue.discriminator !== undefined && full.at(-1) === issue.discriminator
  return atDiscriminator ? full.slice(0, -1) : full
}

function unknownKey(key: string, path: Path, root: unknown, locate: Locator): Problem {
  const known = keysAt(PolicyDocument, path, root, 'keys')
  const nearest = suggest(key, known)
  return problem('policy.schema', locate.key(path, key), {
    reason: 'unknown-key',
    found: key,
    expected: known.join(', '),
    ...(nearest ? { suggestion: nearest } : {}),
  })
}

function wrongValue(values: readonly unknown[], found: unknown, path: Path): Values {
  const known = values.map(String)
  const nearest = typeof found === 'string' ? suggest(found, known) : undefined
  return {
    reason: found === undefined ? 'missing' : 'value',
    expected: known.join(' | '),
    found: describe(found),
    ...(nearest ? { suggestion: nearest } : {}),
    key: String(path.at(-1) ?? ''),
  }
}

const NAMED = /^[a-z-]+$/

/** The rest: wrong type, too small, too big. Our own schemas name what they expect in the issue's message. */
function wrongType(issue: z.core.$ZodIssue, found: unknown, path: Path): Values {
  const named = NAMED.test(issue.message)
  const about = { found: describe(found), key: String(path.at(-1) ?? '') }
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
    return { reason: named ? 'type' : issue.code, expected: issue.message, limit, ...about }
  }
  const missing = found === undefined && issue.code === 'invalid_type'
  const expected = issue.code === 'invalid_type' && !named ? issue.expected : issue.message
  return { reason: missing ? 'missing' : 'type', expected, ...about }
}

function issueProblems(issue: z.core.$ZodIssue, root: unknown, locate: Locator): Problem[] {
  const path = pathOf(issue)
  const found = valueAt(root, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, root, locate))
    case 'invalid_key': {
      const key = String(path.at(-1) ?? '')
      return [problem('policy.schema', locate.key(path.slice(0, -1), key), { reason: 'name', found: key })]
    }
    case 'invalid_union': {
      const place = issue.discriminator ? locate.value([...path, issue.discriminator]) : locate.value(path)
      return [problem('policy.schema', place, unionExpected(issue, root, path))]
    }
    case 'invalid_value':
      return [problem('policy.schema', locate.value(path), wrongValue(issue.values, found, path))]
    default:
      return [problem('policy.schema', locate.value(path), wrongType(issue, found, path))]
  }
}

/** Reads and checks the text of a policy; every problem carries line, column and path. */
export function parsePolicy(text: string): Result<ParsedPolicy> {
  const tree = readTree(text)
  if (!tree.ok) return tree
  const { plain, locate } = tree.value
  const checked = PolicyDocument.safeParse(plain)
  if (!checked.success)
    return fail(
      ...checked.error.issues
        .slice(0, POLICY_LIMITS.problems)
        .flatMap((issue) => issueProblems(issue, plain, locate))
        .slice(0, POLICY_LIMITS.problems),
    )
  return ok({ document: checked.data, locate })
}
