/** The digest follows what a policy says, not how it is written down. */
import '../model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify, type DocumentOptions, type SchemaOptions, type ToStringOptions } from 'yaml'
import { EXAMPLE, compiled } from '../validate/labels.test-support'
import { canonical, digestOf } from './canonical'
import { parsePolicy } from './parse'

interface Mapping {
  readonly [key: string]: Tree
}
type Tree = null | boolean | number | string | readonly Tree[] | Mapping

const digest = (text: string): string => {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return digestOf(parsed.value.document)
}
const isMap = (v: Tree): v is Mapping => typeof v === 'object' && v !== null && !Array.isArray(v)

/** Keys in another order; that of options and classes is only what people see. */
function shuffled(tree: Tree, order: () => number): Tree {
  if (Array.isArray(tree)) return (tree as readonly Tree[]).map((item) => shuffled(item, order))
  if (!isMap(tree)) return tree
  return Object.fromEntries(
    Object.entries(tree)
      .map(([key, value]) => ({ key, value: shuffled(value, order), at: order() }))
      .sort((a, b) => a.at - b.at)
      .map(({ key, value }) => [key, value]),
  )
}

const style = fc.record({
  indent: fc.constantFrom(1, 2, 4, 7),
  lineWidth: fc.constantFrom(0, 20, 80, 400),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
  defaultKeyType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
  collectionStyle: fc.constantFrom('any', 'block', 'flow'),
  flowCollectionPadding: fc.boolean(),
}) as fc.Arbitrary<DocumentOptions & SchemaOptions & ToStringOptions>

describe('the canonical form', () => {
  const tree = parse(EXAMPLE) as Tree
  const own = digest(EXAMPLE)

  it('does not depend on key order, quoting, indentation, line width or flow style', () => {
    fc.assert(
      fc.property(style, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (options, stream) => {
        const order = (): number => stream.next().value
        const other = shuffled(tree, order)
        const text = stringify(other, { ...options, aliasDuplicateObjects: false })
        // The writer of this test now and then breaks a long text where it may not.
        fc.pre(JSON.stringify(parse(text)) === JSON.stringify(other))
        expect(digest(text)).toBe(own)
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on comments, blank lines, line ends or a byte order mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(200), fc.constantFrom('# note', '', '   ', '#')), { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (added, end, mark) => {
          const lines = EXAMPLE.split('\n')
          // Between lines of flow style too; the example has no block texts.
          for (const [at, line] of added) lines.splice(at % lines.length, 0, line)
          expect(digest(`${mark ? '\ufeff' : ''}${lines.join(end)}`)).toBe(own)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('does not depend on how a number is spelt', () => {
    const text = (n: string): string =>
      `groundrule: 1\nid: t\nversion: 1.0.0\nclasses: {a: {}}\nscales: {s: {bands: [[x, 0, ${n}]]}}\n`
    for (const [n, ...others] of [
      ['1', '1.0', '1.00', '1e0', '+1', '10e-1'],
      ['0.5', '0.50', '5e-1', '+0.5'],
      ['1000', '1e3', '1.0e3', '1E+3'],
    ] as const)
      for (const other of others) expect([other, digest(text(other))]).toEqual([other, digest(text(String(n)))])
  })

  it('does not depend on which of two equal characters a text is made of', () => {
    const text = (title: string): string => `groundrule: 1\nid: t\nversion: 1.0.0\ntitle: ${title}\nclasses: {a: {}}\n`
    expect(digest(text('caf\u00e9'))).toBe(digest(text('cafe\u0301')))
  })

  it('a spelt-out default is no change', () => {
    const bare = 'groundrule: 1\nid: t\nversion: 1.0.0\nclasses: {a: {}}\n'
    const full = `${bare.replace('{a: {}}', '{a: {abstract: false, disposition: positive}}')}status: draft\nrules: []\ncases: []\nscales: {}\n`
    expect(digest(full)).toBe(digest(bare))
  })

  it('changes with every value that is changed', () => {
    const changed = (value: Tree): Tree =>
      typeof value === 'number'
        ? value + 1
        : typeof value === 'string'
          ? `${value}x`
          : typeof value === 'boolean'
            ? !value
            : 'x'
    const leaves: (readonly (string | number)[])[] = []
    const collect = (value: Tree, path: readonly (string | number)[]): void => {
      if (Array.isArray(value)) (value as readonly Tree[]).forEach((item, i) => collect(item, [...path, i]))
      else if (isMap(value)) for (const [key, item] of Object.entries(value)) collect(item, [...path, key])
      else leaves.push(path)
    }
    const parsed = parsePolicy(EXAMPLE)
    if (!parsed.ok) throw new Error('the example does not parse')
    const document = JSON.parse(JSON.stringify(parsed.value.document)) as Tree
    collect(document, [])
    expect(leaves.length).toBeGreaterThan(100)
    const seen = new Set([digestOf(document)])
    for (const path of leaves) {
      const copy = JSON.parse(JSON.stringify(document)) as Record<string | number, Tree>
      let holder: Record<string | number, Tree> = copy
      for (const part of path.slice(0, -1)) holder = holder[part] as Record<string | number, Tree>
      const last = path.at(-1) ?? ''
      holder[last] = changed(holder[last] ?? null)
      const now = digestOf(copy)
      expect(seen.has(now), path.join('.')).toBe(false)
      seen.add(now)
    }
  })

  it('is the same text for the same value, and its own reading', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value)
        expect(canonical(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it('the order of levels is meaning, with titles too', () => {
    const text = (levels: string): string =>
      `groundrule: 1\nid: t\nversion: 1.0.0\nclasses: {a: {}}\nscales: {s: {levels: {${levels}}}}\n`
    expect(digest(text('low: Low, high: High'))).not.toBe(digest(text('high: High, low: Low')))
  })

  it('the order of rules, cases and bands is meaning', () => {
    const document = parse(EXAMPLE) as { rules: Tree[] }
    const turned = stringify({ ...document, rules: [...document.rules].reverse() })
    expect(digest(turned)).not.toBe(own)
  })

  it('what is compiled carries that digest', () => {
    expect(compiled(EXAMPLE).digest).toBe(own)
  })
})
