import { z } from 'zod'
import { Band, DispositionSchema, Expression, Id, Outcome, RuleBase } from '../../policy/pieces'

/** What is positive and what is not: look-alikes, a condition, a question that people must answer, another class. */
export const ClassScopeRule = RuleBase.extend({
  kind: z.literal('class_scope'),
  /** Every positive of the class needs an answer to this question. */
  ask: Id.optional().describe('Every positive needs an answer to this question.'),
  ask_when: Expression.optional().describe('Ask only while this surely holds.'),
  answers: z.record(Id, Outcome).optional().describe('What the answer to `ask` makes of the label.'),
  /** Declared look-alikes of these kinds must have the disposition `then`. */
  look_alike: z
    .array(Id)
    .min(1)
    .optional()
    .describe('Labels declared as one of these must have the disposition `then`.'),
  /** Or: when this holds, the disposition must be `then`. */
  when: Expression.optional().describe('Where this holds the disposition must be `then`, or the class `then_class`.'),
  band: Band.optional(),
  then: DispositionSchema.optional(),
  reason: Id.optional(),
  then_class: Id.optional().describe('The class that it must be; fallback = the fallback of its class.'),
  most_specific: z
    .union([z.literal(true), z.strictObject({ unless: Expression })], { error: 'most-specific' })
    .optional()
    .describe('A class with drawable subclasses may not be used (unless …).'),
  require: Expression.optional().describe('What must hold for a positive of the class.'),
})
export type ClassScopeRule = z.infer<typeof ClassScopeRule>
