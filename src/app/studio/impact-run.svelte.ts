import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { type Problem, type Result } from '../../core/model/problem'
import { addImpact, NO_IMPACT, touches, type DocumentImpact, type ImpactTotals } from '../../core/policy/impact'
import { impactJob } from '../../workers/folder/jobs'
import type { Progress } from '../../workers/folder/pace'
import type { Shards } from '../../workers/folder/shards'

/** Documents kept between runs, in annotations; a larger folder is read again at each run. */
const KEPT_ANNOTATIONS = 50_000
/** Images shown one by one; the totals count all. */
const SHOWN_IMAGES = 2_000

/** What is to be compared: labels of a folder, under a saved text and under an edited one. */
export interface ImpactQuestion {
  readonly saved: string
  /** Also names the answer. */
  readonly edited: string
  readonly images: readonly ImageId[]
  document(image: ImageId): Promise<Result<ImageDocument | undefined>>
}

/** Runs the labels of the open folder under both texts; a newer run ends the older one. */
export class ImpactRun {
  readonly #shards: Shards
  state = $state<'idle' | 'running' | 'interrupted' | 'stopped' | 'done'>('idle')
  /** False after a stop: a large folder is not run at each pause against the person's will. */
  wanted = $state(true)
  progress = $state.raw<Progress>({ done: 0, total: 0 })
  totals = $state.raw<ImpactTotals>(NO_IMPACT)
  images = $state.raw<readonly DocumentImpact[]>([])
  unread = $state.raw<readonly Problem[]>([])
  /** A text does not compile, or a worker failed. */
  problems = $state.raw<readonly Problem[]>([])
  /** The edited text that the numbers are of. */
  of = $state<string | undefined>(undefined)
  /** Resolves when the last run has come to its end. */
  settled: Promise<void> = Promise.resolve()
  #abort = new AbortController()
  readonly #documents = new Map<ImageId, ImageDocument>()
  #kept = 0

  constructor(shards: Shards) {
    this.#shards = shards
  }

  /** The person stops it; it stays stopped until asked again. */
  stop(): void {
    this.wanted = false
    if (this.state === 'running') this.state = 'stopped'
    this.#abort.abort()
  }

  /** Another text is coming: what was counted stays on screen until the first numbers of the next run. */
  interrupt(): void {
    this.#abort.abort()
    if (this.state === 'running') this.state = 'interrupted'
  }

  /** Forgets what was read: the folder or its labels changed. */
  forget(): void {
    this.interrupt()
    this.#documents.clear()
    this.#kept = 0
    this.state = 'idle'
    this.of = undefined
  }

  start(question: ImpactQuestion): Promise<void> {
    this.#abort.abort()
    const abort = new AbortController()
    this.#abort = abort
    // One run at a time: the older one ends at its next batch.
    this.settled = this.settled.then(() => (abort.signal.aborted ? undefined : this.#compare(question, abort.signal)))
    return this.settled
  }

  async #compare(question: ImpactQuestion, signal: AbortSignal): Promise<void> {
    this.#begin(question)
    let totals = NO_IMPACT
    const images: DocumentImpact[] = []
    const end = await this.#shards.run({
      job: impactJob(question.saved, question.edited),
      images: question.images,
      document: (image) => this.#read(question, image),
      signal,
      onbatch: (results, unread, progress) => {
        totals = results.reduce(addImpact, totals)
        images.push(...results.filter(touches).slice(0, SHOWN_IMAGES - images.length))
        this.totals = totals
        this.images = [...images]
        this.unread = [...this.unread, ...unread]
        this.progress = progress
      },
    })
    if (signal.aborted) return
    if (!end.ok) this.problems = end.problems
    this.state = end.ok ? 'done' : 'stopped'
  }

  #begin(question: ImpactQuestion): void {
    this.state = 'running'
    this.of = question.edited
    this.progress = { done: 0, total: question.images.length }
    this.unread = []
    this.problems = []
    if (question.images.length > 0) return
    this.totals = NO_IMPACT
    this.images = []
  }

  async #read(question: ImpactQuestion, image: ImageId): Promise<Result<ImageDocument | undefined>> {
    const kept = this.#documents.get(image)
    if (kept) return { ok: true, value: kept }
    const read = await question.document(image)
    if (read.ok && read.value && this.#kept <= KEPT_ANNOTATIONS) {
      this.#documents.set(image, read.value)
      this.#kept += read.value.annotations.length
    }
    return read
  }

  end(): void {
    this.#shards.end()
  }
}
