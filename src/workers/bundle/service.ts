import type { Manifest } from '../../bundle/manifest'
import type { BundleFeed, JobProgress, WriteRequest } from '../../bundle/ports'
import type { Finding } from '../../core/model/finding'
import type { ImageDocument } from '../../core/model/image'
import type { ImageId } from '../../core/model/ids'
import type { Problem, Result } from '../../core/model/problem'
import type { PolicyView } from '../../core/policy/view'
import type { ImagesAs } from '../../bundle/manifest'

export type { ImagesAs } from '../../bundle/manifest'
export type { JobProgress } from '../../bundle/ports'

/** What to export: `include` says whether only finished images go along (the default) or all. */
export type ExportRequest = WriteRequest

/** Called back from the worker while it streams: one document at a time, one file at a time. */
export type ExportFeed = BundleFeed

export interface ExportDone {
  /** The bundle, disk-backed (OPFS). It goes away with the worker or the next export: save it first. */
  readonly file: File
  readonly sha256: string
  readonly manifest: Manifest
}

/** One image of an opened bundle, ready to be looked at. */
export interface InspectedImage {
  readonly path: ImageId
  readonly document: ImageDocument
  readonly findings: readonly Finding[]
  /** How the bundle carries its pixels. */
  readonly pixels: ImagesAs
}

export interface Inspection {
  readonly manifest: Manifest
  readonly policyText: string
  readonly policy: PolicyView | undefined
  /** Everything wrong with the bundle itself: hashes, schema, policy, counts, tables. Empty = good. */
  readonly problems: readonly Problem[]
  readonly images: readonly InspectedImage[]
}

export interface BundleService {
  /** Streams to OPFS, then reads the file back and checks it; on cancel or failure nothing is left behind. */
  export(request: ExportRequest, feed: ExportFeed, progress: (p: JobProgress) => void): Promise<Result<ExportDone>>
  /** Stops the export or the inspection that runs; it answers `export.cancelled`. */
  cancel(): Promise<void>
  /** Checks hashes, schema, policy; keeps the bundle open for `pixels`. */
  inspect(bundle: Blob, progress: (p: JobProgress) => void): Promise<Result<Inspection>>
  /** The bytes of an image in the opened bundle (original or PNG); refused for an entry that failed its check. */
  pixels(path: ImageId): Promise<Result<Blob>>
  /** Forgets the opened bundle and removes what exports left in temporary storage. */
  close(): Promise<void>
}
