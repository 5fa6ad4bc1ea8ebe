import { z } from 'zod'
import { Shape } from '../geometry/shapes'
import { Annotation, AttributeValue, PolicyRef, Review } from './annotation'
import { ClassId, ImageId, Instant, Sha256 } from './ids'

export const IMAGE_FORMATS = ['png', 'jpeg', 'webp', 'avif', 'bmp', 'gif'] as const
export const ImageFormat = z.enum(IMAGE_FORMATS)
export type ImageFormat = z.infer<typeof ImageFormat>

/** EXIF orientation: how the stored pixels must be turned to stand upright (1 = as stored). */
export const Orientation = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
  z.literal(8),
])
export type Orientation = z.infer<typeof Orientation>

/** One step of an image's history: source video, frame, crop … Coordinates of steps, not intermediate pictures. */
export const LineageStep = z.object({
  step: z.string().min(1),
  source: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type LineageStep = z.infer<typeof LineageStep>

/** What is known of the image file. `width` × `height` are upright; annotations live in that frame. */
export const ImageRecord = z.object({
  path: ImageId,
  sha256: Sha256,
  bytes: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Size of the pixels as stored, before orientation. */
  stored: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
  orientation: Orientation,
  format: ImageFormat,
  bitDepth: z.number().int().positive(),
  /** True when the file format itself lost information before we saw it (JPEG, lossy WebP, AVIF). */
  lossy: z.boolean(),
  /** Frames in the file; the first is the one annotated. */
  frames: z.number().int().positive().default(1),
  lineage: z.array(LineageStep),
})
export type ImageRecord = z.infer<typeof ImageRecord>

/** Three different things never confused: nobody was asked, some are labelled, all are labelled, surely none is there. */
export const Coverage = z.enum(['absent', 'exhaustive', 'partial', 'not asked'])
export type Coverage = z.infer<typeof Coverage>

export const ImageAnswers = z.object({
  usable: z.enum(['yes', 'no']).optional(),
  /** Tag group → chosen tag. */
  tags: z.record(z.string(), z.string()),
  /** Tag groups of which several may be chosen. */
  tagSets: z.record(z.string(), z.array(z.string())).optional(),
  /** Attributes that are said once for the image. */
  attributes: z.record(z.string(), AttributeValue).optional(),
  /** Answers to the policy's image-level questions. */
  questions: z.record(z.string(), z.string()),
  /** Somebody looked and says: nothing to annotate here. */
  nothingHere: z.boolean(),
  note: z.string().max(10_000).optional(),
})
export type ImageAnswers = z.infer<typeof ImageAnswers>

/** A region of the picture that is not a label: own vehicle, rectification border, a no-label area. */
export const Zone = z.object({
  id: z.string().min(1).max(200),
  /** From the policy's list of zones. */
  kind: z.string().min(1).max(200),
  shape: Shape,
  note: z.string().max(10_000).optional(),
})
export type Zone = z.infer<typeof Zone>

export const WorkState = z.enum(['new', 'working', 'finished'])
export type WorkState = z.infer<typeof WorkState>

export const Checked = z.object({ policy: PolicyRef, at: Instant })
export type Checked = z.infer<typeof Checked>

/** Version of this stored form; a reader that meets a newer one opens read-only and says so. */
export const DOCUMENT_VERSION = 1

export const ImageDocument = z.object({
  groundrule: z.literal(DOCUMENT_VERSION),
  image: ImageRecord,
  answers: ImageAnswers,
  coverage: z.record(ClassId, Coverage),
  /** In drawing order. */
  annotations: z.array(Annotation),
  /** Absent in documents of older versions, and while there are none. */
  zones: z.array(Zone).optional(),
  /** Second looks at the image as a whole. */
  reviews: z.array(Review).optional(),
  state: WorkState,
  /** Policy version the document was last checked under. */
  checked: Checked.optional(),
  /**
   * Entries of the image's log that this document contains, counted from the first label on; absent = 0. It tells which
   * of two copies (journal, side file) has come further; it says nothing about the labels themselves.
   */
  revision: z.number().int().nonnegative().optional(),
})
export type ImageDocument = z.infer<typeof ImageDocument>

/** A document about which nothing has been said. */
export function newDocument(image: ImageRecord): ImageDocument {
  return {
    groundrule: DOCUMENT_VERSION,
    image,
    answers: { tags: {}, questions: {}, nothingHere: false },
    coverage: {},
    annotations: [],
    state: 'new',
  }
}
