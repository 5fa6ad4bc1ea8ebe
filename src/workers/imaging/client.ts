import type { ImageId, Sha256 } from '../../core/model/ids'
import type { ImageRecord } from '../../core/model/image'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import { LIMITS } from '../../imaging/limits'
import type { UnhashedRecord } from '../../imaging/probe'
import { BitmapCache, type Loan } from './bitmap-cache'
import { Lane, type Ticket } from './lane'
import { startSeat, type Seat } from './seat'
import type { Decoded, Priority, Thumbnail } from './service'

/** A decoded image on loan from the cache. */
export interface ShownImage {
  /** Upright. Belongs to the cache: do not close it; valid until `release`. */
  readonly bitmap: ImageBitmap
  /** Everything but the hash, at once. */
  readonly image: UnhashedRecord
  readonly warnings: readonly Problem[]
  /** The complete record, as soon as the file is hashed (usually some milliseconds later). */
  readonly record: Promise<Result<ImageRecord>>
  /** Gives the bitmap back. Call it once the image is no longer drawn; calling it twice does no harm. */
  release(): void
}

export interface ImagingOptions {
  /** Bytes of decoded bitmaps that are kept. */
  readonly cacheBytes?: number
  readonly deadlineMs?: number
  /** Told when a worker died and was restarted. */
  readonly onproblem?: (problem: Problem) => void
  /** Starts a worker; tests give their own. */
  readonly start?: () => Seat
}

interface Pending {
  readonly ticket: Ticket<Decoded>
  waiting: number
}

const keyOf = (path: ImageId, blob: Blob): string =>
  `${path}\0${blob.size}\0${blob instanceof File ? blob.lastModified : ''}`

/**
 * Decoded images and thumbnails, from two workers: thumbnails have their own and do not start while an image to be shown is being decoded.
 */
export class ImagingClient {
  readonly #cache: BitmapCache
  readonly #images: Lane
  readonly #thumbnails: Lane
  readonly #pending = new Map<string, Pending>()
  readonly #records = new Map<string, Promise<Result<ImageRecord>>>()
  #prefetched = new AbortController()
  #shown = 0

  constructor({
    cacheBytes = 512 * 1024 ** 2,
    deadlineMs = LIMITS.decodeMs,
    onproblem = () => undefined,
    start = startSeat,
  }: ImagingOptions = {}) {
    this.#cache = new BitmapCache(cacheBytes)
    this.#images = new Lane(start, deadlineMs, onproblem)
    this.#thumbnails = new Lane(start, deadlineMs, onproblem)
  }

  /**
   * The image as an upright bitmap. From the cache when the file is the same (path, size, time); a decode under way is joined.
   * A withdrawn request answers `export.cancelled`.
   */
  async decode(
    path: ImageId,
    blob: Blob,
    priority: Priority = 'shown',
    signal?: AbortSignal,
  ): Promise<Result<ShownImage>> {
    const key = keyOf(path, blob)
    const cached = this.#cache.borrow(key)
    if (cached) return ok(this.#shownImage(key, blob, cached))
    if (signal?.aborted) return fail(problem('export.cancelled', { file: path }))
    if (priority === 'shown') this.#countShown(1)
    try {
      const done = await this.#wait(key, path, blob, priority, signal)
      if (!done.ok) return done
      const loan = this.#cache.borrow(key)
      return loan ? ok(this.#shownImage(key, blob, loan)) : await this.decode(path, blob, priority, signal)
    } finally {
      if (priority === 'shown') this.#countShown(-1)
    }
  }

  /** A small upright bitmap; the caller owns and closes it. A withdrawn request answers `export.cancelled`. */
  async thumbnail(path: ImageId, blob: Blob, side: number, signal?: AbortSignal): Promise<Result<Thumbnail>> {
    if (signal?.aborted) return fail(problem('export.cancelled', { file: path }))
    const ticket = this.#thumbnails.add(
      {
        path,
        run: (service) => service.thumbnail(path, blob, side),
        drop: ({ bitmap }) => {
          bitmap.close()
        },
      },
      'thumbnail',
    )
    const withdraw = (): void => {
      ticket.withdraw()
    }
    signal?.addEventListener('abort', withdraw, { once: true })
    const result = await ticket.result
    signal?.removeEventListener('abort', withdraw)
    return result
  }

  /**
   * SHA-256 of a file, off the page thread; one at a time, behind every image that is to be shown. A withdrawn request
   * answers `export.cancelled`.
   */
  async identify(path: ImageId, blob: Blob, signal?: AbortSignal): Promise<Result<Sha256>> {
    if (signal?.aborted) return fail(problem('export.cancelled', { file: path }))
    const ticket = this.#images.add(
      { path, run: (service) => service.identify(path, blob), drop: () => undefined },
      'next',
    )
    const withdraw = (): void => {
      ticket.withdraw()
    }
    signal?.addEventListener('abort', withdraw, { once: true })
    const result = await ticket.result
    signal?.removeEventListener('abort', withdraw)
    return result
  }

  /** Decodes the neighbours of the shown image into the cache, nearest first; withdraws what an earlier call asked for and this one does not. */
  prefetch(paths: readonly ImageId[], open: (path: ImageId) => Promise<Result<Blob>>): void {
    this.#prefetched.abort()
    this.#prefetched = new AbortController()
    const { signal } = this.#prefetched
    for (const path of paths) void this.#prefetch(path, open, signal)
  }

  /** Ends both workers and closes every bitmap that is not on loan. */
  close(): void {
    this.#prefetched.abort()
    this.#images.close()
    this.#thumbnails.close()
    this.#cache.trim(0)
  }

  async #prefetch(path: ImageId, open: (path: ImageId) => Promise<Result<Blob>>, signal: AbortSignal): Promise<void> {
    const blob = await open(path)
    if (!blob.ok || signal.aborted) return
    const shown = await this.decode(path, blob.value, 'next', signal)
    if (shown.ok) shown.value.release()
  }

  #countShown(by: number): void {
    this.#shown += by
    this.#thumbnails.hold(this.#shown > 0)
  }

  /** Waits for the bitmap to be in the cache; many may wait for one decode, and it is withdrawn when the last of them leaves. */
  async #wait(
    key: string,
    path: ImageId,
    blob: Blob,
    priority: Priority,
    signal: AbortSignal | undefined,
  ): Promise<Result<Decoded>> {
    const pending = this.#pending.get(key) ?? this.#begin(key, path, blob, priority)
    pending.waiting++
    pending.ticket.raise(priority)
    let resolve: (result: Result<Decoded>) => void = () => undefined
    const promise = new Promise<Result<Decoded>>((r) => {
      resolve = r
    })
    const leave = (): void => {
      if (--pending.waiting === 0) {
        this.#pending.delete(key)
        pending.ticket.withdraw()
      }
      resolve(fail(problem('export.cancelled', { file: path })))
    }
    signal?.addEventListener('abort', leave, { once: true })
    void pending.ticket.result.then(resolve)
    const result = await promise
    signal?.removeEventListener('abort', leave)
    return result
  }

  #begin(key: string, path: ImageId, blob: Blob, priority: Priority): Pending {
    const ticket = this.#images.add<Decoded>(
      {
        path,
        run: (service) => service.decode(path, blob),
        drop: ({ bitmap }) => {
          bitmap.close()
        },
      },
      priority,
    )
    const pending: Pending = { ticket, waiting: 0 }
    this.#pending.set(key, pending)
    void ticket.result.then((result) => {
      if (this.#pending.get(key) === pending) this.#pending.delete(key)
      if (result.ok) this.#cache.put(key, result.value)
    })
    return pending
  }

  #shownImage(key: string, blob: Blob, { decoded, release }: Loan): ShownImage {
    return {
      bitmap: decoded.bitmap,
      image: decoded.image,
      warnings: decoded.warnings,
      record: this.#record(key, blob, decoded.image),
      release,
    }
  }

  /** Hashed once per file; a failure is not remembered. */
  #record(key: string, blob: Blob, image: UnhashedRecord): Promise<Result<ImageRecord>> {
    const known = this.#records.get(key)
    if (known) return known
    const { result } = this.#images.add(
      {
        path: image.path,
        run: (service) => service.identify(image.path, blob),
        drop: () => undefined,
        noDeadline: true,
      },
      'shown',
    )
    const record = result.then((hash): Result<ImageRecord> => {
      if (!hash.ok) this.#records.delete(key)
      return hash.ok ? ok({ ...image, sha256: hash.value }) : hash
    })
    this.#records.set(key, record)
    return record
  }
}
