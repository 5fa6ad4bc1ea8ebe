import { z } from 'zod'
import { Shape } from '../geometry/shapes'
import { AnnotationId, ClassId, Instant, Person, QuestionId, ReasonId, RoleId, RuleId, Sha256 } from './ids'

/**
 * positive: the object; negative: a marked hard negative (poster, reflection); ignore: cannot or need not be judged;
 * skip: looked at and deliberately not labelled, recorded because otherwise it silently turns into background.
 */
export const DISPOSITIONS = ['positive', 'negative', 'ignore', 'skip'] as const
export const Disposition = z.enum(DISPOSITIONS)
export type Disposition = z.infer<typeof Disposition>

/** How a shape came to be. */
export const ShapeOrigin = z.enum([
  'drawn',
  'copied',
  'from visible',
  'from full',
  'fixed aspect',
  'from mask',
  'extreme points',
  'clipped',
  'model',
  'import',
])
export type ShapeOrigin = z.infer<typeof ShapeOrigin>

export const DrawnShape = z.object({ shape: Shape, origin: ShapeOrigin })
export type DrawnShape = z.infer<typeof DrawnShape>

export const PolicyRef = z.object({ id: z.string().min(1), version: z.string().min(1), digest: Sha256 })
export type PolicyRef = z.infer<typeof PolicyRef>

export const Made = z.object({
  by: Person,
  at: Instant,
  how: z.enum(['hand', 'fix', 'import', 'model', 'migration']),
  policy: PolicyRef,
})
export type Made = z.infer<typeof Made>

/** Who somebody is in the work: each may do what those before may. */
export const PERSON_ROLES = ['labeler', 'reviewer', 'lead'] as const
export const PersonRole = z.enum(PERSON_ROLES)
export type PersonRole = z.infer<typeof PersonRole>

/** A calendar day, `2027-01-31`. */
export const Day = z.iso.date()

/**
 * A person's decision that a rule does not bind here. It expires when the rule changes meaning (`meaning` is the rule's
 * digest), and after the day `until`, where it names one.
 */
export const Override = z.object({
  rule: RuleId,
  reason: z.string().min(1).max(10_000),
  by: Person,
  at: Instant,
  meaning: Sha256,
  /** As whom the person decided; a policy that names its people knows better. */
  as: PersonRole.optional(),
  until: Day.optional(),
})
export type Override = z.infer<typeof Override>

export const Link = z.object({ kind: z.string().min(1), to: AnnotationId })
export type Link = z.infer<typeof Link>

/** Somebody looked at what another one made. `disagree` is kept: a vote counts both. */
export const Review = z.object({ by: Person, at: Instant, verdict: z.enum(['agree', 'disagree']) })
export type Review = z.infer<typeof Review>

/** A list where several options of one attribute may be chosen. */
export const AttributeValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
export type AttributeValue = z.infer<typeof AttributeValue>

export const Annotation = z.object({
  id: AnnotationId,
  class: ClassId,
  disposition: Disposition,
  /** From the policy's list; negative, ignore and skip want one. */
  reason: ReasonId.optional(),
  /** For ignore: the classes it stands for; absent = its own class only, `all` = every class. */
  appliesTo: z.union([z.literal('all'), z.array(ClassId)]).optional(),
  roles: z.record(RoleId, DrawnShape),
  /** What people said, as opposed to what is computed: level of a scale by scale id, look-alike kind, evidence. */
  declared: z.object({
    levels: z.record(z.string(), z.string()).default({}),
    lookAlike: z.string().optional(),
    evidence: z.array(z.string()).optional(),
  }),
  attributes: z.record(z.string(), AttributeValue),
  answers: z.record(QuestionId, z.string()),
  links: z.array(Link),
  /** Depth order: smaller is nearer. */
  order: z.number().int().optional(),
  /** What belongs together in this image: any id, the same on each of them. */
  group: z.string().min(1).max(200).optional(),
  /** The same object through the images of a sequence. */
  track: z.string().min(1).max(200).optional(),
  /** Second looks, in the order in which they were taken. */
  reviews: z.array(Review).optional(),
  overrides: z.array(Override),
  made: Made,
})
export type Annotation = z.infer<typeof Annotation>

/** An annotation with nothing said yet but its class and shapes. */
export function newAnnotation(id: AnnotationId, cls: ClassId, roles: Annotation['roles'], made: Made): Annotation {
  return {
    id,
    class: cls,
    disposition: 'positive',
    roles,
    declared: { levels: {} },
    attributes: {},
    answers: {},
    links: [],
    overrides: [],
    made,
  }
}
