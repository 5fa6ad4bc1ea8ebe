/** The same condition with the same aim, but with different numbers: one of them was forgotten when the other changed. */
import type { Clause } from './clauses'
import type { Lint, LintContext } from './lint'
import { childrenOf, keyOf, literalOf } from './read'

/** The expression with `#` for each number, and the numbers. */
function skeleton(source: string, cx: LintContext): { readonly text: string; readonly numbers: readonly number[] } {
  const numbers: number[] = []
  const write = (node: NonNullable<ReturnType<LintContext['reader']['tree']>>): string => {
    const literal = literalOf(node)
    if (typeof literal === 'number') {
      numbers.push(literal)
      return '#'
    }
    const below = childrenOf(node.args)
    return below.length === 0 ? keyOf(node) : `(${node.op} ${nameOf(node.args)} ${below.map(write).join(' ')})`
  }
  const tree = cx.reader.tree(source)
  return { text: tree ? write(tree) : source, numbers }
}
const nameOf = (args: unknown): string =>
  Array.isArray(args) ? args.filter((a) => typeof a === 'string').join(' ') : ''

/** `<` and `<=` count as the same condition: an end that differs is a number that differs. */
const same = (text: string): string => text.replaceAll('<=', '<').replaceAll('>=', '>')

const aimOf = (c: Clause): string => (c.aim.is === 'disposition' ? `${c.aim.then} ${c.aim.reason ?? ''}` : 'must')

const expressionOf = (c: Clause): string => (c.aim.is === 'must' ? c.aim.source : (c.source ?? ''))

/** Both say the same of the same labels, but for their numbers. Answers what each says. */
export function differsInNumbers(a: Clause, b: Clause, cx: LintContext): boolean {
  if (a.rule === b.rule || aimOf(a) !== aimOf(b) || a.rule.kind !== b.rule.kind) return false
  const [x, y] = [expressionOf(a), expressionOf(b)]
  if (x === '' || y === '' || x === y) return false
  // Requirements under different conditions may well differ.
  if (a.aim.is === 'must' && (a.source ?? '') !== (b.source ?? '')) return false
  if ((a.rule.severity ?? 'error') !== (b.rule.severity ?? 'error')) return false
  if (![...a.classes].some((cls) => b.classes.has(cls)) || ![...a.binds].some((d) => b.binds.has(d))) return false
  const [s, t] = [skeleton(x, cx), skeleton(y, cx)]
  return same(s.text) === same(t.text) && (s.numbers.some((n, i) => n !== t.numbers[i]) || s.text !== t.text)
}

/** Comparing each with each is left out beyond this many. */
const MOST = 600

export const otherNumber: Lint = {
  code: 'lint.other-number',
  *run(cx) {
    const clauses = cx.clauses.slice(0, MOST)
    for (const [j, b] of clauses.entries()) {
      const a = clauses.slice(0, j).find((other) => differsInNumbers(other, b, cx))
      if (a)
        yield {
          place: cx.locate.value(b.path),
          values: {
            rule: b.rule.id,
            other: a.rule.id,
            condition: expressionOf(b),
            otherCondition: expressionOf(a),
            line: cx.locate.value(a.path).line ?? 0,
          },
        }
    }
  },
}
