import { opendir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ReadableFolder } from '../../core/model/reading'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import { isNotThere } from '../../storage/troubles'

class DiskFolder implements ReadableFolder {
  readonly name: string
  readonly #root: string
  constructor(root: string) {
    this.#root = root
    this.name = basename(resolve(root))
  }

  #at(path: string): string {
    return join(this.#root, ...path.split('/'))
  }

  /** Links are not followed: a folder that holds itself ends. */
  async *entries(folder: string): AsyncGenerator<{ name: string; kind: 'file' | 'directory' }> {
    for await (const entry of await opendir(this.#at(folder)))
      if (entry.isDirectory()) yield { name: entry.name, kind: 'directory' }
      else if (entry.isFile()) yield { name: entry.name, kind: 'file' }
  }

  async bytes(path: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#at(path))
    } catch (error) {
      if (isNotThere(error)) return undefined
      throw error
    }
  }
}

/** A folder on disk for reading; nothing in it is ever written. */
export async function openFolder(path: string): Promise<Result<ReadableFolder>> {
  const isThere = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return isThere ? ok(new DiskFolder(path)) : fail(problem('folder.gone', { file: path }))
}
