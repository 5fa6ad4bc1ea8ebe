import { wrap } from 'comlink'
import { seatOf, type Seat as SeatOf } from '../seat'
import type { ValidatorService } from './service'

export type Seat = SeatOf<ValidatorService>

/** Starts a validator worker. */
export function startSeat(): Seat {
  const worker = new Worker(new URL('./validator.worker.ts', import.meta.url), { type: 'module', name: 'validator' })
  const remote = wrap<ValidatorService>(worker)
  return seatOf<ValidatorService>('validator', worker, {
    ready: () => remote.ready(),
    load: (text) => remote.load(text),
    put: (doc, seq) => remote.put(doc, seq),
    patch: (patch) => remote.patch(patch),
    drop: (image) => remote.drop(image),
    measures: (image) => remote.measures(image),
    cases: () => remote.cases(),
    lint: () => remote.lint(),
    review: (publishedText, text) => remote.review(publishedText, text),
    changes: (before, text) => remote.changes(before, text),
    sweep: (docs) => remote.sweep(docs),
  })
}
