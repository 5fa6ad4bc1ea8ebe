/**
 * Labels made under an older version, brought to a newer one: names are exchanged, moved numbers computed anew, and what only
 * people can decide goes to a work queue. Nothing is lost: the result is one ordinary patch, whose ops hold what was there.
 */
import type { Annotation, PolicyRef } from '../model/annotation'
import type { Finding, Text } from '../model/finding'
import { blocks } from '../model/finding'
import type { AnnotationId, ClassId, ImageId, Instant } from '../model/ids'
import type { ImageDocument } from '../model/image'
import type { Op } from '../history/patch'
import type { CompiledPolicy } from '../validate/engine'
import { canonical } from './canonical'
import { answersAfter, coverageAfter } from './migrate-image'
import { NewNames } from './migrate-names'
import { mapEntries, mapValue } from './migrate-values'
import { chainOf, dueFrom, versionOfImage, versionOfLabel, type Due } from './migrate-versions'
import type { PolicyView } from './view'

/** What only people can decide. */
export interface WorkItem {
  readonly image: ImageId
  /** Absent: the image as a whole. */
  readonly on?: AnnotationId
  /**
   * split: choose one of `into`; review: the class means something else now; recompute: the numbers of a scale moved and its
   * measure is unknown here; conflict: two names became one, and both had a value.
   */
  readonly kind: 'split' | 'review' | 'recompute' | 'conflict'
  /** The class, scale or name that it is about. */
  readonly about: string
  readonly into?: readonly ClassId[]
  readonly says?: Text
}

/** What a migration needs of the new version. */
export type Target = Pick<CompiledPolicy, 'view' | 'levelsOf'>

export interface MigrateOptions {
  /** What the folder was labelled under: for images on which nothing else says it. */
  readonly standing?: PolicyRef
}

export interface Migrated {
  readonly document: ImageDocument
  readonly work: readonly WorkItem[]
}

const chains = new WeakMap<PolicyView, readonly Due[]>()
function chainIn(view: PolicyView): readonly Due[] {
  const known = chains.get(view)
  if (known) return known
  const chain = chainOf(view.migrations, view.ref.version)
  chains.set(view, chain)
  return chain
}

const tables = new WeakMap<Due, NewNames>()
function namesOf(due: Due): NewNames {
  const known = tables.get(due)
  if (known) return known
  const names = new NewNames(due.steps)
  tables.set(due, names)
  return names
}

function ancestorsIn(view: PolicyView): (id: string) => readonly string[] {
  const parents = new Map<string, string | undefined>(view.classes.map((c) => [c.id, c.isA]))
  return (id) => {
    const found: string[] = []
    for (let at = parents.get(id); at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at)
    return found
  }
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]

type Tell = (kind: WorkItem['kind'], about: string, more?: Partial<WorkItem>) => void

/** A label with the names of the next version. */
function renamed(a: Annotation, names: NewNames, tell: Tell): Annotation {
  const clash = (key: string): void => {
    tell('conflict', key)
  }
  const { levels, lookAlike, evidence } = a.declared
  return {
    ...a,
    class: names.of('class', a.class),
    ...(a.reason === undefined ? {} : { reason: names.of('reason', a.reason, a.disposition) }),
    ...(Array.isArray(a.appliesTo) ? { appliesTo: unique(a.appliesTo.map((c) => names.of('class', c))) } : {}),
    roles: mapEntries(
      a.roles,
      (r) => names.of('role', r),
      (drawn) => drawn,
      clash,
    ) as Annotation['roles'],
    declared: {
      ...a.declared,
      levels: mapEntries(
        levels,
        (s) => names.of('scale', s),
        (l, s) => names.of('level', l, s),
        clash,
      ),
      ...(lookAlike === undefined ? {} : { lookAlike: names.of('look_alike', lookAlike) }),
      ...(evidence === undefined ? {} : { evidence: unique(evidence.map((e) => names.of('evidence', e))) }),
    },
    attributes: mapEntries(
      a.attributes,
      (id) => names.of('attribute', id),
      (value, id) => mapValue(value, (o) => names.of('option', o, id)),
      clash,
    ),
    answers: mapEntries(
      a.answers,
      (q) => names.of('question', q),
      (answer, q) => names.of('answer', answer, q),
      clash,
    ) as Annotation['answers'],
    links: a.links.map((l) => ({ ...l, kind: names.of('link', l.kind) })),
  }
}

const parents = new WeakMap<PolicyView, ReadonlyMap<string, string | undefined>>()
/** Whether a class is another one, or a kind of it, in the new version. */
function isA(view: PolicyView, cls: string, of: string): boolean {
  const known = parents.get(view) ?? new Map(view.classes.map((c) => [c.id as string, c.isA as string | undefined]))
  parents.set(view, known)
  for (let next: string | undefined = cls; next !== undefined; next = known.get(next)) if (next === of) return true
  return false
}

function label(a: Annotation, dues: readonly Due[], view: PolicyView, tell: Tell): Annotation {
  const to = view.ref
  let now = a
  for (const due of dues) {
    for (const step of due.steps) {
      const says = 'says' in step && step.says !== undefined ? { says: step.says as Text } : {}
      if (step.do === 'split' && step.class === now.class)
        tell('split', step.class, { into: step.into as ClassId[], ...says })
    }
    now = renamed(now, namesOf(due), tell)
    // Named as the new version names it: its meaning there is what must be looked at.
    for (const step of due.steps)
      if (step.do === 'review' && isA(view, now.class, step.class))
        tell('review', step.class, step.says === undefined ? {} : { says: step.says as Text })
  }
  return same(a, now) ? a : { ...now, made: { ...now.made, how: 'migration', policy: to } }
}

const withLevel = (a: Annotation, scale: string, level: string, to: PolicyRef): Annotation => ({
  ...a,
  declared: { ...a.declared, levels: { ...a.declared.levels, [scale]: level } },
  made: { ...a.made, how: 'migration', policy: to },
})

/** Levels of a scale whose numbers moved: what its measure says now; where that is unknown, people are asked. */
function recomputed(
  doc: ImageDocument,
  scale: string,
  due: ReadonlySet<AnnotationId>,
  t: Target,
  work: WorkItem[],
): ImageDocument {
  const known = t.levelsOf(scale, doc)
  let changed = false
  const annotations = doc.annotations.map((a) => {
    const said = a.declared.levels[scale]
    if (said === undefined || !due.has(a.id)) return a
    const level = known.get(a.id)
    if (level === undefined) work.push({ image: doc.image.path, on: a.id, kind: 'recompute', about: scale })
    if (level === undefined || level === said) return a
    changed = true
    return withLevel(a, scale, level, t.view.ref)
  })
  return changed ? { ...doc, annotations } : doc
}

function migrateImage(doc: ImageDocument, dues: readonly Due[], view: PolicyView, work: WorkItem[]): ImageDocument {
  let { coverage, answers } = doc
  let zones = doc.zones
  for (const due of dues) {
    const names = namesOf(due)
    coverage = coverageAfter(coverage, due, names, ancestorsIn(view))
    answers = answersAfter(answers, due, names, (_what, about) => {
      work.push({ image: doc.image.path, kind: 'conflict', about })
    })
    if (names.has('zone')) zones = zones?.map((z) => ({ ...z, kind: names.of('zone', z.kind) }))
  }
  return {
    ...doc,
    ...(same(coverage, doc.coverage) ? {} : { coverage }),
    ...(same(answers, doc.answers) ? {} : { answers }),
    ...(zones === undefined || same(zones, doc.zones) ? {} : { zones }),
  }
}

/**
 * A document in the words of the target's version, and what people must decide. Labels that are there already stay the very
 * same objects. Idempotent once the result has been recorded as checked (`migrationOps`).
 */
export function migrate(doc: ImageDocument, target: Target, { standing }: MigrateOptions = {}): Migrated {
  const { view } = target
  const chain = chainIn(view)
  if (chain.length === 0) return { document: doc, work: [] }
  const work: WorkItem[] = []
  const ofImage = versionOfImage(doc, view.ref.id, standing)
  const moved = new Map<string, Set<AnnotationId>>()
  const annotations = doc.annotations.map((a) => {
    const version = versionOfLabel(a, doc, view.ref.id)
    const dues = version === undefined ? [] : dueFrom(chain, version)
    for (const step of dues.flatMap((d) => d.steps))
      if (step.do === 'recompute') moved.set(step.scale, (moved.get(step.scale) ?? new Set()).add(a.id))
    return label(a, dues, view, (kind, about, more) => {
      work.push({ image: doc.image.path, on: a.id, kind, about, ...more })
    })
  })
  const rewritten = annotations.some((a, i) => a !== doc.annotations[i]) ? { ...doc, annotations } : doc
  const dues = ofImage === undefined ? [] : dueFrom(chain, ofImage)
  let document = dues.length === 0 ? rewritten : migrateImage(rewritten, dues, view, work)
  for (const [scale, due] of moved) document = recomputed(document, scale, due, target, work)
  return { document, work }
}

/** The ops that make `after` of `before`: same labels in the same order. */
export function opsBetween(before: ImageDocument, after: ImageDocument): Op[] {
  const ops: Op[] = []
  after.annotations.forEach((now, index) => {
    const was = before.annotations[index]
    if (was && was !== now) ops.push({ op: 'annotation', id: now.id, index, before: was, after: now })
  })
  if (before.answers !== after.answers) ops.push({ op: 'answers', before: before.answers, after: after.answers })
  if (before.coverage !== after.coverage) ops.push({ op: 'coverage', before: before.coverage, after: after.coverage })
  if (before.zones !== after.zones) ops.push({ op: 'zones', before: before.zones ?? null, after: after.zones ?? null })
  if (before.state !== after.state) ops.push({ op: 'state', before: before.state, after: after.state })
  if (before.checked !== after.checked)
    ops.push({ op: 'checked', before: before.checked ?? null, after: after.checked ?? null })
  return ops
}

export interface MigrationContext extends MigrateOptions {
  readonly at: Instant
  /** Whether a finding is accepted as an old one and blocks nothing. */
  readonly isKnown?: (doc: ImageDocument, finding: Finding) => boolean
}

export interface MigrationOps {
  /** Empty when the document stands under this version already. */
  readonly ops: readonly Op[]
  readonly document: ImageDocument
  readonly work: readonly WorkItem[]
  /** Labels that were rewritten. */
  readonly rewritten: number
  /** It was finished and is open again, because something stands against it now. */
  readonly reopened: boolean
}

/**
 * One patch that brings a document to a version and records that it was checked under it. A finished image against which the
 * version has something that is not accepted is opened again; so is one with work for people.
 */
export function migrationOps(doc: ImageDocument, policy: CompiledPolicy, context: MigrationContext): MigrationOps {
  const { document, work } = migrate(doc, policy, context)
  const { ref } = policy.view
  const isCurrent = document === doc && doc.checked !== undefined && same(doc.checked.policy, ref)
  if (isCurrent) return { ops: [], document: doc, work, rewritten: 0, reopened: false }
  const standing = policy.check(document).filter((f) => blocks(f) && !(context.isKnown?.(doc, f) ?? false))
  const reopened = doc.state === 'finished' && (standing.length > 0 || work.length > 0)
  const after: ImageDocument = {
    ...document,
    ...(reopened ? { state: 'working' as const } : {}),
    checked: { policy: ref, at: context.at },
  }
  const rewritten = document.annotations.filter((a, i) => a !== doc.annotations[i]).length
  return { ops: opsBetween(doc, after), document: after, work, rewritten, reopened }
}
