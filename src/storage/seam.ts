/**
 * The one seam to the outside: every call to IndexedDB, to a folder, to the network and to a worker passes here, so that
 * a test can fail the first, the second, … the last of them in turn. (SQLite tests this way: "How SQLite Is Tested",
 * I/O error testing.) A harness sets `globalThis.__groundruleFaults` before the page loads; without it a call costs one
 * comparison.
 */

/** Plain data, so that a harness can write it from outside the page. */
export interface FaultPlan {
  /** The call to fail, counted from 1 over the calls that `only` lets through. */
  readonly call: number
  /** `once`: that call; `ever`: that call and every later one. */
  readonly mode: 'once' | 'ever'
  /** Name of the DOMException thrown, e.g. `QuotaExceededError`; without it nothing fails (delay only). */
  readonly error?: string
  /** Milliseconds to wait first. */
  readonly delay?: number
  /** `after`: the work is done and the answer is lost. Default `before`: the work is never begun. */
  readonly when?: 'before' | 'after'
  /** Beginning of the names that count, e.g. `journal.`; all without it. */
  readonly only?: string
}

/** What the harness puts there, and reads back. */
export interface FaultHarness {
  /** May be set, changed and removed at any time. */
  plan?: FaultPlan
  /** Calls so far that the plan counts (all calls while there is no plan). Set to 0 together with a new plan. */
  calls: number
  /** Names of all calls so far, if the harness put an array here. */
  names?: string[]
}

declare global {
  var __groundruleFaults: FaultHarness | undefined
}

const harness = globalThis.__groundruleFaults

/**
 * Does `work`, unless the armed plan says that this call fails.
 * @param name what is called, `<room>.<operation>`, e.g. `journal.append`
 * @throws whatever the work throws, or the planned DOMException
 */
export function seam<T>(name: string, work: () => Promise<T>): Promise<T> {
  return harness ? through(harness, name, work) : work()
}

/** The same with a harness given; `seam` uses the one found at load. */
export async function through<T>(faults: FaultHarness, name: string, work: () => Promise<T>): Promise<T> {
  const plan = faults.plan
  faults.names?.push(name)
  if (plan?.only !== undefined && !name.startsWith(plan.only)) return work()
  const call = ++faults.calls
  if (!plan || !(plan.mode === 'once' ? call === plan.call : call >= plan.call)) return work()
  if (plan.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, plan.delay))
  if (plan.error === undefined) return work()
  if (plan.when === 'after') await work()
  throw new DOMException(`planned fault at call ${call} (${name})`, plan.error)
}
