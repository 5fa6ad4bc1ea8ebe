/** Two rules that no label can satisfy both. Each is shown by a label on which both rules were really run. */
import type { Disposition } from '../../model/annotation'
import type { Clause } from './clauses'
import { examplesOf, type Example } from './example'
import { boxesOf, keysOf, meetBoxes, type Box } from './formula'
import type { Lint, LintContext, Remark } from './lint'
import { solve, type Wanted } from './satisfy'

/** Pairs that are looked at closely, at most. */
const PAIRS = 20_000
/** Boxes of one pair that are tried as examples. */
const TRIED = 2

const meets = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a].filter((x) => b.has(x))

const fails = (doc: Parameters<LintContext['of']['check']>[0], rules: readonly Clause[], cx: LintContext): string[] => {
  const found = cx.of.check(doc).filter((f) => f.verdict === 'fail')
  return rules.map((c) => c.rule.id).filter((id) => found.some((f) => f.rule === id))
}

const aimsAt = (c: Clause): readonly (readonly [Disposition, string | undefined])[] =>
  c.aim.is === 'disposition' ? [[c.aim.then, c.aim.reason]] : []

interface Shown {
  readonly reason: 'dead-end' | 'two'
  readonly example: string
}

/** Both rules refuse the positive, and what one wants the other refuses; or they want two different things of it. */
function shownBy(example: Example, a: Clause, b: Clause, cx: LintContext): Shown | undefined {
  const pair = [a, b]
  const positive = fails(example.with('positive', undefined), pair, cx)
  if (positive.length === 0) return undefined
  const wanted = [...aimsAt(a), ...aimsAt(b)]
  const others = wanted.filter(([d]) => d !== 'positive').map(([d, r]) => fails(example.with(d, r), pair, cx))
  if (others.length > 0 && others.every((f) => f.length > 0)) return { reason: 'dead-end', example: example.text }
  const [x, y] = [a.aim, b.aim]
  const differ = x.is === 'disposition' && y.is === 'disposition' && x.then !== y.then
  const declared = a.lookAlike || b.lookAlike
  return differ && !declared && positive.length === 2 ? { reason: 'two', example: example.text } : undefined
}

/** Classes that both bind, one of each kind. */
const kindsOf = (a: Clause, b: Clause, cx: LintContext): string[] =>
  [...new Map(meets(a.classes, b.classes).map((cls) => [cx.kindOf(cls), cls])).values()].slice(0, 2)

function dispositionPair(a: Clause, b: Clause, cx: LintContext): Shown | undefined {
  const wanted: Wanted[] = [
    { formula: a.when, want: 'true' },
    { formula: b.when, want: 'true' },
    // A requirement is in the way only where it fails; one of the disposition is tried with each.
    ...[a, b].flatMap(({ aim }): Wanted[] =>
      aim.is === 'must' && !keysOf(aim.formula).has('disposition') ? [{ formula: aim.formula, want: 'false' }] : [],
    ),
  ]
  for (const cls of kindsOf(a, b, cx)) {
    const boxes = solve(wanted, cls, new Set<Disposition>(['positive']), cx.universe, cx.budget)
    for (const box of boxes.slice(0, TRIED))
      for (const example of examplesOf(box, cls, cx)) {
        const shown = shownBy(example, a, b, cx)
        if (shown) return shown
      }
  }
  return undefined
}

/** Two requirements: never both true, though both bind some label and each can be met. */
function requirementPair(a: Clause, b: Clause, cx: LintContext): { cls: string; example: string } | undefined {
  if (a.aim.is !== 'must' || b.aim.is !== 'must') return undefined
  const [x, y] = [a.aim.formula, b.aim.formula]
  const shared = [...keysOf(x)].some((k) => keysOf(y).has(k))
  if (!shared) return undefined
  const both: Wanted[] = [
    { formula: a.when, want: 'true' },
    { formula: b.when, want: 'true' },
  ]
  const dispositions = new Set(meets(a.binds, b.binds) as Disposition[])
  if (dispositions.size === 0) return undefined
  for (const cls of kindsOf(a, b, cx)) {
    const can = (...more: Wanted[]): Box[] => solve([...both, ...more], cls, dispositions, cx.universe, cx.budget)
    const [first, second] = [can({ formula: x, want: 'true' }), can({ formula: y, want: 'true' })]
    if (first.length === 0 || second.length === 0) continue
    if (can({ formula: x, want: 'true' }, { formula: y, want: 'true' }).length > 0) continue
    const disposition = dispositions.has('positive') ? 'positive' : ([...dispositions][0] ?? 'positive')
    const example = [...first, ...second]
      .slice(0, TRIED * 2)
      .flatMap((box) => examplesOf(box, cls, cx))
      .find((e) => fails(e.with(disposition, undefined), [a, b], cx).length === 1)
    if (example) return { cls, example: example.text }
  }
  return undefined
}

const isRequirement = (c: Clause): boolean => c.aim.is === 'must' && !c.ofImage

/** Whether a requirement speaks of the disposition, or binds one that another rule demands. */
const inTheWay = (must: Clause, demand: Clause): boolean => {
  if (must.aim.is !== 'must' || demand.aim.is !== 'disposition') return false
  if (keysOf(must.aim.formula).has('disposition')) return true
  return must.binds.has(demand.aim.then) && must.binds.size < 4
}

function candidate(a: Clause, b: Clause): 'disposition' | 'requirement' | undefined {
  if (a.rule === b.rule || a.ofImage || b.ofImage) return undefined
  const [x, y] = [a.aim, b.aim]
  if (x.is === 'disposition' && y.is === 'disposition') return x.then === y.then ? undefined : 'disposition'
  if (x.is === 'must' && y.is === 'must') return isRequirement(a) && isRequirement(b) ? 'requirement' : undefined
  return inTheWay(a, b) || inTheWay(b, a) ? 'disposition' : undefined
}

function remark(kind: 'disposition' | 'requirement', a: Clause, b: Clause, cx: LintContext): Remark | undefined {
  if (meets(a.classes, b.classes).length === 0) return undefined
  const place = cx.locate.value(b.path)
  if (kind === 'requirement') {
    const found = requirementPair(a, b, cx)
    return (
      found && {
        place,
        values: { reason: 'requirements', rule: b.rule.id, other: a.rule.id, example: found.example, class: found.cls },
      }
    )
  }
  // Cheap first: do the conditions meet at all?
  const [x, y] = [boxesOf(a.when, 'true', cx.budget), boxesOf(b.when, 'true', cx.budget)]
  if (!x.some((p) => y.some((q) => meetBoxes(p, q)))) return undefined
  const found = dispositionPair(a, b, cx)
  if (!found) return undefined
  const then = (c: Clause): string => (c.aim.is === 'disposition' ? c.aim.then : '')
  return {
    place,
    values: { ...found, rule: b.rule.id, other: a.rule.id, then: then(b), otherThen: then(a) },
  }
}

export const contradiction: Lint = {
  code: 'lint.contradiction',
  *run(cx) {
    const { clauses } = cx
    const told = new Set<string>()
    let left = PAIRS
    for (const b of clauses)
      for (const a of clauses) {
        if (a === b) break
        const kind = candidate(a, b)
        if (!kind) continue
        if (--left < 0 || cx.budget.left < 0) return
        const pair = `${a.rule.id} ${b.rule.id}`
        if (told.has(pair)) continue
        const found = remark(kind, a, b, cx)
        if (!found) continue
        told.add(pair)
        yield found
      }
  },
}
