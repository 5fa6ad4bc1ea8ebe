import type { ImageId } from '../core/model/ids'
import { fail, ok, type Result } from '../core/model/problem'
import type { ImageEntry, ImageSource } from './ports'
import { seam } from './seam'
import { findSet, TreeSideFiles, type SetName } from './side-files'
import { isWritable, listImages, type Tree } from './tree'
import { imageTrouble, sideTrouble } from './troubles'

/** An image source over any tree of files. */
export class TreeSource implements ImageSource {
  readonly name: string
  readonly access: 'read' | 'read-write'

  protected constructor(
    readonly kind: ImageSource['kind'],
    protected readonly tree: Tree,
    readonly sideFiles: TreeSideFiles,
  ) {
    this.name = tree.name
    this.access = isWritable(tree) ? 'read-write' : 'read'
  }

  /** The side files of a tree, going on with the newest set that is there. */
  protected static async sideFilesOf(tree: Tree, names: SetName): Promise<Result<TreeSideFiles>> {
    try {
      return ok(new TreeSideFiles(tree, await seam('folder.sets', () => findSet(tree, names.task)), names))
    } catch (error) {
      return fail(sideTrouble(error, tree.name))
    }
  }

  list(signal: AbortSignal): AsyncIterable<readonly ImageEntry[]> {
    return listImages(this.tree, signal)
  }

  async open(path: ImageId): Promise<Result<Blob>> {
    try {
      return ok(await seam('folder.open', () => this.tree.file(path)))
    } catch (error) {
      return fail(imageTrouble(error, path))
    }
  }
}
