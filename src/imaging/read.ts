import type { ImageId } from '../core/model/ids'
import { fail, ok, problem, type Result } from '../core/model/problem'
import { bytesProblem } from './probe'

/** All bytes of an image file; its length is checked first, and a file that went away or changed is a problem, not an exception. */
export async function readBytes(path: ImageId, blob: Blob): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const length = bytesProblem(path, blob.size)
  if (length) return fail(length)
  try {
    return ok(new Uint8Array(await blob.arrayBuffer()))
  } catch (error) {
    const gone = error instanceof DOMException && error.name === 'NotFoundError'
    return fail(problem(gone ? 'image.gone' : 'image.changed', { file: path }))
  }
}
