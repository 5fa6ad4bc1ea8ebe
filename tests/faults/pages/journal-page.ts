/** The storage room by itself in a page: what the fault specs drive. */
import '../../../src/core/model/zod-setup'
import { acquireImage } from '../../../src/storage/lock'
import { dropped } from '../../../src/storage/drop'
import { ensureAccess, FolderSource } from '../../../src/storage/folder/folder-source'
import { IdbJournal } from '../../../src/storage/journal/idb-journal'

const room = { IdbJournal, FolderSource, acquireImage, ensureAccess, dropped }
export type Room = typeof room

declare global {
  interface Window {
    room: Room
    /** What was dropped last. */
    drop?: Promise<Awaited<ReturnType<typeof dropped>>>
  }
}
window.room = room
document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', (event) => {
  event.preventDefault()
  if (event.dataTransfer) window.drop = dropped(event.dataTransfer, 1500)
})
