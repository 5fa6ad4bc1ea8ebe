import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import type { Patch } from '../../core/history/patch'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import type { ImageSummary, Journal, ProjectId, ProjectRecord, StoredImage, StoredPolicy } from '../ports'

interface Log {
  start: ImageDocument
  entries: Patch[]
}

const done = Promise.resolve(ok(null))
const given = <T>(value: T): Promise<Result<T>> => Promise.resolve(ok(value))
const reached = (log: Log): number => Math.max(log.start.revision ?? 0, log.entries.at(-1)?.seq ?? 0)

/** A journal that forgets everything with the page: the same promises as the one in IndexedDB but for the disk. */
export class MemoryJournal implements Journal {
  readonly #projects = new Map<ProjectId, ProjectRecord>()
  readonly #handles = new Map<ProjectId, FileSystemDirectoryHandle>()
  readonly #logs = new Map<ProjectId, Map<ImageId, Log>>()
  readonly #summaries = new Map<ProjectId, Map<ImageId, ImageSummary>>()
  readonly #policies = new Map<string, StoredPolicy>()
  readonly #drafts = new Map<string, StoredPolicy>()
  readonly #settings = new Map<string, unknown>()

  projects(): Promise<Result<readonly ProjectRecord[]>> {
    return given([...this.#projects.values()])
  }
  putProject(project: ProjectRecord, handle?: FileSystemDirectoryHandle): Promise<Result<null>> {
    this.#projects.set(project.id, project)
    if (handle) this.#handles.set(project.id, handle)
    return done
  }
  handle(id: ProjectId): Promise<Result<FileSystemDirectoryHandle | undefined>> {
    return given(this.#handles.get(id))
  }
  forgetProject(id: ProjectId): Promise<Result<null>> {
    for (const store of [this.#projects, this.#handles, this.#logs, this.#summaries]) store.delete(id)
    return done
  }

  begin(project: ProjectId, start: ImageDocument): Promise<Result<null>> {
    const logs = this.#logs.get(project) ?? new Map<ImageId, Log>()
    this.#logs.set(project, logs)
    const log = logs.get(start.image.path)
    if (!log) logs.set(start.image.path, { start: structuredClone(start), entries: [] })
    else if ((start.revision ?? 0) > reached(log)) log.start = structuredClone(start)
    return done
  }
  load(project: ProjectId, image: ImageId): Promise<Result<StoredImage | undefined>> {
    const log = this.#logs.get(project)?.get(image)
    if (!log) return given(undefined)
    const base = log.start.revision ?? 0
    return given(structuredClone({ start: log.start, log: log.entries.filter((patch) => patch.seq > base) }))
  }
  append(project: ProjectId, patch: Patch, summary: ImageSummary): Promise<Result<null>> {
    const log = this.#logs.get(project)?.get(patch.image)
    const next = log ? reached(log) + 1 : 0
    if (log && patch.seq === next) {
      log.entries.push(structuredClone(patch))
      const summaries = this.#summaries.get(project) ?? new Map<ImageId, ImageSummary>()
      this.#summaries.set(project, summaries.set(summary.path, summary))
      return done
    }
    const there = log?.entries.find((entry) => entry.seq === patch.seq)
    if (there && JSON.stringify(there) === JSON.stringify(patch)) return done
    return Promise.resolve(fail(problem('storage.other-tab', { file: patch.image }, { seq: patch.seq, next })))
  }
  summaries(project: ProjectId): Promise<Result<readonly ImageSummary[]>> {
    return given([...(this.#summaries.get(project)?.values() ?? [])])
  }
  images(project: ProjectId): Promise<Result<readonly ImageId[]>> {
    return given([...(this.#logs.get(project)?.keys() ?? [])])
  }

  policies(): Promise<Result<readonly StoredPolicy[]>> {
    return given([...this.#policies.values(), ...this.#drafts.values()])
  }
  publishPolicy(policy: StoredPolicy): Promise<Result<null>> {
    const key = JSON.stringify([policy.id, policy.version])
    const known = this.#policies.get(key)
    if (known && known.digest !== policy.digest)
      return Promise.resolve(fail(problem('policy.version-exists', {}, { id: policy.id, version: policy.version })))
    if (!known) this.#policies.set(key, policy)
    return done
  }
  putDraft(draft: StoredPolicy): Promise<Result<null>> {
    this.#drafts.set(draft.id, draft)
    return done
  }
  removeDraft(id: string): Promise<Result<null>> {
    this.#drafts.delete(id)
    return done
  }
  setting(key: string): Promise<Result<unknown>> {
    return given(this.#settings.get(key))
  }
  putSetting(key: string, value: unknown): Promise<Result<null>> {
    this.#settings.set(key, structuredClone(value))
    return done
  }
}
