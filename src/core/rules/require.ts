import { askUnsaid, inputText, judgeExpression } from './judge'
import type { Drafts, ImageCheck, OwnCheck, RuleContext } from './rule-kind'

/** `require:` on an annotation: false fails with the inputs, unknown asks. */
export function requires(cx: RuleContext): OwnCheck | undefined {
  const expression = cx.expression('require')
  if (!expression) return undefined
  const judge = judgeExpression(expression, cx.vocabulary)
  return {
    reads: expression.reads,
    check(subject, scene): Drafts {
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return { ...judged.draft, part: 'require' }
      if (judged.truth !== false) return undefined
      const because = judged.inputs()
      const asks = askUnsaid(cx.vocabulary, because)
      return {
        verdict: 'fail',
        message: 'require.failed',
        values: { because: inputText(because), condition: expression.source },
        because,
        ...(asks && { asks }),
        ...(cx.statedFix && { fixes: cx.statedFix(subject) }),
        part: 'require',
      }
    },
  }
}

/** `require:` on the image, with an optional `when:`. */
export function requiresOfImage(cx: RuleContext, hasWhen: boolean): ImageCheck | undefined {
  const expression = cx.expression('require', 'bool', true)
  const when = hasWhen ? cx.expression('when', 'bool', true) : undefined
  if (!expression) return undefined
  const judge = judgeExpression(expression, cx.vocabulary)
  const condition = when && judgeExpression(when, cx.vocabulary)
  return {
    reads: new Set([...expression.reads, ...(when?.reads ?? [])]),
    check(scene): Drafts {
      const holds = condition?.(undefined, scene)
      if (holds?.truth === 'undecided') return holds.draft
      if (holds && holds.truth !== true) return undefined
      const judged = judge(undefined, scene)
      if (judged.truth === 'undecided') return { ...judged.draft, part: 'require' }
      if (judged.truth !== false) return undefined
      const because = judged.inputs()
      return {
        verdict: 'fail',
        message: 'require.failed',
        values: { because: inputText(because), condition: expression.source },
        because,
        part: 'require',
      }
    },
  }
}
