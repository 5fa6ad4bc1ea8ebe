/** Policies in tests: their own cases are the tests, in the notation that leads write. */
import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import type { CompiledPolicy } from '../validate/engine'
import { compilePolicy, type CompileOptions } from './compile'

/** A compiled policy, or an error with everything that is wrong with it. */
export function policyOf(body: string, options: CompileOptions = {}): CompiledPolicy {
  const result = compilePolicy(`groundrule: 1\nid: test\nversion: 1.0.0\n${body}`, options)
  if (!result.ok)
    throw new Error(
      result.problems
        .map((p) => `${p.place?.line}:${p.place?.column} ${p.place?.path} ${p.code} ${JSON.stringify(p.values)}`)
        .join('\n'),
    )
  return result.value.policy
}

/** Codes, paths and values of what is wrong with a policy. */
export function problemsOf(body: string): string[] {
  const result = compilePolicy(`groundrule: 1\nid: test\nversion: 1.0.0\n${body}`)
  return result.ok ? [] : result.problems.map((p) => `${p.place?.path ?? ''} ${p.code} ${JSON.stringify(p.values)}`)
}

/** One test for each case of the policy. */
export function describeCases(title: string, body: string): void {
  const policy = policyOf(body)
  describe(title, () => {
    for (const result of policy.cases())
      it(result.name, () => {
        expect(result.differences).toEqual([])
      })
  })
}
