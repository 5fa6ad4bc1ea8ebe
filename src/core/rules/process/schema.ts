import { z } from 'zod'
import { Expression, RuleBase } from '../../policy/pieces'

/** How labels come to be: shapes that nobody has looked at, who made them, second looks. */
export const ProcessRule = RuleBase.extend({
  kind: z.literal('process'),
  /** Shapes of these origins must be looked at (accepted or redrawn) by a person. */
  unreviewed: z
    .array(z.enum(['model', 'import']))
    .min(1)
    .optional()
    .describe('Shapes of these origins must be accepted or redrawn by a person.'),
  provenance: z
    .array(z.enum(['hand', 'fix', 'import', 'model', 'migration']))
    .min(1)
    .optional()
    .describe('How labels may be made.'),
  second_look: z
    .strictObject({
      by: z
        .enum(['other', 'reviewer', 'lead'])
        .optional()
        .describe('Who counts: any other person, or one of that role.'),
      at_least: z.number().int().min(1).optional(),
      of: z.enum(['annotation', 'image']).optional(),
      when: Expression.optional(),
    })
    .optional()
    .describe('Somebody other than the maker looked and agreed.'),
})
export type ProcessRule = z.infer<typeof ProcessRule>
