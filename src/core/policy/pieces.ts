/** Small parts that the schemas of the policy and of its rules share. */
import { z } from 'zod'
import { Day, DISPOSITIONS } from '../model/annotation'

/**
 * Names: letters of any script, digits, `_`, `-`; starting with a letter. No control or direction characters.
 * Error messages here are words of the catalogue (`messages/<language>/problems/policy.ts`, "expected").
 */
export const Id = z
  .string({ error: 'name' })
  .max(200, { error: 'name' })
  .regex(/^[\p{L}][\p{L}\p{M}\p{N}_-]*$/u, { error: 'name' })

/** Text for people: one for all languages, or one per language. */
export const TextSchema = z.union(
  [z.string().max(10_000), z.strictObject({ en: z.string().max(10_000), zh: z.string().max(10_000).optional() })],
  { error: 'text' },
)

/** A list of names, or names with their titles. */
export const Options = z.union([z.array(Id).min(1), z.record(Id, TextSchema)], { error: 'options' })
export type Options = z.infer<typeof Options>

/** One name or a list of names. */
export const Names = z.union([Id, z.array(Id).min(1)], { error: 'names' })
export type Names = z.infer<typeof Names>

export const DispositionSchema = z.enum(DISPOSITIONS)

/** An expression; it is parsed and checked against the vocabulary when the policy is compiled. */
export const Expression = z.string({ error: 'expression' }).min(1, { error: 'expression' })

export const SEVERITIES = ['error', 'warning', 'guidance'] as const
export const OVERRIDERS = ['labeler', 'reviewer', 'lead', 'nobody'] as const
export const FIX_NAMES = [
  'set_disposition',
  'set_reason',
  'set_shape',
  'set_class',
  'set_level',
  'remove_role',
  'remove',
  'none',
] as const

/** A calendar day, written `2027-01-31`. */
export const DaySchema = Day

/** A fix that a requirement states itself; the named fixes are worked out by the rule. */
export const StatedFix = z.union(
  [
    z.strictObject({ set_class: Id }),
    z.strictObject({ set_disposition: DispositionSchema, reason: Id.optional() }),
    z.strictObject({ copy: Id, to: Id }),
    z.strictObject({ derive: Id, from: Id }),
    z.strictObject({ clip: Id }),
    z.strictObject({ remove_role: Id }),
  ],
  { error: 'fix' },
)
export type StatedFix = z.infer<typeof StatedFix>

export const Semver = z
  .string({ error: 'version' })
  .regex(/^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/, { error: 'version' })

/** A picture inside the policy's own folder: never an address, never upwards. */
export const Picture = z
  .string({ error: 'picture' })
  .regex(/^(?![./])(?!.*(?:^|\/)\.\.(?:\/|$))[\p{L}\p{N}_./-]+\.(png|jpg|jpeg|webp|svg)$/u, { error: 'picture' })
export const Pictures = z
  .strictObject({ right: z.array(Picture).optional(), wrong: z.array(Picture).optional() })
  .describe('Pictures in the folder of the policy: how it is done, and how it is not.')

/** What every rule has, whatever its kind. */
export const RuleBase = z.strictObject({
  id: Id.describe('Stable name of the rule; findings and cases use it.'),
  for: Names.optional().describe('Classes the rule binds, with their descendants. Absent: every class.'),
  except: Names.optional().describe('Classes (with descendants) the rule does not bind.'),
  dispositions: z
    .array(DispositionSchema)
    .min(1)
    .optional()
    .describe('Only labels of these dispositions. Absent: all.'),
  says: TextSchema.optional().describe('The rule in one sentence for people, in each language.'),
  guide: TextSchema.optional().describe('Longer text for the generated guide.'),
  severity: z
    .enum(SEVERITIES)
    .optional()
    .describe('error (default) blocks finishing; warning must be seen; guidance is for people.'),
  override: z
    .strictObject({
      who: z
        .enum(OVERRIDERS)
        .describe('Who may decide that the rule does not bind a label. A reason is always recorded.'),
      reason: z.literal('required').optional(),
      until: DaySchema.optional().describe('No override of this rule counts after this day.'),
    })
    .optional(),
  overrides: Names.optional().describe(
    'Rules that this one replaces for the classes it binds: the nearest class wins.',
  ),
  since: Semver.optional().describe('Version of the policy in which the rule came.'),
  fix: z
    .union([z.enum(FIX_NAMES), StatedFix], { error: 'fix' })
    .optional()
    .describe('none hides the fix that the rule works out; a mapping states one for a requirement.'),
  pictures: Pictures.optional(),
})
export type RuleBase = z.infer<typeof RuleBase>

/**
 * A band: outside on the failing side it fails, inside it asks, on the other side it passes. `ends` says which of its two
 * ends belong to the inside.
 */
export const Band = z.strictObject({
  measure: Expression.describe('A number, e.g. visible.height.'),
  from: z.number(),
  to: z.number(),
  ask: Id.describe('The question that people answer inside of the band.'),
  ends: z.enum(['[)', '[]', '(]', '()']).optional().describe('Which ends belong to the inside.'),
  fails: z.enum(['below', 'above']).optional().describe('The side on which it fails.'),
  as_below: z.array(Id).min(1).optional().describe('Answers that count as being below.'),
  as_above: z.array(Id).min(1).optional().describe('Answers that count as being above.'),
})
export type Band = z.infer<typeof Band>

/** A disposition, or one with its reason. */
export const Outcome = z.union(
  [DispositionSchema, z.strictObject({ then: DispositionSchema, reason: Id.optional() })],
  {
    error: 'outcome',
  },
)
export type Outcome = z.infer<typeof Outcome>
export const outcomeOf = (
  o: Outcome,
): { readonly then: z.infer<typeof DispositionSchema>; readonly reason?: string } =>
  typeof o === 'string' ? { then: o } : { then: o.then, ...(o.reason === undefined ? {} : { reason: o.reason }) }

export const listOf = (names: Names | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names
