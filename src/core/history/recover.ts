/**
 * Two copies of an image's labels may stand side by side: the journal of this browser and the side file in the folder.
 * Which one counts is decided here, from the copies alone: no clock, no guess. When neither contains the other, a person
 * must decide.
 */
import type { ImageDocument } from '../model/image'
import { fail, ok, problem, type Result } from '../model/problem'
import type { Patch } from './patch'
import { append, historyOf } from './undo'

/** A document and the entries made since. */
export interface StoredLog {
  readonly start: ImageDocument
  readonly log: readonly Patch[]
}

export type Recovery =
  | { readonly from: 'nothing' }
  | {
      readonly from: 'journal'
      readonly stored: StoredLog
      /** The side file is older, or gone: it should be written again. */ readonly sideStale: boolean
    }
  | { readonly from: 'side'; readonly stored: StoredLog }
  | { readonly from: 'conflict'; readonly journal: StoredLog; readonly side: ImageDocument }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Deep equality of plain data. An absent key and an undefined one are equal; the order of keys is not looked at. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false
  if (Array.isArray(a) && a.length !== (b as unknown as unknown[]).length) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameData(a[key], b[key]))
}

/** Whether two documents say the same, however many entries it took to get there. */
export const sameLabels = (a: ImageDocument, b: ImageDocument): boolean =>
  a === b || sameData({ ...a, revision: undefined }, { ...b, revision: undefined })

const revisionOf = (doc: ImageDocument): number => doc.revision ?? 0

/** The place in the log where the document was as `side` is: the entry's number, or undefined. Looks first where the revision points. */
function placeOf(stored: StoredLog, side: ImageDocument): number | undefined {
  let history = historyOf(stored.start)
  if (sameLabels(history.document, side)) return revisionOf(stored.start)
  for (const patch of stored.log) {
    history = append(history, patch)
    // Only the annotations' number is compared before the deep look: a log of thousands is common, equal states are rare.
    if (history.document.annotations.length === side.annotations.length && sameLabels(history.document, side))
      return patch.seq
  }
  return undefined
}

/** Whether each entry of `earlier` stands in `later` unchanged. */
const holds = (
  later: Readonly<Record<string, unknown>> | undefined,
  earlier: Readonly<Record<string, unknown>> | undefined,
): boolean => Object.entries(earlier ?? {}).every(([key, said]) => sameData(said, later?.[key]))

/** Whether `later` still holds everything that `earlier` says, unchanged: then taking `later` can lose nothing. */
export function contains(later: ImageDocument, earlier: ImageDocument): boolean {
  const held = new Map(later.annotations.map((a) => [a.id, a]))
  const state = earlier.state === 'new' || earlier.state === later.state || later.state === 'finished'
  return (
    state &&
    earlier.image.sha256 === later.image.sha256 &&
    earlier.annotations.every((a) => sameData(a, held.get(a.id))) &&
    Object.entries(earlier.coverage).every(
      ([cls, said]) => later.coverage[cls as keyof typeof later.coverage] === said,
    ) &&
    (earlier.zones ?? []).every((zone) => later.zones?.some((z) => sameData(z, zone)) === true) &&
    (earlier.reviews ?? []).every((review) => later.reviews?.some((r) => sameData(r, review)) === true) &&
    holds(later.answers.tagSets, earlier.answers.tagSets) &&
    holds(later.answers.attributes, earlier.answers.attributes) &&
    Object.entries(earlier.answers.tags).every(([group, tag]) => later.answers.tags[group] === tag) &&
    Object.entries(earlier.answers.questions).every(([question, said]) => later.answers.questions[question] === said) &&
    (earlier.answers.usable === undefined || earlier.answers.usable === later.answers.usable) &&
    (earlier.answers.note === undefined || earlier.answers.note === later.answers.note) &&
    (!earlier.answers.nothingHere || later.answers.nothingHere)
  )
}

const end = (stored: StoredLog): ImageDocument => stored.log.reduce(append, historyOf(stored.start)).document

/**
 * Which copy counts.
 * - only one is there: that one (an evicted database gives its work back from the side file);
 * - the side file is a state that the journal went through: the journal, which knows what came after;
 * - the journal's last state is held whole in a side file with a higher revision: the side file (labelled on elsewhere);
 * - else: conflict, with both.
 */
export function recover(stored: StoredLog | undefined, side: ImageDocument | undefined): Recovery {
  if (!stored) return side ? { from: 'side', stored: { start: side, log: [] } } : { from: 'nothing' }
  if (!side) return { from: 'journal', stored, sideStale: true }
  const place = placeOf(stored, side)
  const last = revisionOf(stored.start) + stored.log.length
  if (place !== undefined) return { from: 'journal', stored, sideStale: place < last }
  if (revisionOf(side) > last && contains(side, end(stored))) return { from: 'side', stored: { start: side, log: [] } }
  return { from: 'conflict', journal: stored, side }
}

/** What a person decided in a conflict. The side file's labels go on from a revision past both, so that the journal takes them as newer. */
export function resolve(conflict: Extract<Recovery, { from: 'conflict' }>, keep: 'journal' | 'side'): StoredLog {
  if (keep === 'journal') return conflict.journal
  const last = revisionOf(conflict.journal.start) + conflict.journal.log.length
  return { start: { ...conflict.side, revision: Math.max(last, revisionOf(conflict.side)) + 1 }, log: [] }
}

/** `recover` for callers that only want to go on: a conflict is the problem `sidefile.conflict`. */
export function recoverDocument(
  stored: StoredLog | undefined,
  side: ImageDocument | undefined,
): Result<StoredLog | undefined> {
  const recovery = recover(stored, side)
  switch (recovery.from) {
    case 'nothing':
      return ok(undefined)
    case 'conflict':
      return fail(
        problem(
          'sidefile.conflict',
          { file: recovery.side.image.path },
          { journal: end(recovery.journal).annotations.length, side: recovery.side.annotations.length },
        ),
      )
    default:
      return ok(recovery.stored)
  }
}
