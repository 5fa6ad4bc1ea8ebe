/** Policies written to harm: each is refused at its place or read as plain text, soon, and touches nothing. */
import '../../src/core/model/zod-setup'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import type { Problem, Result } from '../../src/core/model/problem'
import { compilePolicy, type Compiled } from '../../src/core/policy/compile'
import { decodePolicy } from '../../src/core/policy/decode'
import { POLICY_LIMITS } from '../../src/core/policy/limits'
import { readTree } from '../../src/core/policy/tree'
import { catalogue, LANGUAGES } from '../../src/messages'
import { problemText } from '../../src/messages/say'

const CORPORA = new URL('../../../shared/corpora/', import.meta.url)
const HEAD = 'groundrule: 1\nid: t\nversion: 1.0.0\nclasses:\n  person: {}\n'

/** Bytes → compiled or refused, as the studio and the command line do it. */
function opened(bytes: Uint8Array): Result<Compiled> {
  const text = decodePolicy(bytes)
  return text.ok ? compilePolicy(text.value) : text
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const first = (bytes: Uint8Array | string): Problem | undefined => {
  const result = opened(typeof bytes === 'string' ? bytesOf(bytes) : bytes)
  return result.ok ? undefined : result.problems[0]
}

/** Every problem has a place (a text that is too large as a whole: its start) and a sentence in each language. */
function expectTold(problems: readonly Problem[]): void {
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.length).toBeLessThanOrEqual(POLICY_LIMITS.problems)
  for (const p of problems) {
    expect(p.place?.line).toBeGreaterThan(0)
    expect(p.place?.column).toBeGreaterThan(0)
    for (const language of LANGUAGES) expect(problemText(catalogue(language), p)).toMatch(/\S{3}/)
  }
}

describe('the bytes of a file', () => {
  const utf16 = (text: string, little: boolean): Uint8Array => {
    const bytes = new Uint8Array(text.length * 2 + 2)
    const view = new DataView(bytes.buffer)
    ;[0xfeff, ...[...text].map((c) => c.charCodeAt(0))].forEach((unit, i) => {
      view.setUint16(i * 2, unit, little)
    })
    return bytes
  }
  it('UTF-16 in either order is named, with and without a byte order mark', () => {
    for (const little of [true, false])
      for (const bytes of [utf16(HEAD, little), utf16(HEAD, little).subarray(2)])
        expect(first(bytes)).toMatchObject({ code: 'policy.yaml', values: { reason: 'encoding', found: 'UTF-16' } })
  })
  it('UTF-32 is named', () => {
    expect(first(new Uint8Array([0xff, 0xfe, 0, 0, 0x67, 0, 0, 0]))).toMatchObject({ values: { found: 'UTF-32' } })
    expect(first(new Uint8Array([0, 0, 0, 0x67, 0, 0, 0, 0x72]))).toMatchObject({ values: { found: 'UTF-32' } })
  })
  it('a Latin-1 letter is told at its place', () => {
    const bytes = Buffer.from(`${HEAD}title: caf\xe9 au lait\n`, 'latin1')
    expect(first(bytes)).toMatchObject({ place: { line: 6, column: 11 }, values: { reason: 'not-utf8' } })
  })
  it('a character cut in half at the end of the file is told at its place', () => {
    const bytes = bytesOf(`${HEAD}title: 车`)
    expect(first(bytes.subarray(0, -1))).toMatchObject({
      place: { line: 6, column: 8 },
      values: { reason: 'not-utf8' },
    })
  })
  it('a surrogate in UTF-8 and an overlong slash are no characters', () => {
    for (const wrong of [
      [0xed, 0xa0, 0x80],
      [0xc0, 0xaf],
    ])
      expect(first(new Uint8Array([...bytesOf(`${HEAD}title: `), ...wrong, 0x0a]))).toMatchObject({
        place: { line: 6, column: 8 },
      })
  })
  it('NUL and other control characters are no text', () => {
    for (const code of [0, 1, 8, 11, 27, 127, 0x9b])
      expect(first(`${HEAD}title: a${String.fromCharCode(code)}b\n`)).toMatchObject({
        place: { line: 6, column: 9 },
        values: { reason: 'not-text' },
      })
  })
  it('a UTF-8 byte order mark and line ends of Windows change nothing', () => {
    const digest = (bytes: Uint8Array): string | undefined => {
      const result = opened(bytes)
      return result.ok ? result.value.policy.digest : undefined
    }
    const plain = digest(bytesOf(HEAD))
    expect(plain).toBeDefined()
    expect(digest(bytesOf(`\ufeff${HEAD.replaceAll('\n', '\r\n')}`))).toBe(plain)
  })
})

describe('the structure of the text', () => {
  const many = (n: number, one: (i: number) => string): string => Array.from({ length: n }, (_, i) => one(i)).join('')
  const refused: readonly (readonly [string, string, object])[] = [
    ['a tab as indentation', `${HEAD}questions:\n\tq: {}\n`, { place: { line: 7 }, values: { reason: 'tab' } }],
    [
      'a key twice: both lines are named',
      `${HEAD}  cat: {}\n  person: {}\n`,
      { place: { line: 7, column: 3 }, values: { reason: 'duplicate-key', found: 'person', line: 5 } },
    ],
    ['a key twice in flow style', `${HEAD}tags: {a: [x], a: [y]}\n`, { values: { reason: 'duplicate-key', line: 6 } }],
    [
      'a quoted key beside the plain one',
      `${HEAD}  "person": {}\n`,
      { values: { reason: 'duplicate-key', found: 'person' } },
    ],
    ['a merge key', `${HEAD}questions: {<<: {}}\n`, { values: { reason: 'merge' } }],
    ['a merge key that takes a prototype', `${HEAD}people: {<<: {__proto__: lead}}\n`, { values: { reason: 'merge' } }],
    ['__proto__ as a key', `${HEAD}  __proto__: {}\n`, { place: { line: 6 }, values: { reason: 'forbidden-key' } }],
    ['a list as a key', `${HEAD}  ? [a, b]\n  : {}\n`, { place: { line: 6 }, values: { reason: 'key' } }],
    ['an empty key', `${HEAD}  : {}\n`, { values: { reason: 'key' } }],
    ['an alias to nothing', `${HEAD}tags: *none\n`, { place: { line: 6 }, values: { reason: 'alias' } }],
    ['a tag of one’s own', `${HEAD}title: !person x\n`, { place: { line: 6 }, values: { reason: 'tag' } }],
    [
      'a tag of a program',
      `${HEAD}title: !!js/function "() => 1"\n`,
      { place: { line: 6 }, values: { reason: 'tag' } },
    ],
    ['binary data', `${HEAD}title: !!binary aGVsbG8=\n`, { place: { line: 6 }, values: { reason: 'tag' } }],
    ['a tag on a key', `${HEAD}  !x cat: {}\n`, { place: { line: 6 }, values: { reason: 'tag' } }],
    ['a second document', `${HEAD}---\nid: u\n`, { values: { reason: 'documents' } }],
    ['an infinite number', `${HEAD}scales: {s: {bands: [[a, 0, .inf]]}}\n`, { values: { reason: 'number' } }],
    ['a number beyond all numbers', `${HEAD}scales: {s: {bands: [[a, 0, 1e400]]}}\n`, { values: { reason: 'number' } }],
    ['a number that is none', `${HEAD}scales: {s: {bands: [[a, 0, .nan]]}}\n`, { values: { reason: 'number' } }],
    ['a hexadecimal number', `${HEAD}scales: {s: {bands: [[a, 0, 0x10]]}}\n`, { values: { reason: 'number' } }],
    [
      'a whole number that would be bent',
      `${HEAD}scales: {s: {bands: [[a, 0, 9007199254740993]]}}\n`,
      { place: { line: 6, column: 29 }, values: { reason: 'precision', read: '9007199254740992' } },
    ],
    [
      'a decimal with more digits than are kept',
      `${HEAD}scales: {s: {bands: [[a, 0, 0.12345678901234567890]]}}\n`,
      { values: { reason: 'precision' } },
    ],
    [
      '5,000 lists in each other',
      `${HEAD}x: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
      { values: { reason: 'depth' } },
    ],
    ['5,000 lists never closed', `${HEAD}x: ${'['.repeat(5000)}\n`, { values: { reason: 'depth' } }],
    ['5,000 items in each other', `${HEAD}x:\n  ${'- '.repeat(5000)}a\n`, { values: { reason: 'depth' } }],
    ['5,000 keys in each other', `${HEAD}x:\n  ${'? '.repeat(5000)}a\n`, { values: { reason: 'depth' } }],
    [
      'mappings in each other by indentation',
      `${HEAD}x:\n${many(300, (i) => `${' '.repeat(i + 1)}a:\n`)}`,
      { values: { reason: 'depth' } },
    ],
    ['100,000 aliases', `${HEAD}x: &a 1\ny: [${many(100_000, () => '*a,')}]\n`, { values: { reason: 'aliases' } }],
    [
      'aliases of aliases',
      `${HEAD}a0: &a0 [1]\n${many(30, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`)}`,
      { values: { reason: 'aliases' } },
    ],
    ['a part that contains itself', `${HEAD}x: &x [*x]\n`, { values: { reason: 'cycle' } }],
    ['200,000 values', `${HEAD}x: [${'1,'.repeat(200_000)}]\n`, { values: { reason: 'nodes' } }],
    [
      '100,000 keys of one mapping',
      `${HEAD}tags:\n${many(100_000, (i) => `  k${i}:\n`)}`,
      { values: { reason: 'lines' } },
    ],
    [
      'more rules than a policy may have, at the first that is too many',
      `${HEAD}rules:\n${many(5_000, (i) => `  - {id: r${i}, kind: geometry, no_defects: true}\n`)}`,
      { code: 'policy.schema', place: { line: 6 + POLICY_LIMITS.rules + 1 }, values: { expected: 'rules' } },
    ],
    ['10 MB', `${HEAD}# ${'x'.repeat(10_000_000)}`, { code: 'policy.too-large', place: { line: 1, column: 1 } }],
    ['a million quotes', `${HEAD}title: ${'"'.repeat(1_000_000)}`, { code: 'policy.yaml' }],
    ['a million colons', `${HEAD}title: ${': '.repeat(400_000)}`, { code: 'policy.yaml' }],
    ['a megabyte of dashes', `${HEAD}${'-'.repeat(1_000_000)}`, { code: 'policy.yaml' }],
    ['a megabyte of brackets that close', `${HEAD}${']'.repeat(1_000_000)}`, { code: 'policy.yaml' }],
    ['a megabyte of tags', `${HEAD}x: ${'!a '.repeat(300_000)}`, { code: 'policy.yaml' }],
    ['a megabyte of anchors', `${HEAD}x: ${'&a '.repeat(300_000)}`, { code: 'policy.yaml' }],
    ['a megabyte of %', `${'%a\n'.repeat(300_000)}${HEAD}`, { code: 'policy.yaml' }],
    ['a megabyte of line breaks and one letter', `${'\n'.repeat(1_000_000)}x`, {}],
  ]
  it.each(refused)('%s is refused at its place', (_, text, expected) => {
    const started = performance.now()
    const result = opened(bytesOf(text))
    const took = performance.now() - started
    expect(result.ok ? [] : result.problems[0]).toMatchObject(expected)
    if (!result.ok) expectTold(result.problems)
    // The page ends a worker that takes longer; the machine of a test may be busy.
    expect(took).toBeLessThan(5_000)
  })

  it('names of program objects are plain names', () => {
    const text = `groundrule: 1\nid: constructor\nversion: 1.0.0\nreasons: {ignore: [toString, hasOwnProperty]}\nclasses:\n  constructor: {title: prototype}\n  valueOf: {is_a: constructor}\n  toString: {roles: {visible: {need: required}}}\ntags: {constructor: [valueOf]}\nquestions: {toString: {ask: Sure?, answers: [constructor], for: valueOf}}\nrules:\n  - {id: hasOwnProperty, kind: ignore, for: valueOf, when: "answer.toString == 'constructor' && tag.constructor == 'valueOf'", reason: toString}\ncases:\n  - {name: n, image: [9, 9], tags: {constructor: valueOf}, annotation: {class: valueOf, visible: [1, 1, 5, 5], answers: {toString: constructor}}, expect: [hasOwnProperty: fail]}\n`
    const result = compilePolicy(text)
    expect(result.ok ? [] : result.problems).toEqual([])
    if (!result.ok) return
    expect(result.value.policy.cases().map((c) => c.differences)).toEqual([[]])
    expect(result.value.warnings.map((w) => w.code)).not.toContain('lint.case-fails')
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('title')
  })
  it('a name of a program object that nobody declared is unknown', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf'])
      expect(first(`${HEAD}  b: {is_a: ${name}}\n`)).toMatchObject({ code: 'policy.unknown-name' })
  })
})

interface SuiteCase {
  readonly yaml?: string
  readonly fail?: boolean
  readonly json?: string
}
/** The suite's marks for characters that cannot be seen. */
const plainText = (text: string): string =>
  text
    .replaceAll('␣', ' ')
    .replace(/—*»/g, '\t')
    .replaceAll('←', '\r')
    .replaceAll('⇔', '\ufeff')
    .replaceAll('↵', '')
    .replace(/∎\n$/, '')

describe.skipIf(!existsSync(CORPORA))('what others have collected', () => {
  const suite = new URL('yaml-suite/', CORPORA)
  const files = existsSync(suite) ? readdirSync(suite).filter((f) => f.endsWith('.yaml')) : []
  it('the YAML test suite: what is no YAML is refused, the rest is read as it says or refused for a reason of ours', () => {
    const wrong: string[] = []
    let [read, refused] = [0, 0]
    for (const file of files) {
      for (const one of parse(readFileSync(new URL(file, suite), 'utf8')) as SuiteCase[]) {
        if (one.yaml === undefined) continue
        const tree = readTree(plainText(one.yaml))
        if (!tree.ok) {
          expectTold(tree.problems)
          refused++
        } else if (one.fail) wrong.push(file)
        else if (one.json !== undefined) {
          let expected: unknown
          try {
            expected = JSON.parse(one.json)
          } catch {
            continue // several documents
          }
          expect([file, tree.value.plain]).toEqual([file, expected])
          read++
        }
      }
    }
    expect(read).toBeGreaterThan(80)
    expect(refused).toBeGreaterThan(50)
    expect(wrong).toEqual([])
  })

  const json = new URL('json-suite/', CORPORA)
  it('the JSON test suite: nothing crashes, nothing takes long, every refusal has its place', () => {
    for (const file of existsSync(json) ? readdirSync(json).filter((f) => f.endsWith('.json')) : []) {
      const started = performance.now()
      const result = opened(readFileSync(new URL(encodeURIComponent(file), json)))
      expect([file, result.ok]).toEqual([file, false])
      if (!result.ok) expectTold(result.problems)
      expect(performance.now() - started).toBeLessThan(5_000)
    }
  })

  const hostile = new URL('policy-hostile/', CORPORA)
  it('the hostile policies: refused in time, or read as what they say', () => {
    const harmless = new Set(['crlf-bom.yaml', 'norway.yaml', 'names-of-prototype.yaml'])
    for (const file of existsSync(hostile) ? readdirSync(hostile).filter((f) => /[.](yaml|json)$/.test(f)) : []) {
      if (file === 'manifest.json') continue
      const started = performance.now()
      const result = opened(readFileSync(new URL(file, hostile)))
      expect([file, result.ok]).toEqual([file, harmless.has(file)])
      if (!result.ok) expectTold(result.problems)
      expect(performance.now() - started).toBeLessThan(5_000)
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
