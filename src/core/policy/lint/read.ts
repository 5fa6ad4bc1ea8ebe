/** The syntax tree of a checked expression → a formula over facts. What cannot be read is an open name of its own. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { parseExpression } from '../expression/check'
import { MEASURE_FUNCTIONS, QUANTIFIERS } from '../expression/functions'
import { ExpressionError } from '../expression/types'
import { butNumber, butWords, meetFacts, range, words, type Fact } from './domain'
import { and, FALSE, not, or, TRUE, type Formula } from './formula'
import type { Universe } from './universe'

type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='
const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!='])
const TURNED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
}

export const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'start' in value
export const childrenOf = (value: unknown): ASTNode[] =>
  isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(childrenOf) : []

/** A number or text written down; undefined for anything else. */
export function literalOf(node: ASTNode): number | string | boolean | undefined {
  if (node.op === '-_') {
    const inner = literalOf(node.args)
    return typeof inner === 'number' ? -inner : undefined
  }
  if (node.op !== 'value') return undefined
  const raw: unknown = node.args
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw
  if (typeof raw === 'bigint' || typeof raw === 'number') return Number(raw)
  return raw !== null && typeof raw === 'object' && !(raw instanceof Uint8Array) ? Number(raw.valueOf()) : undefined
}

/** The same text for what means the same name: `height(full)` and `role.full.height` are `full.height`. */
export function keyOf(node: ASTNode): string {
  const literal = literalOf(node)
  if (literal !== undefined) return typeof literal === 'string' ? JSON.stringify(literal) : String(literal)
  switch (node.op) {
    case 'id':
      return node.args
    case '.': {
      const on = keyOf(node.args[0])
      return on === 'role' || on === 'self' ? node.args[1] : `${on}.${node.args[1]}`
    }
    case 'call': {
      const [name, args] = node.args
      const [only] = args
      if (args.length === 1 && only && MEASURE_FUNCTIONS.includes(name)) return `${keyOf(only)}.${name}`
      return `${name}(${args.map(keyOf).join(', ')})`
    }
    case 'rcall': {
      const [name, target, args] = node.args
      return `${keyOf(target)}.${name}(${args.map(keyOf).join(', ')})`
    }
    default:
      return `(${node.op} ${childrenOf(node.args).map(keyOf).join(' ')})`
  }
}

/** `scale * name + offset`, or a number alone. */
interface Affine {
  readonly key: string | undefined
  readonly scale: number
  readonly offset: number
}
const constant = (offset: number): Affine => ({ key: undefined, scale: 0, offset })

function affine(node: ASTNode): Affine {
  const literal = literalOf(node)
  if (typeof literal === 'number') return constant(literal)
  const opaque: Affine = { key: keyOf(node), scale: 1, offset: 0 }
  if (node.op === '-_') {
    const a = affine(node.args)
    return { key: a.key, scale: -a.scale, offset: -a.offset }
  }
  if (node.op !== '+' && node.op !== '-' && node.op !== '*' && node.op !== '/') return opaque
  const [a, b] = [affine(node.args[0]), affine(node.args[1])]
  switch (node.op) {
    case '+':
    case '-': {
      const sign = node.op === '+' ? 1 : -1
      if (b.key === undefined) return { ...a, offset: a.offset + sign * b.offset }
      if (a.key === undefined) return { key: b.key, scale: sign * b.scale, offset: a.offset + sign * b.offset }
      return opaque
    }
    case '*':
      if (b.key === undefined) return { key: a.key, scale: a.scale * b.offset, offset: a.offset * b.offset }
      if (a.key === undefined) return { key: b.key, scale: b.scale * a.offset, offset: b.offset * a.offset }
      return opaque
    case '/':
      return b.key === undefined && b.offset !== 0
        ? { key: a.key, scale: a.scale / b.offset, offset: a.offset / b.offset }
        : opaque
  }
}

const holds = (a: number, op: Comparison, b: number): boolean =>
  op === '<'
    ? a < b
    : op === '<='
      ? a <= b
      : op === '>'
        ? a > b
        : op === '>='
          ? a >= b
          : op === '=='
            ? a === b
            : a !== b

const sideOf = (op: Comparison, n: number): Fact['values'] =>
  op === '<'
    ? range(-Infinity, n, false, true)
    : op === '<='
      ? range(-Infinity, n)
      : op === '>'
        ? range(n, Infinity, true)
        : op === '>='
          ? range(n, Infinity)
          : op === '=='
            ? range(n, n)
            : butNumber(n)
const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
}

/** Numbers that a division makes are not exact: ends are rounded to what people wrote. */
const tidy = (n: number): number => Number(n.toPrecision(12))

/** A comparison with a number that stands in an expression. */
export interface Threshold {
  /** The measure, as text of the policy's language. */
  readonly measure: string
  readonly operator: Comparison
  readonly value: number
  /** Offset of the comparison in the expression. */
  readonly offset: number
}

/** Reads expressions of one policy. `define`: named expressions. */
export class Reader {
  readonly universe: Universe
  readonly #define: Readonly<Record<string, string>>
  readonly #read = new Map<string, Formula>()
  readonly #parsed = new Map<string, ASTNode | undefined>()

  constructor(universe: Universe, define: Readonly<Record<string, string>>) {
    this.universe = universe
    this.#define = define
  }

  /** The syntax tree; undefined where the text is no expression. */
  tree(source: string): ASTNode | undefined {
    if (!this.#parsed.has(source)) this.#parsed.set(source, parse(source))
    return this.#parsed.get(source)
  }

  /** The formula of an expression that is a truth value. */
  formula(source: string): Formula {
    const known = this.#read.get(source)
    if (known) return known
    const node = this.tree(source)
    const formula = node ? this.#truth(node, 0) : this.#open(`?${source}`)
    this.#read.set(source, formula)
    return formula
  }

  /** `measure op number` as a formula, the measure given as an expression. */
  compare(measure: string, op: Comparison, value: number): Formula {
    const node = this.tree(measure)
    return node ? this.#numbers(affine(node), op, constant(value), measure) : this.#open(measure)
  }
  /** A name has one of the words. */
  oneOf(key: string, list: readonly string[]): Formula {
    return this.#wordAtom(key, words(...list), butWords(...list))
  }
  known(key: string): Formula {
    return { is: 'atom', key, yes: [{ known: true }], no: [{ known: false }], sure: true }
  }

  #open(key: string, sure = false): Formula {
    const fact = (value: string): Fact => ({ known: true, values: words(value) })
    return { is: 'atom', key, yes: [fact('true')], no: [fact('false')], ...(sure ? { sure } : {}) }
  }

  #wordAtom(key: string, yes: Fact['values'], no: Fact['values']): Formula {
    const all = this.universe.wordsOf(key)
    const facts = (values: Fact['values']): Fact[] => {
      const met = meetFacts({ known: true, ...(all ? { values: all } : {}) }, { ...(values ? { values } : {}) })
      return met ? [met] : []
    }
    return { is: 'atom', key, yes: facts(yes), no: facts(no), ...(this.universe.isSure(key) ? { sure: true } : {}) }
  }

  #numbers(a: Affine, op: Comparison, b: Affine, source: string): Formula {
    if (a.key === undefined && b.key === undefined) return holds(a.offset, op, b.offset) ? TRUE : FALSE
    if (a.key === undefined) return this.#numbers(b, TURNED[op], a, source)
    // Two measured numbers: their difference has a name of its own.
    if (b.key !== undefined) return this.#difference(a.key, op, b.key, source, a, b)
    if (a.scale === 0) return holds(a.offset, op, b.offset) ? TRUE : FALSE
    const end = tidy((b.offset - a.offset) / a.scale)
    return this.#numberAtom(a.key, a.scale < 0 ? TURNED[op] : op, end)
  }

  #difference(a: string, op: Comparison, b: string, source: string, left: Affine, right: Affine): Formula {
    const plain = left.scale === 1 && right.scale === 1 && left.offset === 0 && right.offset === 0
    if (!plain) return this.#open(source)
    return a < b ? this.#numberAtom(`(${a} - ${b})`, op, 0) : this.#numberAtom(`(${b} - ${a})`, TURNED[op], 0)
  }

  #numberAtom(key: string, op: Comparison, end: number): Formula {
    const all: Fact = { known: true, values: this.universe.numberOf(key) }
    const facts = (o: Comparison): Fact[] => {
      const values = sideOf(o, end)
      const met = meetFacts(all, values ? { values } : {})
      return met ? [met] : []
    }
    return {
      is: 'atom',
      key,
      yes: facts(op),
      no: facts(NEGATED[op]),
      ...(this.universe.isSure(key) ? { sure: true } : {}),
    }
  }

  #truth(node: ASTNode, depth: number): Formula {
    const literal = literalOf(node)
    if (typeof literal === 'boolean') return literal ? TRUE : FALSE
    if (COMPARISONS.has(node.op)) return this.#comparison(node, node.op as Comparison)
    switch (node.op) {
      case '&&':
        return and(this.#truth(node.args[0], depth), this.#truth(node.args[1], depth))
      case '||':
        return or(this.#truth(node.args[0], depth), this.#truth(node.args[1], depth))
      case '!_':
        return not(this.#truth(node.args, depth))
      case 'in':
        return this.#member(node, node.args[0], node.args[1])
      case 'id':
        return this.#named(node.args, depth) ?? this.#name(keyOf(node))
      case '.':
        return this.#name(keyOf(node))
      case 'call':
        return this.#call(node, node.args[0], node.args[1])
      default:
        return this.#open(keyOf(node))
    }
  }

  #named(name: string, depth: number): Formula | undefined {
    if (depth > 20 || !Object.hasOwn(this.#define, name)) return undefined
    const tree = this.tree(this.#define[name] ?? '')
    return tree && this.#truth(tree, depth + 1)
  }

  #name(key: string): Formula {
    return this.universe.typeOf(key)?.is === 'bool'
      ? this.#wordAtom(key, words('true'), words('false'))
      : this.#open(key)
  }

  #call(node: ASTNode, name: string, args: readonly ASTNode[]): Formula {
    const [first] = args
    if (name === 'has' && first) {
      const key = keyOf(first)
      return this.universe.typeOf(key) ? this.known(key) : this.#open(keyOf(node), true)
    }
    const cls = first && literalOf(first)
    if (name === 'is_a' && args.length === 1 && typeof cls === 'string')
      return this.oneOf('class', [...this.universe.vocabulary.withDescendants([cls])])
    return this.#open(keyOf(node))
  }

  #comparison(node: ASTNode, op: Comparison): Formula {
    const [l, r] = childrenOf(node.args)
    if (!l || !r) return this.#open(keyOf(node))
    const [left, right] = [literalOf(l), literalOf(r)]
    const word = typeof right === 'string' || typeof right === 'boolean' ? right : left
    if (typeof word === 'string' || typeof word === 'boolean')
      return this.#word(word === right ? l : r, op, String(word), node)
    const isNumber = (n: ASTNode): boolean => {
      const type = this.universe.typeOf(keyOf(n))
      return type === undefined || type.is === 'number'
    }
    // Texts that are compared with each other, and numbers of a choice, stay open.
    return isNumber(l) && isNumber(r) && !holdsChoice(node)
      ? this.#numbers(affine(l), op, affine(r), keyOf(node))
      : this.#open(keyOf(node))
  }

  #word(of: ASTNode, op: Comparison, word: string, node: ASTNode): Formula {
    if (op !== '==' && op !== '!=') return this.#open(keyOf(node))
    const key = keyOf(of)
    const equal = this.#band(key, [word]) ?? this.#wordAtom(key, words(word), butWords(word))
    return op === '==' ? equal : not(equal)
  }

  #member(node: ASTNode, item: ASTNode, list: ASTNode): Formula {
    const literals = list.op === 'list' ? list.args.map(literalOf) : []
    const texts = literals.filter((l) => typeof l === 'string')
    const key = keyOf(item)
    if (list.op !== 'list' || texts.length !== literals.length || literalOf(item) !== undefined)
      return this.#open(keyOf(node))
    return this.#band(key, texts) ?? this.oneOf(key, texts)
  }

  /** `band.<scale>` is a range of the scale's measure. */
  #band(key: string, wanted: readonly string[]): Formula | undefined {
    if (!key.startsWith('band.')) return undefined
    const scale = this.universe.vocabulary.scales.get(key.slice(5))
    if (scale?.of === undefined) return undefined
    const { of, ends, bands } = scale
    return or(
      ...bands.flatMap((b, i) => {
        if (!wanted.includes(b.id)) return []
        const from = ends === '[)' || i === 0 ? '>=' : '>'
        const to = ends === '(]' || i === bands.length - 1 ? '<=' : '<'
        return [and(this.compare(of, from, b.from), this.compare(of, to, b.to))]
      }),
    )
  }

  /** Comparisons with numbers, outside of quantifiers. */
  thresholds(source: string): Threshold[] {
    const found: Threshold[] = []
    const visit = (node: ASTNode): void => {
      if (node.op === 'rcall' && QUANTIFIERS.includes(node.args[0])) return
      if (COMPARISONS.has(node.op)) {
        const [l, r] = childrenOf(node.args)
        const [left, right] = [l && literalOf(l), r && literalOf(r)]
        const text = (n: ASTNode): string => source.slice(n.start, n.end)
        const op = node.op as Comparison
        if (l && typeof right === 'number' && left === undefined)
          found.push({ measure: text(l), operator: op, value: right, offset: node.start })
        else if (r && typeof left === 'number' && right === undefined)
          found.push({ measure: text(r), operator: TURNED[op], value: left, offset: node.start })
      }
      for (const child of childrenOf(node.args)) visit(child)
    }
    const tree = this.tree(source)
    if (tree) visit(tree)
    return found
  }
}

function parse(source: string): ASTNode | undefined {
  try {
    return parseExpression(source)
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof RangeError) return undefined
    throw error
  }
}

function holdsChoice(node: ASTNode): boolean {
  return node.op === '?:' || childrenOf(node.args).some(holdsChoice)
}
