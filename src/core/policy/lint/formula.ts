/**
 * Three-valued formulas over facts, and the cases (boxes) in which one is surely true, surely false, or neither. A box that
 * is missing would be a wrong proof, a box too many only a missed remark: whatever is not understood is left open.
 */
import { meetFacts, type Fact } from './domain'

/** One name and what makes the formula true and false; where it says neither, it is unknown. */
export interface Atom {
  readonly is: 'atom'
  readonly key: string
  readonly yes: readonly Fact[]
  readonly no: readonly Fact[]
  /** It is never unknown. */
  readonly sure?: boolean
}
export type Formula =
  | Atom
  | { readonly is: 'and' | 'or'; readonly of: readonly Formula[] }
  | { readonly is: 'not'; readonly of: Formula }
  | { readonly is: 'constant'; readonly value: boolean }

export const TRUE: Formula = { is: 'constant', value: true }
export const FALSE: Formula = { is: 'constant', value: false }
export const and = (...of: readonly Formula[]): Formula => (of.length === 1 && of[0] ? of[0] : { is: 'and', of })
export const or = (...of: readonly Formula[]): Formula => (of.length === 1 && of[0] ? of[0] : { is: 'or', of })
export const not = (of: Formula): Formula => ({ is: 'not', of })

/** What is known of each name, all at once. */
export type Box = ReadonlyMap<string, Fact>
export const ANYTHING: Box = new Map()

/** In which way a formula is wanted. */
export type Want = 'true' | 'false' | 'not-true' | 'not-false'
const OPPOSITE: Readonly<Record<Want, Want>> = {
  true: 'false',
  false: 'true',
  'not-true': 'not-false',
  'not-false': 'not-true',
}

/** More boxes than this are not kept apart: then everything is possible. */
const MOST = 96

/** Work that may still be done; when it is used up, everything is possible. */
export interface Budget {
  left: number
}

export function meetBoxes(a: Box, b: Box): Box | undefined {
  if (a.size === 0) return b
  if (b.size === 0) return a
  const [big, small] = a.size >= b.size ? [a, b] : [b, a]
  const out = new Map(big)
  for (const [key, fact] of small) {
    const before = out.get(key)
    const met = before ? meetFacts(before, fact) : fact
    if (!met) return undefined
    out.set(key, met)
  }
  return out
}

/** Every way in which all of the alternatives hold together. */
export function product(alternatives: readonly (readonly Box[])[], budget: Budget): readonly Box[] {
  let found: readonly Box[] = [ANYTHING]
  for (const boxes of alternatives) {
    if (found.length * boxes.length > MOST * 4) continue
    const next: Box[] = []
    for (const a of found)
      for (const b of boxes) {
        if (--budget.left < 0) return [ANYTHING]
        const met = meetBoxes(a, b)
        if (met) next.push(met)
      }
    if (next.length === 0) return next
    // Too many: the part just added is left open.
    if (next.length <= MOST) found = next
  }
  return found
}

function atomBoxes({ key, yes, no, sure }: Atom, want: Want): readonly Box[] {
  const positive = want === 'true' || want === 'not-false'
  const facts = positive ? yes : no
  const strict = want === 'true' || want === 'false'
  const open: readonly Fact[] = strict || sure ? [] : [{ known: false }]
  return [...facts, ...open].map((fact) => new Map([[key, fact]]))
}

/** The boxes in which the formula is as wanted. */
export function boxesOf(formula: Formula, want: Want, budget: Budget): readonly Box[] {
  switch (formula.is) {
    case 'constant': {
      const holds = want === 'true' || want === 'not-false' ? formula.value : !formula.value
      return holds ? [ANYTHING] : []
    }
    case 'atom':
      return atomBoxes(formula, want)
    case 'not':
      return boxesOf(formula.of, OPPOSITE[want], budget)
    default: {
      const parts = formula.of.map((part) => boxesOf(part, want, budget))
      const together = (formula.is === 'and') === (want === 'true' || want === 'not-false')
      if (together) return product(parts, budget)
      const all = parts.flat()
      return all.length > MOST ? [ANYTHING] : all
    }
  }
}

/** Every name a formula speaks of. */
export function keysOf(formula: Formula, into = new Set<string>()): ReadonlySet<string> {
  if (formula.is === 'atom') into.add(formula.key)
  else if (formula.is === 'not') keysOf(formula.of, into)
  else if (formula.is !== 'constant') for (const part of formula.of) keysOf(part, into)
  return into
}
