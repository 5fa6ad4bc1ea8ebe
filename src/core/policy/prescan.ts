/**
 * A look at the tokens of a large or suspicious text before it is read: what breaks a limit is refused at its place, before
 * a tree is built that takes seconds, or nests deeper than the stack.
 */
import { CST, Lexer } from 'yaml'
import type { Values } from '../model/problem'
import { POLICY_LIMITS } from './limits'

export interface Stopped {
  readonly offset: number
  readonly code: 'policy.yaml' | 'policy.schema'
  readonly values: Values
}

/** Below this size no text can hold enough values to be slow. */
const SMALL = 64 * 1024

/** Whether the text may nest too deeply or name too many aliases; texts in quotes and comments may raise a false alarm. */
function isSuspicious(text: string): boolean {
  if (text.length > SMALL) return true
  let depth = 0
  let stars = 0
  let marks = 0
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > POLICY_LIMITS.depth) return true
        break
      case 0x5d:
      case 0x7d:
        if (depth > 0) depth--
        break
      case 0x2a: // *
        if (++stars > POLICY_LIMITS.aliases) return true
        break
      case 0x0a:
        marks = 0
        break
      case 0x2d: // -
      case 0x3f: // ?
        if (++marks > POLICY_LIMITS.depth) return true
        break
    }
  }
  return false
}

const PLAIN_TAG = /^!!(str|int|float|bool|null|map|seq)$/

/** Lexemes that stand for nothing in the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f'])

/** Follows the nesting of the tokens and counts values, aliases and rules. */
class Scan {
  #offset = 0
  #line = 0
  #flow = 0
  #compact = 0
  #nodes = 0
  #aliases = 0
  /** Columns of the block collections around. */
  readonly #blocks: number[] = []
  #ruleColumn: number | undefined
  #rules = 0
  #last = ''
  #inRules = false
  #lines = 0
  #anchors = 0
  #tags = 0
  #afterColon = false

  next(lexeme: string): Stopped | undefined {
    if (MARKS.has(lexeme)) return undefined
    const stopped = this.#look(lexeme)
    this.#offset += lexeme.length
    return stopped && { ...stopped, offset: this.#offset - lexeme.length }
  }

  #look(lexeme: string): Omit<Stopped, 'offset'> | undefined {
    const column = this.#offset - this.#line
    switch (CST.tokenType(lexeme)) {
      case 'newline':
        this.#line = this.#offset + lexeme.length
        this.#compact = 0
        return ++this.#lines > POLICY_LIMITS.lines
          ? { code: 'policy.yaml', values: { reason: 'lines', limit: POLICY_LIMITS.lines } }
          : undefined
      case 'space':
      case 'comment':
      case 'block-scalar-header':
        return undefined
      case 'anchor':
        return ++this.#anchors > POLICY_LIMITS.aliases
          ? { code: 'policy.yaml', values: { reason: 'anchors', limit: POLICY_LIMITS.aliases } }
          : undefined
      case 'tag':
        return PLAIN_TAG.test(lexeme) && ++this.#tags <= POLICY_LIMITS.aliases
          ? this.#value()
          : { code: 'policy.yaml', values: { reason: 'tag', found: lexeme.slice(0, 100) } }
      case 'flow-map-start':
      case 'flow-seq-start':
        this.#flow++
        return this.#value()
      case 'flow-map-end':
      case 'flow-seq-end':
        return --this.#flow < 0
          ? { code: 'policy.yaml', values: { reason: 'syntax', detail: `Unexpected ${lexeme}` } }
          : undefined
      case 'comma':
        return this.#value()
      case 'alias':
        return ++this.#aliases > POLICY_LIMITS.aliases
          ? { code: 'policy.yaml', values: { reason: 'aliases', limit: POLICY_LIMITS.aliases } }
          : this.#value()
      case 'seq-item-ind':
        return this.#item(column)
      case 'explicit-key-ind':
        this.#compact++
        this.#at(column)
        return this.#deep()
      case 'map-value-ind':
        if (column === this.#last.length && this.#last === 'rules') this.#inRules = true
        // Of several in a row each is a mapping in the one before.
        if (this.#afterColon) this.#compact++
        this.#afterColon = true
        return this.#deep()
      default:
        if (column === 0 && this.#flow === 0) {
          this.#inRules = false
          this.#last = lexeme
        }
        if (this.#flow === 0) this.#at(column)
        // A block scalar that was read as one token ends with its last line break.
        if (lexeme.endsWith('\n')) this.#line = this.#offset + lexeme.length
        return this.#value()
    }
  }

  /** The block collections that a token in this column ends, and the one it stands in. */
  #at(column: number): void {
    while ((this.#blocks.at(-1) ?? -1) > column) this.#blocks.pop()
    if ((this.#blocks.at(-1) ?? -1) < column) this.#blocks.push(column)
  }

  #item(column: number): Omit<Stopped, 'offset'> | undefined {
    this.#compact++
    this.#at(column)
    if (this.#inRules && this.#flow === 0) {
      this.#ruleColumn ??= column
      if (column === this.#ruleColumn && ++this.#rules > POLICY_LIMITS.rules)
        return {
          code: 'policy.schema',
          values: { reason: 'type', expected: 'rules', limit: POLICY_LIMITS.rules, found: 'list', key: 'rules' },
        }
    }
    return this.#value()
  }

  #value(): Omit<Stopped, 'offset'> | undefined {
    this.#afterColon = false
    if (++this.#nodes > POLICY_LIMITS.nodes)
      return { code: 'policy.yaml', values: { reason: 'nodes', limit: POLICY_LIMITS.nodes } }
    return this.#deep()
  }

  #deep(): Omit<Stopped, 'offset'> | undefined {
    const depth = this.#flow + Math.max(this.#blocks.length, this.#compact)
    return depth > POLICY_LIMITS.depth
      ? { code: 'policy.yaml', values: { reason: 'depth', limit: POLICY_LIMITS.depth } }
      : undefined
  }
}

/** The first limit that the text breaks; undefined when it may be read. */
export function prescan(text: string): Stopped | undefined {
  if (!isSuspicious(text)) return undefined
  const scan = new Scan()
  for (const lexeme of new Lexer().lex(text)) {
    const stopped = scan.next(lexeme)
    if (stopped) return stopped
  }
  return undefined
}
