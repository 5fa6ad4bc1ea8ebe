import type { Command } from '../../core/history/commands'
import type { Asks, Text } from '../../core/model/finding'
import type { Annotation, AttributeValue } from '../../core/model/annotation'
import type { AnnotationId, ClassId, ReasonId, RoleId } from '../../core/model/ids'
import type { Coverage, ImageDocument } from '../../core/model/image'
import type { Catalogue } from '../../messages'

export interface Choice {
  readonly id: string
  readonly title: (m: Catalogue) => Text
}

const titled = (options: readonly { readonly id: string; readonly title: Text }[]): Choice[] =>
  options.map((o) => ({ id: o.id, title: () => o.title }))

/** The answers a question offers, in the order of their keys; empty when it is answered by drawing. */
export function choicesOf(asks: Asks): Choice[] {
  switch (asks.kind) {
    case 'question':
    case 'imageQuestion':
      return titled(asks.answers)
    case 'level':
      return [
        ...asks.levels.map((id): Choice => ({ id, title: () => id })),
        { id: 'unknown', title: (m) => m.annotate.unknown },
      ]
    case 'attribute':
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

/** The role a question asks to be drawn. */
export const roleAsked = (asks: Asks | undefined): RoleId | undefined => (asks?.kind === 'role' ? asks.role : undefined)
