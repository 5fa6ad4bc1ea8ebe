/**
 * One writer per image. The browser's Web Locks give the image to one tab; every other tab reads, and may take the image
 * over: the lock is stolen, and the tab that had it is told at once (its lock request rejects with AbortError).
 */
import type { ImageId } from '../core/model/ids'
import type { ProjectId } from './ports'

export interface ImageLock {
  /** Whether this tab may write the image now. */
  readonly held: boolean
  /** Takes the image from the tab that has it. */
  takeOver(): Promise<void>
  release(): void
}

/** How long `acquireImage` waits for an answer of the lock manager before it says "read-only", in milliseconds. */
const PATIENCE = 2000

class WebImageLock implements ImageLock {
  held = false
  readonly #name: string
  readonly #lost: () => void
  readonly #locks: LockManager
  #end: (() => void) | undefined

  constructor(locks: LockManager, name: string, lost: () => void) {
    this.#locks = locks
    this.#name = name
    this.#lost = lost
  }

  /** Asks for the lock and answers when it is had or refused; the lock itself is kept until `release`. */
  ask(options: LockOptions): Promise<void> {
    return new Promise((answered) => {
      const timer = setTimeout(answered, PATIENCE)
      const done = (): void => {
        clearTimeout(timer)
        answered()
      }
      let mine = false
      this.#locks
        .request(this.#name, options, async (lock) => {
          if (!lock) return done()
          const ended = new Promise<void>((end) => (this.#end = end))
          this.held = mine = true
          done()
          await ended
        })
        .catch(() => {
          // Stolen by another tab (AbortError), or no lock manager here (SecurityError).
          if (mine && this.held) {
            this.held = false
            this.#end = undefined
            this.#lost()
          }
          done()
        })
    })
  }

  async takeOver(): Promise<void> {
    if (!this.held) await this.ask({ steal: true })
  }

  release(): void {
    this.held = false
    this.#end?.()
    this.#end = undefined
  }
}

/** Without a lock manager the journal's own check of `seq` still keeps two tabs from mixing; the tab may write. */
const UNLOCKED: ImageLock = { held: true, takeOver: () => Promise.resolve(), release: () => undefined }

/**
 * Asks for the right to write one image. Answers at once: `held` is false when another tab has it.
 * @param lost called when another tab takes the image over
 */
export async function acquireImage(
  project: ProjectId,
  image: ImageId,
  lost: () => void,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): Promise<ImageLock> {
  if (!locks) return UNLOCKED
  const lock = new WebImageLock(locks, `groundrule:image:${JSON.stringify([project, image])}`, lost)
  await lock.ask({ ifAvailable: true })
  return lock
}
