/** How much remarks weigh and what counts as tried: small, so that the page needs none of the lints themselves. */
import type { LintCode, ProblemCode } from '../../model/problem'

/** `warning`: most likely a mistake. `info`: may well be meant. */
export type LintWeight = 'warning' | 'info'

export const LINT_WEIGHTS: Readonly<Record<LintCode, LintWeight>> = {
  'lint.case-fails': 'warning',
  'lint.contradiction': 'warning',
  'lint.unreachable': 'warning',
  'lint.class-verdict': 'warning',
  'lint.constant': 'warning',
  'lint.other-number': 'warning',
  'lint.text-number': 'warning',
  'lint.missing-name': 'warning',
  'lint.profile-input': 'warning',
  'lint.no-way-out': 'warning',
  'lint.supersedes': 'warning',
  'lint.needless-question': 'info',
  'lint.unused': 'info',
  'lint.language': 'info',
  'lint.untried-limit': 'info',
}

/** How much a problem of a policy weighs; what is no remark of a lint is an error. */
export const weightOf = (code: ProblemCode): LintWeight | 'error' =>
  code in LINT_WEIGHTS ? LINT_WEIGHTS[code as LintCode] : 'error'

/** A rule that no case makes fail or ask, or that no case shows passing. */
export const isUntried = (r: {
  readonly fail: number
  readonly undecided: number
  readonly pass: number
  readonly textOnly: boolean
}): boolean => !r.textOnly && (r.fail + r.undecided === 0 || r.pass === 0)

/** A limit lacks a case on one of its sides; `at` counts for the side it belongs to. */
export function lacksSide(l: {
  readonly operator: string
  readonly below: number
  readonly at: number
  readonly above: number
}): boolean {
  const atIsBelow = l.operator === '<=' || l.operator === '>'
  const [below, above] = [l.below + (atIsBelow ? l.at : 0), l.above + (atIsBelow ? 0 : l.at)]
  if (l.operator === '==' || l.operator === '!=') return l.at === 0 || l.below + l.above === 0
  return below === 0 || above === 0
}
