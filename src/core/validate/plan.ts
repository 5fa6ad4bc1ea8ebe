/** The plan of a compiled policy: which check runs on what, and what each reads. */
import type { Disposition, Override } from '../model/annotation'
import type { Finding, Severity, Text } from '../model/finding'
import type { AnnotationId, RuleId } from '../model/ids'
import type { Scene, Subject } from '../policy/expression/subject'
import { aroundOf, type Around, type Facet } from '../policy/expression/types'
import type { Conditional } from './conditions'
import type { Sound } from '../rules/built_in/soundness'
import type { Draft, ImageCheck, OwnCheck, PairCheck } from '../rules/rule-kind'

export interface PlannedRule {
  readonly id: RuleId
  readonly severity: Severity
  readonly says?: Text
  readonly overridable: boolean
  /** Whether an override of this rule counts: by whom it is, and until when. Absent: each does. */
  readonly counts?: (override: Override) => boolean
  readonly fixable: boolean
  readonly meaning: string
  /** undefined = every class, also unknown ones. */
  readonly classes: ReadonlySet<string> | undefined
  readonly dispositions: ReadonlySet<Disposition> | undefined
}
export interface Planned<T> {
  readonly rule: PlannedRule
  /** Position of the rule in the policy: the order of findings. */
  readonly order: number
  readonly check: T
  readonly reads: ReadonlySet<Facet>
}
/** A check with what it reads of other annotations worked out. */
export interface Settled<T> extends Planned<T> {
  readonly around: readonly Around[]
  /** Its place in its list. */
  readonly number: number
}
export function settled<T>(p: Planned<T>, number: number): Settled<T> {
  // `reads` of a check may grow until the last rule is compiled; from here on it is fixed.
  const reads = new Set(p.reads)
  const around = [...reads].map(aroundOf).filter((a) => a !== undefined)
  return { rule: p.rule, order: p.order, check: p.check, reads, around, number }
}
export interface Plan {
  readonly own: readonly Settled<OwnCheck>[]
  readonly ownChecks: OwnChecks
  readonly pairs: readonly Planned<PairCheck>[]
  readonly image: readonly Settled<ImageCheck>[]
  /** Roles that pair checks look at. */
  readonly pairRoles: readonly string[]
  readonly orderOf: ReadonlyMap<string, number>
  readonly conditionals: readonly Conditional[]
}

/** A check as a full run holds it: all of one form, which makes calling them fast. */
export interface Look {
  readonly rule: PlannedRule
  readonly order: number
  readonly check: OwnCheck['check']
}
const lookOf = ({ rule, order, check }: Settled<OwnCheck>): Look => ({ rule, order, check: check.check })

/** The own checks of one class and disposition. */
interface Bound {
  readonly cls: string
  readonly disposition: Disposition
  readonly settled: readonly Settled<OwnCheck>[]
  readonly all: readonly Look[]
  /** For a label that is sound these are left; where nothing tells, `all` run. */
  readonly rest: readonly Look[]
  readonly sound: Sound | undefined
}

/** Own checks that bind annotations of a class and disposition: worked out once per pair, which are few. */
export class OwnChecks {
  readonly #all: readonly Settled<OwnCheck>[]
  readonly #soundness: (cls: string, disposition: Disposition) => Sound | undefined
  readonly #bound = new Map<string, Map<Disposition, Bound>>()
  /** Neighbours in a document are mostly of one class. */
  #latest: Bound | undefined

  constructor(
    all: readonly Settled<OwnCheck>[],
    soundness: (cls: string, disposition: Disposition) => Sound | undefined,
  ) {
    this.#all = all
    this.#soundness = soundness
  }

  /** All that look at labels of its class and disposition. */
  for(subject: Subject): readonly Settled<OwnCheck>[] {
    return this.#of(subject).settled
  }

  /** Those of them that may have something to say of this label. */
  wanted(subject: Subject): readonly Look[] {
    const bound = this.#of(subject)
    return bound.sound?.(subject.annotation) === true ? bound.rest : bound.all
  }

  #of(subject: Subject): Bound {
    const { class: cls, disposition } = subject.annotation
    const latest = this.#latest
    if (latest && latest.cls === cls && latest.disposition === disposition) return latest
    return (this.#latest = this.#bound.get(cls)?.get(disposition) ?? this.#bind(subject))
  }

  #bind(subject: Subject): Bound {
    const { class: cls, disposition } = subject.annotation
    const settled = this.#all.filter((p) => bindsOwn(p, subject))
    const rest = settled.filter((p) => p.check.ofSoundness !== true).map(lookOf)
    const sound = this.#soundness(cls, disposition)
    const bound: Bound = { cls, disposition, settled, all: settled.map(lookOf), rest, sound }
    const ofClass = this.#bound.get(cls) ?? new Map<Disposition, Bound>()
    ofClass.set(disposition, bound)
    this.#bound.set(cls, ofClass)
    return bound
  }
}

export function binds(rule: PlannedRule, subject: Subject): boolean {
  const { class: cls, disposition } = subject.annotation
  return (rule.classes?.has(cls) ?? true) && (rule.dispositions?.has(disposition) ?? true)
}

/** Whether an own check looks at this annotation at all. */
export const bindsOwn = (p: Planned<OwnCheck>, subject: Subject): boolean =>
  binds(p.rule, subject) && (p.check.only?.includes(subject.annotation.disposition) ?? true)

const overridden = (rule: PlannedRule, subjects: readonly Subject[]): boolean =>
  rule.overridable &&
  subjects.some((s) =>
    s.annotation.overrides.some((o) => o.rule === rule.id && o.meaning === rule.meaning && (rule.counts?.(o) ?? true)),
  )

/** The finding of a draft, unless somebody has overridden the rule here, under the meaning it has now. */
export function findingOf(rule: PlannedRule, draft: Draft, looked: readonly Subject[]): Finding | undefined {
  const subjects = draft.about ?? looked
  if (overridden(rule, subjects)) return undefined
  const on: AnnotationId[] = subjects.map((s) => s.annotation.id)
  if (on.length > 1) on.sort()
  return {
    key: `${rule.id}|${on.join('+')}|${draft.part ?? ''}`,
    rule: rule.id,
    verdict: draft.verdict,
    severity: rule.severity,
    on,
    because: draft.because ?? [],
    ...(draft.asks ? { asks: draft.asks } : {}),
    fixes: rule.fixable ? (draft.fixes ?? []) : [],
    message: draft.message,
    values: { rule: rule.id, ...draft.values },
    ...(rule.says === undefined ? {} : { says: rule.says }),
    overridable: rule.overridable,
  }
}

/**
 * The steps of the whole document are used up, and this rule wanted more. It is not run on what remains: one finding at the
 * image says so, instead of one for every label.
 */
export const ranOut = (drafts: Draft | readonly Draft[], scene: Scene): boolean =>
  scene.stepsLeft < 0 && [drafts].flat().some((d) => d.message === 'undecided.steps')

/** That a rule could not be judged for the whole image. */
export const unfinished = (rule: PlannedRule): Finding => ({
  key: `${rule.id}||steps`,
  rule: rule.id,
  verdict: 'undecided',
  severity: rule.severity,
  on: [],
  because: [],
  fixes: [],
  message: 'undecided.steps',
  values: { rule: rule.id, what: 'steps', name: 'steps', condition: rule.id },
  ...(rule.says === undefined ? {} : { says: rule.says }),
  overridable: rule.overridable,
})

/** Steps that looking at a pair takes. */
export const pairSteps = (a: Subject, b: Subject, role: string): number =>
  20 + 4 * ((a.figure(role)?.points ?? 0) + (b.figure(role)?.points ?? 0))

const NONE: readonly Finding[] = []

/** All findings of drafts; the shared empty list when there are none. */
export function findingsOf(
  rule: PlannedRule,
  drafts: Draft | readonly Draft[] | undefined,
  subjects: readonly Subject[],
): readonly Finding[] {
  if (drafts === undefined) return NONE
  const list: readonly Draft[] = Array.isArray(drafts) ? drafts : [drafts as Draft]
  return list.length === 0 ? NONE : list.map((d) => findingOf(rule, d, subjects)).filter((f) => f !== undefined)
}
