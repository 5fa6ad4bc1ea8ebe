/** Mutated policy documents, the same for the same seed: at the level of the text, of its tree, and of its expressions. */
import { parse } from 'yaml'

/** A small generator of random numbers with a seed (mulberry32). */
export class Random {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  /** 0 ≤ x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  of<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new Error('nothing to choose from')
    return found
  }
}

interface Map_ {
  [key: string]: Tree
}
type Tree = null | boolean | number | string | Tree[] | Map_
/** A deep copy; what JSON cannot say (-0, what is not finite) does not stand in a policy. */
const copyOf = <T extends Tree>(tree: T): T => JSON.parse(JSON.stringify(tree)) as T
const isMap = (v: Tree | undefined): v is Map_ => typeof v === 'object' && v !== null && !Array.isArray(v)

/** Texts that have broken readers and checkers before. */
const EVIL: readonly string[] = [
  '',
  ' ',
  'constructor',
  'toString',
  '__proto__',
  'null',
  '~',
  'yes',
  '0x10',
  '1e400',
  '-0',
  '9007199254740993',
  '𝒳',
  'e\u0301',
  '\u202e',
  '\ud83d',
  '*a',
  '&a',
  '!!x',
  '<<',
  '- - -',
  '{',
  '[',
  '"',
  "'",
  '|',
  '>',
  '%',
  '@',
  '`',
  '\t',
  '#',
  ': ',
  '\u0000',
  'a'.repeat(300),
]
const NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-300,
  1e300,
  2 ** 53,
  2 ** 31,
  -7.25,
  1e21,
  0.1 + 0.2,
  255,
  65536,
]

const OPERATORS: readonly string[] = [
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
  '?',
  ':',
]
const ATOMS: readonly string[] = [
  'full.height',
  'visible.width',
  'visible.clipped.area',
  'occlusion',
  'truncation',
  'class',
  'disposition',
  'reason',
  'others',
  'annotations',
  'image.width',
  'self',
  'has(full)',
  "is_a('x')",
  'others.exists(o, o.class == class)',
  'others.all(o, others.all(p, others.all(q, iou(o.full, p.full) > 0)))',
  'annotations.filter(a, true).map(a, a.visible.height).size()',
  "'positive'",
  "['a', 'b']",
  '[]',
  'true',
  'null',
  '1u',
  '0x1F',
  '1e309',
  'b"x"',
  'matches(class, "(a+)+$")',
  'min(1, 2, 3)',
  '(((((((((1)))))))))',
  'a.b.c.d',
  '-1',
  '!true',
  'linked("rides")',
  'tag.light',
  'answer.x',
  'band.occ',
  'rank.occ',
]

/** Words of an expression, so that a mutant is often still one. */
const wordsOf = (source: string): string[] =>
  source.match(/[\p{L}\p{N}_.]+|'[^']*'|"[^"]*"|[<>=!&|]+|\s+|[^\s]/gu) ?? []

function mutateExpression(source: string, r: Random): string {
  const words = wordsOf(source)
  const at = r.below(words.length + 1)
  switch (r.below(11)) {
    case 0:
      return words.filter((_, i) => i !== at).join('')
    case 1:
      return [...words.slice(0, at), ` ${r.of(OPERATORS)} `, ...words.slice(at + 1)].join('')
    case 2:
      return [...words.slice(0, at), r.of(ATOMS), ...words.slice(at + 1)].join('')
    case 3:
      return `!(${source})`
    case 4:
      return `(${source}) ${r.of(['&&', '||'])} (${r.of(ATOMS)} ${r.of(OPERATORS)} ${r.of(ATOMS)})`
    case 5:
      return `${source} ? ${r.of(ATOMS)} : ${r.of(ATOMS)}`
    case 6:
      return words.map((w) => (/^[\d.]+$/.test(w) && r.next() < 0.5 ? String(r.of(NUMBERS)) : w)).join('')
    case 7: {
      const other = r.below(words.length + 1)
      return [...words.slice(0, Math.min(at, other)), ...words.slice(Math.max(at, other))].join('')
    }
    case 8:
      return `others.${r.of(['exists', 'all', 'exists_one', 'filter', 'map', 'size'])}(o, ${source})`
    case 9:
      return Array.from({ length: 1 + r.below(40) }, () => `(${source})`).join(r.of([' && ', ' || ', ' + ', ' == ']))
    default:
      return `${'('.repeat(r.below(130))}${source}${')'.repeat(r.below(130))}`
  }
}

const EXPRESSION_KEYS = new Set([
  'when',
  'require',
  'required_when',
  'positive_if',
  'of',
  'measure',
  'ask_when',
  'unless',
])

interface Spot {
  readonly holder: Map_ | Tree[]
  readonly key: string | number
}

function spotsOf(tree: Tree, into: Spot[] = []): Spot[] {
  if (Array.isArray(tree))
    tree.forEach((item, key) => {
      into.push({ holder: tree, key })
      spotsOf(item, into)
    })
  else if (isMap(tree))
    for (const [key, item] of Object.entries(tree)) {
      into.push({ holder: tree, key })
      spotsOf(item, into)
    }
  return into
}
const at = ({ holder, key }: Spot): Tree => (holder as Record<string | number, Tree>)[key] ?? null
const put = ({ holder, key }: Spot, value: Tree): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

function mutateTree(tree: Tree, r: Random): void {
  const spots = spotsOf(tree)
  if (spots.length === 0) return
  const spot = r.of(spots)
  const other = r.of(spots)
  switch (r.below(10)) {
    case 0:
      if (Array.isArray(spot.holder)) spot.holder.splice(Number(spot.key), 1)
      else Reflect.deleteProperty(spot.holder, spot.key)
      return
    case 1:
      return put(spot, r.of(EVIL))
    case 2:
      return put(spot, r.of(NUMBERS))
    case 3:
      return put(spot, copyOf(at(other)))
    case 4:
      if (isMap(spot.holder)) put({ holder: spot.holder, key: r.of([...EVIL, String(other.key)]) }, copyOf(at(spot)))
      return
    case 5:
      if (Array.isArray(spot.holder)) spot.holder.push(copyOf(at(spot)))
      return
    case 6:
      return put(spot, r.of<Tree>([null, true, false, [], {}, [[]], [copyOf(at(other))], { x: copyOf(at(other)) }]))
    case 7: {
      const value = at(spot)
      if (typeof value === 'number') put(spot, value + r.of([-1, 1, -0.001, 0.5, -1000]))
      else if (typeof value === 'string') put(spot, mutateExpression(value, r))
      return
    }
    case 8: {
      let deep: Tree = copyOf(at(spot))
      for (let i = r.below(250); i > 0; i--) deep = r.next() < 0.5 ? [deep] : { x: deep }
      return put(spot, deep)
    }
    default: {
      const value = at(spot)
      put(spot, copyOf(at(other)))
      put(other, copyOf(value))
    }
  }
}

function mutateExpressions(tree: Tree, r: Random): void {
  const spots = spotsOf(tree).filter((s) => typeof at(s) === 'string' && EXPRESSION_KEYS.has(String(s.key)))
  if (spots.length === 0) return mutateTree(tree, r)
  const spot = r.of(spots)
  put(spot, mutateExpression(String(at(spot)), r))
}

function mutateText(text: string, r: Random, others: readonly string[]): string {
  const i = r.below(text.length + 1)
  const j = Math.min(text.length, i + r.below(80))
  const lines = text.split('\n')
  const a = r.below(lines.length)
  switch (r.below(12)) {
    case 0:
      return text.slice(0, i) + text.slice(j)
    case 1:
      return text.slice(0, i) + r.of(EVIL) + text.slice(i)
    case 2:
      return text.slice(0, i) + String.fromCharCode(32 + r.below(95)) + text.slice(i + 1)
    case 3:
      return [...lines.slice(0, a), ...lines.slice(a + 1 + r.below(4))].join('\n')
    case 4:
      return [...lines.slice(0, a), lines[a] ?? '', ...lines.slice(a)].join('\n')
    case 5: {
      const b = r.below(lines.length)
      ;[lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? '']
      return lines.join('\n')
    }
    case 6:
      lines[a] = `${r.of([' ', '  ', '\t', '- ', '? '])}${lines[a] ?? ''}`
      return lines.join('\n')
    case 7:
      lines[a] = (lines[a] ?? '').replace(/^ +/, (s) => s.slice(r.below(3)))
      return lines.join('\n')
    case 8: {
      const other = r.of(others)
      return text.slice(0, i) + other.slice(r.below(other.length), r.below(other.length))
    }
    case 9:
      return text.slice(0, i)
    case 10:
      return text.slice(0, i) + text.slice(i, j).repeat(1 + r.below(50)) + text.slice(j)
    default:
      return text.replace(/[\d.]+/g, (n) => (r.next() < 0.03 ? String(r.of(NUMBERS)) : n))
  }
}

/** Without texts for people, which are most of a policy and seldom what breaks. */
function withoutTexts(tree: Tree): Tree {
  if (Array.isArray(tree)) return tree.map(withoutTexts)
  if (!isMap(tree)) return tree
  if ('en' in tree) return 'x'
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key]) => key !== 'says' && key !== 'guide' && key !== 'title')
      .map(([key, value]) => [key, withoutTexts(value)]),
  )
}

/** A policy without most of its rules and cases: small enough that many mutants can be tried. */
function extract(tree: Map_, r: Random): Map_ {
  const some = (list: Tree | undefined, most: number): Tree[] => {
    const items = Array.isArray(list) ? list : []
    const from = r.below(Math.max(1, items.length))
    return copyOf(items.slice(from, from + 1 + r.below(most)))
  }
  const rules = some(tree['rules'], 6)
  const ids = new Set(rules.map((rule) => (isMap(rule) ? rule['id'] : undefined)))
  const cases = (Array.isArray(tree['cases']) ? tree['cases'] : []).filter(
    (c) =>
      isMap(c) &&
      Array.isArray(c['expect']) &&
      c['expect'].every((e) => e === 'pass' || (isMap(e) && Object.keys(e).every((id) => ids.has(id)))),
  )
  return { ...copyOf({ ...tree, rules: null, cases: null, clarifications: [] }), rules, cases: some(cases, 4) }
}

export interface Mutant {
  readonly level: 'text' | 'tree' | 'expression'
  readonly text: string
}

/** How many of all mutants are made of a whole policy; the others of an extract. */
const WHOLE = 0.04

/** Makes mutants of policies; mutant `n` of a seed is the same wherever it is made. */
export class Mutants {
  readonly #texts: readonly string[]
  readonly #trees: readonly Map_[]
  readonly #bare: readonly Map_[]
  readonly #seed: number
  constructor(policies: readonly string[], seed: number) {
    this.#texts = policies
    this.#trees = policies.map((text) => parse(text) as Map_)
    this.#bare = this.#trees.map((tree) => withoutTexts(tree) as Map_)
    this.#seed = seed
  }

  at(n: number): Mutant {
    const r = new Random(Math.imul(this.#seed + n, 0x9e3779b1) ^ (n << 7))
    for (let i = 0; i < 4; i++) r.next()
    const level = r.of(['text', 'tree', 'expression'] as const)
    const which = r.below(this.#texts.length)
    const whole = r.next() < WHOLE
    const tree = (r.next() < 0.75 && !whole ? this.#bare : this.#trees)[which] ?? {}
    const times = 1 + r.below(r.next() < 0.2 ? 8 : 2)
    if (level === 'text') {
      let text = whole ? (this.#texts[which] ?? '') : textOf(extract(tree, r))
      for (let i = 0; i < times; i++) text = mutateText(text, r, this.#texts)
      return { level, text }
    }
    const own = whole ? copyOf(tree) : extract(tree, r)
    for (let i = 0; i < times; i++) (level === 'tree' ? mutateTree : mutateExpressions)(own, r)
    return { level, text: textOf(own) }
  }
}

/** One line for each top-level key and each item of a list: JSON is YAML, and text mutations need lines. */
function textOf(tree: Map_): string {
  return Object.entries(tree)
    .map(([key, value]) => {
      const name = /^[a-z_]+$/.test(key) ? key : JSON.stringify(key)
      if (Array.isArray(value) && value.length > 0)
        return `${name}:\n${value.map((item) => `  - ${JSON.stringify(item)}`).join('\n')}`
      if (isMap(value) && Object.keys(value).length > 0)
        return `${name}:\n${Object.entries(value)
          .map(([k, v]) => `  ${JSON.stringify(k)}: ${JSON.stringify(v)}`)
          .join('\n')}`
      return `${name}: ${JSON.stringify(value)}`
    })
    .join('\n')
}
