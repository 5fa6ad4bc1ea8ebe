import '../model/zod-setup'
import Ajv from 'ajv'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { manifestJsonSchema } from '../../bundle/json-schema'
import { labelsJsonSchema, policyJsonSchema, type JsonSchema } from './json-schema'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const PUBLISHED = join(ROOT, 'public', 'schema')
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8')

/** Unknown keywords of the schema would be errors. */
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, validateFormats: false })
const isPolicy = ajv.compile(policyJsonSchema())

const POLICIES = readdirSync(join(ROOT, 'label-policies'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\d+\.\d+\.\d+\.yaml$/.test(name),
)

describe('the published JSON Schemas', () => {
  const published: [string, () => JsonSchema][] = [
    ['policy-1.json', policyJsonSchema],
    ['labels-1.json', labelsJsonSchema],
    ['manifest-1.json', manifestJsonSchema],
  ]
  for (const [name, make] of published)
    it(`${name} is what the program reads ("npm run schema" writes it anew)`, () => {
      expect(JSON.parse(read(PUBLISHED, name))).toEqual(make())
      expect(make()['$id']).toBe(name)
    })

  it('say nothing of a host: they are found wherever they lie', () => {
    for (const [name] of published)
      expect(read(PUBLISHED, name).match(/https?:\/\/[^"]+/g)).toEqual(['http://json-schema.org/draft-07/schema#'])
  })
})

describe('an editor with the schema of policies', () => {
  for (const name of POLICIES)
    it(`accepts ${name}`, () => {
      isPolicy(parse(read(ROOT, 'label-policies', name)))
      expect(isPolicy.errors ?? []).toEqual([])
    })

  const good = (): Record<string, unknown> => ({
    groundrule: 1,
    id: 'x',
    version: '1.0.0',
    classes: { cell: { roles: { visible: { shape: 'box', need: 'required' } } } },
    rules: [{ id: 'I1', kind: 'ignore', when: 'visible.height < 20', then: 'ignore' }],
  })

  it('accepts a small policy', () => expect(isPolicy(good())).toBe(true))

  const wrong: [string, Record<string, unknown>][] = [
    ['a misspelt key of the policy', { ...good(), rulez: [] }],
    ['a misspelt key of a class', { ...good(), classes: { cell: { rolls: {} } } }],
    ['a misspelt key of a rule', { ...good(), rules: [{ id: 'I1', kind: 'ignore', whem: 'true' }] }],
    [
      'a key of another kind of rule',
      { ...good(), rules: [{ id: 'I1', kind: 'ignore', require_answers: ['usable'] }] },
    ],
    ['an unknown kind of rule', { ...good(), rules: [{ id: 'I1', kind: 'ignored' }] }],
    ['a version that is none', { ...good(), version: '1.0' }],
    ['a name that is none', { ...good(), classes: { '1st': {} } }],
    ['an unknown shape', { ...good(), classes: { cell: { roles: { visible: { shape: 'circle' } } } } }],
    ['a missing id', Object.fromEntries(Object.entries(good()).filter(([key]) => key !== 'id'))],
  ]
  for (const [what, policy] of wrong) it(`rejects ${what}`, () => expect(isPolicy(policy)).toBe(false))
})

describe('a program with the schema of labels', () => {
  const isLabels = ajv.compile(labelsJsonSchema())
  const FOLDER = join(ROOT, 'public', 'sample', 'Ann_pre')
  const files = existsSync(FOLDER)
    ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
    : []

  it('accepts the side files of the sample', () => {
    expect(files.length).toBeGreaterThan(0)
    for (const name of files) {
      isLabels(JSON.parse(read(FOLDER, name)))
      expect([name, isLabels.errors ?? []]).toEqual([name, []])
    }
  })

  it('rejects a shape that is none', () => {
    const [first = ''] = files
    const text = read(FOLDER, first).replaceAll('"kind": "box"', '"kind": "circle"')
    expect(isLabels(JSON.parse(text))).toBe(false)
  })
})
