import type { DiffItem, PlacedItem } from '../core/policy/diff'
import { catalogue, type Language } from './index'

/** A change as a sentence; the values stand apart (`item.before`, `item.after`). */
export function diffText(language: Language, item: DiffItem): string {
  const { diff } = catalogue(language)
  const { what, change, id, field } = item
  if (field !== undefined && field !== '') return diff.field(what, id, field, change)
  if (change === 'added' || change === 'removed') return diff[change](what, id)
  return diff.changed(what, id)
}

/** Its lines in both texts, where they are known. */
export function diffPlace(language: Language, { places }: PlacedItem): string {
  const { diff } = catalogue(language)
  const [before, after] = [places?.before?.line, places?.after?.line]
  if (before !== undefined && after !== undefined) return diff.lines(before, after)
  if (after !== undefined) return diff.line(after)
  return before === undefined ? '' : diff.lineBefore(before)
}
