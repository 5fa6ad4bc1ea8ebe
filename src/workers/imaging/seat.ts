import { wrap } from 'comlink'
import { seatOf, type Seat as SeatOf } from '../seat'
import type { ImagingService } from './service'

export type Seat = SeatOf<ImagingService>

/** Starts an imaging worker. */
export function startSeat(): Seat {
  const worker = new Worker(new URL('./imaging.worker.ts', import.meta.url), { type: 'module', name: 'imaging' })
  const remote = wrap<ImagingService>(worker)
  return seatOf<ImagingService>('imaging', worker, {
    decode: (path, blob) => remote.decode(path, blob),
    identify: (path, blob) => remote.identify(path, blob),
    thumbnail: (path, blob, side) => remote.thumbnail(path, blob, side),
  })
}
