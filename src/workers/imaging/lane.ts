import type { ImageId } from '../../core/model/ids'
import { fail, problem, type Problem, type Result } from '../../core/model/problem'
import type { Seat } from './seat'
import type { ImagingService, Priority } from './service'

const RANK: Readonly<Record<Priority, number>> = { shown: 0, next: 1, thumbnail: 2 }
/** A job that broke its worker this often is not tried again. */
const TRIES = 3

export interface Job<T> {
  readonly path: ImageId
  readonly run: (service: ImagingService) => Promise<Result<T>>
  /** Frees what an answer holds that nobody waits for any more. */
  readonly drop: (value: T) => void
  /** For work whose time grows with the file and that cannot hang. */
  readonly noDeadline?: boolean
}

interface Entry {
  readonly path: ImageId
  readonly noDeadline: boolean
  priority: Priority
  order: number
  tries: number
  running: boolean
  withdrawn: boolean
  timer: ReturnType<typeof setTimeout> | undefined
  /** Runs the job in the seat; settles the promise of whoever waits. */
  readonly start: (service: ImagingService) => Promise<() => void>
  readonly refuse: (problem: Problem) => void
}

/** What a caller holds of a job in a lane. */
export interface Ticket<T> {
  readonly result: Promise<Result<T>>
  raise(priority: Priority): void
  withdraw(): void
}

/**
 * One worker with its queue. `shown` starts at once, the rest one at a time and only while the lane is idle. A job over the deadline ends the worker; the other
 * jobs that it carried are done again by a new one.
 */
export class Lane {
  readonly #start: () => Seat
  readonly #deadlineMs: number
  readonly #report: (problem: Problem) => void
  #seat: Seat | undefined
  #entries: Entry[] = []
  #order = 0
  #held = false

  constructor(start: () => Seat, deadlineMs: number, report: (problem: Problem) => void) {
    this.#start = start
    this.#deadlineMs = deadlineMs
    this.#report = report
  }

  /** While held, nothing new starts. */
  hold(held: boolean): void {
    this.#held = held
    this.#pump()
  }

  add<T>(job: Job<T>, priority: Priority): Ticket<T> {
    let resolve: (result: Result<T>) => void = () => undefined
    const promise = new Promise<Result<T>>((r) => {
      resolve = r
    })
    const entry: Entry = {
      path: job.path,
      noDeadline: job.noDeadline ?? false,
      priority,
      order: this.#order++,
      tries: 0,
      running: false,
      withdrawn: false,
      timer: undefined,
      start: async (service) => {
        const result = await job.run(service)
        return () => {
          if (entry.withdrawn && result.ok) job.drop(result.value)
          resolve(result)
        }
      },
      refuse: (reason) => {
        resolve(fail(reason))
      },
    }
    this.#entries.push(entry)
    this.#pump()
    return {
      result: promise,
      raise: (to) => {
        if (RANK[to] < RANK[entry.priority]) entry.priority = to
        this.#pump()
      },
      withdraw: () => {
        entry.withdrawn = true
        entry.refuse(problem('export.cancelled', { file: entry.path }))
        if (!entry.running) this.#remove(entry)
      },
    }
  }

  close(): void {
    for (const entry of [...this.#entries]) {
      this.#remove(entry)
      entry.refuse(problem('export.cancelled', { file: entry.path }))
    }
    this.#seat?.end()
    this.#seat = undefined
  }

  #remove(entry: Entry): void {
    clearTimeout(entry.timer)
    this.#entries = this.#entries.filter((other) => other !== entry)
  }

  #next(): Entry | undefined {
    const waiting = this.#entries.filter((entry) => !entry.running)
    waiting.sort((a, b) => RANK[a.priority] - RANK[b.priority] || a.order - b.order)
    const [first] = waiting
    const idle = this.#entries.every((entry) => !entry.running)
    return first && (first.priority === 'shown' || idle) ? first : undefined
  }

  #pump(): void {
    if (this.#held) return
    for (let entry = this.#next(); entry; entry = this.#next()) this.#run(entry)
  }

  #run(entry: Entry): void {
    const seat = this.#seated()
    entry.running = true
    entry.tries++
    if (!entry.noDeadline)
      entry.timer = setTimeout(() => {
        this.#remove(entry)
        entry.refuse(problem('image.decode-timeout', { file: entry.path }, { seconds: this.#deadlineMs / 1000 }))
        this.#restart(seat)
      }, this.#deadlineMs)
    entry.start(seat.service).then(
      (settle) => {
        if (this.#seat !== seat || !this.#entries.includes(entry)) return
        this.#remove(entry)
        settle()
        this.#pump()
      },
      () => {
        this.#broken(seat)
      },
    )
  }

  #seated(): Seat {
    if (this.#seat) return this.#seat
    const seat = this.#start()
    this.#seat = seat
    seat.onbroken(() => {
      this.#broken(seat)
    })
    return seat
  }

  #broken(seat: Seat): void {
    if (this.#seat !== seat) return
    for (const entry of this.#entries.filter((e) => e.running && e.tries >= TRIES)) {
      this.#remove(entry)
      entry.refuse(problem('worker.failed', { file: entry.path }))
    }
    this.#report(problem('worker.restarted'))
    this.#restart(seat)
  }

  /** Puts what was running back into the queue and begins again with a new worker. */
  #restart(seat: Seat): void {
    if (this.#seat !== seat) return
    seat.end()
    this.#seat = undefined
    for (const entry of [...this.#entries]) {
      if (!entry.running) continue
      clearTimeout(entry.timer)
      entry.running = false
      if (entry.withdrawn) this.#remove(entry)
    }
    this.#pump()
  }
}
