/** Rules that want a disposition: shared by class_scope, ignore and inference. */
import type { Disposition } from '../model/annotation'
import type { Fix } from '../model/finding'
import type { ReasonId } from '../model/ids'
import type { Scene, Subject } from '../policy/expression/subject'
import { inputText, type Judge } from './judge'
import { facets, union, type Aim, type Draft, type OwnCheck, type RuleContext } from './rule-kind'

export function setDisposition(subject: Subject, disposition: Disposition, reason: string | undefined): Fix {
  return {
    kind: 'set_disposition',
    on: subject.annotation.id,
    disposition,
    ...(reason === undefined ? {} : { reason: reason as ReasonId }),
  }
}

/** `when` holds: the disposition must be `then`. Only the given dispositions are bound by it. */
export function expects(
  subject: Subject,
  scene: Scene,
  judge: Judge,
  then: Disposition,
  reason: string | undefined,
  binds: readonly Disposition[],
): Draft | undefined {
  if (!binds.includes(subject.annotation.disposition)) return undefined
  const judged = judge(subject, scene)
  if (judged.truth === 'undecided') return judged.draft
  if (judged.truth !== true) return undefined
  const because = judged.inputs()
  return {
    verdict: 'fail',
    message: 'disposition.expected',
    values: { because: inputText(because), disposition: then, reason: reason ?? '' },
    because,
    fixes: [setDisposition(subject, then, reason)],
  }
}

/**
 * The converse: who gives this reason must have a ground for it. Rules with the same aim share it, and the first of them
 * reports; a ground that is merely unknown is asked for.
 */
export function converse(cx: RuleContext, aim: Aim): OwnCheck {
  const check = (subject: Subject, scene: Scene): Draft | undefined => {
    const { disposition, reason, class: cls } = subject.annotation
    if (aim.reason === undefined || disposition !== aim.then || reason !== aim.reason) return undefined
    const same = cx.aims.filter(
      (other) => other.then === aim.then && other.reason === aim.reason && other.classes.has(cls),
    )
    if (same.find((other) => other.reports) !== aim) return undefined
    const judged = same.map((other) => other.judge(subject, scene))
    if (judged.some((j) => j.truth === true || j.truth === 'free') || judged.every((j) => j.truth === 'inapplicable'))
      return undefined
    for (const j of judged) if (j.truth === 'undecided') return { ...j.draft, part: 'ground' }
    const because = judged.flatMap((j) => (j.truth === 'undecided' ? [] : j.inputs()))
    return {
      verdict: 'fail',
      message: 'disposition.unfounded',
      values: { because: inputText(because), disposition, reason: aim.reason },
      because,
      fixes: [{ kind: 'set_disposition', on: subject.annotation.id, disposition: 'positive' }],
      part: 'ground',
    }
  }
  // Known only when all rules are compiled, hence the getter: the grounds of the other rules are read too.
  return {
    get reads() {
      const same = cx.aims.filter((other) => other.then === aim.then && other.reason === aim.reason)
      return union(facets('class', 'disposition', 'reason'), ...same.map((other) => other.reads))
    },
    only: aim.reason === undefined ? [] : [aim.then as Disposition],
    check,
  }
}
