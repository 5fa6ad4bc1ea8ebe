/** The bundle's table of contents. Layout and rules: docs/bundle-format.md. */
import { z } from 'zod'
import { PolicyRef } from '../core/model/annotation'
import { Sha256 } from '../core/model/ids'

export const BUNDLE_FORMAT = 'groundrule-bundle'
export const BUNDLE_VERSION = 1

export const ManifestFile = z.object({
  path: z.string().min(1).max(1024),
  bytes: z.number().int().nonnegative(),
  sha256: Sha256,
  /** What the entry is. */
  role: z.enum(['policy', 'annotations', 'images-table', 'annotations-table', 'image']),
})
export type ManifestFile = z.infer<typeof ManifestFile>

export const Manifest = z.object({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  name: z.string(),
  generator: z.object({ name: z.string(), version: z.string() }),
  policy: PolicyRef,
  /** Frame of all coordinates: image pixels, upright, origin at the top-left corner of the top-left pixel. */
  coordinates: z.literal('upright-image-px'),
  images: z.enum(['coordinates', 'original', 'png']),
  counts: z.object({
    images: z.number().int().nonnegative(),
    finished: z.number().int().nonnegative(),
    annotations: z.number().int().nonnegative(),
    byDisposition: z.record(z.string(), z.number().int().nonnegative()),
    byClass: z.record(z.string(), z.number().int().nonnegative()),
  }),
  /** SHA-256 over the canonical list of `path\tbytes\tsha256\n`. */
  digest: Sha256,
  files: z.array(ManifestFile),
})
export type Manifest = z.infer<typeof Manifest>
