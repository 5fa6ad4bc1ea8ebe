import { open, stat, type FileHandle } from 'node:fs/promises'
import type { ByteSource } from '../bundle/hash'
import { fail, ok, problem, type Result } from '../core/model/problem'

/** A file that is read where asked, never as a whole. Closing is the opener's. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled)
    if (bytesRead === 0) throw new RangeError(`the file ends at ${offset + filled}`)
    filled += bytesRead
  }
  return bytes
}

/** Opens a regular file for reading; devices, pipes and folders are refused before they are opened. */
export async function openFile(path: string): Promise<Result<OpenFile>> {
  try {
    const found = await stat(path)
    if (!found.isFile()) return fail(problem('cli.cannot-read', { file: path }, { why: 'not-a-file' }))
    const handle = await open(path, 'r')
    return ok({
      size: found.size,
      read: (offset, length) => readAt(handle, offset, length),
      close: () => handle.close(),
    })
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return fail(problem('cli.cannot-read', { file: path }, { why }))
  }
}
