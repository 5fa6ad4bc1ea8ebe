/**
 * Guidelines that the vocabulary was not made from, written down as a lead would, with the policy format's page alone. They
 * keep the language honest: what they need must stay expressible, and their cases must get the verdicts that they demand.
 */
import '../../../src/core/model/zod-setup'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../../../src/core/policy/compile'

const files = readdirSync(import.meta.dirname).filter((f) => f.endsWith('.yaml'))

describe.each(files)('%s', (file) => {
  const compiled = compilePolicy(readFileSync(join(import.meta.dirname, file), 'utf8'))
  it('compiles', () => {
    expect(compiled.ok ? [] : compiled.problems).toEqual([])
  })
  it('gets the verdicts that it demands', () => {
    const results = compiled.ok ? compiled.value.policy.cases() : []
    expect(results.length).toBeGreaterThan(5)
    expect(results.filter((r) => !r.ok)).toEqual([])
  })
})
