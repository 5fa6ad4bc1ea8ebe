import { createSHA256 } from 'hash-wasm'
import type { Sha256 } from '../core/model/ids'

/** Up to this size the file is hashed in one piece by the platform, which uses the processor's own instructions. */
const WHOLE = 64 * 1024 ** 2

/** Bytes done and in all. */
export type HashProgress = (done: number, total: number) => void

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

// Every SHA-256 in hexadecimal is a Sha256; parsing it again by schema would only cost time.
const asSha256 = (text: string): Sha256 => text as Sha256

async function streamed(
  blob: Blob,
  progress: HashProgress | undefined,
  signal: AbortSignal | undefined,
): Promise<Sha256> {
  const hasher = await createSHA256()
  const reader = blob.stream().getReader()
  let done = 0
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      hasher.update(read.value)
      done += read.value.byteLength
      progress?.(done, blob.size)
      signal?.throwIfAborted()
    }
  } finally {
    await reader.cancel()
  }
  return asSha256(hasher.digest('hex'))
}

/**
 * SHA-256 of a blob in lower-case hexadecimal; the same in the browser and in Node. Small files go through
 * `crypto.subtle` in one piece, large ones are streamed, so memory does not grow with the file. Throws what reading the blob throws, and the
 * signal's reason.
 */
export async function sha256(blob: Blob, progress?: HashProgress, signal?: AbortSignal): Promise<Sha256> {
  // Pages that are not served securely have no crypto.subtle, whatever the types say.
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  if (blob.size > WHOLE || !subtle) return streamed(blob, progress, signal)
  const bytes = await blob.arrayBuffer()
  signal?.throwIfAborted()
  const digest = await subtle.digest('SHA-256', bytes)
  progress?.(blob.size, blob.size)
  return asSha256(hex(digest))
}
