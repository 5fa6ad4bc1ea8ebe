/**
 * Whether labels of a class can be as formulas say: intervals for numbers, finite sets for words, and for each name whether it
 * is known. A `false` is a proof; a `true` means only that no contradiction was found.
 */
import type { Disposition } from '../../model/annotation'
import { words } from './domain'
import { boxesOf, meetBoxes, product, type Box, type Budget, type Formula, type Want } from './formula'
import type { Universe } from './universe'

export interface Wanted {
  readonly formula: Formula
  readonly want: Want
}

/** Boxes of labels of the class in which everything wanted is so; none = no label of the class is like that. */
export function solve(
  wanted: readonly Wanted[],
  cls: string,
  dispositions: ReadonlySet<Disposition> | undefined,
  universe: Universe,
  budget: Budget,
): Box[] {
  const together = product(
    wanted.map(({ formula, want }) => boxesOf(formula, want, budget)),
    budget,
  )
  const bound: Box = new Map(dispositions ? [['disposition', { known: true, values: words(...dispositions) }]] : [])
  return together.flatMap((box) => {
    const met = meetBoxes(box, bound)
    const whole = met && universe.onClass(met, cls)
    return whole ? [whole] : []
  })
}

/** The first class of which labels can be so. */
export function possibleClass(
  wanted: readonly Wanted[],
  classes: Iterable<string>,
  dispositions: ReadonlySet<Disposition> | undefined,
  universe: Universe,
  budget: Budget,
): string | undefined {
  const together = product(
    wanted.map(({ formula, want }) => boxesOf(formula, want, budget)),
    budget,
  )
  if (together.length === 0) return undefined
  const bound: Box = new Map(dispositions ? [['disposition', { known: true, values: words(...dispositions) }]] : [])
  const met = together.flatMap((box) => meetBoxes(box, bound) ?? [])
  for (const cls of classes) if (met.some((box) => universe.onClass(box, cls))) return cls
  return undefined
}

/**
 * Whether a label can satisfy all parts at once, each of which has several ways: a search that gives up (answers true) when
 * it has taken too many steps.
 */
export function jointly(
  parts: readonly (readonly Box[])[],
  start: Box,
  fits: (box: Box) => boolean,
  steps: number,
): boolean {
  const ordered = [...parts].sort((a, b) => a.length - b.length)
  let left = steps
  const search = (i: number, box: Box): boolean => {
    const part = ordered[i]
    if (!part) return fits(box)
    for (const way of part) {
      if (--left < 0) return true
      const met = meetBoxes(box, way)
      if (met && search(i + 1, met)) return true
    }
    return false
  }
  return search(0, start)
}
