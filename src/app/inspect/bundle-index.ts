import type { Manifest, ManifestImage } from '../../bundle/manifest'
import type { ImageId, Sha256 } from '../../core/model/ids'
import type { Problem } from '../../core/model/problem'

/** What a bundle says of its images and entries, by name. */
export interface BundleIndex {
  readonly images: ReadonlyMap<ImageId, ManifestImage>
  /** Entry → the hash that its bytes must have. */
  readonly hashes: ReadonlyMap<string, Sha256>
  /** Entries that failed their check: what is in them is not shown. */
  readonly damaged: ReadonlySet<string>
}

export const indexOf = ({ contents, files }: Manifest, problems: readonly Problem[]): BundleIndex => ({
  images: new Map(contents.map((image) => [image.path, image])),
  hashes: new Map(files.map((file) => [file.path, file.sha256])),
  damaged: new Set(problems.flatMap((p) => p.place?.file ?? [])),
})
