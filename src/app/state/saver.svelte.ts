import type { Patch } from '../../core/history/patch'
import type { ImageDocument } from '../../core/model/image'
import type { Problem, Result } from '../../core/model/problem'
import type { ImageId } from '../../core/model/ids'
import type { ImageSummary, Journal, ProjectId, SideFiles } from '../../storage/ports'

export type SaveState = 'saved' | 'saving' | 'failed'
export type SideState = 'none' | 'pending' | 'written' | 'failed'

interface Entry {
  readonly patch: Patch
  readonly summary: ImageSummary
  readonly document: ImageDocument
  readonly start: ImageDocument
}

/**
 * Takes every patch to the journal, in order, one transaction each; `state` is `saved` only when nothing is waiting and
 * the last transaction is complete. The image is named by the patch, never by what is on screen. After the journal comes
 * the side file: the newest document of each image, written when its edits pause.
 */
export class Saver {
  state = $state<SaveState>('saved')
  side = $state<SideState>('none')
  problem = $state.raw<Problem | undefined>(undefined)
  sideProblem = $state.raw<Problem | undefined>(undefined)
  /** Entries acknowledged so far in this page: tests and the status line read it. */
  acknowledged = $state(0)

  #journal: Journal
  #project: ProjectId
  #files: SideFiles | undefined
  #waiting: Entry[] = []
  #running: Promise<void> | undefined
  #begun = new Set<ImageId>()
  #dirty = new Map<ImageId, ImageDocument>()
  #writing: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(journal: Journal, project: ProjectId, files: SideFiles | undefined) {
    this.#journal = journal
    this.#project = project
    this.#files = files
  }

  /** Queues one entry. `start` is the document the image's log begins with. */
  add(patch: Patch, document: ImageDocument, start: ImageDocument): void {
    const summary = { path: patch.image, state: document.state, annotations: document.annotations.length }
    this.#waiting.push({ patch, summary, document, start })
    this.state = 'saving'
    this.#running ??= this.#run()
  }

  /** Tries again after a failure. */
  retry(): void {
    if (this.#waiting.length === 0 || this.#running) return
    this.state = 'saving'
    this.#running = this.#run()
  }

  /** Resolves when nothing is waiting, or a save has failed. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
    await this.flushSideFiles()
  }

  async #run(): Promise<void> {
    for (let entry = this.#waiting[0]; entry; entry = this.#waiting[0]) {
      const done = await this.#write(entry)
      if (!done.ok) {
        this.state = 'failed'
        this.problem = done.problems[0]
        this.#running = undefined
        return
      }
      this.#waiting.shift()
      this.acknowledged++
      this.#later(entry.document)
    }
    this.#running = undefined
    this.state = 'saved'
    this.problem = undefined
  }

  async #write(entry: Entry): Promise<Result<null>> {
    const image = entry.patch.image
    if (!this.#begun.has(image)) {
      const begun = await this.#journal.begin(this.#project, entry.start)
      if (!begun.ok) return begun
      this.#begun.add(image)
    }
    const strict = entry.patch.cause.name === 'finish'
    return this.#journal.append(this.#project, entry.patch, entry.summary, strict)
  }

  #later(document: ImageDocument): void {
    if (!this.#files) return
    this.#dirty.set(document.image.path, document)
    this.side = 'pending'
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flushSideFiles(), 400)
  }

  /** Writes the side files that wait. Labels are safe in the journal already, so a failure here is told but blocks nothing. */
  async flushSideFiles(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    this.#writing = this.#flush()
    await this.#writing
  }

  async #flush(): Promise<void> {
    const files = this.#files
    if (!files) return
    for (const [image, document] of [...this.#dirty]) {
      const written = await files.write(document)
      if (written.ok) {
        if (this.#dirty.get(image) === document) this.#dirty.delete(image)
        this.sideProblem = undefined
      } else {
        this.sideProblem = written.problems[0]
        this.side = 'failed'
        return
      }
    }
    if (this.#dirty.size === 0 && this.side === 'pending') this.side = 'written'
    else if (this.#dirty.size === 0 && this.side === 'failed') this.side = 'written'
  }
}
