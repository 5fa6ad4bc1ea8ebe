/** What people and screens need of a policy: plain data, the same in the worker, the page and the CLI. */
import type { Disposition, PersonRole, PolicyRef } from '../model/annotation'
import type { ClassId, QuestionId, ReasonId, RoleId, RuleId } from '../model/ids'
import type { Severity, Text } from '../model/finding'
import type { ShapeKindId } from '../geometry/shapes'
import type { Migration } from './migrate-steps'

export type Need = 'required' | 'optional' | 'forbidden'

export interface RoleView {
  readonly id: RoleId
  /** For a positive. */
  readonly need: Need
  /** Where it depends on the disposition. */
  readonly needs?: Readonly<Record<Disposition, Need>>
  /** Must be the same shape as that role. */
  readonly equal?: RoleId
  /** Keypoints: the skeleton they belong to. */
  readonly skeleton?: string
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
  /** Older and foreign names: for search and import. */
  readonly aliases: readonly string[]
  /** Classes it is easily mistaken for. */
  readonly neighbours: readonly ClassId[]
  readonly fallback?: ClassId
  readonly includes: readonly Text[]
  readonly excludes: readonly Text[]
  readonly pictures?: PicturesView
  /** What a label declared as this look-alike must be. */
  readonly lookAlikes: readonly { readonly kind: string; readonly then: Disposition; readonly reason?: ReasonId }[]
}
/** Paths inside the policy's own folder. */
export interface PicturesView {
  readonly right: readonly string[]
  readonly wrong: readonly string[]
}
export interface AttributeView {
  readonly id: string
  readonly title: Text
  readonly type: 'enum' | 'bool' | 'number' | 'text'
  readonly options: readonly Option[]
  readonly unit?: string
  readonly range?: readonly [number, number]
  readonly integer: boolean
  /** Most characters of a text. */
  readonly max?: number
  /** Several options may be chosen: the value is a list. */
  readonly many: boolean
  readonly scope: 'annotation' | 'image' | 'group'
  /** It applies only under a condition, and a rule asks for it then: shown when a finding asks or it has a value. */
  readonly onDemand: boolean
  /** It applies only while a condition holds: which of them do is told with the findings. */
  readonly conditional?: true
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
  /** Asked only under a condition, or no rule needs it: shown when a finding asks it or it has an answer. */
  readonly onDemand: boolean
  readonly conditional?: true
  /** Whether any rule needs it at all. */
  readonly used: boolean
}
export interface ScaleView {
  readonly id: string
  readonly title: Text
  readonly levels: readonly { readonly id: string; readonly title: Text; readonly from: number; readonly to: number }[]
  /** Classes it is asked for; undefined = every class. */
  readonly classes?: readonly ClassId[]
  readonly onDemand: boolean
  readonly conditional?: true
  /** Its level follows from a measure. */
  readonly computed?: true
  /** Whether a rule needs what people say of it; a scale that is only computed is not asked. */
  readonly used: boolean
}
export interface TagView {
  readonly group: string
  readonly title: Text
  readonly options: readonly Option[]
  /** Several may be chosen. */
  readonly many: boolean
}
export interface ZoneView {
  readonly id: string
  readonly title: Text
  readonly says?: Text
  readonly void: boolean
  readonly shapes: readonly ShapeKindId[]
}
export interface LinkView {
  readonly id: string
  readonly title: Text
  readonly inverse: Text
  readonly from: readonly ClassId[]
  readonly to: readonly ClassId[]
  readonly least: number
  /** Infinity = any number. */
  readonly most: number
}
export interface SkeletonView {
  readonly id: string
  readonly title: Text
  readonly points: readonly Option[]
  readonly edges: readonly (readonly [string, string])[]
  readonly mirror: readonly (readonly [string, string])[]
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
  /** Last day on which an override of it counts. */
  readonly overrideUntil?: string
  /** Longer text, pictures right and wrong, and dated answers to questions about it. */
  readonly guide?: Text
  readonly pictures?: PicturesView
  readonly clarifications: readonly {
    readonly date: string
    readonly answer: Text
    readonly asked?: Text
    readonly by?: string
    readonly askedBy?: string
  }[]
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
  readonly tags: readonly TagView[]
  readonly zones: readonly ZoneView[]
  readonly links: readonly LinkView[]
  readonly skeletons: readonly SkeletonView[]
  /** Attributes of the image as a whole. */
  readonly imageAttributes: readonly AttributeView[]
  /** What rules need of people beside questions, attributes and levels. */
  readonly asks: { readonly evidence: boolean; readonly lookAlike: boolean; readonly appliesTo: boolean }
  /** Who is reviewer or lead; absent: everybody may do everything. */
  readonly people?: Readonly<Record<string, PersonRole>>
  /** Image-level answers that the policy requires. */
  readonly image: {
    readonly usable: boolean
    readonly exhaustive: readonly ClassId[]
    readonly tags: readonly string[]
    readonly questions: readonly QuestionId[]
    readonly attributes: readonly string[]
  }
  readonly rules: readonly RuleView[]
  /** What becomes of labels made under older versions. */
  readonly migrations: readonly Migration[]
  /** Classes that this policy has no more: their labels are kept, hidden and not exported. */
  readonly retired: readonly ClassId[]
  readonly caseCount: number
}
