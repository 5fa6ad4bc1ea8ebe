import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { bccdImages, hasBccd } from '../../tests/support/bccd'
import { goodBundle, verify } from '../../tests/support/bundles'
import { POLICY_REF } from '../../tests/support/policy'
import { bytes, changed, entriesOf, pack, reseal, text, type Entries } from '../../tests/support/tamper'
import type { Manifest } from './manifest'

const A = 'annotations/Images/BloodImage_00000.jpg.json'
const B = 'annotations/Images/BloodImage_00001.jpg.json'
const IMAGE_A = 'images/Images/BloodImage_00000.jpg'
const IMAGE_B = 'images/Images/BloodImage_00001.jpg'
const POLICY = 'policy/blood-1.0.0.yaml'

const said = async (entries: Entries): Promise<(string | undefined)[][]> =>
  (await verify(await pack(entries))).problems.map((p) => [p.code, p.place?.file])

/** The next double. */
function nextUp(x: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  view.setBigInt64(0, view.getBigInt64(0) + 1n)
  return view.getFloat64(0)
}

describe.skipIf(!hasBccd)('verifying a bundle', () => {
  let good: Entries
  let file: Uint8Array<ArrayBuffer>
  beforeAll(async () => {
    file = (await goodBundle(bccdImages(3, POLICY_REF), { images: 'original' })).file
    good = await entriesOf(file)
  })
  const bytesOf = (name: string): Uint8Array<ArrayBuffer> => {
    const found = good.find(([n]) => n === name)
    if (!found) throw new Error(name)
    return found[1]
  }
  const withBytes = (edits: Record<string, Uint8Array<ArrayBuffer>>): Entries =>
    good.map(([n, b]) => [n, edits[n] ?? b])

  it('packs to the same bytes again: nothing in the container is free', async () => {
    expect(Buffer.compare(await pack(good), file)).toBe(0)
    expect(Buffer.compare(await pack(await reseal(good)), file)).toBe(0)
  })

  it('names both of two swapped label files and two swapped images', async () => {
    expect(await said(withBytes({ [A]: bytesOf(B), [B]: bytesOf(A) }))).toEqual([
      ['bundle.size-mismatch', A],
      ['bundle.size-mismatch', B],
    ])
    expect(await said(withBytes({ [IMAGE_A]: bytesOf(IMAGE_B), [IMAGE_B]: bytesOf(IMAGE_A) }))).toEqual([
      ['bundle.size-mismatch', IMAGE_A],
      ['bundle.size-mismatch', IMAGE_B],
    ])
  })

  it('names an image in which one bit changed', async () => {
    const flipped = bytesOf(IMAGE_A).slice()
    flipped[3000] = (flipped[3000] ?? 0) ^ 1
    expect(await said(withBytes({ [IMAGE_A]: flipped }))).toEqual([['bundle.hash-mismatch', IMAGE_A]])
  })

  it('names the document in which a coordinate changed by one unit in the last place', async () => {
    const edit = (json: string): string => json.replace(/"x":(\d+)/, (_, x: string) => `"x":${nextUp(Number(x))}`)
    const edited = changed(good, A, edit)
    expect((await said(edited))[0]).toEqual(['bundle.size-mismatch', A])
    // Sealed again, the tables give it away.
    expect(await said(await reseal(edited))).toEqual([['bundle.table-mismatch', 'tables/annotations.csv']])
  })

  it('says in which line a table differs', async () => {
    const edited = await reseal(
      changed(good, 'tables/annotations.csv', (csv) =>
        csv
          .split('\r\n')
          .map((line, i) => (i === 5 ? line.replace('positive', 'ignore') : line))
          .join('\r\n'),
      ),
    )
    const { problems } = await verify(await pack(edited))
    expect(problems.map((p) => [p.code, p.place])).toEqual([
      ['bundle.table-mismatch', { file: 'tables/annotations.csv', line: 6 }],
    ])
  })

  it('names a policy in which one character changed', async () => {
    const edited = changed(good, POLICY, (yaml) => yaml.replace('Red cell', 'Red Cell'))
    expect(await said(edited)).toEqual([['bundle.hash-mismatch', POLICY]])
    expect(await said(await reseal(edited))).toEqual([['bundle.policy-mismatch', POLICY]])
  })

  it('names entries that are missing, added, renamed, or differ in case', async () => {
    const without = good.filter(([n]) => n !== B)
    expect(await said(without)).toEqual([['bundle.entry-missing', B]])
    expect(await said([...good, ['extra.txt', bytes('x')]])).toEqual([['bundle.entry-extra', 'extra.txt']])
    const renamed = (to: string): Entries => good.map(([n, b]) => [n === B ? to : n, b])
    expect(await said(renamed('annotations/other.json'))).toEqual([
      ['bundle.entry-missing', B],
      ['bundle.entry-extra', 'annotations/other.json'],
    ])
    expect(await said(renamed(B.toUpperCase()))).toEqual([
      ['bundle.entry-missing', B],
      ['bundle.entry-extra', B.toUpperCase()],
    ])
    expect(await said([...good, [A, bytesOf(A)]])).toEqual([['bundle.entry-duplicate', A]])
  })

  it('notices when entries stand in another order', async () => {
    const [manifest, policy, a, b, ...rest] = good
    if (!manifest || !policy || !a || !b) throw new Error('entries')
    expect(await said([manifest, policy, b, a, ...rest])).toEqual([['bundle.damaged', A]])
  })

  it('notices every edit of the manifest, and counts that are not those of the documents', async () => {
    const edit = (from: string, to: string): Entries => changed(good, 'manifest.json', (json) => json.replace(from, to))
    expect(await said(edit('"images":3', '"images":4'))).toContainEqual(['bundle.digest-mismatch', 'manifest.json'])
    expect(await said(edit('"name":"blood"', '"name":"bload"'))).toEqual([['bundle.digest-mismatch', 'manifest.json']])
    expect(await said(edit('"name":', '"name": '))).toEqual([['bundle.manifest-invalid', 'manifest.json']])
    const lies: ((m: Manifest) => Manifest)[] = [
      (m) => ({ ...m, counts: { ...m.counts, annotations: m.counts.annotations + 1 } }),
      (m) => ({ ...m, counts: { ...m.counts, byClass: { ...m.counts.byClass, red_cell: 1 } } }),
      (m) => ({ ...m, counts: { ...m.counts, blocked: 1 } }),
    ]
    for (const lie of lies)
      expect(await said(await reseal(good, lie))).toEqual([['bundle.count-mismatch', 'manifest.json']])
    const orientation = (m: Manifest): Manifest => ({
      ...m,
      contents: m.contents.map((c, i) => (i === 0 ? { ...c, orientation: 6 } : c)),
    })
    expect(await said(await reseal(good, orientation))).toEqual([['bundle.contents-mismatch', A]])
    const unlisted = (m: Manifest): Manifest => ({ ...m, contents: m.contents.slice(1) })
    expect((await said(await reseal(good, unlisted)))[0]).toEqual(['bundle.manifest-invalid', 'manifest.json'])
  })

  it('finds an image that is not the labelled one, even when everything was sealed again', async () => {
    const other = await reseal(withBytes({ [IMAGE_A]: bytesOf(IMAGE_B) }))
    expect(await said(other)).toEqual([['bundle.image-mismatch', IMAGE_A]])
  })

  it('finds a document under another image’s name', async () => {
    const swapped = await reseal(withBytes({ [A]: bytesOf(B), [B]: bytesOf(A) }))
    expect(await said(swapped)).toEqual([
      ['bundle.contents-mismatch', A],
      ['bundle.contents-mismatch', B],
    ])
  })

  it('says first that a bundle is of a newer version', async () => {
    const newer = changed(good, 'manifest.json', (json) =>
      json.replace('"version":1}', '"version":2,"shiny":true}').replace(/"version":1,?/, '"version":2,'),
    )
    const { problems, readable } = await verify(await pack(newer))
    expect(readable).toBe(false)
    expect(problems.map((p) => p.code)).toEqual(['bundle.newer-version'])
  })

  it('reads no entry past its listed size', async () => {
    const reads: number[] = []
    const bigger = withBytes({ [IMAGE_A]: new Uint8Array(30_000_000) })
    const packed = await pack(bigger)
    const source = {
      size: packed.length,
      read: (at: number, n: number) => {
        reads.push(n)
        return Promise.resolve(packed.slice(at, at + n))
      },
    }
    expect((await verify(source)).problems.map((p) => p.code)).toEqual(['bundle.size-mismatch'])
    expect(Math.max(...reads)).toBeLessThan(1_000_000)
  })

  it('answers, not throws, when the file goes away while it is read', async () => {
    let left = 12
    const source = {
      size: file.length,
      read: (at: number, n: number) =>
        left-- > 0
          ? Promise.resolve(file.slice(at, at + n))
          : Promise.reject(new DOMException('gone', 'NotReadableError')),
    }
    expect((await verify(source)).problems).toMatchObject([{ code: 'bundle.damaged', values: { why: 'unreadable' } }])
  })

  it(`takes no changed byte for good (${process.env['MUTANTS'] ?? 1000} mutants)`, { timeout: 600_000 }, async () => {
    const small = (await goodBundle(bccdImages(2, POLICY_REF))).file
    const seed = Number(process.env['SEED'] ?? 20261124)
    await fc.assert(
      fc.asyncProperty(mutation(small), async ({ mutant }) => {
        if (Buffer.compare(mutant, small) === 0) return
        const { problems } = await verify(mutant)
        expect(problems.length).toBeGreaterThan(0)
      }),
      { numRuns: Number(process.env['MUTANTS'] ?? 1000), seed },
    )
    await expect(verify(small).then((v) => v.problems)).resolves.toEqual([])
  })

  it(
    `takes no edit of an entry for good, its CRC and sizes put right (${Number(process.env['MUTANTS'] ?? 1000) / 5} mutants)`,
    { timeout: 600_000 },
    async () => {
      const entries = await entriesOf((await goodBundle(bccdImages(2, POLICY_REF))).file)
      await fc.assert(
        fc.asyncProperty(
          fc.nat(entries.length - 1),
          fc.nat(),
          fc.constantFrom('0', '9', ' ', '"', ',', 'x', '-', '\n', ''),
          async (which, where, char) => {
            const [name, content] = entries[which] ?? ['', new Uint8Array()]
            const before = text(content)
            const at = where % before.length
            const after = before.slice(0, at) + char + before.slice(at + 1)
            if (after === before) return
            const problems = await said(entries.map(([n, b]) => [n, n === name ? bytes(after) : b]))
            expect(problems.map(([, place]) => place)).toContain(name)
          },
        ),
        { numRuns: Number(process.env['MUTANTS'] ?? 1000) / 5, seed: 7 },
      )
    },
  )
})

/** Damage of a file: flipped bits, set bytes, cuts, insertions, stretches moved or repeated, numbers in headers changed. */
function mutation(file: Uint8Array<ArrayBuffer>): fc.Arbitrary<{ kind: string; mutant: Uint8Array<ArrayBuffer> }> {
  const at = fc.nat(file.length - 1)
  const headers = [...file.keys()].filter((i) => file[i] === 0x50 && file[i + 1] === 0x4b && (file[i + 2] ?? 99) < 8)
  const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts))
  const set = (i: number, value: number): Uint8Array<ArrayBuffer> => {
    const copy = file.slice()
    copy[i] = value
    return copy
  }
  const span = fc.tuple(at, at).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  return fc.oneof(
    fc.tuple(at, fc.nat(7)).map(([i, bit]) => ({ kind: 'bit', mutant: set(i, (file[i] ?? 0) ^ (1 << bit)) })),
    fc.tuple(at, fc.nat(255)).map(([i, value]) => ({ kind: 'byte', mutant: set(i, value) })),
    fc
      .tuple(fc.constantFrom(...headers), fc.nat(60), fc.nat(255))
      .map(([h, i, value]) => ({ kind: 'header', mutant: set(Math.min(h + i, file.length - 1), value) })),
    at.map((i) => ({ kind: 'cut', mutant: file.slice(0, i) })),
    at.map((i) => ({ kind: 'head cut', mutant: file.slice(i) })),
    span.map(([a, b]) => ({ kind: 'hole', mutant: joined(file.subarray(0, a), file.subarray(b)) })),
    span.map(([a, b]) => ({ kind: 'repeat', mutant: joined(file.subarray(0, b), file.subarray(a)) })),
    fc
      .tuple(at, fc.uint8Array({ minLength: 1, maxLength: 40 }))
      .map(([i, more]) => ({ kind: 'insert', mutant: joined(file.subarray(0, i), more, file.subarray(i)) })),
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => ({ kind: 'append', mutant: joined(file, more) })),
    fc.tuple(span, at).map(([[a, b], to]) => {
      const copy = file.slice()
      copy.set(file.subarray(a, Math.min(b, a + file.length - to)), to)
      return { kind: 'move', mutant: copy }
    }),
  )
}
