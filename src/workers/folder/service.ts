import type { PolicyRef } from '../../core/model/annotation'
import type { Finding } from '../../core/model/finding'
import type { ImageId, Instant } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import type { Result } from '../../core/model/problem'
import type { Baseline, BaselineEntry } from '../../core/policy/baseline'
import type { DocumentImpact } from '../../core/policy/impact'
import type { MigrationOps } from '../../core/policy/migrate'
import type { PolicyView } from '../../core/policy/view'

export interface Views {
  readonly before: PolicyView
  readonly after: PolicyView
}

/** Findings of one image, and what became of the baseline's entries there. */
export interface ImageFindings {
  readonly image: ImageId
  readonly findings: readonly Finding[]
  /** Entries for the blocking findings that the baseline does not hold. */
  readonly fresh: readonly BaselineEntry[]
  readonly gone: readonly BaselineEntry[]
  readonly void: readonly BaselineEntry[]
  readonly holding: number
}

/** One image's migration. */
export interface ImageMigration extends Omit<MigrationOps, 'document'> {
  readonly image: ImageId
  /** The baseline's entries of the image, carried along with its labels. */
  readonly baseline: readonly BaselineEntry[]
}

export interface MigrateHow {
  readonly at: Instant
  /** What the folder was labelled under. */
  readonly standing?: PolicyRef
}

/**
 * Lives in a Web Worker: one shard of a run over a whole folder. It is given the texts once, then documents in batches, of which
 * it keeps none. Everything is plain data.
 */
export interface FolderService {
  /** Answers once the worker has started. */
  ready(): Promise<void>
  /** Holds one policy, with the old findings that are accepted. */
  hold(text: string, baseline: Baseline | undefined): Promise<Result<PolicyView>>
  /** Holds two versions, to compare them. */
  pair(before: string, after: string): Promise<Result<Views>>
  compare(docs: readonly ImageDocument[]): Promise<Result<readonly DocumentImpact[]>>
  check(docs: readonly ImageDocument[]): Promise<Result<readonly ImageFindings[]>>
  migrate(docs: readonly ImageDocument[], how: MigrateHow): Promise<Result<readonly ImageMigration[]>>
}
