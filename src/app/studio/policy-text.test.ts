import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { compareVersions, headOf, nextVersion, setHead } from './policy-text'

const example = readFileSync(new URL('../../core/policy/example.test.yaml', import.meta.url), 'utf8')
const version = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)).map((parts) => parts.join('.'))

describe('head lines of a policy', () => {
  it('are read from a text with comments', () =>
    expect(headOf(example)).toEqual({ id: 'example', version: '1.0.0', status: 'draft' }))
  it('are read from a text that does not parse', () =>
    expect(headOf('id: "a b"\nversion: 1.2.3\nrules: [{')).toEqual({ id: 'a b', version: '1.2.3' }))
  it('are not mistaken for lines of a nested mapping or of a block text', () =>
    expect(headOf('says: |\n  version: 9.9.9\nx:\n  id: inner\n')).toEqual({}))

  it('change and nothing else does', () => {
    const edited = setHead(example, { version: '2.0.0', status: 'published', supersedes: '1.0.0' })
    expect(edited?.replace('supersedes: 1.0.0\n', '')).toBe(
      example.replace('version: 1.0.0', 'version: 2.0.0').replace('status: draft', 'status: published'),
    )
    expect(edited).toContain('status: published # draft | published | retired')
  })
  it('can be taken out', () =>
    expect(setHead('id: a\nversion: 1.0.0\nsupersedes: 0.9.0 # why\nrules: []\n', { supersedes: undefined })).toBe(
      'id: a\nversion: 1.0.0\nrules: []\n',
    ))
  it('are put in where the last line has no end', () =>
    expect(setHead('id: a\nversion: 1.0.0', { status: 'published' })).toBe(
      'id: a\nversion: 1.0.0\nstatus: published\n',
    ))
  it('cannot be edited in a policy that is one flow mapping', () =>
    expect(setHead('{id: a, version: 1.0.0}', { version: '2.0.0' })).toBeUndefined())
  it('hold, read as YAML, what was set', () => {
    fc.assert(
      fc.property(
        version,
        fc.option(version, { nil: undefined }),
        fc.constantFrom('draft', 'published'),
        (v, s, status) => {
          const read = parse(setHead(example, { version: v, supersedes: s, status }) ?? '') as Record<string, unknown>
          const { version: _v, status: _s, ...rest } = parse(example) as Record<string, unknown>
          expect(read).toEqual({ ...rest, version: v, status, ...(s ? { supersedes: s } : {}) })
        },
      ),
    )
  })
})

describe('versions', () => {
  for (const [bump, next] of [
    ['none', '1.4.2'],
    ['patch', '1.4.3'],
    ['minor', '1.5.0'],
    ['major', '2.0.0'],
  ] as const)
    it(`1.4.2, ${bump}: ${next}`, () => expect(nextVersion('1.4.2', bump)).toBe(next))
  it('compare by number, not by letter', () => expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0))
})
