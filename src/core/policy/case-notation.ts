/** The short notation of a policy's own tests, and what its shapes stand for. */
import { z } from 'zod'
import type { Shape } from '../geometry/shapes'
import type { Keypoint } from '../geometry/shapes/keypoints/keypoints'
import { maskOfRuns } from '../geometry/shapes/mask/mask'
import { ShapeOrigin } from '../model/annotation'
import { DispositionSchema, Id, Names, TextSchema } from './pieces'

const Numbers4 = z.tuple([z.number(), z.number(), z.number(), z.number()])
const Numbers5 = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])
const Vertex = z.tuple([z.number(), z.number()])
const Visibility = z.enum(['visible', 'hidden', 'absent'])

const ShapeObject = z.union([
  z.strictObject({ polygon: z.array(z.array(z.array(Vertex).min(3)).min(1)).min(1) }),
  z.strictObject({ rotated_box: Numbers5 }),
  z.strictObject({ ellipse: Numbers5 }),
  z.strictObject({ polyline: z.union([z.array(Vertex).min(1), z.array(z.array(Vertex).min(1)).min(1)]) }),
  z.strictObject({ points: z.array(Vertex).min(1) }),
  z.strictObject({ keypoints: z.record(Id, z.tuple([z.number(), z.number(), Visibility])) }),
  z.strictObject({ mask: z.array(z.string().regex(/^[.#]+$/)).min(1), at: Vertex.optional() }),
])

/** `[x, y, w, h]` is a box; a list of points is a polygon of one piece; the rest is a mapping with the kind's name. */
export const CaseShape = z.union([Numbers4, z.array(Vertex).min(3), ShapeObject], { error: 'case-shape' })
export type CaseShape = z.infer<typeof CaseShape>

const VISIBILITY = { absent: 0, hidden: 1, visible: 2 } as const

function maskOf(rows: readonly string[], [x, y]: readonly [number, number]): Shape {
  const runs = rows.flatMap((row, dy) =>
    [...row].flatMap((c, dx) => (c === '#' ? [{ x: dx, y0: dy, y1: dy + 1 }] : [])),
  )
  return maskOfRuns(
    runs.sort((a, b) => a.x - b.x || a.y0 - b.y0),
    x,
    y,
  )
}

function objectShape(shape: z.infer<typeof ShapeObject>): Shape {
  if ('polygon' in shape) return { kind: 'polygon', rings: shape.polygon }
  if ('rotated_box' in shape) {
    const [cx, cy, w, h, angle] = shape.rotated_box
    return { kind: 'rotated_box', cx, cy, w, h, angle }
  }
  if ('ellipse' in shape) {
    const [cx, cy, rx, ry, angle] = shape.ellipse
    return { kind: 'ellipse', cx, cy, rx, ry, angle }
  }
  if ('polyline' in shape) {
    const [first] = shape.polyline
    const lines = first && typeof first[0] === 'number' ? [shape.polyline] : shape.polyline
    return { kind: 'polyline', lines: lines as [number, number][][] }
  }
  if ('points' in shape) return { kind: 'points', points: shape.points }
  if ('keypoints' in shape) {
    const points = Object.entries(shape.keypoints).map(([name, [x, y, v]]): Keypoint => ({
      name,
      x,
      y,
      v: VISIBILITY[v],
    }))
    return { kind: 'keypoints', points }
  }
  return maskOf(shape.mask, shape.at ?? [0, 0])
}

const isBox = (shape: readonly unknown[]): shape is readonly [number, number, number, number] =>
  typeof shape[0] === 'number'

/** The shape that a case's notation stands for. */
export function shapeOfCase(shape: CaseShape): Shape {
  if (!Array.isArray(shape)) return objectShape(shape)
  if (isBox(shape)) {
    const [x, y, w, h] = shape
    return { kind: 'box', x, y, w, h }
  }
  return { kind: 'polygon', rings: [[shape as [number, number][]]] }
}

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** What may be said of a label in a case; every other key is a role with its shape. */
const annotationFields = {
  id: z.union([Id, z.string().min(1).max(200)]).optional(),
  class: Id,
  disposition: DispositionSchema.optional(),
  reason: Id.optional(),
  applies_to: z.union([z.literal('all'), Names]).optional(),
  look_alike: Id.optional(),
  evidence: z.array(Id).optional(),
  levels: z.record(Id, Id).optional(),
  answers: z.record(Id, z.string()).optional(),
  attributes: z.record(Id, Value).optional(),
  origin: ShapeOrigin.optional(),
  how: z.enum(['hand', 'fix', 'import', 'model', 'migration']).optional(),
  made_by: z.string().max(200).optional(),
  reviewed: z.array(z.string().min(1).max(200)).optional(),
  links: z.record(Id, z.union([z.string(), z.array(z.string()).min(1)])).optional(),
  order: z.number().int().optional(),
  group: z.string().min(1).max(200).optional(),
  track: z.string().min(1).max(200).optional(),
}
export const CASE_FIELDS: readonly string[] = Object.keys(annotationFields)

export const CaseAnnotation = z.object(annotationFields).catchall(CaseShape)
export type CaseAnnotation = z.infer<typeof CaseAnnotation>

const VerdictName = z.enum(['pass', 'fail', 'undecided'])
const Expected = z.union(
  [
    VerdictName,
    z.strictObject({
      verdict: VerdictName,
      asks: z.string().min(1).max(200).optional(),
      on: z.string().min(1).max(200).optional(),
      fix: z.string().min(1).max(200).optional(),
    }),
  ],
  { error: 'verdict' },
)
export type Expected = z.infer<typeof Expected>

const Derived = z.union([DispositionSchema, z.record(z.string().min(1).max(200), DispositionSchema)])

export const CaseSchema = z.strictObject({
  name: z.union([z.string().min(1).max(500), TextSchema], { error: 'text' }),
  /** The clause of the guideline that it tests. */
  clause: z.string().max(200).optional(),
  image: z.tuple([z.number().int().positive(), z.number().int().positive()], { error: 'size' }),
  annotation: CaseAnnotation.optional(),
  annotations: z.array(CaseAnnotation).optional(),
  usable: z.enum(['yes', 'no']).optional(),
  tags: z.record(Id, Names).optional(),
  answers: z.record(Id, z.string()).optional(),
  attributes: z.record(Id, Value).optional(),
  coverage: z.record(Id, z.enum(['absent', 'exhaustive', 'partial', 'not asked'])).optional(),
  zones: z.record(Id, z.array(CaseShape).min(1)).optional(),
  reviewed: z.array(z.string().min(1).max(200)).optional(),
  nothing_here: z.boolean().optional(),
  /** `- I1: fail`. What is not listed is not looked at; `- pass` means that nothing but what is listed is found. */
  expect: z.array(z.union([z.literal('pass'), z.record(Id, Expected)], { error: 'expectation' })).default([]),
  /** What a profile makes of the first label, or of the labels with these ids. */
  profiles: z.record(Id, Derived).optional(),
})
export type Case = z.infer<typeof CaseSchema>
