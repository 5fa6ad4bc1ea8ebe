import type { ImageId, Sha256 } from '../../core/model/ids'
import type { Problem, Result } from '../../core/model/problem'
import type { UnhashedRecord } from '../../imaging/probe'

/** A decoded image: the bitmap is upright, its pixels as the file has them (no colour conversion). */
export interface Decoded {
  /** Complete but for the hash, which `identify` gives: the picture appears without waiting for it. */
  readonly image: UnhashedRecord
  readonly bitmap: ImageBitmap
  /** Not fatal: trailing bytes, damaged tail … */
  readonly warnings: readonly Problem[]
}

export interface Thumbnail {
  readonly bitmap: ImageBitmap
  /** Upright size of the whole image. */
  readonly width: number
  readonly height: number
  /** Not fatal; the list shows them beside the picture. */
  readonly warnings: readonly Problem[]
}

export type Priority = 'shown' | 'next' | 'thumbnail'

/**
 * Lives in a Web Worker; each call starts its work at once. The queue (shown before next before thumbnail), withdrawal, the deadline
 * and the cache live in `client.ts`: only from outside can a decoder that hangs be ended.
 */
export interface ImagingService {
  /** Reads the header, checks the limits, decodes; transfers the bitmap. */
  decode(path: ImageId, blob: Blob): Promise<Result<Decoded>>
  /** SHA-256 of the file. */
  identify(path: ImageId, blob: Blob): Promise<Result<Sha256>>
  /** A small upright bitmap whose longer side is at most `side` pixels, with the upright size of the image. */
  thumbnail(path: ImageId, blob: Blob, side: number): Promise<Result<Thumbnail>>
}
