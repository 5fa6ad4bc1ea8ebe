import { z } from 'zod'
import { Band, Expression, Id, Names, RuleBase } from '../../policy/pieces'

export const DEFECT_NAMES = [
  'inverted',
  'zero-area',
  'not-finite',
  'too-few-points',
  'self-crossing',
  'repeated-point',
] as const

/** What a shape must be. */
export const GeometryRule = RuleBase.extend({
  kind: z.literal('geometry'),
  when: Expression.optional(),
  require: Expression.optional(),
  /** At least this large, in image pixels: `{role: visible, width: 4, height: 4}`. */
  min_size: z
    .strictObject({
      role: Id,
      width: z.number().positive().optional(),
      height: z.number().positive().optional(),
      area: z.number().positive().optional(),
    })
    .optional(),
  /** These roles must not leave the image. */
  inside_image: Names.optional(),
  /** Shapes without these defects; `true` = without any. */
  no_defects: z.union([z.literal(true), z.array(z.enum(DEFECT_NAMES)).min(1)], { error: 'defects' }).optional(),
  /** Two roles must be the same shape, up to `tolerance` px on each side. */
  equal: z.strictObject({ roles: z.tuple([Id, Id]), tolerance: z.number().min(0).default(0) }).optional(),
  band: Band.optional(),
})
export type GeometryRule = z.infer<typeof GeometryRule>
