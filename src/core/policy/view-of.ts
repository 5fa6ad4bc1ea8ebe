/** The plain data that screens show of a policy. */
import type { PolicyRef } from '../model/annotation'
import type { Text } from '../model/finding'
import type { ClassId, QuestionId, ReasonId, RoleId } from '../model/ids'
import type { ClassEntry, PolicyDocument } from './document'
import type {
  AttributeView,
  ClassView,
  LinkView,
  PolicyView,
  QuestionView,
  ReasonView,
  RoleView,
  RuleView,
  ScaleView,
} from './view'
import type {
  AttributeInfo,
  ClassInfo,
  LinkInfo,
  QuestionInfo,
  ReasonFor,
  RoleInfo,
  ScaleInfo,
  Vocabulary,
} from './vocabulary'

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

/** Names of what rules need of people: `answer.is_person`, `level.occ`, `evidence` … */
type Mentions = ReadonlySet<string>

const onlyWhen = (when: string | undefined): { readonly conditional?: true } =>
  when === undefined ? {} : { conditional: true }

function attributeView(a: AttributeInfo, mentions: Mentions): AttributeView {
  const used = mentions.has(`${a.scope === 'image' ? 'image_attribute' : 'attribute'}.${a.id}`)
  return {
    id: a.id,
    title: a.title,
    type: a.type,
    options: a.options,
    integer: a.integer,
    many: a.many,
    scope: a.scope,
    // Without a rule that asks for it nobody could fill it in, so then it is always shown.
    onDemand: a.when !== undefined && used,
    ...onlyWhen(a.when),
    ...(a.unit === undefined ? {} : { unit: a.unit }),
    ...(a.range === undefined ? {} : { range: a.range }),
    ...(a.max === undefined ? {} : { max: a.max }),
  }
}

const attributesOf = (cls: string, v: Vocabulary, mentions: Mentions): AttributeView[] =>
  [...v.attributes.values()]
    .filter((a) => a.scope !== 'image' && (a.classes?.has(cls) ?? true))
    .map((a) => attributeView(a, mentions))

function roleView(r: RoleInfo): RoleView {
  return {
    id: r.id as RoleId,
    need: r.need,
    shapes: r.shapes,
    title: r.title,
    ...(r.needs === undefined ? {} : { needs: r.needs }),
    ...(r.equal === undefined ? {} : { equal: r.equal as RoleId }),
    ...(r.skeleton === undefined ? {} : { skeleton: r.skeleton }),
  }
}

function classView(
  c: ClassInfo,
  entry: ClassEntry | undefined,
  position: number,
  v: Vocabulary,
  m: Mentions,
): ClassView {
  const digit = position >= 0 ? DIGITS[position] : undefined
  return {
    id: c.id as ClassId,
    title: c.title,
    ...(c.isA === undefined ? {} : { isA: c.isA as ClassId }),
    abstract: c.abstract,
    color: c.color ?? COLORS[c.index % COLORS.length] ?? '#e69f00',
    ...(digit === undefined ? {} : { digit }),
    roles: [...c.roles.values()].map(roleView),
    disposition: c.disposition,
    ...(c.says === undefined ? {} : { says: c.says }),
    attributes: attributesOf(c.id, v, m),
    aliases: c.aliases,
    neighbours: c.neighbours as ClassId[],
    ...(c.fallback === undefined ? {} : { fallback: c.fallback as ClassId }),
    includes: (entry?.includes ?? []) as Text[],
    excludes: (entry?.excludes ?? []) as Text[],
    ...(entry?.pictures ? { pictures: { right: entry.pictures.right ?? [], wrong: entry.pictures.wrong ?? [] } } : {}),
    lookAlikes: [...c.lookAlikes].map(([kind, { then, reason }]) => ({
      kind,
      then,
      ...(reason === undefined ? {} : { reason: reason as ReasonId }),
    })),
  }
}

function questionView(q: QuestionInfo, mentions: Mentions): QuestionView {
  const used = mentions.has(`${q.classes ? 'answer' : 'image_answer'}.${q.id}`)
  return {
    id: q.id as QuestionId,
    ask: q.ask,
    answers: q.answers,
    classes: [...(q.classes ?? [])] as ClassId[],
    used,
    onDemand: q.when !== undefined || !used,
    ...onlyWhen(q.when),
  }
}

function scaleView(s: ScaleInfo, mentions: Mentions): ScaleView {
  const used = mentions.has(`level.${s.id}`)
  return {
    id: s.id,
    title: s.title,
    levels: s.levels.map((l, i) => ({ ...l, from: s.bands[i]?.from ?? i, to: s.bands[i]?.to ?? i + 1 })),
    ...(s.classes ? { classes: [...s.classes] as ClassId[] } : {}),
    used,
    onDemand: s.when !== undefined || !used,
    ...onlyWhen(s.when),
    ...(s.of === undefined ? {} : { computed: true }),
  }
}

const reasonViews = (v: Vocabulary, d: ReasonFor): ReasonView[] =>
  v.reasons[d].map((r) => ({ id: r.id as ReasonId, title: r.title }))

function imageAnswers(doc: PolicyDocument): PolicyView['image'] {
  const names = doc.rules.flatMap((r) => (r.kind === 'image' ? (r.require_answers ?? []) : []))
  const classes = Object.entries(doc.classes).flatMap(([id, c]) => (c.abstract ? [] : [id]))
  const after = (prefix: string): string[] => [
    ...new Set(names.filter((n) => n.startsWith(`${prefix}.`)).map((n) => n.slice(prefix.length + 1))),
  ]
  return {
    usable: names.includes('usable'),
    exhaustive: [...new Set(after('exhaustive').flatMap((id) => (id === '*' ? classes : [id])))] as ClassId[],
    tags: after('tag'),
    attributes: after('attribute'),
    questions: [...new Set(names.filter((n) => n !== 'usable' && !n.includes('.')))] as QuestionId[],
  }
}

const linkView = (l: LinkInfo): LinkView => ({
  id: l.id,
  title: l.title,
  inverse: l.inverse,
  from: [...l.from] as ClassId[],
  to: [...l.to] as ClassId[],
  least: l.least,
  most: l.most,
})

export function viewOf(
  doc: PolicyDocument,
  v: Vocabulary,
  ref: PolicyRef,
  rules: readonly RuleView[],
  mentions: Mentions,
): PolicyView {
  const drawable = [...v.classes.values()].filter((c) => !c.abstract).map((c) => c.id)
  return {
    ref,
    title: (doc.title as Text | undefined) ?? doc.id,
    status: doc.status,
    ...(doc.supersedes === undefined ? {} : { supersedes: doc.supersedes }),
    classes: [...v.classes.values()].map((c) => classView(c, doc.classes[c.id], drawable.indexOf(c.id), v, mentions)),
    reasons: { ignore: reasonViews(v, 'ignore'), negative: reasonViews(v, 'negative'), skip: reasonViews(v, 'skip') },
    lookAlikes: v.lookAlikes,
    evidence: v.evidence,
    questions: [...v.questions.values()].map((q) => questionView(q, mentions)),
    scales: [...v.scales.values()].map((s) => scaleView(s, mentions)),
    tags: [...v.tags.values()],
    zones: [...v.zones.values()],
    links: [...v.links.values()].map(linkView),
    skeletons: [...v.skeletons.values()],
    imageAttributes: [...v.attributes.values()]
      .filter((a) => a.scope === 'image')
      .map((a) => attributeView(a, mentions)),
    asks: {
      evidence: mentions.has('evidence'),
      lookAlike: v.lookAlikes.length > 0,
      appliesTo: mentions.has('applies_to'),
    },
    ...(doc.people === undefined ? {} : { people: doc.people }),
    image: imageAnswers(doc),
    rules,
    migrations: doc.migrations ?? [],
    retired: [...v.retired] as ClassId[],
    caseCount: doc.cases.length,
  }
}
