import type { SetName } from '../side-files'
import { TreeSideFiles, findSet } from '../side-files'
import type { TreeEntry, WritableTree } from '../tree'
import { TreeSource } from '../tree-source'

/** A tree in memory: path → content. The map is the caller's, so that a test can look, change and take away. */
export class MemoryTree implements WritableTree {
  constructor(
    readonly name: string,
    readonly files: Map<string, Blob>,
  ) {}

  async *entries(folder: string): AsyncGenerator<TreeEntry> {
    const start = folder === '' ? '' : `${folder}/`
    const inside = new Map<string, TreeEntry['kind']>()
    for (const path of this.files.keys()) {
      if (!path.startsWith(start)) continue
      const [name = '', ...deeper] = path.slice(start.length).split('/')
      inside.set(name, deeper.length > 0 ? 'directory' : 'file')
    }
    if (inside.size === 0 && folder !== '') throw new DOMException(folder, 'NotFoundError')
    for (const [name, kind] of inside) yield { name, kind }
  }

  file(path: string): Promise<Blob> {
    const file = this.files.get(path)
    return file ? Promise.resolve(file) : Promise.reject(new DOMException(path, 'NotFoundError'))
  }

  write(path: string, text: string): Promise<void> {
    this.files.set(path, new Blob([text]))
    return Promise.resolve()
  }
}

/** An image source in memory, for tests and for projects without a folder. */
export class MemorySource extends TreeSource {
  static async over(tree: MemoryTree, names: SetName): Promise<MemorySource> {
    return new MemorySource('memory', tree, new TreeSideFiles(tree, await findSet(tree, names.task), names))
  }
}
