import type { ImageId } from '../../core/model/ids'
import type { Problem } from '../../core/model/problem'
import {
  baselineText,
  emptyBaseline,
  KnownViolations,
  pruned,
  readBaseline,
  withEntries,
  type Baseline,
  type BaselineEntry,
} from '../../core/policy/baseline'
import { checkJob } from '../../workers/folder/jobs'
import type { Progress } from '../../workers/folder/pace'
import { shardCount, startSeat } from '../../workers/folder/seat'
import { Shards } from '../../workers/folder/shards'
import type { Project } from './project.svelte'
import type { Services } from './services'
import type { Settings } from './settings.svelte'

const FILE = 'baseline.json'

/** What a check of the folder found. */
interface Checked {
  readonly images: number
  /** Entries for findings that block and are not accepted. */
  readonly fresh: readonly BaselineEntry[]
  readonly gone: readonly BaselineEntry[]
  readonly void: readonly BaselineEntry[]
}
const NOTHING: Checked = { images: 0, fresh: [], gone: [], void: [] }

/** The baseline of a folder: kept in this browser, and beside the labels where the folder can be written. */
export class OldFindings {
  known = $state.raw<KnownViolations | undefined>(undefined)
  state = $state<'idle' | 'running' | 'stopped' | 'done'>('idle')
  progress = $state.raw<Progress>({ done: 0, total: 0 })
  checked = $state.raw<Checked>(NOTHING)
  problems = $state.raw<readonly Problem[]>([])
  readonly #project: Project
  readonly #services: Services
  readonly #settings: Settings
  #abort = new AbortController()
  /** As it was before the last move, by image: taken back with it. */
  #before: Baseline | undefined

  constructor(project: Project, services: Services, settings: Settings) {
    this.#project = project
    this.#services = services
    this.#settings = settings
  }

  get baseline(): Baseline | undefined {
    return this.known?.baseline
  }
  get #key(): string {
    return `baseline ${this.#project.record.id}`
  }

  /** The folder's own file counts: it travels with the labels. Without one, what this browser keeps. */
  async load(): Promise<void> {
    const file = await this.#project.source.sideFiles.readBeside(FILE)
    const kept = await this.#services.journal.setting(this.#key)
    const text = file.ok && file.value !== undefined ? file.value : kept.ok ? kept.value : undefined
    if (typeof text !== 'string') return
    const read = readBaseline(text)
    this.problems = read.ok ? [] : read.problems
    if (read.ok) this.known = new KnownViolations(read.value)
  }

  async #save(baseline: Baseline): Promise<void> {
    this.known = new KnownViolations(baseline)
    const text = baselineText(baseline)
    const kept = await this.#services.journal.putSetting(this.#key, text)
    const { access, sideFiles } = this.#project.source
    const written = access === 'read-write' ? await sideFiles.writeBeside(FILE, text) : kept
    this.problems = [kept, written].flatMap((r) => (r.ok ? [] : r.problems))
  }

  /** Looks through the folder: what blocks, and which entries no longer occur. */
  async check(): Promise<void> {
    const project = this.#project
    const abort = new AbortController()
    this.#abort = abort
    this.state = 'running'
    this.problems = []
    await project.known()
    const images = project.labelled('all')
    this.progress = { done: 0, total: images.length }
    let found: Checked = { ...NOTHING, gone: this.#homeless(images) }
    const shards = new Shards({ count: shardCount(), start: startSeat, loadMs: 15_000 })
    const end = await shards.run({
      job: checkJob(project.policyText, this.baseline),
      images,
      document: (image) => project.documentOf(image),
      signal: abort.signal,
      onbatch: (results, unread, progress) => {
        found = {
          images: found.images + results.length,
          fresh: [...found.fresh, ...results.flatMap((r) => r.fresh)],
          gone: [...found.gone, ...results.flatMap((r) => r.gone)],
          void: [...found.void, ...results.flatMap((r) => r.void)],
        }
        this.problems = [...this.problems, ...unread]
        this.progress = progress
      },
    })
    shards.end()
    if (!end.ok) this.problems = end.problems
    const isWhole = end.ok && end.value === 'done'
    this.checked = isWhole ? found : NOTHING
    this.state = isWhole ? 'done' : 'stopped'
  }

  /** Entries of images that the folder does not have, or about which nothing is said any more. */
  #homeless(images: readonly ImageId[]): BaselineEntry[] {
    const there = new Set(images)
    return this.known?.baseline.entries.filter((e) => !there.has(e.image)) ?? []
  }

  stop(): void {
    this.#abort.abort()
  }

  /** Accepts what the last check found. */
  async accept(): Promise<void> {
    const ref = this.#project.view?.ref
    if (!ref) return
    const { fresh } = this.checked
    const at = this.#services.now()
    const base = this.baseline ?? emptyBaseline(ref, this.#settings.by, at)
    this.checked = { ...this.checked, fresh: [] }
    await this.#save({ ...withEntries(base, fresh), policy: ref, by: this.#settings.by, at })
  }

  /** Strikes what no longer occurs or is void. */
  async prune(): Promise<void> {
    const base = this.baseline
    if (!base) return
    const dropped = [...this.checked.gone, ...this.checked.void]
    this.checked = { ...this.checked, gone: [], void: [] }
    await this.#save(pruned(base, dropped))
  }

  /** After a move: entries of migrated images in the labels' new words. */
  async carry(entries: readonly BaselineEntry[]): Promise<void> {
    const base = this.baseline
    if (!base || entries.length === 0) return
    this.#before = base
    await this.#save(withEntries(base, entries))
  }

  /** After a move was taken back: the entries of these images as they were. */
  async uncarry(images: readonly ImageId[]): Promise<void> {
    const [base, before] = [this.baseline, this.#before]
    if (!base || !before) return
    const back = new Set(images)
    this.#before = undefined
    await this.#save(
      withEntries(
        base,
        before.entries.filter((e) => back.has(e.image)),
      ),
    )
  }
}
