/** A rule that no label can reach: nothing to bind, a condition that cannot hold, or one that another rule always takes first. */
import type { Disposition } from '../../model/annotation'
import type { Clause } from './clauses'
import { boundClasses } from './clauses'
import type { Lint, LintContext, Remark } from './lint'
import { possibleClass } from './satisfy'
import { differsInNumbers } from './other-number'

function neverHolds(c: Clause, cx: LintContext): boolean {
  if (c.ofImage) return false
  return possibleClass([{ formula: c.when, want: 'true' }], c.classes, c.binds, cx.universe, cx.budget) === undefined
}

const subset = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean => [...a].every((x) => b.has(x))

/** Whether `a` wants the same of every label of which `b` wants it. */
function covers(a: Clause, b: Clause, cx: LintContext): boolean {
  if (a.aim.is !== 'disposition' || b.aim.is !== 'disposition' || a.rule === b.rule) return false
  if (a.aim.then !== b.aim.then || a.aim.reason !== b.aim.reason) return false
  if ((a.rule.severity ?? 'error') !== (b.rule.severity ?? 'error')) return false
  if (!subset(b.classes, a.classes) || !subset<Disposition>(b.binds, a.binds)) return false
  if (differsInNumbers(a, b, cx)) return false
  const only = [
    { formula: b.when, want: 'true' },
    { formula: a.when, want: 'not-true' },
  ] as const
  return possibleClass(only, b.classes, b.binds, cx.universe, cx.budget) === undefined
}

/** Comparing each rule with each is left out beyond this many. */
const MOST = 400

function* ofRule(index: number, clauses: readonly Clause[], cx: LintContext): Generator<Remark> {
  const rule = cx.document.rules[index]
  if (!rule) return
  if (rule.kind !== 'image' && boundClasses(rule, cx.document, cx.vocabulary).size === 0) {
    const key = rule.for === undefined ? 'id' : 'for'
    yield { place: cx.locate.value(['rules', index, key]), values: { reason: 'no-class', rule: rule.id } }
    return
  }
  const filtered = clauses.find((c) => c.binds.size === 0)
  if (filtered) {
    const place = cx.locate.value(['rules', index, rule.dispositions ? 'dispositions' : 'id'])
    yield { place, values: { reason: 'dispositions', rule: rule.id } }
    return
  }
  const never = clauses.find((c) => neverHolds(c, cx))
  if (never) {
    const place = cx.locate.value(never.path[2] === 'require' ? ['rules', index, 'when'] : never.path)
    yield { place, values: { reason: 'never', rule: rule.id, condition: never.source ?? '' } }
    return
  }
  if (clauses.length !== 1 || cx.document.rules.length > MOST) return
  const [own] = clauses
  const other = own && cx.clauses.find((a) => a.aim.is === 'disposition' && covers(a, own, cx))
  // Of two that say the same the later one is told.
  const twice = other && own && covers(own, other, cx) && other.index > own.index
  if (other && own && !twice)
    yield {
      place: cx.locate.value(own.path),
      values: { reason: 'covered', rule: rule.id, other: other.rule.id },
    }
}

export const unreachableRule: Lint = {
  code: 'lint.unreachable',
  *run(cx) {
    const byRule = new Map<number, Clause[]>()
    for (const c of cx.clauses) byRule.set(c.index, [...(byRule.get(c.index) ?? []), c])
    for (const index of cx.document.rules.keys()) {
      if (cx.budget.left < 0) return
      yield* ofRule(index, byRule.get(index) ?? [], cx)
    }
    // An abstract class without descendants: nothing can ever be labelled as it.
    for (const c of cx.vocabulary.classes.values())
      if (c.abstract && ![...cx.vocabulary.classes.values()].some((o) => !o.abstract && o.ancestors.includes(c.id)))
        yield { place: cx.locate.key(['classes'], c.id), values: { reason: 'abstract', class: c.id } }
  },
}
