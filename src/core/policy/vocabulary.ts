/** What a policy's names mean, worked out once: class tree, roles per class, options with titles, whom a question is asked. */
import type { Disposition } from '../model/annotation'
import type { Text } from '../model/finding'
import { SHAPE_KINDS, type ShapeKindId } from '../geometry/shapes'
import type { PolicyDocument } from './document'
import { listOf, type Names, type Options } from './pieces'

export interface Option {
  readonly id: string
  readonly title: Text
}
export interface RoleInfo {
  readonly id: string
  readonly need: 'required' | 'optional' | 'forbidden'
  readonly shapes: readonly ShapeKindId[]
  readonly title: Text
}
export interface ClassInfo {
  readonly id: string
  readonly index: number
  readonly title: Text
  readonly abstract: boolean
  readonly isA?: string
  /** Nearest first, without itself. */
  readonly ancestors: readonly string[]
  readonly disposition: Disposition
  readonly roles: ReadonlyMap<string, RoleInfo>
  readonly says?: Text
  readonly color?: string
}
export interface QuestionInfo {
  readonly id: string
  readonly ask: Text
  readonly answers: readonly Option[]
  /** Concrete and abstract classes it is asked for, descendants included; undefined = asked of the image. */
  readonly classes: ReadonlySet<string> | undefined
}
export interface AttributeInfo {
  readonly id: string
  readonly title: Text
  readonly type: 'enum' | 'bool' | 'number' | 'text'
  readonly options: readonly Option[]
  readonly unit?: string
  readonly range?: readonly [number, number]
  /** undefined = every class. */
  readonly classes: ReadonlySet<string> | undefined
}
export interface ScaleInfo {
  readonly id: string
  readonly title: Text
  readonly of?: string
  readonly ends: '[)' | '(]'
  readonly bands: readonly { readonly id: string; readonly from: number; readonly to: number }[]
}
export interface TagInfo {
  readonly group: string
  readonly title: Text
  readonly options: readonly Option[]
}
export type ReasonFor = Exclude<Disposition, 'positive'>

export interface Vocabulary {
  readonly classes: ReadonlyMap<string, ClassInfo>
  readonly roles: ReadonlySet<string>
  readonly reasons: Readonly<Record<ReasonFor, readonly Option[]>>
  readonly lookAlikes: readonly Option[]
  readonly evidence: readonly Option[]
  readonly questions: ReadonlyMap<string, QuestionInfo>
  readonly attributes: ReadonlyMap<string, AttributeInfo>
  readonly scales: ReadonlyMap<string, ScaleInfo>
  readonly tags: ReadonlyMap<string, TagInfo>
  /** The named classes and all their descendants. */
  withDescendants(names: Iterable<string>): ReadonlySet<string>
}

const plainTitle = (id: string): string => id.replaceAll('_', ' ')

/** A list of names or a mapping to titles, as options in the order written. */
export function optionsOf(options: Options | undefined): Option[] {
  if (!options) return []
  return Array.isArray(options)
    ? options.map((id) => ({ id, title: plainTitle(id) }))
    : Object.entries(options).map(([id, title]) => ({ id, title: title as Text }))
}

const DEFAULT_ROLES: ReadonlyMap<string, RoleInfo> = new Map(
  ['visible', 'full'].map((id) => [id, { id, need: 'optional' as const, shapes: SHAPE_KINDS, title: id }]),
)

function ancestorsOf(id: string, classes: PolicyDocument['classes']): string[] {
  const found: string[] = []
  for (
    let next = classes[id]?.is_a;
    next !== undefined && !found.includes(next) && next !== id;
    next = classes[next]?.is_a
  )
    found.push(next)
  return found
}

function rolesOf(lineage: readonly string[], classes: PolicyDocument['classes']): ReadonlyMap<string, RoleInfo> {
  const named = lineage.map((id) => classes[id]?.roles).filter((r) => r !== undefined)
  if (named.length === 0) return DEFAULT_ROLES
  const roles = new Map<string, RoleInfo>()
  for (const entry of named.reverse())
    for (const [id, role] of Object.entries(entry)) {
      const shapes = role.shape === undefined ? SHAPE_KINDS : typeof role.shape === 'string' ? [role.shape] : role.shape
      roles.set(id, { id, need: role.need, shapes, title: (role.title as Text | undefined) ?? plainTitle(id) })
    }
  return roles
}

function classInfo(id: string, index: number, classes: PolicyDocument['classes']): ClassInfo {
  const entry = classes[id]
  const ancestors = ancestorsOf(id, classes)
  return {
    id,
    index,
    title: (entry?.title as Text | undefined) ?? plainTitle(id),
    abstract: entry?.abstract ?? false,
    ancestors,
    disposition: entry?.disposition ?? 'positive',
    roles: rolesOf([id, ...ancestors], classes),
    ...(entry?.is_a ? { isA: entry.is_a } : {}),
    ...(entry?.says ? { says: entry.says as Text } : {}),
    ...(entry?.color ? { color: entry.color } : {}),
  }
}

/** The vocabulary of a document whose shape has been checked; names that lead nowhere are reported by the compiler. */
export function vocabularyOf(doc: PolicyDocument): Vocabulary {
  const classes = new Map(Object.keys(doc.classes).map((id, index) => [id, classInfo(id, index, doc.classes)]))
  const withDescendants = (names: Iterable<string>): ReadonlySet<string> => {
    const wanted = new Set(names)
    return new Set(
      [...classes.values()].filter((c) => wanted.has(c.id) || c.ancestors.some((a) => wanted.has(a))).map((c) => c.id),
    )
  }
  const scope = (names: Names | undefined): ReadonlySet<string> | undefined =>
    names === undefined ? undefined : withDescendants(listOf(names))
  return {
    classes,
    roles: new Set(['visible', 'full', ...[...classes.values()].flatMap((c) => [...c.roles.keys()])]),
    reasons: {
      ignore: optionsOf(doc.reasons.ignore),
      negative: optionsOf(doc.reasons.negative),
      skip: optionsOf(doc.reasons.skip),
    },
    lookAlikes: optionsOf(doc.look_alikes),
    evidence: optionsOf(doc.evidence),
    questions: new Map(
      Object.entries(doc.questions).map(([id, q]) => [
        id,
        { id, ask: q.ask as Text, answers: optionsOf(q.answers), classes: scope(q.for) },
      ]),
    ),
    attributes: new Map(
      Object.entries(doc.attributes).map(([id, a]) => [
        id,
        {
          id,
          title: (a.title as Text | undefined) ?? plainTitle(id),
          type: a.type,
          options: optionsOf(a.options),
          classes: scope(a.for),
          ...(a.unit ? { unit: a.unit } : {}),
          ...(a.range ? { range: a.range } : {}),
        },
      ]),
    ),
    scales: new Map(
      Object.entries(doc.scales).map(([id, s]) => [
        id,
        {
          id,
          title: (s.title as Text | undefined) ?? plainTitle(id),
          ends: s.ends,
          bands: s.bands.map(([band, from, to]) => ({ id: band, from, to })),
          ...(s.of ? { of: s.of } : {}),
        },
      ]),
    ),
    tags: new Map(
      Object.entries(doc.tags).map(([group, t]) => [
        group,
        Array.isArray(t)
          ? { group, title: plainTitle(group), options: optionsOf(t) }
          : { group, title: (t.title as Text | undefined) ?? plainTitle(group), options: optionsOf(t.options) },
      ]),
    ),
    withDescendants,
  }
}
