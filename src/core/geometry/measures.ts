/** What is computed, never typed. Anything whose input is missing is unknown (undefined), never zero. */
import type { Annotation } from '../model/annotation'
import { FULL, VISIBLE, type RoleId } from '../model/ids'
import type { Size } from '../model/units'
import { Figure } from './figure'

export interface RoleMeasures {
  readonly width: number
  readonly height: number
  /** px²; absent for shapes without area (points, lines). */
  readonly area?: number
}

/** Measures of one annotation. Shares are 0…1, sizes image pixels. */
export interface Measures {
  readonly occlusion?: number
  readonly truncation?: number
  readonly visible?: RoleMeasures
  readonly full?: RoleMeasures
}

const clampShare = (share: number): number => Math.min(1, Math.max(0, share))

/** `1 - area(visible) / area(full clipped to the image)`; unknown without both shapes or with nothing of `full` in the image. */
export function occlusionOf(visible: Figure | undefined, full: Figure | undefined): number | undefined {
  const [seen, whole] = [visible?.area, full?.areaInside]
  if (seen === undefined || whole === undefined || !(whole > 0)) return undefined
  // Not 1 - seen / whole: exactly 10 % hidden must be 0.1, not 0.09999999999999998.
  return clampShare((whole - seen) / whole)
}

/** `area(visible) / area(full clipped to the image)`: the other side of occlusion, unknown where that is. */
export function visibilityOf(visible: Figure | undefined, full: Figure | undefined): number | undefined {
  const [seen, whole] = [visible?.area, full?.areaInside]
  return seen === undefined || whole === undefined || !(whole > 0) ? undefined : clampShare(seen / whole)
}

/** `1 - area(full clipped to the image) / area(full)`; unknown without `full` or when it has no area. */
export function truncationOf(full: Figure | undefined): number | undefined {
  const [whole, inside] = [full?.area, full?.areaInside]
  if (whole === undefined || inside === undefined || !(whole > 0)) return undefined
  return clampShare((whole - inside) / whole)
}

const figure = (annotation: Annotation, role: RoleId, size: Size): Figure | undefined => {
  const drawn = annotation.roles[role]
  return drawn && new Figure(drawn.shape, size)
}

const sizes = (of: Figure): RoleMeasures => ({
  width: of.width,
  height: of.height,
  ...(of.area === undefined ? {} : { area: of.area }),
})

/** The measures that screens show beside an annotation. */
export function measure(annotation: Annotation, image: Size): Measures {
  const visible = figure(annotation, VISIBLE, image)
  const full = figure(annotation, FULL, image)
  const occlusion = occlusionOf(visible, full)
  const truncation = truncationOf(full)
  return {
    ...(occlusion === undefined ? {} : { occlusion }),
    ...(truncation === undefined ? {} : { truncation }),
    ...(visible ? { visible: sizes(visible) } : {}),
    ...(full ? { full: sizes(full) } : {}),
  }
}
