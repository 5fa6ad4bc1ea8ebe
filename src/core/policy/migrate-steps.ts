/**
 * `migrations:` of a policy: what becomes of labels that were made under an older version. Names on `from` and `of` are
 * those of the older version, names on `to` and `into` those of the newer one.
 */
import { z } from 'zod'
import { Id, Semver, TextSchema } from './pieces'

/** What may get another name. */
export const RENAMED = [
  'class',
  'role',
  'reason',
  'look_alike',
  'evidence',
  'question',
  'answer',
  'attribute',
  'option',
  'scale',
  'level',
  'tag_group',
  'tag',
  'zone',
  'link',
] as const
export type Renamed = (typeof RENAMED)[number]

/** What several of may become one. */
export const MERGED = ['class', 'reason', 'look_alike', 'evidence', 'answer', 'option', 'level', 'tag'] as const

/** Names that are names only inside of another: the reasons of a disposition, the answers of a question … */
export const INSIDE: ReadonlySet<string> = new Set(['reason', 'answer', 'option', 'level', 'tag'])

const Of = Id.optional().describe(
  'Where it belongs: the question of an answer, the attribute of an option, the disposition of a reason …',
)

export const MigrationStep = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('rename'), what: z.enum(RENAMED), of: Of, from: Id, to: Id }),
  z.strictObject({ do: z.literal('merge'), what: z.enum(MERGED), of: Of, from: z.array(Id).min(1), to: Id }),
  z.strictObject({
    do: z.literal('split'),
    class: Id.describe('Each label of it goes to a work queue: people choose the new class.'),
    into: z.array(Id).min(1),
    says: TextSchema.optional().describe('How to choose.'),
  }),
  z.strictObject({
    do: z.literal('review'),
    class: Id.describe('Its meaning changed: each label of it goes to a work queue.'),
    says: TextSchema.optional().describe('What to look at.'),
  }),
  z.strictObject({ do: z.literal('recompute'), scale: Id.describe('Its numbers moved: levels are computed anew.') }),
  z.strictObject({
    do: z.literal('add'),
    class: Id.describe('A new class: images are "not asked" for it, never without it.'),
  }),
  z.strictObject({ do: z.literal('remove'), class: Id.describe('Its labels are kept, hidden and not exported.') }),
])
export type MigrationStep = z.infer<typeof MigrationStep>

export const Migration = z.strictObject({
  from: Semver.describe('Labels of this version, and of later ones before `to`.'),
  to: Semver.optional().describe('Absent: this version.'),
  steps: z.array(MigrationStep).max(1000).default([]),
})
export type Migration = z.infer<typeof Migration>
