import { z } from 'zod'
import { SHAPE_DEFECTS } from '../../geometry/shapes/shape-kind'
import { Band, Expression, Id, Names, RuleBase } from '../../policy/pieces'

export const DEFECT_NAMES = SHAPE_DEFECTS

const Limits = {
  role: Id,
  width: z.number().positive().optional(),
  height: z.number().positive().optional(),
  area: z.number().positive().optional(),
  clipped: z.boolean().optional().describe('Of the part inside the image.'),
}

/** What a shape must be. */
export const GeometryRule = RuleBase.extend({
  kind: z.literal('geometry'),
  when: Expression.optional(),
  require: Expression.optional().describe('Must hold (where `when` does).'),
  /** At least this large, in image pixels: `{role: visible, width: 4, height: 4}`. */
  min_size: z
    .strictObject(Limits)
    .optional()
    .describe('At least this large, px of the original image; equal is enough.'),
  max_size: z
    .strictObject(Limits)
    .optional()
    .describe('At most this large, px of the original image; equal is allowed.'),
  /** These roles must not leave the image. */
  inside_image: Names.optional().describe('These roles must not leave the image.'),
  /** Shapes without these defects; `true` = without any. */
  no_defects: z.union([z.literal(true), z.array(z.enum(DEFECT_NAMES)).min(1)], { error: 'defects' }).optional(),
  /** Two roles must be the same shape, up to `tolerance` px on each side. */
  equal: z.strictObject({ roles: z.tuple([Id, Id]), tolerance: z.number().min(0).default(0) }).optional(),
  aspect: z
    .strictObject({ role: Id, value: z.number().positive(), tolerance: z.number().min(0).optional() })
    .optional()
    .describe('Width over height.'),
  no_holes: Names.optional().describe('These roles have no holes.'),
  one_piece: Names.optional().describe('These roles are one piece.'),
  band: Band.optional(),
})
export type GeometryRule = z.infer<typeof GeometryRule>
