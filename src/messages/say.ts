import type { Place, Problem } from '../core/model/problem'
import type { Catalogue } from './index'

/** Where it is, as `file:line:column (path)`; empty when unknown. */
export function placeText(place: Place | undefined): string {
  if (!place) return ''
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
  return place.path ? `${position}${position ? ' ' : ''}(${place.path})` : position
}

/** The sentence of a problem, without its place. */
export function problemText(messages: Catalogue, problem: Problem): string {
  return messages.problems[problem.code]({
    ...(problem.place?.file !== undefined ? { file: problem.place.file } : {}),
    ...problem.values,
  })
}
