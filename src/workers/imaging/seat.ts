import { wrap } from 'comlink'
import type { ImagingService } from './service'

/** One running worker, seen from outside. */
export interface Seat {
  readonly service: ImagingService
  /** Called once when the worker breaks by itself. */
  onbroken(listener: () => void): void
  /** Ends the worker at once, whatever it is doing. */
  end(): void
}

/** Starts an imaging worker. */
export function startSeat(): Seat {
  const worker = new Worker(new URL('./imaging.worker.ts', import.meta.url), { type: 'module', name: 'imaging' })
  const remote = wrap<ImagingService>(worker)
  return {
    // Plain functions: comlink's proxy answers every name, also `then`.
    service: {
      decode: (path, blob) => remote.decode(path, blob),
      identify: (path, blob) => remote.identify(path, blob),
      thumbnail: (path, blob, side) => remote.thumbnail(path, blob, side),
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
