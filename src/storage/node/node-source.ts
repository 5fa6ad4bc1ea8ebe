import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import type { SetName } from '../side-files'
import type { Tree, TreeEntry, WritableTree } from '../tree'
import { TreeSource } from '../tree-source'

/** A folder on disk. Links are not followed. */
class DiskTree implements Tree {
  readonly name: string
  constructor(protected readonly root: string) {
    this.name = basename(resolve(root))
  }

  protected at(path: string): string {
    return join(this.root, ...path.split('/'))
  }

  async *entries(folder: string): AsyncGenerator<TreeEntry> {
    for await (const entry of await opendir(this.at(folder))) {
      if (entry.isDirectory()) yield { name: entry.name, kind: 'directory' }
      else if (entry.isFile()) yield { name: entry.name, kind: 'file' }
    }
  }

  async file(path: string): Promise<Blob> {
    return new Blob([await readFile(this.at(path))])
  }
}

class WritableDiskTree extends DiskTree implements WritableTree {
  /** Writes beside the file, brings it to the disk, then puts it in place: `rename` is atomic. */
  async write(path: string, text: string): Promise<void> {
    const file = this.at(path)
    const swap = `${file}.tmp-${process.pid}`
    await mkdir(dirname(file), { recursive: true })
    const sink = await open(swap, 'w')
    try {
      await sink.writeFile(text)
      await sink.sync()
      await sink.close()
      await rename(swap, file)
    } catch (error) {
      await sink.close().catch(() => undefined)
      await rm(swap, { force: true })
      throw error
    }
  }
}

/** Images in a folder on disk, for the command line and for tests. */
export class NodeSource extends TreeSource {
  static async open(root: string, access: 'read' | 'read-write', names: SetName): Promise<Result<NodeSource>> {
    const there = await stat(root).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!there) return fail(problem('folder.gone', { file: root }))
    const tree = access === 'read-write' ? new WritableDiskTree(root) : new DiskTree(root)
    const side = await TreeSource.sideFilesOf(tree, names)
    return side.ok ? ok(new NodeSource('node', tree, side.value)) : side
  }
}
