import { z } from 'zod'
import { Band, DispositionSchema, Expression, Id, RuleBase } from '../../policy/pieces'

/** When an object must not be judged. */
export const IgnoreRule = RuleBase.extend({
  kind: z.literal('ignore'),
  when: Expression.optional(),
  always: z.literal(true).optional().describe('Every label of the class is ignored.'),
  /** Below `from` it must be ignored, inside somebody must be asked, above it need not be. */
  band: Band.optional(),
  then: DispositionSchema.default('ignore'),
  reason: Id.optional(),
  applies_to: z
    .union([z.enum(['required', 'forbidden', 'all']), z.array(Id).min(1)], { error: 'applies-to' })
    .optional()
    .describe('Which classes the ignored label stands for: required (must be said), forbidden, all, or exactly these.'),
})
export type IgnoreRule = z.infer<typeof IgnoreRule>
