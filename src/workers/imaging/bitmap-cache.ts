import type { Decoded } from './service'

interface Kept {
  readonly decoded: Decoded
  readonly bytes: number
  users: number
}

/** What a borrower holds. `release` may be called more than once; the bitmap is never closed before it. */
export interface Loan {
  readonly decoded: Decoded
  readonly release: () => void
}

const bytesOf = (bitmap: ImageBitmap): number => bitmap.width * bitmap.height * 4

/** Decoded bitmaps, least recently used out first, bounded in bytes. A bitmap on loan is never closed, so the bound may be passed while many are out. */
export class BitmapCache {
  readonly #limit: number
  /** In order of last use. */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  put(key: string, decoded: Decoded): void {
    const existing = this.#kept.get(key)
    if (existing) {
      decoded.bitmap.close()
      return
    }
    const bytes = bytesOf(decoded.bitmap)
    this.#kept.set(key, { decoded, bytes, users: 0 })
    this.#bytes += bytes
  }

  has(key: string): boolean {
    return this.#kept.has(key)
  }

  borrow(key: string): Loan | undefined {
    const kept = this.#kept.get(key)
    if (!kept) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    kept.users++
    let released = false
    this.trim()
    return {
      decoded: kept.decoded,
      release: () => {
        if (released) return
        released = true
        kept.users--
        this.trim()
      },
    }
  }

  /** Closes what nobody holds, oldest first, until the rest fits. */
  trim(limit = this.#limit): void {
    for (const [key, kept] of this.#kept) {
      if (this.#bytes <= limit) return
      if (kept.users > 0) continue
      this.#kept.delete(key)
      this.#bytes -= kept.bytes
      kept.decoded.bitmap.close()
    }
  }
}
