import { z } from 'zod'
import { DispositionSchema, Expression, Id, Names, RuleBase } from '../../policy/pieces'

const share = z.number().min(0).max(1)
const count = z.number().int().min(0)

/** How annotations of one image stand to each other, and to its zones. */
export const RelationRule = RuleBase.extend({
  kind: z.literal('relation'),
  /** Two annotations of one class that overlap more than this are one object labelled twice. */
  duplicates: z
    .strictObject({ role: Id, iou_over: share, with: Names.optional() })
    .optional()
    .describe('Two labels of one class (or with classes of `with`) that overlap more are one object labelled twice.'),
  /** Shapes of the role must not overlap others by more than this share of the smaller one. */
  no_overlap: z
    .strictObject({ role: Id, over: share.default(0), with: Names.optional() })
    .optional()
    .describe('No overlap by more than this share of the smaller one.'),
  /** The role must lie inside some annotation of the class `in`, up to `slack` px. */
  contained_in: z
    .strictObject({ role: Id, in: Names, in_role: Id, slack: z.number().min(0).default(0) })
    .optional()
    .describe('The role lies inside some label of the class `in`, up to slack px.'),
  required_link: z
    .strictObject({ link: Id, at_least: count.optional(), at_most: count.optional() })
    .optional()
    .describe('So many links of this kind (default: at least one).'),
  count_per: z
    .strictObject({ parent: Id, link: Id.optional(), at_least: count.optional(), at_most: count.optional() })
    .optional()
    .describe('Labels of the rule per `image`, per `group`, or per label of a class to which they are linked.'),
  depth_order: z
    .strictObject({ role: Id, need: z.enum(['all', 'overlapping']).optional() })
    .optional()
    .describe('Labels carry a depth order, and two that overlap never the same.'),
  unique_track: z.enum(['image', 'class']).optional().describe('No track twice in the image, or per class.'),
  in_zone: z
    .strictObject({ zone: Names, role: Id, over: share.optional() })
    .optional()
    .describe('More than this share in such a zone is not allowed; with `then`: must be that.'),
  in_ignored: z
    .strictObject({ role: Id, over: share.optional() })
    .optional()
    .describe('The same for lying on ignored labels that stand for this class.'),
  then: DispositionSchema.optional(),
  reason: Id.optional(),
  when: Expression.optional(),
  require: Expression.optional(),
})
export type RelationRule = z.infer<typeof RelationRule>
