import { wrap } from 'comlink'
import type { ValidatorService } from './service'

/** One running worker, seen from outside. */
export interface Seat {
  readonly service: ValidatorService
  /** Called once when the worker breaks by itself. */
  onbroken(listener: () => void): void
  /** Ends the worker at once, whatever it is doing. */
  end(): void
}

/** Starts a validator worker. */
export function startSeat(): Seat {
  const worker = new Worker(new URL('./validator.worker.ts', import.meta.url), { type: 'module', name: 'validator' })
  const remote = wrap<ValidatorService>(worker)
  return {
    // Plain functions: comlink's proxy answers every name, also `then`.
    service: {
      load: (text) => remote.load(text),
      put: (doc, seq) => remote.put(doc, seq),
      patch: (patch) => remote.patch(patch),
      drop: (image) => remote.drop(image),
      measures: (image) => remote.measures(image),
      cases: () => remote.cases(),
      review: (publishedText, text) => remote.review(publishedText, text),
      sweep: (docs) => remote.sweep(docs),
    },
    onbroken: (listener) => {
      worker.addEventListener('error', listener, { once: true })
      worker.addEventListener('messageerror', listener, { once: true })
    },
    end: () => {
      worker.terminate()
    },
  }
}
