/** Where the shapes of one role lie: asked for what may meet a window, and kept up to date edit by edit. */
import RBush from 'rbush'
import type { Bounds } from '../../model/units'
import type { RoleShapes, Subject } from './subject'

interface Entry {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly subject: Subject
}

/** Up to this count comparing all bounds is cheaper than a tree. */
const SMALL = 48

function without(list: Subject[], subject: Subject): void {
  const at = list.indexOf(subject)
  if (at >= 0) list.splice(at, 1)
}

export class RoleIndex implements RoleShapes {
  readonly #role: string
  /** The shapes while they are few; then they are in the tree. */
  #few: Subject[] = []
  #tree: RBush<Entry> | undefined
  #entries: Map<Subject, Entry> | undefined
  /** Drawn, but without area: what is sure of shapes that do not meet need not hold for them. */
  readonly flat: Subject[] = []
  /** Not drawn, or not finite: what reads this role of them is unknown. */
  readonly missing: Subject[] = []

  constructor(role: string, subjects: readonly Subject[]) {
    this.#role = role
    for (const s of subjects) this.#sort(s)
    if (this.#few.length > SMALL) this.#plant()
  }

  /** Puts a subject where it belongs, but not into a tree. True: it has a shape with area. */
  #sort(subject: Subject): boolean {
    const figure = subject.figure(this.#role)
    if (figure === undefined) {
      this.missing.push(subject)
      return false
    }
    if (!((figure.area ?? 0) > 0)) {
      this.flat.push(subject)
      return false
    }
    if (!this.#tree) this.#few.push(subject)
    return true
  }

  #entry(subject: Subject): Entry {
    const b = subject.figure(this.#role)?.bounds ?? { x0: 0, y0: 0, x1: 0, y1: 0 }
    return { minX: b.x0, minY: b.y0, maxX: b.x1, maxY: b.y1, subject }
  }

  #plant(): void {
    this.#entries = new Map(this.#few.map((s) => [s, this.#entry(s)]))
    this.#tree = new RBush<Entry>()
    this.#tree.load([...this.#entries.values()])
    this.#few = []
  }

  add(subject: Subject): void {
    if (!this.#sort(subject)) return
    if (this.#tree) {
      const entry = this.#entry(subject)
      this.#entries?.set(subject, entry)
      this.#tree.insert(entry)
    } else if (this.#few.length > SMALL) this.#plant()
  }

  remove(subject: Subject): void {
    const entry = this.#entries?.get(subject)
    if (entry) {
      this.#tree?.remove(entry)
      this.#entries?.delete(subject)
    } else without(this.#few, subject)
    without(this.flat, subject)
    without(this.missing, subject)
  }

  near(b: Bounds, reach: number, into: Subject[]): void {
    if (this.#tree) {
      for (const e of this.#tree.search({
        minX: b.x0 - reach,
        minY: b.y0 - reach,
        maxX: b.x1 + reach,
        maxY: b.y1 + reach,
      }))
        into.push(e.subject)
      return
    }
    const [x0, y0, x1, y1] = [b.x0 - reach, b.y0 - reach, b.x1 + reach, b.y1 + reach]
    for (const s of this.#few) {
      const o = s.figure(this.#role)?.bounds
      if (o && o.x0 <= x1 && x0 <= o.x1 && o.y0 <= y1 && y0 <= o.y1) into.push(s)
    }
  }
}
