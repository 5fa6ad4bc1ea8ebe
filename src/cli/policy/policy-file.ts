import { readFile, stat } from 'node:fs/promises'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
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
    const bytes = await readFile(file)
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof TypeError) return fail(problem('policy.yaml', { file }, { reason: 'not-text' }))
    return fail(problem('cli.cannot-read', { file }, { why: why(error) }))
  }
}

/** The same problem, in this file. */
export const inFile = (file: string, found: Problem): Problem => ({ ...found, place: { ...found.place, file } })

/** Whether the file could not be read at all, as opposed to what stands in it. */
export const isUnreadable = (found: Problem): boolean => found.code === 'cli.cannot-read'
