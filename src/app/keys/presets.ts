/**
 * Keys of other tools, for the commands that we have too. Only what differs from the own table stands here; a command of
 * ours that a borrowed key displaces gets another one. Sources (defaults as documented in 2026): CVAT's shortcuts page and
 * object list, Label Studio's `keymap.json`, labelme's `default_config.yaml`.
 * Not taken: Tab for the next object (CVAT), since the page could not be left by keyboard; Ctrl+N (labelme), since the
 * browser keeps it.
 */
import type { Chord } from './chord'
import { COMMANDS, type ActionId } from './commands'

export const PRESETS = ['groundrule', 'cvat', 'label_studio', 'labelme'] as const
export type PresetId = (typeof PRESETS)[number]
/** The keys of every command. */
export type Keymap = Readonly<Record<ActionId, readonly Chord[]>>
export type KeyChanges = Partial<Record<ActionId, readonly Chord[]>>

const DIFFERENT: Readonly<Record<PresetId, KeyChanges>> = {
  groundrule: {},
  cvat: {
    nextImage: ['F', 'PageDown'],
    previousImage: ['D', 'PageUp'],
    nextUnfinished: ['Shift+F'],
    goToImage: ['`', '~'],
    drawAgain: ['N'],
    pickClass: ['Ctrl+Digit'],
    nearer: ['+', '='],
    farther: ['-', '_'],
    zoomIn: ['Ctrl++', 'Ctrl+='],
    zoomOut: ['Ctrl+-'],
    delete: ['Delete', 'Shift+Delete', 'Backspace'],
    nextFinding: ['Z'],
    fix: ['X'],
  },
  label_studio: {
    nextImage: ['Ctrl+ArrowRight', 'PageDown'],
    previousImage: ['Ctrl+ArrowLeft', 'PageUp'],
    nextUnfinished: ['Ctrl+Space'],
    toolBox: ['R'],
    cancel: ['Escape', 'U'],
    delete: ['Backspace', 'Delete'],
    nextAnnotation: ['Alt+.', '.'],
    redo: ['Ctrl+Shift+Z'],
    pan: ['Space', 'H'],
    fit: ['Home'],
    zoomIn: ['Ctrl++', 'Ctrl+='],
    zoomOut: ['Ctrl+-'],
    grow: ['Alt+Shift+Arrow'],
    skip: ['S'],
    usable: ['I'],
    showReport: ['I'],
  },
  labelme: {
    nextImage: ['D', 'Ctrl+Shift+D'],
    previousImage: ['A', 'Ctrl+Shift+A'],
    toolBox: ['Ctrl+R'],
    toolSelect: ['Ctrl+J'],
    classByName: ['Ctrl+E'],
    export: ['Ctrl+Shift+E'],
    zoomIn: ['Ctrl++', 'Ctrl+='],
    zoomOut: ['Ctrl+-'],
    fit: ['Ctrl+F'],
    oneToOne: ['Ctrl+0'],
  },
}

/** The keys of a preset with the person's changes laid over it. */
export const keymapOf = (preset: PresetId, changes: KeyChanges = {}): Keymap =>
  Object.fromEntries(
    COMMANDS.map(({ action, keys }) => [action, changes[action] ?? DIFFERENT[preset][action] ?? keys]),
  ) as Record<ActionId, readonly Chord[]>
