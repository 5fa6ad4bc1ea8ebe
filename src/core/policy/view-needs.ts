/**
 * What can be said of a label now, under the policy: only what applies. The page knows the policy as plain data; which
 * conditions hold, and what is missing, the validator tells with the findings.
 */
import type { Annotation, AttributeValue } from '../model/annotation'
import type { Asks, Finding } from '../model/finding'
import type { AttributeView, PolicyView, ScaleView } from './view'

/** One thing to be said of a label. */
export interface Need {
  /** `question.is_person`, `reason` …: stable. */
  readonly key: string
  readonly asks: Asks
  /** What is said, as ids of the choices; a number or text as it stands. */
  readonly said: readonly string[]
  /** A rule waits for it. */
  readonly isNeeded: boolean
}

/** A name for what is asked, the same for a finding and for the panel. */
export function keyOfAsks(asks: Asks): string {
  switch (asks.kind) {
    case 'question':
      return `question.${asks.question}`
    case 'attribute':
      return `attribute.${asks.attribute}`
    case 'level':
      return `level.${asks.scale}`
    default:
      return asks.kind
  }
}

const texts = (value: AttributeValue | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [String(value)]

function saidOf(asks: Asks, a: Annotation): readonly string[] {
  const one = (value: string | undefined): string[] => (value === undefined ? [] : [value])
  switch (asks.kind) {
    case 'question':
      return one(a.answers[asks.question])
    case 'attribute':
      return texts(a.attributes[asks.attribute])
    case 'level':
      return one(a.declared.levels[asks.scale])
    case 'reason':
      return one(a.reason)
    case 'lookAlike':
      return one(a.declared.lookAlike)
    case 'evidence':
      return a.declared.evidence ?? []
    case 'appliesTo':
      return texts(a.appliesTo)
    default:
      return []
  }
}

const YES_NO = [
  { id: 'true', title: { en: 'Yes', zh: '是' } },
  { id: 'false', title: { en: 'No', zh: '否' } },
]
const attributeAsks = (a: AttributeView): Asks => ({
  kind: 'attribute',
  attribute: a.id,
  title: a.title,
  options: a.type === 'bool' ? YES_NO : a.options,
  type: a.type,
  ...(a.many ? { many: true } : {}),
})
const levelAsks = (s: ScaleView): Asks => ({ kind: 'level', scale: s.id, levels: s.levels.map((l) => l.id) })

const appliesToAsks = (view: PolicyView): Asks => ({
  kind: 'appliesTo',
  classes: view.classes.map(({ id, title }) => ({ id, title })),
})

type Holds = (key: string, conditional: true | undefined) => boolean

/** What it is: questions, and what follows from the disposition. */
function* scopeAsks(a: Annotation, view: PolicyView, applies: Holds): Generator<Asks> {
  for (const q of view.questions)
    if (q.used && q.classes.includes(a.class) && applies(`question.${q.id}`, q.conditional))
      yield { kind: 'question', question: q.id, ask: q.ask, answers: q.answers }
  if (view.lookAlikes.length > 0 && a.disposition === 'negative') yield { kind: 'lookAlike', options: view.lookAlikes }
  if (a.disposition !== 'positive' && view.reasons[a.disposition].length > 0)
    yield { kind: 'reason', reasons: view.reasons[a.disposition] }
  if (a.disposition === 'ignore' && view.asks.appliesTo) yield appliesToAsks(view)
}

/** What is known of it: levels, attributes, evidence. */
function* stateAsks(a: Annotation, view: PolicyView, applies: Holds): Generator<Asks> {
  for (const s of view.scales) {
    // What only follows from a measure nobody has to say.
    const isAsked = s.used || !s.computed
    if (isAsked && (s.classes?.includes(a.class) ?? true) && applies(`level.${s.id}`, s.conditional)) yield levelAsks(s)
  }
  for (const attribute of view.classes.find((c) => c.id === a.class)?.attributes ?? [])
    if (applies(`attribute.${attribute.id}`, attribute.conditional)) yield attributeAsks(attribute)
  if (view.evidence.length > 0 && Object.hasOwn(a.roles, 'full')) yield { kind: 'evidence', options: view.evidence }
}

/** What stands on the label already, though it may not apply any more: it must be seen to be taken back. */
function* leftovers(a: Annotation, view: PolicyView): Generator<Asks> {
  for (const q of view.questions)
    if (a.answers[q.id] !== undefined) yield { kind: 'question', question: q.id, ask: q.ask, answers: q.answers }
  if (a.declared.lookAlike !== undefined) yield { kind: 'lookAlike', options: view.lookAlikes }
  for (const s of view.scales) if (a.declared.levels[s.id] !== undefined) yield levelAsks(s)
  for (const attribute of view.classes.find((c) => c.id === a.class)?.attributes ?? [])
    if (a.attributes[attribute.id] !== undefined) yield attributeAsks(attribute)
  if (a.appliesTo !== undefined) yield appliesToAsks(view)
}

const IN_PANEL: ReadonlySet<Asks['kind']> = new Set([
  'question',
  'attribute',
  'level',
  'reason',
  'lookAlike',
  'evidence',
  'appliesTo',
])

/** What the findings of a label wait for, in the order of the policy's rules; each once. */
function awaited(a: Annotation, view: PolicyView, findings: readonly Finding[]): ReadonlyMap<string, Asks> {
  const place = new Map(view.rules.map((r, i) => [r.id, i]))
  const asking = findings.filter((f) => f.verdict === 'undecided' || f.fixes.length === 0)
  const mine = asking
    .filter((f) => f.on[0] === a.id)
    .sort((x, y) => (place.get(x.rule) ?? -1) - (place.get(y.rule) ?? -1))
  const found = new Map<string, Asks>()
  for (const { asks } of mine) {
    if (!asks || !IN_PANEL.has(asks.kind)) continue
    const key = keyOfAsks(asks)
    if (!found.has(key)) found.set(key, asks)
  }
  return found
}

/**
 * All that applies to a label, in a stable order.
 * @param holds the conditional names that apply to it (`question.<id>` …), as told with the findings
 */
export function needsOf(
  a: Annotation,
  view: PolicyView,
  holds: Iterable<string>,
  findings: readonly Finding[],
): readonly Need[] {
  const needed = awaited(a, view, findings)
  const all = new Map<string, Asks>()
  const known = new Set(holds)
  const applies: Holds = (key, conditional) => !conditional || known.has(key)
  const listed = [...scopeAsks(a, view, applies), ...stateAsks(a, view, applies)]
  for (const asks of [...listed, ...needed.values(), ...leftovers(a, view)])
    if (!all.has(keyOfAsks(asks))) all.set(keyOfAsks(asks), asks)
  return [...all].map(([key, asks]) => ({ key, asks, said: saidOf(asks, a), isNeeded: needed.has(key) }))
}

/** What to say next: the first thing a rule waits for, in the order of the rules. */
export function nextNeed(
  a: Annotation,
  view: PolicyView,
  needs: readonly Need[],
  findings: readonly Finding[],
): Need | undefined {
  // What was said a moment ago the validator may not have heard yet; of evidence there may be more to say.
  const isOpen = (n: Need): boolean => n.said.length === 0 || n.asks.kind === 'evidence'
  return [...awaited(a, view, findings).keys()].flatMap((key) => needs.find((n) => n.key === key) ?? []).find(isOpen)
}
