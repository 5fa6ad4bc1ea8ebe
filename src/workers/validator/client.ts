import { apply, type Patch } from '../../core/history/patch'
import type { Measures } from '../../core/geometry/measures'
import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import type { CaseResult, FindingsDelta } from '../../core/validate/engine'
import { startSeat, type Seat } from './seat'
import type { PolicyLint, PolicyLoaded, PublishReview, SweepItem, ValidatorService, VersionChanges } from './service'

export interface ValidatorOptions {
  /** How long a policy may take to load before its worker is ended. */
  readonly loadMs?: number
  /** How long any other answer may take. */
  readonly answerMs?: number
  /** Told when a worker died and was restarted. */
  readonly onproblem?: (problem: Problem) => void
  /** Starts a worker; tests give their own. */
  readonly start?: () => Seat
}

interface Held {
  doc: ImageDocument
  seq: number
  /** Changes when the document is put anew: answers asked for before are stale. */
  readonly epoch: object
}

type Outcome<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'broken' | 'late' }

/** One seat with what breaks it: whoever waits for an answer also waits for this. */
class Running {
  readonly seat: Seat
  readonly broken: Promise<Outcome<never>>

  constructor(seat: Seat) {
    this.seat = seat
    this.broken = new Promise((resolve) => {
      seat.onbroken(() => {
        resolve({ kind: 'broken' })
      })
    })
  }
}

/**
 * The validator worker, seen from the page. Hides comlink, ends a worker that takes too long over a policy, and restarts a
 * dead one with the policy and the documents that it held; the user reads one line about it.
 */
export class ValidatorClient {
  readonly #loadMs: number
  readonly #answerMs: number
  readonly #report: (problem: Problem) => void
  readonly #start: () => Seat
  #running: Running | undefined
  #restarting: Promise<Running> | undefined
  #policyText: string | undefined
  readonly #held = new Map<ImageId, Held>()

  constructor({
    loadMs = 2_000,
    answerMs = 30_000,
    onproblem = () => undefined,
    start = startSeat,
  }: ValidatorOptions = {}) {
    this.#loadMs = loadMs
    this.#answerMs = answerMs
    this.#report = onproblem
    this.#start = start
  }

  /** Loads a policy; the earlier one stays when this one is refused. After success put the documents on screen again. */
  async load(policyText: string): Promise<Result<PolicyLoaded>> {
    const running = await this.#ready()
    // The deadline is the policy's: a worker that is still starting on a busy machine must not use it up.
    await this.#race(running, running.seat.service.ready(), this.#answerMs)
    const outcome = await this.#race(running, running.seat.service.load(policyText), this.#loadMs)
    if (outcome.kind === 'answer') {
      if (outcome.value.ok) this.#policyText = policyText
      return outcome.value
    }
    await this.#restart(running, outcome.kind === 'broken')
    return outcome.kind === 'late'
      ? fail(problem('policy.timeout', undefined, { seconds: this.#loadMs / 1000 }))
      : fail(problem('worker.failed'))
  }

  /** Gives a document; answers with all its findings. `undefined` = stale: the document was put again or dropped meanwhile. */
  put(doc: ImageDocument, seq: number): Promise<Result<FindingsDelta> | undefined> {
    const held: Held = { doc, seq, epoch: {} }
    this.#held.set(doc.image.path, held)
    return this.#fresh(doc.image.path, held, (service) => service.put(doc, seq))
  }

  /**
   * Tells of an edit; answers with what changed among the findings, in the order of the edits. After a restart the answer is
   * `complete`. `undefined` = stale.
   */
  async patch(patch: Patch): Promise<Result<FindingsDelta> | undefined> {
    const held = this.#held.get(patch.image)
    if (!held) return fail(problem('worker.failed', { file: patch.image }))
    held.doc = apply(held.doc, patch.ops)
    held.seq = patch.seq
    // A new worker gets the document as it is now, so the edit is answered by a full check.
    return this.#fresh(
      patch.image,
      held,
      (service) => service.patch(patch),
      (service) => service.put(held.doc, held.seq),
    )
  }

  async drop(image: ImageId): Promise<void> {
    this.#held.delete(image)
    await this.#running?.seat.service.drop(image)
  }

  /** Measures by annotation id; empty for a document that is not held. */
  async measures(image: ImageId): Promise<Result<Readonly<Record<string, Measures>>>> {
    return this.#ask(async (service) => ok(await service.measures(image)))
  }

  cases(): Promise<Result<readonly CaseResult[]>> {
    return this.#ask((service) => service.cases())
  }

  lint(): Promise<Result<PolicyLint>> {
    return this.#ask((service) => service.lint())
  }

  review(publishedText: string | undefined, text: string): Promise<Result<PublishReview>> {
    return this.#ask((service) => service.review(publishedText, text))
  }

  changes(before: string, text: string): Promise<Result<VersionChanges>> {
    return this.#ask((service) => service.changes(before, text))
  }

  sweep(docs: readonly ImageDocument[]): Promise<Result<readonly SweepItem[]>> {
    return this.#ask((service) => service.sweep(docs))
  }

  /** Ends the worker. The client can be used again; it then starts a new one. */
  end(): void {
    this.#running?.seat.end()
    this.#running = undefined
  }

  async #fresh(
    image: ImageId,
    held: Held,
    run: (service: ValidatorService) => Promise<Result<FindingsDelta>>,
    again = run,
  ): Promise<Result<FindingsDelta> | undefined> {
    const answer = await this.#ask(run, again)
    return this.#held.get(image)?.epoch === held.epoch ? answer : undefined
  }

  /** Asks; if the worker dies meanwhile, asks the new one once more. */
  async #ask<T>(run: (service: ValidatorService) => Promise<Result<T>>, again = run): Promise<Result<T>> {
    const first = await this.#ready()
    const outcome = await this.#race(first, run(first.seat.service), this.#answerMs)
    if (outcome.kind === 'answer') return outcome.value
    const second = await this.#restart(first, outcome.kind === 'broken')
    if (outcome.kind === 'late') return fail(problem('worker.failed'))
    const retried = await this.#race(second, again(second.seat.service), this.#answerMs)
    return retried.kind === 'answer' ? retried.value : fail(problem('worker.failed'))
  }

  async #race<T>(running: Running, answer: Promise<T>, ms: number): Promise<Outcome<T>> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<Outcome<T>>((resolve) => {
      timer = setTimeout(() => {
        resolve({ kind: 'late' })
      }, ms)
    })
    const answered = answer.then(
      (value): Outcome<T> => ({ kind: 'answer', value }),
      (): Outcome<T> => ({ kind: 'broken' }),
    )
    try {
      return await Promise.race([answered, running.broken, late])
    } finally {
      clearTimeout(timer)
    }
  }

  async #ready(): Promise<Running> {
    return this.#restarting ?? (this.#running ??= new Running(this.#start()))
  }

  /** Replaces a worker, once however many wait for it, and gives the new one the policy and the documents. */
  #restart(old: Running, tell: boolean): Promise<Running> {
    if (this.#restarting) return this.#restarting
    if (this.#running !== old) return this.#ready()
    old.seat.end()
    this.#restarting = this.#renew().finally(() => {
      this.#restarting = undefined
    })
    if (tell) this.#report(problem('worker.restarted'))
    return this.#restarting
  }

  async #renew(): Promise<Running> {
    const running = new Running(this.#start())
    this.#running = running
    if (this.#policyText === undefined) return running
    const loaded = await this.#race(running, running.seat.service.load(this.#policyText), this.#answerMs)
    if (loaded.kind === 'answer' && loaded.value.ok)
      for (const held of this.#held.values())
        await this.#race(running, running.seat.service.put(held.doc, held.seq), this.#answerMs)
    return running
  }
}
