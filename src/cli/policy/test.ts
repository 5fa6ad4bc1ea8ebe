/** `groundrule policy test`: runs a policy's own cases, and says what they leave untried. */
import type { PolicyCoverage } from '../../core/policy/lint/coverage'
import { isUntried, lacksSide } from '../../core/policy/lint/weights'
import type { CaseResult } from '../../core/validate/engine'
import { catalogue, type Catalogue } from '../../messages'
import type { ExitCode, Outcome, Speaking } from '../outcome'
import { problemData, problemLine, told } from '../problem-lines'
import { visible, visibleJson } from '../terminal'
import { compileFile } from './policy-file'

function caseLines(file: string, cases: readonly CaseResult[], messages: Catalogue): string[] {
  const failed = cases.filter((c) => !c.ok)
  return [
    ...failed.flatMap((c) => [
      `${file}:${c.line}: ${messages.cli.caseFailed({ name: c.name })}`,
      ...c.differences.map((d) => `    ${d}`),
    ]),
    messages.cli.cases({ count: cases.length, failed: failed.length }),
  ]
}

/** One line per rule, limit and class that the cases leave untried, and how much they do try. */
function coverageLines(file: string, { rules, limits, classes }: PolicyCoverage, { cli }: Catalogue): string[] {
  const at = ({ line, column }: { readonly line: number; readonly column: number }): string =>
    `${file}:${line}:${column}`
  const tried = rules.filter((r) => !r.textOnly)
  const [untried, oneSided, bare] = [
    tried.filter(isUntried),
    limits.filter(lacksSide),
    classes.filter((c) => c.cases === 0),
  ]
  return [
    ...untried.map((r) => `${at(r)}: ${cli.ruleUntried({ rule: r.rule, fail: r.fail + r.undecided, pass: r.pass })}`),
    ...oneSided.map(
      (l) =>
        `${at(l)}: ${cli.limitUntried({ rule: l.rule, limit: `${l.measure} ${l.operator} ${l.value}`, below: l.below, at: l.at, above: l.above })}`,
    ),
    ...bare.map((c) => `${at(c)}: ${cli.classUntried({ class: c.class })}`),
    cli.coverage({
      rules: tried.length - untried.length,
      allRules: tried.length,
      limits: limits.length - oneSided.length,
      allLimits: limits.length,
      classes: classes.length - bare.length,
      allClasses: classes.length,
    }),
  ]
}

export interface TestOptions extends Speaking {
  readonly coverage: boolean
}

/** Runs the cases of one policy file. A policy without cases is good, and says that it has none. Gaps in coverage are told, not punished. */
export async function testPolicy(file: string, { format, language, coverage }: TestOptions): Promise<Outcome> {
  const messages = catalogue(language)
  const compiled = await compileFile(file)
  const problems = compiled.ok ? [] : told(compiled.problems, 'error')
  const cases = compiled.ok ? compiled.value.policy.cases() : []
  const covered = compiled.ok && coverage ? compiled.value.coverage() : undefined
  const exit: ExitCode = problems.length > 0 ? 2 : cases.some((c) => !c.ok) ? 1 : 0
  if (format === 'json')
    return {
      exit,
      text: visibleJson({
        groundrule: 'policy test',
        schema: 1,
        exit,
        file,
        problems: problems.map((t) => problemData(t, messages)),
        cases: cases.map(({ name, ok, line, differences }) => ({ name, ok, line, differences })),
        ...(covered === undefined ? {} : { coverage: covered }),
      }),
    }
  const lines = compiled.ok
    ? [...caseLines(file, cases, messages), ...(covered ? coverageLines(file, covered, messages) : [])]
    : problems.map((t) => problemLine(t, messages))
  return { exit, text: lines.map(visible).join('\n') }
}
