/**
 * What a new version of a policy does to labels that are there: per document, and added up over any number of documents
 * without keeping them. The old version looks at the document as it is, the new one at what its migrations make of it.
 */
import { blocks, type Finding, type Verdict } from '../model/finding'
import type { AnnotationId, ClassId, ImageId, RuleId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import type { CompiledPolicy } from '../validate/engine'
import { migrate, type WorkItem } from './migrate'
import type { PolicyView } from './view'

export type FindingChange =
  | { readonly kind: 'comes'; readonly finding: Finding }
  | { readonly kind: 'goes'; readonly finding: Finding }
  /** The same rule on the same label, with another verdict or severity. */
  | { readonly kind: 'changes'; readonly before: Finding; readonly finding: Finding }

/** One label, several labels that a finding is about together, or (no annotations) the image as a whole. */
export interface SubjectImpact {
  readonly on: readonly AnnotationId[]
  /** For people: the class and which of its labels in the image it is, 1-based. */
  readonly names: readonly { readonly class: string; readonly place: number }[]
  /** Verdict of the label (the worst of its labels) under each version. */
  readonly before: Verdict
  readonly after: Verdict
  readonly changes: readonly FindingChange[]
}

/** One rule on one subject says something else than before. */
export interface RuleFlip {
  readonly rule: RuleId
  readonly on: readonly AnnotationId[]
  readonly from: Verdict
  readonly to: Verdict
  /** It became undecided for want of an answer that nobody was asked for. */
  readonly neverAsked: boolean
}

/** A claim on the image that was true for fewer classes than it would speak for now. */
export interface VoidClaim {
  /** The class whose coverage was claimed; undefined: "nothing to annotate here". */
  readonly class?: ClassId
  /** The classes that came under it. */
  readonly by: readonly ClassId[]
}

export interface ExpiredOverride {
  readonly rule: RuleId
  readonly on: AnnotationId
  /** The rule means something else now, or there is no such rule any more. */
  readonly why: 'meaning' | 'gone'
}

interface Side {
  readonly findings: number
  readonly undecided: number
  readonly blocking: number
}

export interface DocumentImpact {
  readonly image: ImageId
  readonly annotations: number
  readonly before: Side
  readonly after: Side
  /** Verdict per label, and of the image: which way each turned. */
  readonly turns: readonly Verdict[]
  readonly subjects: readonly SubjectImpact[]
  readonly flips: readonly RuleFlip[]
  readonly voidClaims: readonly VoidClaim[]
  readonly expired: readonly ExpiredOverride[]
  /** Labels of classes that the new version does not have. */
  readonly removed: readonly { readonly on: AnnotationId; readonly class: ClassId }[]
  /** Labels that the version's migrations rewrite. */
  readonly migrated: readonly AnnotationId[]
  /** What people must decide because of its migrations. */
  readonly work: readonly WorkItem[]
  /** Overrides on the labels, per rule: input to the next version. */
  readonly overrides: ReadonlyMap<RuleId, number>
  /** It was finished, nothing stood against it, and now something does. */
  readonly reopened: boolean
}

/** Whether the version changes anything for this document. */
export const touches = (impact: DocumentImpact): boolean =>
  impact.reopened ||
  [impact.subjects, impact.voidClaims, impact.expired, impact.removed, impact.migrated, impact.work].some(
    (list) => list.length > 0,
  )

const IMAGE = ''
type Verdicts = ReadonlyMap<string, Verdict>

/** Verdict per annotation id, and of the image under the empty id; what has no finding passes. */
function verdictsOf(findings: readonly Finding[]): Verdicts {
  const verdicts = new Map<string, Verdict>()
  for (const { on, verdict } of findings)
    for (const id of on.length > 0 ? on : [IMAGE]) if (verdicts.get(id) !== 'fail') verdicts.set(id, verdict)
  return verdicts
}

const worst = (verdicts: Verdicts, ids: readonly string[]): Verdict => {
  const all = ids.map((id) => verdicts.get(id))
  return all.includes('fail') ? 'fail' : all.includes('undecided') ? 'undecided' : 'pass'
}

function changesOf(before: readonly Finding[], after: readonly Finding[]): FindingChange[] {
  const known = new Map(before.map((f) => [f.key, f]))
  const still = new Set(after.map((f) => f.key))
  return [
    ...after.flatMap((finding): FindingChange[] => {
      const was = known.get(finding.key)
      if (!was) return [{ kind: 'comes', finding }]
      return was.verdict !== finding.verdict || was.severity !== finding.severity
        ? [{ kind: 'changes', before: was, finding }]
        : []
    }),
    ...before.filter((f) => !still.has(f.key)).map((finding): FindingChange => ({ kind: 'goes', finding })),
  ]
}

/** Class and place among its like, per annotation: worked out once per document. */
function namesIn(doc: ImageDocument): ReadonlyMap<AnnotationId, { readonly class: ClassId; readonly place: number }> {
  const counts = new Map<ClassId, number>()
  return new Map(
    doc.annotations.map((a) => {
      const place = (counts.get(a.class) ?? 0) + 1
      counts.set(a.class, place)
      return [a.id, { class: a.class, place }]
    }),
  )
}

function subjectsOf(
  doc: ImageDocument,
  changes: readonly FindingChange[],
  before: Verdicts,
  after: Verdicts,
): SubjectImpact[] {
  if (changes.length === 0) return []
  const names = namesIn(doc)
  const bySubject = new Map<string, FindingChange[]>()
  for (const change of changes) {
    const key = change.finding.on.join('\n')
    bySubject.set(key, [...(bySubject.get(key) ?? []), change])
  }
  return [...bySubject.values()].map((list) => {
    const on = list[0]?.finding.on ?? []
    const ids = on.length > 0 ? on : [IMAGE]
    return {
      on,
      names: on.map((id) => names.get(id)).filter((n) => n !== undefined),
      before: worst(before, ids),
      after: worst(after, ids),
      changes: list,
    }
  })
}

interface RuleOn {
  readonly rule: RuleId
  readonly on: readonly AnnotationId[]
  readonly verdict: Verdict
  readonly asks: boolean
}

/** What each rule says of each subject: fail before undecided. */
function byRule(findings: readonly Finding[]): ReadonlyMap<string, RuleOn> {
  const found = new Map<string, RuleOn>()
  for (const { rule, on, verdict, asks } of findings) {
    const key = `${rule}\n${on.join('\n')}`
    if (found.get(key)?.verdict !== 'fail') found.set(key, { rule, on, verdict, asks: asks !== undefined })
  }
  return found
}

function flipsOf(before: readonly Finding[], after: readonly Finding[]): RuleFlip[] {
  const [was, is] = [byRule(before), byRule(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): RuleFlip[] => {
    const [old, now] = [was.get(key), is.get(key)]
    const either = now ?? old
    const [from, to] = [old?.verdict ?? 'pass', now?.verdict ?? 'pass']
    if (!either || from === to) return []
    return [{ rule: either.rule, on: either.on, from, to, neverAsked: to === 'undecided' && either.asks }]
  })
}

/** What two versions differ in, as far as labels are concerned without running a rule. */
export interface VersionPair {
  readonly before: PolicyView
  readonly after: PolicyView
  /** Drawable classes that are new, with those above them. */
  readonly added: ReadonlyMap<ClassId, readonly ClassId[]>
  readonly meanings: ReadonlyMap<RuleId, string>
  readonly classes: ReadonlySet<ClassId>
}

const concrete = (view: PolicyView): ReadonlySet<ClassId> =>
  new Set(view.classes.filter((c) => !c.abstract).map((c) => c.id))

function ancestors(view: PolicyView, id: ClassId): ClassId[] {
  const parents = new Map(view.classes.map((c) => [c.id, c.isA]))
  const found: ClassId[] = []
  for (let at = parents.get(id); at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at)
  return found
}

/** New names of classes that are old: targets of renames and merges of the version's own migrations. */
function carriedOver(after: PolicyView): ReadonlySet<string> {
  return new Set(
    after.migrations
      .flatMap((m) => m.steps)
      .flatMap((s) => ((s.do === 'rename' || s.do === 'merge') && s.what === 'class' ? [s.to] : [])),
  )
}

/** Works out once what two versions differ in. */
export function pairOf(before: PolicyView, after: PolicyView): VersionPair {
  const old = concrete(before)
  const carried = carriedOver(after)
  const added = [...concrete(after)].filter((id) => !old.has(id) && !carried.has(id))
  return {
    before,
    after,
    added: new Map(added.map((id) => [id, ancestors(after, id)])),
    meanings: new Map(after.rules.map((r) => [r.id, r.meaning])),
    classes: new Set(after.classes.map((c) => c.id)),
  }
}

/** Claims that spoke for fewer classes when they were made. A class that is new was never asked for; that voids no claim on others. */
function voidClaimsOf(doc: ImageDocument, pair: VersionPair): VoidClaim[] {
  if (pair.added.size === 0) return []
  const claims = Object.entries(doc.coverage).flatMap(([id, coverage]): VoidClaim[] => {
    if (coverage !== 'exhaustive' && coverage !== 'absent') return []
    const by = [...pair.added].filter(([, above]) => above.some((a) => a === id)).map(([added]) => added)
    return by.length > 0 ? [{ class: id as ClassId, by }] : []
  })
  return doc.answers.nothingHere ? [...claims, { by: [...pair.added.keys()] }] : claims
}

function expiredOf(doc: ImageDocument, pair: VersionPair): ExpiredOverride[] {
  const old = new Map(pair.before.rules.map((r) => [r.id, r.meaning]))
  return doc.annotations.flatMap((a) =>
    a.overrides.flatMap((o): ExpiredOverride[] => {
      if (old.get(o.rule) !== o.meaning) return [] // it had expired before
      const now = pair.meanings.get(o.rule)
      if (now === o.meaning) return []
      return [{ rule: o.rule, on: a.id, why: now === undefined ? 'gone' : 'meaning' }]
    }),
  )
}

function overridesIn(doc: ImageDocument): ReadonlyMap<RuleId, number> {
  const counts = new Map<RuleId, number>()
  for (const { overrides } of doc.annotations)
    for (const { rule } of overrides) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return counts
}

const sideOf = (findings: readonly Finding[]): Side => ({
  findings: findings.length,
  undecided: findings.filter((f) => f.verdict === 'undecided').length,
  blocking: findings.filter(blocks).length,
})

/** What the findings of a document under two versions say. `migrated` is the document that the new version looked at. */
export interface Looked {
  readonly doc: ImageDocument
  readonly before: readonly Finding[]
  readonly migrated: ImageDocument
  readonly work: readonly WorkItem[]
  readonly after: readonly Finding[]
}

/** The impact on one document whose findings are known. */
export function impactOn({ doc, before, migrated, work, after }: Looked, pair: VersionPair): DocumentImpact {
  const [was, is] = [verdictsOf(before), verdictsOf(after)]
  const old = new Map(doc.annotations.map((a) => [a.id, a]))
  return {
    image: doc.image.path,
    annotations: doc.annotations.length,
    before: sideOf(before),
    after: sideOf(after),
    turns: [...new Set([...was.keys(), ...is.keys()])]
      .filter((id) => was.get(id) !== is.get(id))
      .map((id) => is.get(id) ?? 'pass'),
    subjects: subjectsOf(migrated, changesOf(before, after), was, is),
    flips: flipsOf(before, after),
    voidClaims: voidClaimsOf(doc, pair),
    expired: expiredOf(doc, pair),
    removed: migrated.annotations
      .filter((a) => !pair.classes.has(a.class))
      .filter((a) => !work.some((w) => w.on === a.id))
      .map((a) => ({ on: a.id, class: a.class })),
    migrated: migrated.annotations.filter((a) => old.get(a.id) !== a).map((a) => a.id),
    work,
    overrides: overridesIn(doc),
    reopened: doc.state === 'finished' && !before.some(blocks) && after.some(blocks),
  }
}

/** The impact on one document: both versions look at it. */
export function impactOf(
  doc: ImageDocument,
  before: CompiledPolicy,
  after: CompiledPolicy,
  pair: VersionPair = pairOf(before.view, after.view),
): DocumentImpact {
  const { document: migrated, work } = migrate(doc, after, { standing: before.view.ref })
  return impactOn({ doc, before: before.check(doc), migrated, work, after: after.check(migrated) }, pair)
}

export interface RuleImpact {
  /** Subjects whose verdict under this rule turned, by what it became. */
  readonly toFail: number
  readonly toPass: number
  readonly toUndecided: number
  readonly neverAsked: number
  /** Overrides there are, and those that expire. */
  readonly overrides: number
  readonly expired: number
}
const NO_RULE: RuleImpact = { toFail: 0, toPass: 0, toUndecided: 0, neverAsked: 0, overrides: 0, expired: 0 }

export interface ImpactTotals {
  readonly images: number
  /** Images for which something changes. */
  readonly touched: number
  readonly annotations: number
  readonly before: Side
  readonly after: Side
  readonly come: number
  readonly go: number
  readonly changed: number
  /** Labels and images whose verdict turns: to fail, to pass, to undecided. */
  readonly toFail: number
  readonly toPass: number
  readonly toUndecided: number
  /** Findings that came to be undecided because a question was never asked. */
  readonly neverAsked: number
  /** Images with a claim that is void. */
  readonly voidClaims: number
  readonly expired: number
  readonly removed: number
  readonly migrated: number
  readonly work: number
  readonly reopened: number
  readonly byRule: ReadonlyMap<RuleId, RuleImpact>
}

const NO_SIDE: Side = { findings: 0, undecided: 0, blocking: 0 }
export const NO_IMPACT: ImpactTotals = {
  images: 0,
  touched: 0,
  annotations: 0,
  before: NO_SIDE,
  after: NO_SIDE,
  come: 0,
  go: 0,
  changed: 0,
  toFail: 0,
  toPass: 0,
  toUndecided: 0,
  neverAsked: 0,
  voidClaims: 0,
  expired: 0,
  removed: 0,
  migrated: 0,
  work: 0,
  reopened: 0,
  byRule: new Map(),
}

const addSides = (a: Side, b: Side): Side => ({
  findings: a.findings + b.findings,
  undecided: a.undecided + b.undecided,
  blocking: a.blocking + b.blocking,
})

const addRules = (a: RuleImpact, b: RuleImpact): RuleImpact => ({
  toFail: a.toFail + b.toFail,
  toPass: a.toPass + b.toPass,
  toUndecided: a.toUndecided + b.toUndecided,
  neverAsked: a.neverAsked + b.neverAsked,
  overrides: a.overrides + b.overrides,
  expired: a.expired + b.expired,
})

function rulesOf(impact: DocumentImpact): ReadonlyMap<RuleId, RuleImpact> {
  const rules = new Map<RuleId, RuleImpact>()
  const add = (rule: RuleId, more: Partial<RuleImpact>): void => {
    rules.set(rule, addRules(rules.get(rule) ?? NO_RULE, { ...NO_RULE, ...more }))
  }
  const TO = { fail: 'toFail', pass: 'toPass', undecided: 'toUndecided' } as const
  for (const f of impact.flips) add(f.rule, { [TO[f.to]]: 1, neverAsked: f.neverAsked ? 1 : 0 })
  for (const { rule } of impact.expired) add(rule, { expired: 1 })
  for (const [rule, overrides] of impact.overrides) add(rule, { overrides })
  return rules
}

const count = <T>(list: readonly T[], is: (item: T) => boolean): number => list.filter(is).length

/** The totals of one document. */
function totalsOf(impact: DocumentImpact): ImpactTotals {
  const changes = impact.subjects.flatMap((s) => s.changes)
  return {
    images: 1,
    touched: touches(impact) ? 1 : 0,
    annotations: impact.annotations,
    before: impact.before,
    after: impact.after,
    come: count(changes, (c) => c.kind === 'comes'),
    go: count(changes, (c) => c.kind === 'goes'),
    changed: count(changes, (c) => c.kind === 'changes'),
    toFail: count(impact.turns, (v) => v === 'fail'),
    toPass: count(impact.turns, (v) => v === 'pass'),
    toUndecided: count(impact.turns, (v) => v === 'undecided'),
    neverAsked: count(impact.flips, (f) => f.neverAsked),
    voidClaims: impact.voidClaims.length > 0 ? 1 : 0,
    expired: impact.expired.length,
    removed: impact.removed.length,
    migrated: impact.migrated.length,
    work: impact.work.length,
    reopened: impact.reopened ? 1 : 0,
    byRule: rulesOf(impact),
  }
}

/** Sums of two runs: the order, and how documents were shared out, make no difference. */
export function addTotals(a: ImpactTotals, b: ImpactTotals): ImpactTotals {
  const byRule = new Map(a.byRule)
  for (const [rule, more] of b.byRule) byRule.set(rule, addRules(byRule.get(rule) ?? NO_RULE, more))
  return {
    images: a.images + b.images,
    touched: a.touched + b.touched,
    annotations: a.annotations + b.annotations,
    before: addSides(a.before, b.before),
    after: addSides(a.after, b.after),
    come: a.come + b.come,
    go: a.go + b.go,
    changed: a.changed + b.changed,
    toFail: a.toFail + b.toFail,
    toPass: a.toPass + b.toPass,
    toUndecided: a.toUndecided + b.toUndecided,
    neverAsked: a.neverAsked + b.neverAsked,
    voidClaims: a.voidClaims + b.voidClaims,
    expired: a.expired + b.expired,
    removed: a.removed + b.removed,
    migrated: a.migrated + b.migrated,
    work: a.work + b.work,
    reopened: a.reopened + b.reopened,
    byRule,
  }
}

/** Adds one document to the totals. */
export const addImpact = (totals: ImpactTotals, impact: DocumentImpact): ImpactTotals =>
  addTotals(totals, totalsOf(impact))
