import { readFile, stat } from 'node:fs/promises'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import { compilePolicy, type Compiled } from '../../core/policy/compile'
import { decodePolicy } from '../../core/policy/decode'
import { POLICY_LIMITS } from '../../core/policy/limits'

const why = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'unknown'

/** The text of a policy file. Too large a file is refused before it is read; what the text says is the compiler's to check. */
export async function readPolicyText(file: string): Promise<Result<string>> {
  try {
    const found = await stat(file)
    if (!found.isFile()) return fail(problem('cli.cannot-read', { file }, { why: 'not-a-file' }))
    if (found.size > POLICY_LIMITS.bytes)
      return fail(problem('policy.too-large', { file }, { limit: POLICY_LIMITS.bytes }))
    const text = decodePolicy(await readFile(file))
    return text.ok ? text : fail(...text.problems.map((p) => inFile(file, p)))
  } catch (error) {
    return fail(problem('cli.cannot-read', { file }, { why: why(error) }))
  }
}

/** The same problem, in this file. */
export const inFile = (file: string, found: Problem): Problem => ({ ...found, place: { ...found.place, file } })

/** Whether the file could not be read at all, as opposed to what stands in it. */
export const isUnreadable = (found: Problem): boolean => found.code === 'cli.cannot-read'

/** Today's date, for overrides that end on a day. */
const today = (): string => new Date().toISOString().slice(0, 10)

/** A policy file, compiled; its problems name the file. */
export async function compileFile(file: string): Promise<Result<Compiled>> {
  const text = await readPolicyText(file)
  const compiled = text.ok ? compilePolicy(text.value, { today: today() }) : text
  return compiled.ok ? ok(compiled.value) : fail(...compiled.problems.map((p) => inFile(file, p)))
}
