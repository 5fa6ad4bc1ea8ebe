/** Items of a difference, and the walk over two records that makes them. */
import { BUMPS, differ, short, type Bump, type Compare, type Direction } from './diff-compare'
import { isRecord, type Plain, type PlainRecord } from './diff-normal'
import type { Path } from './parse'

export const DIFF_PARTS = [
  'policy',
  'definition',
  'class',
  'role',
  'reason',
  'look-alike',
  'evidence',
  'question',
  'answer',
  'attribute',
  'option',
  'scale',
  'level',
  'tag',
  'zone',
  'link',
  'skeleton',
  'point',
  'rule',
  'clarification',
  'person',
  'profile',
  'migration',
  'case',
] as const
export type DiffPart = (typeof DIFF_PARTS)[number]
export const DIFF_CHANGES = ['added', 'removed', 'changed', 'looser', 'stricter', 'reworded'] as const
export type DiffChange = (typeof DIFF_CHANGES)[number]

export interface DiffItem {
  readonly what: DiffPart
  readonly change: DiffChange
  /** Whose: `pedestrian`, `pedestrian.full`, `I1` … */
  readonly id: string
  /** Which field of it, where only one changed. */
  readonly field?: string
  readonly before?: string
  readonly after?: string
  readonly bump: Bump
  /** Where it stands in each document; absent where it is not there. */
  readonly paths: { readonly before?: Path; readonly after?: Path }
}

/** Where a thing stands in both documents. */
export interface Spot {
  readonly before: Path | undefined
  readonly after: Path | undefined
}
export const at = (...path: Path): Spot => ({ before: path, after: path })
export const below = ({ before, after }: Spot, ...path: Path): Spot => ({
  before: before && [...before, ...path],
  after: after && [...after, ...path],
})

export const pathsOf = (spot: Spot, inBefore = true, inAfter = true): DiffItem['paths'] => ({
  ...(spot.before && inBefore ? { before: spot.before } : {}),
  ...(spot.after && inAfter ? { after: spot.after } : {}),
})

export function changed(
  what: DiffPart,
  id: string,
  field: string,
  [before, after]: readonly [Plain | undefined, Plain | undefined],
  direction: Direction,
  spot: Spot,
): DiffItem {
  return {
    what,
    change: direction === 'free' ? 'changed' : direction,
    id,
    field,
    before: short(before),
    after: short(after),
    bump: BUMPS[direction],
    paths: pathsOf(spot),
  }
}

/** How a field compares, or a walk of its own into it. */
export type Field =
  Compare | { readonly walk: (id: string, a: PlainRecord, b: PlainRecord, spot: Spot) => readonly DiffItem[] }
export const walk = (
  into: (id: string, a: PlainRecord, b: PlainRecord, spot: Spot) => readonly DiffItem[],
): { readonly walk: typeof into } => ({ walk: into })

const asRecord = (v: Plain | undefined): PlainRecord => (isRecord(v) ? v : {})

/** The fields of one thing in both versions. A field that the table does not know has changed its meaning. */
export function fields(
  what: DiffPart,
  id: string,
  [a, b]: readonly [PlainRecord, PlainRecord],
  table: Readonly<Record<string, Field>>,
  spot: Spot,
): DiffItem[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key): readonly DiffItem[] => {
    const [before, after] = [a[key], b[key]]
    if (!differ(before, after)) return []
    const compare = Object.hasOwn(table, key) ? table[key] : undefined
    if (compare && typeof compare !== 'function')
      return compare.walk(id, asRecord(before), asRecord(after), below(spot, key))
    return [changed(what, id, key, [before, after], compare?.(before, after) ?? 'changed', below(spot, key))]
  })
}

export interface EntryBumps {
  readonly added?: (value: Plain, id: string) => Bump
  readonly removed?: Bump
}

/** Entries of two mappings: what came (minor unless said otherwise), what went (major), and what `same` says of those that stayed. */
export function entries(
  what: DiffPart,
  [a, b]: readonly [PlainRecord, PlainRecord],
  spot: Spot,
  same: (id: string, a: Plain, b: Plain, spot: Spot) => readonly DiffItem[],
  { added = () => 'minor', removed = 'major' }: EntryBumps = {},
  prefix = '',
): DiffItem[] {
  const has = (r: PlainRecord, id: string): Plain | undefined => (Object.hasOwn(r, id) ? r[id] : undefined)
  return [...new Set([...Object.keys(b), ...Object.keys(a)])].flatMap((id): readonly DiffItem[] => {
    const [before, after] = [has(a, id), has(b, id)]
    const here = below(spot, id)
    const name = prefix + id
    if (before === undefined)
      return after === undefined
        ? []
        : [{ what, change: 'added', id: name, bump: added(after, id), paths: pathsOf(here, false) }]
    if (after === undefined)
      return [{ what, change: 'removed', id: name, bump: removed, paths: pathsOf(here, true, false) }]
    return differ(before, after) ? same(name, before, after, here) : []
  })
}

/** Options with their titles. */
export const options = (
  what: DiffPart,
  [a, b]: readonly [PlainRecord, PlainRecord],
  spot: Spot,
  prefix = '',
  bumps: EntryBumps = {},
): DiffItem[] =>
  entries(what, [a, b], spot, (id, x, y, here) => [changed(what, id, 'title', [x, y], 'reworded', here)], bumps, prefix)
