/** Where a policy document holds expressions, and what names they use. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { PolicyDocument } from '../document'
import type { Path } from '../parse'
import { childrenOf, keyOf, literalOf, type Reader } from './read'

export interface Source {
  readonly text: string
  readonly path: Path
  /** The rule it belongs to. */
  readonly rule?: number
}

/** Keys whose value is an expression, wherever they stand outside of cases and texts. */
const KEYS: ReadonlySet<string> = new Set([
  'when',
  'ask_when',
  'require',
  'required_when',
  'unless',
  'measure',
  'positive_if',
])
/** `of` is an expression in a scale and where something must agree; elsewhere it names things. */
const holdsExpression = (path: Path, key: string): boolean =>
  KEYS.has(key) || (key === 'of' && (path[0] === 'scales' || path.at(-2) === 'agrees'))
const ELSEWHERE: ReadonlySet<string> = new Set(['cases', 'clarifications', 'people', 'title', 'says', 'guide'])

export function sourcesOf(doc: PolicyDocument): Source[] {
  const found: Source[] = []
  const visit = (value: unknown, path: Path): void => {
    const key = path.at(-1)
    if (typeof value === 'string') {
      const isExpression =
        path[0] === 'define' ? path.length === 2 : typeof key === 'string' && holdsExpression(path, key)
      if (isExpression)
        found.push({
          text: value,
          path,
          ...(path[0] === 'rules' && typeof path[1] === 'number' ? { rule: path[1] } : {}),
        })
    } else if (Array.isArray(value)) value.forEach((item, i) => visit(item, [...path, i]))
    else if (value !== null && typeof value === 'object')
      for (const [k, v] of Object.entries(value)) if (path.length !== 0 || !ELSEWHERE.has(k)) visit(v, [...path, k])
  }
  visit(doc, [])
  return found
}

/** A name in an expression, e.g. `answer.sure`, `full.height`, `reason`; and the texts that it is compared with. */
export interface Used {
  readonly keys: ReadonlySet<string>
  readonly texts: ReadonlySet<string>
  /** Names that stand inside `has(…)`. */
  readonly guarded: ReadonlySet<string>
}

/** Names and texts of an expression; of `o.full.height` both that and `full.height`. */
export function usedIn(source: string, reader: Reader): Used {
  const keys = new Set<string>()
  const texts = new Set<string>()
  const guarded = new Set<string>()
  const visit = (node: ASTNode, into: Set<string>, locals: readonly string[]): void => {
    const literal = literalOf(node)
    if (typeof literal === 'string') texts.add(literal)
    if (node.op === 'id' || node.op === '.') {
      const key = keyOf(node)
      into.add(key)
      const [first = '', ...rest] = key.split('.')
      if (locals.includes(first)) into.add(rest.join('.'))
    }
    if (node.op === 'call' && node.args[0] === 'has') {
      for (const child of node.args[1]) visit(child, guarded, locals)
      for (const child of node.args[1]) visit(child, keys, locals)
      return
    }
    const variable = node.op === 'rcall' && node.args[2].length === 2 ? node.args[2][0] : undefined
    const inner = variable?.op === 'id' ? [...locals, variable.args] : locals
    for (const child of childrenOf(node.args)) visit(child, into, inner)
  }
  const tree = reader.tree(source)
  if (tree) visit(tree, keys, [])
  return { keys, texts, guarded }
}
