/** What must be said of the image as a whole. An image that cannot be used needs no further answers. */
import type { Asks, FindingMessage } from '../../model/finding'
import type { ClassId } from '../../model/ids'
import type { ImageDocument } from '../../model/image'
import type { CompiledExpression } from '../../policy/expression/expression'
import { appliesHere, askAttribute, askCoverage, askImageQuestion, askTag, judgeExpression } from '../judge'
import { requiresOfImage } from '../require'
import { facets, union, type Draft, type ImageCheck, type RuleContext, type RuleKind } from '../rule-kind'
import type { ImageRule } from './schema'

interface Answer {
  readonly message: FindingMessage
  readonly id: string
  readonly asks: Asks | undefined
  readonly given: (doc: ImageDocument) => boolean
  /** What it waits for: asked only while its condition surely holds. */
  readonly key?: string
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
    cx.needs(`tag.${id}`)
    const many = v.tags.get(id)?.many === true
    const given = (doc: ImageDocument): boolean =>
      many ? doc.answers.tagSets?.[id] !== undefined : doc.answers.tags[id] !== undefined
    return { message: 'answer.tag', id, asks: askTag(v, id), given }
  }
  if (first === 'attribute' && id !== undefined) {
    cx.name('image-attribute', id, 'require_answers', index)
    cx.needs(`image_attribute.${id}`)
    const given = (doc: ImageDocument): boolean => doc.answers.attributes?.[id] !== undefined
    return { message: 'answer.attribute', id, asks: askAttribute(v, id), given, key: `attribute.${id}` }
  }
  cx.name('image-question', text, 'require_answers', index)
  cx.needs(`image_answer.${text}`)
  return {
    message: 'answer.question',
    id: text,
    asks: askImageQuestion(v, text),
    given: (doc) => doc.answers.questions[text] !== undefined,
    key: `question.${text}`,
  }
}

/** `exhaustive.*` stands for every class that can be drawn. */
function answersOf(names: readonly string[], cx: RuleContext): Answer[] {
  const drawable = [...cx.vocabulary.classes.values()].filter((c) => !c.abstract)
  return names.flatMap((name, i) =>
    name === 'exhaustive.*' ? drawable.map((c) => answerOf(`exhaustive.${c.id}`, i, cx)) : [answerOf(name, i, cx)],
  )
}

function allGiven(answers: readonly Answer[], doc: ImageDocument): boolean {
  for (const a of answers) if (!a.given(doc)) return false
  return true
}

function required(names: readonly string[], when: CompiledExpression | undefined, cx: RuleContext): ImageCheck {
  const answers = answersOf(names, cx)
  const judge = when && judgeExpression(when, cx.vocabulary)
  const conditions = answers.map((a) => (a.key === undefined ? undefined : cx.vocabulary.conditions.get(a.key)?.reads))
  return {
    reads: union(facets('image'), when?.reads, ...conditions),
    check(scene) {
      const { doc } = scene
      if (allGiven(answers, doc)) return undefined
      const open = (
        doc.answers.usable === 'no' ? answers.filter((a) => a.key !== undefined && conditional(a, cx)) : answers
      )
        .filter((a) => !a.given(doc))
        .filter((a) => a.key === undefined || appliesHere(cx.vocabulary, a.key, undefined, scene))
      if (open.length === 0) return undefined
      const judged = judge?.(undefined, scene)
      if (judged?.truth === 'undecided') return judged.draft
      if (judged && judged.truth !== true) return undefined
      return open.map((a): Draft => ({
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

/** Of an image that cannot be used only what has a condition of its own is asked: why it cannot. */
const conditional = (a: Answer, cx: RuleContext): boolean => a.key !== undefined && cx.vocabulary.conditions.has(a.key)

export const image: RuleKind<ImageRule> = {
  kind: 'image',
  compile(rule, cx) {
    if (!rule.require_answers && rule.require === undefined && rule.says === undefined) cx.lacks('require_answers')
    const when = rule.when === undefined || !rule.require_answers ? undefined : cx.expression('when', 'bool', true)
    const more = rule.require === undefined ? undefined : requiresOfImage(cx, rule.when !== undefined)
    return {
      image: [...(rule.require_answers ? [required(rule.require_answers, when, cx)] : []), ...(more ? [more] : [])],
    }
  },
}
