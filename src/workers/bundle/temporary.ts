/**
 * Temporary files of this worker in OPFS, written through sync access handles. Each worker has a folder of its own and
 * holds a Web Lock of the folder's name for as long as it lives; folders whose lock nobody holds were left behind by a
 * worker that was killed, and are swept when the next one starts.
 */
import type { Scratch, Sink } from '../../bundle/ports'

const FOLDER = 'bundle-work'
const LOCK = 'groundrule-bundle-work:'

/** The part of FileSystemSyncAccessHandle that is used here; TypeScript knows it in its worker library only. */
interface SyncAccessHandle {
  read(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number
  write(buffer: Uint8Array, options: { at: number }): number
  flush(): void
  close(): void
}
type SyncFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> }

/** Small pieces are gathered up to this many bytes before they are written: a call costs more than the bytes. */
const BUFFER = 1 << 20

/** A file that is appended to and read back. */
export class TemporaryFile implements Scratch, Sink {
  size = 0
  /** Bytes of `size` that have reached the file; the rest waits in `#waiting`. */
  #written = 0
  readonly #waiting = new Uint8Array(BUFFER)

  constructor(
    readonly handle: SyncFileHandle,
    readonly access: SyncAccessHandle,
  ) {}

  append(bytes: Uint8Array): void {
    const waiting = this.size - this.#written
    if (waiting + bytes.length > BUFFER) this.#flush()
    if (bytes.length > BUFFER) this.#put(bytes)
    else this.#waiting.set(bytes, this.size - this.#written)
    this.size += bytes.length
  }

  #flush(): void {
    const waiting = this.size - this.#written
    if (waiting > 0) this.#put(this.#waiting.subarray(0, waiting))
  }

  #put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const written = this.access.write(done === 0 ? bytes : bytes.subarray(done), { at: this.#written })
      if (written === 0) throw new DOMException('no space left', 'QuotaExceededError')
      done += written
      this.#written += written
    }
  }

  write(bytes: Uint8Array): void {
    this.append(bytes)
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset + length > this.#written) this.#flush()
    const bytes = new Uint8Array(length)
    const read = this.access.read(bytes, { at: offset })
    return read === length
      ? Promise.resolve(bytes)
      : Promise.reject(new RangeError(`wanted ${length} bytes at ${offset}, got ${read}`))
  }

  /** Ends the writing; what was written is on its way to the disk. */
  async finish(): Promise<File> {
    this.#flush()
    this.access.flush()
    this.access.close()
    return this.handle.getFile()
  }
}

/** Takes a lock that is given back only when the worker ends; resolves once it is held. */
const holdForLife = (name: string): Promise<void> =>
  new Promise((held, refused) => {
    navigator.locks
      .request(name, () => {
        held()
        return new Promise<never>(() => undefined)
      })
      .catch(refused)
  })

/** This worker's folder of temporary files. */
export class Temporary {
  readonly #open = new Map<string, TemporaryFile>()

  private constructor(
    readonly parent: FileSystemDirectoryHandle,
    readonly name: string,
  ) {}

  /** Sweeps what killed workers left, then makes a folder of its own. */
  static async begin(name: string): Promise<Temporary> {
    await holdForLife(LOCK + name)
    const root = await navigator.storage.getDirectory()
    const parent = await root.getDirectoryHandle(FOLDER, { create: true })
    await sweep(parent)
    return new Temporary(parent, name)
  }

  async create(name: string): Promise<TemporaryFile> {
    const folder = await this.parent.getDirectoryHandle(this.name, { create: true })
    const handle = (await folder.getFileHandle(name, { create: true })) as SyncFileHandle
    const file = new TemporaryFile(handle, await handle.createSyncAccessHandle())
    this.#open.set(name, file)
    return file
  }

  /** Removes one file. */
  async remove(name: string): Promise<void> {
    this.#open.get(name)?.access.close()
    this.#open.delete(name)
    const folder = await this.parent.getDirectoryHandle(this.name, { create: true })
    await folder.removeEntry(name).catch(ignoreMissing)
  }

  /** Removes every file of this worker. */
  async clear(): Promise<void> {
    for (const file of this.#open.values()) file.access.close()
    this.#open.clear()
    await this.parent.removeEntry(this.name, { recursive: true }).catch(ignoreMissing)
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error
}

/** Removes folders of workers that live no more. One that cannot be removed now is left for the next start. */
async function sweep(parent: FileSystemDirectoryHandle): Promise<void> {
  const { held = [] } = await navigator.locks.query()
  const alive = new Set(held.map((lock) => lock.name))
  const names: string[] = []
  for await (const name of parent.keys()) if (!alive.has(LOCK + name)) names.push(name)
  for (const name of names) await parent.removeEntry(name, { recursive: true }).catch(() => undefined)
}
