/** Text of a policy → plain values and their places, or what is wrong with the YAML. */
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
import { fail, ok, problem, type Place, type Problem, type Result, type Values } from '../model/problem'
import { POLICY_LIMITS } from './limits'
import { prescan } from './prescan'
import { scalarOffset } from './scalar-offset'

export type Path = readonly (string | number)[]

/** Finds the places of a document's parts in its text. */
export interface Locator {
  /** Place of the value at `path` (or of the nearest part that exists); `offset` = characters into a text value. */
  value(path: Path, offset?: number): Place
  /** Place of a key of the mapping at `path`. */
  key(path: Path, key: string): Place
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

/** What every value has anyway, written out. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
)

/** Keys are names, also where they look like numbers or truth values. */
const nameOf = (key: Scalar): string => (typeof key.value === 'string' ? key.value : (key.source ?? String(key.value)))

/** Turns nodes into plain values, with all limits; never yields an object with a foreign prototype. */
class Walk {
  #nodes = 0
  #aliases = 0
  readonly #doc: Document
  readonly #lines: LineCounter
  readonly #open = new Set<Node>()
  constructor(doc: Document, lines: LineCounter) {
    this.#doc = doc
    this.#lines = lines
  }

  value(node: unknown, depth: number): unknown {
    if (node === null || node === undefined) return null
    const typed = node as Node
    const at = typed.range?.[0] ?? 0
    if (++this.#nodes > POLICY_LIMITS.nodes) throw new Refused(at, { reason: 'nodes', limit: POLICY_LIMITS.nodes })
    if (depth > POLICY_LIMITS.depth) throw new Refused(at, { reason: 'depth', limit: POLICY_LIMITS.depth })
    if (isAlias(typed)) return this.#alias(typed.resolve(this.#doc), at, depth)
    if (typed.tag !== undefined && !PLAIN_TAGS.has(typed.tag))
      throw new Refused(at, { reason: 'tag', found: typed.tag })
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
    const first = new Map<string, number>()
    for (const pair of node.items) {
      const key = pair.key as Node | null
      const at = key?.range?.[0] ?? node.range?.[0] ?? 0
      if (isAlias(key)) this.#alias(key.resolve(this.#doc), at, depth)
      if (!isScalar(key) || key.value === null) throw new Refused(at, { reason: 'key' })
      if (key.tag !== undefined && !PLAIN_TAGS.has(key.tag)) throw new Refused(at, { reason: 'tag', found: key.tag })
      const name = nameOf(key)
      if (name === '<<') throw new Refused(at, { reason: 'merge' })
      if (name === '__proto__') throw new Refused(at, { reason: 'forbidden-key', found: name })
      const before = first.get(name)
      if (before !== undefined)
        throw new Refused(at, { reason: 'duplicate-key', found: name, line: this.#lines.linePos(before).line })
      first.set(name, at)
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
          ? node.items.find((p) => isScalar(p.key) && nameOf(p.key) === String(part))?.value
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
      const pair = isMap(node) ? node.items.find((p) => isScalar(p.key) && nameOf(p.key) === key) : undefined
      return place((pair?.key as Node | undefined)?.range?.[0] ?? node?.range?.[0] ?? 0, [...path, key])
    },
  }
}

const YAML_REASONS: Readonly<Record<string, string>> = {
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
      error.message.startsWith('Maximum call stack')
        ? { reason: 'depth', limit: POLICY_LIMITS.depth }
        : { reason: YAML_REASONS[error.code] ?? 'syntax', detail: firstLine(error.message) },
    )
  })
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

/** The line of a directive (`%YAML`) before the document: a policy is always YAML 1.2 and has no tags of its own. */
function directiveAt(text: string): number | undefined {
  for (let at = 0, line = 1; at < text.length; line++) {
    const end = text.indexOf('\n', at)
    const content = text.slice(at, end < 0 ? undefined : end).trim()
    if (content.startsWith('%')) return line
    if ((content !== '' && !content.startsWith('#')) || end < 0) return undefined
    at = end + 1
  }
  return undefined
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function read(text: string): Result<{ doc: Document; lines: LineCounter }> {
  // A text has at least as many bytes as characters: a huge one is refused without a copy of it.
  if (text.length > POLICY_LIMITS.bytes || new TextEncoder().encode(text).length > POLICY_LIMITS.bytes)
    return fail(problem('policy.too-large', { line: 1, column: 1 }, { limit: POLICY_LIMITS.bytes }))
  if (text.trim() === '') return fail(problem('policy.yaml', { line: 1, column: 1 }, { reason: 'empty' }))
  const bad = CONTROL.exec(text) ?? (text.includes('\ufffd') ? { index: text.indexOf('\ufffd') } : null)
  if (bad) return fail(problem('policy.yaml', placeAt(text, bad.index), { reason: 'not-text' }))
  const directive = directiveAt(text)
  if (directive !== undefined)
    return fail(problem('policy.yaml', { line: directive, column: 1 }, { reason: 'directive' }))
  const stopped = prescan(text)
  if (stopped) return fail(problem(stopped.code, placeAt(text, stopped.offset), stopped.values))
  const lines = new LineCounter()
  try {
    const doc: Document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      // The library compares each key with each; the walk below does it in one pass, and names both lines.
      uniqueKeys: false,
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

/** The values of a YAML text, and where they stand. Every problem carries line and column. */
export function readTree(text: string): Result<{ readonly plain: unknown; readonly locate: Locator }> {
  const source = text.replace(/^\ufeff/, '')
  const parsed = read(source)
  if (!parsed.ok) return parsed
  const { doc, lines } = parsed.value
  try {
    return ok({ plain: new Walk(doc, lines).value(doc.contents, 0), locate: locator(doc, lines, source) })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { line, col } = lines.linePos(error.offset)
    return fail(problem('policy.yaml', { line: Math.max(1, line), column: Math.max(1, col) }, error.values))
  }
}
