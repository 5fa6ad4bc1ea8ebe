/** Policies that ship are free of warnings: a warning on one of them is a mistake in it, or a false alarm of a lint. */
import '../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../../src/core/policy/compile'
import { weightOf } from '../../src/core/policy/lint/weights'
import { policyFolders } from './clause-table'

describe.each(policyFolders())('$id', ({ versions, text }) => {
  it.each(versions)('%s draws no warning of a lint', (version) => {
    const compiled = compilePolicy(text(version))
    const warnings = compiled.ok ? compiled.value.warnings : compiled.problems
    expect(warnings.filter((w) => weightOf(w.code) !== 'info')).toEqual([])
  })
  it.each(versions)('%s lets labels of each class be what they start as', (version) => {
    const compiled = compilePolicy(text(version))
    if (!compiled.ok) throw new Error('does not compile')
    const { classes } = compiled.value.coverage()
    expect(classes.filter((c) => !c.reachable.positive && !c.reachable.ignore && !c.reachable.negative)).toEqual([])
  })
})
