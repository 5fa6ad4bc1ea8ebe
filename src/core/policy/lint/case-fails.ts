/** A case of the policy that does not hold: the rule or the case is wrong. */
import type { Lint } from './lint'

export const caseFails: Lint = {
  code: 'lint.case-fails',
  *run(cx) {
    for (const [i, result] of cx.cases.entries())
      if (!result.ok)
        yield {
          place: cx.locate.value(['cases', i]),
          values: { name: result.name, differences: result.differences.join('; ') },
        }
  },
}
