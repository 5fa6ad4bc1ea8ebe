/** What must be said of the image as a whole. An image that cannot be used needs no further answers. */
import type { Asks, FindingMessage } from '../../model/finding'
import type { ClassId } from '../../model/ids'
import type { ImageDocument } from '../../model/image'
import { askCoverage, askImageQuestion, askTag } from '../judge'
import { requiresOfImage } from '../require'
import { facets, type Draft, type ImageCheck, type RuleContext, type RuleKind } from '../rule-kind'
import type { ImageRule } from './schema'

interface Answer {
  readonly message: FindingMessage
  readonly id: string
  readonly asks: Asks | undefined
  readonly given: (doc: ImageDocument) => boolean
}

function answerOf(text: string, index: number, cx: RuleContext): Answer {
  const [first = '', id] = text.split('.')
  const v = cx.vocabulary
  if (text === 'usable')
    return {
      message: 'answer.usable',
      id: text,
      asks: { kind: 'usable' },
      given: (doc) => doc.answers.usable !== undefined,
    }
  if (first === 'exhaustive' && id !== undefined) {
    cx.name('class', id, 'require_answers', index)
    return {
      message: 'answer.coverage',
      id,
      asks: askCoverage(v, id),
      given: (doc) => doc.answers.nothingHere || (doc.coverage[id as ClassId] ?? 'not asked') !== 'not asked',
    }
  }
  if (first === 'tag' && id !== undefined) {
    cx.name('tag', id, 'require_answers', index)
    return { message: 'answer.tag', id, asks: askTag(v, id), given: (doc) => doc.answers.tags[id] !== undefined }
  }
  cx.name('image-question', text, 'require_answers', index)
  return {
    message: 'answer.question',
    id: text,
    asks: askImageQuestion(v, text),
    given: (doc) => doc.answers.questions[text] !== undefined,
  }
}

function required(names: readonly string[], cx: RuleContext): ImageCheck {
  const answers = names.map((name, i) => answerOf(name, i, cx))
  return {
    reads: facets('image'),
    check({ doc }) {
      const wanted = doc.answers.usable === 'no' ? [] : answers
      return wanted
        .filter((a) => !a.given(doc))
        .map((a): Draft => ({
          verdict: 'undecided',
          message: a.message,
          values: { id: a.id },
          because: [{ name: a.id }],
          ...(a.asks ? { asks: a.asks } : {}),
          part: `${a.message}.${a.id}`,
        }))
    },
  }
}

export const image: RuleKind<ImageRule> = {
  kind: 'image',
  compile(rule, cx) {
    if (!rule.require_answers && rule.require === undefined) cx.lacks('require_answers')
    const more = rule.require === undefined ? undefined : requiresOfImage(cx, rule.when !== undefined)
    return { image: [...(rule.require_answers ? [required(rule.require_answers, cx)] : []), ...(more ? [more] : [])] }
  },
}
