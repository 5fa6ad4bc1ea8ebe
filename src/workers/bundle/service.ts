import type { ImageDocument } from '../../core/model/image'
import type { ImageId } from '../../core/model/ids'
import type { Finding } from '../../core/model/finding'
import type { Problem, Result } from '../../core/model/problem'
import type { PolicyView } from '../../core/policy/view'
import type { Manifest } from '../../bundle/manifest'

export type ImagesAs = 'coordinates' | 'original' | 'png'

export interface ExportRequest {
  readonly name: string
  readonly policyText: string
  readonly images: ImagesAs
  readonly profile?: string
  readonly generator: { readonly name: string; readonly version: string }
}

/** Called back from the worker while it streams: one document at a time, one file at a time. */
export interface ExportFeed {
  /** Documents in any order; the writer sorts by path. */
  paths(): Promise<readonly ImageId[]>
  document(path: ImageId): Promise<Result<ImageDocument>>
  /** The image's bytes; asked for only when images go along. */
  bytes(path: ImageId): Promise<Result<Blob>>
}

export interface JobProgress {
  readonly phase: 'reading' | 'writing' | 'checking' | 'finishing'
  readonly done: number
  readonly total: number
  readonly bytes: number
}

export interface ExportDone {
  /** The bundle, disk-backed (OPFS). */
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
  /** Streams to OPFS; on cancel or failure nothing is left behind. */
  export(request: ExportRequest, feed: ExportFeed, progress: (p: JobProgress) => void): Promise<Result<ExportDone>>
  cancel(): Promise<void>
  /** Checks hashes, schema, policy; keeps the bundle open for `pixels`. */
  inspect(bundle: Blob, progress: (p: JobProgress) => void): Promise<Result<Inspection>>
  /** The bytes of an image in the opened bundle (original or PNG). */
  pixels(path: ImageId): Promise<Result<Blob>>
  close(): Promise<void>
}
