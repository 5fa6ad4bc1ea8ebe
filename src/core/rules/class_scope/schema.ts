import { z } from 'zod'
import { DispositionSchema, Expression, Id, RuleBase } from '../../policy/pieces'

/** What is positive and what is not: look-alikes, a condition, or a question that people must answer. */
export const ClassScopeRule = RuleBase.extend({
  kind: z.literal('class_scope'),
  /** Every positive of the class needs an answer to this question. */
  ask: Id.optional(),
  /** Declared look-alikes of these kinds must have the disposition `then`. */
  look_alike: z.array(Id).min(1).optional(),
  /** Or: when this holds, the disposition must be `then`. */
  when: Expression.optional(),
  then: DispositionSchema.optional(),
  reason: Id.optional(),
})
export type ClassScopeRule = z.infer<typeof ClassScopeRule>
