/** A number in the sentence of a rule that is not the number of its expression: people and machine then follow two rules. */
import { isNode, literalOf, childrenOf } from './read'
import type { Lint, LintContext } from './lint'
import { inEachLanguage } from './texts'

/** `20 px`, `0.5 pixels`, `60 %`, `20 像素`, `百分之 60`. */
const STATED =
  /(?:百分之\s*(\d+(?:[.,]\d+)?))|(\d+(?:[.,]\d+)?)\s*(?:px|pixels?|像素|个像素|(?:%|％|percent|per cent))/giu
const IS_SHARE = /[%％]|percent|per cent|百分之/iu

interface Number_ {
  readonly value: number
  readonly share: boolean
  readonly index: number
}

function statedIn(text: string): Number_[] {
  return [...text.matchAll(STATED)].map((m) => {
    const value = Number((m[1] ?? m[2] ?? '').replace(',', '.'))
    const share = IS_SHARE.test(m[0])
    return { value: share ? value / 100 : value, share, index: m.index }
  })
}

/** All numbers of a rule: in its expressions and short forms. */
function numbersOf(index: number, cx: LintContext): number[] {
  const found: number[] = []
  const inTree = (value: unknown): void => {
    if (!isNode(value)) return
    const literal = literalOf(value)
    if (typeof literal === 'number') found.push(literal)
    else for (const child of childrenOf(value.args)) inTree(child)
  }
  for (const s of cx.sources) if (s.rule === index) inTree(cx.reader.tree(s.text))
  const inRule = (value: unknown): void => {
    if (typeof value === 'number') found.push(value)
    else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) inRule(inner)
  }
  inRule(cx.document.rules[index])
  return found
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9
/** A limit may be said from either end, and to the next whole number: `> 60 %` hidden is `< 40 %` seen; `< 25` is "up to 24". */
const matches = (n: Number_, own: number): boolean =>
  near(n.value, own) ||
  (n.share ? near(1 - n.value, own) || near(n.value * 100, own) : Math.abs(n.value - own) <= 1 && Number.isInteger(own))

export const textNumber: Lint = {
  code: 'lint.text-number',
  *run(cx) {
    for (const [index, rule] of cx.document.rules.entries()) {
      if (rule.says === undefined) continue
      const numbers = numbersOf(index, cx)
      for (const [language, text] of inEachLanguage(rule.says as string | Record<string, string>)) {
        const stated = statedIn(text)
        const alone = stated.filter((n) => !numbers.some((own) => matches(n, own)))
        // Only where the rule has a number of that kind, which in turn the text does not name.
        const unsaid = (share: boolean): number | undefined =>
          numbers.find((own) => (share ? own > 0 && own < 1 : own > 1) && !stated.some((n) => matches(n, own)))
        const wrong = alone.find((n) => unsaid(n.share) !== undefined)
        if (!wrong) continue
        const own = unsaid(wrong.share) ?? 0
        yield {
          place: cx.locate.value(['rules', index, 'says', ...(language ? [language] : [])], wrong.index),
          values: {
            rule: rule.id,
            said: wrong.share ? `${Number((wrong.value * 100).toFixed(6))} %` : `${wrong.value} px`,
            number: wrong.share ? `${own} (${Number((own * 100).toFixed(6))} %)` : own,
          },
        }
      }
    }
  },
}
