import type { Instant } from '../../core/model/ids'
import { problem, type Problem } from '../../core/model/problem'
import { dropped, type Dropped } from '../../storage/drop'
import { FilesSource } from '../../storage/files/files-source'
import { ensureAccess, FolderSource } from '../../storage/folder/folder-source'
import { IdbJournal } from '../../storage/journal/idb-journal'
import { SampleSource } from '../../storage/sample/sample-source'
import type { ImageSource, ProjectId, ProjectRecord } from '../../storage/ports'
import { handOver } from './handover'
import { PolicyLibrary, type PolicyEntry } from './policies.svelte'
import { Project } from './project.svelte'
import { createServices, type Services } from './services'
import { Settings } from './settings.svelte'

/** How long the browser's permission question may stand before we say so. */
const PATIENCE = 1500

/** The whole app: what is open, and how it came to be open. */
export class App {
  readonly services: Services
  readonly settings = new Settings()
  readonly library: PolicyLibrary
  project = $state.raw<Project | undefined>(undefined)
  recent = $state.raw<readonly ProjectRecord[]>([])
  problem = $state.raw<Problem | undefined>(undefined)
  /** Name of what is being opened. */
  opening = $state<string | undefined>(undefined)
  waitingForPermission = $state(false)
  #permission: AbortController | undefined
  /** Where the person was when something began to open. */
  #openedFrom = ''

  constructor() {
    this.services = createServices(new IdbJournal({ damaged: (found) => (this.problem = found) }))
    this.library = new PolicyLibrary(this.services.journal)
  }

  async load(): Promise<void> {
    await Promise.all([this.settings.load(this.services.journal), this.library.load(), this.#loadRecent()])
  }

  async #loadRecent(): Promise<void> {
    const found = await this.services.journal.projects()
    if (found.ok) this.recent = [...found.value].sort((a, b) => b.openedAt.localeCompare(a.openedAt))
    else this.problem = found.problems[0]
  }

  async openSample(): Promise<void> {
    if (this.project?.source.kind === 'sample' || this.opening !== undefined) return
    await this.#open('', async () => {
      const source = await SampleSource.open('sample/')
      if (!source.ok) return source.problems[0]
      const { index } = source.value
      await this.#begin(source.value, 'sample' as ProjectId, {
        task: index.task,
        date: index.date,
        policy: index.policy,
      })
      return undefined
    })
  }

  /** The browser's folder picker. A cancelled picker is no problem. */
  async pickFolder(): Promise<void> {
    try {
      const handle = await window.showDirectoryPicker({ id: 'groundrule', mode: 'readwrite' })
      await this.openHandle(handle)
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        this.problem = problem('folder.denied', {}, { reason: String(error) })
    }
  }

  async openHandle(handle: FileSystemDirectoryHandle, known?: ProjectRecord): Promise<void> {
    await this.#open(handle.name, async () => {
      const record = known ?? (await this.#recordOf(handle))
      const access = await this.#access(handle)
      if (access === 'none') return problem('folder.denied', { file: handle.name })
      const source = await FolderSource.open(handle, access, this.#names(record, handle.name))
      if (!source.ok) return source.problems[0]
      const id = record?.id ?? (crypto.randomUUID() as ProjectId)
      await this.#begin(source.value, id, this.#names(record, handle.name), handle)
      return undefined
    })
  }

  async #access(handle: FileSystemDirectoryHandle): Promise<'read' | 'read-write' | 'none'> {
    const abort = new AbortController()
    this.#permission = abort
    const slow = setTimeout(() => (this.waitingForPermission = true), PATIENCE)
    try {
      if (await ensureAccess(handle, 'readwrite', abort.signal)) return 'read-write'
      return (await ensureAccess(handle, 'read', AbortSignal.timeout(PATIENCE))) ? 'read' : 'none'
    } finally {
      clearTimeout(slow)
      this.waitingForPermission = false
    }
  }

  /** Goes on without the right to write. */
  goOnReadOnly(): void {
    this.#permission?.abort()
  }

  #names(record: ProjectRecord | undefined, name: string): { task: string; date: string } {
    return record
      ? { task: record.task, date: record.date }
      : { task: taskName(name), date: this.services.now().slice(0, 10) }
  }

  async #recordOf(handle: FileSystemDirectoryHandle): Promise<ProjectRecord | undefined> {
    for (const record of this.recent.filter((r) => r.kind === 'folder')) {
      const known = await this.services.journal.handle(record.id)
      if (known.ok && known.value && (await known.value.isSameEntry(handle))) return record
    }
    return undefined
  }

  async openFiles(files: FileList | readonly File[], rootName?: string): Promise<void> {
    const source = FilesSource.fromFiles([...files], rootName)
    await this.#openFilesSource(source)
  }

  async #openFilesSource(source: ImageSource): Promise<void> {
    await this.#open(source.name, async () => {
      const id = `files:${source.name}` as ProjectId
      const record = this.recent.find((r) => r.id === id)
      await this.#begin(source, id, this.#names(record, source.name))
      return undefined
    })
  }

  /** Reopens a recent project; a read-only folder must be chosen again by the person. Answers whether that is so. */
  async reopen(record: ProjectRecord): Promise<'opened' | 'choose again'> {
    if (record.kind === 'sample') location.hash = '#/sample'
    if (record.kind !== 'folder') return record.kind === 'sample' ? 'opened' : 'choose again'
    const handle = await this.services.journal.handle(record.id)
    if (!handle.ok || !handle.value) return 'choose again'
    await this.openHandle(handle.value, record)
    return 'opened'
  }

  /** After a reload: goes on where the address says, if the folder may still be read without asking. */
  async resume(id: string): Promise<void> {
    const record = this.recent.find((r) => r.id === id)
    if (!record || record.kind !== 'folder') {
      location.hash = '#/'
      return
    }
    const handle = await this.services.journal.handle(record.id)
    const granted = handle.ok && handle.value && (await handle.value.queryPermission({ mode: 'read' })) === 'granted'
    if (granted) await this.openHandle(handle.value, record)
    else location.hash = '#/'
  }

  async forget(record: ProjectRecord): Promise<void> {
    const gone = await this.services.journal.forgetProject(record.id)
    if (!gone.ok) this.problem = gone.problems[0]
    await this.#loadRecent()
  }

  /** Something was dropped on the page: a folder, files, or a bundle. */
  async take(transfer: DataTransfer): Promise<void> {
    const what: Dropped = await dropped(transfer)
    switch (what.kind) {
      case 'directory':
        return this.openHandle(what.handle)
      case 'files':
        return this.#openFilesSource(what.source)
      case 'bundle':
        handOver(what.file)
        location.hash = '#/inspect'
        return
      case 'problem':
        this.problem = what.problem
    }
  }

  async #open(name: string, work: () => Promise<Problem | undefined>): Promise<void> {
    this.problem = undefined
    this.opening = name
    this.#openedFrom = location.hash
    try {
      this.problem = await work()
    } finally {
      this.opening = undefined
    }
  }

  async #begin(
    source: ImageSource,
    id: ProjectId,
    names: { readonly task: string; readonly date: string; readonly policy?: string },
    handle?: FileSystemDirectoryHandle,
  ): Promise<void> {
    await this.project?.close()
    // What the closed project remembered (policy, last image) counts, not what was read at the start.
    await this.#loadRecent()
    const now: Instant = this.services.now()
    const known = this.recent.find((r) => r.id === id)
    const record: ProjectRecord = {
      ...known,
      id,
      name: source.name,
      kind: source.kind,
      createdAt: known?.createdAt ?? now,
      openedAt: now,
      task: names.task,
      date: names.date,
    }
    const project = new Project(this.services, this.settings, source, record)
    this.project = project
    // Only if the person has not gone elsewhere meanwhile.
    if (location.hash === this.#openedFrom)
      location.hash = source.kind === 'sample' ? '#/sample' : `#/project/${encodeURIComponent(id)}`
    const put = await this.services.journal.putProject(record, handle)
    if (!put.ok) this.problem = put.problems[0]
    await project.start(this.#policyFor(record, names.policy))
    await this.#loadRecent()
  }

  /** The policy of the last visit, else what the folder names, else the first that ships. */
  #policyFor(record: ProjectRecord, named: string | undefined): PolicyEntry | undefined {
    const [id, version] = named?.split('/') ?? []
    const last = record.policy
    return (
      (last && this.library.find(last.id, last.version)) ??
      (id && version ? this.library.find(id, version) : undefined) ??
      this.library.first
    )
  }

  async closeProject(): Promise<void> {
    const project = this.project
    this.project = undefined
    await project?.close()
    await this.#loadRecent()
  }
}

/** A folder name as part of another name: no separators, no dots at the ends. */
const taskName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\s/\\:*?"<>|]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '') || 'task'
