import type { Patch } from '../../core/history/patch'
import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import type { Problem, Result } from '../../core/model/problem'
import type { PolicyDiff } from '../../core/policy/diff'
import type { MigrationStep } from '../../core/policy/migrate-steps'
import type { PolicyCoverage } from '../../core/policy/lint/coverage'
import type { PolicyView } from '../../core/policy/view'
import type { CaseResult, FindingsDelta, Measures } from '../../core/validate/engine'
import type { Finding } from '../../core/model/finding'

/** Findings of one image in a sweep. */
export interface SweepItem {
  readonly image: ImageId
  readonly findings: readonly Finding[]
}
export interface SweepProgress {
  readonly done: number
  readonly total: number
}

export interface PolicyLoaded {
  readonly view: PolicyView
}

/** What is doubtful in the held policy, and what its cases try. */
export interface PolicyLint {
  readonly warnings: readonly Problem[]
  readonly coverage: PolicyCoverage
}

/** What publishing a text would mean. */
export interface PublishReview {
  /** Against the newest published version; absent for the first version. */
  readonly diff?: PolicyDiff
  /** Why it may not be published; empty when it may. */
  readonly problems: readonly Problem[]
}

/** What a text changes against the version before, and what follows for older labels. */
export interface VersionChanges {
  readonly diff?: PolicyDiff
  /** Migration steps that follow and that the text does not say yet. */
  readonly steps: readonly MigrationStep[]
  readonly problems: readonly Problem[]
}

/** Lives in a Web Worker. Holds one policy and the documents it was given; everything is plain data. */
export interface ValidatorService {
  /** Answers once the worker has started. */
  ready(): Promise<void>
  load(policyText: string): Promise<Result<PolicyLoaded>>
  put(doc: ImageDocument, seq: number): Promise<Result<FindingsDelta>>
  /** Applies the patch to the held document; answers with the patch's `seq`. */
  patch(patch: Patch): Promise<Result<FindingsDelta>>
  drop(image: ImageId): Promise<void>
  measures(image: ImageId): Promise<Readonly<Record<string, Measures>>>
  /** The policy's own cases. */
  cases(): Promise<Result<readonly CaseResult[]>>
  /** Worked out only when asked for: whoever annotates does not wait for it. */
  lint(): Promise<Result<PolicyLint>>
  /** Compares a text with the version before. Nothing is loaded. */
  changes(before: string, text: string): Promise<Result<VersionChanges>>
  /** Compares a text with the newest published one and says what stands against publishing it. Nothing is loaded. */
  review(publishedText: string | undefined, text: string): Promise<Result<PublishReview>>
  /** Checks many documents under the held policy without keeping them; the caller sends batches and may stop between two. */
  sweep(docs: readonly ImageDocument[]): Promise<Result<readonly SweepItem[]>>
}
