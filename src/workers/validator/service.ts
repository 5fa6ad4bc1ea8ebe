import type { Patch } from '../../core/history/patch'
import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import type { Problem, Result } from '../../core/model/problem'
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
  /** Not fatal: lint of the document (warnings). */
  readonly warnings: readonly Problem[]
}

/** Lives in a Web Worker. Holds one policy and the documents it was given; everything is plain data. */
export interface ValidatorService {
  load(policyText: string): Promise<Result<PolicyLoaded>>
  put(doc: ImageDocument, seq: number): Promise<Result<FindingsDelta>>
  /** Applies the patch to the held document; answers with the patch's `seq`. */
  patch(patch: Patch): Promise<Result<FindingsDelta>>
  drop(image: ImageId): Promise<void>
  measures(image: ImageId): Promise<Readonly<Record<string, Measures>>>
  /** The policy's own cases. */
  cases(): Promise<Result<readonly CaseResult[]>>
  /** Checks many documents under the held policy without keeping them; the caller sends batches and may stop between two. */
  sweep(docs: readonly ImageDocument[]): Promise<Result<readonly SweepItem[]>>
}
