/** A number that the cases try only from one side, or not at all: nobody knows whether its end is the one that was meant. */
import { limitsOf } from './coverage'
import type { Lint } from './lint'
import { lacksSide } from './weights'

export const untriedLimit: Lint = {
  code: 'lint.untried-limit',
  *run(cx) {
    if (cx.document.cases.length === 0) return
    for (const limit of limitsOf(cx)) {
      if (!lacksSide(limit)) continue
      const { rule, line, column, measure, operator, value, below, at, above } = limit
      yield {
        place: { line, column },
        values: { rule, measure, operator, value, below, at, above },
      }
    }
  },
}
