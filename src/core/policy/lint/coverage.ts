/** Which parts of a policy its own cases exercise: rules that fire, limits with a case on both sides, classes. */
import type { ImageDocument } from '../../model/image'
import { caseDocument } from '../cases'
import { compileExpression, type CompiledExpression } from '../expression/expression'
import { sceneOf } from '../expression/scene'
import { ExpressionError } from '../expression/types'
import type { Path } from '../parse'
import { boundClasses, shortThresholds } from './clauses'
import { reachableOf, type Reachable } from './class-verdict'
import { LintContext, type Linted } from './lint'

export interface RuleCoverage {
  readonly rule: string
  readonly line: number
  readonly column: number
  /** Cases that name the rule in `expect`, by the verdict it really has there. */
  readonly fail: number
  readonly undecided: number
  readonly pass: number
  /** It only says something to people: there is nothing to try. */
  readonly textOnly: boolean
}
export interface LimitCoverage {
  readonly rule: string
  readonly line: number
  readonly column: number
  /** `full.height < 20` */
  readonly measure: string
  readonly operator: string
  readonly value: number
  /** Cases of the rule with a label below, exactly at and above the number. */
  readonly below: number
  readonly at: number
  readonly above: number
}
export interface ClassCoverage {
  readonly class: string
  readonly line: number
  readonly column: number
  /** Cases with a label of the class. */
  readonly cases: number
  /** What a label of the class can be without breaking a rule; a proof where it says no. */
  readonly reachable: Reachable
}
export interface PolicyCoverage {
  readonly cases: number
  readonly rules: readonly RuleCoverage[]
  readonly limits: readonly LimitCoverage[]
  /** Drawable classes. */
  readonly classes: readonly ClassCoverage[]
}

export { isUntried, lacksSide } from './weights'

interface Tried {
  readonly doc: ImageDocument
  readonly named: ReadonlySet<string>
}

function triedOf(cx: LintContext): Tried[] {
  return cx.document.cases.map((c) => ({
    doc: caseDocument(c, cx.document, cx.of.ref),
    named: new Set(c.expect.flatMap((e) => (typeof e === 'string' ? [] : Object.keys(e)))),
  }))
}

/** Keys of a rule that nothing is checked by. */
const WORDS: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'for',
  'except',
  'dispositions',
  'says',
  'guide',
  'severity',
  'override',
  'overrides',
  'since',
  'fix',
  'pictures',
  'then',
])

function rulesOf(cx: LintContext, all: readonly Tried[]): RuleCoverage[] {
  const tried = all.map((t) => ({ ...t, findings: t.named.size === 0 ? [] : cx.of.check(t.doc) }))
  return cx.document.rules.map((rule, i): RuleCoverage => {
    const count = { fail: 0, undecided: 0, pass: 0 }
    for (const t of tried) {
      if (!t.named.has(rule.id)) continue
      const own = t.findings.filter((f) => f.rule === rule.id)
      count[own.some((f) => f.verdict === 'fail') ? 'fail' : own.length > 0 ? 'undecided' : 'pass']++
    }
    const { line = 1, column = 1 } = cx.locate.value(['rules', i])
    return { rule: rule.id, line, column, ...count, textOnly: Object.keys(rule).every((k) => WORDS.has(k)) }
  })
}

interface Limit {
  readonly rule: number
  readonly measure: string
  readonly operator: string
  readonly value: number
  readonly path: Path
  readonly offset?: number
}

function limitsIn(cx: LintContext): Limit[] {
  const stated = cx.sources.flatMap((s): Limit[] => {
    if (s.rule === undefined || s.path.at(-1) === 'measure') return []
    const rule = s.rule
    return cx.reader.thresholds(s.text).map((t) => ({ ...t, rule, path: s.path }))
  })
  const short = cx.document.rules.flatMap((rule, index) =>
    shortThresholds(rule).map((t): Limit => ({ ...t, rule: index, path: ['rules', index, ...t.path] })),
  )
  return [...stated, ...short].sort((a, b) => a.rule - b.rule)
}

/** The measure as something that can be evaluated; undefined where it is not of a label (or of the image). */
function measureOf(limit: Limit, cx: LintContext, perImage: boolean): CompiledExpression | undefined {
  try {
    return compileExpression(limit.measure, 'number', cx.of.names, cx.vocabulary, perImage)
  } catch (error) {
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}

/** Differences that a computed share may have from the number it should be. */
const NEAR = 1e-9

/** Numbers of the rules, and how the cases try them. */
export function limitsOf(cx: LintContext, tried: readonly Tried[] = triedOf(cx)): LimitCoverage[] {
  return limitsIn(cx).flatMap((limit): LimitCoverage[] => {
    const rule = cx.document.rules[limit.rule]
    if (!rule) return []
    const perImage = rule.kind === 'image'
    const compiled = measureOf(limit, cx, perImage)
    if (!compiled) return []
    const classes = boundClasses(rule, cx.document, cx.vocabulary)
    const count = { below: 0, at: 0, above: 0 }
    for (const { doc, named } of tried) {
      if (!named.has(rule.id)) continue
      const scene = sceneOf(doc)
      const subjects = perImage ? [undefined] : scene.subjects.filter((s) => classes.has(s.annotation.class))
      const values = subjects.map((s) => compiled.value(s, scene)).filter((v) => typeof v === 'number')
      const { value } = limit
      if (values.some((v) => v < value - NEAR)) count.below++
      if (values.some((v) => Math.abs(v - value) <= NEAR)) count.at++
      if (values.some((v) => v > value + NEAR)) count.above++
    }
    const { line = 1, column = 1 } = cx.locate.value(limit.path, limit.offset)
    const { measure, operator, value } = limit
    return [{ rule: rule.id, line, column, measure, operator, value, ...count }]
  })
}

/** The coverage of a policy that compiled. Pure; takes about as long as running its cases twice. */
export function coverageOf(of: Linted, cx = new LintContext(of)): PolicyCoverage {
  const tried = triedOf(cx)
  return {
    cases: tried.length,
    rules: rulesOf(cx, tried),
    limits: limitsOf(cx, tried),
    classes: cx.concrete.map((id): ClassCoverage => {
      const { line = 1, column = 1 } = cx.locate.key(['classes'], id)
      const cases = tried.filter((t) => t.doc.annotations.some((a) => a.class === id)).length
      return { class: id, line, column, cases, reachable: reachableOf(id, cx) }
    }),
  }
}
