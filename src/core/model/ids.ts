/** Branded identifiers: an id of one thing can never be passed where another is wanted. */
// Here, too, not only in the entries: it keeps the setup in the chunk of the schemas, so that it runs before them.
import './zod-setup'
import { z } from 'zod'

const id = z.string().min(1).max(1024)

/** Path of the image relative to the project root, `/` between folders, exactly as listed. It is the image's identity. */
export const ImageId = id.brand<'ImageId'>()
export type ImageId = z.infer<typeof ImageId>

export const AnnotationId = id.brand<'AnnotationId'>()
export type AnnotationId = z.infer<typeof AnnotationId>

export const ClassId = id.brand<'ClassId'>()
export type ClassId = z.infer<typeof ClassId>

export const RuleId = id.brand<'RuleId'>()
export type RuleId = z.infer<typeof RuleId>

export const ReasonId = id.brand<'ReasonId'>()
export type ReasonId = z.infer<typeof ReasonId>

export const QuestionId = id.brand<'QuestionId'>()
export type QuestionId = z.infer<typeof QuestionId>

/** `visible`, `full` (amodal), or the name of a part. */
export const RoleId = id.brand<'RoleId'>()
export type RoleId = z.infer<typeof RoleId>

/** Lower-case hexadecimal SHA-256. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>()
export type Sha256 = z.infer<typeof Sha256>

/** An instant as ISO 8601 in UTC. A label for people: order never depends on it. */
export const Instant = z.iso.datetime().brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** Who did it: a free name, empty while nobody said. */
export const Person = z.string().max(200).brand<'Person'>()
export type Person = z.infer<typeof Person>

export const VISIBLE = 'visible' as RoleId
export const FULL = 'full' as RoleId
