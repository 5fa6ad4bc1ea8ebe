/** Problems as `file:line:column: error: sentence`, which editors and terminals make into links, and as plain data. */
import type { Problem } from '../core/model/problem'
import type { Catalogue } from '../messages'
import { problemText } from '../messages/say'

export type Weight = 'error' | 'warning' | 'info'

export interface Told {
  readonly problem: Problem
  readonly weight: Weight
}

export const told = (problems: readonly Problem[], weight: Weight): Told[] =>
  problems.map((problem) => ({ problem, weight }))

/** `file:line:column`, as far as it is known. */
export const whereOf = ({ place }: Problem): string =>
  [place?.file, place?.line, place?.column].filter((part) => part !== undefined).join(':')

export function problemLine({ problem, weight }: Told, messages: Catalogue): string {
  const path = problem.place?.path
  return `${[whereOf(problem), messages.cli[weight]({}), problemText(messages, problem)].filter(Boolean).join(': ')}${path ? ` (${path})` : ''}`
}

/** The stable form for machines; its fields only ever grow. */
export const problemData = ({ problem, weight }: Told, messages: Catalogue): Readonly<Record<string, unknown>> => ({
  code: problem.code,
  severity: weight,
  place: problem.place ?? null,
  values: problem.values ?? {},
  text: problemText(messages, problem),
})
