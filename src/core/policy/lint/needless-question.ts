/** A question that somebody must answer and whose answer nothing reads. */
import type { Lint } from './lint'
import { isRead, usageOf } from './usage'

export const needlessQuestion: Lint = {
  code: 'lint.needless-question',
  *run(cx) {
    const u = usageOf(cx)
    for (const [i, rule] of cx.document.rules.entries()) {
      if (rule.kind !== 'class_scope' || rule.ask === undefined) continue
      const { ask } = rule
      const decides = rule.answers !== undefined || isRead(u, `answer.${ask}`)
      const inBand = cx.document.rules.some((r) => 'band' in r && r.band?.ask === ask)
      // A question with nothing but its own rule is guidance that is answered; that is fine where the text says so.
      if (!decides && !inBand && rule.severity !== 'guidance')
        yield { place: cx.locate.value(['rules', i, 'ask']), values: { rule: rule.id, name: ask } }
    }
  },
}
