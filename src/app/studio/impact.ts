/** What another text of the policy does to the labels of one image: findings under the saved text beside those under the edited one. */
import { blocks, type Finding, type Verdict } from '../../core/model/finding'
import type { AnnotationId, ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'

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
  /** Verdict of the label (the worst of its labels) under each text. */
  readonly before: Verdict
  readonly after: Verdict
  readonly changes: readonly FindingChange[]
}

export interface ImageImpact {
  readonly image: ImageId
  readonly subjects: readonly SubjectImpact[]
  /** It was finished, nothing stood against it, and now something does. */
  readonly reopened: boolean
}

export interface ImpactTotals {
  readonly images: number
  readonly saved: { readonly findings: number; readonly undecided: number }
  readonly edited: { readonly findings: number; readonly undecided: number }
  readonly come: number
  readonly go: number
  readonly changed: number
  /** Labels and images whose verdict turns: to fail, to pass, to undecided. */
  readonly toFail: number
  readonly toPass: number
  readonly toUndecided: number
  readonly reopened: number
}

export const NO_IMPACT: ImpactTotals = {
  images: 0,
  saved: { findings: 0, undecided: 0 },
  edited: { findings: 0, undecided: 0 },
  come: 0,
  go: 0,
  changed: 0,
  toFail: 0,
  toPass: 0,
  toUndecided: 0,
  reopened: 0,
}

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

function changesOf(saved: readonly Finding[], edited: readonly Finding[]): FindingChange[] {
  const before = new Map(saved.map((f) => [f.key, f]))
  const after = new Set(edited.map((f) => f.key))
  return [
    ...edited.flatMap((finding): FindingChange[] => {
      const known = before.get(finding.key)
      if (!known) return [{ kind: 'comes', finding }]
      return known.verdict !== finding.verdict || known.severity !== finding.severity
        ? [{ kind: 'changes', before: known, finding }]
        : []
    }),
    ...saved.filter((f) => !after.has(f.key)).map((finding): FindingChange => ({ kind: 'goes', finding })),
  ]
}

function namesOf(doc: ImageDocument, on: readonly AnnotationId[]): SubjectImpact['names'] {
  return on.flatMap((id) => {
    const annotation = doc.annotations.find((a) => a.id === id)
    if (!annotation) return []
    const same = doc.annotations.filter((a) => a.class === annotation.class)
    return [{ class: annotation.class, place: same.indexOf(annotation) + 1 }]
  })
}

/** Compares one image; undefined when none of its findings changes. */
export function compareImage(
  doc: ImageDocument,
  saved: readonly Finding[],
  edited: readonly Finding[],
): ImageImpact | undefined {
  const changes = changesOf(saved, edited)
  if (changes.length === 0) return undefined
  const [before, after] = [verdictsOf(saved), verdictsOf(edited)]
  const bySubject = new Map<string, FindingChange[]>()
  for (const change of changes) {
    const subject = change.finding.on.join('\n')
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), change])
  }
  const subjects = [...bySubject.values()].map((list): SubjectImpact => {
    const on = list[0]?.finding.on ?? []
    const ids = on.length > 0 ? on : [IMAGE]
    return { on, names: namesOf(doc, on), before: worst(before, ids), after: worst(after, ids), changes: list }
  })
  const reopened = doc.state === 'finished' && !saved.some(blocks) && edited.some(blocks)
  return { image: doc.image.path, subjects, reopened }
}

/** Adds one image to the totals. */
export function addImage(
  totals: ImpactTotals,
  saved: readonly Finding[],
  edited: readonly Finding[],
  impact: ImageImpact | undefined,
): ImpactTotals {
  const changes = impact?.subjects.flatMap((s) => s.changes) ?? []
  const count = (kind: FindingChange['kind']): number => changes.filter((c) => c.kind === kind).length
  const [before, after] = [verdictsOf(saved), verdictsOf(edited)]
  const turned = [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => [before.get(id) ?? 'pass', after.get(id) ?? 'pass'] as const)
    .filter(([was, is]) => was !== is)
  const to = (verdict: Verdict): number => turned.filter(([, is]) => is === verdict).length
  const undecided = (findings: readonly Finding[]): number => findings.filter((f) => f.verdict === 'undecided').length
  return {
    images: totals.images + 1,
    saved: { findings: totals.saved.findings + saved.length, undecided: totals.saved.undecided + undecided(saved) },
    edited: {
      findings: totals.edited.findings + edited.length,
      undecided: totals.edited.undecided + undecided(edited),
    },
    come: totals.come + count('comes'),
    go: totals.go + count('goes'),
    changed: totals.changed + count('changes'),
    toFail: totals.toFail + to('fail'),
    toPass: totals.toPass + to('pass'),
    toUndecided: totals.toUndecided + to('undecided'),
    reopened: totals.reopened + (impact?.reopened ? 1 : 0),
  }
}
