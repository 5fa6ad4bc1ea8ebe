import '../../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePolicy } from '../../../src/core/policy/compile'
import { weightOf } from '../../../src/core/policy/lint/weights'

const text = readFileSync(join(import.meta.dirname, '../../../label-policies/blood-cells/1.0.0.yaml'), 'utf8')
const compiled = compilePolicy(text)

describe('the starter policy', () => {
  it('compiles without problems or warnings', () => {
    const remarks = compiled.ok ? compiled.value.warnings : compiled.problems
    // Notes may stand: a scale that only people read, limits tried from one side.
    expect(remarks.filter((r) => weightOf(r.code) !== 'info')).toEqual([])
  })
  it('says every rule, class and question in English and Chinese', () => {
    if (!compiled.ok) throw new Error('does not compile')
    const { rules, classes, questions, tags, evidence, lookAlikes, reasons } = compiled.value.policy.view
    const texts = [
      ...rules.filter((r) => text.includes(`- id: ${r.id}\n`)).map((r) => r.says),
      ...classes.flatMap((c) => [c.title, ...(c.abstract ? [] : [c.says])]),
      ...questions.flatMap((q) => [q.ask, ...q.answers.map((a) => a.title)]),
      ...tags.flatMap((t) => [t.title, ...t.options.map((o) => o.title)]),
      ...[...evidence, ...lookAlikes, ...Object.values(reasons).flat()].map((o) => o.title),
    ]
    expect(texts.length).toBeGreaterThan(60)
    expect(texts.filter((t) => typeof t !== 'object' || !t['en'] || !t['zh'])).toEqual([])
  })
  it('passes all of its own cases', () => {
    if (!compiled.ok) throw new Error('does not compile')
    const results = compiled.value.policy.cases()
    expect(results.length).toBeGreaterThanOrEqual(40)
    expect(results.filter((r) => !r.ok)).toEqual([])
  })
})
