import { findSet, newestSet, SETS, TreeSideFiles } from '../side-files'
import { type Tree, type TreeEntry } from '../tree'
import { TreeSource } from '../tree-source'

const gone = (path: string): DOMException => new DOMException(path, 'NotFoundError')

/** A tree made of a list of files, as `<input webkitdirectory>` gives it. */
class ListTree implements Tree {
  readonly #files = new Map<string, File>()
  readonly #folders = new Map<string, Map<string, TreeEntry['kind']>>()

  constructor(
    readonly name: string,
    files: readonly (readonly [path: string, file: File])[],
  ) {
    for (const [path, file] of files) this.#put(path, file)
  }

  #put(path: string, file: File): void {
    // Two loose files of one name cannot be told apart by path; the first keeps it.
    if (this.#files.has(path)) return
    this.#files.set(path, file)
    const names = path.split('/')
    for (const [depth, name] of names.entries()) {
      const folder = names.slice(0, depth).join('/')
      const inside = this.#folders.get(folder) ?? new Map<string, TreeEntry['kind']>()
      inside.set(name, depth === names.length - 1 ? 'file' : 'directory')
      this.#folders.set(folder, inside)
    }
  }

  async *entries(folder: string): AsyncGenerator<TreeEntry> {
    const inside = this.#folders.get(folder)
    if (!inside && folder !== '') throw gone(folder)
    for (const [name, kind] of inside ?? []) yield { name, kind }
  }

  file(path: string): Promise<Blob> {
    const file = this.#files.get(path)
    return file ? Promise.resolve(file) : Promise.reject(gone(path))
  }
}

/** A tree of dropped entries, read folder by folder when it is asked for. */
class EntryTree implements Tree {
  readonly name: string
  /** The one dropped folder is the root; several things dropped stand side by side under it. */
  readonly #roots: ReadonlyMap<string, FileSystemEntry> | FileSystemDirectoryEntry

  constructor(dropped: readonly FileSystemEntry[]) {
    const only = dropped.length === 1 ? dropped[0] : undefined
    this.name = only?.name ?? ''
    this.#roots = only && isFolder(only) ? only : new Map(dropped.map((entry) => [entry.name, entry]))
  }

  async #find(path: string): Promise<FileSystemEntry> {
    if (!(this.#roots instanceof Map))
      return path === ''
        ? (this.#roots as FileSystemDirectoryEntry)
        : below(this.#roots as FileSystemDirectoryEntry, path)
    const [first = '', ...rest] = path.split('/')
    const root = this.#roots.get(first)
    if (!root) throw gone(path)
    return rest.length === 0 ? root : below(root as FileSystemDirectoryEntry, rest.join('/'))
  }

  async *entries(folder: string): AsyncGenerator<TreeEntry> {
    if (folder === '' && this.#roots instanceof Map) {
      for (const entry of this.#roots.values()) yield { name: entry.name, kind: kindOf(entry) }
      return
    }
    const found = await this.#find(folder)
    if (!isFolder(found)) throw gone(folder)
    const reader = found.createReader()
    // A reader answers in portions of a hundred; the empty one is the end.
    for (;;) {
      const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (portion.length === 0) return
      for (const entry of portion) yield { name: entry.name, kind: kindOf(entry) }
    }
  }

  async file(path: string): Promise<Blob> {
    const entry = await this.#find(path)
    if (!isFile(entry)) throw gone(path)
    return new Promise((resolve, reject) => entry.file(resolve, reject))
  }
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const kindOf = (entry: FileSystemEntry): TreeEntry['kind'] => (entry.isDirectory ? 'directory' : 'file')

/** A file if there is one of that path, else a folder. */
function below(folder: FileSystemDirectoryEntry, path: string): Promise<FileSystemEntry> {
  const asFolder = (): Promise<FileSystemEntry> =>
    new Promise((resolve, reject) => folder.getDirectory(path, {}, resolve, () => reject(gone(path))))
  return new Promise((resolve) => folder.getFile(path, {}, resolve, () => resolve(asFolder())))
}

/** Names of the sets of side files among the paths. */
const sets = (paths: readonly string[]): string[] => [
  ...new Set(
    paths.flatMap((path) =>
      path.startsWith(`${SETS}/`) && path.split('/').length > 2 ? [path.split('/')[1] ?? ''] : [],
    ),
  ),
]

const NO_NAMES = { task: 'task', date: '1970-01-01' }

/** Images that the browser may read but not write beside: a chosen or dropped folder without a handle. */
export class FilesSource extends TreeSource {
  /** From the files of an `<input webkitdirectory>`, or loose files. Paths are relative to the chosen folder. */
  static fromFiles(files: readonly File[], rootName?: string): FilesSource {
    const named = files.map((file) => {
      const path = file.webkitRelativePath
      return [path === '' ? file.name : path.slice(path.indexOf('/') + 1), file] as const
    })
    const root = rootName ?? files.find((file) => file.webkitRelativePath)?.webkitRelativePath.split('/')[0] ?? ''
    return FilesSource.#of(new ListTree(root, named), sets(named.map(([path]) => path)))
  }

  /** From entries of a drop (`webkitGetAsEntry`); the folders are read only when they are listed. */
  static async fromEntries(entries: readonly FileSystemEntry[]): Promise<FilesSource> {
    const tree = new EntryTree(entries)
    const found = await findSet(tree, tree.name).catch(() => undefined)
    return new FilesSource('files', tree, new TreeSideFiles(tree, found, NO_NAMES))
  }

  static #of(tree: ListTree, names: readonly string[]): FilesSource {
    return new FilesSource('files', tree, new TreeSideFiles(tree, newestSet(names, tree.name), NO_NAMES))
  }
}
