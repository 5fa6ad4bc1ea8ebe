import { z } from 'zod'
import { RuleBase } from '../../policy/pieces'

/** How labels come to be: shapes that nobody has looked at. */
export const ProcessRule = RuleBase.extend({
  kind: z.literal('process'),
  /** Shapes of these origins must be looked at (accepted or redrawn) by a person. */
  unreviewed: z.array(z.enum(['model', 'import'])).min(1),
})
export type ProcessRule = z.infer<typeof ProcessRule>
