import type { ImageId } from '../../core/model/ids'
import type { Problem } from '../../core/model/problem'
import { inOrder } from '../../storage/tree'
import type { ImageEntry, ImageSource, ImageSummary } from '../../storage/ports'

export type EntryState = 'new' | 'working' | 'finished' | 'problem'

/** How long listing waits for the first image to be shown, in ms. */
const PATIENCE = 2000

/** The images of the open project, as the list shows them: entries in the order found, with their state. */
export class ImageList {
  entries = $state.raw<readonly ImageEntry[]>([])
  listing = $state(false)
  problem = $state.raw<Problem | undefined>(undefined)
  summaries = $state.raw<ReadonlyMap<ImageId, ImageSummary>>(new Map())
  /** Trouble met when an image was opened; kept so that the list can show it. */
  troubles = $state.raw<ReadonlyMap<ImageId, Problem>>(new Map())
  nameFilter = $state('')
  stateFilter = $state<EntryState | 'all'>('all')

  readonly shown = $derived.by(() => {
    const wanted = this.nameFilter.trim().toLowerCase()
    if (!wanted && this.stateFilter === 'all') return this.entries
    return this.entries.filter(
      (e) =>
        (!wanted || e.path.toLowerCase().includes(wanted)) &&
        (this.stateFilter === 'all' || this.stateOf(e.path) === this.stateFilter),
    )
  })
  readonly finished = $derived([...this.summaries.values()].filter((s) => s.state === 'finished').length)
  readonly #places = $derived(new Map(this.entries.map((e, i) => [e.path, i])))

  stateOf(path: ImageId): EntryState {
    if (this.problemOf(path)) return 'problem'
    return this.summaries.get(path)?.state ?? 'new'
  }

  problemOf(path: ImageId): Problem | undefined {
    const place = this.#places.get(path)
    return this.troubles.get(path) ?? (place === undefined ? undefined : this.entries[place]?.problem)
  }

  setTrouble(path: ImageId, problem: Problem | undefined): void {
    if (this.troubles.get(path) === problem) return
    const next = new Map(this.troubles)
    if (problem) next.set(path, problem)
    else next.delete(path)
    this.troubles = next
  }

  setSummary(summary: ImageSummary): void {
    this.summaries = new Map(this.summaries).set(summary.path, summary)
  }

  /** Lists the source; `first` is told the first image as soon as it is known. Later batches are put in together, twice a second at most. */
  async read(source: ImageSource, signal: AbortSignal, first: (path: ImageId) => Promise<void>): Promise<void> {
    this.listing = true
    let pending: ImageEntry[] = []
    let told = false
    let flushed = -Infinity
    const flush = (): void => {
      this.entries = [...this.entries, ...pending]
      pending = []
      flushed = performance.now()
    }
    try {
      for await (const batch of source.list(signal)) {
        pending.push(...batch)
        if (!told || performance.now() - flushed > 500) flush()
        const head = this.entries.find((e) => !e.problem)
        if (!told && head) {
          told = true
          // Listing thousands of names keeps the page busy: the first image comes before it.
          await Promise.race([first(head.path), new Promise((later) => setTimeout(later, PATIENCE))])
        }
      }
    } finally {
      flush()
      // A large folder came in pieces.
      this.entries = inOrder(this.entries)
      this.listing = false
    }
  }

  /** The shown entry `step` places away from `path`, or undefined at the end. */
  neighbour(path: ImageId | undefined, step: number): ImageId | undefined {
    const list = this.shown
    const at = list.findIndex((e) => e.path === path)
    return list[at < 0 ? 0 : at + step]?.path
  }

  nextUnfinished(path: ImageId | undefined): ImageId | undefined {
    const list = this.shown
    const at = list.findIndex((e) => e.path === path)
    const order = [...list.slice(at + 1), ...list.slice(0, Math.max(0, at))]
    return order.find((e) => ['new', 'working'].includes(this.stateOf(e.path)))?.path
  }
}
