import type { Command } from '../../core/history/commands'
import type { Asks, Text } from '../../core/model/finding'
import type { Annotation, AttributeValue } from '../../core/model/annotation'
import type { AnnotationId, ClassId, ReasonId, RoleId } from '../../core/model/ids'
import type { Coverage, ImageDocument } from '../../core/model/image'
import type { PolicyView } from '../../core/policy/view'
import type { Catalogue } from '../../messages'

export interface Choice {
  readonly id: string
  readonly title: (m: Catalogue) => Text
}

const titled = (options: readonly { readonly id: string; readonly title: Text }[]): Choice[] =>
  options.map((o) => ({ id: o.id, title: () => o.title }))

const UNKNOWN: Choice = { id: 'unknown', title: (m) => m.annotate.unknown }
const orUnknown = (choices: Choice[]): Choice[] =>
  choices.length === 0 || choices.some((c) => c.id === 'unknown') ? choices : [...choices, UNKNOWN]

/** The answers a question offers, in the order of their keys; empty when it is answered by drawing, typing or picking. */
export function choicesOf(asks: Asks, view?: PolicyView): Choice[] {
  switch (asks.kind) {
    case 'question':
    case 'imageQuestion':
      return titled(asks.answers)
    case 'level':
      return orUnknown(
        titled(
          asks.levels.map((id) => ({
            id,
            title: view?.scales.find((s) => s.id === asks.scale)?.levels.find((l) => l.id === id)?.title ?? id,
          })),
        ),
      )
    case 'attribute':
      return asks.many ? titled(asks.options) : orUnknown(titled(asks.options))
    case 'lookAlike':
    case 'tag':
    case 'evidence':
    case 'imageAttribute':
      return titled(asks.options)
    case 'appliesTo':
      return [{ id: 'all', title: (m) => m.annotate.allClasses }, ...titled(asks.classes)]
    case 'reason':
      return titled(asks.reasons)
    case 'usable':
      return [
        { id: 'yes', title: (m) => m.annotate.yes },
        { id: 'no', title: (m) => m.annotate.no },
      ]
    case 'coverage':
      return (['exhaustive', 'partial', 'absent'] as const).map((id) => ({ id, title: (m) => m.annotate.coverage[id] }))
    case 'nothingHere':
      return [{ id: 'yes', title: (m) => m.annotate.nothingHere }]
    case 'role':
    case 'link':
      return []
  }
}

const toggled = <T extends string>(chosen: unknown, one: T): T[] => {
  const list = Array.isArray(chosen) ? (chosen as T[]) : []
  return list.includes(one) ? list.filter((o) => o !== one) : [...list, one]
}

/** An answer as the attribute stores it: yes and no as such, several options as a list. */
function valueOf(
  asks: Extract<Asks, { kind: 'attribute' | 'imageAttribute' }>,
  before: AttributeValue | undefined,
  answer: string,
): AttributeValue {
  if (asks.type === 'bool' && answer !== 'unknown') return answer === 'true'
  if (asks.type === 'number' && answer !== 'unknown') return Number(answer)
  return asks.many ? toggled(before, answer) : answer
}

function onAnnotation(asks: Asks, annotation: Annotation, answer: string): Command | undefined {
  const id: AnnotationId = annotation.id
  switch (asks.kind) {
    case 'question':
      return { name: 'answer', id, question: asks.question, answer }
    case 'level':
      return { name: 'set level', id, scale: asks.scale, level: answer }
    case 'attribute':
      return {
        name: 'set attribute',
        id,
        attribute: asks.attribute,
        value: valueOf(asks, annotation.attributes[asks.attribute], answer),
      }
    case 'appliesTo':
      return {
        name: 'set disposition',
        ids: [id],
        disposition: annotation.disposition,
        ...(annotation.reason === undefined ? {} : { reason: annotation.reason }),
        appliesTo: answer === 'all' ? 'all' : toggled(annotation.appliesTo, answer as ClassId),
      }
    case 'lookAlike':
      return { name: 'set look-alike', id, lookAlike: answer }
    case 'evidence': {
      const seen = annotation.declared.evidence ?? []
      return {
        name: 'set evidence',
        id,
        evidence: seen.includes(answer) ? seen.filter((e) => e !== answer) : [...seen, answer],
      }
    }
    case 'reason':
      return { name: 'set disposition', ids: [id], disposition: annotation.disposition, reason: answer as ReasonId }
    default:
      return undefined
  }
}

function onImage(asks: Asks, document: ImageDocument, answer: string): Command | undefined {
  switch (asks.kind) {
    case 'usable':
      return { name: 'answer image', answers: { usable: answer === 'yes' ? 'yes' : 'no' } }
    case 'coverage':
      return { name: 'set coverage', class: asks.class as ClassId, coverage: answer as Coverage }
    case 'imageAttribute': {
      const attributes = document.answers.attributes ?? {}
      const value = valueOf(asks, attributes[asks.attribute], answer)
      return { name: 'answer image', answers: { attributes: { ...attributes, [asks.attribute]: value } } }
    }
    case 'tag':
      if (asks.many) {
        const sets = document.answers.tagSets ?? {}
        return {
          name: 'answer image',
          answers: { tagSets: { ...sets, [asks.group]: toggled(sets[asks.group], answer) } },
        }
      }
      return { name: 'answer image', answers: { tags: { ...document.answers.tags, [asks.group]: answer } } }
    case 'imageQuestion':
      return {
        name: 'answer image',
        answers: { questions: { ...document.answers.questions, [asks.question]: answer } },
      }
    case 'nothingHere':
      return { name: 'answer image', answers: { nothingHere: true } }
    default:
      return undefined
  }
}

/** The command that stores an answer; undefined when the question is answered by drawing. */
export function answerCommand(
  asks: Asks,
  on: readonly AnnotationId[],
  document: ImageDocument,
  answer: string,
): Command | undefined {
  const annotation = document.annotations.find((a) => a.id === on[0])
  return annotation
    ? (onAnnotation(asks, annotation, answer) ?? onImage(asks, document, answer))
    : onImage(asks, document, answer)
}

/** The command that takes back what was said; undefined when there is no taking back. */
export function takeBackCommand(asks: Asks, a: Annotation): Command | undefined {
  const id = a.id
  switch (asks.kind) {
    case 'question':
      return { name: 'answer', id, question: asks.question, answer: undefined }
    case 'level':
      return { name: 'set level', id, scale: asks.scale, level: undefined }
    case 'attribute':
      return { name: 'set attribute', id, attribute: asks.attribute, value: undefined }
    case 'lookAlike':
      return { name: 'set look-alike', id, lookAlike: undefined }
    case 'reason':
      return { name: 'set disposition', ids: [id], disposition: a.disposition }
    case 'appliesTo':
      return {
        name: 'set disposition',
        ids: [id],
        disposition: a.disposition,
        ...(a.reason === undefined ? {} : { reason: a.reason }),
      }
    default:
      return undefined
  }
}

/** Several of its answers may be chosen at once. */
export const takesMany = (asks: Asks): boolean =>
  asks.kind === 'evidence' || asks.kind === 'appliesTo' || (asks.kind === 'attribute' && asks.many === true)

/** A number or a text that is typed. */
export const isTyped = (asks: Asks): boolean =>
  (asks.kind === 'attribute' || asks.kind === 'imageAttribute') && (asks.type === 'number' || asks.type === 'text')

/** What is asked, in the policy's words or ours. */
export function askTitle(asks: Asks, view: PolicyView, m: Catalogue): Text {
  switch (asks.kind) {
    case 'question':
    case 'imageQuestion':
      return asks.ask
    case 'level':
      return view.scales.find((s) => s.id === asks.scale)?.title ?? asks.scale
    case 'attribute':
    case 'imageAttribute':
    case 'link':
      return asks.title
    case 'reason':
    case 'lookAlike':
    case 'evidence':
      return m.annotate[asks.kind]
    case 'appliesTo':
      return m.hand.appliesTo
    default:
      return ''
  }
}

/** The role a question asks to be drawn. */
export const roleAsked = (asks: Asks | undefined): RoleId | undefined => (asks?.kind === 'role' ? asks.role : undefined)
