import type { Disposition } from '../../core/model/annotation'
import { blocks } from '../../core/model/finding'
import type { ManifestImage } from '../../bundle/manifest'
import type { ClassId, ImageId } from '../../core/model/ids'
import type { InspectedImage, Inspection } from '../../workers/bundle/service'

/** An image that the bundle lists. `seen` is missing where its document could not be read. */
export interface ListedImage {
  readonly path: ImageId
  readonly listed: ManifestImage
  readonly seen: InspectedImage | undefined
}

/** Every image of the manifest, with its document where there is one. */
export function listedImages({ manifest, images }: Pick<Inspection, 'manifest' | 'images'>): readonly ListedImage[] {
  const seen = new Map(images.map((image) => [image.path, image]))
  return manifest.contents.map((listed) => ({ path: listed.path, listed, seen: seen.get(listed.path) }))
}

export interface ImageFilter {
  /** Part of the path, any case. */
  readonly name: string
  readonly class: ClassId | undefined
  readonly disposition: Disposition | undefined
  readonly findings: 'any' | 'some' | 'blocking'
}

export const NO_FILTER: ImageFilter = { name: '', class: undefined, disposition: undefined, findings: 'any' }

export const isFiltering = (filter: ImageFilter): boolean =>
  filter.name.trim() !== '' ||
  filter.class !== undefined ||
  filter.disposition !== undefined ||
  filter.findings !== 'any'

/** Class and disposition must hold of one and the same annotation. An image without a readable document passes by name only. */
export function passes({ path, seen }: ListedImage, filter: ImageFilter): boolean {
  const name = filter.name.trim().toLowerCase()
  if (name && !path.toLowerCase().includes(name)) return false
  const findings = seen?.findings ?? []
  if (filter.findings === 'some' && findings.length === 0) return false
  if (filter.findings === 'blocking' && !findings.some(blocks)) return false
  if (filter.class === undefined && filter.disposition === undefined) return true
  return (seen?.document.annotations ?? []).some(
    (a) =>
      (filter.class === undefined || a.class === filter.class) &&
      (filter.disposition === undefined || a.disposition === filter.disposition),
  )
}
