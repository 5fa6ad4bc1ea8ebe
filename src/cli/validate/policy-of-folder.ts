/** Which policy a folder of labels is checked under: the one given, else the one that its labels name. */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PolicyRef } from '../../core/model/annotation'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import type { LabelReader, ReadableFolder } from '../../core/model/reading'
import type { CompiledPolicy } from '../../core/validate/engine'
import { compileFile } from '../policy/policy-file'

export interface ChosenPolicy {
  readonly file: string
  readonly policy: CompiledPolicy
  /** E.g. that the text is not the very one under which the labels were made. */
  readonly notes: readonly Problem[]
}

/** The policy that a document was last checked or made under. */
const refOf = (doc: ImageDocument): PolicyRef | undefined => doc.checked?.policy ?? doc.annotations[0]?.made.policy

/** Reads on until a document names a policy. */
async function namedPolicy(folder: ReadableFolder, reader: LabelReader): Promise<PolicyRef | undefined> {
  for await (const { document } of reader.read(folder, new AbortController().signal)) {
    const ref = document && refOf(document)
    if (ref) return ref
  }
  return undefined
}

/** Policies that come with the program lie beside it, built or not. */
function shipped(): string[] {
  const here = dirname(fileURLToPath(import.meta.url))
  return [join(here, '..', '..'), join(here, '..', '..', '..')]
}

/** Where a policy of this name may lie: in the folder or above it, as the studio saves it or as a repository keeps it. */
function candidates(root: string, { id, version }: PolicyRef): string[] {
  const above: string[] = []
  for (let at = resolve(root); ; at = dirname(at)) {
    above.push(at)
    if (dirname(at) === at) break
  }
  const names = [join('label-policies', id, `${version}.yaml`), `${id}-${version}.yaml`]
  return [...above, ...shipped()].flatMap((folder) => names.map((name) => join(folder, name)))
}

/** As people would write it from where they are. */
const fromHere = (file: string): string => {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}

async function find(root: string, ref: PolicyRef): Promise<Result<ChosenPolicy>> {
  const { id, version } = ref
  let other: ChosenPolicy | undefined
  for (const file of candidates(root, ref).filter((path) => existsSync(path))) {
    const compiled = await compileFile(file)
    if (!compiled.ok) return compiled
    const { policy } = compiled.value
    if (policy.view.ref.id !== id || policy.view.ref.version !== version) continue
    if (policy.digest === ref.digest) return ok({ file: fromHere(file), policy, notes: [] })
    other ??= { file: fromHere(file), policy, notes: [problem('cli.policy-other-text', { file }, { id, version })] }
  }
  return other ? ok(other) : fail(problem('cli.policy-not-found', { file: root }, { id, version }))
}

/** @param given a policy file that was named on the command line */
export async function policyOfFolder(
  root: string,
  folder: ReadableFolder,
  reader: LabelReader,
  given: string | undefined,
): Promise<Result<ChosenPolicy>> {
  if (given !== undefined) {
    const compiled = await compileFile(given)
    return compiled.ok ? ok({ file: given, policy: compiled.value.policy, notes: [] }) : compiled
  }
  const ref = await namedPolicy(folder, reader)
  return ref ? find(root, ref) : fail(problem('cli.no-policy', { file: root }))
}
