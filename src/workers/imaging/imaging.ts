import { transfer } from 'comlink'
import type { ImageId, Sha256 } from '../../core/model/ids'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import { decodeThumbnail, decodeUpright } from '../../imaging/decode'
import { sha256 } from '../../imaging/hash'
import type { Decoded, ImagingService, Thumbnail } from './service'

/** The service as it runs inside the worker. */
export class Imaging implements ImagingService {
  async decode(path: ImageId, blob: Blob): Promise<Result<Decoded>> {
    const decoded = await decodeUpright(path, blob)
    if (!decoded.ok) return decoded
    const { bitmap, probed } = decoded.value
    return transfer(ok({ image: probed.record, bitmap, warnings: probed.warnings }), [bitmap])
  }

  async identify(path: ImageId, blob: Blob): Promise<Result<Sha256>> {
    try {
      return ok(await sha256(blob))
    } catch {
      return fail(problem('image.changed', { file: path }))
    }
  }

  async thumbnail(path: ImageId, blob: Blob, side: number): Promise<Result<Thumbnail>> {
    const decoded = await decodeThumbnail(path, blob, side)
    if (!decoded.ok) return decoded
    const { bitmap, probed } = decoded.value
    const { width, height } = probed.record
    return transfer(ok({ bitmap, width, height, warnings: probed.warnings }), [bitmap])
  }
}
