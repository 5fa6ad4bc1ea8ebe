/** How hidden parts are inferred. Hidden edges are subjective (AM-2, CH-5): rules ask for shapes and evidence, not for exact edges. */
import type { RoleId } from '../../model/ids'
import type { Subject } from '../../policy/expression/subject'
import { contains } from '../../geometry/containment'
import { truncationOf } from '../../geometry/measures'
import { converse, expects } from '../disposition'
import { askEvidence, askRole, judgeAll, judgeBand, judgeExpression, shown, TRUE, type Judge } from '../judge'
import {
  draftsOf,
  facets,
  union,
  type Aim,
  type Draft,
  type OwnCheck,
  type RuleContext,
  type RuleKind,
} from '../rule-kind'
import { clipRole, fallbackFix } from '../stated-fix'
import type { InferenceRule } from './schema'

function notDrawn(role: string, subject: Subject): Draft | undefined {
  if (subject.annotation.roles[role as RoleId]) return undefined
  return {
    verdict: 'fail',
    message: 'draw.missing',
    values: { role },
    because: [{ name: role }],
    asks: askRole(role),
    part: role,
  }
}

function draw(roles: readonly string[], cx: RuleContext): OwnCheck {
  roles.forEach((role, i) => {
    cx.name('role', role, 'draw', i)
  })
  const { statedFix } = cx
  // A copy is offered only where the rule states it: the key of the fix would else put a wrong shape where one is to be drawn.
  const missing = (role: string, subject: Subject): Draft | undefined => {
    const draft = notDrawn(role, subject)
    return draft && statedFix ? { ...draft, fixes: statedFix(subject) } : draft
  }
  return {
    reads: facets(...roles.map((r) => `role:${r}` as const)),
    check: (subject) => draftsOf(roles, missing, subject),
  }
}

function doNotDraw(roles: readonly string[], cx: RuleContext): OwnCheck {
  roles.forEach((role, i) => {
    cx.name('role', role, 'do_not_draw', i)
  })
  return {
    reads: facets(...roles.map((r) => `role:${r}` as const)),
    check: ({ annotation }) =>
      roles
        .filter((role) => annotation.roles[role as RoleId])
        .map((role): Draft => ({
          verdict: 'fail',
          message: 'draw.not',
          values: { role },
          because: [{ name: role, value: true }],
          fixes: [{ kind: 'remove_role', on: annotation.id, role: role as RoleId }],
          part: `not.${role}`,
        })),
  }
}

/** The visible shape may stick out of the full one by so much: hidden edges are subjective. */
function tolerance(need: NonNullable<InferenceRule['tolerance']>): OwnCheck {
  return {
    reads: facets('role:visible', 'role:full'),
    check(subject) {
      const [visible, full] = [subject.figure('visible'), subject.figure('full')]
      if (!visible || !full) return undefined
      const slack = Math.max(need.px ?? 0, (need.share ?? 0) * full.height)
      if (contains(full.shape, visible.shape, slack) !== false) return undefined
      return {
        verdict: 'fail',
        message: 'tolerance',
        values: { role: 'visible', in_role: 'full', tolerance: shown(slack) },
        because: [{ name: 'visible ⊂ full', value: false, against: `± ${shown(slack)}`, unit: 'px' }],
        part: 'tolerance',
      }
    },
  }
}

function sameShapeKind(): OwnCheck {
  return {
    reads: facets('role:visible', 'role:full'),
    check(subject) {
      const [visible, full] = [subject.figure('visible')?.shape.kind, subject.figure('full')?.shape.kind]
      if (visible === undefined || full === undefined || visible === full) return undefined
      return {
        verdict: 'fail',
        message: 'shape_kind.differs',
        values: { a: 'visible', b: 'full', kind: visible, other: full },
        because: [
          { name: 'visible.kind', value: visible },
          { name: 'full.kind', value: full },
        ],
        part: 'kind',
      }
    },
  }
}

/** From here on it is too hidden to be positive. */
function tooHidden(need: NonNullable<InferenceRule['too_hidden']>, guard: Judge, cx: RuleContext): OwnCheck[] {
  const { from, over, then = 'ignore', reason } = need
  const limit = from ?? over
  const measure =
    need.measure === undefined ? cx.number('occlusion', 'too_hidden') : cx.expression('too_hidden.measure', 'number')
  if (limit === undefined) cx.lacks('too_hidden.from')
  if (reason !== undefined && then !== 'positive')
    cx.oneOf(
      'reason',
      reason,
      cx.vocabulary.reasons[then].map((r) => r.id),
      'too_hidden',
      'reason',
    )
  if (limit === undefined || !measure) return []
  // A band without inside: above `from` (or from just above `over` on) it holds.
  const band = { measure: measure.source, from: limit, to: limit, ask: '', fails: 'above' } as const
  const judge = judgeAll([
    guard,
    judgeBand(measure, { ...band, ends: from === undefined ? '(]' : '[)' }, cx.vocabulary),
  ])
  const reads = union(facets('class', 'disposition', 'reason'), measure.reads)
  const aim: Aim = { then, reason, classes: cx.classes, judge, reads, reports: true }
  cx.aims.push(aim)
  return [
    {
      reads,
      only: ['positive'],
      check: (subject, scene) => part('hidden', expects(subject, scene, judge, then, reason, ['positive'])),
    },
    converse(cx, aim),
  ]
}

const part = (name: string, draft: Draft | undefined): Draft | undefined => draft && { ...draft, part: name }

function evidence(need: NonNullable<InferenceRule['evidence']>, cx: RuleContext): OwnCheck {
  need.of.forEach((id, i) => {
    cx.name('evidence', id, 'evidence', 'of', i)
  })
  cx.needs('evidence')
  const asks = askEvidence(cx.vocabulary)
  return {
    reads: facets('declared', 'disposition', 'class'),
    check(subject) {
      if (subject.annotation.disposition !== 'positive') return undefined
      const said = subject.annotation.declared.evidence
      const have = said?.filter((id) => need.of.includes(id)).length
      if (have !== undefined && have >= need.any) return undefined
      const because = [{ name: 'evidence', ...(have === undefined ? {} : { value: have }), against: `≥ ${need.any}` }]
      const values = { have: have ?? 0, need: need.any, of: need.of.join(', ') }
      return {
        verdict: have === undefined ? 'undecided' : 'fail',
        message: have === undefined ? 'evidence.open' : 'evidence.few',
        values,
        because,
        asks,
        fixes: have === undefined ? [] : fallbackFix(subject, cx.vocabulary),
        part: 'evidence',
      }
    },
  }
}

/** Share of a shape's area outside the image; unknown for shapes without area. */
function outsideOf(subject: Subject, role: string): number | undefined {
  if (role === 'full') return subject.truncation
  return truncationOf(subject.figure(role))
}

function beyondImage(most: number, role: string, cx: RuleContext): OwnCheck {
  cx.name('role', role, 'beyond_image', 'role')
  const check = (subject: Subject): Draft | undefined => {
    const outside = outsideOf(subject, role)
    if (outside === undefined || outside <= most) return undefined
    const name = role === 'full' ? 'truncation' : `truncation (${role})`
    return {
      verdict: 'fail',
      message: 'beyond_image',
      values: { share: shown(outside), up_to: most },
      because: [{ name, value: outside, against: `≤ ${most}`, unit: 'share' }],
      fixes: most === 0 ? clipRole(subject, role) : [],
      part: 'beyond',
    }
  }
  return { reads: facets(`role:${role}`), check }
}

/** The parts of the rule bind only while its condition holds; an unknown condition is asked for once. */
function guarded(judge: Judge, parts: readonly OwnCheck[], reads: OwnCheck['reads']): OwnCheck {
  return {
    reads: union(reads, ...parts.map((p) => p.reads)),
    check(subject, scene) {
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return judged.draft
      if (judged.truth !== true) return undefined
      let found: Draft[] | undefined
      for (const p of parts) {
        const drafts = p.check(subject, scene)
        if (drafts !== undefined) found = (found ?? []).concat(drafts)
      }
      if (found === undefined || found.length === 0) return undefined
      const because = judged.inputs()
      return found.map((draft) => ({ ...draft, because: [...because, ...(draft.because ?? [])] }))
    },
  }
}

/** What the rule demands while its condition holds. */
function partsOf(rule: InferenceRule, cx: RuleContext): OwnCheck[] {
  const { draw: drawn, do_not_draw: never, evidence: seen, beyond_image: beyond } = rule
  return [
    drawn && draw(drawn, cx),
    never && doNotDraw(never, cx),
    seen && evidence(seen, cx),
    beyond && beyondImage(beyond.up_to, beyond.role ?? 'full', cx),
    rule.tolerance && tolerance(rule.tolerance),
    rule.same_shape_kind && sameShapeKind(),
  ].filter((c) => c !== undefined)
}

export const inference: RuleKind<InferenceRule> = {
  kind: 'inference',
  compile(rule, cx) {
    const when = rule.when === undefined ? undefined : cx.expression('when')
    if (rule.band) {
      cx.name('question', rule.band.ask, 'band', 'ask')
      cx.needs(`answer.${rule.band.ask}`)
    }
    const measure = rule.band && cx.expression('band.measure', 'number')
    const judges: Judge[] = []
    if (when) judges.push(judgeExpression(when, cx.vocabulary))
    if (rule.band && measure) judges.push(judgeBand(measure, rule.band, cx.vocabulary))
    const judge: Judge = judges.length === 1 ? (judges[0] ?? (() => TRUE)) : judgeAll(judges)
    const guards = union(when?.reads, measure?.reads, rule.band ? facets('answers') : undefined)
    if (rule.reason !== undefined && rule.then === undefined) cx.lacks('then')
    const parts = partsOf(rule, cx)
    const hidden = rule.too_hidden ? tooHidden(rule.too_hidden, judge, cx) : []
    if (rule.then === undefined) return { own: [...(parts.length ? [guarded(judge, parts, guards)] : []), ...hidden] }

    const { then, reason } = rule
    if (reason !== undefined) cx.name('reason', reason, 'reason')
    const reads = union(facets('class', 'disposition', 'reason'), guards)
    const aim: Aim = { then, reason, classes: cx.classes, judge, reads, reports: true }
    cx.aims.push(aim)
    const expected: OwnCheck = {
      reads,
      only: ['positive'],
      check: (subject, scene) => expects(subject, scene, judge, then, reason, ['positive']),
    }
    // While the condition is unknown `expected` asks; the parts then wait.
    const definite: Judge = (subject, scene) => {
      const judged = judge(subject, scene)
      return judged.truth === 'undecided' ? { truth: 'inapplicable', inputs: () => [] } : judged
    }
    return {
      own: [expected, converse(cx, aim), ...(parts.length ? [guarded(definite, parts, guards)] : []), ...hidden],
    }
  },
}
