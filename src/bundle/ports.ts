/** What the bundle code asks of its surroundings: browser worker, Node or test. */
import type { ImageDocument, ImageRecord } from '../core/model/image'
import type { ImageId } from '../core/model/ids'
import type { Result } from '../core/model/problem'
import type { Baseline } from '../core/policy/baseline'
import type { CompiledPolicy } from '../core/validate/engine'
import type { ByteSource } from './hash'
import type { ImagesAs } from './manifest'

/** Documents and image bytes, handed over one at a time. */
export interface BundleFeed {
  /** In any order. */
  paths(): Promise<readonly ImageId[]>
  document(path: ImageId): Promise<Result<ImageDocument>>
  /** Asked for only when images go along; twice for each, so that memory does not grow with the bundle. */
  bytes(path: ImageId): Promise<Result<Blob>>
}

/** Append-only space for what must be read a second time. */
export interface Scratch extends ByteSource {
  append(bytes: Uint8Array): void | Promise<void>
}

/** Where the archive goes. */
export interface Sink {
  write(bytes: Uint8Array): void | Promise<void>
}

export interface JobProgress {
  readonly phase: 'reading' | 'writing' | 'checking' | 'finishing'
  /** Images while reading, entries afterwards. */
  readonly done: number
  readonly total: number
  /** Image and entry bytes read or written so far in this phase. */
  readonly bytes: number
}

export interface Report {
  progress(progress: JobProgress): void
  readonly signal: AbortSignal
}

/** Compiles the policy's text. */
export interface Judge {
  compile(
    policyText: string,
  ): Result<{ readonly policy: CompiledPolicy }> | Promise<Result<{ readonly policy: CompiledPolicy }>>
}

export interface WriterPorts extends Judge {
  /** Lossless PNG of an image, compared with its source before it is handed back. */
  encodePng(image: Blob, record: ImageRecord): Promise<Result<Blob>>
  scratch(name: 'documents' | 'images-table' | 'annotations-table' | 'pngs'): Promise<Scratch>
  readonly sink: Sink
  readonly report: Report
}

export interface WriteRequest {
  readonly name: string
  readonly policyText: string
  readonly images: ImagesAs
  /** Default: finished images only. */
  readonly include?: 'finished' | 'all'
  /** A profile of the policy: its dispositions for one use stand in the annotations table beside the stored ones. */
  readonly profile?: string
  /** Old findings that are accepted: they keep no finished image out, and those that stand travel along. */
  readonly baseline?: Baseline
  readonly generator: { readonly name: string; readonly version: string }
}
