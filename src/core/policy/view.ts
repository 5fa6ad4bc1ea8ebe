/** What people and screens need of a policy: plain data, the same in the worker, the page and the CLI. */
import type { Disposition, PolicyRef } from '../model/annotation'
import type { ClassId, QuestionId, ReasonId, RoleId, RuleId } from '../model/ids'
import type { Severity, Text } from '../model/finding'
import type { ShapeKindId } from '../geometry/shapes'

export type Need = 'required' | 'optional' | 'forbidden'

export interface RoleView {
  readonly id: RoleId
  readonly need: Need
  readonly shapes: readonly ShapeKindId[]
  readonly title: Text
}
export interface ClassView {
  readonly id: ClassId
  readonly title: Text
  readonly isA?: ClassId
  readonly abstract: boolean
  /** CSS colour, from the policy or derived from the class's place in the list; good on light and dark photos. */
  readonly color: string
  /** 1-9, 0: the digit that picks it; absent past ten classes. */
  readonly digit?: string
  readonly roles: readonly RoleView[]
  readonly disposition: Disposition
  /** The rule in one sentence. */
  readonly says?: Text
  readonly attributes: readonly AttributeView[]
}
export interface AttributeView {
  readonly id: string
  readonly title: Text
  readonly type: 'enum' | 'bool' | 'number' | 'text'
  readonly options: readonly Option[]
  readonly unit?: string
}
export interface Option {
  readonly id: string
  readonly title: Text
}
export interface ReasonView extends Option {
  readonly id: ReasonId
}
export interface QuestionView {
  readonly id: QuestionId
  readonly ask: Text
  readonly answers: readonly Option[]
  /** Classes it is asked for; empty = the image as a whole. */
  readonly classes: readonly ClassId[]
}
export interface ScaleView {
  readonly id: string
  readonly title: Text
  readonly levels: readonly { readonly id: string; readonly title: Text; readonly from: number; readonly to: number }[]
}
export interface RuleView {
  readonly id: RuleId
  readonly kind: string
  readonly severity: Severity
  readonly says?: Text
  readonly classes: readonly ClassId[]
  readonly since?: string
  /** Who may override it. */
  readonly override: 'labeler' | 'reviewer' | 'lead' | 'nobody'
  /** Digest of what it means: an override made under another meaning has expired. */
  readonly meaning: string
}

export interface PolicyView {
  readonly ref: PolicyRef
  readonly title: Text
  readonly status: 'draft' | 'published' | 'retired'
  readonly supersedes?: string
  readonly classes: readonly ClassView[]
  readonly reasons: Readonly<Record<Exclude<Disposition, 'positive'>, readonly ReasonView[]>>
  readonly lookAlikes: readonly Option[]
  readonly evidence: readonly Option[]
  readonly questions: readonly QuestionView[]
  readonly scales: readonly ScaleView[]
  readonly tags: readonly { readonly group: string; readonly title: Text; readonly options: readonly Option[] }[]
  /** Image-level answers that the policy requires. */
  readonly image: {
    readonly usable: boolean
    readonly exhaustive: readonly ClassId[]
    readonly tags: readonly string[]
    readonly questions: readonly QuestionId[]
  }
  readonly rules: readonly RuleView[]
  readonly caseCount: number
}
