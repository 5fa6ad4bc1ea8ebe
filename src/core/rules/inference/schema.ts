import { z } from 'zod'
import { Band, DispositionSchema, Expression, Id, RuleBase } from '../../policy/pieces'

/** How the hidden part is inferred: which roles are drawn, on which evidence, how far outside the image, when it is too hidden. */
export const InferenceRule = RuleBase.extend({
  kind: z.literal('inference'),
  when: Expression.optional().describe('Everything else in the rule binds only while this holds.'),
  band: Band.optional(),
  draw: z.array(Id).min(1).optional().describe('These roles must be drawn.'),
  do_not_draw: z.array(Id).min(1).optional().describe('These roles must not be drawn.'),
  evidence: z
    .strictObject({ any: z.number().int().min(1), of: z.array(Id).min(1) })
    .optional()
    .describe('At least so many of these were seen.'),
  /** Largest share of the full shape outside the image; 0 = never leave it. */
  beyond_image: z
    .strictObject({ up_to: z.number().min(0).max(1), role: Id.optional() })
    .optional()
    .describe('Largest share outside the image; 0 = never.'),
  tolerance: z
    .strictObject({ px: z.number().min(0).optional(), share: z.number().min(0).max(1).optional() })
    .optional()
    .describe('How far visible may stick out of full: the larger of px and the share of the height of full.'),
  same_shape_kind: z.literal(true).optional().describe('visible and full are drawn with the same kind of shape.'),
  too_hidden: z
    .strictObject({
      measure: Expression.optional(),
      from: z.number().optional(),
      over: z.number().optional(),
      then: DispositionSchema.optional(),
      reason: Id.optional(),
    })
    .optional()
    .describe('At `from` and above (or above `over`) of the measure (occlusion) it is too hidden to be positive.'),
  then: DispositionSchema.optional(),
  reason: Id.optional(),
})
export type InferenceRule = z.infer<typeof InferenceRule>
