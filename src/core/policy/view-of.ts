/** The plain data that screens show of a policy. */
import type { PolicyRef } from '../model/annotation'
import type { Text } from '../model/finding'
import type { ClassId, QuestionId, ReasonId, RoleId } from '../model/ids'
import type { PolicyDocument } from './document'
import type { AttributeView, ClassView, PolicyView, ReasonView, RuleView } from './view'
import type { ClassInfo, ReasonFor, Vocabulary } from './vocabulary'

/** Told apart by people with any colour vision, and visible on light and dark photos (after Okabe and Ito, brightened). */
const COLORS = [
  '#e69f00',
  '#56b4e9',
  '#22b573',
  '#f0e442',
  '#4d7fff',
  '#ff6b35',
  '#cc79a7',
  '#9be564',
  '#b388ff',
  '#00d5d5',
]
const DIGITS = '1234567890'

function attributesOf(cls: string, v: Vocabulary): AttributeView[] {
  return [...v.attributes.values()]
    .filter((a) => a.classes?.has(cls) ?? true)
    .map((a) => ({
      id: a.id,
      title: a.title,
      type: a.type,
      options: a.options,
      ...(a.unit === undefined ? {} : { unit: a.unit }),
    }))
}

function classView(c: ClassInfo, position: number, v: Vocabulary): ClassView {
  const digit = position >= 0 ? DIGITS[position] : undefined
  return {
    id: c.id as ClassId,
    title: c.title,
    ...(c.isA === undefined ? {} : { isA: c.isA as ClassId }),
    abstract: c.abstract,
    color: c.color ?? COLORS[c.index % COLORS.length] ?? '#e69f00',
    ...(digit === undefined ? {} : { digit }),
    roles: [...c.roles.values()].map((r) => ({ id: r.id as RoleId, need: r.need, shapes: r.shapes, title: r.title })),
    disposition: c.disposition,
    ...(c.says === undefined ? {} : { says: c.says }),
    attributes: attributesOf(c.id, v),
  }
}

const reasonViews = (v: Vocabulary, d: ReasonFor): ReasonView[] =>
  v.reasons[d].map((r) => ({ id: r.id as ReasonId, title: r.title }))

function imageAnswers(doc: PolicyDocument): PolicyView['image'] {
  const names = doc.rules.flatMap((r) => (r.kind === 'image' ? (r.require_answers ?? []) : []))
  const after = (prefix: string): string[] => [
    ...new Set(names.filter((n) => n.startsWith(`${prefix}.`)).map((n) => n.slice(prefix.length + 1))),
  ]
  return {
    usable: names.includes('usable'),
    exhaustive: after('exhaustive') as ClassId[],
    tags: after('tag'),
    questions: [...new Set(names.filter((n) => n !== 'usable' && !n.includes('.')))] as QuestionId[],
  }
}

export function viewOf(doc: PolicyDocument, v: Vocabulary, ref: PolicyRef, rules: readonly RuleView[]): PolicyView {
  const drawable = [...v.classes.values()].filter((c) => !c.abstract).map((c) => c.id)
  return {
    ref,
    title: (doc.title as Text | undefined) ?? doc.id,
    status: doc.status,
    ...(doc.supersedes === undefined ? {} : { supersedes: doc.supersedes }),
    classes: [...v.classes.values()].map((c) => classView(c, drawable.indexOf(c.id), v)),
    reasons: { ignore: reasonViews(v, 'ignore'), negative: reasonViews(v, 'negative'), skip: reasonViews(v, 'skip') },
    lookAlikes: v.lookAlikes,
    evidence: v.evidence,
    questions: [...v.questions.values()].map((q) => ({
      id: q.id as QuestionId,
      ask: q.ask,
      answers: q.answers,
      classes: [...(q.classes ?? [])] as ClassId[],
    })),
    scales: [...v.scales.values()].map((s) => ({
      id: s.id,
      title: s.title,
      levels: s.bands.map((b) => ({ id: b.id, title: b.id.replaceAll('_', ' '), from: b.from, to: b.to })),
    })),
    tags: [...v.tags.values()],
    image: imageAnswers(doc),
    rules,
    caseCount: doc.cases.length,
  }
}
