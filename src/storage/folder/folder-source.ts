import { ok, type Result } from '../../core/model/problem'
import { seam } from '../seam'
import type { SetName } from '../side-files'
import type { Tree, TreeEntry, WritableTree } from '../tree'
import { TreeSource } from '../tree-source'

const parts = (path: string): string[] => (path === '' ? [] : path.split('/'))

/** Reads through a directory handle. Keeps path strings only: 100,000 handles cost half a gigabyte. */
class HandleTree implements Tree {
  constructor(protected readonly root: FileSystemDirectoryHandle) {}

  get name(): string {
    return this.root.name
  }

  protected async folder(path: readonly string[], create = false): Promise<FileSystemDirectoryHandle> {
    let folder = this.root
    for (const part of path) folder = await folder.getDirectoryHandle(part, { create })
    return folder
  }

  async *entries(path: string): AsyncGenerator<TreeEntry> {
    const folder = await seam('folder.list', () => this.folder(parts(path)))
    for await (const { name, kind } of folder.values()) yield { name, kind }
  }

  async file(path: string): Promise<Blob> {
    const names = parts(path)
    const folder = await this.folder(names.slice(0, -1))
    return (await folder.getFileHandle(names.at(-1) ?? '')).getFile()
  }
}

class WritableHandleTree extends HandleTree implements WritableTree {
  /** The browser writes beside the file and puts it in place at `close`: that is the commit. */
  async write(path: string, text: string): Promise<void> {
    const names = parts(path)
    const folder = await this.folder(names.slice(0, -1), true)
    const file = await folder.getFileHandle(names.at(-1) ?? '', { create: true })
    const sink = await file.createWritable()
    try {
      await sink.write(text)
      await sink.close()
    } catch (error) {
      await sink.abort().catch(() => undefined)
      throw error
    }
  }
}

/** Images in a folder that the browser lets us read, and side files beside them if it lets us write. */
export class FolderSource extends TreeSource {
  /**
   * @param access `read-write` only after `ensureAccess(handle, 'readwrite', …)` said yes
   * @param names task and date that name the set of side files if none is there yet
   */
  static async open(
    handle: FileSystemDirectoryHandle,
    access: 'read' | 'read-write',
    names: SetName,
  ): Promise<Result<FolderSource>> {
    const tree = access === 'read-write' ? new WritableHandleTree(handle) : new HandleTree(handle)
    const side = await TreeSource.sideFilesOf(tree, names)
    return side.ok ? ok(new FolderSource('folder', tree, side.value)) : side
  }
}

/**
 * Whether the folder may be used. Asks the person if the browser wants that; the question may stay open for ever, so the
 * signal ends the waiting (answer: no).
 */
export async function ensureAccess(
  handle: FileSystemDirectoryHandle,
  mode: 'read' | 'readwrite',
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const state = await untilAborted(
      seam('folder.query-permission', () => handle.queryPermission({ mode })),
      signal,
    )
    if (state !== 'prompt') return state === 'granted'
    return (
      (await untilAborted(
        seam('folder.request-permission', () => handle.requestPermission({ mode })),
        signal,
      )) === 'granted'
    )
  } catch {
    // Not asked by a click (SecurityError), or the handle is of a folder that is gone.
    return false
  }
}

/** What the promise answers, or undefined when the signal fires first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
