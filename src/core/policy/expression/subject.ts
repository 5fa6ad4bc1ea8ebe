/** What rules look at: an annotation with its measures, and the image it is on. */
import type { Annotation } from '../../model/annotation'
import type { ImageDocument } from '../../model/image'
import type { RoleId } from '../../model/ids'
import type { Bounds, Size } from '../../model/units'
import { Figure } from '../../geometry/figure'
import { occlusionOf, truncationOf } from '../../geometry/measures'

/** One annotation; measures are computed when first read and kept. */
export class Subject {
  readonly annotation: Annotation
  readonly size: Size
  #visible: Figure | undefined | null = null
  #full: Figure | undefined | null = null
  #parts: Map<string, Figure | undefined> | undefined
  #occlusion: number | undefined | null = null
  #truncation: number | undefined | null = null

  constructor(annotation: Annotation, size: Size) {
    this.annotation = annotation
    this.size = size
  }

  /** The shape drawn for a role with its measures; undefined while nobody drew it or its numbers are not finite. */
  figure(role: string): Figure | undefined {
    // The two roles that nearly every rule reads have their own fields: this is the hottest call of a check.
    if (role === 'visible') return this.#visible === null ? (this.#visible = this.#make(role)) : this.#visible
    if (role === 'full') return this.#full === null ? (this.#full = this.#make(role)) : this.#full
    this.#parts ??= new Map()
    if (!this.#parts.has(role)) this.#parts.set(role, this.#make(role))
    return this.#parts.get(role)
  }

  #make(role: string): Figure | undefined {
    const drawn = this.annotation.roles[role as RoleId]
    if (!drawn) return undefined
    const figure = new Figure(drawn.shape, this.size)
    return Number.isFinite(figure.width) && Number.isFinite(figure.height) ? figure : undefined
  }

  get occlusion(): number | undefined {
    if (this.#occlusion === null) this.#occlusion = occlusionOf(this.figure('visible'), this.figure('full'))
    return this.#occlusion
  }
  get truncation(): number | undefined {
    if (this.#truncation === null) this.#truncation = truncationOf(this.figure('full'))
    return this.#truncation
  }
}

/** Where the shapes of one role lie. */
export interface RoleShapes {
  /** Drawn, but without area. */
  readonly flat: readonly Subject[]
  /** Not drawn, or not finite. */
  readonly missing: readonly Subject[]
  /** Adds those with area whose bounds meet `bounds` grown by `reach` px on each side. */
  near(bounds: Bounds, reach: number, into: Subject[]): void
}

/** One image: its document, and every annotation as a subject. Made by `sceneOf` (scene.ts). */
export interface Scene {
  readonly doc: ImageDocument
  readonly size: Size
  readonly subjects: readonly Subject[]
  /** In the order of their ids, so that what is said of them does not depend on drawing order. */
  readonly byId: readonly Subject[]
  /** Evaluation steps left for the whole document in this run. */
  stepsLeft: number
  role(role: string): RoleShapes
  ofClass(cls: string): readonly Subject[]
}
