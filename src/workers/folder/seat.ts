import { wrap } from 'comlink'
import { seatOf, type Seat as SeatOf } from '../seat'
import type { FolderService } from './service'

export type Seat = SeatOf<FolderService>

/** Starts one shard. */
export function startSeat(): Seat {
  const worker = new Worker(new URL('./folder.worker.ts', import.meta.url), { type: 'module', name: 'folder' })
  const remote = wrap<FolderService>(worker)
  return seatOf<FolderService>('folder', worker, {
    ready: () => remote.ready(),
    hold: (text, baseline) => remote.hold(text, baseline),
    pair: (before, after) => remote.pair(before, after),
    compare: (docs) => remote.compare(docs),
    check: (docs) => remote.check(docs),
    migrate: (docs, how) => remote.migrate(docs, how),
  })
}

/** How many workers a run is shared out over: one core stays for the page. */
export const shardCount = (cores = globalThis.navigator.hardwareConcurrency): number => Math.max(1, (cores || 2) - 1)
