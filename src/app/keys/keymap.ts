/** What a key press means, and what is shown as the key of a command: the table with the person's preset and changes. */
import { activeKeys } from './active.svelte'
import { chordOf, parseChord, showChord } from './chord'
import { COMMANDS, type ActionId, type KeyPlace, type Scope } from './commands'

export type { ActionId, KeyPlace, Scope } from './commands'

/** The command of a key press in a place, or undefined. */
export const actionOf = (event: KeyboardEvent, place: KeyPlace = 'annotate'): ActionId | undefined =>
  activeKeys.meaning(event, place)

/** What tooltips and key caps show for a command. */
export const keyOf = (action: ActionId): string => activeKeys.show(action)

/** What the key cap of one digit of a command shows, short enough for a chip: `Ctrl 3`, `⇧3`. */
export const keyOfDigit = (action: 'pickClass' | 'answer', digit: string): string =>
  activeKeys.show(action, digit).replace('Shift ', '⇧')

/** A tooltip: the text, and the key when there is one. */
export const withKey = (text: string, action: ActionId): string => {
  const key = keyOf(action)
  return key ? `${text} (${key})` : text
}

/** The commands of a place by section, with all their keys. */
export const keySections = (
  place: KeyPlace,
): readonly {
  readonly scope: Scope
  readonly commands: readonly { readonly action: ActionId; readonly keys: readonly string[] }[]
}[] => {
  const here = COMMANDS.filter((c) => c.places.includes(place))
  return [...new Set(here.map((c) => c.scope))].map((scope) => ({
    scope,
    commands: here
      .filter((c) => c.scope === scope)
      .map(({ action }) => ({ action, keys: activeKeys.map[action].map((key) => showChord(key)) })),
  }))
}

/** The digit of a press that means `pickClass` or `answer`. */
export const digitOf = (event: KeyboardEvent): string => event.code.slice(-1)

/** The arrow of a press, as a step of one; undefined when it is none. */
export function arrowOf(event: KeyboardEvent): readonly [dx: number, dy: number] | undefined {
  const key = parseChord(chordOf(event) ?? '')?.key
  return key === 'ArrowLeft'
    ? [-1, 0]
    : key === 'ArrowRight'
      ? [1, 0]
      : key === 'ArrowUp'
        ? [0, -1]
        : key === 'ArrowDown'
          ? [0, 1]
          : undefined
}

/** Space and Enter alone press the control that has the focus. */
export const pressesControl = (event: KeyboardEvent): boolean => ['Enter', 'Space'].includes(chordOf(event) ?? '')

/** The key that pans while held was let go, whatever modifiers are still down. */
export function endsPan(event: KeyboardEvent): boolean {
  const key = parseChord(chordOf(event) ?? '')?.key
  return key !== undefined && activeKeys.map.pan.some((chord) => parseChord(chord)?.key === key)
}

/** True while the person types text: letters then are letters. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
}

/** Commands that work while a text field has the focus too: no character is typed by their keys. */
export const worksWhileTyping = (action: ActionId, event: KeyboardEvent): boolean =>
  (action === 'palette' || action === 'help' || action === 'keySettings') &&
  (event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key))
