/** Every policy in `label-policies/` compiles, carries both languages and passes its own cases. */
import '../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/core/policy/parse'
import { compiledOnce, policyFolders } from './clause-table'

/** Where texts for people stand: titles, sentences, questions, and the texts of options. */
const SPOKEN = /(^|\.)(title|says|guide)$|^\.questions\.[^.]+\.ask$/
const OPTIONS = /^\.(reasons\.[^.]+|look_alikes|evidence|(attributes|tags)\.[^.]+\.options|questions\.[^.]+\.answers)$/

/** Texts that have only one language, and options without texts, with where they stand. */
function oneLanguage(value: unknown, path: string): string[] {
  if (OPTIONS.test(path) && Array.isArray(value)) return [path]
  if (Array.isArray(value)) return value.flatMap((v, i) => oneLanguage(v, `${path}[${i}]`))
  if (value === null || typeof value !== 'object') {
    const parent = path.slice(0, path.lastIndexOf('.'))
    return typeof value === 'string' && (SPOKEN.test(path) || OPTIONS.test(parent)) ? [path] : []
  }
  if ('en' in value) return 'zh' in value && value.zh ? [] : [path]
  return Object.entries(value).flatMap(([k, v]) =>
    path === '' && ['cases', 'define'].includes(k) ? [] : oneLanguage(v, `${path}.${k}`),
  )
}

/** Published with the sample project before the lints that find what its cases leave out; a published version never changes. */
const WITH_REMARKS = ['blood-cells']

describe.each(policyFolders())('$id', ({ id, versions, text }) => {
  it('has at least one version', () => {
    expect(versions.length).toBeGreaterThan(0)
  })
  it.each(versions)('%s compiles, is published and lies where its id and version say', (version) => {
    const compiled = compiledOnce(text(version))
    expect(compiled.ok ? [] : compiled.problems).toEqual([])
    if (!compiled.ok) return
    const { ref, status } = compiled.value.policy.view
    expect([ref.id, ref.version, status]).toEqual([id, version, 'published'])
  })
  it.skipIf(WITH_REMARKS.includes(id)).each(versions)('%s leaves nothing for the lints to say', (version) => {
    const compiled = compiledOnce(text(version))
    expect(compiled.ok ? compiled.value.warnings : compiled.problems).toEqual([])
  })
  it.each(versions)('%s passes all of its cases', (version) => {
    const compiled = compiledOnce(text(version))
    if (!compiled.ok) throw new Error('does not compile')
    const results = compiled.value.policy.cases()
    expect(results.length).toBeGreaterThan(0)
    expect(results.filter((r) => !r.ok).map((r) => `${r.line}: ${r.name}: ${r.differences.join('; ')}`)).toEqual([])
  })
  it.each(versions)('%s says everything in English and Chinese', (version) => {
    const parsed = parsePolicy(text(version))
    if (!parsed.ok) throw new Error('does not parse')
    const { document: doc } = parsed.value
    expect(oneLanguage(doc, '')).toEqual([])
    expect(doc.rules.filter((r) => r.says === undefined).map((r) => r.id)).toEqual([])
    const untitled = Object.entries(doc.classes).filter(([, c]) => c.title === undefined)
    expect(untitled.map(([cls]) => cls)).toEqual([])
  })
  it('each later version supersedes the one before', () => {
    const before = versions.map((version) => {
      const parsed = parsePolicy(text(version))
      return parsed.ok ? parsed.value.document.supersedes : 'does not parse'
    })
    expect(before).toEqual([undefined, ...versions].slice(0, versions.length))
  })
})
