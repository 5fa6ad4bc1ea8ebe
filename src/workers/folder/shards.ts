/**
 * A run over a whole folder, shared out over several workers. Batches are taken by whichever worker is free and handed back in
 * the order of the images, so that the result does not depend on how many workers there are or which was faster. A worker that
 * dies, or takes too long over a batch, is replaced and its batch done again; what kills two workers is told.
 */
import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import type { Seat } from './seat'
import { Pace, type Progress } from './pace'
import type { FolderService } from './service'

/** What is done with the documents. */
export interface FolderJob<R> {
  /** Names what `prepare` makes a worker hold: it is done once for a worker, however many batches and runs follow. */
  readonly key: string
  prepare(service: FolderService): Promise<Result<unknown>>
  run(service: FolderService, docs: readonly ImageDocument[]): Promise<Result<readonly R[]>>
}

export interface FolderRun<R> {
  readonly job: FolderJob<R>
  readonly images: readonly ImageId[]
  /** Undefined: nothing was ever said about the image. */
  document(image: ImageId): Promise<Result<ImageDocument | undefined>>
  readonly signal: AbortSignal
  /** Results of the next images in order, and what could not be read; the next batch waits for it. */
  onbatch(results: readonly R[], unread: readonly Problem[], progress: Progress): void | Promise<void>
}

export interface ShardsOptions {
  readonly count: number
  readonly start: () => Seat
  /** Images in a batch. */
  readonly batch?: number
  /** How long the texts may take to load, and a batch to be answered. */
  readonly loadMs?: number
  readonly answerMs?: number
  readonly now?: () => number
  /** Told when a worker died and was replaced. */
  readonly onproblem?: (problem: Problem) => void
}

export type RunEnd = 'done' | 'stopped'

class Broken extends Error {}

/** One worker, replaced when it breaks. */
class Shard {
  readonly #start: () => Seat
  #seat: Seat | undefined
  #broken: Promise<never> | undefined
  #holds: string | undefined

  constructor(start: () => Seat) {
    this.#start = start
  }

  #running(): { seat: Seat; broken: Promise<never> } {
    if (this.#seat && this.#broken) return { seat: this.#seat, broken: this.#broken }
    const seat = this.#start()
    const broken = new Promise<never>((_, reject) => {
      seat.onbroken(() => {
        reject(new Broken())
      })
    })
    // It is raced against each answer; between two answers nobody looks.
    broken.catch(() => undefined)
    this.#seat = seat
    this.#broken = broken
    return { seat, broken }
  }

  /** Answers, or throws when the worker died or was too slow; the next call then gets a new worker. */
  async ask<T>(run: (service: FolderService) => Promise<T>, ms: number): Promise<T> {
    const { seat, broken } = this.#running()
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Broken())
      }, ms)
    })
    try {
      return await Promise.race([run(seat.service), broken, late])
    } catch {
      this.end()
      throw new Broken()
    } finally {
      clearTimeout(timer)
    }
  }

  async prepared(job: FolderJob<unknown>, loadMs: number, startMs: number): Promise<Result<unknown>> {
    if (this.#seat && this.#holds === job.key) return ok(null)
    this.#holds = undefined
    await this.ask((service) => service.ready(), startMs)
    const held = await this.ask((service) => job.prepare(service), loadMs)
    if (held.ok) this.#holds = job.key
    return held
  }

  end(): void {
    this.#seat?.end()
    this.#seat = undefined
    this.#broken = undefined
    this.#holds = undefined
  }
}

interface Outcome<R> {
  readonly results: readonly R[]
  readonly unread: readonly Problem[]
  readonly images: number
}

/** The workers of a run; they stay for the next one until `end`. */
export class Shards {
  readonly #options: Required<ShardsOptions>
  readonly #shards: Shard[]

  constructor({
    batch = 16,
    loadMs = 5_000,
    answerMs = 60_000,
    now = () => performance.now(),
    onproblem = () => undefined,
    ...given
  }: ShardsOptions) {
    this.#options = { batch, loadMs, answerMs, now, onproblem, ...given }
    this.#shards = Array.from({ length: Math.max(1, given.count) }, () => new Shard(given.start))
  }

  /** Runs; one run at a time. `stopped` when the signal fired; problems when the texts do not compile or workers keep dying. */
  async run<R>(run: FolderRun<R>): Promise<Result<RunEnd>> {
    const line = new Line(run, this.#options)
    const wanted = Math.min(this.#shards.length, Math.max(1, Math.ceil(run.images.length / this.#options.batch)))
    await Promise.all(this.#shards.slice(0, wanted).map((shard) => this.#work(shard, line, run)))
    if (line.problems) return fail(...line.problems)
    return ok(run.signal.aborted ? 'stopped' : 'done')
  }

  async #work<R>(shard: Shard, line: Line<R>, run: FolderRun<R>): Promise<void> {
    for (let place = line.take(); place !== undefined; place = line.take()) {
      const outcome = await this.#batch(shard, line.imagesOf(place), run)
      if (!outcome.ok) return line.failed(outcome.problems)
      await line.hand(place, outcome.value)
    }
  }

  async #batch<R>(shard: Shard, images: readonly ImageId[], run: FolderRun<R>): Promise<Result<Outcome<R>>> {
    const read = await Promise.all(images.map((image) => run.document(image)))
    const unread = read.flatMap((r) => (r.ok ? [] : r.problems))
    const docs = read.flatMap((r) => (r.ok && r.value ? [r.value] : []))
    const results = docs.length === 0 ? ok([]) : await this.#answer(shard, docs, run)
    return results.ok ? ok({ results: results.value, unread, images: images.length }) : results
  }

  /** A batch that takes its worker with it is done once more, by a new one. */
  async #answer<R>(
    shard: Shard,
    docs: readonly ImageDocument[],
    { job, signal }: FolderRun<R>,
  ): Promise<Result<readonly R[]>> {
    for (let attempt = 1; attempt <= 2 && !signal.aborted; attempt++) {
      try {
        const held = await shard.prepared(job, this.#options.loadMs, this.#options.answerMs)
        if (!held.ok) return held
        return await shard.ask((service) => job.run(service, docs), this.#options.answerMs)
      } catch (error) {
        if (!(error instanceof Broken)) throw error
        if (attempt === 1) this.#options.onproblem(problem('worker.restarted'))
      }
    }
    return signal.aborted ? ok([]) : fail(problem('worker.failed', { file: docs[0]?.image.path ?? '' }))
  }

  end(): void {
    for (const shard of this.#shards) shard.end()
  }
}

/** Batches are taken here and handed back here; out go results in the order of the images. */
class Line<R> {
  problems: readonly Problem[] | undefined
  readonly #run: FolderRun<R>
  readonly #batch: number
  readonly #pace: Pace
  readonly #waiting = new Map<number, Outcome<R>>()
  /** Workers that wait for a slower one. */
  readonly #held: (() => void)[] = []
  readonly #most: number
  #next = 0
  #out = 0
  #done = 0
  #handing: Promise<void> = Promise.resolve()

  constructor(run: FolderRun<R>, { batch, now, count }: Required<ShardsOptions>) {
    this.#most = 4 * count
    run.signal.addEventListener('abort', () => {
      this.#wake()
    })
    this.#run = run
    this.#batch = batch
    this.#pace = new Pace(run.images.length, now)
  }

  take(): number | undefined {
    if (this.#run.signal.aborted || this.problems || this.#next * this.#batch >= this.#run.images.length)
      return undefined
    return this.#next++
  }

  imagesOf(place: number): readonly ImageId[] {
    return this.#run.images.slice(place * this.#batch, (place + 1) * this.#batch)
  }

  failed(problems: readonly Problem[]): void {
    this.problems ??= problems
    this.#wake()
  }

  #wake(): void {
    for (const go of this.#held.splice(0)) go()
  }

  /** The worker goes on when all that was ready has been given out, and not too far ahead of a slow one. */
  async hand(place: number, outcome: Outcome<R>): Promise<void> {
    this.#waiting.set(place, outcome)
    this.#handing = this.#handing.then(() => this.#give())
    await this.#handing
    if (this.#waiting.size > this.#most && !this.#run.signal.aborted && !this.problems)
      await new Promise<void>((go) => this.#held.push(go))
  }

  async #give(): Promise<void> {
    for (let ready = this.#waiting.get(this.#out); ready; ready = this.#waiting.get(this.#out)) {
      if (this.#run.signal.aborted || this.problems) return
      this.#waiting.delete(this.#out++)
      this.#done += ready.images
      await this.#run.onbatch(ready.results, ready.unread, this.#pace.at(this.#done))
    }
    if (this.#waiting.size <= this.#most) this.#wake()
  }
}
