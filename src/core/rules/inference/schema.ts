import { z } from 'zod'
import { DispositionSchema, Expression, Id, RuleBase } from '../../policy/pieces'

/** How the hidden part is inferred: which roles are drawn, on which evidence, how far outside the image, when it is too hidden. */
export const InferenceRule = RuleBase.extend({
  kind: z.literal('inference'),
  when: Expression.optional(),
  draw: z.array(Id).min(1).optional(),
  evidence: z.strictObject({ any: z.number().int().min(1), of: z.array(Id).min(1) }).optional(),
  /** Largest share of the full shape outside the image; 0 = never leave it. */
  beyond_image: z.strictObject({ up_to: z.number().min(0).max(1) }).optional(),
  then: DispositionSchema.optional(),
  reason: Id.optional(),
})
export type InferenceRule = z.infer<typeof InferenceRule>
