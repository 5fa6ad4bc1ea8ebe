/** What the house needs of storage. Adapters: folder handle, file list (input / drop), sample over HTTP, memory, Node fs; the journal is IndexedDB. */
import type { ImageId, Instant } from '../core/model/ids'
import type { ImageDocument } from '../core/model/image'
import type { PolicyRef } from '../core/model/annotation'
import type { Problem, Result } from '../core/model/problem'
import type { Patch } from '../core/history/patch'

export interface ImageEntry {
  readonly path: ImageId
  /** A problem met while listing (unreadable entry …); the entry is shown with it. */
  readonly problem?: Problem
}

/** Where images come from. Nothing here ever writes an image. */
export interface ImageSource {
  readonly kind: 'folder' | 'files' | 'sample' | 'memory' | 'node'
  readonly name: string
  /** `read` when side files cannot be written. */
  readonly access: 'read' | 'read-write'
  /** Image entries in batches, in the order found; the first batch comes as soon as the first image is known. Stops when the signal fires. */
  list(signal: AbortSignal): AsyncIterable<readonly ImageEntry[]>
  /** The file's bytes now. Always a fresh File: one got earlier may have gone stale. */
  open(path: ImageId): Promise<Result<Blob>>
  /** Side files: documents that stand beside the images. */
  readonly sideFiles: SideFiles
}

/** One JSON per image under `Ann_pre/<task>_<date>/<image path>.json`. */
export interface SideFiles {
  /** Folder of the set, e.g. `Ann_pre/blood_2026-11-24`; undefined until one exists. */
  readonly set: string | undefined
  read(path: ImageId): Promise<Result<ImageDocument | undefined>>
  /** Atomic: old file or new file. Fails as a value where the folder is read-only. */
  write(doc: ImageDocument): Promise<Result<null>>
  /** A text about the whole set, beside its folder: `<set>.<name>`; undefined when there is none. */
  readBeside(name: string): Promise<Result<string | undefined>>
  writeBeside(name: string, text: string): Promise<Result<null>>
}

export type ProjectId = string & { readonly __brand: 'ProjectId' }

export interface ProjectRecord {
  readonly id: ProjectId
  readonly name: string
  readonly kind: ImageSource['kind']
  readonly createdAt: Instant
  readonly openedAt: Instant
  /** Task and date that name its folder under `Ann_pre/`. */
  readonly task: string
  readonly date: string
  readonly policy?: PolicyRef
  /** The version in whose words the labels stand: behind `policy` until they are brought to it. */
  readonly standing?: PolicyRef
  readonly lastImage?: ImageId
  readonly counts?: { readonly images: number; readonly finished: number }
}

/** What the journal holds of one image. */
export interface StoredImage {
  /** The document as it was when its log began. */
  readonly start: ImageDocument
  readonly log: readonly Patch[]
}

/** State of each image for the list, without loading documents. */
export interface ImageSummary {
  readonly path: ImageId
  readonly state: ImageDocument['state']
  readonly annotations: number
}

/** The append-only journal. A promise that resolves ok means: the transaction is complete. */
export interface Journal {
  projects(): Promise<Result<readonly ProjectRecord[]>>
  putProject(project: ProjectRecord, handle?: FileSystemDirectoryHandle): Promise<Result<null>>
  handle(id: ProjectId): Promise<Result<FileSystemDirectoryHandle | undefined>>
  forgetProject(id: ProjectId): Promise<Result<null>>
  /** Begins an image's log: stores the document it starts from. Does nothing when the log exists. */
  begin(project: ProjectId, start: ImageDocument): Promise<Result<null>>
  load(project: ProjectId, image: ImageId): Promise<Result<StoredImage | undefined>>
  /** Appends one entry and its summary in one transaction; refuses a `seq` that is not the next. `strict` asks for the disk, not only the system. */
  append(project: ProjectId, patch: Patch, summary: ImageSummary, strict?: boolean): Promise<Result<null>>
  summaries(project: ProjectId): Promise<Result<readonly ImageSummary[]>>
  /** Every image of the project that has a log. */
  images(project: ProjectId): Promise<Result<readonly ImageId[]>>
  /** Published policies and drafts of this browser. A published (id, version) can never be overwritten. */
  policies(): Promise<Result<readonly StoredPolicy[]>>
  publishPolicy(policy: StoredPolicy): Promise<Result<null>>
  putDraft(draft: StoredPolicy): Promise<Result<null>>
  removeDraft(id: string): Promise<Result<null>>
  /** Small settings of the app: person's name, language, theme, panes. */
  setting(key: string): Promise<Result<unknown>>
  putSetting(key: string, value: unknown): Promise<Result<null>>
}

export interface StoredPolicy {
  readonly id: string
  readonly version: string
  readonly digest: string
  readonly status: 'draft' | 'published'
  readonly text: string
  readonly at: Instant
}
