import { openDB } from 'idb'

/** Its own database in the same store of the origin; empty but for the moment of the writing. */
const BALLAST = 'groundrule-ballast'
/** Values above 64 KiB would go to files of their own, past the log. */
const PIECE = 60_000
/** LevelDB begins a new log when 4 MiB are in memory (`write_buffer_size`). */
const PIECES = 80

let begun: Promise<void> | undefined

/**
 * Makes Chromium begin a new log for this origin's IndexedDB, once per page, before the first write.
 *
 * A browser that is killed in the middle of a write leaves half a record at the end of the log. The next start skips it
 * and loses nothing, but goes on writing behind it in the same file; the start after that takes the half record for
 * damage and throws away the whole database (google/leveldb issue 1287: `reuse_logs` reuses a log with an incomplete
 * record). Writing more than LevelDB keeps in memory closes the old log, so that nothing of ours comes to stand behind the
 * half record. Found by killing a browser about eighty times; `tests/faults/journal.spec.ts` tears the log on purpose.
 * Does nothing in browsers that keep IndexedDB otherwise. Never fails: without room for it, things are as they were.
 */
export function freshLog(): Promise<void> {
  begun ??= isChromium() ? fill().catch(() => undefined) : Promise.resolve()
  return begun
}

async function fill(): Promise<void> {
  const db = await openDB(BALLAST, 1, { upgrade: (d) => void d.createObjectStore('pieces') })
  try {
    const tx = db.transaction('pieces', 'readwrite', { durability: 'relaxed' })
    const piece = new Uint8Array(PIECE)
    for (let i = 0; i < PIECES; i++) void tx.store.put(piece, i)
    await tx.done
    await db.clear('pieces')
  } finally {
    db.close()
  }
}

function isChromium(): boolean {
  const brands: unknown = Reflect.get(globalThis.navigator ?? {}, 'userAgentData')
  return (
    typeof brands === 'object' && brands !== null && JSON.stringify(Reflect.get(brands, 'brands')).includes('Chromium')
  )
}
