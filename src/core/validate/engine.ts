/** What a compiled policy offers. The implementation stands in `policy/` (compiler) and `validate/` (planner, incremental engine). */
import type { Disposition } from '../model/annotation'
import type { AnnotationId, ImageId, Sha256 } from '../model/ids'
import type { ImageDocument } from '../model/image'
import type { Finding, Text } from '../model/finding'
import type { PolicyView } from '../policy/view'
import type { Applying } from './conditions'

/** What an edit touched: annotations (changed, added or removed) and whether image-level fields changed. */
export interface Changed {
  readonly annotations: readonly AnnotationId[]
  readonly image: boolean
}

export type { Measures } from '../geometry/measures'

export interface CompiledPolicy {
  readonly digest: Sha256
  readonly view: PolicyView
  /** All findings of a document, in a stable order. */
  check(doc: ImageDocument): Finding[]
  /** A session on one document that re-runs, on each edit, only what the edit can affect. Its answers equal `check`. */
  session(doc: ImageDocument): CheckSession
  /** Runs the policy's own cases. */
  cases(): CaseResult[]
  /** The level that a scale's measure gives each label, where it is known; empty for a scale that nothing computes. */
  levelsOf(scale: string, doc: ImageDocument): ReadonlyMap<AnnotationId, string>
  /** Dispositions for one use, derived and never stored; undefined when the policy has no such profile. */
  profile(id: string, doc: ImageDocument): ReadonlyMap<AnnotationId, Disposition> | undefined
}

export interface CheckSession {
  readonly findings: readonly Finding[]
  /** Which conditional questions, attributes and scales apply to each label that has any. */
  readonly applies: Applying
  /** Takes the document after an edit; answers what changed among the findings, and how many rule runs that took. */
  update(doc: ImageDocument, changed: Changed): FindingsChange
}

export interface FindingsChange {
  readonly gone: readonly string[]
  readonly come: readonly Finding[]
  /** Rule × subject evaluations done for this answer: shows that only the affected ones ran. */
  readonly runs: number
  /** The same as `applies` of the session, of the labels for which it changed; absent = of none. */
  readonly applies?: Applying
}

export interface CaseResult {
  readonly name: string
  /** The name in each language it is written in. */
  readonly title?: Text
  readonly ok: boolean
  /** 1-based line of the case in the policy text. */
  readonly line: number
  /** What was expected and what came, one line each; empty when ok. */
  readonly differences: readonly string[]
}

/** Findings of one image: an answer of the validator. `seq` is the patch it answers, so that stale answers can be dropped. */
export interface FindingsDelta extends FindingsChange {
  readonly image: ImageId
  readonly seq: number
  /** True when `come` holds everything (first answer after `put`). */
  readonly complete: boolean
}
