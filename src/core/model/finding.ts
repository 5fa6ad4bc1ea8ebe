import type { Disposition } from './annotation'
import type { AnnotationId, ClassId, QuestionId, ReasonId, RoleId, RuleId } from './ids'
import type { Values } from './problem'
import type { Shape } from '../geometry/shapes'

/** The machine's sentences. Each has a text in `messages/<language>/findings.ts`, with the values named there. */
export const FINDING_MESSAGES = [
  'class.unknown',
  'class.abstract',
  'reason.missing',
  'reason.unknown',
  'reason.needless',
  'role.required',
  'role.forbidden',
  'role.none',
  'shape.kind',
  'shape.defect',
  'disposition.expected',
  'disposition.unfounded',
  'question.open',
  'band.inside',
  'band.below',
  'undecided.missing',
  'undecided.steps',
  'draw.missing',
  'evidence.open',
  'evidence.few',
  'beyond_image',
  'require.failed',
  'size.small',
  'outside_image',
  'equal.differs',
  'attribute.missing',
  'attribute.unknown',
  'attribute.forbidden',
  'attribute.value',
  'duplicates',
  'overlap',
  'contained.not',
  'answer.usable',
  'answer.coverage',
  'answer.tag',
  'answer.question',
  'answer.nothing_here',
  'answer.not_empty',
  'answer.not_absent',
  'unreviewed',
  'class.wrong',
  'class.not_specific',
  'look_alike.expected',
  'equal.role',
  'size.large',
  'aspect',
  'has_holes',
  'many_pieces',
  'band.above',
  'draw.not',
  'tolerance',
  'shape_kind.differs',
  'field.missing',
  'agrees.differs',
  'group.differs',
  'link.unknown',
  'link.class',
  'link.gone',
  'link.few',
  'link.many',
  'link.many_from',
  'count.few',
  'count.many',
  'order.missing',
  'order.same',
  'track.twice',
  'zone.inside',
  'zone.unknown',
  'ignored.inside',
  'applies_to.missing',
  'applies_to.wrong',
  'keypoint.unknown',
  'provenance',
  'second_look',
  'answer.attribute',
] as const
export type FindingMessage = (typeof FINDING_MESSAGES)[number]

export type Verdict = 'pass' | 'fail' | 'undecided'
export type Severity = 'error' | 'warning' | 'guidance'

/** Text in every language the policy carries, or one text for all. */
export type Text = string | Readonly<Record<string, string>>

/** An input that led to the verdict, e.g. `occlusion = 0.83`; `value` undefined = unknown. */
export interface Input {
  readonly name: string
  readonly value?: string | number | boolean
  /** What the rule compared it with, e.g. `≥ 0.8`. */
  readonly against?: string
  readonly unit?: 'px' | 'share' | 'px²'
}

/** What an undecided finding asks for. */
export type Asks =
  | {
      readonly kind: 'question'
      readonly question: QuestionId
      readonly ask: Text
      readonly answers: readonly { readonly id: string; readonly title: Text }[]
    }
  | { readonly kind: 'level'; readonly scale: string; readonly levels: readonly string[] }
  | {
      readonly kind: 'attribute'
      readonly attribute: string
      readonly title: Text
      readonly options: readonly { readonly id: string; readonly title: Text }[]
      /** Several of the options may be chosen: the value is a list. */
      readonly many?: boolean
      /** Numbers and texts have no options. */
      readonly type?: 'enum' | 'bool' | 'number' | 'text'
    }
  | { readonly kind: 'evidence'; readonly options: readonly { readonly id: string; readonly title: Text }[] }
  | { readonly kind: 'role'; readonly role: RoleId }
  | { readonly kind: 'reason'; readonly reasons: readonly { readonly id: ReasonId; readonly title: Text }[] }
  | { readonly kind: 'lookAlike'; readonly options: readonly { readonly id: string; readonly title: Text }[] }
  | { readonly kind: 'usable' }
  | { readonly kind: 'coverage'; readonly class: string; readonly title: Text }
  | {
      readonly kind: 'tag'
      readonly group: string
      readonly title: Text
      readonly options: readonly { readonly id: string; readonly title: Text }[]
      /** Several may be chosen: the answer goes to `answers.tagSets`. */
      readonly many?: boolean
    }
  /** An attribute of the image: the answer goes to `answers.attributes`. */
  | {
      readonly kind: 'imageAttribute'
      readonly attribute: string
      readonly title: Text
      readonly options: readonly { readonly id: string; readonly title: Text }[]
      readonly many?: boolean
      readonly type?: 'enum' | 'bool' | 'number' | 'text'
    }
  /** Which classes an ignored label stands for. */
  | { readonly kind: 'appliesTo'; readonly classes: readonly { readonly id: string; readonly title: Text }[] }
  /** A link of this kind to one of the labels of these classes. */
  | { readonly kind: 'link'; readonly link: string; readonly title: Text; readonly to: readonly string[] }
  | {
      readonly kind: 'imageQuestion'
      readonly question: string
      readonly ask: Text
      readonly answers: readonly { readonly id: string; readonly title: Text }[]
    }
  | { readonly kind: 'nothingHere' }

/** A repair that one key applies; each becomes an ordinary command. Its label is `fix.<kind>` in `messages/<language>/findings.ts`. */
export type Fix =
  | {
      readonly kind: 'set_disposition'
      readonly on: AnnotationId
      readonly disposition: Disposition
      readonly reason?: ReasonId
      readonly appliesTo?: 'all' | readonly ClassId[]
    }
  | { readonly kind: 'set_class'; readonly on: AnnotationId; readonly class: ClassId }
  | { readonly kind: 'set_level'; readonly on: AnnotationId; readonly scale: string; readonly level: string }
  | { readonly kind: 'set_reason'; readonly on: AnnotationId; readonly reason: ReasonId }
  | {
      readonly kind: 'set_shape'
      readonly on: AnnotationId
      readonly role: RoleId
      readonly shape: Shape
      readonly why: 'clip' | 'swap' | 'copy' | 'derive'
    }
  | { readonly kind: 'remove_role'; readonly on: AnnotationId; readonly role: RoleId }
  | { readonly kind: 'remove'; readonly on: AnnotationId }

export interface Finding {
  /** Stable while the cause stands: rule + what it is on. */
  readonly key: string
  readonly rule: RuleId
  readonly verdict: 'fail' | 'undecided'
  readonly severity: Severity
  /** The annotations concerned; empty = the image as a whole. */
  readonly on: readonly AnnotationId[]
  readonly because: readonly Input[]
  readonly asks?: Asks
  readonly fixes: readonly Fix[]
  /** Key into `messages/<language>/findings.ts`: the machine's sentence. */
  readonly message: FindingMessage
  readonly values: Values
  /** The rule's own sentence, from the policy. */
  readonly says?: Text
  readonly overridable: boolean
}

/** Blocks "finish" and export: an error that stands, or anything undecided (unknown is asked for, never passed). */
export const blocks = (finding: Finding): boolean => finding.severity === 'error' || finding.verdict === 'undecided'

/** Keys of `messages/<language>/findings.ts`: the sentences, and a label for each kind of fix and of question. */
export type FindingKey = FindingMessage | `fix.${Fix['kind']}` | `asks.${Asks['kind']}`
