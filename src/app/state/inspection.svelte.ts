import type { ImageId } from '../../core/model/ids'
import type { Problem } from '../../core/model/problem'
import { ImagingClient } from '../../workers/imaging/client'
import type { Inspection } from '../../workers/bundle/service'
import { checksOf, findingTotals } from '../inspect/checks'
import { listedImages, NO_FILTER, passes, type ImageFilter, type ListedImage } from '../inspect/filter'
import { BundlePixels } from '../inspect/pixels.svelte'
import { JobMeter } from './export-job.svelte'
import type { Services } from './services'

export type InspectionPhase = 'empty' | 'checking' | 'open' | 'refused' | 'cancelled'
export type Verdict = 'good' | 'findings' | 'problems' | 'unreadable'

/** One bundle, from the file to its verdict and its images. Opening another takes the place of the one before. */
export class BundleInspection {
  phase = $state<InspectionPhase>('empty')
  /** Name of the file; empty when the bundle was handed over without one. */
  fileName = $state('')
  bytes = $state(0)
  found = $state.raw<Inspection | undefined>(undefined)
  /** Why the file could not be opened at all. */
  refusal = $state.raw<readonly Problem[]>([])
  pixels = $state.raw<BundlePixels | undefined>(undefined)
  current = $state.raw<ImageId | undefined>(undefined)
  filter = $state.raw<ImageFilter>(NO_FILTER)
  readonly meter = new JobMeter()

  readonly all = $derived<readonly ListedImage[]>(this.found ? listedImages(this.found) : [])
  readonly shown = $derived(this.all.filter((image) => passes(image, this.filter)))
  readonly image = $derived(this.all.find((image) => image.path === this.current))
  readonly checks = $derived(this.found ? checksOf(this.found) : [])
  readonly totals = $derived(findingTotals({ images: this.found?.images ?? [] }))
  readonly verdict = $derived.by((): Verdict | undefined => {
    if (this.phase === 'refused') return 'unreadable'
    if (!this.found) return undefined
    if (this.found.problems.length > 0) return 'problems'
    return this.totals.findings > 0 ? 'findings' : 'good'
  })

  readonly #services: Pick<Services, 'bundle'>
  readonly #imaging: () => ImagingClient
  #run = 0

  constructor(services: Pick<Services, 'bundle'>, imaging: () => ImagingClient = () => new ImagingClient()) {
    this.#services = services
    this.#imaging = imaging
  }

  /** Checks a bundle from its first byte to its last and opens it for looking. */
  async open(bundle: Blob): Promise<void> {
    const run = ++this.#run
    if (this.phase === 'checking') await this.#services.bundle.cancel()
    this.#forget()
    this.fileName = bundle instanceof File ? bundle.name : ''
    this.bytes = bundle.size
    this.phase = 'checking'
    const result = await this.#services.bundle.inspect(bundle, (progress) => {
      if (run === this.#run) this.meter.tell(progress)
    })
    if (run !== this.#run) return
    this.meter.reset()
    if (result.ok) this.#show(result.value)
    else if (result.problems.some((p) => p.code === 'export.cancelled')) this.phase = 'cancelled'
    else {
      this.refusal = result.problems
      this.phase = 'refused'
    }
  }

  #show(found: Inspection): void {
    // Its own decoder and cache: the same path means other pixels in another bundle.
    this.pixels = new BundlePixels(found, (path) => this.#services.bundle.pixels(path), this.#imaging())
    this.found = found
    this.current = found.manifest.contents[0]?.path
    this.phase = 'open'
  }

  cancel(): void {
    if (this.phase === 'checking') void this.#services.bundle.cancel()
  }

  /** The shown image `step` places further in the filtered list; undefined at its end. */
  neighbour(step: number): ImageId | undefined {
    const at = this.shown.findIndex((image) => image.path === this.current)
    return this.shown[at < 0 ? 0 : at + step]?.path
  }

  /** The next image of the filtered list on which the policy finds something, going round. */
  nextWithFindings(): ImageId | undefined {
    const at = this.shown.findIndex((image) => image.path === this.current)
    const order = [...this.shown.slice(at + 1), ...this.shown.slice(0, at + 1)]
    return order.find((image) => (image.seen?.findings.length ?? 0) > 0)?.path
  }

  #forget(): void {
    this.pixels?.close()
    this.pixels = undefined
    this.found = undefined
    this.refusal = []
    this.current = undefined
    this.filter = NO_FILTER
    this.meter.reset()
  }

  /** Leaves the place: nothing goes on in the background. */
  close(): void {
    this.#run++
    this.cancel()
    this.#forget()
    this.phase = 'empty'
    void this.#services.bundle.close()
  }
}
