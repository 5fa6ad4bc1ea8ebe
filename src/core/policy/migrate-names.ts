/** New names for old ones, as the steps of one migration say. All steps of a migration act at once: names may change places. */
import type { Migration, MigrationStep } from './migrate-steps'

type Rename = Extract<MigrationStep, { do: 'rename' }>
type Merge = Extract<MigrationStep, { do: 'merge' }>
export type NameOf = Rename['what'] | Merge['what']

const keyOf = (what: string, of: string | undefined): string => (of === undefined ? what : `${what} ${of}`)

export class NewNames {
  readonly #tables = new Map<string, Map<string, string>>()

  constructor(steps: Migration['steps']) {
    for (const step of steps) {
      if (step.do === 'rename') this.#add(step, step.from)
      if (step.do === 'merge') for (const from of step.from) this.#add(step, from)
    }
  }

  #add(step: Rename | Merge, from: string): void {
    const key = keyOf(step.what, step.of)
    const table = this.#tables.get(key) ?? new Map<string, string>()
    table.set(from, step.to)
    this.#tables.set(key, table)
  }

  /** The new name; a name that no step mentions stays. `of`: the old name of what it belongs to. */
  of<T extends string>(what: NameOf, name: T, of?: string): T {
    return (this.#tables.get(keyOf(what, of))?.get(name) ?? name) as T
  }

  /** Whether any step renames such names. */
  has(what: NameOf, of?: string): boolean {
    return this.#tables.has(keyOf(what, of))
  }
}
