import type { ImageRecord } from '../../core/model/image'
import type { ImageId } from '../../core/model/ids'
import type { Problem, Result } from '../../core/model/problem'

/** A decoded image: the bitmap is upright, its pixels as the file has them (no colour conversion). */
export interface Decoded {
  readonly record: ImageRecord
  readonly bitmap: ImageBitmap
  /** Not fatal: trailing bytes, damaged tail … */
  readonly warnings: readonly Problem[]
}
export type Priority = 'shown' | 'next' | 'thumbnail'

export interface ImagingService {
  /** Reads the header, checks the limits, hashes, decodes; transfers the bitmap. A withdrawn request answers with `export.cancelled`. */
  decode(request: { readonly id: number; readonly path: ImageId; readonly blob: Blob; readonly priority: Priority }): Promise<Result<Decoded>>
  /** A small upright bitmap whose longer side is at most `side` CSS pixels, with the upright size of the image. */
  thumbnail(request: { readonly id: number; readonly path: ImageId; readonly blob: Blob; readonly side: number }): Promise<Result<{ readonly bitmap: ImageBitmap; readonly width: number; readonly height: number }>>
  withdraw(id: number): Promise<void>
}
