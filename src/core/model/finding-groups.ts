/** How findings are shown: each question once, and the questions that one rule asks of the image on one card. */
import type { Asks, Finding } from './finding'

export interface ShownFinding {
  readonly finding: Finding
  /** Others that ask the same of the same labels: the answer settles them too. */
  readonly also: readonly Finding[]
}
export interface FindingGroup {
  /** Stable while its first finding stands. */
  readonly key: string
  readonly shown: readonly ShownFinding[]
}

/** What is asked for, without the words. */
function target(asks: Asks): string {
  switch (asks.kind) {
    case 'question':
    case 'imageQuestion':
      return `${asks.kind} ${asks.question}`
    case 'level':
      return `level ${asks.scale}`
    case 'attribute':
    case 'imageAttribute':
      return `${asks.kind} ${asks.attribute}`
    case 'role':
      return `role ${asks.role}`
    case 'coverage':
      return `coverage ${asks.class}`
    case 'tag':
      return `tag ${asks.group}`
    case 'link':
      return `link ${JSON.stringify(asks)}`
    default:
      return asks.kind
  }
}

/** A finding that only waits for an answer: equal ones are the same question. */
const questionOf = (f: Finding): string | undefined =>
  f.verdict === 'undecided' && f.asks && f.fixes.length === 0 ? `${f.on.join('+')} ${target(f.asks)}` : undefined

/** In the order given; a group stands where its first finding stands. */
export function grouped(findings: readonly Finding[]): FindingGroup[] {
  const questions = new Map<string, { finding: Finding; also: Finding[] }>()
  const groups = new Map<string, { key: string; shown: ShownFinding[] }>()
  for (const finding of findings) {
    const question = questionOf(finding)
    const known = question === undefined ? undefined : questions.get(question)
    if (known) {
      known.also.push(finding)
      continue
    }
    const shown = { finding, also: [] }
    if (question !== undefined) questions.set(question, shown)
    const key = question !== undefined && finding.on.length === 0 ? `${finding.rule} asks` : finding.key
    const group = groups.get(key)
    if (group) group.shown.push(shown)
    else groups.set(key, { key, shown: [shown] })
  }
  return [...groups.values()]
}
