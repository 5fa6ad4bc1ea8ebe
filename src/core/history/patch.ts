/**
 * Every change to a label is one patch. An op holds what was there and what is there now, so the inverse is the same op
 * turned round and can never disagree with it. Patches are the only way to change a document, and the journal stores them.
 */
import { z } from 'zod'
import { Annotation } from '../model/annotation'
import { AnnotationId, ClassId, ImageId, Instant, Person } from '../model/ids'
import { Checked, Coverage, ImageAnswers, WorkState, Zone, type ImageDocument } from '../model/image'

const AnnotationOp = z.object({
  op: z.literal('annotation'),
  id: AnnotationId,
  /** Position in drawing order, where the annotation was or comes to stand. */
  index: z.number().int().nonnegative(),
  before: Annotation.nullable(),
  after: Annotation.nullable(),
})
const AnswersOp = z.object({ op: z.literal('answers'), before: ImageAnswers, after: ImageAnswers })
const CoverageOp = z.object({
  op: z.literal('coverage'),
  before: z.record(ClassId, Coverage),
  after: z.record(ClassId, Coverage),
})
/** null: the document has no list of zones. */
const ZonesOp = z.object({
  op: z.literal('zones'),
  before: z.array(Zone).nullable(),
  after: z.array(Zone).nullable(),
})
const StateOp = z.object({ op: z.literal('state'), before: WorkState, after: WorkState })
const CheckedOp = z.object({ op: z.literal('checked'), before: Checked.nullable(), after: Checked.nullable() })

export const Op = z.discriminatedUnion('op', [AnnotationOp, AnswersOp, CoverageOp, ZonesOp, StateOp, CheckedOp])
export type Op = z.infer<typeof Op>

/** What the hand, a fix, an import or a migration asked for. */
export const Cause = z.object({
  name: z.string().min(1),
  args: z.record(z.string(), z.unknown()),
  by: Person,
  at: Instant,
})
export type Cause = z.infer<typeof Cause>

export const Patch = z.object({
  image: ImageId,
  /** 1, 2, 3 … within the image: the order of the log, independent of clocks. */
  seq: z.number().int().positive(),
  ops: z.array(Op).min(1),
  cause: Cause,
  /** Set when this entry takes back, or repeats, an earlier entry. */
  undoes: z.number().int().positive().optional(),
  redoes: z.number().int().positive().optional(),
})
export type Patch = z.infer<typeof Patch>

/** The op that takes this op back. */
export const inverseOp = (op: Op): Op => ({ ...op, before: op.after, after: op.before }) as Op

/** The ops that take a patch back, in reverse order. */
export const inverse = (ops: readonly Op[]): Op[] => ops.map(inverseOp).reverse()

function applyAnnotation(annotations: readonly Annotation[], op: Extract<Op, { op: 'annotation' }>): Annotation[] {
  if (op.before === null && op.after !== null) return annotations.toSpliced(op.index, 0, op.after)
  const at = annotations.findIndex((a) => a.id === op.id)
  if (at < 0) throw new Error(`patch names annotation ${op.id}, which the document does not hold`)
  return op.after === null ? annotations.toSpliced(at, 1) : annotations.with(at, op.after)
}

function applyOp(doc: ImageDocument, op: Op): ImageDocument {
  switch (op.op) {
    case 'annotation':
      return { ...doc, annotations: applyAnnotation(doc.annotations, op) }
    case 'answers':
      return { ...doc, answers: op.after }
    case 'coverage':
      return { ...doc, coverage: op.after }
    case 'zones': {
      const { zones: _old, ...rest } = doc
      return op.after === null ? rest : { ...rest, zones: op.after }
    }
    case 'state':
      return { ...doc, state: op.after }
    case 'checked': {
      const { checked: _old, ...rest } = doc
      return op.after === null ? rest : { ...rest, checked: op.after }
    }
  }
}

/** The document after the ops; unchanged parts are shared with the old one. Throws when an op names what is not there (a bug or a damaged log). */
export const apply = (doc: ImageDocument, ops: readonly Op[]): ImageDocument => ops.reduce(applyOp, doc)

/** Ids of the annotations a patch touches. */
export const touched = (patch: Patch): AnnotationId[] =>
  patch.ops.flatMap((op) => (op.op === 'annotation' ? [op.id] : []))
