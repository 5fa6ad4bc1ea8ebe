/** One image as the rules see it, with what is worked out of it only when a rule asks. */
import type { ImageDocument } from '../../model/image'
import type { Size } from '../../model/units'
import { POLICY_LIMITS } from '../limits'
import { RoleIndex } from './role-index'
import { Subject, type Scene } from './subject'

const NOBODY: readonly Subject[] = []

export class ImageScene implements Scene {
  doc: ImageDocument
  readonly size: Size
  subjects: readonly Subject[]
  stepsLeft: number = POLICY_LIMITS.documentSteps
  readonly #roles = new Map<string, RoleIndex>()
  #classes: Map<string, Subject[]> | undefined
  #byId: readonly Subject[] | undefined

  constructor(doc: ImageDocument, size: Size, subjects: readonly Subject[]) {
    this.doc = doc
    this.size = size
    this.subjects = subjects
  }

  role(role: string): RoleIndex {
    let index = this.#roles.get(role)
    if (!index) this.#roles.set(role, (index = new RoleIndex(role, this.subjects)))
    return index
  }

  ofClass(cls: string): readonly Subject[] {
    if (!this.#classes) {
      this.#classes = new Map()
      for (const s of this.subjects) {
        const list = this.#classes.get(s.annotation.class)
        if (list) list.push(s)
        else this.#classes.set(s.annotation.class, [s])
      }
    }
    return this.#classes.get(cls) ?? NOBODY
  }

  get byId(): readonly Subject[] {
    return (this.#byId ??= [...this.subjects].sort((a, b) => (a.annotation.id < b.annotation.id ? -1 : 1)))
  }

  /** The document after an edit: what went or was replaced, what came or replaced it. The budget begins anew. */
  take(doc: ImageDocument, subjects: readonly Subject[], gone: readonly Subject[], come: readonly Subject[]): void {
    this.doc = doc
    this.subjects = subjects
    this.stepsLeft = POLICY_LIMITS.documentSteps
    this.#classes = undefined
    this.#byId = undefined
    for (const index of this.#roles.values()) {
      for (const s of gone) index.remove(s)
      for (const s of come) index.add(s)
    }
  }
}

export function sceneOf(doc: ImageDocument): ImageScene {
  const size = { width: doc.image.width, height: doc.image.height }
  return new ImageScene(
    doc,
    size,
    doc.annotations.map((a) => new Subject(a, size)),
  )
}
