/** An expression in words: `full.height < 20` becomes "the height of the full shape is below 20 px". Denials are carried inwards. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { DISPOSITIONS } from '../../model/annotation'
import { parseExpression } from '../expression/check'
import { FUNCTIONS } from '../expression/functions'
import { SHAPE_MEMBERS } from '../expression/members'
import { ExpressionError, type Unit } from '../expression/types'
import type { Vocabulary } from '../vocabulary'
import type { Titles } from './names'
import type { Comparison, ConditionWords, GuideLabels } from './words'

/** A part in words, with what is needed to go on. */
interface Said {
  readonly text: string
  readonly joined?: 'and' | 'or'
  readonly unit?: Unit
  /** What a quoted id means when it is compared with this. */
  readonly title?: (id: string) => string
  readonly is?: 'shape' | 'annotation' | 'group' | 'list' | 'truth'
  /** Of an annotation: undefined = this one. */
  readonly subject?: string
  readonly group?: string
  /** How the members of a list are called. */
  readonly member?: string
  readonly literal?: string | number | boolean
  /** A named expression of the policy. */
  readonly isTerm?: boolean
}

interface Local {
  readonly name: string
  readonly said: Said
}

const unitOfType = (type: unknown): Unit | undefined =>
  type !== null && typeof type === 'object' && 'unit' in type ? (type.unit as Unit) : undefined
/** The unit of a measure or of what a function gives. */
const unitOf = (name: string): Unit | undefined =>
  unitOfType(SHAPE_MEMBERS.get(name)?.type) ??
  unitOfType(FUNCTIONS.get(name)?.[0]?.type) ??
  (name === 'share_in_zone' ? 'share' : undefined)

const ANNOTATION_GROUPS: ReadonlySet<string> = new Set([
  'answer',
  'attribute',
  'level',
  'rank',
  'band',
  'role',
  'origin',
  'made',
])
const IMAGE_GROUPS: ReadonlySet<string> = new Set([
  'image',
  'tag',
  'coverage',
  'image_answer',
  'image_attribute',
  'zone',
])
const FLIPPED = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const
const MIRRORED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const isComparison = (op: string): op is Comparison => op in FLIPPED
const QUANTIFIERS = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])
/** The shape of a role: by our own word, else by the policy's title. */
export function sayShape(role: string, words: ConditionWords, labels: GuideLabels, titles: Titles): string {
  const own = labels.role(role)
  return own === undefined ? words.part(titles.role(role) ?? role.replaceAll('_', ' ')) : words.shape(own)
}

class Speaker {
  readonly #source: string
  readonly #words: ConditionWords
  readonly #labels: GuideLabels
  readonly #titles: Titles
  readonly #v: Vocabulary
  readonly #defined: ReadonlySet<string>
  readonly #locals: Local[] = []

  constructor(source: string, cx: ConditionContext) {
    this.#source = source
    this.#words = cx.words
    this.#labels = cx.labels
    this.#titles = cx.titles
    this.#v = cx.vocabulary
    this.#defined = cx.defined
  }

  say(node: ASTNode, isNot = false): Said {
    switch (node.op) {
      case 'value':
        return this.#literal(node.args, node)
      case 'id':
        return this.#truth(this.#name(node.args, node), isNot)
      case '.':
      case '[]':
        return this.#truth(this.value(node), isNot)
      case '&&':
      case '||':
        return this.#logic((node.op === '&&') !== isNot ? 'and' : 'or', node, node.op, isNot)
      case '!_':
        return this.say(node.args, !isNot)
      case '-_': {
        const inner = this.say(node.args)
        if (typeof inner.literal === 'number') return { ...this.#number(-inner.literal), literal: -inner.literal }
        return this.#code(node)
      }
      case '?:': {
        const [c, a, b] = node.args
        return { text: this.#words.choice(this.say(c).text, this.say(a, isNot).text, this.say(b, isNot).text) }
      }
      case 'list':
        return { text: this.#labels.list(node.args.map((item) => this.say(item).text)), is: 'list' }
      case 'in':
        return this.#in(node.args[0], node.args[1], isNot)
      case 'call':
        return this.#call(node.args[0], node.args[1], node, isNot)
      case 'rcall':
        return this.#method(node.args[0], node.args[1], node.args[2], node, isNot)
      default:
        return this.#operator(node, isNot)
    }
  }

  #operator(node: ASTNode, isNot: boolean): Said {
    if (isComparison(node.op)) {
      const [left, right] = node.args as [ASTNode, ASTNode]
      return this.#compare(isNot ? FLIPPED[node.op] : node.op, left, right)
    }
    const args: unknown = node.args
    if (
      (node.op === '+' || node.op === '-' || node.op === '*' || node.op === '/' || node.op === '%') &&
      Array.isArray(args)
    ) {
      const [l, r] = args as [ASTNode, ASTNode]
      const [left, right] = [this.say(l), this.say(r)]
      const unit = left.unit ?? right.unit
      const keeps = node.op === '+' || node.op === '-' ? unit : undefined
      const sign = { '+': '+', '-': '−', '*': '×', '/': '÷', '%': 'mod' }[node.op]
      return {
        text: `(${this.#valued(left, keeps)} ${sign} ${this.#valued(right, keeps)})`,
        ...(keeps ? { unit: keeps } : {}),
      }
    }
    return this.#code(node)
  }

  #code(node: ASTNode): Said {
    return { text: `\`${this.#source.slice(node.start, node.end).replaceAll('`', "'")}\`` }
  }

  #number(value: number, unit?: Unit): Said {
    return { text: this.#words.number(value, unit), literal: value, ...(unit ? { unit } : {}) }
  }

  #literal(raw: unknown, node: ASTNode): Said {
    if (typeof raw === 'boolean') return { text: this.#labels.yesNo[raw ? 0 : 1], literal: raw }
    if (typeof raw === 'string') return { text: this.#words.quoted(raw), literal: raw }
    const value =
      typeof raw === 'bigint' || typeof raw === 'number'
        ? Number(raw)
        : Number(this.#source.slice(node.start, node.end))
    return Number.isFinite(value) ? this.#number(value) : this.#code(node)
  }

  /** A value that stands where a truth is wanted, or is denied. */
  #truth(said: Said, isNot: boolean): Said {
    if (said.is !== 'truth') return said
    return { text: said.isTerm ? this.#words.term(said.text, isNot) : this.#words.yes(said.text, isNot) }
  }

  #name(name: string, node: ASTNode): Said {
    const local = this.#locals.findLast((l) => l.name === name)
    if (local) return local.said
    if (name === 'self') return { text: this.#words.member('self') ?? name, is: 'annotation' }
    if (name === 'others' || name === 'annotations') return { text: this.#words.many(name), is: 'list' }
    if (IMAGE_GROUPS.has(name) || (ANNOTATION_GROUPS.has(name) && !this.#v.roles.has(name)))
      return { text: name, is: 'group', group: name }
    if (this.#defined.has(name))
      return { text: this.#words.quoted(name.replaceAll('_', ' ')), is: 'truth', isTerm: true }
    return this.#member(name, undefined) ?? this.#code(node)
  }

  /** A member of an annotation, by its own name or by the name of a role. */
  #member(name: string, subject: string | undefined): Said | undefined {
    const of = (text: string): string => (subject === undefined ? text : this.#words.ofOther(text, subject))
    const known = this.#words.member(name)
    if (known !== undefined) return { text: of(known), ...this.#meaning(name) }
    if (this.#v.roles.has(name)) return { text: of(this.#shape(name)), is: 'shape' }
    return this.#defined.has(name)
      ? { text: of(this.#words.quoted(name.replaceAll('_', ' '))), is: 'truth', isTerm: true }
      : undefined
  }

  #shape(role: string): string {
    return sayShape(role, this.#words, this.#labels, this.#titles)
  }

  /** What ids and numbers mean that are compared with a member. */
  #meaning(name: string): Pick<Said, 'title' | 'unit' | 'is'> {
    const t = this.#titles
    switch (name) {
      case 'class':
        return { title: (id) => t.class(id) }
      case 'applies_to':
        return { title: (id) => t.class(id), is: 'list' }
      case 'disposition':
        return { title: (id) => this.#disposition(id) }
      case 'reason':
        return { title: (id) => (id === 'none' ? this.#labels.text.none : t.reason(id)) }
      case 'look_alike':
        return { title: (id) => (id === 'none' ? this.#labels.text.none : t.lookAlike(id)) }
      case 'evidence':
        return { title: (id) => t.evidence(id), is: 'list' }
      case 'occlusion':
      case 'visibility':
      case 'truncation':
        return { unit: 'share' }
      default:
        return {}
    }
  }

  #disposition(id: string): string {
    const known = DISPOSITIONS.find((d) => d === id)
    return known ? this.#labels.dispositions[known].title : id
  }

  #access(target: ASTNode, name: string, node: ASTNode): Said {
    const on = this.say(target)
    if (on.is === 'group') return this.#grouped(on.group ?? '', name, on.subject) ?? this.#code(node)
    if (on.is === 'shape') {
      if (name === 'clipped') return { text: this.#words.clipped(on.text), is: 'shape' }
      return this.#measure(name, on.text) ?? this.#code(node)
    }
    if (on.is !== 'annotation') return this.#code(node)
    if (ANNOTATION_GROUPS.has(name) && !this.#v.roles.has(name))
      return { text: name, is: 'group', group: name, ...(on.subject === undefined ? {} : { subject: on.subject }) }
    return this.#member(name, on.subject) ?? this.#code(node)
  }

  #measure(name: string, shape: string): Said | undefined {
    const text = this.#words.measure(name, shape)
    const unit = unitOf(name)
    if (text === undefined) return undefined
    const title = name === 'kind' ? { title: (id: string): string => this.#labels.shapeKind(id) } : {}
    return { text, ...title, ...(unit ? { unit } : {}) }
  }

  #grouped(group: string, id: string, subject: string | undefined): Said | undefined {
    const t = this.#titles
    const of = (text: string): string => (subject === undefined ? text : this.#words.ofOther(text, subject))
    const said = (title: string, more: Pick<Said, 'title' | 'unit' | 'is'> = {}): Said | undefined => {
      const text = this.#words.grouped(group, title)
      return text === undefined ? undefined : { text: of(text), ...more }
    }
    switch (group) {
      case 'answer':
      case 'image_answer':
        return said(t.question(id), { title: (a) => t.answer(id, a) })
      case 'attribute':
      case 'image_attribute': {
        const info = this.#v.attributes.get(id)
        return said(t.attribute(id), {
          title: (o) => t.option(id, o),
          ...(info?.type === 'bool' ? { is: 'truth' as const } : {}),
        })
      }
      case 'level':
      case 'band':
        return said(t.scale(id), { title: (level) => t.level(id, level) })
      case 'rank':
        return said(t.scale(id))
      case 'tag':
        return said(t.tagGroup(id), { title: (tag) => t.tag(id, tag) })
      case 'coverage':
        return said(t.class(id), { title: (what) => this.#words.member(`coverage ${what}`) ?? what })
      case 'role':
        return { text: of(this.#shape(id)), is: 'shape' }
      case 'origin':
        return said(this.#labels.role(id) ?? t.role(id) ?? id, { title: (how) => this.#labels.origin(how) })
      case 'image':
        return this.#ofImage(id)
      default:
        return said(group === 'zone' ? this.#titles.zone(id) : id.replaceAll('_', ' '))
    }
  }

  #ofImage(id: string): Said | undefined {
    const text = this.#words.member(`image ${id}`)
    if (text === undefined) return undefined
    if (id === 'usable') return { text, title: (a) => this.#labels.yesNo[a === 'yes' ? 0 : 1] }
    return {
      text,
      ...(id === 'nothing_here' ? { is: 'truth' as const } : {}),
      ...(id === 'width' || id === 'height' ? { unit: 'px' as const } : {}),
    }
  }

  /** All parts of a chain of one operator. */
  #flat(node: ASTNode, op: '&&' | '||'): ASTNode[] {
    const [found, waiting] = [[] as ASTNode[], [node]]
    for (let next = waiting.pop(); next; next = waiting.pop())
      if (next.op === op) waiting.push((next.args as [ASTNode, ASTNode])[1], (next.args as [ASTNode, ASTNode])[0])
      else found.push(next)
    return found
  }

  #logic(join: 'and' | 'or', node: ASTNode, op: '&&' | '||', isNot: boolean): Said {
    const parts = this.#flat(node, op).map((part) => {
      const said = this.say(part, isNot)
      return said.joined && said.joined !== join ? this.#words.group(said.text) : said.text
    })
    return { text: join === 'and' ? this.#words.and(parts) : this.#words.or(parts), joined: join }
  }

  /** Text of a value beside one with a unit, or beside one that gives ids a meaning. */
  #valued(said: Said, unit: Unit | undefined, title?: (id: string) => string): string {
    if (typeof said.literal === 'number') return this.#words.number(said.literal, unit)
    if (typeof said.literal === 'string') return this.#words.quoted(title ? title(said.literal) : said.literal)
    return said.text
  }

  #compare(op: Comparison, l: ASTNode, r: ASTNode): Said {
    const [left, right] = [this.value(l), this.value(r)]
    if (
      (op === '==' || op === '!=') &&
      left.literal === undefined &&
      right.literal === undefined &&
      (left.is === 'truth' || right.is === 'truth')
    )
      return { text: this.#words.exactlyWhen(this.#asCondition(left), this.#asCondition(right), op === '!=') }
    // The number or name stands second, as people say it.
    if (left.literal !== undefined && right.literal === undefined) return this.#compared(MIRRORED[op], right, left)
    return this.#compared(op, left, right)
  }

  #compared(op: Comparison, left: Said, right: Said): Said {
    if (left.is === 'truth' && typeof right.literal === 'boolean')
      return { text: this.#words.yes(left.text, (op === '==') !== right.literal) }
    const unit = left.unit ?? right.unit
    const [a, b] = [this.#valued(left, unit, right.title), this.#valued(right, unit, left.title)]
    return { text: this.#words.compare(op, a, b) }
  }

  #asCondition(said: Said): string {
    return this.#truth(said, false).text
  }

  /** Without turning a yes/no value into a sentence of its own. */
  value(node: ASTNode): Said {
    if (node.op === 'id') return this.#name(node.args, node)
    if (node.op === '.') return this.#access(node.args[0], node.args[1], node)
    // `attribute['out-of-frame']`: for names that cannot stand after a dot.
    if (node.op === '[]') {
      const [target, index] = node.args
      return index.op === 'value' && typeof index.args === 'string'
        ? this.#access(target, index.args, node)
        : this.#code(node)
    }
    return this.say(node)
  }

  #in(needle: ASTNode, list: ASTNode, isNot: boolean): Said {
    const [left, right] = [this.value(needle), this.value(list)]
    if (list.op === 'list')
      return {
        text: this.#words.oneOf(
          left.text,
          list.args.map((item) => this.#valued(this.say(item), left.unit, left.title)),
          isNot,
        ),
      }
    return { text: this.#words.within(this.#valued(left, right.unit, right.title), right.text, isNot) }
  }

  #call(name: string, args: readonly ASTNode[], node: ASTNode, isNot: boolean): Said {
    const [first] = args
    if (name === 'has' && first) {
      const what = this.value(first)
      return { text: what.is === 'shape' ? this.#words.drawn(what.text, isNot) : this.#words.known(what.text, isNot) }
    }
    if (name === 'is_a' && first) return this.#isA(undefined, first, isNot)
    if (SHAPE_MEMBERS.has(name) && !FUNCTIONS.has(name) && first && args.length === 1)
      return this.#measure(name, this.say(first).text) ?? this.#code(node)
    if (name === 'linked' || name === 'linked_from' || name === 'group_members')
      return { text: this.#words.many(name, this.#linkTitle(first, name === 'linked_from')), is: 'list' }
    return this.#function(name, args, node, isNot)
  }

  /** A function of the catalogue, whatever its overload: what it gives is known from its types. */
  #function(name: string, args: readonly ASTNode[], node: ASTNode, isNot: boolean): Said {
    const type = FUNCTIONS.get(name)?.[0]?.type
    const said = args.map((arg) => this.value(arg))
    const title = said.find((s) => s.title !== undefined)?.title
    const unit = said.some((s) => s.is === 'shape')
      ? name === 'in_zone'
        ? 'share'
        : 'px'
      : said.find((s) => s.unit)?.unit
    const parts = said.map((s) =>
      typeof s.literal === 'string' && !title ? this.#named(name, s.literal) : this.#valued(s, unit, title),
    )
    const text = this.#words.call(name, parts, isNot)
    if (text === undefined) return isNot ? { text: this.#words.yes(this.#code(node).text, true) } : this.#code(node)
    if (type === 'first' || type === 'element') return { text, ...(unit ? { unit } : {}) }
    if (type?.is === 'shape') return { text, is: 'shape' }
    const own = type?.is === 'number' ? type.unit : unitOf(name)
    return { text, ...(own ? { unit: own } : {}) }
  }

  /** A quoted name that a function takes: of a zone, a keypoint … */
  #named(fn: string, id: string): string {
    return this.#words.quoted(fn.endsWith('zone') ? this.#titles.zone(id) : id.replaceAll('_', ' '))
  }

  #linkTitle(node: ASTNode | undefined, isInverse: boolean): string {
    const said = node && this.say(node)
    return typeof said?.literal === 'string' ? this.#titles.link(said.literal, isInverse) : ''
  }

  #isA(subject: string | undefined, cls: ASTNode, isNot: boolean): Said {
    const said = this.say(cls)
    const title = typeof said.literal === 'string' ? this.#titles.class(said.literal) : said.text
    return { text: this.#words.isA(subject, this.#words.quoted(title), isNot) }
  }

  #method(name: string, target: ASTNode, args: readonly ASTNode[], node: ASTNode, isNot: boolean): Said {
    const on = this.value(target)
    const [first, body] = args
    if (name === 'is_a' && first) return this.#isA(on.subject, first, isNot)
    if (name === 'size') return { text: this.#words.count(on.text) }
    if ((name === 'linked' || name === 'linked_from') && on.is === 'annotation') {
      const text = this.#words.many(name, this.#linkTitle(first, name === 'linked_from'))
      return { text: on.subject === undefined ? text : this.#words.ofOther(text, on.subject), is: 'list' }
    }
    if (QUANTIFIERS.has(name) && first?.op === 'id' && body) return this.#quantifier(name, on, first.args, body, isNot)
    return this.#function(name, [target, ...args], node, isNot)
  }

  #quantifier(name: string, on: Said, variable: string, body: ASTNode, isNot: boolean): Said {
    const isOnly = !this.#locals.some((l) => l.said.is === 'annotation')
    const other = this.#words.other(variable, isOnly)
    this.#locals.push({ name: variable, said: { text: other, is: 'annotation', subject: other } })
    const said = this.say(body)
    const condition = said.joined ? this.#words.group(said.text) : said.text
    this.#locals.pop()
    switch (name) {
      case 'exists':
        return { text: this.#words.exists(on.text, other, condition, isNot) }
      case 'all':
        return { text: this.#words.all(on.text, other, condition, isNot) }
      case 'exists_one':
        return { text: this.#words.existsOne(on.text, other, condition, isNot) }
      case 'filter':
        return { text: this.#words.filtered(on.text, condition), is: 'list' }
      default:
        return { text: this.#words.mapped(on.text, condition), is: 'list' }
    }
  }
}

export interface ConditionContext {
  readonly words: ConditionWords
  readonly labels: GuideLabels
  readonly titles: Titles
  readonly vocabulary: Vocabulary
  /** Names of `define`. */
  readonly defined: ReadonlySet<string>
}

/** A condition in words; as code where it cannot be read. */
export const sayCondition = (source: string, cx: ConditionContext): string => spoken(source, cx, false)

/** A value, such as a measure, in words. */
export const sayValue = (source: string, cx: ConditionContext): string => spoken(source, cx, true)

function spoken(source: string, cx: ConditionContext, isValue: boolean): string {
  try {
    const speaker = new Speaker(source, cx)
    const node = parseExpression(source)
    return (isValue ? speaker.value(node) : speaker.say(node)).text
  } catch (error) {
    if (!(error instanceof ExpressionError) && !(error instanceof RangeError)) throw error
    return `\`${source.replaceAll('`', "'")}\``
  }
}

/** The unit of a measure such as `visible.height`, for limits that stand beside it. */
export const unitOfMeasure = (source: string): Unit | undefined =>
  /(^|\.)(occlusion|visibility|truncation)$/.test(source.trim())
    ? 'share'
    : (unitOf(/(\w+)\s*(\(.*\))?$/.exec(source.trim())?.[1] ?? '') ??
      (/^(iou|ioa|share_in_zone)\(/.test(source.trim()) ? 'share' : undefined))
