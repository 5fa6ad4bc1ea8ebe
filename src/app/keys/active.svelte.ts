import { chordOf, familyOf, showChord, type Chord, type KeyPress } from './chord'
import { settled, taken } from './clash'
import { COMMANDS, type ActionId, type KeyPlace } from './commands'
import { keymapOf, type KeyChanges, type Keymap, type PresetId } from './presets'

const same = (a: readonly Chord[], b: readonly Chord[]): boolean =>
  a.length === b.length && a.every((k, i) => k === b[i])

/** The keys as they are now: a preset, and what the person changed of it. */
export class ActiveKeys {
  preset = $state<PresetId>('groundrule')
  changes = $state.raw<KeyChanges>({})
  readonly map: Keymap = $derived(keymapOf(this.preset, this.changes))
  readonly #base: Keymap = $derived(keymapOf(this.preset))
  /** By place and chord. */
  readonly #lookup = $derived.by(() => {
    const found = new Map<string, ActionId>()
    for (const { action, places } of COMMANDS)
      for (const place of places) for (const key of this.map[action]) found.set(`${place} ${key}`, action)
    return found
  })

  /** Another preset or other changes of it. A changed key is taken from the commands that the preset gives it to. */
  use(preset: PresetId, changes: KeyChanges = this.changes): void {
    const base = keymapOf(preset)
    this.preset = preset
    this.changes = Object.fromEntries(
      Object.entries(settled(preset, changes)).filter(([action, keys]) => !same(keys, base[action as ActionId])),
    )
  }

  /** Gives a command these keys. */
  set(action: ActionId, keys: readonly Chord[]): void {
    this.use(this.preset, { ...this.changes, [action]: keys })
  }

  /** Back to the keys of the preset; a key that another command has by now is taken from there. */
  reset(action: ActionId): void {
    for (const chord of this.#base[action]) this.give(action, chord)
    const { [action]: _, ...others } = this.changes
    this.use(this.preset, others)
  }

  /** Adds a key to a command and takes it from those that had it. */
  give(action: ActionId, chord: Chord): void {
    const lost = Object.fromEntries(taken(this.map, action, chord))
    const keys = [...this.map[action].filter((key) => key !== chord), chord]
    this.use(this.preset, { ...this.changes, ...lost, [action]: keys })
  }

  changed(action: ActionId): boolean {
    return !same(this.map[action], this.#base[action])
  }

  /** What a press means in a place, and the number or arrow in it. */
  meaning(press: KeyPress, place: KeyPlace): ActionId | undefined {
    const chord = chordOf(press)
    if (chord === undefined) return undefined
    const family = familyOf(chord)
    return this.#lookup.get(`${place} ${chord}`) ?? this.#lookup.get(`${place} ${family ?? ''}`)
  }

  /** The first key of a command as it is shown; empty when it has none. */
  show(action: ActionId, digit?: string): string {
    const first = this.map[action][0]
    return first === undefined ? '' : showChord(first, digit)
  }
}

export const activeKeys = new ActiveKeys()
