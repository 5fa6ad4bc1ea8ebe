import { SvelteMap } from 'svelte/reactivity'
import type { ImageId, Sha256 } from '../../core/model/ids'
import { fail, problem, type Problem, type Result } from '../../core/model/problem'
import type { ImageSource } from '../../storage/ports'
import { matchFolder, type FolderMatch, type MatchProgress, type Wanted } from './match-folder'

type Hash = (path: ImageId, file: Blob, signal: AbortSignal) => Promise<Result<Sha256>>

/** One search for images in a folder, by hash; a new one takes the place of the one before. */
export class FolderSearch {
  /** Image of the bundle → file of the folder. Grows while the search runs. */
  readonly places = new SvelteMap<ImageId, ImageId>()
  progress = $state.raw<MatchProgress | undefined>(undefined)
  result = $state.raw<FolderMatch | undefined>(undefined)
  problem = $state.raw<Problem | undefined>(undefined)
  folder = $state('')
  running = $state(false)
  cancelled = $state(false)

  readonly #wanted: readonly Wanted[]
  readonly #hash: Hash
  #source: ImageSource | undefined
  #abort: AbortController | undefined

  constructor(wanted: readonly Wanted[], hash: Hash) {
    this.#wanted = wanted
    this.#hash = hash
  }

  /** The file now: a fresh one, since an earlier one may have gone stale. */
  async open(at: ImageId): Promise<Result<Blob>> {
    return this.#source ? this.#source.open(at) : fail(problem('image.gone', { file: at }))
  }

  /** Looks through a folder; `found` is told each image when it is found. */
  async run(source: ImageSource, found: (image: ImageId) => void): Promise<void> {
    this.cancel()
    const abort = new AbortController()
    this.#abort = abort
    this.#source = source
    this.#begin(source.name)
    try {
      const result = await matchFolder(this.#wanted, source, (path, file) => this.#hash(path, file, abort.signal), {
        signal: abort.signal,
        progress: (progress) => {
          if (this.#abort === abort) this.progress = progress
        },
        found: (image, at) => {
          if (this.#abort !== abort) return
          this.places.set(image, at)
          found(image)
        },
      })
      if (this.#abort !== abort) return
      if (abort.signal.aborted) this.cancelled = true
      else this.result = result
    } catch (error) {
      if (this.#abort === abort) this.problem = problem('folder.gone', { file: source.name }, { reason: String(error) })
    } finally {
      if (this.#abort === abort) this.running = false
    }
  }

  #begin(folder: string): void {
    this.places.clear()
    this.progress = undefined
    this.result = undefined
    this.problem = undefined
    this.cancelled = false
    this.folder = folder
    this.running = true
  }

  cancel(): void {
    this.#abort?.abort()
  }
}
