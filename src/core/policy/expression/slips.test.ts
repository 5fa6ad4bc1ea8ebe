import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { withRules } from '../../validate/labels.test-support'
import { compilePolicy } from '../compile'

/** What the error for an expression says it was probably meant to be. */
function reasonOf(require: string): unknown {
  const compiled = compilePolicy(withRules(`{id: E, kind: geometry, for: thing, require: ${JSON.stringify(require)}}`))
  return compiled.ok ? 'compiles' : compiled.problems[0]?.values?.['reason']
}

describe('what people write who know other languages', () => {
  const slips: readonly (readonly [string, string])[] = [
    ["attribute.pose = 'up'", 'equals'],
    ['visible.width > 3 and visible.height > 3', 'words'],
    ['not has(full)', 'words'],
    ['occlusion > 20%', 'percent'],
    ['visible.width > 3px', 'unit'],
    ['visible.width > ', 'end'],
    ['0.2 < occlusion < 0.5', 'chain'],
    ['answer.sure == null', 'null'],
    ['disposition == positive', 'quotes'],
    ['class in [thing]', 'quotes'],
    ['area > 3', 'measure'],
    ['visible.height() > 3', 'no-call'],
  ]
  for (const [text, reason] of slips)
    it(`${text}: ${reason}`, () => {
      expect(reasonOf(text)).toBe(reason)
    })
  it('says nothing of a slip that stands in a text', () => {
    expect(reasonOf("attribute.pose == 'a = b and 20%' ~ 3")).toBe('syntax')
  })
})
