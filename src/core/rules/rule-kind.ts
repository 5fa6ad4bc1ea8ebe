/** What a kind of rule is: a schema (in its own folder) and a compiler to checks. A new kind is one folder and one line in two lists. */
import type { Disposition } from '../model/annotation'
import type { Asks, Finding, FindingMessage, Fix, Input } from '../model/finding'
import type { Values } from '../model/problem'
import type { PolicyDocument } from '../policy/document'
import type { CompiledExpression } from '../policy/expression/expression'
import type { Scene, Subject } from '../policy/expression/subject'
import type { Facet } from '../policy/expression/types'
import type { Vocabulary } from '../policy/vocabulary'
import type { Judge } from './judge'

/** A finding before it knows its rule. */
export interface Draft {
  readonly verdict: Finding['verdict']
  readonly message: FindingMessage
  readonly values?: Values
  readonly because?: readonly Input[]
  readonly asks?: Asks
  readonly fixes?: readonly Fix[]
  /** Tells several findings of one rule on one annotation apart, e.g. the role. */
  readonly part?: string
  /** The labels it is about, where these are not those that were looked at: of a check of the whole image. */
  readonly about?: readonly Subject[]
}
export type Drafts = Draft | readonly Draft[] | undefined

/** Looks at one annotation. */
export interface OwnCheck {
  readonly reads: ReadonlySet<Facet>
  /** The only dispositions that it looks at; absent = all. */
  readonly only?: readonly Disposition[]
  /** It finds nothing where the label is sound in every respect: of the policy's vocabulary, with sound shapes. */
  readonly ofSoundness?: boolean
  readonly check: (subject: Subject, scene: Scene) => Drafts
}
/** Looks at two annotations whose shapes of `role` have bounds that meet; the same answer whichever comes first. */
export interface PairCheck {
  readonly role: string
  readonly reads: ReadonlySet<Facet>
  /** Whether this pair is looked at at all. */
  binds(a: Subject, b: Subject): boolean
  check(a: Subject, b: Subject): Draft | undefined
}
/** Looks at the image as a whole. */
export interface ImageCheck {
  readonly reads: ReadonlySet<Facet>
  check(scene: Scene): Drafts
}
export interface RuleChecks {
  readonly own?: readonly OwnCheck[]
  readonly pairs?: readonly PairCheck[]
  readonly image?: readonly ImageCheck[]
}

/** A rule that wants a disposition when something holds: rules with the same aim share the converse. */
export interface Aim {
  readonly then: string
  readonly reason: string | undefined
  readonly classes: ReadonlySet<string>
  readonly judge: Judge
  readonly reads: ReadonlySet<Facet>
  /** Whether it reports a label without ground, or is only a ground for others. */
  readonly reports: boolean
}

export type NameKind =
  | 'class'
  | 'role'
  | 'question'
  | 'image-question'
  | 'reason'
  | 'look-alike'
  | 'evidence'
  | 'attribute'
  | 'image-attribute'
  | 'tag'
  | 'zone'
  | 'link'
  | 'scale'
  | 'rule'

/** Given to a rule while it is compiled. Wrong names and expressions become problems of the policy; the rule goes on with a dummy. */
export interface RuleContext {
  readonly vocabulary: Vocabulary
  readonly document: PolicyDocument
  /** Concrete classes that the rule binds. */
  readonly classes: ReadonlySet<string>
  readonly aims: Aim[]
  /** Who is reviewer or lead, where the policy says so. */
  readonly people: PolicyDocument['people']
  /** The fix that the rule states itself. */
  readonly statedFix: ((subject: Subject) => readonly Fix[]) | undefined
  /** Notes that the rule needs what people say: `question.is_person`, `level.occ`, `evidence` … */
  needs(name: string): void
  /** A number that a short form stands for, reported at `key` of the rule. */
  number(source: string, key: string): CompiledExpression | undefined
  expression(key: string, want?: 'bool' | 'number', perImage?: boolean): CompiledExpression | undefined
  name(what: NameKind, name: string, ...path: readonly (string | number)[]): void
  /** Reports a name that is not one of `known`. */
  oneOf(what: string, name: string, known: Iterable<string>, ...path: readonly (string | number)[]): void
  /** Says that the rule lacks something: `what` is a key of the rule. */
  lacks(what: string): void
  /** Says that a key of the rule has no effect beside another: nothing that is written may silently do nothing. */
  idle(key: string, beside: string): void
}

export interface RuleKind<T> {
  readonly kind: string
  compile(rule: T, cx: RuleContext): RuleChecks
}

/**
 * The drafts of items that have one, undefined when none has. Nearly everything passes: then nothing is made. `find` should
 * be a function that is made once.
 */
export function draftsOf<T, C>(items: readonly T[], find: (item: T, cx: C) => Draft | undefined, cx: C): Drafts {
  let found: Draft[] | undefined
  for (const item of items) {
    const draft = find(item, cx)
    if (draft === undefined) continue
    if (found) found.push(draft)
    else found = [draft]
  }
  return found
}

export const facets = (...names: Facet[]): ReadonlySet<Facet> => new Set(names)
export const union = (...sets: readonly (ReadonlySet<Facet> | undefined)[]): ReadonlySet<Facet> =>
  new Set(sets.flatMap((s) => [...(s ?? [])]))
