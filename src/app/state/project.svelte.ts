import { recover, resolve, type Recovery } from '../../core/history/recover'
import { append, replay, type ImageHistory } from '../../core/history/undo'
import { type Patch } from '../../core/history/patch'
import type { PolicyRef } from '../../core/model/annotation'
import type { ClassId, ImageId } from '../../core/model/ids'
import { newDocument, type ImageDocument, type ImageRecord } from '../../core/model/image'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import { compareVersions } from '../../core/policy/migrate-versions'
import type { PolicyView } from '../../core/policy/view'
import type { ImageSource, ProjectRecord } from '../../storage/ports'
import { acquireImage, type ImageLock } from '../../storage/lock'
import { DocumentSession } from './document-session.svelte'
import { Findings } from './findings.svelte'
import { Move } from './move.svelte'
import { OldFindings } from './old-findings.svelte'
import { ImageList } from './image-list.svelte'
import type { PolicyEntry } from './policies.svelte'
import { Saver } from './saver.svelte'
import type { Services } from './services'
import type { Settings } from './settings.svelte'

/** The picture on screen. */
export interface Picture {
  readonly path: ImageId
  readonly bitmap: ImageBitmap
  readonly width: number
  readonly height: number
  readonly warnings: readonly Problem[]
}

/** Resolves once what was changed just now has been painted. */
const painted = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))

/** Without labels of these classes, and without links to them. */
function withoutClasses(doc: ImageDocument, classes: readonly ClassId[]): ImageDocument {
  const gone = new Set(doc.annotations.filter((a) => classes.includes(a.class)).map((a) => a.id))
  if (gone.size === 0) return doc
  const kept = doc.annotations.filter((a) => !gone.has(a.id))
  return {
    ...doc,
    annotations: kept.map((a) =>
      a.links.some((l) => gone.has(l.to)) ? { ...a, links: a.links.filter((l) => !gone.has(l.to)) } : a,
    ),
  }
}

/** The older of a version and of those in whose words a document stands. */
function olderOf(known: PolicyRef | undefined, doc: ImageDocument, policy: string | undefined): PolicyRef | undefined {
  const refs = doc.checked ? [doc.checked.policy] : doc.annotations.map((a) => a.made.policy)
  return refs
    .filter((ref) => ref.id === policy)
    .reduce<PolicyRef | undefined>(
      (old, ref) => (old && compareVersions(old.version, ref.version) <= 0 ? old : ref),
      known,
    )
}

type Conflict = Extract<Recovery, { from: 'conflict' }>

const conflictProblem = ({ journal, side }: Conflict): Problem =>
  problem(
    'sidefile.conflict',
    { file: side.image.path },
    { journal: replay(journal.start, journal.log).document.annotations.length, side: side.annotations.length },
  )

/** One open folder (or file list, or the sample): its images, its policy, and the image being worked on. */
export class Project {
  readonly images = new ImageList()
  readonly findings = new Findings()
  readonly saver: Saver
  readonly source: ImageSource

  record = $state.raw<ProjectRecord>() as ProjectRecord
  policyText = $state('')
  view = $state.raw<PolicyView | undefined>(undefined)
  policyProblems = $state.raw<readonly Problem[]>([])
  current = $state.raw<ImageId | undefined>(undefined)
  picture = $state.raw<Picture | undefined>(undefined)
  pictureProblem = $state.raw<Problem | undefined>(undefined)
  session = $state.raw<DocumentSession | undefined>(undefined)
  /** The side file and the journal disagree, or the file is not the one that was labelled. */
  documentProblem = $state.raw<Problem | undefined>(undefined)
  conflict = $state.raw<{ readonly recovery: Conflict; readonly record: ImageRecord } | undefined>(undefined)
  workerProblem = $state.raw<Problem | undefined>(undefined)
  locked = $state(false)
  /** Brings the labels to the version they are labelled under now, where that is another. */
  readonly move: Move
  /** Old findings that are accepted. */
  readonly old: OldFindings
  /** The labels stand under another version of this policy. */
  readonly behind = $derived.by(() => {
    const [standing, now] = [this.record.standing, this.view?.ref]
    const isBehind = standing !== undefined && standing.id === now?.id && standing.digest !== now.digest
    return isBehind && this.labelled('all').length > 0 ? standing : undefined
  })

  readonly #services: Services
  readonly #settings: Settings
  readonly #abort = new AbortController()
  #known: Promise<unknown> = Promise.resolve()
  #visit = 0
  #release: (() => void) | undefined
  #lock: ImageLock | undefined

  constructor(services: Services, settings: Settings, source: ImageSource, record: ProjectRecord) {
    this.#services = services
    this.#settings = settings
    this.source = source
    this.record = record
    this.move = new Move(this, services, settings)
    this.old = new OldFindings(this, services, settings)
    this.findings.isAccepted = (finding) => {
      const document = this.session?.document
      return document !== undefined && (this.old.known?.isKnown(document, finding) ?? false)
    }
    this.saver = new Saver(services.journal, record.id, source.access === 'read-write' ? source.sideFiles : undefined)
  }

  setStanding(standing: PolicyRef | undefined): void {
    if (standing) this.record = { ...this.record, standing }
  }

  /** Remembers where the project stands. */
  remember(): Promise<void> {
    return this.#remember()
  }

  /**
   * Until the state of every image is known, from the journal or from the files beside the images. Whoever takes all labelled
   * images must wait for it, or would leave some out without a word.
   */
  async known(): Promise<void> {
    await this.#known
  }

  /** Lists the images, loads the policy and shows the first image, all at once: none waits for another. */
  async start(policy: PolicyEntry | undefined): Promise<void> {
    // What the last visit was labelled under, before the policy of this one counts.
    if (!this.record.standing) this.setStanding(this.record.policy)
    void this.old.load()
    void this.move.load()
    this.#known = Promise.all([this.#loadSummaries(), this.#listImages()])
    if (policy) await this.usePolicy(policy)
    else this.policyProblems = [problem('policy.not-loaded')]
  }

  async #listImages(): Promise<void> {
    const last = this.record.lastImage
    const back = last ? this.#showWhenThere(last) : undefined
    try {
      await this.images.read(this.source, this.#abort.signal, async (first) => {
        await (back ?? this.show(first))
        await painted()
      })
    } catch {
      this.images.problem = problem('folder.gone', { file: this.source.name })
      return
    }
    await back
    if (!this.current) {
      const first = this.images.entries[0]
      if (first) void this.show(first.path)
    }
    const standing = await this.#readSideSummaries()
    if (!this.record.standing) this.setStanding(standing ?? this.view?.ref)
    await this.#remember()
  }

  /** Goes back to the image of the last visit, unless it is gone. */
  async #showWhenThere(path: ImageId): Promise<void> {
    const file = await this.source.open(path)
    if (file.ok && !this.current) await this.show(path)
  }

  async #loadSummaries(): Promise<void> {
    const found = await this.#services.journal.summaries(this.record.id)
    if (found.ok) for (const summary of found.value) this.images.setSummary(summary)
  }

  /** Labels that came with the folder and were never opened here also have a state. */
  async #readSideSummaries(): Promise<PolicyRef | undefined> {
    let oldest: PolicyRef | undefined
    if (this.source.sideFiles.set === undefined) return undefined
    for (const entry of this.images.entries) {
      if (this.#abort.signal.aborted) return undefined
      if (this.images.summaries.has(entry.path)) continue
      const side = await this.source.sideFiles.read(entry.path)
      if (!side.ok) this.images.setTrouble(entry.path, side.problems[0])
      else if (side.value && !this.images.summaries.has(entry.path)) {
        oldest = olderOf(oldest, side.value, this.view?.ref.id)
        this.images.setSummary({
          path: entry.path,
          state: side.value.state,
          annotations: side.value.annotations.length,
        })
      }
    }
    return oldest
  }

  async #remember(): Promise<void> {
    const counts = { images: this.images.entries.length, finished: this.images.finished }
    const policy = this.view?.ref
    this.record = {
      ...this.record,
      counts,
      ...(policy ? { policy } : {}),
      ...(this.current ? { lastImage: this.current } : {}),
    }
    await this.#services.journal.putProject(this.record)
  }

  /** Labels from now on under another policy; what is there is checked under it at once. */
  async usePolicy(entry: PolicyEntry): Promise<void> {
    const text = await entry.text()
    const loaded = await this.#services.validator.load(text)
    if (!loaded.ok) {
      this.policyProblems = loaded.problems
      return
    }
    // Between two policies of different names there is nothing to bring over.
    const isOther = this.record.standing !== undefined && this.record.standing.id !== loaded.value.view.ref.id
    this.policyText = text
    this.policyProblems = []
    this.view = loaded.value.view
    if (isOther) this.setStanding(this.view.ref)
    await this.#check()
    await this.#remember()
  }

  /** The two copies of an image's labels, journal and side file, and which of them counts. */
  async #recovery(path: ImageId): Promise<Result<Recovery>> {
    const [journal, side] = await Promise.all([
      this.#services.journal.load(this.record.id, path),
      this.source.sideFiles.read(path),
    ])
    if (!journal.ok) return journal
    if (!side.ok && !journal.value) return side
    return ok(recover(journal.value, side.ok ? side.value : undefined))
  }

  /** An image's document as stored, for export and sweeps; undefined when nothing was ever said about it. */
  async documentOf(path: ImageId): Promise<Result<ImageDocument | undefined>> {
    if (path === this.current && this.session) return ok(this.session.document)
    const recovery = await this.#recovery(path)
    if (!recovery.ok) return recovery
    if (recovery.value.from === 'conflict') return fail(conflictProblem(recovery.value))
    if (recovery.value.from === 'nothing') return ok(undefined)
    const { start, log } = recovery.value.stored
    return ok(replay(start, log).document)
  }

  /**
   * One entry for an image's log that no gesture made. The image on screen takes it like any other; for the others it goes
   * to the journal, then to the side file. `make` gets the history as it is now; undefined when it makes nothing of it.
   */
  async recordFor(
    path: ImageId,
    make: (history: ImageHistory) => Patch | undefined,
  ): Promise<Result<Patch | undefined>> {
    if (path === this.current && this.session) {
      const patch = this.session.record(make)
      await this.saver.settled()
      return ok(patch)
    }
    const recovery = await this.#recovery(path)
    if (!recovery.ok) return recovery
    if (recovery.value.from === 'conflict') return fail(conflictProblem(recovery.value))
    if (recovery.value.from === 'nothing') return ok(undefined)
    const { start, log } = recovery.value.stored
    const history = replay(start, log)
    const patch = make(history)
    if (!patch) return ok(undefined)
    return this.#store(start, append(history, patch).document, patch)
  }

  async #store(start: ImageDocument, document: ImageDocument, patch: Patch): Promise<Result<Patch>> {
    const { journal } = this.#services
    const begun = await journal.begin(this.record.id, start)
    if (!begun.ok) return begun
    const summary = { path: patch.image, state: document.state, annotations: document.annotations.length }
    const stored = await journal.append(this.record.id, patch, summary)
    if (!stored.ok) return stored
    this.images.setSummary(summary)
    // The labels are safe in the journal; that the folder could not be written is told where it is told of edits.
    if (this.source.access === 'read-write') {
      const written = await this.source.sideFiles.write(document)
      if (!written.ok) this.saver.sideProblem = written.problems[0]
    }
    return ok(patch)
  }

  /** Shows an image and makes it the one being worked on. Whatever was asked for before and comes later is dropped. */
  async show(path: ImageId): Promise<void> {
    const visit = ++this.#visit
    const here = (): boolean => visit === this.#visit
    this.#leave()
    this.current = path
    const recovery = this.#recovery(path)
    const opened = await this.source.open(path)
    if (!here()) return
    if (!opened.ok) return this.#cannotShow(path, opened.problems[0])
    const decoded = await this.#services.imaging.decode(path, opened.value, 'shown')
    if (!decoded.ok) return here() ? this.#cannotShow(path, decoded.problems[0]) : undefined
    if (!here()) return decoded.value.release()
    const { bitmap, image, warnings } = decoded.value
    this.#showPicture({ path, bitmap, width: image.width, height: image.height, warnings }, decoded.value.release)
    this.images.setTrouble(path, undefined)
    this.#prefetch(path)
    const [record, known] = await Promise.all([decoded.value.record, recovery])
    if (!here()) return
    if (!record.ok) return this.#cannotShow(path, record.problems[0])
    if (!known.ok) {
      this.documentProblem = known.problems[0]
      return
    }
    this.#openRecovered(known.value, record.value)
    void this.#remember()
    void this.#lockImage(path, here)
  }

  #openRecovered(recovery: Recovery, record: ImageRecord): void {
    switch (recovery.from) {
      case 'nothing':
        return this.#open(newDocument(record), [], true)
      case 'conflict':
        this.conflict = { recovery, record }
        this.documentProblem = conflictProblem(recovery)
        return
      default: {
        const { start, log } = recovery.stored
        return this.#open(start, log, start.image.sha256 === record.sha256)
      }
    }
  }

  /** The person decided which of two copies counts; the other stays where it is until the next edit writes over it. */
  settle(keep: 'journal' | 'side'): void {
    if (!this.conflict) return
    const { recovery, record } = this.conflict
    const { start, log } = resolve(recovery, keep)
    this.conflict = undefined
    this.documentProblem = undefined
    this.#open(start, log, start.image.sha256 === record.sha256)
  }

  #open(start: ImageDocument, log: readonly Patch[], sameFile: boolean): void {
    const session = new DocumentSession(
      start,
      log,
      { patched: (patch, _before, after) => this.#patched(patch, after, start) },
      { by: () => this.#settings.by, now: this.#services.now, policy: () => this.view?.ref },
    )
    if (!sameFile) {
      session.writable = false
      this.documentProblem = problem('image.changed', { file: start.image.path })
    }
    this.session = session
    void this.#check()
  }

  async #lockImage(path: ImageId, here: () => boolean): Promise<void> {
    const session = this.session
    const lock = await acquireImage(this.record.id, path, () => {
      if (session) session.writable = false
      this.locked = true
    })
    if (!here()) return lock.release()
    this.#lock = lock
    this.locked = !lock.held
    if (session && !lock.held) session.writable = false
  }

  /** Takes the image over from the other tab, then reads it anew. */
  async takeOver(): Promise<void> {
    await this.#lock?.takeOver()
    if (this.current) await this.show(this.current)
  }

  #leave(): void {
    const left = this.session?.document.image.path
    if (left) void this.#services.validator.drop(left)
    this.#lock?.release()
    this.#lock = undefined
    this.locked = false
    this.session = undefined
    this.documentProblem = undefined
    this.conflict = undefined
    this.findings.clear()
  }

  /** Puts a picture on screen; the old bitmap is given back only now, since it was drawn until now. */
  #showPicture(picture: Picture | undefined, release: (() => void) | undefined): void {
    const old = this.#release
    this.picture = picture
    this.#release = release
    this.pictureProblem = undefined
    old?.()
  }

  #cannotShow(path: ImageId, why: Problem | undefined): void {
    this.#showPicture(undefined, undefined)
    this.pictureProblem = why
    this.images.setTrouble(path, why)
  }

  #prefetch(path: ImageId): void {
    const near = [1, -1].map((step) => this.images.neighbour(path, step)).filter((n) => n !== undefined)
    this.#services.imaging.prefetch(
      near.filter((n) => !this.images.problemOf(n)),
      (next) => this.source.open(next),
    )
  }

  /** A thumbnail for the list; a file that cannot be decoded shows why in the list. */
  async thumbnail(path: ImageId, signal: AbortSignal): Promise<ImageBitmap | undefined> {
    const file = await this.source.open(path)
    if (signal.aborted) return undefined
    if (!file.ok) {
      this.images.setTrouble(path, file.problems[0])
      return undefined
    }
    const made = await this.#services.imaging.thumbnail(path, file.value, 136, signal)
    if (signal.aborted) return undefined
    if (!made.ok) this.images.setTrouble(path, made.problems[0])
    return made.ok ? made.value.bitmap : undefined
  }

  #patched(patch: Patch, document: ImageDocument, start: ImageDocument): void {
    this.saver.add(patch, document, start)
    this.images.setSummary({ path: patch.image, state: document.state, annotations: document.annotations.length })
    this.findings.asked = patch.seq
    void this.#services.validator.patch(patch).then((delta) => {
      if (!delta) return
      if (!delta.ok) this.workerProblem = delta.problems[0]
      else if (this.current === patch.image) this.findings.apply(delta.value)
    })
  }

  async #check(): Promise<void> {
    const session = this.session
    if (!session || !this.view) return
    this.findings.asked = session.seq
    const delta = await this.#services.validator.put(session.document, session.seq)
    if (this.session !== session || !delta) return
    if (!delta.ok) this.workerProblem = delta.problems[0]
    else this.findings.apply(delta.value)
  }

  /** The images that have something to export, as far as `known`. */
  labelled(which: 'finished' | 'all'): ImageId[] {
    return [...this.images.summaries.values()]
      .filter((s) => s.state === 'finished' || (which === 'all' && s.state === 'working'))
      .map((s) => s.path)
  }

  async bytesOf(path: ImageId): Promise<Result<Blob>> {
    return this.source.open(path)
  }

  /** The document for export: must exist. */
  async exportDocument(path: ImageId): Promise<Result<ImageDocument>> {
    const document = await this.documentOf(path)
    if (!document.ok) return document
    return document.value
      ? ok(withoutClasses(document.value, this.view?.retired ?? []))
      : fail(problem('export.nothing', { file: path }))
  }

  async close(): Promise<void> {
    this.#visit++
    this.#abort.abort()
    this.#leave()
    this.#showPicture(undefined, undefined)
    await this.saver.settled()
    await this.#remember()
  }
}
