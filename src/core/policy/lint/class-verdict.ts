/** What labels of a class can be at all: each disposition that some label can have without breaking a rule. */
import type { Disposition } from '../../model/annotation'
import { boxesOf, meetBoxes, type Box } from './formula'
import type { Clause } from './clauses'
import { words } from './domain'
import type { Lint, LintContext } from './lint'
import { jointly } from './satisfy'

export type Reachable = Readonly<Record<'positive' | 'negative' | 'ignore', boolean>>
const JUDGED = ['positive', 'negative', 'ignore'] as const

/** Steps of the search for one class and disposition. */
const STEPS = 3_000

function waysOf(c: Clause, disposition: Disposition, cx: LintContext): readonly Box[] {
  const escapes = boxesOf(c.when, 'not-true', cx.budget)
  if (c.aim.is === 'disposition') return c.aim.then === disposition ? [new Map()] : escapes
  return [...boxesOf(c.aim.formula, 'not-false', cx.budget), ...escapes]
}

/** Only rules that block: a warning can be left standing. */
const blocks = (c: Clause): boolean => (c.rule.severity ?? 'error') === 'error' && !c.ofImage

/** A reason that rules give needs a ground in one of them that labels of the class can have. */
function hasGround(cls: string, then: 'negative' | 'ignore', cx: LintContext, fits: (box: Box) => boolean): boolean {
  const reasons = cx.vocabulary.reasons[then]
  if (reasons.length === 0) return true
  return reasons.some(({ id }) => {
    const grounds = cx.clauses.filter((c) => c.aim.is === 'disposition' && c.aim.then === then && c.aim.reason === id)
    // Who gives a reason that no rule knows needs no ground. Class_scope rules demand none either.
    if (grounds.every((c) => c.rule.kind === 'class_scope')) return true
    return grounds.some((c) => c.classes.has(cls) && boxesOf(c.when, 'not-false', cx.budget).some(fits))
  })
}

const KNOWN = new WeakMap<LintContext, Map<string, Reachable>>()

/** What labels of the class can be; where it says no, that is proved. */
export function reachableOf(cls: string, cx: LintContext): Reachable {
  const known = KNOWN.get(cx) ?? new Map<string, Reachable>()
  KNOWN.set(cx, known)
  const kind = cx.kindOf(cls)
  const found = known.get(kind) ?? workedOut(cls, cx)
  known.set(kind, found)
  return found
}

function workedOut(cls: string, cx: LintContext): Reachable {
  const bound = cx.clauses.filter((c) => blocks(c) && c.classes.has(cls))
  const fits = (box: Box): boolean => cx.universe.onClass(box, cls) !== undefined
  const can = (disposition: Disposition): boolean => {
    if (cx.budget.left < 0) return true
    const base = cx.universe.onClass(cx.universe.baseOf(cls, disposition), cls)
    if (!base) return false
    const parts = bound.filter((c) => c.binds.has(disposition)).map((c) => waysOf(c, disposition, cx))
    return jointly(parts, base, fits, STEPS)
  }
  const reasoned = (d: 'negative' | 'ignore'): boolean => {
    const here = new Map([['disposition', { known: true, values: words(d) }]])
    return hasGround(cls, d, cx, (box) => {
      // The condition of a ground is read on the label as it would be.
      const met = meetBoxes(box, here)
      return met !== undefined && fits(met)
    })
  }
  return {
    positive: can('positive'),
    negative: can('negative') && reasoned('negative'),
    ignore: can('ignore') && reasoned('ignore'),
  }
}

export const classVerdict: Lint = {
  code: 'lint.class-verdict',
  *run(cx) {
    for (const cls of cx.concrete) {
      if (cx.budget.left < 0) return
      const reachable = reachableOf(cls, cx)
      const usual = cx.vocabulary.classes.get(cls)?.disposition ?? 'positive'
      const place = cx.locate.key(['classes'], cls)
      if (JUDGED.every((d) => !reachable[d])) yield { place, values: { reason: 'nothing', class: cls } }
      else if (usual !== 'skip' && !reachable[usual])
        yield { place, values: { reason: 'default', class: cls, disposition: usual } }
    }
  },
}
