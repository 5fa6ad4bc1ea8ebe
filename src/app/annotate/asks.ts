import type { Command } from '../../core/history/commands'
import type { Asks, Text } from '../../core/model/finding'
import type { Annotation } from '../../core/model/annotation'
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
      return titled(asks.options)
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
      return []
  }
}

function onAnnotation(asks: Asks, annotation: Annotation, answer: string): Command | undefined {
  const id: AnnotationId = annotation.id
  switch (asks.kind) {
    case 'question':
      return { name: 'answer', id, question: asks.question, answer }
    case 'level':
      return { name: 'set level', id, scale: asks.scale, level: answer }
    case 'attribute':
      return { name: 'set attribute', id, attribute: asks.attribute, value: answer }
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
    case 'tag':
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
