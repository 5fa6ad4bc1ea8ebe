/** All items of the stage with a spatial index over their bounds in image pixels. Items equal by reference keep their entry. */
import RBush from 'rbush'
import { kindOf } from '../../core/geometry/shapes'
import type { AnnotationId } from '../../core/model/ids'
import type { Bounds } from '../../core/model/units'
import type { StageItem } from '../stage-api'

export interface Entry {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly item: StageItem
  /** Area of the bounds: large ones are painted first and hit last. */
  readonly area: number
  /** Place in the list. */
  order: number
}

/** The changed share of the items from which the tree is rebuilt instead of updated. */
const REBUILD_FROM = 0.25

function entryOf(item: StageItem, order: number): Entry {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { shape } of item.roles) {
    const b = kindOf(shape).bounds(shape)
    minX = Math.min(minX, b.x0)
    minY = Math.min(minY, b.y0)
    maxX = Math.max(maxX, b.x1)
    maxY = Math.max(maxY, b.y1)
  }
  return { minX, minY, maxX, maxY, item, area: (maxX - minX) * (maxY - minY), order }
}

export class ItemIndex {
  #tree = new RBush<Entry>()
  #entries = new Map<AnnotationId, Entry>()
  #items = new Map<AnnotationId, StageItem>()

  get items(): ReadonlyMap<AnnotationId, StageItem> {
    return this.#items
  }

  get(id: AnnotationId): Entry | undefined {
    return this.#entries.get(id)
  }

  /** Takes over the list; answers the entries that went and those that came (a changed item is in both). */
  set(items: readonly StageItem[]): { readonly gone: readonly Entry[]; readonly come: readonly Entry[] } {
    const before = this.#entries
    const entries = new Map<AnnotationId, Entry>()
    const come: Entry[] = []
    items.forEach((item, order) => {
      let entry = before.get(item.id)
      if (entry?.item === item) entry.order = order
      else {
        entry = entryOf(item, order)
        come.push(entry)
      }
      entries.set(item.id, entry)
    })
    const gone = [...before.values()].filter((entry) => entries.get(entry.item.id) !== entry)
    if (gone.length + come.length > REBUILD_FROM * entries.size) {
      this.#tree.clear()
      this.#tree.load([...entries.values()])
    } else {
      for (const entry of gone) this.#tree.remove(entry)
      for (const entry of come) this.#tree.insert(entry)
    }
    this.#entries = entries
    this.#items = new Map(items.map((item) => [item.id, item]))
    return { gone, come }
  }

  /** Entries that meet the bounds, grown by `by` image pixels; large ones first. */
  search(b: Bounds, by = 0): Entry[] {
    const found = this.#tree.search({ minX: b.x0 - by, minY: b.y0 - by, maxX: b.x1 + by, maxY: b.y1 + by })
    return found.sort((p, q) => q.area - p.area || p.order - q.order)
  }
}
