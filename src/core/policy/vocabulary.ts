/** What a policy's names mean, worked out once: class tree, roles per class, options with titles, whom a question is asked. */
import type { Disposition } from '../model/annotation'
import type { Text } from '../model/finding'
import { SHAPE_KINDS, type ShapeKindId } from '../geometry/shapes'
import type { PolicyDocument } from './document'
import type { CompiledExpression } from './expression/expression'
import type { Scene, Subject } from './expression/subject'
import type { Facet } from './expression/types'
import { patternOf } from './pattern'
import { listOf, outcomeOf, type Names, type Options } from './pieces'

export interface Option {
  readonly id: string
  readonly title: Text
}
export type Need = 'required' | 'optional' | 'forbidden'
export interface RoleInfo {
  readonly id: string
  /** For a positive. */
  readonly need: Need
  /** Where it depends on the disposition. */
  readonly needs?: Readonly<Record<Disposition, Need>>
  readonly shapes: readonly ShapeKindId[]
  readonly title: Text
  /** Must be the same shape as that role, up to `tolerance` px, where both are drawn. */
  readonly equal?: string
  readonly tolerance: number
  readonly skeleton?: string
}
export const needOf = (role: RoleInfo, disposition: Disposition): Need => role.needs?.[disposition] ?? role.need
export interface SkeletonInfo {
  readonly id: string
  readonly title: Text
  readonly points: readonly Option[]
  readonly edges: readonly (readonly [string, string])[]
  readonly mirror: readonly (readonly [string, string])[]
}
export interface ZoneInfo extends Option {
  readonly says?: Text
  readonly void: boolean
  readonly shapes: readonly ShapeKindId[]
}
export interface LinkInfo {
  readonly id: string
  readonly title: Text
  readonly inverse: Text
  /** Classes at each end, descendants included. */
  readonly from: ReadonlySet<string>
  readonly to: ReadonlySet<string>
  readonly least: number
  readonly most: number
  readonly inverseLeast: number
  readonly inverseMost: number
}
export interface LookAlikeOutcome {
  readonly then: Disposition
  readonly reason?: string
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
  readonly aliases: readonly string[]
  readonly neighbours: readonly string[]
  readonly fallback?: string
  /** By look-alike kind: the entry of the nearest class that has one. */
  readonly lookAlikes: ReadonlyMap<string, LookAlikeOutcome>
}
export interface QuestionInfo {
  readonly id: string
  readonly ask: Text
  readonly answers: readonly Option[]
  /** Concrete and abstract classes it is asked for, descendants included; undefined = asked of the image. */
  readonly classes: ReadonlySet<string> | undefined
  /** Applies only while this expression is surely true. */
  readonly when?: string
}
export interface AttributeInfo {
  readonly id: string
  readonly title: Text
  readonly type: 'enum' | 'bool' | 'number' | 'text'
  readonly options: readonly Option[]
  readonly unit?: string
  readonly range?: readonly [number, number]
  readonly integer: boolean
  readonly pattern?: string
  /** Whether a text matches the pattern from its first to its last character; undefined = too long to tell. */
  readonly matches?: (value: string) => boolean | undefined
  readonly max?: number
  /** Several options may be chosen: the value is a list. */
  readonly many: boolean
  readonly scope: 'annotation' | 'image' | 'group'
  readonly when?: string
  readonly requiredWhen?: string
  /** undefined = every class. */
  readonly classes: ReadonlySet<string> | undefined
}
export interface ScaleInfo {
  readonly id: string
  readonly title: Text
  readonly of?: string
  readonly ends: '[)' | '(]'
  /** In order. A scale of words has levels only. */
  readonly levels: readonly Option[]
  readonly bands: readonly { readonly id: string; readonly from: number; readonly to: number }[]
  /** undefined = every class. */
  readonly classes: ReadonlySet<string> | undefined
  readonly when?: string
}
export interface TagInfo {
  readonly group: string
  readonly title: Text
  readonly options: readonly Option[]
  readonly many: boolean
}
/** A compiled condition; what it needs to know of expressions stays outside of this file. */
export interface Condition {
  readonly reads: ReadonlySet<Facet>
  value(self: Subject | undefined, scene: Scene): unknown
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
  readonly zones: ReadonlyMap<string, ZoneInfo>
  readonly links: ReadonlyMap<string, LinkInfo>
  readonly skeletons: ReadonlyMap<string, SkeletonInfo>
  /** Classes that the policy had once and has no more, as its migrations say. */
  readonly retired: ReadonlySet<string>
  /**
   * Conditions under which something applies: `question.<id>`, `attribute.<id>`, `level.<id>`. The compiler fills them in,
   * for they are expressions about this very vocabulary.
   */
  readonly conditions: Map<string, Condition>
  /** `required_when` of attributes, filled in by the compiler. */
  readonly required: Map<string, CompiledExpression>
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
  ['visible', 'full'].map((id) => [
    id,
    { id, need: 'optional' as const, shapes: SHAPE_KINDS, title: id, tolerance: 0 },
  ]),
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

type RoleEntry = NonNullable<PolicyDocument['classes'][string]['roles']>[string]

const shapesOf = (shape: ShapeKindId | readonly ShapeKindId[] | undefined): readonly ShapeKindId[] =>
  shape === undefined ? SHAPE_KINDS : typeof shape === 'string' ? [shape] : shape

function roleInfo(id: string, role: RoleEntry): RoleInfo {
  const { need } = role
  const per = (d: Disposition): Need => (typeof need === 'string' ? need : (need[d] ?? need.else ?? 'optional'))
  return {
    id,
    need: per('positive'),
    ...(typeof need === 'string'
      ? {}
      : { needs: { positive: per('positive'), negative: per('negative'), ignore: per('ignore'), skip: per('skip') } }),
    shapes: shapesOf(role.shape),
    title: (role.title as Text | undefined) ?? plainTitle(id),
    tolerance: role.tolerance ?? 0,
    ...(role.equal === undefined ? {} : { equal: role.equal }),
    ...(role.skeleton === undefined ? {} : { skeleton: role.skeleton }),
  }
}

function rolesOf(lineage: readonly string[], classes: PolicyDocument['classes']): ReadonlyMap<string, RoleInfo> {
  const named = lineage.map((id) => classes[id]?.roles).filter((r) => r !== undefined)
  if (named.length === 0) return DEFAULT_ROLES
  const roles = new Map<string, RoleInfo>()
  for (const entry of named.reverse()) for (const [id, role] of Object.entries(entry)) roles.set(id, roleInfo(id, role))
  return roles
}

/** Entries of the nearest class win. */
function lookAlikesOf(lineage: readonly string[], classes: PolicyDocument['classes']): Map<string, LookAlikeOutcome> {
  const found = new Map<string, LookAlikeOutcome>()
  for (const id of [...lineage].reverse())
    for (const [kind, outcome] of Object.entries(classes[id]?.look_alikes ?? {})) found.set(kind, outcomeOf(outcome))
  return found
}

/** The nearest class's own say, or an ancestor's. */
const inherited = <T>(
  lineage: readonly string[],
  classes: PolicyDocument['classes'],
  read: (entry: PolicyDocument['classes'][string]) => T | undefined,
): T | undefined => {
  for (const id of lineage) {
    const entry = classes[id]
    const said = entry && read(entry)
    if (said !== undefined) return said
  }
  return undefined
}

function classInfo(id: string, index: number, classes: PolicyDocument['classes']): ClassInfo {
  const entry = classes[id]
  const ancestors = ancestorsOf(id, classes)
  const fallback = inherited([id, ...ancestors], classes, (c) => c.fallback)
  return {
    id,
    index,
    title: (entry?.title as Text | undefined) ?? plainTitle(id),
    abstract: entry?.abstract ?? false,
    ancestors,
    disposition: entry?.disposition ?? 'positive',
    roles: rolesOf([id, ...ancestors], classes),
    aliases: entry?.aliases ?? [],
    neighbours: listOf(inherited([id, ...ancestors], classes, (c) => c.neighbours)),
    lookAlikes: lookAlikesOf([id, ...ancestors], classes),
    ...(fallback === undefined || fallback === id ? {} : { fallback }),
    ...(entry?.is_a ? { isA: entry.is_a } : {}),
    ...(entry?.says ? { says: entry.says as Text } : {}),
    ...(entry?.color ? { color: entry.color } : {}),
  }
}

function mapped<T, R>(entries: Readonly<Record<string, T>>, make: (id: string, entry: T) => R): ReadonlyMap<string, R> {
  return new Map(Object.entries(entries).map(([id, entry]) => [id, make(id, entry)]))
}

/** `1..*` as numbers; absent: any number. */
function cardinality(text: string | undefined): readonly [number, number] {
  const [least, most] = (text ?? '0..*').split('..')
  return [Number(least), most === '*' ? Infinity : Number(most)]
}

/** A pattern that cannot be read is reported by `checkReferences`; here it matches nothing less than everything. */
function matcherOf(source: string): Pick<AttributeInfo, 'matches'> {
  const pattern = patternOf(source)
  return 'fault' in pattern ? {} : { matches: (value) => pattern.fits(value) }
}

function attributeInfo(
  id: string,
  a: PolicyDocument['attributes'][string],
  classes: ReadonlySet<string> | undefined,
): AttributeInfo {
  return {
    id,
    title: (a.title as Text | undefined) ?? plainTitle(id),
    type: a.type,
    options: optionsOf(a.options),
    many: a.many ?? false,
    integer: a.integer ?? false,
    scope: a.scope ?? 'annotation',
    classes,
    ...(a.unit === undefined ? {} : { unit: a.unit }),
    ...(a.range ? { range: a.range } : {}),
    ...(a.pattern === undefined ? {} : { pattern: a.pattern, ...matcherOf(a.pattern) }),
    ...(a.max === undefined ? {} : { max: a.max }),
    ...(a.when === undefined ? {} : { when: a.when }),
    ...(a.required_when === undefined ? {} : { requiredWhen: a.required_when }),
  }
}

function scaleInfo(
  id: string,
  s: PolicyDocument['scales'][string],
  classes: ReadonlySet<string> | undefined,
): ScaleInfo {
  const bands = (s.bands ?? []).map(([band, from, to]) => ({ id: band, from, to }))
  const titled = (band: string): Text => (s.titles?.[band] as Text | undefined) ?? plainTitle(band)
  return {
    id,
    title: (s.title as Text | undefined) ?? plainTitle(id),
    ends: s.ends,
    bands,
    levels: s.levels ? optionsOf(s.levels) : bands.map((b) => ({ id: b.id, title: titled(b.id) })),
    classes,
    ...(s.of === undefined ? {} : { of: s.of }),
    ...(s.when === undefined ? {} : { when: s.when }),
  }
}

/** Removed by a migration, and not there again. */
function retiredClasses(doc: PolicyDocument): ReadonlySet<string> {
  const removed = (doc.migrations ?? []).flatMap((m) => m.steps.flatMap((s) => (s.do === 'remove' ? [s.class] : [])))
  return new Set(removed.filter((id) => !Object.hasOwn(doc.classes, id)))
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
    questions: mapped(doc.questions, (id, q) => ({
      id,
      ask: q.ask as Text,
      answers: optionsOf(q.answers),
      classes: scope(q.for),
      ...(q.when === undefined ? {} : { when: q.when }),
    })),
    attributes: mapped(doc.attributes, (id, a) => attributeInfo(id, a, scope(a.for))),
    scales: mapped(doc.scales, (id, s) => scaleInfo(id, s, scope(s.for))),
    tags: mapped(doc.tags, (group, t) => ({
      group,
      title: (Array.isArray(t) ? undefined : (t.title as Text | undefined)) ?? plainTitle(group),
      options: optionsOf(Array.isArray(t) ? t : t.options),
      many: Array.isArray(t) ? false : (t.many ?? false),
    })),
    zones: mapped(doc.zones ?? {}, (id, z) => ({
      id,
      title: (z.title as Text | undefined) ?? plainTitle(id),
      ...(z.says === undefined ? {} : { says: z.says as Text }),
      void: z.void ?? false,
      shapes: shapesOf(z.shape),
    })),
    links: mapped(doc.links ?? {}, (id, l) => {
      const [least, most] = cardinality(l.need)
      const [inverseLeast, inverseMost] = cardinality(l.inverse_need)
      const title = (l.title as Text | undefined) ?? plainTitle(id)
      return {
        id,
        title,
        inverse: (l.inverse as Text | undefined) ?? title,
        from: withDescendants(listOf(l.from)),
        to: withDescendants(listOf(l.to)),
        least,
        most,
        inverseLeast,
        inverseMost,
      }
    }),
    skeletons: mapped(doc.skeletons ?? {}, (id, s) => ({
      id,
      title: (s.title as Text | undefined) ?? plainTitle(id),
      points: optionsOf(s.points),
      edges: s.edges ?? [],
      mirror: s.mirror ?? [],
    })),
    retired: retiredClasses(doc),
    conditions: new Map(),
    required: new Map(),
    withDescendants,
  }
}
