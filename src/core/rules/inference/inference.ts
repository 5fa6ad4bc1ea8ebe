/** How hidden parts are inferred. Hidden edges are subjective (AM-2, CH-5): rules ask for shapes and evidence, not for exact edges. */
import type { RoleId } from '../../model/ids'
import type { Subject } from '../../policy/expression/subject'
import { clipToImage } from '../../geometry/clip'
import { converse, expects } from '../disposition'
import { askEvidence, askRole, judgeExpression, shown, TRUE, type Judge } from '../judge'
import { facets, union, type Aim, type Draft, type OwnCheck, type RuleContext, type RuleKind } from '../rule-kind'
import type { InferenceRule } from './schema'

function draw(roles: readonly string[], cx: RuleContext): OwnCheck {
  roles.forEach((role, i) => {
    cx.name('role', role, 'draw', i)
  })
  return {
    reads: facets(...roles.map((r) => `role:${r}` as const)),
    check: (subject) =>
      roles
        .filter((role) => !subject.annotation.roles[role as RoleId])
        .map((role): Draft => ({
          verdict: 'fail',
          message: 'draw.missing',
          values: { role },
          because: [{ name: role }],
          asks: askRole(role),
          part: role,
        })),
  }
}

function evidence(need: NonNullable<InferenceRule['evidence']>, cx: RuleContext): OwnCheck {
  need.of.forEach((id, i) => {
    cx.name('evidence', id, 'evidence', 'of', i)
  })
  const asks = askEvidence(cx.vocabulary)
  return {
    reads: facets('declared', 'disposition'),
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
        part: 'evidence',
      }
    },
  }
}

function beyondImage(most: number): OwnCheck {
  const check = (subject: Subject): Draft | undefined => {
    const outside = subject.truncation
    if (outside === undefined || outside <= most) return undefined
    const full = subject.figure('full')
    const clipped = most === 0 && full ? clipToImage(full.shape, subject.size) : undefined
    return {
      verdict: 'fail',
      message: 'beyond_image',
      values: { share: shown(outside), up_to: most },
      because: [{ name: 'truncation', value: outside, against: `≤ ${most}`, unit: 'share' }],
      fixes: clipped
        ? [{ kind: 'set_shape', on: subject.annotation.id, role: 'full' as RoleId, shape: clipped, why: 'clip' }]
        : [],
      part: 'beyond',
    }
  }
  return { reads: facets('role:full'), check }
}

/** The parts of the rule bind only while its condition holds; an unknown condition is asked for once. */
function guarded(judge: Judge, parts: readonly OwnCheck[], reads: OwnCheck['reads']): OwnCheck {
  return {
    reads: union(reads, ...parts.map((p) => p.reads)),
    check(subject, scene) {
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return judged.draft
      if (judged.truth !== true) return undefined
      const because = judged.inputs()
      return parts
        .flatMap((p) => p.check(subject, scene) ?? [])
        .map((draft) => ({ ...draft, because: [...because, ...(draft.because ?? [])] }))
    },
  }
}

export const inference: RuleKind<InferenceRule> = {
  kind: 'inference',
  compile(rule, cx) {
    const when = rule.when === undefined ? undefined : cx.expression('when')
    const judge: Judge = when ? judgeExpression(when, cx.vocabulary) : () => TRUE
    const parts: OwnCheck[] = []
    if (rule.draw) parts.push(draw(rule.draw, cx))
    if (rule.evidence) parts.push(evidence(rule.evidence, cx))
    if (rule.beyond_image) parts.push(beyondImage(rule.beyond_image.up_to))
    if (rule.then === undefined) return { own: parts.length ? [guarded(judge, parts, when?.reads ?? facets())] : [] }

    const { then, reason } = rule
    if (reason !== undefined) cx.name('reason', reason, 'reason')
    const reads = union(facets('class', 'disposition', 'reason'), when?.reads)
    const aim: Aim = { then, reason, classes: cx.classes, judge, reads, reports: true }
    cx.aims.push(aim)
    const expected: OwnCheck = {
      reads,
      check: (subject, scene) => expects(subject, scene, judge, then, reason, ['positive']),
    }
    // While the condition is unknown `expected` asks; the parts then wait.
    const definite: Judge = (subject, scene) => {
      const judged = judge(subject, scene)
      return judged.truth === 'undecided' ? { truth: 'inapplicable', inputs: () => [] } : judged
    }
    return {
      own: [expected, converse(cx, aim), ...(parts.length ? [guarded(definite, parts, when?.reads ?? facets())] : [])],
    }
  },
}
