import '../../model/zod-setup'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { catalogue, LANGUAGES, type Language } from '../../../messages'
import { compilePolicy } from '../compile'
import type { PolicyDocument } from '../document'
import { parsePolicy } from '../parse'
import { buildGuide } from './build'
import type { Block, Guide, RuleEntry, Section } from './guide'
import { guideHtml } from './html'
import { guideMarkdown } from './markdown'

const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
const below = (folder: string, name: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .sort()
    .map((file) => join(folder, file))
/** Those that ship, and others that use more of the format. */
const NAMES = [
  ...below('label-policies', /\d+\.\d+\.\d+\.yaml$/),
  ...below(join('tests', 'policies', 'unseen'), /\.yaml$/),
  join('src', 'core', 'policy', 'example.test.yaml'),
]

function guideOf(text: string, language: Language): Guide {
  const [parsed, compiled] = [parsePolicy(text), compilePolicy(text)]
  if (!parsed.ok || !compiled.ok) throw new Error(JSON.stringify(compiled.ok || compiled.problems))
  return buildGuide(parsed.value.document, compiled.value.policy.view, catalogue(language).guide, language)
}
const blocksOf = (sections: readonly Section[]): Block[] =>
  sections.flatMap((s) => [...s.blocks, ...blocksOf(s.sections)])
const rulesOf = (guide: Guide): RuleEntry[] =>
  blocksOf(guide.sections).flatMap((b) => (b.kind === 'rules' ? b.rules : []))

/** Tags of a page in order, without what stands in their attributes. */
const tagsOf = (html: string): string[] => (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, ''))
const idsOf = (html: string): string[] => [...html.matchAll(/ id="([^"]*)"/g)].map((m) => m[1] ?? '')
const targetsOf = (text: string): string[] =>
  [...text.matchAll(/href="#([^"]*)"|\]\(#([^)]*)\)/g)].map((m) => decodeURIComponent(m[1] ?? m[2] ?? ''))

describe.each(NAMES)('the guide of %s', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8')
  let document: PolicyDocument
  beforeAll(() => {
    const parsed = parsePolicy(text)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    document = parsed.value.document
  })

  describe.each(LANGUAGES)('in %s', (language) => {
    let guide: Guide
    let html: string
    let markdown: string
    beforeAll(() => {
      guide = guideOf(text, language)
      html = guideHtml(guide)
      markdown = guideMarkdown(guide)
    })

    it(`has every rule once in full, and every case as an example`, () => {
      expect(
        rulesOf(guide)
          .map((r) => r.id)
          .sort(),
      ).toEqual(document.rules.map((r) => r.id).sort())
      const examples = blocksOf(guide.sections).flatMap((b) => (b.kind === 'examples' ? b.examples : []))
      expect(examples).toHaveLength(document.cases.length)
    })

    it(`has a section for every class, with its title`, () => {
      const classes = guide.sections.find((s) => s.id === 'classes')?.sections ?? []
      expect(classes.map((s) => s.id)).toEqual(Object.keys(document.classes).map((id) => `class-${id}`))
      for (const { title } of classes) expect(html).toContain(title)
    })

    it(`has no link that leads nowhere, in HTML and Markdown`, () => {
      const ids = idsOf(html)
      expect(new Set(ids).size).toBe(ids.length)
      expect(targetsOf(html).filter((t) => !ids.includes(t))).toEqual([])
      const anchors = idsOf(markdown)
      expect(new Set(anchors).size).toBe(anchors.length)
      expect(targetsOf(markdown).filter((t) => !anchors.includes(t))).toEqual([])
    })

    it(`needs nothing from elsewhere and runs nothing`, () => {
      expect(html).not.toMatch(/<script|<link|<iframe|javascript:| on[a-z]+="/i)
      expect(html.match(/(?:src|href)="(?!#)[^"]*"/g) ?? []).toEqual([])
      expect(html).toContain("default-src 'none'")
    })

    it(`puts every condition into words: none is left as code`, () => {
      const checks = rulesOf(guide).flatMap((r) => r.checks)
      expect(checks.filter((c) => c.includes('`'))).toEqual([])
      expect(checks.filter((c) => /undefined|NaN|\[object/.test(c))).toEqual([])
    })
  })
})

describe('texts of a policy in its guide', () => {
  const policy = (text: string): string => `
groundrule: 1
id: x
version: 1.0.0
title: ${JSON.stringify(text)}
says: ${JSON.stringify(text)}
reasons: {ignore: {small: ${JSON.stringify(text)}}}
classes:
  cell: {title: ${JSON.stringify(text)}, says: ${JSON.stringify(text)}, roles: {visible: {shape: box, title: ${JSON.stringify(text)}}}}
questions: {q: {ask: ${JSON.stringify(text)}, answers: {sure: ${JSON.stringify(text)}, no_idea: other}, for: cell}}
rules:
  - {id: I1, kind: ignore, for: cell, when: "answer.q == 'sure'", reason: small, says: ${JSON.stringify(text)}}
cases:
  - {name: ${JSON.stringify(text)}, image: [100, 100], annotation: {class: cell, visible: [10, 10, 30, 30], answers: {q: sure}}, expect: [I1: fail]}
`
  const HOSTILE = [
    '</p><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '<!-- <style>*{display:none}</style>',
    '&lt;b&gt; &amp; `<b>`',
    ']]></svg><a href="javascript:alert(1)">x</a>',
  ]

  it('never become markup in HTML', () => {
    const harmless = tagsOf(guideHtml(guideOf(policy('harmless'), 'en')))
    for (const text of HOSTILE) {
      const tags = tagsOf(guideHtml(guideOf(policy(text), 'en'))).filter((tag) => !/^<\/?code>$/.test(tag))
      expect(tags).toEqual(harmless.filter((tag) => !/^<\/?code>$/.test(tag)))
    }
  })

  it('never become markup in Markdown, nor break a table or a list', () => {
    const lines = guideMarkdown(guideOf(policy('harmless'), 'en')).split('\n')
    for (const text of [
      '# no\n\n- no',
      '[no](http://x)',
      '| no | no |',
      '**no** _no_ ~~no~~',
      '<b>no</b>',
      '1. no',
      '> no',
    ]) {
      const other = guideMarkdown(guideOf(policy(text), 'en')).split('\n')
      expect(other).toHaveLength(lines.length)
      other.forEach((line, i) =>
        expect(line.match(/^(\s*(?:[-#>|]|\*\*)?)/)?.[1]).toBe(lines[i]?.match(/^(\s*(?:[-#>|]|\*\*)?)/)?.[1]),
      )
      expect(other.join('\n')).not.toMatch(/(?<!\\)<b>|(?<!\\)\[no|(?<!\\)~~|(?<!\\)\*\*no/)
    }
  })

  it('are shown in the language asked for, or in the one there is', () => {
    const text = policy('x').replace('title: "x"', 'title: {en: Cells, zh: 细胞}')
    expect(guideOf(text, 'zh').title).toBe('细胞')
    expect(guideOf(text, 'en').title).toBe('Cells')
    expect(guideOf(policy('only one'), 'zh').title).toBe('only one')
  })
})

describe('pictures of a policy', () => {
  const text = `
groundrule: 1
id: x
version: 1.0.0
classes: {cell: {}}
rules:
  - {id: G1, kind: geometry, for: cell, inside_image: visible, pictures: {right: [good cell.png], wrong: [bad/one.png]}}
`.replace('good cell', 'good')

  it('stand at their rule, found beside the page or embedded', () => {
    const html = guideHtml(guideOf(text, 'en'), new Map([['good.png', 'data:image/png;base64,AAAA']]))
    expect(html).toContain('<img src="data:image/png;base64,AAAA" alt="Right: good.png">')
    expect(html).toContain('<img src="bad/one.png" alt="Wrong: bad/one.png">')
    expect(guideMarkdown(guideOf(text, 'en'))).toContain('](bad/one.png)')
  })
})
