import { z } from 'zod'
import { parseChord, refusal, type Chord } from './chord'
import { clashes } from './clash'
import { COMMANDS, type ActionId } from './commands'
import { keymapOf, PRESETS, type KeyChanges, type PresetId } from './presets'

/** Keys as they are stored, exported and imported. */
export interface StoredKeys {
  readonly preset: PresetId
  readonly changes: KeyChanges
}

/** Why keys were not taken over. */
export type KeysTrouble =
  | { readonly is: 'not JSON' }
  | { readonly is: 'not keys'; readonly place: string; readonly why: string }
  | { readonly is: 'refused'; readonly chord: Chord }
  | { readonly is: 'clash'; readonly chord: Chord; readonly actions: readonly [ActionId, ActionId] }

const FORMAT = 'groundrule-keys/1'
const ACTIONS = COMMANDS.map((c) => c.action)
const familyKey = (chords: readonly Chord[]) =>
  chords.map((chord) => parseChord(chord)?.key).find((key) => key === 'Digit' || key === 'Arrow')

/** The family that a command takes as its argument; its keys must all be of it. */
export const familyOfCommand = (action: ActionId): 'Digit' | 'Arrow' | undefined =>
  familyKey(COMMANDS.find((c) => c.action === action)?.keys ?? []) as 'Digit' | 'Arrow' | undefined

const chord = z.string().refine((text) => parseChord(text) !== undefined, 'not a key')
const File = z.strictObject({
  format: z.literal(FORMAT),
  preset: z.enum(PRESETS),
  changes: z
    .partialRecord(z.enum(ACTIONS), z.array(chord).max(8))
    .refine(
      (changes) =>
        Object.entries(changes).every(([action, keys]) =>
          keys.every((key) => familyKey([key]) === familyOfCommand(action as ActionId)),
        ),
      'a command for any digit or arrow needs Digit or Arrow, and no other may have it',
    ),
})

/** The keys as the text of a file. */
export const writeKeys = ({ preset, changes }: StoredKeys): string =>
  `${JSON.stringify({ format: FORMAT, preset, changes }, null, 2)}\n`

/**
 * Reads what `writeKeys` wrote, or a person. All or nothing: keys that clash or cannot work are refused. Stored keys may
 * clash with a command that is newer than they are: then they may be let through, and are settled when they are used.
 */
export function readKeys(
  text: string,
  onClash: 'refuse' | 'let through' = 'refuse',
): { ok: true; value: StoredKeys } | { ok: false; trouble: KeysTrouble } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, trouble: { is: 'not JSON' } }
  }
  const read = File.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    return { ok: false, trouble: { is: 'not keys', place: issue?.path.join('.') || '/', why: issue?.message ?? '' } }
  }
  const { preset, changes } = read.data
  const kept = Object.values(changes)
    .flat()
    .find((key) => refusal(key) !== undefined)
  if (kept !== undefined) return { ok: false, trouble: { is: 'refused', chord: kept } }
  const [clash] = clashes(keymapOf(preset, changes))
  if (clash && onClash === 'refuse') return { ok: false, trouble: { is: 'clash', ...clash } }
  return { ok: true, value: { preset, changes } }
}
