/** What may be said of one name: a range of numbers or a set of words, and whether it is known at all. */

/** Numbers between two ends; `not` are single numbers taken out. */
export interface Range {
  readonly is: 'range'
  readonly lo: number
  readonly hi: number
  /** Whether the end itself is left out. */
  readonly loOpen: boolean
  readonly hiOpen: boolean
  readonly whole: boolean
  readonly not: readonly number[]
}
/** Words; without `only` any word but those of `not`. */
export interface Words {
  readonly is: 'words'
  readonly only?: ReadonlySet<string>
  readonly not?: ReadonlySet<string>
}
export type Domain = Range | Words

/** `known`: true = it has a value, false = it is unknown; absent = either. `values` restricts the value, where there is one. */
export interface Fact {
  readonly known?: boolean
  readonly values?: Domain
}

export const range = (lo: number, hi: number, loOpen = false, hiOpen = false, whole = false): Range => ({
  is: 'range',
  lo,
  hi,
  loOpen,
  hiOpen,
  whole,
  not: [],
})
export const words = (...only: readonly string[]): Words => ({ is: 'words', only: new Set(only) })
export const butWords = (...not: readonly string[]): Words => ({ is: 'words', not: new Set(not) })
export const EVERY_NUMBER = range(-Infinity, Infinity)
export const butNumber = (n: number): Range => ({ ...EVERY_NUMBER, not: [n] })

/** The least and greatest whole numbers of a range of whole numbers. */
function wholeEnds(r: Range): readonly [number, number] {
  const lo = Math.ceil(r.lo)
  const hi = Math.floor(r.hi)
  return [r.loOpen && lo === r.lo ? lo + 1 : lo, r.hiOpen && hi === r.hi ? hi - 1 : hi]
}

/** How many single numbers of a short range of whole numbers are tried out before it counts as not empty. */
const TRIED = 64

export function isEmpty(d: Domain): boolean {
  if (d.is === 'words') return d.only !== undefined && [...d.only].every((w) => d.not?.has(w) ?? false)
  if (d.lo > d.hi || (d.lo === d.hi && (d.loOpen || d.hiOpen || d.not.includes(d.lo)))) return true
  if (!d.whole || d.hi - d.lo > TRIED) return false
  const [lo, hi] = wholeEnds(d)
  for (let n = lo; n <= hi; n++) if (!d.not.includes(n)) return false
  return true
}

function meetRanges(a: Range, b: Range): Range {
  const lo = Math.max(a.lo, b.lo)
  const hi = Math.min(a.hi, b.hi)
  return {
    is: 'range',
    lo,
    hi,
    loOpen: (a.lo === lo && a.loOpen) || (b.lo === lo && b.loOpen),
    hiOpen: (a.hi === hi && a.hiOpen) || (b.hi === hi && b.hiOpen),
    whole: a.whole || b.whole,
    not: a.not.length || b.not.length ? [...new Set([...a.not, ...b.not])] : a.not,
  }
}

function meetWords(a: Words, b: Words): Words {
  const only = a.only && b.only ? new Set([...a.only].filter((w) => b.only?.has(w))) : (a.only ?? b.only)
  const not = a.not || b.not ? new Set([...(a.not ?? []), ...(b.not ?? [])]) : undefined
  return { is: 'words', ...(only ? { only } : {}), ...(not ? { not } : {}) }
}

/** Both hold; undefined when they cannot. */
export function meetFacts(a: Fact, b: Fact): Fact | undefined {
  if (a.known !== undefined && b.known !== undefined && a.known !== b.known) return undefined
  const known = a.known ?? b.known
  if (known === false) return { known }
  // Numbers and words of one name do not occur: the checker of expressions has refused that.
  const values =
    a.values && b.values
      ? a.values.is === 'range' && b.values.is === 'range'
        ? meetRanges(a.values, b.values)
        : a.values.is === 'words' && b.values.is === 'words'
          ? meetWords(a.values, b.values)
          : a.values
      : (a.values ?? b.values)
  if (values && isEmpty(values)) return known === true ? undefined : { known: false }
  return { ...(known === undefined ? {} : { known }), ...(values ? { values } : {}) }
}

const inside = (r: Range, n: number): boolean =>
  (n > r.lo || (n === r.lo && !r.loOpen)) &&
  (n < r.hi || (n === r.hi && !r.hiOpen)) &&
  !r.not.includes(n) &&
  (!r.whole || Number.isInteger(n))

/** A number of the range that reads well: round, and near to an end that was stated. */
export function pickNumber(r: Range, otherwise: number): number | undefined {
  const { lo, hi } = r
  const middle = (lo + hi) / 2
  const tried = [
    ...(Number.isFinite(lo) && Number.isFinite(hi)
      ? [Math.round(middle), Math.round(middle * 10) / 10, Math.round(middle * 100) / 100, middle, lo, hi]
      : Number.isFinite(hi)
        ? [Math.ceil(hi) - 1, hi - 1, hi]
        : Number.isFinite(lo)
          ? [otherwise, Math.floor(lo) + 1, lo + 1, lo]
          : [otherwise, otherwise + 1]),
    middle + 1,
  ]
  return tried.find((n) => Number.isFinite(n) && inside(r, n))
}

export function pickWord(w: Words): string | undefined {
  return w.only ? [...w.only].find((x) => !w.not?.has(x)) : w.not?.has('x') ? 'y' : 'x'
}
