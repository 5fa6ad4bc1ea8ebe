export interface Progress {
  readonly done: number
  readonly total: number
  /** Images a second, over the last ten seconds; undefined until two moments are known. */
  readonly perSecond?: number
  /** At that pace. */
  readonly secondsLeft?: number
}

const WINDOW_MS = 10_000

/** How fast a run goes: measured over the last seconds, never guessed. */
export class Pace {
  readonly #total: number
  readonly #now: () => number
  readonly #marks: { readonly at: number; readonly done: number }[]

  constructor(total: number, now: () => number) {
    this.#total = total
    this.#now = now
    this.#marks = [{ at: now(), done: 0 }]
  }

  at(done: number): Progress {
    const at = this.#now()
    this.#marks.push({ at, done })
    while (this.#marks.length > 2 && at - (this.#marks[0]?.at ?? at) > WINDOW_MS) this.#marks.shift()
    const first = this.#marks[0]
    const base = { done, total: this.#total }
    if (!first || at <= first.at || done <= first.done) return base
    const perSecond = ((done - first.done) * 1000) / (at - first.at)
    return { ...base, perSecond, secondsLeft: (this.#total - done) / perSecond }
  }
}
