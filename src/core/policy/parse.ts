/** Text of a policy → document, or every problem with its line and column. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { z } from 'zod'
import { fail, ok, problem, type Place, type Problem, type Result, type Values } from '../model/problem'
import { PolicyDocument } from './document'
import { POLICY_LIMITS } from './limits'
import { keysAt } from './schema-keys'
import { scalarOffset } from './scalar-offset'
import { suggest } from './suggest'

export type Path = readonly (string | number)[]

/** Finds the places of a document's parts in its text. */
export interface Locator {
  /** Place of the value at `path` (or of the nearest part that exists); `offset` = characters into a text value. */
  value(path: Path, offset?: number): Place
  /** Place of a key of the mapping at `path`. */
  key(path: Path, key: string): Place
}

export interface ParsedPolicy {
  readonly document: PolicyDocument
  readonly locate: Locator
}

const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  )

/** Thrown inside the walk over the nodes only, and turned into a problem at once. */
class Refused extends Error {
  readonly offset: number
  readonly values: Values
  constructor(offset: number, values: Values) {
    super('refused')
    this.offset = offset
    this.values = values
  }
}

const NUMBER = /^[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/

function checkNumber(node: Scalar, value: number): void {
  const source = node.source ?? String(value)
  const at = node.range?.[0] ?? 0
  if (!NUMBER.test(source) || !Number.isFinite(value)) throw new Refused(at, { reason: 'number', found: source })
  const digits = source
    .replace(/[eE].*$/, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+/, '')
  if (digits.length > 15 && String(value) !== source)
    throw new Refused(at, { reason: 'precision', found: source, read: String(value) })
}

/** Turns nodes into plain values, with all limits; never yields an object with a foreign prototype. */
class Walk {
  #nodes = 0
  #aliases = 0
  readonly #doc: Document
  readonly #open = new Set<Node>()
  constructor(doc: Document) {
    this.#doc = doc
  }

  value(node: unknown, depth: number): unknown {
    if (node === null || node === undefined) return null
    const typed = node as Node
    const at = typed.range?.[0] ?? 0
    if (++this.#nodes > POLICY_LIMITS.nodes) throw new Refused(at, { reason: 'nodes', limit: POLICY_LIMITS.nodes })
    if (depth > POLICY_LIMITS.depth) throw new Refused(at, { reason: 'depth', limit: POLICY_LIMITS.depth })
    if (isAlias(typed)) return this.#alias(typed.resolve(this.#doc), at, depth)
    if (typed.tag?.startsWith('!')) throw new Refused(at, { reason: 'tag', found: typed.tag })
    if (isScalar(typed)) return this.#scalar(typed)
    if (this.#open.has(typed)) throw new Refused(at, { reason: 'cycle' })
    this.#open.add(typed)
    const value = isSeq(typed)
      ? typed.items.map((item) => this.value(item, depth + 1))
      : isMap(typed)
        ? this.#map(typed, depth)
        : null
    this.#open.delete(typed)
    return value
  }

  #alias(target: Node | undefined, at: number, depth: number): unknown {
    if (++this.#aliases > POLICY_LIMITS.aliases)
      throw new Refused(at, { reason: 'aliases', limit: POLICY_LIMITS.aliases })
    if (!target) throw new Refused(at, { reason: 'alias' })
    return this.value(target, depth + 1)
  }

  #scalar(node: Scalar): unknown {
    const { value } = node
    if (typeof value === 'number') checkNumber(node, value)
    if (typeof value === 'bigint')
      throw new Refused(node.range?.[0] ?? 0, {
        reason: 'precision',
        found: node.source ?? String(value),
        read: String(Number(value)),
      })
    if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
      return value
    throw new Refused(node.range?.[0] ?? 0, { reason: 'scalar', found: node.source ?? '' })
  }

  #map(node: YAMLMap, depth: number): Record<string, unknown> {
    const out: Record<string, unknown> = {}
    for (const pair of node.items) {
      const key = pair.key as Node | null
      const at = key?.range?.[0] ?? node.range?.[0] ?? 0
      if (!isScalar(key) || key.value === null) throw new Refused(at, { reason: 'key' })
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
      if (name === '<<') throw new Refused(at, { reason: 'merge' })
      if (name === '__proto__') throw new Refused(at, { reason: 'forbidden-key', found: name })
      out[name] = this.value(pair.value, depth + 1)
    }
    return out
  }
}

function locator(doc: Document, lines: LineCounter, text: string): Locator {
  const place = (offset: number, path: Path): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col), ...(path.length ? { path: pathText(path) } : {}) }
  }
  const resolved = (node: unknown): unknown =>
    isAlias(node as Node) ? (node as Node & { resolve(d: Document): unknown }).resolve(doc) : node
  const nearest = (path: Path): { node: Node | null; exact: boolean } => {
    let node = resolved(doc.contents) as Node | null
    for (const part of path) {
      const next: unknown = isSeq(node)
        ? node.items[Number(part)]
        : isMap(node)
          ? node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(part))?.value
          : undefined
      if (!next) return { node, exact: false }
      node = resolved(next) as Node
    }
    return { node, exact: true }
  }
  return {
    value(path, offset) {
      const { node, exact } = nearest(path)
      const start = node?.range?.[0] ?? 0
      return place(exact && offset !== undefined && isScalar(node) ? scalarOffset(text, node, offset) : start, path)
    },
    key(path, key) {
      const { node } = nearest(path)
      const pair = isMap(node) ? node.items.find((p) => isScalar(p.key) && String(p.key.value) === key) : undefined
      return place((pair?.key as Node | undefined)?.range?.[0] ?? node?.range?.[0] ?? 0, [...path, key])
    },
  }
}

const YAML_REASONS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'duplicate-key',
  TAB_AS_INDENT: 'tab',
  MULTIPLE_DOCS: 'documents',
  TAG_RESOLVE_FAILED: 'tag',
  BAD_ALIAS: 'alias',
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')

function yamlProblems(doc: Document, lines: LineCounter): Problem[] {
  return [...doc.errors, ...doc.warnings].slice(0, POLICY_LIMITS.problems).map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return problem(
      'policy.yaml',
      { line: Math.max(1, line), column: Math.max(1, col) },
      { reason: YAML_REASONS[error.code] ?? 'syntax', detail: firstLine(error.message) },
    )
  })
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

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

function read(text: string): Result<{ doc: Document; lines: LineCounter }> {
  if (new TextEncoder().encode(text).length > POLICY_LIMITS.bytes)
    return fail(problem('policy.too-large', undefined, { limit: POLICY_LIMITS.bytes }))
  if (text.trim() === '') return fail(problem('policy.yaml', { line: 1, column: 1 }, { reason: 'empty' }))
  const bad = CONTROL.exec(text) ?? (text.includes('\ufffd') ? { index: text.indexOf('\ufffd') } : null)
  if (bad) {
    const before = text.slice(0, bad.index).split('\n')
    return fail(
      problem('policy.yaml', { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }, { reason: 'not-text' }),
    )
  }
  const lines = new LineCounter()
  try {
    const doc: Document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      strict: true,
      stringKeys: false,
      intAsBigInt: false,
      prettyErrors: false,
      lineCounter: lines,
    })
    const problems = yamlProblems(doc, lines)
    return problems.length ? fail(...problems) : ok({ doc, lines })
  } catch (error) {
    // The library's composer recurses; a text nested beyond the stack ends here.
    if (error instanceof RangeError)
      return fail(problem('policy.yaml', { line: 1, column: 1 }, { reason: 'depth', limit: POLICY_LIMITS.depth }))
    throw error
  }
}

/** Reads and checks the text of a policy; every problem carries line, column and path. */
export function parsePolicy(text: string): Result<ParsedPolicy> {
  const source = text.replace(/^\ufeff/, '')
  const parsed = read(source)
  if (!parsed.ok) return parsed
  const { doc, lines } = parsed.value
  const locate = locator(doc, lines, source)
  let plain: unknown
  try {
    plain = new Walk(doc).value(doc.contents, 0)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { line, col } = lines.linePos(error.offset)
    return fail(problem('policy.yaml', { line: Math.max(1, line), column: Math.max(1, col) }, error.values))
  }
  const checked = PolicyDocument.safeParse(plain)
  if (!checked.success)
    return fail(
      ...checked.error.issues.slice(0, POLICY_LIMITS.problems).flatMap((issue) => issueProblems(issue, plain, locate)),
    )
  return ok({ document: checked.data, locate })
}
