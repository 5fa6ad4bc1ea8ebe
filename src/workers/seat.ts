import { seam } from '../storage/seam'

/** One running worker, seen from outside. */
export interface Seat<Service> {
  readonly service: Service
  /** Called once when the worker breaks by itself. */
  onbroken(listener: () => void): void
  /** Ends the worker at once, whatever it is doing. */
  end(): void
}

type Call = (...args: readonly unknown[]) => Promise<unknown>

/** The service with every call going through the fault seam, as `<room>.<method>`. */
function throughSeam<Service extends object>(room: string, service: Service): Service {
  const calls = Object.entries(service as Record<string, Call>)
  // Same names, same arguments, same answers: the type is that of the service.
  return Object.fromEntries(
    calls.map(([name, call]): [string, Call] => [name, (...args) => seam(`${room}.${name}`, () => call(...args))]),
  ) as Service
}

/**
 * Seats a worker.
 * @param service plain functions that call the worker: comlink's own proxy answers every name, also `then`
 */
export function seatOf<Service extends object>(room: string, worker: Worker, service: Service): Seat<Service> {
  return {
    service: throughSeam(room, service),
    onbroken: (listener) => {
      worker.addEventListener('error', listener, { once: true })
      worker.addEventListener('messageerror', listener, { once: true })
    },
    end: () => {
      worker.terminate()
    },
  }
}
