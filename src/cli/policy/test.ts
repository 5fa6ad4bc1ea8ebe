/** `groundrule policy test`: runs a policy's own cases. */
import { compilePolicy } from '../../core/policy/compile'
import type { CaseResult } from '../../core/validate/engine'
import { catalogue, type Catalogue } from '../../messages'
import type { ExitCode, Outcome, Speaking } from '../outcome'
import { problemData, problemLine, told } from '../problem-lines'
import { visible, visibleJson } from '../terminal'
import { inFile, readPolicyText } from './policy-file'

function readable(file: string, cases: readonly CaseResult[], messages: Catalogue): string[] {
  const failed = cases.filter((c) => !c.ok)
  return [
    ...failed.map(
      (c) =>
        `${file}:${c.line}: ${messages.cli.caseFailed({ name: c.name })}\n${c.differences.map((d) => `    ${d}`).join('\n')}`,
    ),
    messages.cli.cases({ count: cases.length, failed: failed.length }),
  ]
}

/** Runs the cases of one policy file. A policy without cases is good, and says that it has none. */
export async function testPolicy(file: string, { format, language }: Speaking): Promise<Outcome> {
  const messages = catalogue(language)
  const text = await readPolicyText(file)
  const compiled = text.ok ? compilePolicy(text.value) : text
  const problems = compiled.ok
    ? []
    : told(
        compiled.problems.map((p) => inFile(file, p)),
        'error',
      )
  const cases = compiled.ok ? compiled.value.policy.cases() : []
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
      }),
    }
  const lines = compiled.ok
    ? readable(file, cases, messages).flatMap((line) => line.split('\n'))
    : problems.map((t) => problemLine(t, messages))
  return { exit, text: lines.map(visible).join('\n') }
}
