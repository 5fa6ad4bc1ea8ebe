/** Commands: what a hand, a fix or an import may ask for. Each is a pure function from a document to the ops of one patch. */
import { kindOf, type Shape } from '../geometry/shapes'
import type {
  Annotation,
  AttributeValue,
  Disposition,
  Made,
  Override,
  PolicyRef,
  Review,
  ShapeOrigin,
} from '../model/annotation'
import { newAnnotation } from '../model/annotation'
import type { AnnotationId, ClassId, Instant, Person, QuestionId, ReasonId, RoleId } from '../model/ids'
import type { Coverage, ImageAnswers, ImageDocument, Zone } from '../model/image'
import { blocks, type Finding } from '../model/finding'
import { fail, ok, problem, type Result } from '../model/problem'
import type { Op } from './patch'

export type Command =
  | {
      readonly name: 'draw'
      readonly id: AnnotationId
      readonly class: ClassId
      readonly role: RoleId
      readonly shape: Shape
      readonly origin: ShapeOrigin
      readonly disposition?: Disposition
      readonly reason?: ReasonId
    }
  | {
      readonly name: 'set shape'
      readonly id: AnnotationId
      readonly role: RoleId
      readonly shape: Shape
      readonly origin: ShapeOrigin
    }
  | { readonly name: 'set shapes'; readonly edits: readonly ShapeEdit[] }
  /** Several labels become one: its shape in one role from now on, the others are removed. */
  | {
      readonly name: 'join'
      readonly id: AnnotationId
      readonly role: RoleId
      readonly shape: Shape
      readonly remove: readonly AnnotationId[]
    }
  | { readonly name: 'remove role'; readonly id: AnnotationId; readonly role: RoleId }
  | { readonly name: 'move'; readonly ids: readonly AnnotationId[]; readonly dx: number; readonly dy: number }
  | { readonly name: 'remove'; readonly ids: readonly AnnotationId[] }
  | { readonly name: 'add'; readonly annotations: readonly Annotation[] }
  | { readonly name: 'set class'; readonly ids: readonly AnnotationId[]; readonly class: ClassId }
  | {
      readonly name: 'set disposition'
      readonly ids: readonly AnnotationId[]
      readonly disposition: Disposition
      readonly reason?: ReasonId
      readonly appliesTo?: 'all' | ClassId[]
    }
  | { readonly name: 'set look-alike'; readonly id: AnnotationId; readonly lookAlike: string | undefined }
  | { readonly name: 'set evidence'; readonly id: AnnotationId; readonly evidence: readonly string[] }
  | {
      readonly name: 'set level'
      readonly id: AnnotationId
      readonly scale: string
      readonly level: string | undefined
    }
  | {
      readonly name: 'set attribute'
      readonly id: AnnotationId
      readonly attribute: string
      readonly value: AttributeValue | undefined
    }
  | {
      readonly name: 'answer'
      readonly id: AnnotationId
      readonly question: QuestionId
      readonly answer: string | undefined
    }
  | { readonly name: 'override'; readonly id: AnnotationId; readonly override: Override }
  | { readonly name: 'set order'; readonly id: AnnotationId; readonly order: number }
  /** Links of one kind that the label carries from now on; none = no link of this kind. */
  | {
      readonly name: 'link'
      readonly id: AnnotationId
      readonly link: string
      readonly to: readonly AnnotationId[]
    }
  | { readonly name: 'set group'; readonly ids: readonly AnnotationId[]; readonly group: string | undefined }
  | { readonly name: 'set track'; readonly id: AnnotationId; readonly track: string | undefined }
  /** A second look at labels; the last word of a person counts. */
  | { readonly name: 'review'; readonly ids: readonly AnnotationId[]; readonly verdict: Review['verdict'] }
  | { readonly name: 'set zones'; readonly zones: readonly Zone[] }
  | { readonly name: 'answer image'; readonly answers: Partial<ImageAnswers> }
  | { readonly name: 'set coverage'; readonly class: ClassId; readonly coverage: Coverage }
  | { readonly name: 'finish'; readonly findings: readonly Finding[]; readonly policy: PolicyRef }
  | { readonly name: 'reopen'; readonly reason: string }

/** One shape of a gesture that changed several. */
export interface ShapeEdit {
  readonly id: AnnotationId
  readonly role: RoleId
  readonly shape: Shape
}

export type CommandName = Command['name']

/** Who, when and under which policy; clocks and ids come in from outside so that everything can be replayed. */
export interface CommandContext {
  readonly by: Person
  readonly at: Instant
  readonly policy: PolicyRef
  readonly how: Made['how']
}

const replaced = (doc: ImageDocument, before: Annotation, after: Annotation): Op => ({
  op: 'annotation',
  id: before.id,
  index: doc.annotations.indexOf(before),
  before,
  after,
})

/** Ops that change each named annotation by `edit`; a problem when one is not there. */
function editEach(doc: ImageDocument, ids: readonly AnnotationId[], edit: (a: Annotation) => Annotation): Result<Op[]> {
  const ops: Op[] = []
  for (const id of new Set(ids)) {
    const before = doc.annotations.find((a) => a.id === id)
    if (!before) return fail(problem('command.unknown-annotation', { file: doc.image.path }, { id }))
    ops.push(replaced(doc, before, edit(before)))
  }
  return ok(ops)
}

/** Ops that put annotations at the end. An id names one annotation for ever: one that is there already is refused. */
function inserted(doc: ImageDocument, annotations: readonly Annotation[]): Result<Op[]> {
  const taken = new Set(doc.annotations.map((a) => a.id))
  for (const { id } of annotations) {
    if (taken.has(id)) return fail(problem('command.duplicate-annotation', { file: doc.image.path }, { id }))
    taken.add(id)
  }
  return ok(
    annotations.map((after, i) => ({
      op: 'annotation',
      id: after.id,
      index: doc.annotations.length + i,
      before: null,
      after,
    })),
  )
}

function checkShape(doc: ImageDocument, shape: Shape): Result<null> {
  const bad = kindOf(shape)
    .defects(shape)
    .find((d) => d === 'not-finite' || d === 'too-few-points' || d === 'run-lengths')
  return bad ? fail(problem('command.invalid-shape', { file: doc.image.path }, { defect: bad })) : ok(null)
}

function withShape(a: Annotation, role: RoleId, shape: Shape, origin: ShapeOrigin): Annotation {
  return { ...a, roles: { ...a.roles, [role]: { shape, origin } } }
}

/** Several shapes, also of one annotation, as one patch. */
function setShapes(doc: ImageDocument, edits: readonly ShapeEdit[]): Result<Op[]> {
  for (const edit of edits) {
    const checked = checkShape(doc, edit.shape)
    if (!checked.ok) return checked
  }
  return editEach(doc, [...new Set(edits.map((e) => e.id))], (a) =>
    edits.filter((e) => e.id === a.id).reduce((changed, e) => withShape(changed, e.role, e.shape, 'drawn'), a),
  )
}

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const { [key]: _gone, ...rest } = object
  return rest
}

function removeRole(a: Annotation, role: RoleId): Annotation {
  return { ...a, roles: without(a.roles, role) as Annotation['roles'] }
}

/** Removes annotations, and the links that others hold to them. */
function remove(doc: ImageDocument, ids: readonly AnnotationId[]): Result<Op[]> {
  const gone = new Set(ids)
  const linked = doc.annotations
    .filter((a) => !gone.has(a.id) && a.links.some((l) => gone.has(l.to)))
    .map((a) => replaced(doc, a, { ...a, links: a.links.filter((l) => !gone.has(l.to)) }))
  const ops: Op[] = []
  // From the end, so that each index is right both when the op runs and when its inverse runs.
  for (const [index, before] of [...doc.annotations.entries()].reverse())
    if (gone.has(before.id)) ops.push({ op: 'annotation', id: before.id, index, before, after: null })
  return ops.length === gone.size
    ? ok([...linked, ...ops])
    : fail(problem('command.unknown-annotation', { file: doc.image.path }, { id: ids.join(', ') }))
}

function join(doc: ImageDocument, { id, role, shape, remove: gone }: Named<'join'>): Result<Op[]> {
  if (gone.includes(id)) return fail(problem('command.unknown-annotation', { file: doc.image.path }, { id }))
  const removed = remove(doc, gone)
  const set = setShapes(doc, [{ id, role, shape }])
  if (!removed.ok || !set.ok) return removed.ok ? set : removed
  // The label itself may hold a link to one that goes: then its removal has an op for it already.
  const unlinked = removed.value.some((op) => op.op === 'annotation' && op.id === id)
  if (!unlinked) return ok([...set.value, ...removed.value])
  return ok(
    removed.value.map((op) =>
      op.op === 'annotation' && op.id === id && op.after
        ? { ...op, after: withShape(op.after, role, shape, 'drawn') }
        : op,
    ),
  )
}

function setDisposition(a: Annotation, command: Extract<Command, { name: 'set disposition' }>): Annotation {
  const bare = without(without(a, 'reason'), 'appliesTo') as Annotation
  return {
    ...bare,
    disposition: command.disposition,
    ...(command.reason !== undefined ? { reason: command.reason } : {}),
    ...(command.appliesTo !== undefined ? { appliesTo: command.appliesTo } : {}),
  }
}

function finish(doc: ImageDocument, command: Extract<Command, { name: 'finish' }>, at: Instant): Result<Op[]> {
  const standing = command.findings.filter(blocks)
  const first = standing[0]
  if (first)
    return fail(
      problem('command.finish-refused', { file: doc.image.path }, { count: standing.length, rule: first.rule }),
    )
  if (doc.annotations.length === 0 && !doc.answers.nothingHere && doc.answers.usable !== 'no')
    return fail(problem('command.finish-empty', { file: doc.image.path }))
  return ok([
    { op: 'checked', before: doc.checked ?? null, after: { policy: command.policy, at } },
    { op: 'state', before: doc.state, after: 'finished' },
  ])
}

function set<T>(record: Readonly<Record<string, T>>, key: string, value: T | undefined): Record<string, T> {
  const rest = Object.entries(record).filter(([known]) => known !== key)
  return Object.fromEntries(value === undefined ? rest : [...rest, [key, value]])
}

type Named<N extends CommandName> = Extract<Command, { name: N }>
type Reducers = {
  readonly [N in CommandName]: (doc: ImageDocument, command: Named<N>, context: CommandContext) => Result<Op[]>
}

function draw(doc: ImageDocument, command: Named<'draw'>, context: CommandContext): Result<Op[]> {
  const checked = checkShape(doc, command.shape)
  if (!checked.ok) return checked
  const made: Made = { by: context.by, at: context.at, how: context.how, policy: context.policy }
  const roles = { [command.role]: { shape: command.shape, origin: command.origin } }
  const fresh = {
    ...newAnnotation(command.id, command.class, roles, made),
    disposition: command.disposition ?? 'positive',
  }
  return inserted(doc, [command.reason === undefined ? fresh : { ...fresh, reason: command.reason }])
}

function move(doc: ImageDocument, command: Named<'move'>): Result<Op[]> {
  if (!Number.isFinite(command.dx) || !Number.isFinite(command.dy))
    return fail(problem('command.invalid-shape', { file: doc.image.path }, { defect: 'not-finite' }))
  return editEach(doc, command.ids, (a) => {
    const roles = Object.entries(a.roles).map(([role, drawn]) => [
      role,
      { ...drawn, shape: kindOf(drawn.shape).translate(drawn.shape, command.dx, command.dy) },
    ])
    return { ...a, roles: Object.fromEntries(roles) as Annotation['roles'] }
  })
}

/** A field that is absent rather than empty. */
function withOptional<K extends 'group' | 'track'>(a: Annotation, key: K, value: string | undefined): Annotation {
  const rest = without(a, key) as Annotation
  return value === undefined || value === '' ? rest : { ...rest, [key]: value }
}

function link(doc: ImageDocument, command: Named<'link'>): Result<Op[]> {
  const gone = command.to.find((id) => !doc.annotations.some((a) => a.id === id))
  if (gone !== undefined) return fail(problem('command.unknown-annotation', { file: doc.image.path }, { id: gone }))
  const links = [...new Set(command.to)].map((to) => ({ kind: command.link, to }))
  return editEach(doc, [command.id], (a) => ({
    ...a,
    links: [...a.links.filter((l) => l.kind !== command.link), ...links],
  }))
}

function setZones(doc: ImageDocument, zones: readonly Zone[]): Result<Op[]> {
  for (const zone of zones) {
    const checked = checkShape(doc, zone.shape)
    if (!checked.ok) return checked
  }
  return ok([{ op: 'zones', before: doc.zones ?? null, after: zones.length > 0 ? [...zones] : null }])
}

/** One line a command: what it does to a document. */
const reducers: Reducers = {
  draw,
  'set shape': (doc, command) => {
    const checked = checkShape(doc, command.shape)
    if (!checked.ok) return checked
    return editEach(doc, [command.id], (a) => withShape(a, command.role, command.shape, command.origin))
  },
  'set shapes': (doc, command) => setShapes(doc, command.edits),
  join: (doc, command) => join(doc, command),
  'remove role': (doc, command) => editEach(doc, [command.id], (a) => removeRole(a, command.role)),
  move,
  remove: (doc, command) => remove(doc, command.ids),
  add: (doc, command) => inserted(doc, command.annotations),
  'set class': (doc, command) => editEach(doc, command.ids, (a) => ({ ...a, class: command.class })),
  'set disposition': (doc, command) => editEach(doc, command.ids, (a) => setDisposition(a, command)),
  'set look-alike': (doc, command) =>
    editEach(doc, [command.id], (a) => ({
      ...a,
      declared: { ...without(a.declared, 'lookAlike'), ...(command.lookAlike ? { lookAlike: command.lookAlike } : {}) },
    })),
  'set evidence': (doc, command) =>
    editEach(doc, [command.id], (a) => ({ ...a, declared: { ...a.declared, evidence: [...command.evidence] } })),
  'set level': (doc, command) =>
    editEach(doc, [command.id], (a) => ({
      ...a,
      declared: { ...a.declared, levels: set(a.declared.levels, command.scale, command.level) },
    })),
  'set attribute': (doc, command) =>
    editEach(doc, [command.id], (a) => ({ ...a, attributes: set(a.attributes, command.attribute, command.value) })),
  answer: (doc, command) =>
    editEach(doc, [command.id], (a) => ({
      ...a,
      answers: set(a.answers, command.question, command.answer) as Annotation['answers'],
    })),
  override: (doc, command) =>
    editEach(doc, [command.id], (a) => ({
      ...a,
      overrides: [...a.overrides.filter((o) => o.rule !== command.override.rule), command.override],
    })),
  'set order': (doc, command) => editEach(doc, [command.id], (a) => ({ ...a, order: command.order })),
  link: (doc, command) => link(doc, command),
  'set group': (doc, command) => editEach(doc, command.ids, (a) => withOptional(a, 'group', command.group)),
  'set track': (doc, command) => editEach(doc, [command.id], (a) => withOptional(a, 'track', command.track)),
  review: (doc, command, { by, at }) =>
    editEach(doc, command.ids, (a) => ({
      ...a,
      reviews: [...(a.reviews ?? []), { by, at, verdict: command.verdict }],
    })),
  'set zones': (doc, command) => setZones(doc, command.zones),
  'answer image': (doc, command) =>
    ok([{ op: 'answers', before: doc.answers, after: { ...doc.answers, ...command.answers } }]),
  'set coverage': (doc, command) =>
    ok([{ op: 'coverage', before: doc.coverage, after: { ...doc.coverage, [command.class]: command.coverage } }]),
  finish: (doc, command, context) => finish(doc, command, context.at),
  reopen: (doc) => ok(doc.state === 'finished' ? [{ op: 'state', before: doc.state, after: 'working' }] : []),
}

function opsOf<N extends CommandName>(doc: ImageDocument, command: Named<N>, context: CommandContext): Result<Op[]> {
  // The mapped type pairs each name with its own command; TypeScript cannot follow that through the index.
  const reducer = reducers[command.name] as unknown as (
    doc: ImageDocument,
    command: Command,
    context: CommandContext,
  ) => Result<Op[]>
  return reducer(doc, command, context)
}

/**
 * The ops of one patch for a command, or why it cannot be done. A finished image is sealed: only `reopen` may touch it.
 * The first change of a new image also sets its state to `working`.
 */
export function reduce(doc: ImageDocument, command: Command, context: CommandContext): Result<Op[]> {
  if (doc.state === 'finished' && command.name !== 'reopen')
    return fail(problem('command.finished-image', { file: doc.image.path }))
  const ops = opsOf(doc, command, context)
  if (!ops.ok || doc.state !== 'new' || command.name === 'finish' || command.name === 'reopen') return ops
  return ok([...ops.value, { op: 'state', before: doc.state, after: 'working' }])
}

/** What the journal keeps of a command: its arguments, less the bulk that the ops hold anyway. */
export function causeArgs(command: Command): Record<string, unknown> {
  switch (command.name) {
    case 'add':
      return { ids: command.annotations.map((a) => a.id) }
    case 'draw':
    case 'set shape':
      return { id: command.id, role: command.role }
    case 'join':
      return { id: command.id, role: command.role, remove: command.remove }
    case 'set shapes':
      return { edits: command.edits.map(({ id, role }) => ({ id, role })) }
    case 'finish':
      return { standing: command.findings.length }
    default: {
      const { name: _name, ...args } = command
      return args
    }
  }
}
