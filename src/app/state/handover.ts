/** A bundle handed from one place to another (export → inspect, drop → inspect), so that it need not be picked again. */
let waiting: Blob | undefined

export function handOver(bundle: Blob): void {
  waiting = bundle
}

/** Takes the waiting bundle, once. */
export function takeOver(): Blob | undefined {
  const taken = waiting
  waiting = undefined
  return taken
}
