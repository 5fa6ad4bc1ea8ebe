import { z } from 'zod'
import { Band, DispositionSchema, Expression, Id, RuleBase } from '../../policy/pieces'

/** When an object must not be judged. */
export const IgnoreRule = RuleBase.extend({
  kind: z.literal('ignore'),
  when: Expression.optional(),
  /** Below `from` it must be ignored, inside somebody must be asked, above it need not be. */
  band: Band.optional(),
  then: DispositionSchema.default('ignore'),
  reason: Id.optional(),
})
export type IgnoreRule = z.infer<typeof IgnoreRule>
