/** What was dropped on the page. */
import { problem, type Problem } from '../core/model/problem'
import { FilesSource } from './files/files-source'
import type { ImageSource } from './ports'
import { seam } from './seam'

export type Dropped =
  | { readonly kind: 'directory'; readonly handle: FileSystemDirectoryHandle }
  | { readonly kind: 'files'; readonly source: ImageSource }
  | { readonly kind: 'bundle'; readonly file: File }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** System folders keep the browser's answer pending for ever; after this we say so, in milliseconds. */
const PATIENCE = 5000

const isBundle = (file: File): boolean => file.name.toLowerCase().endsWith('.zip')
const nothing = (): Dropped => ({ kind: 'problem', problem: problem('folder.nothing-dropped') })

/**
 * Must be called in the drop event itself: everything is taken from the transfer before the first wait, because the
 * browser empties it afterwards.
 */
export function dropped(transfer: DataTransfer, patience = PATIENCE): Promise<Dropped> {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  const files = [...transfer.files]
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const handles = items.map((item) => item.getAsFileSystemHandle?.())
  const bundle = files.length === 1 && entries[0]?.isDirectory !== true ? files.find(isBundle) : undefined
  if (bundle) return Promise.resolve({ kind: 'bundle', file: bundle })
  if (items.length === 0) return Promise.resolve(nothing())
  return withTime(
    seam('folder.drop', () => answer(handles, entries, files)),
    patience,
  )
}

async function answer(
  handles: readonly (Promise<FileSystemHandle | null> | undefined)[],
  entries: readonly FileSystemEntry[],
  files: readonly File[],
): Promise<Dropped> {
  const [only] = handles
  if (handles.length === 1 && only && entries[0]?.isDirectory !== false) {
    const handle = await only
    if (handle?.kind === 'directory') return { kind: 'directory', handle: handle as FileSystemDirectoryHandle }
  }
  for (const handle of handles) handle?.catch(() => undefined)
  if (entries.length > 0) return { kind: 'files', source: await FilesSource.fromEntries(entries) }
  return files.length > 0 ? { kind: 'files', source: FilesSource.fromFiles(files) } : nothing()
}

function withTime(work: Promise<Dropped>, patience: number): Promise<Dropped> {
  return new Promise((resolve) => {
    const late = (): void =>
      resolve({ kind: 'problem', problem: problem('folder.drop-timeout', {}, { seconds: patience / 1000 }) })
    const timer = setTimeout(late, patience)
    work
      .catch((error: unknown): Dropped => ({
        kind: 'problem',
        problem: problem('folder.denied', {}, { reason: String(error) }),
      }))
      .then(resolve)
      .finally(() => clearTimeout(timer))
  })
}
