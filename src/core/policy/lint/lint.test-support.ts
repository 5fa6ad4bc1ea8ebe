/** Small policies for the tests of lints, and what one lint says of them. */
import type { LintCode, Values } from '../../model/problem'
import { compilePolicy } from '../compile'

/** A policy with vehicles and rules given as YAML lines; `more` is added at the end. */
export const policy = (rules: readonly string[], more = ''): string => `groundrule: 1
id: t
version: 2.0.0
reasons: {ignore: [too_small, crowd], negative: [look_alike]}
look_alikes: [poster]
evidence: [head, feet]
scales: {occ: {of: occlusion, bands: [[none, 0, 0.05], [low, 0.05, 0.4], [heavy, 0.4, 1.0]]}}
tags: {light: [day, night]}
attributes: {pose: {options: [up, down], for: person}, speed: {type: number, range: [0, 60]}}
classes:
  road_user: {abstract: true}
  person: {is_a: road_user, roles: {visible: {shape: box, need: required}, full: {shape: box, need: required}, head: {shape: box}}}
  rider: {is_a: road_user, roles: {visible: {shape: box, need: required}}}
questions:
  sure: {ask: Sure?, answers: ['yes', 'no'], for: person}
  searched: {ask: Searched?, answers: ['yes', 'no']}
${rules.length > 0 ? `rules:\n${rules.map((r) => `  - ${r}`).join('\n')}` : ''}
${more}
`

export interface Said {
  readonly line: number
  readonly column: number
  readonly values: Values
}

/** What the lint says of a text that compiles. */
export function remarks(code: LintCode, text: string): Said[] {
  const result = compilePolicy(text)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value.warnings
    .filter((w) => w.code === code)
    .map(({ place, values = {} }) => ({ line: place?.line ?? 0, column: place?.column ?? 0, values }))
}

/** Line of the first rule in `policy`. */
export const FIRST_RULE = 18
