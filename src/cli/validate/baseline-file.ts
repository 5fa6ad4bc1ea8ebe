/** Baselines as files: violations that are accepted as a set. */
import { readFile, writeFile } from 'node:fs/promises'
import type { PolicyRef } from '../../core/model/annotation'
import type { Instant, Person } from '../../core/model/ids'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import {
  baselineText,
  emptyBaseline,
  entryOf,
  KnownViolations,
  readBaseline,
  withEntries,
  type BaselineEntry,
} from '../../core/policy/baseline'
import type { Checked } from './run'

/** Reads a baseline file. */
export async function openBaseline(file: string): Promise<Result<KnownViolations>> {
  try {
    const read = readBaseline(await readFile(file, 'utf8'), file)
    return read.ok ? ok(new KnownViolations(read.value)) : read
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return fail(problem('cli.cannot-read', { file }, { why }))
  }
}

/** Collects the findings of a run, known and new, as the entries of the next baseline. */
export class NextBaseline {
  readonly #entries: BaselineEntry[] = []

  add({ reading, findings, accepted }: Checked): void {
    const { document } = reading
    if (document) for (const finding of [...accepted, ...findings]) this.#entries.push(entryOf(document, finding))
  }

  get size(): number {
    return this.#entries.length
  }

  /** Writes it; what no longer occurs is not in it. */
  async write(file: string, policy: PolicyRef, by: string): Promise<void> {
    const at = new Date().toISOString() as Instant
    await writeFile(file, baselineText(withEntries(emptyBaseline(policy, by as Person, at), this.#entries)))
  }
}
