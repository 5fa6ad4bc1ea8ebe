/** A tree of files, whatever holds it, and the one way to list its images. */
import type { ImageId } from '../core/model/ids'
import { problem } from '../core/model/problem'
import type { ImageEntry } from './ports'
import { errorName } from './troubles'

export interface TreeEntry {
  readonly name: string
  readonly kind: 'file' | 'directory'
}

/** Paths are relative to the root, `/` between folders, '' for the root. Methods throw what the platform throws. */
export interface Tree {
  readonly name: string
  entries(folder: string): AsyncIterable<TreeEntry>
  /** A fresh File at every call: one got earlier may have gone stale. */
  file(path: string): Promise<Blob>
}

/** A tree whose side files can be written. */
export interface WritableTree extends Tree {
  /** Atomic: afterwards the old text or the new one is there, never a part. Makes the folders on the way. */
  write(path: string, text: string): Promise<void>
}

export const isWritable = (tree: Tree): tree is WritableTree => 'write' in tree

const EXTENSIONS = new Set(['png', 'jpg', 'jpeg', 'jfif', 'webp', 'avif', 'bmp', 'gif', 'tif', 'tiff'])

/** Folders that are ours: never searched for images. */
const OURS = new Set(['Ann_pre', 'Ann', '.groundrule'])

/** Whether the name is one of an image file; the content is looked at only when the image is opened. */
export function isImageName(name: string): boolean {
  const dot = name.lastIndexOf('.')
  return dot > 0 && !name.startsWith('.') && EXTENSIONS.has(name.slice(dot + 1).toLowerCase())
}

export const joined = (folder: string, name: string): string => (folder ? `${folder}/${name}` : name)

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' })
/** img2 before img10; names that a collator holds equal (é composed and decomposed) by code unit, so that the order is total. */
export const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)

/** Entries sorted together. A larger folder is sorted in pieces of this size, so that its first image does not wait for its last. */
const PIECE = 5000
/** How long the very first image may wait for the rest of its folder to be listed, in ms: then what is known is sorted and given. */
const FIRST_WAIT = 150
const BATCH = 500

/**
 * The images of a tree, folder by folder from the top, by name within a folder or, where it is large, within pieces of it
 * (`inOrder` puts those together). The first batch holds one image, so that it can be shown while the rest is listed. A folder that cannot be read becomes an entry with a problem.
 * @throws what the platform throws when the root itself cannot be read
 */
export async function* listImages(tree: Tree, signal: AbortSignal): AsyncGenerator<readonly ImageEntry[]> {
  let first = true
  const folders = ['']
  const begun = performance.now()
  for (let folder = folders.shift(); folder !== undefined && !signal.aborted; folder = folders.shift()) {
    for await (const entries of pieces(tree, folder, folders, signal, () =>
      first && performance.now() - begun > FIRST_WAIT ? 1 : PIECE,
    )) {
      if (first && entries.length > 1) yield entries.splice(0, 1)
      first &&= entries.length === 0
      for (let at = 0; at < entries.length && !signal.aborted; at += BATCH) yield entries.slice(at, at + BATCH)
    }
  }
}

/** The entries with every folder's images by name; the same list when they are so already. Folders keep the order in which they came. */
export function inOrder(entries: readonly ImageEntry[]): readonly ImageEntry[] {
  const folders = new Map<string, number>()
  const keyed = entries.map((e) => {
    const cut = e.path.lastIndexOf('/') + 1
    const folder = e.path.slice(0, cut)
    const at = folders.get(folder) ?? folders.size
    folders.set(folder, at)
    return { e, at, name: e.path.slice(cut) }
  })
  const compare = (a: (typeof keyed)[number], b: (typeof keyed)[number]): number =>
    a.at - b.at || byName(a.name, b.name)
  const sorted = keyed.every((k, i) => i === 0 || compare(keyed[i - 1] ?? k, k) <= 0)
  return sorted ? entries : keyed.sort(compare).map((k) => k.e)
}

/** The images of one folder in sorted pieces; its subfolders are put on the list of folders to come. */
async function* pieces(
  tree: Tree,
  folder: string,
  folders: string[],
  signal: AbortSignal,
  piece: () => number,
): AsyncGenerator<ImageEntry[]> {
  let names: string[] = []
  const inner: string[] = []
  const sorted = (): ImageEntry[] => names.sort(byName).map((name) => entry(joined(folder, name)))
  try {
    for await (const { name, kind } of tree.entries(folder)) {
      if (signal.aborted) return
      if (kind === 'directory') {
        if (!name.startsWith('.') && !(folder === '' && OURS.has(name))) inner.push(name)
      } else if (isImageName(name)) names.push(name)
      if (names.length < piece()) continue
      yield sorted()
      names = []
    }
  } catch (error) {
    if (folder === '') throw error
    yield [...sorted(), unreadable(folder, errorName(error))]
    names = []
  }
  folders.push(...inner.sort(byName).map((name) => joined(folder, name)))
  if (names.length > 0) yield sorted()
}

/** Longest path that can be an image's identity (see `ImageId`). */
const LONGEST = 1024
const entry = (path: string): ImageEntry =>
  path.length > LONGEST ? unreadable(path.slice(0, LONGEST), 'path-too-long') : { path: path as ImageId }

const unreadable = (path: string, reason: string): ImageEntry => ({
  path: path as ImageId,
  problem: problem('folder.unreadable-entry', { file: path }, { reason }),
})
