/**
 * The policy document: what a lead writes down in YAML. The reference for people is `docs/policy-format.md`; the
 * descriptions here go into the JSON Schema that editors use. Unknown keys are errors everywhere, so that a misspelt rule
 * never silently does nothing.
 *
 * New keys are optional and have no default: a default would stand in the parsed document and change the digest of
 * policies that were published before the key came.
 */
import { z } from 'zod'
import { PERSON_ROLES } from '../model/annotation'
import { SHAPE_KINDS, type ShapeKindId } from '../geometry/shapes'
import { Rule } from '../rules/schemas'
import { CaseSchema } from './case-notation'
import {
  DaySchema,
  DispositionSchema,
  Expression,
  Id,
  Names,
  Options,
  Outcome,
  Pictures,
  Semver,
  TextSchema,
} from './pieces'
import { POLICY_LIMITS } from './limits'
import { Migration } from './migrate-steps'

export const POLICY_FORMAT = 1

const ShapeName = z.enum(SHAPE_KINDS as readonly [ShapeKindId, ...ShapeKindId[]])

/** `[name, from, to]`; all bands together leave no gap and no overlap. */
const ScaleBand = z.tuple([Id, z.number(), z.number()], { error: 'band' })
const Scale = z.strictObject({
  title: TextSchema.optional(),
  bands: z.array(ScaleBand).min(1).optional().describe('[name, from, to] in order, without gap and overlap.'),
  levels: Options.optional().describe('Instead of bands: words without numbers, in order.'),
  titles: z.record(Id, TextSchema).optional().describe('Titles of the bands.'),
  ends: z.enum(['[)', '(]']).default('[)').describe('Which end belongs to a band; the outermost ends always do.'),
  of: Expression.optional().describe(
    'The measure that the scale divides, e.g. occlusion: band.<scale> is then computed.',
  ),
  for: Names.optional().describe('Classes it is asked for. Absent: all.'),
  when: Expression.optional().describe('It applies only while this is surely true.'),
})

export const NEEDS = ['required', 'optional', 'forbidden'] as const
const Need = z.enum(NEEDS)
const RoleNeed = z.union(
  [
    Need,
    z.strictObject({
      positive: Need.optional(),
      negative: Need.optional(),
      ignore: Need.optional(),
      skip: Need.optional(),
      else: Need.optional(),
    }),
  ],
  { error: 'need' },
)
const Role = z.strictObject({
  shape: z
    .union([ShapeName, z.array(ShapeName).min(1)], { error: 'shapes' })
    .optional()
    .describe('Kinds of shape that are allowed. Absent: any.'),
  need: RoleNeed.default('optional').describe('required, optional or forbidden; or by disposition, with else.'),
  equal: Id.optional().describe('Where both are drawn, this role must be the same shape as that one.'),
  tolerance: z.number().min(0).optional().describe('How far equal shapes may differ, px on each side.'),
  skeleton: Id.optional().describe('For keypoints: the skeleton whose points they are.'),
  title: TextSchema.optional(),
})

const ClassEntry = z.strictObject({
  is_a: Id.optional().describe('The class above.'),
  abstract: z.boolean().default(false).describe('Only groups other classes; cannot be drawn.'),
  title: TextSchema.optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { error: 'color' })
    .optional(),
  says: TextSchema.optional().describe('The class in one sentence.'),
  aliases: z.array(z.string().min(1).max(200)).optional().describe('Older and foreign names of the class.'),
  neighbours: Names.optional().describe('Classes it is easily mistaken for.'),
  fallback: Id.optional().describe('The class to take when the evidence for this one is missing.'),
  includes: z.array(TextSchema).optional().describe('What belongs to the object, for the guide.'),
  excludes: z.array(TextSchema).optional().describe('What does not belong to it.'),
  pictures: Pictures.optional(),
  /** What a new annotation of the class starts with. */
  disposition: DispositionSchema.default('positive').describe('What a new label starts with.'),
  look_alikes: z.record(Id, Outcome).optional().describe('What a label declared as this look-alike must be.'),
  /** `visible`, `full` and named parts. Where no role is named, here or in an ancestor, `visible` and `full` are both optional. */
  roles: z.record(Id, Role).optional().describe('visible, full (with the inferred hidden part) and named parts.'),
})

const Skeleton = z.strictObject({
  title: TextSchema.optional(),
  points: Options,
  edges: z.array(z.tuple([Id, Id], { error: 'edge' })).optional(),
  mirror: z
    .array(z.tuple([Id, Id], { error: 'edge' }))
    .optional()
    .describe('Points that change places in a mirrored image.'),
})

const Question = z.strictObject({
  ask: TextSchema,
  answers: Options,
  for: Names.optional().describe('Classes it is asked for. Absent: asked of the image as a whole.'),
  when: Expression.optional().describe('Asked only while this is surely true.'),
  guide: TextSchema.optional(),
})

export const ATTRIBUTE_SCOPES = ['annotation', 'image', 'group'] as const
const Attribute = z.strictObject({
  title: TextSchema.optional(),
  type: z.enum(['enum', 'bool', 'number', 'text']).default('enum'),
  options: Options.optional(),
  many: z.boolean().optional().describe('Several options may be chosen.'),
  unit: z.string().max(20).optional(),
  range: z.tuple([z.number(), z.number()], { error: 'range' }).optional(),
  integer: z.boolean().optional(),
  pattern: z
    .string()
    .max(500)
    .optional()
    .describe('A text must match this regular expression from its first to its last character.'),
  max: z.number().int().positive().optional().describe('Most characters of a text.'),
  for: Names.optional(),
  when: Expression.optional().describe('It applies only while this is surely true.'),
  required_when: Expression.optional().describe('It must be filled in while this holds.'),
  scope: z
    .enum(ATTRIBUTE_SCOPES)
    .optional()
    .describe('annotation; image: said once for the image; group: the same on all labels of a group.'),
})

const TagGroup = z.union(
  [
    z.array(Id).min(1),
    z.strictObject({ title: TextSchema.optional(), options: Options, many: z.boolean().optional() }),
  ],
  { error: 'options' },
)

const ZoneEntry = z.strictObject({
  title: TextSchema.optional(),
  says: TextSchema.optional(),
  void: z.boolean().optional().describe('Not part of the picture at all.'),
  shape: z.union([ShapeName, z.array(ShapeName).min(1)], { error: 'shapes' }).optional(),
})

/** `1..1`, `0..1`, `0..*`. */
const Cardinality = z.string({ error: 'cardinality' }).regex(/^\d{1,4}\.\.(\d{1,4}|\*)$/, { error: 'cardinality' })
const LinkEntry = z.strictObject({
  title: TextSchema.optional(),
  inverse: TextSchema.optional().describe('How it reads from the other end.'),
  from: Names.describe('Classes that may carry this link.'),
  to: Names.describe('Classes it may lead to.'),
  need: Cardinality.optional().describe('How many each positive carries: 1..1, 0..1, 0..*'),
  inverse_need: Cardinality.optional().describe('How many may arrive at each.'),
})

const ProfileStep = z.strictObject({ when: Expression, then: DispositionSchema })
const Profile = z.strictObject({
  title: TextSchema.optional(),
  says: TextSchema.optional(),
  decide: z.array(ProfileStep).optional().describe('The first condition that surely holds decides.'),
  positive_if: Expression.describe('A positive that does not surely fit becomes `else`.').optional(),
  else: DispositionSchema.default('ignore'),
})

const Clarification = z.strictObject({
  rule: Id,
  date: DaySchema,
  asked: TextSchema.optional(),
  answer: TextSchema,
  by: z.string().max(200).optional(),
  asked_by: z.string().max(200).optional(),
})

export const PolicyDocument = z.strictObject({
  groundrule: z.literal(POLICY_FORMAT).describe('Version of this format.'),
  id: Id,
  version: Semver,
  status: z.enum(['draft', 'published', 'retired']).default('draft'),
  supersedes: Semver.optional(),
  title: TextSchema.optional(),
  says: TextSchema.optional(),
  source: z.string().max(2000).optional().describe('Where the guideline was published, for people.'),
  define: z.record(Id, Expression).optional().describe('Named expressions that others may use.'),
  scales: z.record(Id, Scale).default({}),
  tags: z.record(Id, TagGroup).default({}),
  reasons: z
    .strictObject({ ignore: Options.optional(), negative: Options.optional(), skip: Options.optional() })
    .default({}),
  look_alikes: Options.optional(),
  evidence: Options.optional(),
  attributes: z.record(Id, Attribute).default({}),
  skeletons: z.record(Id, Skeleton).optional(),
  zones: z.record(Id, ZoneEntry).optional(),
  links: z.record(Id, LinkEntry).optional(),
  classes: z
    .record(Id, ClassEntry)
    .refine((c) => Object.keys(c).length > 0 && Object.keys(c).length <= POLICY_LIMITS.classes, { error: 'classes' }),
  questions: z.record(Id, Question).default({}),
  rules: z.array(Rule).max(POLICY_LIMITS.rules, { error: 'rules' }).default([]),
  clarifications: z.array(Clarification).optional().describe('Dated answers to questions about a rule.'),
  people: z
    .record(z.string().min(1).max(200), z.enum(PERSON_ROLES))
    .optional()
    .describe('Who is reviewer or lead; others are labelers. Absent: everybody may do everything.'),
  migrations: z.array(Migration).max(1000).optional().describe('What becomes of labels made under older versions.'),
  profiles: z.record(Id, Profile).default({}),
  cases: z.array(CaseSchema).default([]),
})
export type PolicyDocument = z.infer<typeof PolicyDocument>
export type ClassEntry = PolicyDocument['classes'][string]
export type { Case, CaseAnnotation, CaseShape } from './case-notation'
