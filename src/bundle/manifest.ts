/** The bundle's table of contents. Layout and rules: docs/bundle-format.md. */
import { z } from 'zod'
import { PolicyRef } from '../core/model/annotation'
import { ImageId, Sha256 } from '../core/model/ids'
import { ImageFormat, Orientation, WorkState } from '../core/model/image'

export const BUNDLE_FORMAT = 'groundrule-bundle'
export const BUNDLE_VERSION = 1

const count = z.number().int().nonnegative()
const size = z.strictObject({ width: z.number().int().positive(), height: z.number().int().positive() })

/** What travels of the pixels: nothing, the untouched file, or a pixel-exact PNG. */
export const ImagesAs = z.enum(['coordinates', 'original', 'png'])
export type ImagesAs = z.infer<typeof ImagesAs>

export const FileRole = z.enum(['policy', 'baseline', 'annotations', 'images-table', 'annotations-table', 'image'])
export type FileRole = z.infer<typeof FileRole>

export const ManifestFile = z.strictObject({
  path: z.string().min(1).max(1024),
  bytes: count,
  sha256: Sha256,
  /** What the entry is. */
  role: FileRole,
})
export type ManifestFile = z.infer<typeof ManifestFile>

/** One image: which file it came from, how the bundle carries it, where its annotations stand. */
export const ManifestImage = z.strictObject({
  path: ImageId,
  /** Of the source file: finds the image again in any folder. */
  sha256: Sha256,
  bytes: count,
  format: ImageFormat,
  /** Upright size: the frame of all coordinates. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Size and orientation of the pixels as the file stores them. */
  stored: size,
  orientation: Orientation,
  /** `original`: the file itself; `png`: its pixels as PNG; `coordinates`: not in the bundle. */
  carried: ImagesAs,
  /** Entry with the pixels; absent when they did not come along. */
  entry: z.string().optional(),
  annotations: count,
  state: WorkState,
})
export type ManifestImage = z.infer<typeof ManifestImage>

const counters = z.record(z.string(), count)

export const ManifestCounts = z.strictObject({
  images: count,
  finished: count,
  /** Images on which an error or an open question stands that the baseline does not accept; only with `include: all`. */
  blocked: count,
  annotations: count,
  byDisposition: counters,
  byClass: counters,
  /** Annotations by the policy version they were made under, `id@version`. */
  byPolicyVersion: counters,
})
export type ManifestCounts = z.infer<typeof ManifestCounts>

export const Manifest = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  name: z.string(),
  generator: z.strictObject({ name: z.string(), version: z.string() }),
  policy: PolicyRef,
  /** Frame of all coordinates: image pixels, upright, origin at the top-left corner of the top-left pixel. */
  coordinates: z.literal('upright-image-px'),
  /** What was asked for; `contents` says per image what was done. */
  images: ImagesAs,
  /** Only finished images, or every image of the project. */
  include: z.enum(['finished', 'all']),
  /** The profile whose dispositions stand in the annotations table as `used_as`. */
  profile: z.string().optional(),
  counts: ManifestCounts,
  contents: z.array(ManifestImage),
  /** Every entry but the manifest itself, in the order of the archive. */
  files: z.array(ManifestFile),
  /** SHA-256 over this manifest in canonical form (RFC 8785) with the digest left out; so it covers the file list too. */
  digest: Sha256,
})
export type Manifest = z.infer<typeof Manifest>
