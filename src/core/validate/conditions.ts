/** Which conditional questions, attributes and scales apply to each label, kept up to date like the findings. */
import type { ImageScene } from '../policy/expression/scene'
import type { Subject } from '../policy/expression/subject'
import { aroundOf, type Around, type Facet } from '../policy/expression/types'
import type { Vocabulary } from '../policy/vocabulary'

/** `question.<id>`, `attribute.<id>` or `level.<id>` with the condition under which it applies. */
export interface Conditional {
  readonly key: string
  readonly reads: ReadonlySet<Facet>
  readonly around: readonly Around[]
  holds(subject: Subject, scene: ImageScene): boolean
}

/** By label: the conditional names that apply to it now. */
export type Applying = Readonly<Record<string, readonly string[]>>

/** Whom a name is asked of: undefined = every class; `image` = no label. */
function classesOf(key: string, v: Vocabulary): ReadonlySet<string> | undefined | 'image' {
  const [group = '', id = ''] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]
  if (group === 'question') return v.questions.get(id)?.classes ?? 'image'
  if (group === 'level') return v.scales.get(id)?.classes
  const attribute = v.attributes.get(id)
  return attribute?.scope === 'image' ? 'image' : attribute?.classes
}

export function conditionalsOf(v: Vocabulary): Conditional[] {
  return [...v.conditions].flatMap(([key, condition]) => {
    const classes = classesOf(key, v)
    if (classes === 'image') return []
    return {
      key,
      reads: condition.reads,
      around: [...condition.reads].map(aroundOf).filter((a) => a !== undefined),
      holds: (subject, scene) =>
        (classes?.has(subject.annotation.class) ?? true) && condition.value(subject, scene) === true,
    } satisfies Conditional
  })
}

/** What applies to the labels of one document. */
export class Applies {
  readonly #known = new Map<string, Set<string>>()
  #changed = new Set<string>()

  set(key: string, id: string, holds: boolean): void {
    const known = this.#known.get(id)
    if ((known?.has(key) ?? false) === holds) return
    if (holds) this.#known.set(id, (known ?? new Set()).add(key))
    else {
      known?.delete(key)
      if (known?.size === 0) this.#known.delete(id)
    }
    this.#changed.add(id)
  }

  forget(id: string): void {
    this.#known.delete(id)
  }

  clear(): void {
    for (const id of this.#known.keys()) this.#changed.add(id)
    this.#known.clear()
  }

  get all(): Applying {
    return this.#of(this.#known.keys())
  }

  /** Labels for which something changed since this was last read; undefined when there are none. */
  taken(): Applying | undefined {
    const changed = this.#changed
    this.#changed = new Set()
    return changed.size > 0 ? this.#of(changed) : undefined
  }

  #of(ids: Iterable<string>): Applying {
    return Object.fromEntries([...ids].map((id) => [id, [...(this.#known.get(id) ?? [])].sort()]))
  }
}
