import { z } from 'zod'
import { Expression, RuleBase } from '../../policy/pieces'

/** `usable`, `exhaustive.<class>` (`exhaustive.*`: every drawable class), `tag.<group>`, `attribute.<id>` or the id of an image question. */
export const RequiredAnswer = z
  .string({ error: 'required-answer' })
  .regex(/^[\p{L}][\p{L}\p{M}\p{N}_-]*(\.([\p{L}][\p{L}\p{M}\p{N}_-]*|\*))?$/u, { error: 'required-answer' })

/** What must be said of the image as a whole. */
export const ImageRule = RuleBase.extend({
  kind: z.literal('image'),
  require_answers: z.array(RequiredAnswer).min(1).optional(),
  when: Expression.optional(),
  require: Expression.optional(),
})
export type ImageRule = z.infer<typeof ImageRule>
