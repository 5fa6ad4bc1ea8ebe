/** A compiled expression: what rules hold. */
import type { Input } from '../../model/finding'
import { POLICY_LIMITS } from '../limits'
import type { Vocabulary } from '../vocabulary'
import { Checker, parseExpression } from './check'
import type { Names } from './members'
import type { Scene, Subject } from './subject'
import { ExpressionError, type Code, type Evaluation, type Facet, type Missing, type Type, type Value } from './types'

export interface Explained {
  readonly value: Value
  readonly inputs: readonly Input[]
  /** What an unknown result waits for. */
  readonly missing: readonly Missing[]
}

export interface CompiledExpression {
  readonly source: string
  readonly reads: ReadonlySet<Facet>
  readonly type: Type
  /** The value; undefined = unknown. Fast, says nothing about why. */
  value(self: Subject | undefined, scene: Scene): Value
  /** The value with the inputs that led to it. */
  explain(self: Subject | undefined, scene: Scene): Explained
  /** The value as a part of another evaluation: its steps and what it misses count there. */
  within(self: Subject | undefined, e: Evaluation): Value
}

const evaluation = (self: Subject | undefined, scene: Scene, why: Evaluation['why']): Evaluation => ({
  scene,
  self,
  vars: [],
  steps: 0,
  over: false,
  why,
})

function dedupe(inputs: readonly Input[]): readonly Input[] {
  if (inputs.length < 2) return inputs
  const seen = new Set<string>()
  return inputs.filter((i) => {
    const key = `${i.name} ${i.against ?? ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** A chain of thousands of operators nests the syntax as deep: refused instead of overflowing the stack. */
function checkDeep(checker: Checker, source: string): Code {
  try {
    return checker.whole(parseExpression(source))
  } catch (error) {
    if (error instanceof RangeError)
      throw new ExpressionError(0, 'policy.expression', { reason: 'too-deep', limit: POLICY_LIMITS.expressionDepth })
    throw error
  }
}

/** Compiles one expression; throws `ExpressionError` (offset into the text) where the policy is wrong. */
export function compileExpression(
  source: string,
  want: 'bool' | 'number' | 'any',
  names: Names,
  vocabulary: Vocabulary,
  perImage = false,
): CompiledExpression {
  const checker = new Checker(source, names, vocabulary, perImage)
  const code = checkDeep(checker, source)
  const { run } = code
  if (want === 'any' ? code.type.is === 'group' : code.type.is !== want)
    throw new ExpressionError(0, 'policy.expression', { reason: 'type', expected: want, found: code.type.is })
  let free: Evaluation | undefined
  return {
    source,
    reads: checker.reads,
    type: code.type,
    value(self, scene) {
      // Evaluations of one expression follow each other: they share one state, unless one were to happen within another.
      const e = free ?? evaluation(self, scene, undefined)
      free = undefined
      e.self = self
      e.scene = scene
      e.steps = 0
      e.over = false
      const value = run(e)
      free = e
      return e.over ? undefined : value
    },
    explain(self, scene) {
      const why = { trace: [] as Input[], missing: [] as Missing[] }
      const e = evaluation(self, scene, why)
      const value = code.run(e)
      return { value: e.over ? undefined : value, inputs: dedupe(why.trace), missing: why.missing }
    },
    within(self, e) {
      // Its variables are its own; steps, and what is missing, belong to the whole evaluation.
      const inner: Evaluation = { ...e, self, vars: [] }
      const value = code.run(inner)
      e.steps = inner.steps
      e.over = inner.over
      return value
    },
  }
}
