/**
 * The policy document: what a lead writes down in YAML. Field names follow the example in docs (policy format).
 * Unknown keys are errors everywhere, so that a misspelt rule never silently does nothing.
 */
import { z } from 'zod'
import { SHAPE_KINDS, type ShapeKindId } from '../geometry/shapes'
import { Rule } from '../rules/schemas'
import { DispositionSchema, Expression, Id, Names, Options, Semver, TextSchema } from './pieces'
import { POLICY_LIMITS } from './limits'

export const POLICY_FORMAT = 1

const ShapeName = z.enum(SHAPE_KINDS as readonly [ShapeKindId, ...ShapeKindId[]])

/** `[name, from, to]`; all bands together leave no gap and no overlap. */
const ScaleBand = z.tuple([Id, z.number(), z.number()], { error: 'band' })
const Scale = z.strictObject({
  title: TextSchema.optional(),
  bands: z.array(ScaleBand).min(1),
  /** Which end belongs to the band; the last band always holds both of its ends. */
  ends: z.enum(['[)', '(]']).default('[)'),
  /** The measure that the scale divides, e.g. `occlusion`: `band.<scale>` is then computed. */
  of: Expression.optional(),
})

const Role = z.strictObject({
  shape: z.union([ShapeName, z.array(ShapeName).min(1)], { error: 'shapes' }).optional(),
  need: z.enum(['required', 'optional', 'forbidden']).default('optional'),
  title: TextSchema.optional(),
})

const ClassEntry = z.strictObject({
  is_a: Id.optional(),
  abstract: z.boolean().default(false),
  title: TextSchema.optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { error: 'color' })
    .optional(),
  says: TextSchema.optional(),
  /** What a new annotation of the class starts with. */
  disposition: DispositionSchema.default('positive'),
  /** `visible`, `full` and named parts. Where no role is named, here or in an ancestor, `visible` and `full` are both optional. */
  roles: z.record(Id, Role).optional(),
})

const Question = z.strictObject({
  ask: TextSchema,
  answers: Options,
  /** Absent: asked of the image as a whole. */
  for: Names.optional(),
})

const Attribute = z.strictObject({
  title: TextSchema.optional(),
  type: z.enum(['enum', 'bool', 'number', 'text']).default('enum'),
  options: Options.optional(),
  unit: z.string().max(20).optional(),
  range: z.tuple([z.number(), z.number()], { error: 'range' }).optional(),
  for: Names.optional(),
})

const TagGroup = z.union([z.array(Id).min(1), z.strictObject({ title: TextSchema.optional(), options: Options })], {
  error: 'options',
})

const Profile = z.strictObject({
  title: TextSchema.optional(),
  positive_if: Expression,
  else: DispositionSchema.default('ignore'),
})

const Numbers4 = z.tuple([z.number(), z.number(), z.number(), z.number()])
/** `[x, y, w, h]` is a box; a list of points is a polygon of one piece. */
export const CaseShape = z.union([Numbers4, z.array(z.tuple([z.number(), z.number()])).min(3)], { error: 'case-shape' })
export type CaseShape = z.infer<typeof CaseShape>

/** An annotation in short notation; any other key is a role with its shape. */
export const CaseAnnotation = z
  .object({
    class: Id,
    disposition: DispositionSchema.optional(),
    reason: Id.optional(),
    look_alike: Id.optional(),
    evidence: z.array(Id).optional(),
    levels: z.record(Id, Id).optional(),
    answers: z.record(Id, z.string()).optional(),
    attributes: z.record(Id, z.union([z.string(), z.number(), z.boolean()])).optional(),
    origin: z.enum(['drawn', 'model', 'import']).optional(),
  })
  .catchall(CaseShape)
export type CaseAnnotation = z.infer<typeof CaseAnnotation>

const Case = z.strictObject({
  name: z.string().min(1).max(500),
  image: z.tuple([z.number().int().positive(), z.number().int().positive()], { error: 'size' }),
  annotation: CaseAnnotation.optional(),
  annotations: z.array(CaseAnnotation).optional(),
  usable: z.enum(['yes', 'no']).optional(),
  tags: z.record(Id, Id).optional(),
  answers: z.record(Id, z.string()).optional(),
  coverage: z.record(Id, z.enum(['absent', 'exhaustive', 'partial', 'not asked'])).optional(),
  nothing_here: z.boolean().optional(),
  /** `- I1: fail`. What is not listed is not looked at; `- pass` means that nothing but what is listed is found. */
  expect: z
    .array(z.union([z.literal('pass'), z.record(Id, z.enum(['pass', 'fail', 'undecided']))], { error: 'expectation' }))
    .min(1),
})
export type Case = z.infer<typeof Case>

export const PolicyDocument = z.strictObject({
  groundrule: z.literal(POLICY_FORMAT),
  id: Id,
  version: Semver,
  status: z.enum(['draft', 'published', 'retired']).default('draft'),
  supersedes: Semver.optional(),
  title: TextSchema.optional(),
  says: TextSchema.optional(),
  scales: z.record(Id, Scale).default({}),
  tags: z.record(Id, TagGroup).default({}),
  reasons: z
    .strictObject({ ignore: Options.optional(), negative: Options.optional(), skip: Options.optional() })
    .default({}),
  look_alikes: Options.optional(),
  evidence: Options.optional(),
  attributes: z.record(Id, Attribute).default({}),
  classes: z
    .record(Id, ClassEntry)
    .refine((c) => Object.keys(c).length > 0 && Object.keys(c).length <= POLICY_LIMITS.classes, { error: 'classes' }),
  questions: z.record(Id, Question).default({}),
  rules: z.array(Rule).max(POLICY_LIMITS.rules, { error: 'rules' }).default([]),
  profiles: z.record(Id, Profile).default({}),
  cases: z.array(Case).default([]),
})
export type PolicyDocument = z.infer<typeof PolicyDocument>
export type ClassEntry = PolicyDocument['classes'][string]
