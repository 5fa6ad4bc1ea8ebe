import { z } from 'zod'
import { Expression, Id, RuleBase } from '../../policy/pieces'

/** Which attributes must be filled in, and when. */
export const AttributeRule = RuleBase.extend({
  kind: z.literal('attribute'),
  required_when: Expression.optional(),
  fields: z.array(Id).min(1).optional(),
  /** What the attributes must satisfy. */
  require: Expression.optional(),
})
export type AttributeRule = z.infer<typeof AttributeRule>
