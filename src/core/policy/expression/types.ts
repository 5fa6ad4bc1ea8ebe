import type { Input } from '../../model/finding'
import type { Figure } from '../../geometry/figure'
import type { Scene, Subject } from './subject'

/** `undefined` is *unknown*: it is never true, never false, never zero. */
export type Value = number | string | boolean | Figure | Subject | readonly Value[] | undefined
export type Unit = 'px' | 'share' | 'px²'

/** Types of expressions. A text may be limited to a named set (classes, answers of a question …), so that typing errors are found in the policy. */
export type Type =
  | { readonly is: 'number'; readonly unit?: Unit }
  | { readonly is: 'bool' }
  | { readonly is: 'text'; readonly set?: NamedSet }
  | { readonly is: 'shape'; readonly clipped?: boolean }
  | { readonly is: 'annotation' }
  | { readonly is: 'list'; readonly of: Type }
  | { readonly is: 'group'; readonly group: string }

export interface NamedSet {
  /** What its members are, e.g. `class`, `answer`. */
  readonly what: string
  readonly names: ReadonlySet<string>
}

/**
 * What an expression reads of other annotations, so that an edit of one of them re-runs only the rules it can touch. Every
 * part narrows: absent = not narrowed.
 */
export interface Around {
  /** What is read of the other one; it matters too when another comes or goes. */
  readonly facets: readonly string[]
  /** Only others of these classes. */
  readonly classes?: readonly string[]
  /** Only others whose shape of the role `theirs` may meet the own shape of `mine`, grown by `reach` px. */
  readonly near?: readonly Near[]
  /** Only others that are linked with this one, in either direction. */
  readonly linked?: boolean
}
export interface Near {
  readonly mine: string
  readonly theirs: string
  readonly reach: number
}

/** What an unknown value was waiting for. */
export type Missing =
  | { readonly kind: 'role'; readonly role: string; readonly on: Subject }
  | { readonly kind: 'question' | 'attribute' | 'level'; readonly id: string; readonly on: Subject }
  | { readonly kind: 'evidence' | 'lookAlike'; readonly on: Subject }
  | { readonly kind: 'usable' | 'steps' }
  | { readonly kind: 'tag' | 'coverage' | 'imageQuestion' | 'imageAttribute' | 'measure'; readonly id: string }

/** The state of one evaluation. `trace` and `missing` are kept only when somebody asks why. */
export interface Evaluation {
  scene: Scene
  self: Subject | undefined
  readonly vars: Value[]
  steps: number
  over: boolean
  readonly why: { readonly trace: Input[]; readonly missing: Missing[] } | undefined
}

export type Run = (e: Evaluation) => Value

/** Collects what is read of the annotations that one `others` or `annotations` stands for. */
export interface Reading {
  readonly facets: Set<string>
  gate?: Gate
  linked?: boolean
}

/** Where the other annotation's shape would have to lie. */
export interface Window {
  readonly mine: Code
  readonly theirs: string
  readonly reach: number
}
/** What is sure of a condition about one annotation when that lies outside: outside of every window, or of another class. */
export interface Gate {
  readonly near?: readonly Window[]
  readonly classes?: ReadonlySet<string>
}
/** By the variable's slot: the gates outside of which a condition is surely false, surely true. */
export type Gates = ReadonlyMap<number, { readonly no?: Gate; readonly yes?: Gate }>

/** A checked part of an expression. */
export interface Code {
  readonly type: Type
  readonly run: Run
  /** Text in the source: names the input in a finding. */
  readonly source: string
  readonly literal?: string | number | boolean
  /** Of whom it is (an annotation, a group or list of it, a shape): the one judged, or others. */
  readonly whose?: 'self' | Reading
  /** The role whose shape this is, of `whose`. */
  readonly role?: string
  /** The variable (its slot) that this is, or is a member of. */
  readonly slot?: number
  /** A number about two shapes of which something is sure when they do not meet. */
  readonly apart?: { readonly kind: 'positive' | 'small'; readonly slot: number; readonly window: Window }
  readonly gates?: Gates
  /** It is the whole list of that name. */
  readonly everyone?: 'others' | 'annotations'
  /** It is the class of `whose`. */
  readonly isClass?: boolean
  /** It is a list of these literals. */
  readonly literals?: readonly (string | number | boolean)[]
}

/** What an expression reads; an edit that touches none of it cannot change its value. */
export type Facet =
  | 'class'
  | 'disposition'
  | 'reason'
  | 'declared'
  | 'attributes'
  | 'answers'
  | 'order'
  | 'group'
  | 'track'
  | 'appliesTo'
  | 'reviews'
  | 'made'
  | 'links'
  /** Answers and coverage of the image. */
  | 'image'
  /** How many annotations there are. */
  | 'count'
  /** Any other annotation, in any respect. */
  | 'others'
  /** Some others, as `Around` in JSON. */
  | `around:${string}`
  | 'overrides'
  | `role:${string}`
  | 'roles'

/** An error in the policy's expression, at a character of it. Thrown inside the compiler only. */
export class ExpressionError extends Error {
  readonly offset: number
  readonly code: 'policy.expression' | 'policy.unknown-name'
  readonly values: Readonly<Record<string, string | number>>
  constructor(offset: number, code: ExpressionError['code'], values: ExpressionError['values']) {
    super(code)
    this.offset = offset
    this.code = code
    this.values = values
  }
}

export const aroundFacet = (around: Around): Facet => `around:${JSON.stringify(around)}`
/** The `Around` of a facet that is one. */
export const aroundOf = (facet: string): Around | undefined =>
  facet.startsWith('around:') ? (JSON.parse(facet.slice(7)) as Around) : undefined
