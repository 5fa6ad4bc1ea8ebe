/**
 * A chord is one press of a key with its modifiers, written as `Ctrl+Alt+Shift+Key` with the modifiers in this order.
 * Letters and digits are the key's own; other characters are what is typed (`+`, `?`), so Shift is no part of them.
 * `Digit` and `Arrow` stand for any digit or arrow: one command that takes which of them as its argument.
 */
export type Chord = string

/** What of a keyboard event a chord is made of. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const MODIFIERS = ['Ctrl', 'Alt', 'Shift'] as const
type Modifier = (typeof MODIFIERS)[number]

export interface ChordParts {
  readonly modifiers: readonly Modifier[]
  readonly key: string
}

/** Keys with a name of more than one character. */
const NAMED: ReadonlySet<string> = new Set([
  'Digit',
  'Arrow',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Enter',
  'Escape',
  'Delete',
  'Backspace',
  'Insert',
  'Space',
  'Tab',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  ...Array.from({ length: 12 }, (_, i) => `F${i + 1}`),
])
/** A Chinese keyboard types the wide form of these characters. */
const WIDE: Readonly<Record<string, string>> = {
  '。': '.',
  '，': ',',
  '【': '[',
  '】': ']',
  '？': '?',
  '；': ';',
  '、': '/',
  '《': '<',
  '》': '>',
  '·': '`',
  '～': '~',
}
const isLetterOrDigit = (key: string): boolean => /^[A-Z0-9]$/.test(key)
const isCharacter = (key: string): boolean => /^[!-~]$/.test(key) && !isLetterOrDigit(key)

/** The parts of a written chord, or undefined when it is none. `Shift` before a character is refused: it is part of it. */
export function parseChord(text: string): ChordParts | undefined {
  const modifiers: Modifier[] = []
  let rest = text
  for (const modifier of MODIFIERS)
    if (rest.startsWith(`${modifier}+`) && rest.length > modifier.length + 1) {
      modifiers.push(modifier)
      rest = rest.slice(modifier.length + 1)
    }
  const known = NAMED.has(rest) || isLetterOrDigit(rest) || (isCharacter(rest) && !modifiers.includes('Shift'))
  return known && !/^[a-z]$/.test(rest) ? { modifiers, key: rest } : undefined
}

function keyName({ key, code }: KeyPress): string | undefined {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return digit
  if (key === ' ') return 'Space'
  const narrow = WIDE[key] ?? key
  if (/^[a-z]$/i.test(narrow)) return narrow.toUpperCase()
  if (NAMED.has(narrow) || isCharacter(narrow)) return narrow
  // Another script, an input method, or a Mac's Option character: the place of the key decides.
  return /^Key([A-Z])$/.exec(code)?.[1]
}

/** The chord of a press; undefined for a modifier alone and for keys without a name here. */
export function chordOf(press: KeyPress): Chord | undefined {
  const key = keyName(press)
  if (key === undefined) return undefined
  const held: Record<Modifier, boolean> = {
    Ctrl: press.ctrlKey || press.metaKey,
    Alt: press.altKey,
    Shift: press.shiftKey && !isCharacter(key),
  }
  return [...MODIFIERS.filter((m) => held[m]), key].join('+')
}

/** The chord of the family that a chord belongs to: `Ctrl+3` → `Ctrl+Digit`. */
export function familyOf(chord: Chord): Chord | undefined {
  const parts = parseChord(chord)
  if (!parts) return undefined
  const family = /^\d$/.test(parts.key) ? 'Digit' : /^Arrow./.test(parts.key) ? 'Arrow' : undefined
  return family && [...parts.modifiers, family].join('+')
}

/** One press can mean both. */
export const overlap = (a: Chord, b: Chord): boolean => a === b || familyOf(a) === b || familyOf(b) === a

/** Chords that a browser tab never gets to see, or that close it. */
const KEPT: ReadonlySet<Chord> = new Set([
  'Ctrl+W',
  'Ctrl+Shift+W',
  'Ctrl+N',
  'Ctrl+Shift+N',
  'Ctrl+T',
  'Ctrl+Shift+T',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
  'Ctrl+Q',
  'Ctrl+Shift+Q',
  'Alt+F4',
])
/** Tab walks through the page; without it nobody can leave the drawing surface by keyboard. */
const WALKS: ReadonlySet<Chord> = new Set(['Tab', 'Shift+Tab'])

/** Why a chord cannot be given to a command. */
export const refusal = (chord: Chord): 'browser' | 'walks' | undefined =>
  KEPT.has(chord) ? 'browser' : WALKS.has(chord) ? 'walks' : undefined

const SHOWN: Readonly<Record<string, string>> = {
  Digit: '0 … 9',
  Arrow: '← ↑ ↓ →',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  '-': '−',
}

/** A chord as it is shown on a key cap; `digit` fills in a family. */
export function showChord(chord: Chord, digit?: string): string {
  const parts = parseChord(chord)
  if (!parts) return chord
  const key = parts.key === 'Digit' && digit !== undefined ? digit : (SHOWN[parts.key] ?? parts.key)
  return [...parts.modifiers, key].join(' ')
}
