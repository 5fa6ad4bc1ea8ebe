/** Three-valued judging of conditions, with the inputs that led there and the question that would settle them. */
import type { Asks, Input, Text } from '../model/finding'
import type { QuestionId, ReasonId, RoleId } from '../model/ids'
import type { CompiledExpression } from '../policy/expression/expression'
import type { Scene, Subject } from '../policy/expression/subject'
import type { Missing, Value } from '../policy/expression/types'
import { needOf, type Option, type QuestionInfo, type ReasonFor, type Vocabulary } from '../policy/vocabulary'
import type { Band } from '../policy/pieces'
import type { Draft } from './rule-kind'

/**
 * true, false; `free`: a person has settled it and either is fine; `inapplicable`: it reads what this class cannot have.
 * `undecided` carries the finding that asks.
 */
export type Judged =
  | { readonly truth: true | false | 'free' | 'inapplicable'; inputs(): readonly Input[] }
  | { readonly truth: 'undecided'; readonly draft: Draft }
/** Ask for the inputs of an answer before the next question: answers are used again. */
export type Judge = (subject: Subject, scene: Scene) => Judged

const none = (): readonly Input[] => []
export const TRUE: Judged = { truth: true, inputs: none }
export const FALSE: Judged = { truth: false, inputs: none }
const FREE: Judged = { truth: 'free', inputs: none }
const INAPPLICABLE: Judged = { truth: 'inapplicable', inputs: none }

/** `visible.height = 18 px (< 20)`: names and numbers, the same in every language. */
export function inputText(inputs: readonly Input[]): string {
  return inputs
    .map(
      (i) =>
        `${i.name} = ${i.value === undefined ? '?' : typeof i.value === 'number' ? shown(i.value) : i.value}${i.unit && i.unit !== 'share' ? ` ${i.unit}` : ''}${i.against ? ` (${i.against})` : ''}`,
    )
    .join(', ')
}

/** A number for reading: at most four decimals, never rounded across to another integer's text for whole numbers. */
export const shown = (n: number): number => (Number.isInteger(n) ? n : Number(n.toFixed(4)))

/** Whether a question, attribute or scale with a condition applies here: only while the condition is surely true. */
export function appliesHere(v: Vocabulary, key: string, on: Subject | undefined, scene: Scene): boolean {
  const condition = v.conditions.get(key)
  return condition === undefined || condition.value(on, scene) === true
}

/** Whether this class can have what is missing at all, and whether it applies here. */
function applies(m: Missing, v: Vocabulary, scene: Scene): boolean {
  if (m.kind === 'imageQuestion') return appliesHere(v, `question.${m.id}`, undefined, scene)
  if (m.kind === 'imageAttribute') return appliesHere(v, `attribute.${m.id}`, undefined, scene)
  if (!('on' in m)) return true
  if ('id' in m && !appliesHere(v, `${m.kind}.${m.id}`, m.on, scene)) return false
  const cls = m.on.annotation.class
  switch (m.kind) {
    case 'role': {
      const role = v.classes.get(cls)?.roles.get(m.role)
      return role !== undefined && needOf(role, m.on.annotation.disposition) !== 'forbidden'
    }
    case 'question':
      return v.questions.get(m.id)?.classes?.has(cls) ?? true
    case 'attribute':
      return v.attributes.get(m.id)?.classes?.has(cls) ?? true
    case 'level':
      return v.scales.get(m.id)?.classes?.has(cls) ?? true
    default:
      return true
  }
}

export const askQuestion = (q: QuestionInfo): Asks => ({
  kind: 'question',
  question: q.id as QuestionId,
  ask: q.ask,
  answers: q.answers,
})
export const askRole = (role: string): Asks => ({ kind: 'role', role: role as RoleId })
export const askEvidence = (v: Vocabulary): Asks => ({ kind: 'evidence', options: v.evidence })
export const askReason = (v: Vocabulary, disposition: ReasonFor): Asks => ({
  kind: 'reason',
  reasons: v.reasons[disposition].map((r) => ({ id: r.id as ReasonId, title: r.title })),
})

const BOOL_OPTIONS: readonly Option[] = [
  { id: 'true', title: { en: 'Yes', zh: '是' } },
  { id: 'false', title: { en: 'No', zh: '否' } },
]

/** What a requirement that fails can be settled with: where it names the look-alike and none is said, the question for it. */
export function askUnsaid(v: Vocabulary, because: readonly Input[]): Asks | undefined {
  const unsaid = because.some(({ name, value }) => name === 'look_alike' && value === 'none')
  return unsaid && v.lookAlikes.length > 0 ? { kind: 'lookAlike', options: v.lookAlikes } : undefined
}

export function askAttribute(v: Vocabulary, id: string): Asks | undefined {
  const a = v.attributes.get(id)
  return (
    a && {
      kind: a.scope === 'image' ? 'imageAttribute' : 'attribute',
      attribute: id,
      title: a.title,
      options: a.type === 'bool' ? BOOL_OPTIONS : a.options,
      type: a.type,
      ...(a.many ? { many: true } : {}),
    }
  )
}
export function askLevel(v: Vocabulary, id: string): Asks | undefined {
  const s = v.scales.get(id)
  return s && { kind: 'level', scale: id, levels: s.levels.map((l) => l.id) }
}
export const askAppliesTo = (v: Vocabulary): Asks => ({
  kind: 'appliesTo',
  classes: [...v.classes.values()].map((c) => ({ id: c.id, title: c.title })),
})
export function askTag(v: Vocabulary, group: string): Asks | undefined {
  const t = v.tags.get(group)
  return t && { kind: 'tag', group, title: t.title, options: t.options, ...(t.many ? { many: true } : {}) }
}
export function askImageQuestion(v: Vocabulary, id: string): Asks | undefined {
  const q = v.questions.get(id)
  return q && { kind: 'imageQuestion', question: id, ask: q.ask, answers: q.answers }
}
export function askCoverage(v: Vocabulary, id: string): Asks | undefined {
  const c = v.classes.get(id)
  return c && { kind: 'coverage', class: id, title: c.title }
}

function asksOf(m: Missing, self: Subject | undefined, v: Vocabulary): Asks | undefined {
  if ('on' in m && m.on !== self) return undefined
  switch (m.kind) {
    case 'role':
      return askRole(m.role)
    case 'question': {
      const q = v.questions.get(m.id)
      return q && askQuestion(q)
    }
    case 'attribute':
      return askAttribute(v, m.id)
    case 'level':
      return askLevel(v, m.id)
    case 'imageAttribute':
      return askAttribute(v, m.id)
    case 'evidence':
      return askEvidence(v)
    case 'lookAlike':
      return { kind: 'lookAlike', options: v.lookAlikes }
    case 'usable':
      return { kind: 'usable' }
    case 'tag':
      return askTag(v, m.id)
    case 'coverage':
      return askCoverage(v, m.id)
    case 'imageQuestion':
      return askImageQuestion(v, m.id)
    default:
      return undefined
  }
}

const nameOf = (m: Missing): string => ('id' in m ? m.id : 'role' in m ? m.role : m.kind)

/** The finding for an unknown: what is missing, and the question for it. */
export function undecided(
  missing: readonly Missing[],
  inputs: readonly Input[],
  self: Subject | undefined,
  v: Vocabulary,
  source: string,
): Draft {
  const asked = missing.map((m) => ({ m, asks: asksOf(m, self, v) }))
  const first = asked.find((a) => a.asks) ?? asked[0]
  const unknown: Input[] = missing.map((m) => ({ name: nameOf(m) }))
  const because = [...inputs, ...unknown.filter((u, i) => unknown.findIndex((o) => o.name === u.name) === i)]
  const message = missing.some((m) => m.kind === 'steps') ? 'undecided.steps' : 'undecided.missing'
  return {
    verdict: 'undecided',
    message,
    values: { what: first?.m.kind ?? 'measure', name: first ? nameOf(first.m) : source, condition: source },
    because,
    ...(first?.asks ? { asks: first.asks } : {}),
  }
}

/** Judges a condition; for a definite result the inputs are worked out only when asked for. */
export function judgeExpression(
  expression: CompiledExpression,
  v: Vocabulary,
): (self: Subject | undefined, scene: Scene) => Judged {
  // Nearly all conditions are definite, and nobody asks for their inputs: the two answers are made once, and their inputs
  // are those of the latest question.
  let latest: Subject | undefined
  let within: Scene | undefined
  const inputs = (): readonly Input[] => (within ? expression.explain(latest, within).inputs : [])
  const yes: Judged = { truth: true, inputs }
  const no: Judged = { truth: false, inputs }
  return (self, scene) => {
    const value = expression.value(self, scene)
    if (value !== undefined) {
      latest = self
      within = scene
      return value === true ? yes : no
    }
    const { inputs: known, missing } = expression.explain(self, scene)
    const relevant = missing.filter((m) => applies(m, v, scene))
    if (missing.length > 0 && relevant.length === 0) return INAPPLICABLE
    return { truth: 'undecided', draft: undecided(relevant, known, self, v, expression.source) }
  }
}

/** On which side of a band a value lies; `ends` of the band says whose the ends are. */
function sideOf(band: Band, value: number): 'below' | 'inside' | 'above' {
  const ends = band.ends ?? '[)'
  if (ends.startsWith('[') ? value < band.from : value <= band.from) return 'below'
  return (ends.endsWith(']') ? value > band.to : value >= band.to) ? 'above' : 'inside'
}

/** What the value was compared with, on the side where it lies. */
function sideText(band: Band, side: 'below' | 'above'): string {
  const ends = band.ends ?? '[)'
  return side === 'below'
    ? `${ends.startsWith('[') ? '<' : '≤'} ${band.from}`
    : `${ends.endsWith(']') ? '>' : '≥'} ${band.to}`
}

/** A band: on its failing side true, on the other false, inside as answered, or free once the question is answered. */
export function judgeBand(measure: CompiledExpression, band: Band, v: Vocabulary): Judge {
  const question = v.questions.get(band.ask)
  const fails = band.fails ?? 'below'
  const unit = measure.type.is === 'number' ? measure.type.unit : undefined
  const input = (value: Value, against: string): Input => ({
    name: measure.source,
    ...(typeof value === 'number' ? { value } : {}),
    against,
    ...(unit ? { unit } : {}),
  })
  return (self, scene) => {
    const value = measure.value(self, scene)
    if (typeof value !== 'number') {
      const { inputs, missing } = measure.explain(self, scene)
      const relevant = missing.filter((m) => applies(m, v, scene))
      if (missing.length > 0 && relevant.length === 0) return INAPPLICABLE
      return { truth: 'undecided', draft: undecided(relevant, inputs, self, v, measure.source) }
    }
    const side = sideOf(band, value)
    if (side !== 'inside') return { truth: side === fails, inputs: () => [input(value, sideText(band, side))] }
    const answer = self.annotation.answers[band.ask as QuestionId]
    const counted =
      answer !== undefined && band.as_below?.includes(answer)
        ? 'below'
        : answer !== undefined && band.as_above?.includes(answer)
          ? 'above'
          : undefined
    if (counted !== undefined)
      return {
        truth: counted === fails,
        inputs: () => [
          input(value, `${band.from} … ${band.to}`),
          { name: `answer.${band.ask}`, ...(answer === undefined ? {} : { value: answer }) },
        ],
      }
    if (!question || answer !== undefined) return FREE
    return {
      truth: 'undecided',
      draft: {
        verdict: 'undecided',
        message: 'band.inside',
        values: { measure: measure.source, value: shown(value), from: band.from, to: band.to },
        because: [input(value, `${band.from} … ${band.to}`)],
        asks: askQuestion(question),
      },
    }
  }
}

/** All must hold. */
export function judgeAll(judges: readonly Judge[]): Judge {
  const [only] = judges
  if (only && judges.length === 1) return only
  return (subject, scene) => {
    let open: Judged | undefined
    const met: Judged[] = []
    for (const judge of judges) {
      const judged = judge(subject, scene)
      if (judged.truth === false || judged.truth === 'inapplicable') return judged
      if (judged.truth === true) met.push(judged)
      else open ??= judged
    }
    return open ?? { truth: true, inputs: () => met.flatMap((j) => (j.truth === 'undecided' ? [] : j.inputs())) }
  }
}

export const titleOf = (options: readonly Option[], id: string): Text => options.find((o) => o.id === id)?.title ?? id
