/**
 * The table of commands: one line each, with its section on the key sheet, the places where it works, and its default
 * keys. Titles stand in messages/<language>/keys.ts. Keys of other tools: presets.ts. Habits from the field are kept where
 * they are good (docs/decisions/004-keys.md).
 */
import type { Catalogue } from '../../messages'
import type { Chord } from './chord'

export type ActionId = keyof Catalogue['keys']['action']
export type Scope = keyof Catalogue['keys']['scope']
export type KeyPlace = 'annotate' | 'inspect' | 'studio'

export interface CommandKeys {
  readonly action: ActionId
  readonly scope: Scope
  /** Two commands may share a key only when no place has both. */
  readonly places: readonly KeyPlace[]
  readonly keys: readonly Chord[]
  /** A press carries an argument (which digit, which arrow) or is held: such a command cannot be picked from the palette. */
  readonly byPress?: true
}

const HERE: readonly KeyPlace[] = ['annotate']
const SEEN: readonly KeyPlace[] = ['annotate', 'inspect']
const INSPECT: readonly KeyPlace[] = ['inspect']
const STUDIO: readonly KeyPlace[] = ['studio']
const ALL: readonly KeyPlace[] = ['annotate', 'inspect', 'studio']

export const COMMANDS: readonly CommandKeys[] = [
  { action: 'toolSelect', scope: 'draw', places: HERE, keys: ['V'] },
  { action: 'toolBox', scope: 'draw', places: HERE, keys: ['B'] },
  { action: 'toolExtreme', scope: 'draw', places: HERE, keys: ['Shift+E'] },
  { action: 'toolRotatedBox', scope: 'draw', places: HERE, keys: ['Shift+B'] },
  { action: 'toolEllipse', scope: 'draw', places: HERE, keys: ['Shift+C'] },
  { action: 'toolPolygon', scope: 'draw', places: HERE, keys: ['P'] },
  { action: 'toolPolyline', scope: 'draw', places: HERE, keys: ['L'] },
  { action: 'toolPoints', scope: 'draw', places: HERE, keys: ['K'] },
  { action: 'toolKeypoints', scope: 'draw', places: HERE, keys: ['Shift+K'] },
  { action: 'drawOnto', scope: 'draw', places: HERE, keys: ['Shift+P'] },
  { action: 'pointHidden', scope: 'draw', places: HERE, keys: ['M'] },
  { action: 'pointAbsent', scope: 'draw', places: HERE, keys: ['Shift+M'] },
  { action: 'simplify', scope: 'draw', places: HERE, keys: ['Shift+S'] },
  { action: 'joinShapes', scope: 'draw', places: HERE, keys: ['Shift+J'] },
  { action: 'subtractShapes', scope: 'draw', places: HERE, keys: ['Shift+X'] },
  { action: 'drawAgain', scope: 'draw', places: HERE, keys: ['Shift+V'] },
  { action: 'pickClass', scope: 'draw', places: HERE, keys: ['Digit'], byPress: true },
  { action: 'classByName', scope: 'draw', places: HERE, keys: ['C'] },
  { action: 'toggleRole', scope: 'draw', places: HERE, keys: ['T'] },
  { action: 'copyVisibleToFull', scope: 'draw', places: HERE, keys: ['Shift+T'] },
  { action: 'setPoint', scope: 'draw', places: HERE, keys: ['Enter'], byPress: true },
  { action: 'cancel', scope: 'draw', places: SEEN, keys: ['Escape'] },
  { action: 'positive', scope: 'label', places: HERE, keys: ['Q'] },
  { action: 'negative', scope: 'label', places: HERE, keys: ['W'] },
  { action: 'ignore', scope: 'label', places: HERE, keys: ['E'] },
  { action: 'skip', scope: 'label', places: HERE, keys: ['R'] },
  { action: 'nudge', scope: 'label', places: HERE, keys: ['Arrow'], byPress: true },
  { action: 'nudgeFar', scope: 'label', places: HERE, keys: ['Shift+Arrow'], byPress: true },
  { action: 'nudgeFine', scope: 'label', places: HERE, keys: ['Alt+Arrow'], byPress: true },
  { action: 'grow', scope: 'label', places: HERE, keys: ['Ctrl+Arrow'], byPress: true },
  { action: 'growFar', scope: 'label', places: HERE, keys: ['Ctrl+Shift+Arrow'], byPress: true },
  { action: 'shrink', scope: 'label', places: HERE, keys: ['Ctrl+Alt+Arrow'], byPress: true },
  { action: 'shrinkFar', scope: 'label', places: HERE, keys: ['Ctrl+Alt+Shift+Arrow'], byPress: true },
  { action: 'delete', scope: 'label', places: HERE, keys: ['Delete', 'Backspace'] },
  { action: 'nextAnnotation', scope: 'label', places: SEEN, keys: ['.'] },
  { action: 'previousAnnotation', scope: 'label', places: SEEN, keys: [','] },
  { action: 'selectAll', scope: 'label', places: HERE, keys: ['Ctrl+A'] },
  { action: 'nearer', scope: 'label', places: HERE, keys: [']'] },
  { action: 'farther', scope: 'label', places: HERE, keys: ['['] },
  { action: 'undo', scope: 'label', places: HERE, keys: ['Ctrl+Z'] },
  { action: 'redo', scope: 'label', places: HERE, keys: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
  { action: 'nextFinding', scope: 'work', places: SEEN, keys: ['N'] },
  { action: 'fix', scope: 'work', places: HERE, keys: ['F'] },
  { action: 'answer', scope: 'work', places: HERE, keys: ['Shift+Digit'], byPress: true },
  { action: 'override', scope: 'work', places: HERE, keys: ['O'] },
  { action: 'usable', scope: 'work', places: HERE, keys: ['U'] },
  { action: 'nothingHere', scope: 'work', places: HERE, keys: ['Y'] },
  { action: 'finish', scope: 'work', places: HERE, keys: ['Ctrl+Enter'] },
  { action: 'nextImage', scope: 'work', places: SEEN, keys: ['D', 'PageDown'] },
  { action: 'previousImage', scope: 'work', places: SEEN, keys: ['A', 'PageUp'] },
  { action: 'nextUnfinished', scope: 'work', places: HERE, keys: ['Shift+D'] },
  { action: 'goToImage', scope: 'work', places: SEEN, keys: ['Ctrl+G'] },
  { action: 'zoomIn', scope: 'view', places: SEEN, keys: ['+', '='] },
  { action: 'zoomOut', scope: 'view', places: SEEN, keys: ['-', '_'] },
  { action: 'fit', scope: 'view', places: SEEN, keys: ['H', 'Home'] },
  { action: 'oneToOne', scope: 'view', places: SEEN, keys: ['J'] },
  { action: 'pan', scope: 'view', places: SEEN, keys: ['Space'], byPress: true },
  { action: 'look', scope: 'inspect', places: INSPECT, keys: ['Arrow'], byPress: true },
  { action: 'lookFar', scope: 'inspect', places: INSPECT, keys: ['Shift+Arrow'], byPress: true },
  { action: 'openTile', scope: 'inspect', places: INSPECT, keys: ['Enter'] },
  { action: 'showReport', scope: 'inspect', places: INSPECT, keys: ['I'] },
  { action: 'contactSheet', scope: 'inspect', places: INSPECT, keys: ['G'] },
  { action: 'openBundle', scope: 'inspect', places: INSPECT, keys: ['Ctrl+O'] },
  { action: 'publish', scope: 'studio', places: STUDIO, keys: ['Ctrl+Enter'] },
  { action: 'openPolicy', scope: 'studio', places: STUDIO, keys: ['Ctrl+O'] },
  { action: 'savePolicy', scope: 'studio', places: STUDIO, keys: ['Ctrl+S'] },
  { action: 'nextProblem', scope: 'studio', places: STUDIO, keys: ['F8'] },
  { action: 'export', scope: 'app', places: HERE, keys: ['Ctrl+E'] },
  { action: 'palette', scope: 'app', places: ALL, keys: ['Ctrl+K', 'Ctrl+Shift+P'] },
  { action: 'keySettings', scope: 'app', places: ALL, keys: ['F2'] },
  { action: 'help', scope: 'app', places: ALL, keys: ['F1', '?'] },
]

/** The section that a command stands in. */
export const scopeOf = (action: ActionId): Scope => COMMANDS.find((c) => c.action === action)?.scope ?? 'app'
