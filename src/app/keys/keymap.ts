/**
 * The key table: one line an action. Keys are matched by `KeyboardEvent.key` for letters and names, and by `code` where a
 * digit must work on every layout. Habits from the field are kept where they are good (docs/decisions/004-keys.md).
 */
import type { Catalogue } from '../../messages'

export type ActionId = keyof Catalogue['keys']['action']
export type Scope = keyof Catalogue['keys']['scope']

export interface Binding {
  readonly action: ActionId
  readonly scope: Scope
  /** What the key sheet shows. */
  readonly show: string
  readonly matches: (event: KeyboardEvent) => boolean
}

type Modifiers = { readonly ctrl?: boolean; readonly shift?: boolean; readonly alt?: boolean }

const withModifiers = (event: KeyboardEvent, { ctrl = false, shift = false, alt = false }: Modifiers): boolean =>
  (event.ctrlKey || event.metaKey) === ctrl && event.shiftKey === shift && event.altKey === alt

const key =
  (name: string, modifiers: Modifiers = {}) =>
  (event: KeyboardEvent) =>
    event.key.toLowerCase() === name.toLowerCase() && withModifiers(event, modifiers)

/** For keys whose shifted form differs by layout (`+`, `?` …): the character alone decides. */
const character =
  (...names: string[]) =>
  (event: KeyboardEvent) =>
    names.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey

const digit = (modifiers: Modifiers) => (event: KeyboardEvent) =>
  /^(Digit|Numpad)\d$/.test(event.code) && withModifiers(event, modifiers)

const any =
  (...tests: ((event: KeyboardEvent) => boolean)[]) =>
  (event: KeyboardEvent) =>
    tests.some((test) => test(event))

export const BINDINGS: readonly Binding[] = [
  { action: 'toolSelect', scope: 'draw', show: 'V', matches: key('v') },
  { action: 'toolBox', scope: 'draw', show: 'B', matches: key('b') },
  { action: 'toolPolygon', scope: 'draw', show: 'P', matches: key('p') },
  { action: 'pickClass', scope: 'draw', show: '1 … 9, 0', matches: digit({}) },
  { action: 'toggleRole', scope: 'draw', show: 'T', matches: key('t') },
  { action: 'copyVisibleToFull', scope: 'draw', show: 'Shift T', matches: key('t', { shift: true }) },
  { action: 'setPoint', scope: 'draw', show: 'Enter', matches: key('enter') },
  { action: 'cancel', scope: 'draw', show: 'Esc', matches: key('escape') },
  { action: 'positive', scope: 'label', show: 'Q', matches: key('q') },
  { action: 'negative', scope: 'label', show: 'W', matches: key('w') },
  { action: 'ignore', scope: 'label', show: 'E', matches: key('e') },
  { action: 'skip', scope: 'label', show: 'R', matches: key('r') },
  {
    action: 'nudge',
    scope: 'label',
    show: '← ↑ ↓ →',
    matches: (event) => event.key.startsWith('Arrow') && !event.ctrlKey && !event.metaKey,
  },
  { action: 'delete', scope: 'label', show: 'Delete', matches: any(key('delete'), key('backspace')) },
  { action: 'nextAnnotation', scope: 'label', show: '.', matches: character('.', '。') },
  { action: 'previousAnnotation', scope: 'label', show: ',', matches: character(',', '，') },
  { action: 'selectAll', scope: 'label', show: 'Ctrl A', matches: key('a', { ctrl: true }) },
  { action: 'nearer', scope: 'label', show: ']', matches: character(']', '】') },
  { action: 'farther', scope: 'label', show: '[', matches: character('[', '【') },
  { action: 'undo', scope: 'label', show: 'Ctrl Z', matches: key('z', { ctrl: true }) },
  {
    action: 'redo',
    scope: 'label',
    show: 'Ctrl Shift Z',
    matches: any(key('z', { ctrl: true, shift: true }), key('y', { ctrl: true })),
  },
  { action: 'nextFinding', scope: 'work', show: 'N', matches: key('n') },
  { action: 'fix', scope: 'work', show: 'F', matches: key('f') },
  { action: 'answer', scope: 'work', show: 'Shift 1 … 9', matches: digit({ shift: true }) },
  { action: 'override', scope: 'work', show: 'O', matches: key('o') },
  { action: 'usable', scope: 'work', show: 'U', matches: key('u') },
  { action: 'nothingHere', scope: 'work', show: 'Y', matches: key('y') },
  { action: 'finish', scope: 'work', show: 'Ctrl Enter', matches: key('enter', { ctrl: true }) },
  { action: 'nextImage', scope: 'work', show: 'D', matches: any(key('d'), key('pagedown')) },
  { action: 'previousImage', scope: 'work', show: 'A', matches: any(key('a'), key('pageup')) },
  { action: 'nextUnfinished', scope: 'work', show: 'Shift D', matches: key('d', { shift: true }) },
  { action: 'zoomIn', scope: 'view', show: '+', matches: character('+', '=') },
  { action: 'zoomOut', scope: 'view', show: '−', matches: character('-', '_') },
  { action: 'fit', scope: 'view', show: 'H', matches: any(key('h'), key('home')) },
  { action: 'oneToOne', scope: 'view', show: 'J', matches: key('j') },
  { action: 'pan', scope: 'view', show: 'Space', matches: key(' ') },
  { action: 'showReport', scope: 'inspect', show: 'I', matches: key('i') },
  { action: 'contactSheet', scope: 'inspect', show: 'G', matches: key('g') },
  { action: 'openBundle', scope: 'inspect', show: 'Ctrl O', matches: key('o', { ctrl: true }) },
  { action: 'export', scope: 'app', show: 'Ctrl E', matches: key('e', { ctrl: true }) },
  { action: 'help', scope: 'app', show: 'F1', matches: any(key('f1'), character('?', '？')) },
]

/** Sections of the key sheet in the annotate place. */
export const SCOPES: readonly Scope[] = ['draw', 'label', 'work', 'view', 'app']

/** What the key sheet shows, by section: of all bindings, or of the given actions. */
export const keySections = (
  scopes: readonly Scope[],
  actions?: readonly ActionId[],
): readonly { readonly scope: Scope; readonly bindings: readonly Binding[] }[] =>
  scopes.map((scope) => ({
    scope,
    bindings: BINDINGS.filter((b) => b.scope === scope && (actions?.includes(b.action) ?? true)),
  }))

/** The action of a key press, or undefined. */
export const actionOf = (event: KeyboardEvent): ActionId | undefined => BINDINGS.find((b) => b.matches(event))?.action

/** What the key sheet and the tooltips show for an action. */
export const keyOf = (action: ActionId): string => BINDINGS.find((b) => b.action === action)?.show ?? ''

/** The digit of an event matched by `pickClass` or `answer`. */
export const digitOf = (event: KeyboardEvent): string => event.code.slice(-1)

/** True while the person types text: letters then are letters. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
}
