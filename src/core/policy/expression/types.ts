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

/** What an unknown value was waiting for. */
export type Missing =
  | { readonly kind: 'role'; readonly role: string; readonly on: Subject }
  | { readonly kind: 'question' | 'attribute' | 'level'; readonly id: string; readonly on: Subject }
  | { readonly kind: 'evidence' | 'lookAlike'; readonly on: Subject }
  | { readonly kind: 'usable' | 'steps' }
  | { readonly kind: 'tag' | 'coverage' | 'imageQuestion' | 'measure'; readonly id: string }

/** The state of one evaluation. `trace` and `missing` are kept only when somebody asks why. */
export interface Evaluation {
  readonly scene: Scene
  readonly self: Subject | undefined
  readonly vars: Value[]
  steps: number
  over: boolean
  readonly why: { readonly trace: Input[]; readonly missing: Missing[] } | undefined
}

export type Run = (e: Evaluation) => Value

/** A checked part of an expression. */
export interface Code {
  readonly type: Type
  readonly run: Run
  /** Text in the source: names the input in a finding. */
  readonly source: string
  readonly literal?: string | number | boolean
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
  | 'image'
  | 'others'
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
