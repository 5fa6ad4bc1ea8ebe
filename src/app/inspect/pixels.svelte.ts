import type { ManifestImage } from '../../bundle/manifest'
import type { ImageId, Sha256 } from '../../core/model/ids'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import type { ImageSource } from '../../storage/ports'
import type { Inspection } from '../../workers/bundle/service'
import type { ImagingClient } from '../../workers/imaging/client'
import { indexOf, type BundleIndex } from './bundle-index'
import { FolderSearch } from './folder-search.svelte'

/** A decoded picture, upright, whose bytes have the hash that is recorded. */
export interface ShownPixels {
  readonly path: ImageId
  readonly bitmap: ImageBitmap
  readonly width: number
  readonly height: number
}

/** Where the pixels of an image come from. */
export type PixelPlace =
  { readonly kind: 'bundle' } | { readonly kind: 'none' } | { readonly kind: 'folder'; readonly at: ImageId }

/** Pixels of a bundle's images: from the bundle, or from a folder in which they were found by hash. */
export class BundlePixels {
  shown = $state.raw<ShownPixels | undefined>(undefined)
  problem = $state.raw<Problem | undefined>(undefined)
  decoding = $state(false)
  readonly search: FolderSearch
  /** Images of which the bundle has only coordinates. */
  readonly wanted: readonly ManifestImage[]

  readonly #imaging: ImagingClient
  readonly #fromBundle: (path: ImageId) => Promise<Result<Blob>>
  readonly #index: BundleIndex
  #visit = 0
  #asked: ImageId | undefined
  #release: (() => void) | undefined

  constructor(
    { manifest, problems }: Pick<Inspection, 'manifest' | 'problems'>,
    fromBundle: (path: ImageId) => Promise<Result<Blob>>,
    imaging: ImagingClient,
  ) {
    this.#imaging = imaging
    this.#fromBundle = fromBundle
    this.#index = indexOf(manifest, problems)
    this.wanted = manifest.contents.filter((image) => image.entry === undefined)
    this.search = new FolderSearch(this.wanted, (path, file, signal) => imaging.identify(path, file, signal))
  }

  placeOf(path: ImageId): PixelPlace {
    const entry = this.#index.images.get(path)?.entry
    if (entry !== undefined) return { kind: this.#index.damaged.has(entry) ? 'none' : 'bundle' }
    const at = this.search.places.get(path)
    return at === undefined ? { kind: 'none' } : { kind: 'folder', at }
  }

  /** The bytes of an image and the hash that they must have; undefined when the pixels are not here. */
  async #bytes(path: ImageId): Promise<Result<{ readonly blob: Blob; readonly sha256: Sha256 }> | undefined> {
    const image = this.#index.images.get(path)
    const place = this.placeOf(path)
    if (!image || place.kind === 'none') return undefined
    const blob = place.kind === 'bundle' ? await this.#fromBundle(path) : await this.search.open(place.at)
    const sha256 = place.kind === 'bundle' ? this.#index.hashes.get(image.entry ?? '') : image.sha256
    if (!blob.ok) return blob
    return sha256 === undefined
      ? fail(problem('bundle.image-unreadable', { file: path }))
      : ok({ blob: blob.value, sha256 })
  }

  /** Shows an image's pixels, if they are here and are the recorded ones. What was asked for before and comes later is dropped. */
  async show(path: ImageId): Promise<void> {
    const visit = ++this.#visit
    this.#asked = path
    this.#drop()
    this.decoding = this.placeOf(path).kind !== 'none'
    const picture = await this.#picture(path)
    if (visit !== this.#visit) {
      picture?.release()
      return
    }
    this.decoding = false
    this.#release = picture?.release
    this.shown = picture?.pixels
  }

  async #picture(path: ImageId): Promise<{ readonly pixels: ShownPixels; readonly release: () => void } | undefined> {
    const visit = this.#visit
    const tell = (why: Problem | undefined): undefined => {
      if (visit === this.#visit) this.problem = why
    }
    const bytes = await this.#bytes(path)
    if (!bytes) return undefined
    if (!bytes.ok) return tell(bytes.problems[0])
    const decoded = await this.#imaging.decode(path, bytes.value.blob, 'shown')
    if (!decoded.ok) return tell(decoded.problems[0])
    const { bitmap, image, record, release } = decoded.value
    const known = await record
    if (known.ok && known.value.sha256 === bytes.value.sha256)
      return { pixels: { path, bitmap, width: image.width, height: image.height }, release }
    release()
    return tell(known.ok ? problem('bundle.image-mismatch', { file: path }) : known.problems[0])
  }

  #drop(): void {
    this.shown = undefined
    this.problem = undefined
    this.#release?.()
    this.#release = undefined
  }

  /** A picture of at most `side` pixels, which the caller closes; undefined when the pixels are not here or cannot be decoded. */
  async small(path: ImageId, side: number, signal: AbortSignal): Promise<ImageBitmap | undefined> {
    const bytes = await this.#bytes(path)
    if (!bytes?.ok || signal.aborted) return undefined
    const made = await this.#imaging.thumbnail(path, bytes.value.blob, side, signal)
    return made.ok ? made.value.bitmap : undefined
  }

  /** Decodes the neighbours of the shown image, nearest first. */
  prefetch(paths: readonly ImageId[]): void {
    const here = paths.filter((path) => this.placeOf(path).kind !== 'none')
    this.#imaging.prefetch(here, async (path) => {
      const bytes = await this.#bytes(path)
      if (!bytes) return fail(problem('image.gone', { file: path }))
      return bytes.ok ? ok(bytes.value.blob) : bytes
    })
  }

  /** Looks for the missing images in a folder; the one on screen appears as soon as it is found. */
  async lookIn(source: ImageSource): Promise<void> {
    await this.search.run(source, (found) => {
      if (found === this.#asked && this.shown === undefined) void this.show(found)
    })
  }

  close(): void {
    this.#visit++
    this.search.cancel()
    this.#drop()
    this.#imaging.close()
  }
}
