/** The list of lints: a new one is one file, its test, one line here and its weight in `weights.ts`. */
import { problem, type Problem } from '../../model/problem'
import { POLICY_LIMITS } from '../limits'
import { caseFails } from './case-fails'
import { classVerdict } from './class-verdict'
import { constant } from './constant'
import { contradiction } from './contradiction'
import { language } from './language'
import { LintContext, type Lint, type Linted } from './lint'
import { missingName } from './missing-name'
import { needlessQuestion } from './needless-question'
import { noWayOut } from './no-way-out'
import { otherNumber } from './other-number'
import { profileInput } from './profile-input'
import { supersedes } from './supersedes'
import { textNumber } from './text-number'
import { unreachableRule } from './unreachable-rule'
import { untriedLimit } from './untried-limit'
import { unused } from './unused'

export const LINTS: readonly Lint[] = [
  caseFails,
  contradiction,
  unreachableRule,
  classVerdict,
  constant,
  otherNumber,
  textNumber,
  missingName,
  profileInput,
  noWayOut,
  supersedes,
  needlessQuestion,
  unused,
  language,
  untriedLimit,
]

export { weightOf } from './weights'

/** Everything doubtful in a policy that compiled, in the order of its text. */
export function lint(of: Linted): Problem[] {
  const cx = new LintContext(of)
  const found = LINTS.flatMap((l) => [...l.run(cx)].map(({ place, values }) => problem(l.code, place, values)))
  const order = (p: Problem): number => (p.place?.line ?? 0) * 100_000 + (p.place?.column ?? 0)
  return found.sort((a, b) => order(a) - order(b)).slice(0, POLICY_LIMITS.problems)
}
