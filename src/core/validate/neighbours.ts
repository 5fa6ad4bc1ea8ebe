/** Which annotations' shapes may meet: a spatial index per role, kept up to date edit by edit. */
import RBush from 'rbush'
import type { Subject } from '../policy/expression/subject'

interface Entry {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly subject: Subject
}

function entryOf(subject: Subject, role: string): Entry | undefined {
  const b = subject.figure(role)?.bounds
  return b && { minX: b.x0, minY: b.y0, maxX: b.x1, maxY: b.y1, subject }
}

export class Neighbours {
  readonly #role: string
  readonly #tree = new RBush<Entry>()
  readonly #entries = new Map<string, Entry>()

  constructor(role: string, subjects: readonly Subject[]) {
    this.#role = role
    const entries = subjects.map((s) => entryOf(s, role)).filter((e) => e !== undefined)
    for (const e of entries) this.#entries.set(e.subject.annotation.id, e)
    this.#tree.load(entries)
  }

  remove(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    this.#tree.remove(entry)
    this.#entries.delete(id)
  }

  add(subject: Subject): void {
    const entry = entryOf(subject, this.#role)
    if (!entry) return
    this.#tree.insert(entry)
    this.#entries.set(subject.annotation.id, entry)
  }

  /** Others whose bounds meet those of the subject's role. */
  near(subject: Subject): Subject[] {
    const entry = this.#entries.get(subject.annotation.id)
    return entry
      ? this.#tree
          .search(entry)
          .filter((e) => e !== entry)
          .map((e) => e.subject)
      : []
  }
}
