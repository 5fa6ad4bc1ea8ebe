import { z } from 'zod'
import { Expression, Id, Names, RuleBase } from '../../policy/pieces'

/** How annotations of one image stand to each other. */
export const RelationRule = RuleBase.extend({
  kind: z.literal('relation'),
  /** Two annotations of one class that overlap more than this are one object labelled twice. */
  duplicates: z.strictObject({ role: Id, iou_over: z.number().min(0).max(1) }).optional(),
  /** Shapes of the role must not overlap others by more than this share of the smaller one. */
  no_overlap: z
    .strictObject({ role: Id, over: z.number().min(0).max(1).default(0), with: Names.optional() })
    .optional(),
  /** The role must lie inside some annotation of the class `in`, up to `slack` px. */
  contained_in: z.strictObject({ role: Id, in: Names, in_role: Id, slack: z.number().min(0).default(0) }).optional(),
  when: Expression.optional(),
  require: Expression.optional(),
})
export type RelationRule = z.infer<typeof RelationRule>
