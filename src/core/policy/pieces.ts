/** Small parts that the schemas of the policy and of its rules share. */
import { z } from 'zod'
import { DISPOSITIONS } from '../model/annotation'

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
export const FIX_NAMES = ['set_disposition', 'set_reason', 'set_shape', 'remove_role', 'remove', 'none'] as const

export const Semver = z
  .string({ error: 'version' })
  .regex(/^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/, { error: 'version' })

/** A picture inside the policy's own folder: never an address, never upwards. */
export const Picture = z
  .string({ error: 'picture' })
  .regex(/^(?![./])(?!.*(?:^|\/)\.\.(?:\/|$))[\p{L}\p{N}_./-]+\.(png|jpg|jpeg|webp|svg)$/u, { error: 'picture' })
const Pictures = z.strictObject({ right: z.array(Picture).optional(), wrong: z.array(Picture).optional() })

/** What every rule has, whatever its kind. */
export const RuleBase = z.strictObject({
  id: Id,
  /** Classes it binds, with their descendants; absent = every class. */
  for: Names.optional(),
  /** Descendants it does not bind. */
  except: Names.optional(),
  /** Only annotations of these dispositions. */
  dispositions: z.array(DispositionSchema).min(1).optional(),
  says: TextSchema.optional(),
  severity: z.enum(SEVERITIES).optional(),
  override: z.strictObject({ who: z.enum(OVERRIDERS) }).optional(),
  since: Semver.optional(),
  fix: z.enum(FIX_NAMES).optional(),
  pictures: Pictures.optional(),
})
export type RuleBase = z.infer<typeof RuleBase>

/** A band: below `from` fails, inside asks, at `to` and above passes. */
export const Band = z.strictObject({ measure: Expression, from: z.number(), to: z.number(), ask: Id })
export type Band = z.infer<typeof Band>

export const listOf = (names: Names | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names
