/** `groundrule policy check`: what is wrong or doubtful in a policy, each with file, line and column. */
import { weightOf } from '../../core/policy/lint/weights'
import { catalogue } from '../../messages'
import type { ExitCode, Outcome, Speaking } from '../outcome'
import { problemData, problemLine, told, type Told } from '../problem-lines'
import { policySarif } from '../sarif/policy-sarif'
import { visible, visibleJson } from '../terminal'
import { compileFile, inFile, isUnreadable } from './policy-file'

export interface CheckedFile {
  readonly file: string
  readonly name?: string
  readonly digest?: string
  readonly told: readonly Told[]
}

async function checkFile(file: string): Promise<CheckedFile> {
  const compiled = await compileFile(file)
  if (!compiled.ok) return { file, told: told(compiled.problems, 'error') }
  const { policy, warnings } = compiled.value
  const { id, version, digest } = policy.view.ref
  const remarks = warnings.map((p) => ({ problem: inFile(file, p), weight: weightOf(p.code) }))
  return { file, name: `${id} ${version}`, digest, told: remarks }
}

function exitOf(files: readonly CheckedFile[], strict: boolean): ExitCode {
  const all = files.flatMap((f) => f.told)
  if (all.some((t) => isUnreadable(t.problem))) return 2
  return all.some((t) => t.weight === 'error' || (strict && t.weight === 'warning')) ? 1 : 0
}

/** Checks policy files. `strict`: warnings count too. */
export async function checkPolicies(
  paths: readonly string[],
  { format, language, strict }: Speaking & { readonly strict: boolean },
): Promise<Outcome> {
  const messages = catalogue(language)
  const files: CheckedFile[] = []
  for (const path of paths) files.push(await checkFile(path))
  const exit = exitOf(files, strict)
  if (format === 'sarif')
    return {
      exit,
      text: visibleJson(
        policySarif(
          files.flatMap((f) => f.told),
          language,
        ),
      ),
    }
  if (format === 'json') {
    const data = files.map((f) => ({
      file: f.file,
      policy: f.name ?? null,
      digest: f.digest ?? null,
      problems: f.told.map((t) => problemData(t, messages)),
    }))
    return { exit, text: visibleJson({ groundrule: 'policy check', schema: 1, exit, files: data }) }
  }
  const lines = files.flatMap((f) => [
    ...f.told.map((t) => problemLine(t, messages)),
    ...(f.name === undefined
      ? []
      : [
          messages.cli.policyGood({
            file: f.file,
            policy: f.name,
            warnings: f.told.filter((t) => t.weight === 'warning').length,
          }),
        ]),
  ])
  return { exit, text: lines.map(visible).join('\n') }
}
