import { overlap, type Chord } from './chord'
import { COMMANDS, type ActionId } from './commands'
import { keymapOf, type KeyChanges, type Keymap, type PresetId } from './presets'

/** A key that means two commands in one place. */
export interface Clash {
  readonly chord: Chord
  readonly actions: readonly [ActionId, ActionId]
}

const placesOf = (action: ActionId) => COMMANDS.find((c) => c.action === action)?.places ?? []

/** Commands that already have a key in a place where the given command works too. */
export function holders(keymap: Keymap, action: ActionId, chord: Chord): readonly ActionId[] {
  const places = placesOf(action)
  return COMMANDS.filter(
    (other) =>
      other.action !== action &&
      other.places.some((place) => places.includes(place)) &&
      keymap[other.action].some((key) => overlap(key, chord)),
  ).map((other) => other.action)
}

/** Every clash of a keymap, each pair once. */
export function clashes(keymap: Keymap): readonly Clash[] {
  const order = COMMANDS.map((c) => c.action)
  return order.flatMap((action, i) =>
    keymap[action].flatMap((chord) =>
      holders(keymap, action, chord)
        .filter((other) => order.indexOf(other) > i)
        .map((other): Clash => ({ chord, actions: [action, other] })),
    ),
  )
}

/** What the commands that hold a key keep when another command takes it. */
export function taken(
  keymap: Keymap,
  action: ActionId,
  chord: Chord,
): readonly (readonly [ActionId, readonly Chord[]])[] {
  return holders(keymap, action, chord).map((other) => [other, keymap[other].filter((key) => !overlap(key, chord))])
}

/** The changes, and with them what each of their keys takes from the other commands of the preset: free of clashes. */
export function settled(preset: PresetId, changes: KeyChanges): KeyChanges {
  let all: KeyChanges = changes
  for (const [action, keys] of Object.entries(changes) as [ActionId, readonly Chord[]][])
    for (const key of keys) all = { ...all, ...Object.fromEntries(taken(keymapOf(preset, all), action, key)) }
  return all
}
