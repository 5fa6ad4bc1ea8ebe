/** The cases of a policy as examples: what is drawn, and what the rules say of it. */
import { kindOf } from '../../geometry/shapes'
import type { Annotation } from '../../model/annotation'
import type { Verdict } from '../../model/finding'
import type { ImageDocument } from '../../model/image'
import { caseDocument } from '../cases'
import type { Case, PolicyDocument } from '../document'
import type { PolicyView } from '../view'
import { figureOf } from './figures'
import type { Example } from './guide'
import type { Titles } from './names'
import type { GuideLabels } from './words'

export interface ExampleContext {
  readonly doc: PolicyDocument
  readonly view: PolicyView
  readonly titles: Titles
  readonly labels: GuideLabels
  anchorOf(rule: string): string | undefined
}

const isVerdict = (value: unknown): value is Verdict => value === 'pass' || value === 'fail' || value === 'undecided'

/** What a case expects, as rule and verdict; `pass` of everything else is left out. */
function expected(c: Case): { rule: string; verdict: Verdict }[] {
  return c.expect.flatMap((e: unknown) =>
    typeof e === 'string' || e === null || typeof e !== 'object'
      ? []
      : Object.entries(e).flatMap(([rule, want]: [string, unknown]) => {
          const verdict: unknown = want !== null && typeof want === 'object' && 'verdict' in want ? want.verdict : want
          return isVerdict(verdict) ? [{ rule, verdict }] : []
        }),
  )
}

const round = (value: number): string => String(Number(value.toFixed(1)))

/** What somebody said of a label, as `what: value`. */
function saidOf(annotation: Annotation, { labels, titles }: ExampleContext): string[] {
  const { declared, answers, attributes, reason } = annotation
  const pairs: [string, string][] = [
    ...(reason === undefined ? [] : [[labels.text.reasons, titles.reason(reason)] satisfies [string, string]]),
    ...(declared.lookAlike === undefined
      ? []
      : [[labels.text.lookAlike, titles.lookAlike(declared.lookAlike)] satisfies [string, string]]),
    ...(declared.evidence === undefined
      ? []
      : [
          [labels.headings.evidence, labels.list(declared.evidence.map((e) => titles.evidence(e)))] satisfies [
            string,
            string,
          ],
        ]),
    ...Object.entries(declared.levels).map(([scale, level]): [string, string] => [
      titles.scale(scale),
      titles.level(scale, level),
    ]),
    ...Object.entries(answers).map(([q, a]): [string, string] => [titles.question(q), titles.answer(q, a)]),
    ...Object.entries(attributes).map(([a, value]): [string, string] => [
      titles.attribute(a),
      titles.value(a, value, labels.yesNo),
    ]),
  ]
  return pairs.map(([what, value]) => labels.said(what, value))
}

/** What somebody said of the image. */
function saidOfImage(doc: ImageDocument, { labels, titles }: ExampleContext): string[] {
  const { tags, questions, usable, nothingHere } = doc.answers
  const given: unknown = tags
  const tagged = Object.entries(given as Readonly<Record<string, unknown>>).map(([group, tag]) =>
    labels.said(
      titles.tagGroup(group),
      labels.list((Array.isArray(tag) ? tag : [tag]).map((t) => titles.tag(group, String(t)))),
    ),
  )
  return [
    ...(usable === undefined
      ? []
      : [labels.said(labels.imageAnswer('usable'), labels.yesNo[usable === 'yes' ? 0 : 1])]),
    ...tagged,
    ...Object.entries(questions).map(([q, a]) => labels.said(titles.question(q), titles.answer(q, a))),
    ...Object.entries(doc.coverage).map(([cls, c]) => labels.said(titles.class(cls), labels.coverage(String(c)))),
    ...(nothingHere ? [labels.imageAnswer('nothing_here')] : []),
  ]
}

/** A label in words: class, disposition, each shape with its size, and what was said of it. */
function drawnText(annotation: Annotation, cx: ExampleContext): string {
  const { labels, titles } = cx
  const shapes: [string, Annotation['roles'][keyof Annotation['roles']]][] = Object.entries(annotation.roles)
  const parts = shapes.flatMap(([role, drawn]) => {
    if (!drawn) return []
    const { x0, y0, x1, y1 } = kindOf(drawn.shape).bounds(drawn.shape)
    const box = `${round(x1 - x0)} × ${round(y1 - y0)} px (${round(x0)}, ${round(y0)})`
    return [
      labels.drawnShape(
        labels.role(role) ?? titles.role(role) ?? role.replaceAll('_', ' '),
        labels.shapeKind(drawn.shape.kind),
        box,
      ),
    ]
  })
  const { disposition } = annotation
  return labels.drawnLabel({
    class: titles.class(annotation.class),
    said: saidOf(annotation, cx),
    disposition: disposition === 'positive' ? undefined : labels.dispositions[disposition].title,
    parts,
  })
}

/** A case as an example. One that cannot be drawn is left out. */
export function exampleOf(c: Case, cx: ExampleContext): Example[] {
  const { labels, titles, view } = cx
  const doc = caseDocument(c, cx.doc, view.ref)
  const verdicts = expected(c)
  const verdict = verdicts.some((v) => v.verdict === 'fail')
    ? 'wrong'
    : verdicts.some((v) => v.verdict === 'undecided')
      ? 'asks'
      : 'right'
  const name: unknown = c.name
  return [
    {
      name: titles.text(name),
      verdict,
      word: labels.examples[verdict],
      drawn: labels.drawnAs({
        size: `${doc.image.width} × ${doc.image.height}`,
        said: saidOfImage(doc, cx),
        labels: doc.annotations.map((a) => drawnText(a, cx)),
      }),
      verdicts: verdicts.map(({ rule, verdict: v }) => {
        const anchor = cx.anchorOf(rule)
        return { rule, verdict: v, word: labels.verdicts[v], ...(anchor === undefined ? {} : { anchor }) }
      }),
      figure: figureOf(
        doc,
        (a) => titles.class(a.class),
        (cls) => view.classes.find((x) => x.id === cls)?.color ?? '#888888',
      ),
    },
  ]
}
