import '../model/zod-setup'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { compiled, EXAMPLE } from '../validate/labels.test-support'
import { diffPolicies } from './diff'
import { expression } from './diff-normal'

type Plain = null | boolean | number | string | Plain[] | PlainRecord
interface PlainRecord {
  [key: string]: Plain
}
type Choice = () => boolean
const isRecord = (v: Plain | undefined): v is PlainRecord => v !== null && typeof v === 'object' && !Array.isArray(v)

/** Of mappings only the levels of a scale have an order that means something; of lists, names have none. */
const NAMES = new Set(['for', 'except', 'inside_image', 'no_holes', 'one_piece', 'overrides', 'with', 'in', 'zone'])
const SETS = new Set(['draw', 'fields', 'require_answers', 'dispositions', 'of', 'look_alike', 'unreviewed', ...NAMES])
const TEXTS = new Set(['says', 'title', 'ask'])
const EXPRESSIONS = new Set(['when', 'require', 'required_when', 'positive_if', 'measure'])
const OPTIONS = new Set(['answers', 'options', 'look_alikes', 'evidence', 'ignore', 'negative', 'skip'])

const blanks = (source: string, choose: Choice): string =>
  source.replace(/ ?(==|>=|<=|&&|\|\|)\s?/g, (_all, op: string) => (choose() ? op : `  ${op} `))

const isOutside = (path: readonly string[]): boolean => !path.includes('rules') && !path.includes('cases')

function reworkedText(value: string, key: string, choose: Choice, path: readonly string[]): Plain {
  if (EXPRESSIONS.has(key)) return blanks(value, choose)
  if (NAMES.has(key) && choose()) return [value]
  return TEXTS.has(key) && isOutside(path) && choose() ? { en: value } : value
}

function reworkedList(value: readonly Plain[], key: string, choose: Choice, path: readonly string[]): Plain {
  const areNames = value.every((v) => typeof v === 'string')
  if (OPTIONS.has(key) && areNames && isOutside(path) && choose())
    return Object.fromEntries(value.map((v) => [String(v), String(v).replaceAll('_', ' ')]))
  const list = value.map((v) => reworked(v, '', choose, [...path, key, '[]']))
  const one = list[0]
  if (NAMES.has(key) && list.length === 1 && one !== undefined && choose()) return one
  return SETS.has(key) && choose() ? list.toReversed() : list
}

/** What is meant where it is not written, written out. */
function defaults(value: PlainRecord, key: string, choose: Choice): PlainRecord {
  const extra: [string, Plain][] = []
  const add = (name: string, said: Plain): void => {
    if (!(name in value) && choose()) extra.push([name, said])
  }
  if ('kind' in value && 'id' in value) {
    add('severity', 'error')
    add('override', { who: 'nobody' })
  }
  if (key === 'band') {
    add('ends', '[)')
    add('fails', 'below')
  }
  return Object.fromEntries(extra)
}

function reworked(value: Plain, key: string, choose: Choice, path: readonly string[]): Plain {
  if (typeof value === 'string') return reworkedText(value, key, choose, path)
  if (Array.isArray(value)) return reworkedList(value, key, choose, path)
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([k, v]) => [k, reworked(v, k, choose, [...path, key])] as const)
  const all = [...entries, ...Object.entries(defaults(value, key, choose))]
  return Object.fromEntries(key !== 'levels' && choose() ? all.toReversed() : all)
}

const folder = new URL('../../../label-policies/', import.meta.url)
const shipped = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((f) => /\d\.yaml$/.test(f))
  .map((f) => [f, readFileSync(new URL(f, folder), 'utf8')] as const)

describe('the difference of equal meaning is empty', () => {
  for (const [name, text] of [['the example', EXAMPLE] as const, ...shipped])
    it(`${name}: whatever the order of keys, the layout, comments, and short or long forms`, () => {
      fc.assert(
        fc.property(
          fc.infiniteStream(fc.boolean()),
          fc.boolean(),
          fc.integer({ min: 1, max: 6 }),
          (bits, flow, indent) => {
            const choose: Choice = () => bits.next().value === true
            const other = reworked(parse(text) as Plain, '', choose, [])
            const written = stringify(other, {
              indent: indent + 1,
              collectionStyle: flow ? 'flow' : 'any',
              lineWidth: indent * 40,
            })
            const diff = diffPolicies(text, flow ? written : `# A comment\n${written}`)
            expect(diff).toEqual({ ok: true, value: { items: [], requiredBump: 'none' } })
          },
        ),
        { numRuns: name === 'the example' ? 60 : 3 },
      )
    })

  it('levels in another order are another policy, also as a mapping', () => {
    const text = `groundrule: 1\nid: t\nversion: 1.0.0\nclasses: {a: {}}\nscales: {dirt: {levels: {clean: Clean, dirty: Dirty}}}\n`
    const other = text.replace('clean: Clean, dirty: Dirty', 'dirty: Dirty, clean: Clean')
    expect(diffPolicies(text, other)).toMatchObject({ value: { requiredBump: 'major' } })
    expect(compiled(text).digest).not.toBe(compiled(other).digest)
  })

  it('blanks in an expression say nothing, but in a text and between words they do', () => {
    expect(expression("a  <  0.5&& b in ['x y',\n 'z']")).toBe(expression("a<0.5 && b in ['x y','z']"))
    expect(expression("c == 'x  y'")).not.toBe(expression("c == 'x y'"))
    expect(expression('b in c')).not.toBe(expression('bin c'))
  })
})
