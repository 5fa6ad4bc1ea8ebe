import { z } from 'zod'
import { Expression, Id, RuleBase } from '../../policy/pieces'

/** An attribute, the level of a scale, or something else that people say. */
export const FieldName = z
  .string({ error: 'fields' })
  .regex(/^[\p{L}][\p{L}\p{M}\p{N}_-]*(\.[\p{L}][\p{L}\p{M}\p{N}_-]*)?$/u, { error: 'fields' })
export const OTHER_FIELDS = ['evidence', 'look_alike', 'track', 'group', 'order', 'applies_to'] as const

/** Which attributes must be filled in, and when. */
export const AttributeRule = RuleBase.extend({
  kind: z.literal('attribute'),
  required_when: Expression.optional().describe('The fields must be filled in while this holds.'),
  fields: z
    .array(FieldName)
    .min(1)
    .optional()
    .describe('Attributes, level.<scale>, or: evidence, look_alike, track, group, order, applies_to.'),
  /** What the attributes must satisfy. */
  require: Expression.optional(),
  agrees: z
    .strictObject({
      scale: Id.optional(),
      attribute: Id.optional(),
      of: Expression.optional(),
      tolerance: z.number().min(0).optional(),
    })
    .optional()
    .describe('What people said must agree with what is computed.'),
})
export type AttributeRule = z.infer<typeof AttributeRule>
