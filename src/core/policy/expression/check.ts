/**
 * CEL text → checked closures. The library parses; types are checked here, against the policy's own vocabulary, because
 * literals must be members of named sets, numbers need no int/double split, and verdicts are three-valued.
 * There is no code generation: the page's CSP forbids it.
 */
import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js'
import type { Figure } from '../../geometry/figure'
import { POLICY_LIMITS } from '../limits'
import { suggest } from '../suggest'
import type { Bounds } from '../../model/units'
import type { Vocabulary } from '../vocabulary'
import {
  arityOf,
  costOf,
  fits,
  FUNCTIONS,
  MEASURE_FUNCTIONS,
  parameterAt,
  QUANTIFIERS,
  resultType,
  SPECIAL_FUNCTIONS,
  type FunctionInfo,
  type Parameter,
} from './functions'
import { patternOf } from '../pattern'
import { SHAPE_MEMBERS, type Member, type Names } from './members'
import { SCENE_FUNCTIONS, type SceneFunction, type SceneParameter } from './scene-functions'
import {
  ExpressionError,
  type Code,
  type Evaluation,
  aroundFacet,
  type Facet,
  type Gate,
  type Missing,
  type NamedSet,
  type Reading,
  type Run,
  type Type,
  type Value,
  type Window,
} from './types'
import { allGates, anyGate, callGates, classGates, compareGates, invert } from './gates'
import { isMeasure, slipIn, wantsQuotes } from './slips'
import type { Subject } from './subject'
import { and, not, or, type Truth } from './kleene'

const parser = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: POLICY_LIMITS.expressionNodes,
    maxDepth: POLICY_LIMITS.expressionDepth,
    maxListElements: 1000,
    maxMapEntries: 0,
    maxCallArguments: 8,
  },
})

/** Parses; throws `ExpressionError` with the character where it went wrong. */
export function parseExpression(source: string): ASTNode {
  if (source.length > POLICY_LIMITS.expressionLength)
    throw new ExpressionError(0, 'policy.expression', { reason: 'too-long', limit: POLICY_LIMITS.expressionLength })
  try {
    return parser.parse(source).ast
  } catch (error) {
    if (error instanceof RangeError)
      throw new ExpressionError(0, 'policy.expression', { reason: 'too-deep', limit: POLICY_LIMITS.expressionDepth })
    if (!(error instanceof ParseError)) throw error
    const offset = error.range?.start ?? 0
    const reason = /depth|nodes|exceed/i.test(error.summary) ? 'too-deep' : (slipIn(source, offset) ?? 'syntax')
    throw new ExpressionError(offset, 'policy.expression', {
      reason,
      detail: error.summary,
      limit: POLICY_LIMITS.expressionDepth,
    })
  }
}

const bool: Type = { is: 'bool' }
const isBool = (t: Type): boolean => t.is === 'bool'
const truth = (v: Value): Truth => v as Truth

const typeName = (t: Type): string => (t.is === 'text' && t.set ? t.set.what : t.is)

interface Local {
  readonly name: string
  readonly type: Type
  readonly slot: number
  /** Where its members are noted as read. */
  readonly whose: Code['whose']
}

/** Names of the annotation's own fields: all that can be read of it. */
const EVERYTHING = [
  'class',
  'disposition',
  'reason',
  'declared',
  'attributes',
  'answers',
  'order',
  'roles',
  'links',
] as const

/** Checks one parsed expression. One instance per expression: it collects what is read. */
export class Checker {
  readonly #source: string
  readonly #names: Names
  readonly #vocabulary: Vocabulary
  readonly #perImage: boolean
  readonly #locals: Local[] = []
  readonly reads = new Set<Facet>()
  readonly #readings: Reading[] = []
  /** Slots of variables that were met, as bits: tells which variables a part depends on. */
  #met = 0
  #quantifiers = 0

  constructor(source: string, names: Names, vocabulary: Vocabulary, perImage: boolean) {
    this.#source = source
    this.#names = names
    this.#vocabulary = vocabulary
    this.#perImage = perImage
  }

  /** Checks a whole expression; then `reads` is complete. */
  whole(node: ASTNode): Code {
    const code = this.check(node)
    for (const { facets, gate, linked } of this.#readings) {
      // A window is known before the rule runs only where it hangs on a role of the annotation judged.
      const near = gate?.near?.map((w) => ({
        mine: w.mine.role,
        theirs: w.theirs,
        reach: w.reach,
        whose: w.mine.whose,
      }))
      const fixed = near?.flatMap((n) =>
        n.mine !== undefined && n.whose === 'self' ? [{ mine: n.mine, theirs: n.theirs, reach: n.reach }] : [],
      )
      this.reads.add(
        aroundFacet({
          facets: [...facets].sort(),
          ...(gate?.classes ? { classes: [...gate.classes].sort() } : {}),
          ...(fixed && fixed.length === near?.length ? { near: fixed } : {}),
          ...(linked ? { linked } : {}),
        }),
      )
    }
    return code
  }

  check(node: ASTNode): Code {
    switch (node.op) {
      case 'value':
        return this.#literal(node, node.args)
      case 'id':
        return this.#identifier(node, node.args)
      case '.':
        return this.#access(node, node.args[0], node.args[1])
      case '[]':
        return this.#index(node, node.args[0], node.args[1])
      case '&&':
      case '||':
        return this.#logic(node, node.op, node.args)
      case '!_':
        return this.#not(node, node.args)
      case '-_':
        return this.#negate(node, node.args)
      case '?:':
        return this.#choice(node, node.args)
      case 'list':
        return this.#list(node, node.args)
      case 'in':
        return this.#member(node, node.args)
      case 'call':
        return this.#call(node, node.args[0], node.args[1])
      case 'rcall':
        return this.#method(node, node.args[0], node.args[1], node.args[2])
      default:
        return this.#operator(node)
    }
  }

  #operator(node: ASTNode): Code {
    switch (node.op) {
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.#compare(node, node.op, node.args)
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.#arithmetic(node, node.op, node.args)
      default:
        throw this.#error(node, { reason: 'not-supported', found: this.#text(node).slice(0, 100) })
    }
  }

  #text(node: ASTNode): string {
    return this.#source.slice(node.start, node.end)
  }
  #code(node: ASTNode, type: Type, run: Run): Code {
    return { type, run, source: this.#text(node) }
  }
  #error(node: ASTNode, values: ExpressionError['values']): ExpressionError {
    return new ExpressionError(node.start, 'policy.expression', values)
  }
  #unknown(offset: number, what: string, name: string, known: Iterable<string>): ExpressionError {
    const all = [...known]
    const nearest = suggest(name, all)
    return new ExpressionError(offset, 'policy.unknown-name', {
      what,
      name,
      known: all.slice(0, 20).join(', '),
      ...(nearest ? { suggestion: nearest } : {}),
    })
  }
  #expect(node: ASTNode, code: Code, fits: (t: Type) => boolean, expected: string): void {
    if (!fits(code.type)) throw this.#error(node, { reason: 'type', expected, found: typeName(code.type) })
  }

  #literal(node: ASTNode, raw: unknown): Code {
    if (typeof raw === 'boolean') return { ...this.#code(node, bool, () => raw), literal: raw }
    if (raw === null) throw this.#error(node, { reason: 'null' })
    if (typeof raw === 'string') return { ...this.#code(node, { is: 'text' }, () => raw), literal: raw }
    const value =
      typeof raw === 'bigint'
        ? Number(raw)
        : typeof raw === 'number'
          ? raw
          : raw !== null && typeof raw === 'object' && !(raw instanceof Uint8Array)
            ? Number(raw.valueOf())
            : NaN
    if (!Number.isFinite(value)) throw this.#error(node, { reason: 'not-supported', found: this.#text(node) })
    return { ...this.#code(node, { is: 'number' }, () => value), literal: value }
  }

  #identifier(node: ASTNode, name: string): Code {
    const local = this.#locals.findLast((l) => l.name === name)
    if (local) {
      this.#met |= 1 << local.slot
      const { slot, type, whose } = local
      return { ...this.#code(node, type, (e) => e.vars[slot]), slot, ...(whose && { whose }) }
    }
    if (name === 'others' || name === 'annotations') return this.#everyone(node, name)
    const named = this.#names.image?.get(name)
    if (named) {
      for (const facet of named.reads ?? IMAGE_ONLY) this.reads.add(facet)
      return this.#code(node, named.type, (e) => named.read(e))
    }
    if (this.#names.imageGroups.has(name)) {
      return this.#code(node, { is: 'group', group: name }, () => undefined)
    }
    if (!this.#perImage) {
      if (name === 'self') return this.#self(node)
      if (this.#names.groups.has(name))
        return { ...this.#code(node, { is: 'group', group: name }, (e) => e.self), whose: 'self' }
      const member = this.#names.annotation.get(name)
      if (member) return this.#ownMember(node, member)
    }
    if (wantsQuotes(name, this.#vocabulary)) throw this.#error(node, { reason: 'quotes', found: name })
    if (isMeasure(name)) throw this.#error(node, { reason: 'measure', found: name })
    throw this.#unknown(node.start, 'name', name, this.#known())
  }

  #known(): string[] {
    const own = this.#perImage ? [] : [...this.#names.annotation.keys(), ...this.#names.groups.keys(), 'others']
    return [...own, ...this.#names.imageGroups.keys(), ...this.#locals.map((l) => l.name), 'annotations']
  }

  #self(node: ASTNode): Code {
    for (const facet of EVERYTHING) this.reads.add(facet)
    return { ...this.#code(node, { is: 'annotation' }, (e) => e.self), whose: 'self' }
  }

  #everyone(node: ASTNode, name: 'others' | 'annotations'): Code {
    if (name === 'others' && this.#perImage) throw this.#unknown(node.start, 'name', name, this.#known())
    // Whether something missing applies to a label at all hangs on its class and disposition.
    const whose: Reading = { facets: new Set(['class', 'disposition']) }
    this.#readings.push(whose)
    const type: Type = { is: 'list', of: { is: 'annotation' } }
    const all = name === 'annotations'
    const run: Run = (e) => {
      const list = everyone(e)
      if (all || e.self === undefined) return list
      return spend(e, list.length >> 2) ? list.filter((s) => s !== e.self) : undefined
    }
    return { ...this.#code(node, type, run), whose, everyone: name }
  }

  /** Notes that facets are read of the one judged, or of others. */
  #note(facets: readonly Facet[], whose: Code['whose']): void {
    for (const facet of facets) {
      if (whose === 'self' || facet === 'image') this.reads.add(facet)
      // What another one's member reads beyond itself is not followed further.
      else if (whose === undefined || facet === 'others' || facet === 'count' || facet.startsWith('around:')) {
        this.reads.add('others')
        this.reads.add(facet)
      } else whose.facets.add(facet)
    }
  }

  #readMember(node: ASTNode, on: Code, member: Member): Code {
    this.#note(member.reads, on.whose)
    const [of, { read }] = [on.run, member]
    const run: Run = (e) => {
      const subject = of(e) as Subject | undefined
      return subject === undefined ? undefined : read(subject, e)
    }
    return {
      ...this.#code(node, member.type, run),
      ...(on.whose && { whose: on.whose }),
      ...(on.slot === undefined ? {} : { slot: on.slot }),
      ...(member.role === undefined ? {} : { role: member.role }),
    }
  }

  #ownMember(node: ASTNode, member: Member): Code {
    this.#note(member.reads, 'self')
    const { role, read } = member
    // Roles are read by nearly every rule: without a question why, straight from the annotation.
    const run: Run =
      role === undefined
        ? (e) => (e.self ? read(e.self, e) : undefined)
        : (e) => (e.why && e.self ? read(e.self, e) : e.self?.figure(role))
    return {
      ...this.#code(node, member.type, run),
      whose: 'self',
      ...(member.role === undefined ? {} : { role: member.role }),
    }
  }

  #access(node: ASTNode, target: ASTNode, name: string): Code {
    const offset = node.end - name.length
    const on = this.check(target)
    switch (on.type.is) {
      case 'group':
        return this.#groupMember(node, on, on.type.group, name, offset)
      case 'shape':
        return this.#shapeMember(node, on, on.type.clipped ?? false, name, offset)
      case 'annotation':
        return this.#annotationMember(node, on, name, offset)
      default:
        throw new ExpressionError(offset, 'policy.expression', { reason: 'no-members', found: typeName(on.type), name })
    }
  }

  /** `attribute['out-of-frame']`: the way to names that CEL takes for several, such as those with a dash. */
  #index(node: ASTNode, target: ASTNode, key: ASTNode): Code {
    const on = this.check(target)
    const { literal } = this.check(key)
    if (on.type.is !== 'group' || typeof literal !== 'string')
      throw this.#error(node, { reason: 'not-supported', found: this.#text(node) })
    return this.#groupMember(node, on, on.type.group, literal, key.start + 1)
  }

  /** The error for an unknown member; `attribute.out` that is the beginning of `out-of-frame` says how that is written. */
  #noMember(group: string, name: string, offset: number, known: Iterable<string>): ExpressionError {
    const all = [...known]
    const dashed = all.find((id) => this.#source.startsWith(id, offset) && id.startsWith(`${name}-`))
    return dashed === undefined
      ? this.#unknown(offset, group, name, all)
      : new ExpressionError(offset, 'policy.expression', { reason: 'dashed', written: `${group}['${dashed}']` })
  }

  #groupMember(node: ASTNode, on: Code, group: string, name: string, offset: number): Code {
    const ofImage = this.#names.imageGroups.get(group)
    if (ofImage) {
      const member = ofImage.get(name)
      if (!member) throw this.#noMember(group, name, offset, ofImage.keys())
      for (const facet of member.reads ?? IMAGE_ONLY) this.reads.add(facet)
      // Whether it applies at all may hang on more.
      const condition = this.#vocabulary.conditions.get(
        `${group.replace('image_', '').replace('answer', 'question')}.${name}`,
      )
      for (const facet of condition?.reads ?? []) this.reads.add(facet)
      return this.#code(node, member.type, (e) => member.read(e))
    }
    const members = this.#names.groups.get(group)
    const member = members?.get(name)
    if (!member) throw this.#noMember(group, name, offset, members?.keys() ?? [])
    return this.#readMember(node, on, member)
  }

  /** The role of the annotation judged that this is: read straight from it while nobody asks why. */
  #ownRole(code: Code): string | undefined {
    return code.whose === 'self' && code.type.is === 'shape' ? code.role : undefined
  }

  #shapeMember(node: ASTNode, on: Code, clipped: boolean, name: string, offset: number): Code {
    if (name === 'clipped' && !clipped) return this.#code(node, { is: 'shape', clipped: true }, on.run)
    const member = SHAPE_MEMBERS.get(name)
    if (!member) throw this.#unknown(offset, 'measure', name, [...SHAPE_MEMBERS.keys(), 'clipped'])
    const source = this.#text(node)
    const [of, { read }] = [on.run, member]
    const own = this.#ownRole(on)
    return this.#code(node, member.type, (e) => {
      const figure = own !== undefined && !e.why ? e.self?.figure(own) : (of(e) as Figure | undefined)
      if (figure === undefined) return undefined
      const value = read(figure, clipped)
      if (value === undefined) e.why?.missing.push({ kind: 'measure', id: source })
      return value
    })
  }

  /** A member of an annotation that a quantifier runs over. */
  #annotationMember(node: ASTNode, on: Code, name: string, offset: number): Code {
    const member = this.#names.annotation.get(name)
    if (this.#names.groups.has(name)) return { ...on, ...this.#code(node, { is: 'group', group: name }, on.run) }
    if (!member) throw this.#unknown(offset, 'name', name, this.#names.annotation.keys())
    const code = this.#readMember(node, on, member)
    return name === 'class' ? { ...code, isClass: true } : code
  }

  #logic(node: ASTNode, op: '&&' | '||', [l, r]: [ASTNode, ASTNode]): Code {
    const [left, right] = [this.check(l), this.check(r)]
    this.#expect(l, left, isBool, 'bool')
    this.#expect(r, right, isBool, 'bool')
    const decided = op === '||'
    const [first, second, join] = [left.run, right.run, op === '&&' ? and : or]
    const run: Run = (e) => {
      const kept = e.why?.missing.length ?? 0
      const a = truth(first(e))
      if (a === decided) return a
      const b = truth(second(e))
      // Where the first does not decide, the second does, if it is known.
      const result = a === !decided ? b : join(a, b)
      if (e.why && result !== undefined) e.why.missing.length = kept
      return result
    }
    const gates = op === '&&' ? allGates(left.gates, right.gates) : anyGate(left.gates, right.gates)
    return { ...this.#code(node, bool, run), ...(gates && { gates }) }
  }

  #not(node: ASTNode, operand: ASTNode): Code {
    const code = this.check(operand)
    this.#expect(operand, code, isBool, 'bool')
    const gates = code.gates && invert(code.gates)
    const { run } = code
    return { ...this.#code(node, bool, (e) => not(truth(run(e)))), ...(gates && { gates }) }
  }

  #negate(node: ASTNode, operand: ASTNode): Code {
    const code = this.check(operand)
    this.#expect(operand, code, (t) => t.is === 'number', 'number')
    const negated = this.#code(node, code.type, (e) => {
      const v = code.run(e) as number | undefined
      return v === undefined ? undefined : -v
    })
    return typeof code.literal === 'number' ? { ...negated, literal: -code.literal } : negated
  }

  #choice(node: ASTNode, [c, a, b]: [ASTNode, ASTNode, ASTNode]): Code {
    const [condition, yes, no] = [this.check(c), this.check(a), this.check(b)]
    this.#expect(c, condition, isBool, 'bool')
    this.#expect(b, no, (t) => t.is === yes.type.is, typeName(yes.type))
    return this.#code(node, yes.type, (e) => {
      const decided = truth(condition.run(e))
      if (decided !== undefined) return (decided ? yes : no).run(e)
      const [x, y] = [yes.run(e), no.run(e)]
      return x === y ? x : undefined
    })
  }

  #list(node: ASTNode, items: readonly ASTNode[]): Code {
    const codes = items.map((item) => this.check(item))
    const first = codes[0]
    items.forEach((item, i) => {
      const code = codes[i]
      if (code && first) this.#expect(item, code, (t) => t.is === first.type.is, typeName(first.type))
    })
    const type: Type = { is: 'list', of: first?.type ?? { is: 'text' } }
    const literals = codes.map((code) => code.literal)
    const fixed = literals.filter((l) => l !== undefined)
    // A list of literals is made once.
    return fixed.length === codes.length
      ? { ...this.#code(node, type, () => fixed), literals: fixed }
      : this.#code(node, type, (e) => codes.map((code) => code.run(e)))
  }

  /** A text literal that is compared with a named set must be one of its names. */
  #inSet(node: ASTNode, code: Code, set: NamedSet): void {
    if (typeof code.literal === 'string' && !set.names.has(code.literal))
      throw this.#unknown(node.start + 1, set.what, code.literal, set.names)
    if (code.type.is === 'text' && code.type.set && code.type.set.what !== set.what)
      throw this.#error(node, { reason: 'type', expected: set.what, found: code.type.set.what })
  }

  #member(node: ASTNode, [needleNode, listNode]: [ASTNode, ASTNode]): Code {
    const [needle, list] = [this.check(needleNode), this.check(listNode)]
    if (list.type.is !== 'list')
      throw this.#error(listNode, { reason: 'type', expected: 'list', found: typeName(list.type) })
    const of = list.type.of
    this.#expect(needleNode, needle, (t) => t.is === of.is, typeName(of))
    if (needle.type.is === 'text' && needle.type.set && listNode.op === 'list')
      for (const item of listNode.args) this.#inSet(item, this.check(item), needle.type.set)
    if (of.is === 'text' && of.set) this.#inSet(needleNode, needle, of.set)
    const gates = classGates(needle, list.literals)
    const run: Run = (e) => {
      const value = needle.run(e)
      const values = list.run(e) as readonly Value[] | undefined
      if (value === undefined || values === undefined) return undefined
      this.#trace(e, needle, value, `in ${list.source}`)
      return values.includes(value) ? true : values.includes(undefined) ? undefined : false
    }
    return { ...this.#code(node, bool, run), ...(gates && { gates }) }
  }

  #trace(e: Evaluation, code: Code, value: Value, against: string): void {
    if (!e.why || code.literal !== undefined || typeof value === 'object' || value === undefined) return
    const unit = code.type.is === 'number' ? code.type.unit : undefined
    e.why.trace.push({ name: code.source, value, against, ...(unit ? { unit } : {}) })
  }

  #compare(node: ASTNode, op: '==' | '!=' | '<' | '<=' | '>' | '>=', [l, r]: [ASTNode, ASTNode]): Code {
    const [left, right] = [this.check(l), this.check(r)]
    const equality = op === '==' || op === '!='
    if (!equality && isBool(left.type)) throw this.#error(node, { reason: 'chain' })
    this.#expect(
      l,
      left,
      (t) => t.is === 'number' || (equality && (t.is === 'text' || t.is === 'bool')),
      equality ? 'number, text, bool' : 'number',
    )
    this.#expect(r, right, (t) => t.is === left.type.is, typeName(left.type))
    if (left.type.is === 'text' && left.type.set) this.#inSet(r, right, left.type.set)
    else if (right.type.is === 'text' && right.type.set) this.#inSet(l, left, right.type.set)
    const constant = right.literal
    const words = `${SIGNS[op]} ${right.literal === undefined ? right.source : String(right.literal)}`
    const mirrored = `${SIGNS[MIRROR[op]]} ${left.literal === undefined ? left.source : String(left.literal)}`
    const compare = COMPARISONS[op]
    const [first, second] = [left.run, right.run]
    const traced: Run = (e) => {
      const a = first(e)
      const b = second(e)
      if (a === undefined || b === undefined) return undefined
      if (e.why) {
        this.#trace(e, left, a, words)
        if (left.literal !== undefined || right.literal === undefined) this.#trace(e, right, b, mirrored)
      }
      return compare(a as number, b as number)
    }
    const plain =
      typeof constant === 'number' || typeof constant === 'string' ? AGAINST[op](first, constant as number) : undefined
    const run: Run = plain ? (e) => (e.why ? traced(e) : plain(e)) : traced
    const gates =
      op === '==' && typeof constant === 'string'
        ? classGates(left, [constant])
        : compareGates(op, MIRROR[op], left, right)
    return { ...this.#code(node, bool, run), ...(gates && { gates }) }
  }

  #arithmetic(node: ASTNode, op: '+' | '-' | '*' | '/' | '%', [l, r]: [ASTNode, ASTNode]): Code {
    const [left, right] = [this.check(l), this.check(r)]
    this.#expect(l, left, (t) => t.is === 'number', 'number')
    this.#expect(r, right, (t) => t.is === 'number', 'number')
    const calculate = ARITHMETIC[op]
    const source = this.#text(node)
    const unit = left.type.is === 'number' && (op === '+' || op === '-') ? left.type.unit : undefined
    return this.#code(node, unit ? { is: 'number', unit } : { is: 'number' }, (e) => {
      const [a, b] = [left.run(e) as number | undefined, right.run(e) as number | undefined]
      if (a === undefined || b === undefined) return undefined
      const value = calculate(a, b)
      if (Number.isFinite(value)) return value
      e.why?.missing.push({ kind: 'measure', id: source })
      return undefined
    })
  }

  #call(node: ASTNode, name: string, args: readonly ASTNode[]): Code {
    if (name === 'has') return this.#has(node, args)
    if (name === 'is_a' && !this.#perImage) return this.#isA(node, args, undefined)
    const [only] = args
    if (MEASURE_FUNCTIONS.includes(name) && only && args.length === 1) {
      const on = this.check(only)
      this.#expect(only, on, (t) => t.is === 'shape', 'shape')
      return this.#shapeMember(node, on, on.type.is === 'shape' && (on.type.clipped ?? false), name, node.start)
    }
    const around = SCENE_FUNCTIONS.get(name)
    if (around && !(around.ofLabel && this.#perImage)) return this.#sceneCall(node, name, around, args, undefined)
    const overloads = FUNCTIONS.get(name)
    if (!overloads)
      throw this.#unknown(node.start, 'function', name, [
        ...FUNCTIONS.keys(),
        ...SCENE_FUNCTIONS.keys(),
        ...MEASURE_FUNCTIONS,
        ...SPECIAL_FUNCTIONS,
      ])
    const met = this.#met
    const slots: number[] = []
    const codes = args.map((arg) => {
      this.#met = 0
      const code = this.check(arg)
      slots.push(this.#met)
      return code
    })
    this.#met = slots.reduce((all, one) => all | one, met)
    return this.#apply(node, name, overloads, args, codes, slots)
  }

  /** The first of the functions of one name whose parameters fit. */
  #overload(
    node: ASTNode,
    name: string,
    overloads: readonly FunctionInfo[],
    args: readonly ASTNode[],
    codes: readonly Code[],
  ): FunctionInfo {
    const counted = overloads.filter((info) => {
      const [least, most] = arityOf(info)
      return codes.length >= least && codes.length <= most
    })
    if (counted.length === 0) {
      const least = Math.min(...overloads.map((info) => arityOf(info)[0]))
      const most = Math.max(...overloads.map((info) => arityOf(info)[1]))
      const expected = least === most ? least : Number.isFinite(most) ? `${least}-${most}` : `${least}+`
      throw this.#error(node, { reason: 'arguments', name, expected, found: codes.length })
    }
    const first = codes[0]?.type
    /** The first argument that does not fit. */
    const misfit = (info: FunctionInfo): number => {
      const at = codes.findIndex((code, i) => !fits(code.type, parameterAt(info, i) ?? 'number', first))
      return at < 0 ? Infinity : at
    }
    const fitting = counted.find((info) => misfit(info) === Infinity)
    if (fitting) return fitting
    const at = Math.max(...counted.map(misfit))
    const expected = [...new Set(counted.filter((info) => misfit(info) === at).map((info) => parameterAt(info, at)))]
    const found = codes[at]
    throw this.#error(args[at] ?? node, {
      reason: 'type',
      expected: expected.join(', '),
      found: found ? typeName(found.type) : '',
    })
  }

  /** Arguments that must be written out, because they are looked at while the policy is compiled. */
  #literalArgument(node: ASTNode, code: Code, parameter: Parameter): void {
    if (parameter !== 'pattern' && parameter !== 'keypoint') return
    if (typeof code.literal !== 'string')
      throw this.#error(node, { reason: 'type', expected: 'literal', found: typeName(code.type) })
    if (parameter === 'pattern') {
      const pattern = patternOf(code.literal)
      if ('fault' in pattern)
        throw this.#error(node, { reason: 'pattern', fault: pattern.fault, detail: pattern.detail })
      return
    }
    const names = [...this.#vocabulary.skeletons.values()].flatMap((s) => s.points.map((p) => p.id))
    if (names.length > 0 && !names.includes(code.literal))
      throw this.#unknown(node.start + 1, 'keypoint', code.literal, names)
  }

  #apply(
    node: ASTNode,
    name: string,
    overloads: readonly FunctionInfo[],
    args: readonly ASTNode[],
    codes: readonly Code[],
    slots: readonly number[],
  ): Code {
    const info = this.#overload(node, name, overloads, args, codes)
    args.forEach((arg, i) => {
      const code = codes[i]
      if (code) this.#literalArgument(arg, code, parameterAt(info, i) ?? 'number')
    })
    this.#matchSets(info, args, codes)
    const source = this.#text(node)
    // One list for all calls of this place: a call cannot happen within itself.
    const values: Value[] = codes.map(() => undefined)
    const runs = codes.map((code) => code.run)
    const needsAll = name !== 'size'
    const cost = info.cost ?? costOf
    const run: Run = (e) => {
      let unknown = false
      for (let i = 0; i < runs.length; i++) {
        const value = runs[i]?.(e)
        values[i] = value
        if (value === undefined || (needsAll && Array.isArray(value) && value.includes(undefined))) unknown = true
      }
      if (unknown || !spend(e, cost(values))) return undefined
      const value = info.run(values)
      if (value === undefined) e.why?.missing.push({ kind: 'measure', id: source })
      if (e.why && typeof value === 'boolean') e.why.trace.push({ name: source, value })
      return value
    }
    return { ...this.#code(node, resultType(info, codes[0]?.type), run), ...callGates(info.meets, codes, slots) }
  }

  /** A function that looks at the image around one label: the one judged, or `of`. */
  #sceneCall(node: ASTNode, name: string, info: SceneFunction, args: readonly ASTNode[], of: Code | undefined): Code {
    const least = info.parameters.length - (info.optional ?? 0)
    if (args.length < least || args.length > info.parameters.length)
      throw this.#error(node, { reason: 'arguments', name, expected: info.parameters.length, found: args.length })
    const codes = args.map((arg, i) => this.#sceneArgument(arg, info.parameters[i] ?? 'number', info.reads))
    this.#note(info.reads, info.ofLabel ? (of ? of.whose : 'self') : 'self')
    const whose: Reading | undefined = info.around && {
      facets: new Set(info.around.facets),
      // Of another label the links lead further than from the one judged.
      ...(info.around.linked && !of ? { linked: true } : {}),
    }
    if (whose) this.#readings.push(whose)
    const source = this.#text(node)
    const run: Run = (e) => {
      const one = (of ? of.run(e) : e.self) as Subject | undefined
      const values = codes.map((code) => code.run(e))
      if ((info.ofLabel && one === undefined) || values.includes(undefined)) return undefined
      if (!spend(e, 40 + costOf(values))) return undefined
      const value = info.run(values, one, e.scene)
      if (value === undefined) e.why?.missing.push({ kind: 'measure', id: source })
      return value
    }
    return { ...this.#code(node, info.type, run), ...(whose && { whose }) }
  }

  #sceneArgument(node: ASTNode, parameter: SceneParameter, reads: readonly Facet[]): Code {
    const code = this.check(node)
    if (parameter === 'zone' || parameter === 'link') {
      const known = parameter === 'zone' ? this.#vocabulary.zones : this.#vocabulary.links
      if (typeof code.literal !== 'string')
        throw this.#error(node, { reason: 'type', expected: parameter, found: typeName(code.type) })
      if (!known.has(code.literal)) throw this.#unknown(node.start + 1, parameter, code.literal, known.keys())
      return code
    }
    this.#expect(node, code, (t) => t.is === parameter && !(t.is === 'shape' && t.clipped), parameter)
    if (parameter === 'annotation') this.#note(reads, code.whose)
    return code
  }

  /** Literals that are looked for in a list of named things must be such names. */
  #matchSets(info: FunctionInfo, args: readonly ASTNode[], codes: readonly Code[]): void {
    const [list, one] = codes
    const node = args[1]
    if (!list || !one || !node || list.type.is !== 'list' || list.type.of.is !== 'text' || !list.type.of.set) return
    const set = list.type.of.set
    if (info.parameters[1] === 'same') this.#inSet(node, one, set)
    if (one.type.is === 'list' && node.op === 'list')
      for (const item of node.args) this.#inSet(item, this.check(item), set)
  }

  /** `has(x)`: whether x is known. Never unknown itself. */
  #has(node: ASTNode, args: readonly ASTNode[]): Code {
    const [only] = args
    if (!only || args.length !== 1)
      throw this.#error(node, { reason: 'arguments', name: 'has', expected: 1, found: args.length })
    const code = this.check(only)
    if (code.type.is === 'group') throw this.#error(only, { reason: 'type', expected: 'value', found: 'group' })
    const { run } = code
    const own = this.#ownRole(code)
    return this.#code(node, bool, (e) => {
      if (!e.why) return (own === undefined ? run(e) : e.self?.figure(own)) !== undefined
      const kept = e.why.missing.length
      const known = run(e) !== undefined
      e.why.missing.length = kept
      e.why.trace.push({ name: `has(${code.source})`, value: known })
      return known
    })
  }

  /** `is_a('class')`: of that class or a descendant. */
  #isA(node: ASTNode, args: readonly ASTNode[], of: Code | undefined): Code {
    const [only] = args
    const code = only && this.check(only)
    if (!only || !code || args.length !== 1)
      throw this.#error(node, { reason: 'arguments', name: 'is_a', expected: 1, found: args.length })
    if (code.type.is === 'text' && code.type.set?.what === 'class') return this.#isOfClass(node, code, of)
    if (typeof code.literal !== 'string')
      throw this.#error(only, { reason: 'type', expected: 'class', found: typeName(code.type) })
    if (!this.#vocabulary.classes.has(code.literal))
      throw this.#unknown(only.start + 1, 'class', code.literal, this.#vocabulary.classes.keys())
    this.#note(['class'], of?.whose ?? (of ? undefined : 'self'))
    const family = this.#vocabulary.withDescendants([code.literal])
    const run: Run = (e) => {
      const one = (of ? of.run(e) : e.self) as Subject | undefined
      return one && family.has(one.annotation.class)
    }
    const gates = of && classGates({ ...of, isClass: true }, [...family])
    return { ...this.#code(node, bool, run), ...(gates && { gates }) }
  }

  /** `o.is_a(class)`: of the class that another label has, or a descendant of it. */
  #isOfClass(node: ASTNode, code: Code, of: Code | undefined): Code {
    this.#note(['class'], of?.whose ?? (of ? undefined : 'self'))
    const families = new Map(
      [...this.#vocabulary.classes.keys()].map((id) => [id, this.#vocabulary.withDescendants([id])]),
    )
    return this.#code(node, bool, (e) => {
      const one = (of ? of.run(e) : e.self) as Subject | undefined
      const cls = code.run(e) as string | undefined
      return one && cls !== undefined ? families.get(cls)?.has(one.annotation.class) : undefined
    })
  }

  #method(node: ASTNode, name: string, target: ASTNode, args: readonly ASTNode[]): Code {
    const met = this.#met
    this.#met = 0
    const on = this.check(target)
    const own = this.#met
    this.#met |= met
    if (name === 'is_a' && on.type.is === 'annotation') return this.#isA(node, args, on)
    const around = SCENE_FUNCTIONS.get(name)
    if (around?.ofLabel && on.type.is === 'annotation') return this.#sceneCall(node, name, around, args, on)
    if (QUANTIFIERS.includes(name)) {
      if (on.type.is !== 'list')
        throw this.#error(target, { reason: 'type', expected: 'list', found: typeName(on.type) })
      return this.#quantifier(node, name, on, on.type.of, args)
    }
    if (on.type.is === 'shape' && args.length === 0 && isMeasure(name))
      throw this.#error(node, { reason: 'no-call', written: this.#source.slice(target.start, target.end) + '.' + name })
    const overloads = FUNCTIONS.get(name)
    if (!overloads) throw this.#unknown(target.end + 1, 'function', name, [...QUANTIFIERS, 'is_a', ...FUNCTIONS.keys()])
    const codes = [on]
    const slots = [own]
    for (const arg of args) {
      this.#met = 0
      codes.push(this.check(arg))
      slots.push(this.#met)
    }
    this.#met = slots.reduce((all, one) => all | one, met)
    return this.#apply(node, name, overloads, [target, ...args], codes, slots)
  }

  #quantifier(node: ASTNode, name: string, on: Code, of: Type, args: readonly ASTNode[]): Code {
    const [variable, body] = args
    if (variable?.op !== 'id' || !body || args.length !== 2)
      throw this.#error(node, { reason: 'arguments', name, expected: 2, found: args.length })
    if (++this.#quantifiers > POLICY_LIMITS.quantifierDepth)
      throw this.#error(node, { reason: 'quantifiers', limit: POLICY_LIMITS.quantifierDepth })
    const slot = this.#locals.length
    this.#locals.push({ name: variable.args, type: of, slot, whose: on.whose })
    const code = this.check(body)
    this.#locals.pop()
    this.#met &= ~(1 << slot)
    this.#quantifiers--
    if (name !== 'map') this.#expect(body, code, isBool, 'bool')
    const kind = name as FoldKind
    const type: Type = name === 'filter' ? on.type : name === 'map' ? { is: 'list', of: code.type } : bool
    const site: Site = { kind, slot, code, cost: 1 + Math.ceil((body.end - body.start) / 8), source: this.#text(node) }
    const whose = name === 'map' ? {} : { ...(on.whose && { whose: on.whose }) }
    if (!on.everyone) {
      const run: Run = (e) => {
        const items = on.run(e) as readonly Value[] | undefined
        return items && fold(e, site, items, NOBODY, undefined, undefined)
      }
      return { ...this.#code(node, type, run), ...whose }
    }
    const found = code.gates?.get(slot)
    const gate = name === 'map' ? undefined : name === 'all' ? found?.yes : found?.no
    if (gate && typeof on.whose === 'object') on.whose.gate = gate
    return { ...this.#code(node, type, overEveryone(site, gate, on.everyone === 'others')), ...whose }
  }
}

const IMAGE_ONLY: readonly Facet[] = ['image']
const NOBODY: readonly Subject[] = []
/** All annotations; by id where somebody asks why, so that the reasons do not depend on drawing order. */
const everyone = ({ scene, why }: Evaluation): readonly Subject[] => (why ? scene.byId : scene.subjects)

/** Takes steps from the budgets; false when one is used up, and then everything further is unknown. */
function spend(e: Evaluation, steps: number): boolean {
  e.steps += steps
  e.scene.stepsLeft -= steps
  if (e.steps <= POLICY_LIMITS.steps && e.scene.stepsLeft >= 0) return true
  if (!e.over) e.why?.missing.push({ kind: 'steps' } satisfies Missing)
  e.over = true
  return false
}

type FoldKind = 'all' | 'exists' | 'exists_one' | 'filter' | 'map'
interface Site {
  readonly kind: FoldKind
  readonly slot: number
  readonly code: Code
  readonly cost: number
  readonly source: string
}

/**
 * A quantifier over the annotations of the image. With a gate only those are visited that are inside of it: for all others
 * the condition is surely false (`all`: true), which changes nothing. A shape that is not drawn, or has no area, is never
 * surely outside.
 */
function overEveryone(site: Site, gate: Gate | undefined, others: boolean): Run {
  const one = gate?.classes?.size === 1 ? [...gate.classes][0] : undefined
  const near = gate?.near
  const found: Subject[] = []
  const late: Subject[] = []
  return (e) => {
    const skip = others ? e.self : undefined
    const ofClass = one !== undefined ? e.scene.ofClass(one) : undefined
    if (e.scene.subjects.length <= FEW)
      return fold(e, site, ofClass && !e.why ? ofClass : everyone(e), NOBODY, skip, gate?.classes, near)
    if (near && !(ofClass && ofClass.length < FEW)) {
      const inside = windows(e, near, found, late)
      if (inside === 'some') return fold(e, site, found, late, skip, gate.classes)
      // Without the own shape the condition is unknown at best, for everyone.
      if (inside === 'unknown') return fold(e, site, NOBODY, everyone(e), skip, gate.classes)
    }
    return fold(e, site, ofClass && !e.why ? ofClass : everyone(e), NOBODY, skip, gate?.classes)
  }
}

/** Up to this count looking at all is as cheap as sorting them out. */
const FEW = 48

const byId = (a: Subject, b: Subject): number => (a.annotation.id < b.annotation.id ? -1 : a === b ? 0 : 1)

/**
 * `some`: the annotations inside of the windows, and in `late` those that can be unknown at best. `all`: an own shape has no
 * area, then nothing is surely outside. `unknown`: the own shape of the only window is missing.
 */
function windows(
  e: Evaluation,
  near: readonly Window[],
  found: Subject[],
  late: Subject[],
): 'some' | 'all' | 'unknown' {
  found.length = 0
  late.length = 0
  const { why } = e
  const kept = why && { trace: why.trace.length, missing: why.missing.length }
  for (const w of near) {
    const mine = w.mine.run(e) as Figure | undefined
    if (why && kept) {
      why.trace.length = kept.trace
      why.missing.length = kept.missing
    }
    if (mine === undefined) return near.length === 1 ? 'unknown' : 'all'
    if (!((mine.area ?? 0) > 0)) return 'all'
    const shapes = e.scene.role(w.theirs)
    if (!spend(e, 10)) return 'some'
    shapes.near(mine.bounds, w.reach, found)
    for (const s of shapes.flat) found.push(s)
    // What is missing for one window may be inside another.
    for (const s of shapes.missing) (near.length === 1 ? late : found).push(s)
  }
  if (near.length > 1 || why) sortOnce(found)
  if (why) late.sort(byId)
  return 'some'
}

/** Bounds of the own shape of a window; undefined when nothing is surely outside. Leaves no trace. */
function sureBounds(e: Evaluation, { mine }: Window): Bounds | undefined {
  const kept = e.why && { trace: e.why.trace.length, missing: e.why.missing.length }
  const figure = mine.run(e) as Figure | undefined
  if (e.why && kept) {
    e.why.trace.length = kept.trace
    e.why.missing.length = kept.missing
  }
  return figure && (figure.area ?? 0) > 0 ? figure.bounds : undefined
}

/** Whether a shape with area lies outside of bounds grown by `reach`. */
function apart(b: Bounds, theirs: Figure | undefined, reach: number): boolean {
  if (!theirs || !((theirs.area ?? 0) > 0)) return false
  const o = theirs.bounds
  return o.x0 > b.x1 + reach || o.x1 < b.x0 - reach || o.y0 > b.y1 + reach || o.y1 < b.y0 - reach
}

/** In the order of their ids, each once. */
function sortOnce(list: Subject[]): void {
  list.sort(byId)
  let kept = 0
  for (const s of list) if (kept === 0 || list[kept - 1] !== s) list[kept++] = s
  list.length = kept
}

/** What a quantifier has seen so far, and whom it looks at. */
interface Folding {
  readonly site: Site
  readonly decides: boolean | undefined
  readonly skip: Subject | undefined
  readonly classes: ReadonlySet<string> | undefined
  readonly window: Window | undefined
  /** Own bounds for the window; null = not worked out yet. */
  mine: Bounds | undefined | null
  readonly kept: Value[] | undefined
  unknown: boolean
  sure: number
}

/** Nothing is decided yet. */
const OPEN = Symbol('open')

/** Runs a quantifier's condition over a list, then over those that can no longer decide it but leave it unknown. */
function fold(
  e: Evaluation,
  site: Site,
  items: readonly Value[],
  late: readonly Subject[],
  skip: Subject | undefined,
  classes: ReadonlySet<string> | undefined,
  near?: readonly Window[],
): Value {
  const { kind } = site
  const f: Folding = {
    site,
    decides: kind === 'exists' ? true : kind === 'all' ? false : undefined,
    skip,
    classes,
    window: near?.length === 1 ? near[0] : undefined,
    mine: null,
    kept: kind === 'filter' || kind === 'map' ? [] : undefined,
    unknown: false,
    sure: 0,
  }
  const early = foldOver(e, f, items, false)
  if (early !== OPEN) return early
  const later = foldOver(e, f, late, true)
  if (later !== OPEN) return later
  if (f.kept) return f.kept
  if (f.unknown) return undefined
  const result = kind === 'exists_one' ? f.sure === 1 : !f.decides
  e.why?.trace.push({ name: site.source, value: result })
  return result
}

function foldOver(e: Evaluation, f: Folding, list: readonly Value[], last: boolean): Value | typeof OPEN {
  const { slot, cost } = f.site
  const { run } = f.site.code
  for (const item of list) {
    if (passedOver(e, f, item)) continue
    if (!spend(e, cost)) return undefined
    e.vars[slot] = item
    const before = e.why?.trace.length ?? 0
    const value = run(e)
    // Of all that were looked at, only the one that decides is a reason.
    if (e.why && value !== f.decides) e.why.trace.length = before
    const result = taken(f, item, value, last && !e.why)
    if (result !== OPEN) return result
  }
  return OPEN
}

function passedOver(e: Evaluation, f: Folding, item: Value): boolean {
  if (f.skip !== undefined && item === f.skip) return true
  if (f.classes && !f.classes.has((item as Subject).annotation.class)) return true
  if (!f.window) return false
  if (f.mine === null) f.mine = sureBounds(e, f.window)
  return f.mine !== undefined && apart(f.mine, (item as Subject).figure(f.window.theirs), f.window.reach)
}

/** One value of the condition; `settled`: an unknown one ends it. */
function taken(f: Folding, item: Value, value: Value, settled: boolean): Value | typeof OPEN {
  const { kind } = f.site
  if (kind === 'map') f.kept?.push(value)
  else if (value === undefined) {
    f.unknown = true
    if (kind === 'filter' || settled) return undefined
  } else if (value === f.decides) return value
  else if (value === true) {
    f.sure++
    f.kept?.push(item)
    if (kind === 'exists_one' && f.sure > 1) return false
  }
  return OPEN
}

const COMPARISONS = {
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
}
/** The same against a constant, where nobody asks why: each its own function, so that none calls another to compare. */
const AGAINST: Readonly<Record<keyof typeof COMPARISONS, (of: Run, constant: number) => Run>> = {
  '==': (of, constant) => (e) => {
    const a = of(e) as number | undefined
    return a === undefined ? undefined : a === constant
  },
  '!=': (of, constant) => (e) => {
    const a = of(e) as number | undefined
    return a === undefined ? undefined : a !== constant
  },
  '<': (of, constant) => (e) => {
    const a = of(e) as number | undefined
    return a === undefined ? undefined : a < constant
  },
  '<=': (of, constant) => (e) => {
    const a = of(e) as number | undefined
    return a === undefined ? undefined : a <= constant
  },
  '>': (of, constant) => (e) => {
    const a = of(e) as number | undefined
    return a === undefined ? undefined : a > constant
  },
  '>=': (of, constant) => (e) => {
    const a = of(e) as number | undefined
    return a === undefined ? undefined : a >= constant
  },
}
const MIRROR = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const SIGNS = { '==': '=', '!=': '≠', '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const
const ARITHMETIC = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
}
