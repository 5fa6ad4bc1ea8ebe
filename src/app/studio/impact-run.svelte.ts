import type { Finding } from '../../core/model/finding'
import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { ok, type Problem, type Result } from '../../core/model/problem'
import type { ValidatorClient } from '../../workers/validator/client'
import { addImage, compareImage, NO_IMPACT, type ImageImpact, type ImpactTotals } from './impact'

/** Images per question to a worker: small enough that a new text never waits long behind one. */
const BATCH = 16
/** Documents kept between runs, in annotations; a larger folder is read again at each run. */
const KEPT_ANNOTATIONS = 50_000

/** What is to be compared: labels of a folder, under a saved text and under the text that `edited` holds. */
export interface ImpactQuestion {
  readonly saved: string
  /** Text that the `edited` worker holds: names the answer. */
  readonly edited: string
  readonly images: readonly ImageId[]
  document(image: ImageId): Promise<Result<ImageDocument | undefined>>
}

interface Batch {
  readonly docs: readonly ImageDocument[]
  readonly unread: readonly Problem[]
}

/** Runs the labels of the open folder under both texts, in batches; a newer run ends the older one. */
export class ImpactRun {
  readonly #saved: ValidatorClient
  readonly #edited: ValidatorClient
  state = $state<'idle' | 'running' | 'interrupted' | 'stopped' | 'done'>('idle')
  /** False after a stop: a large folder is not run at each pause against the person's will. */
  wanted = $state(true)
  done = $state(0)
  total = $state(0)
  totals = $state.raw<ImpactTotals>(NO_IMPACT)
  images = $state.raw<readonly ImageImpact[]>([])
  unread = $state.raw<readonly Problem[]>([])
  /** The saved text does not compile, or a worker failed. */
  problems = $state.raw<readonly Problem[]>([])
  /** The edited text that the numbers are of. */
  of = $state<string | undefined>(undefined)
  /** Resolves when the last run has come to its end. */
  settled: Promise<void> = Promise.resolve()
  #run = 0
  #savedText: string | undefined
  readonly #savedFindings = new Map<ImageId, readonly Finding[]>()
  readonly #documents = new Map<ImageId, ImageDocument>()
  #kept = 0

  constructor(saved: ValidatorClient, edited: ValidatorClient) {
    this.#saved = saved
    this.#edited = edited
  }

  /** The person stops it; it stays stopped until asked again. */
  stop(): void {
    this.wanted = false
    if (this.state === 'running') this.state = 'stopped'
    this.#run++
  }

  /** Another text is coming: what was counted stays on screen until the first numbers of the next run. */
  interrupt(): void {
    this.#run++
    if (this.state === 'running') this.state = 'interrupted'
  }

  /** Forgets what was read: the folder or its labels changed. */
  forget(): void {
    this.interrupt()
    this.#documents.clear()
    this.#savedFindings.clear()
    this.#kept = 0
    this.state = 'idle'
    this.of = undefined
  }

  start(question: ImpactQuestion): Promise<void> {
    this.settled = this.#compare(question)
    return this.settled
  }

  async #compare(question: ImpactQuestion): Promise<void> {
    const run = ++this.#run
    const stale = (): boolean => run !== this.#run
    this.#begin(question)
    if (!(await this.#loadSaved(question.saved)) || stale()) return
    let totals = NO_IMPACT
    const images: ImageImpact[] = []
    for (let at = 0; at < question.images.length; at += BATCH) {
      const batch = await this.#read(question, question.images.slice(at, at + BATCH))
      if (stale()) return
      const [saved, edited] = await Promise.all([this.#savedOf(batch.docs), this.#edited.sweep(batch.docs)])
      if (stale()) return
      if (!saved.ok || !edited.ok) return this.#failed(saved.ok ? (edited.ok ? [] : edited.problems) : saved.problems)
      const found = new Map(edited.value.map((item) => [item.image, item.findings]))
      for (const doc of batch.docs) {
        const [before, after] = [saved.value.get(doc.image.path) ?? [], found.get(doc.image.path) ?? []]
        const impact = compareImage(doc, before, after)
        totals = addImage(totals, before, after, impact)
        if (impact) images.push(impact)
      }
      this.totals = totals
      this.images = [...images]
      this.unread = [...this.unread, ...batch.unread]
      this.done = Math.min(this.total, at + BATCH)
    }
    this.state = 'done'
  }

  #begin(question: ImpactQuestion): void {
    this.state = 'running'
    this.of = question.edited
    this.done = 0
    this.total = question.images.length
    this.unread = []
    this.problems = []
    if (question.images.length > 0) return
    this.totals = NO_IMPACT
    this.images = []
  }

  #failed(problems: readonly Problem[]): void {
    this.problems = problems
    this.state = 'stopped'
  }

  async #loadSaved(text: string): Promise<boolean> {
    if (this.#savedText === text) return true
    this.#savedFindings.clear()
    this.#savedText = undefined
    const loaded = await this.#saved.load(text)
    if (loaded.ok) this.#savedText = text
    else this.#failed(loaded.problems)
    return loaded.ok
  }

  async #savedOf(docs: readonly ImageDocument[]): Promise<Result<ReadonlyMap<ImageId, readonly Finding[]>>> {
    const asked = docs.filter((doc) => !this.#savedFindings.has(doc.image.path))
    if (asked.length > 0) {
      const found = await this.#saved.sweep(asked)
      if (!found.ok) return found
      for (const item of found.value) this.#savedFindings.set(item.image, item.findings)
    }
    return ok(this.#savedFindings)
  }

  async #read(question: ImpactQuestion, images: readonly ImageId[]): Promise<Batch> {
    const unread: Problem[] = []
    const docs = await Promise.all(
      images.map(async (image) => {
        const kept = this.#documents.get(image)
        if (kept) return kept
        const read = await question.document(image)
        if (!read.ok) unread.push(...read.problems)
        else if (read.value) this.#keep(read.value)
        return read.ok ? read.value : undefined
      }),
    )
    return { docs: docs.filter((doc) => doc !== undefined), unread }
  }

  #keep(doc: ImageDocument): void {
    if (this.#kept > KEPT_ANNOTATIONS) return
    this.#documents.set(doc.image.path, doc)
    this.#kept += doc.annotations.length
  }
}
