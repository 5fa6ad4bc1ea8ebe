import { nextSeq, undoPatch, type ImageHistory } from '../../core/history/undo'
import type { Patch } from '../../core/history/patch'
import type { PolicyRef } from '../../core/model/annotation'
import type { ImageId, Instant } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { ok, problem, type Problem, type Result } from '../../core/model/problem'
import type { BaselineEntry } from '../../core/policy/baseline'
import type { WorkItem } from '../../core/policy/migrate'
import { migrateJob } from '../../workers/folder/jobs'
import type { Progress } from '../../workers/folder/pace'
import { shardCount, startSeat } from '../../workers/folder/seat'
import type { ImageMigration } from '../../workers/folder/service'
import { Shards } from '../../workers/folder/shards'
import type { Project } from './project.svelte'
import type { Services } from './services'
import type { Settings } from './settings.svelte'

export interface MoveTotals {
  /** Images for which there is something to record. */
  readonly images: number
  readonly rewritten: number
  readonly work: number
  readonly reopened: number
}
const NOTHING: MoveTotals = { images: 0, rewritten: 0, work: 0, reopened: 0 }
const add = (t: MoveTotals, m: ImageMigration): MoveTotals => ({
  images: t.images + (m.ops.length > 0 ? 1 : 0),
  rewritten: t.rewritten + m.rewritten,
  work: t.work + m.work.length,
  reopened: t.reopened + (m.reopened ? 1 : 0),
})

/** What was done, kept so that it can be taken back after a reload too. */
interface MoveRecord {
  readonly from: PolicyRef
  readonly to: PolicyRef
  readonly at: Instant
  /** Image and the place of the migration in its log. */
  readonly entries: readonly (readonly [ImageId, number])[]
  readonly work: readonly WorkItem[]
}
const isRecord = (value: unknown): value is MoveRecord =>
  typeof value === 'object' && value !== null && 'entries' in value && 'from' in value && 'work' in value

type State = 'idle' | 'counting' | 'ready' | 'running' | 'stopped' | 'done' | 'undone'

/** Brings the labels of a folder to the version they are labelled under now: looked at first, done as one act, taken back as one. */
export class Move {
  state = $state<State>('idle')
  progress = $state.raw<Progress>({ done: 0, total: 0 })
  totals = $state.raw<MoveTotals>(NOTHING)
  /** What is left to people, by the last move. */
  work = $state.raw<readonly WorkItem[]>([])
  /** Images that were left as they are, and why. */
  left = $state.raw<readonly Problem[]>([])
  problems = $state.raw<readonly Problem[]>([])
  /** Images that had been edited since, when the move was taken back. */
  kept = $state(0)
  #done = $state.raw<MoveRecord | undefined>(undefined)
  readonly canUndo = $derived(this.#done !== undefined)

  readonly #project: Project
  readonly #services: Services
  readonly #settings: Settings
  #abort = new AbortController()

  constructor(project: Project, services: Services, settings: Settings) {
    this.#project = project
    this.#services = services
    this.#settings = settings
  }

  get #key(): string {
    return `move ${this.#project.record.id}`
  }

  /** Reads what the last move left. */
  async load(): Promise<void> {
    const found = await this.#services.journal.setting(this.#key)
    if (!found.ok || !isRecord(found.value) || this.state !== 'idle') return
    this.#done = found.value
    this.work = found.value.work
  }

  /** Looks what would happen. Nothing is changed. */
  async survey(): Promise<void> {
    if (this.state === 'running') return
    this.#begin('counting')
    const done = await this.#run((results) => {
      this.totals = results.reduce(add, this.totals)
      return Promise.resolve()
    })
    if (done) this.state = 'ready'
  }

  /** Does it, image by image. */
  async apply(): Promise<void> {
    const [from, to] = [this.#project.behind, this.#project.view?.ref]
    if (!from || !to) return
    this.#begin('running')
    const before = this.#done
    const entries: [ImageId, number][] = []
    const work: WorkItem[] = []
    const carried: BaselineEntry[] = []
    const at = this.#services.now()
    const revisions = new Map<ImageId, number>()
    const finished = await this.#run(
      async (results) => {
        for (const result of results) {
          const done = await this.#record(result, { from, to, at }, revisions.get(result.image))
          if (!done.ok) this.left = [...this.left, ...done.problems]
          else if (done.value) entries.push([result.image, done.value.seq])
          if (!done.ok) continue
          work.push(...result.work)
          carried.push(...result.baseline)
          this.totals = add(this.totals, result)
        }
      },
      (doc) => revisions.set(doc.image.path, doc.revision ?? 0),
    )
    // A move that went on where one was stopped is one move.
    const goesOn = before?.to.digest === to.digest && before.from.digest === from.digest
    this.#done = {
      ...{ from, to, at },
      entries: [...(goesOn ? before.entries : []), ...entries],
      work: [...(goesOn ? before.work : []), ...work],
    }
    this.work = this.#done.work
    if (finished) this.#project.setStanding(to)
    await this.#project.old.carry(carried)
    await Promise.all([
      this.#services.journal.putSetting(this.#key, $state.snapshot(this.#done)),
      this.#project.remember(),
    ])
    this.state = finished ? 'done' : 'stopped'
  }

  stop(): void {
    this.#abort.abort()
  }

  /** Takes the last move back, where nothing has been edited since. */
  async undo(): Promise<void> {
    const move = this.#done
    if (!move || this.state === 'running') return
    this.#begin('running')
    this.progress = { done: 0, total: move.entries.length }
    let undone = 0
    for (const [image, seq] of move.entries) {
      const taken = await this.#project.recordFor(image, (history) => this.#undoOf(history, seq))
      if (!taken.ok) this.left = [...this.left, ...taken.problems]
      else if (taken.value) undone++
      else this.kept++
      this.progress = { done: this.progress.done + 1, total: move.entries.length }
    }
    this.totals = { ...NOTHING, images: undone }
    this.#done = undefined
    this.work = []
    this.#project.setStanding(move.from)
    await this.#project.old.uncarry(move.entries.map(([image]) => image))
    await Promise.all([this.#services.journal.putSetting(this.#key, null), this.#project.remember()])
    this.state = 'undone'
  }

  #undoOf(history: ImageHistory, seq: number): Patch | undefined {
    const isNewest = history.undo.undo.at(-1) === seq
    return isNewest ? undoPatch(history, { by: this.#settings.by, at: this.#services.now() }) : undefined
  }

  #begin(state: State): void {
    this.state = state
    this.totals = NOTHING
    this.left = []
    this.problems = []
    this.kept = 0
    this.#abort = new AbortController()
  }

  /** One patch; nothing when the image stands under the version already. An image that changed since it was read is left. */
  async #record(
    { image, ops, work }: ImageMigration,
    { from, to, at }: Pick<MoveRecord, 'from' | 'to' | 'at'>,
    revision: number | undefined,
  ): Promise<Result<Patch | undefined>> {
    if (ops.length === 0) return ok(undefined)
    let isStale = false
    const done = await this.#project.recordFor(image, (history) => {
      isStale = (history.document.revision ?? 0) !== revision
      if (isStale) return undefined
      const args = { from: from.version, to: to.version, work: work.length }
      return {
        image,
        seq: nextSeq(history),
        ops: [...ops],
        cause: { name: 'migrate', args, by: this.#settings.by, at },
      }
    })
    if (done.ok && !done.value)
      return {
        ok: false,
        problems: [problem(isStale ? 'command.stale' : 'storage.other-tab', { file: image }, { file: image })],
      }
    return done
  }

  async #run(
    onresults: (results: readonly ImageMigration[]) => Promise<void>,
    onread: (doc: ImageDocument) => void = () => undefined,
  ): Promise<boolean> {
    const project = this.#project
    const { signal } = this.#abort
    const standing = project.behind
    const shards = new Shards({ count: shardCount(), start: startSeat, loadMs: 15_000 })
    await project.known()
    const images = project.labelled('all')
    this.progress = { done: 0, total: images.length }
    const end = await shards.run({
      job: migrateJob(project.policyText, project.old.baseline, {
        at: this.#services.now(),
        ...(standing ? { standing: $state.snapshot(standing) as PolicyRef } : {}),
      }),
      images,
      document: async (image) => {
        const read = await project.documentOf(image)
        if (read.ok && read.value) onread(read.value)
        return read
      },
      signal,
      onbatch: async (results, unread, progress) => {
        await onresults(results)
        this.left = [...this.left, ...unread]
        this.progress = progress
      },
    })
    shards.end()
    if (!end.ok) this.problems = end.problems
    if (!end.ok || end.value === 'stopped') this.state = 'stopped'
    return end.ok && end.value === 'done'
  }
}
