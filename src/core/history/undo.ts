import type { ImageDocument } from '../model/image'
import { apply, inverse, type Cause, type Patch } from './patch'

/** What can be taken back and what can be repeated: the sequence numbers, newest last. Derived from the log, never stored. */
export interface UndoState {
  readonly undo: readonly number[]
  readonly redo: readonly number[]
}
export const NOTHING_TO_UNDO: UndoState = { undo: [], redo: [] }

/** The undo state after one more entry of the log. */
export function afterEntry(state: UndoState, patch: Patch): UndoState {
  if (patch.undoes !== undefined) return { undo: state.undo.slice(0, -1), redo: [...state.redo, patch.undoes] }
  if (patch.redoes !== undefined) return { undo: [...state.undo, patch.redoes], redo: state.redo.slice(0, -1) }
  return { undo: [...state.undo, patch.seq], redo: [] }
}

/** One image's log: its document, its entries, and what undo would do. Immutable. */
export interface ImageHistory {
  readonly document: ImageDocument
  readonly log: readonly Patch[]
  readonly undo: UndoState
  /** Entries folded into the document before `log` starts (a stored snapshot); the next entry is `base + log.length + 1`. */
  readonly base: number
}

/** A history that begins with this document; its first entry follows on the document's revision. */
export const historyOf = (document: ImageDocument, base = document.revision ?? 0): ImageHistory => ({
  document,
  log: [],
  undo: NOTHING_TO_UNDO,
  base,
})

export const nextSeq = (history: ImageHistory): number => history.base + history.log.length + 1

/** The history with one more patch. The patch must be the next of its image. */
export function append(history: ImageHistory, patch: Patch): ImageHistory {
  if (patch.seq !== nextSeq(history)) throw new Error(`log entry ${patch.seq} where ${nextSeq(history)} was expected`)
  return {
    document: { ...apply(history.document, patch.ops), revision: patch.seq },
    log: [...history.log, patch],
    undo: afterEntry(history.undo, patch),
    base: history.base,
  }
}

/** Rebuilds a history from the document it began with and its log: recovery is a replay. */
export const replay = (start: ImageDocument, log: readonly Patch[], base = start.revision ?? 0): ImageHistory =>
  log.reduce(append, historyOf(start, base))

const entry = (history: ImageHistory, seq: number | undefined): Patch | undefined =>
  seq === undefined ? undefined : history.log[seq - history.base - 1]

/** The patch that takes back the newest entry, or undefined when there is none. */
export function undoPatch(history: ImageHistory, cause: Omit<Cause, 'name' | 'args'>): Patch | undefined {
  const target = entry(history, history.undo.undo.at(-1))
  if (!target) return undefined
  return {
    image: target.image,
    seq: nextSeq(history),
    ops: inverse(target.ops),
    cause: { ...cause, name: 'undo', args: { of: target.seq } },
    undoes: target.seq,
  }
}

/** The patch that repeats the entry taken back last, or undefined when there is none. */
export function redoPatch(history: ImageHistory, cause: Omit<Cause, 'name' | 'args'>): Patch | undefined {
  const target = entry(history, history.undo.redo.at(-1))
  if (!target) return undefined
  return {
    image: target.image,
    seq: nextSeq(history),
    ops: target.ops,
    cause: { ...cause, name: 'redo', args: { of: target.seq } },
    redoes: target.seq,
  }
}
