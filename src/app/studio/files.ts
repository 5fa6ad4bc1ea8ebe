/** Policies as files of the person's own: read with a size limit, written by download. */
import { POLICY_LIMITS } from '../../core/policy/limits'
import { decodePolicy } from '../../core/policy/decode'
import { fail, problem, type Result } from '../../core/model/problem'

/** Text of a YAML file. What it says is checked by the worker, like any text. */
export async function readPolicyFile(file: File): Promise<Result<string>> {
  if (file.size > POLICY_LIMITS.bytes)
    return fail(problem('policy.too-large', { file: file.name }, { limit: POLICY_LIMITS.bytes }))
  const text = decodePolicy(new Uint8Array(await file.arrayBuffer()))
  return text.ok ? text : fail(...text.problems.map((p) => ({ ...p, place: { ...p.place, file: file.name } })))
}

export function saveText(text: string, name: string, type = 'application/yaml'): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
