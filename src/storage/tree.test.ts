import { describe, expect, it } from 'vitest'
import { boxOf, documentOf } from '../../tests/support/documents'
import type { ImageId } from '../core/model/ids'
import { MemorySource, MemoryTree } from './memory/memory-source'
import { prettyJson } from './pretty-json'
import { through, type FaultHarness } from './seam'
import { newestSet } from './side-files'
import { inOrder, listImages, type Tree, type TreeEntry } from './tree'

const NAMES = { task: 'blood', date: '2026-11-24' }
const treeOf = (...paths: string[]) => new MemoryTree('photos', new Map(paths.map((path) => [path, new Blob(['x'])])))
const file = 'Ann_pre/blood_2026-11-24/a/1.png.json'

async function batches(tree: MemoryTree): Promise<string[][]> {
  const source = await MemorySource.over(tree, NAMES)
  const found: string[][] = []
  for await (const batch of source.list(new AbortController().signal)) found.push(batch.map((entry) => entry.path))
  return found
}

describe('listing', () => {
  it('gives the first image alone, then the rest: by name, folder after folder, images only', async () => {
    const tree = treeOf(
      'b/x.webp',
      'img10.JPG',
      'img2.jpg',
      '.h/a.png',
      '._a.png',
      'Ann_pre/s/q.png',
      'Ann/q.png',
      'a.png.crswap',
      'b/Ann/y.tif',
      'notes.txt',
    )
    expect(await batches(tree)).toEqual([['img2.jpg'], ['img10.JPG'], ['b/x.webp'], ['b/Ann/y.tif']])
  })
  it('gives the first image long before a slow folder is listed to its end, and puts the pieces in order afterwards', async () => {
    let listed = 0
    const slow: Tree = {
      name: 'slow',
      file: () => Promise.resolve(new Blob()),
      async *entries(): AsyncGenerator<TreeEntry> {
        for (let n = 400; n > 0; n--) {
          if (n % 100 === 0) await new Promise((later) => setTimeout(later, 100))
          listed++
          yield { name: `${n}.png`, kind: 'file' }
        }
      },
    }
    const found = []
    let listedAtFirst = 0
    for await (const batch of listImages(slow, new AbortController().signal)) {
      listedAtFirst ||= listed
      found.push(...batch)
    }
    expect(listedAtFirst).toBeLessThan(400)
    expect(inOrder(found).map((e) => e.path)).toEqual(Array.from({ length: 400 }, (_, i) => `${i + 1}.png`))
  })
  it('leaves a list alone that is in order', () => {
    const list = ['a.png', 'img2.png', 'img10.png', 'z/a.png'].map((path) => ({ path: path as ImageId }))
    expect(inOrder(list)).toBe(list)
  })
  it('keeps names that look alike apart', async () => {
    const twins = ['\u00fc.png', 'u\u0308.png', 'A.png', 'a.png', 'a%20b.png', 'a b.png', 'x.png', 'x.png.png']
    expect((await batches(treeOf(...twins))).flat().toSorted()).toEqual(twins.toSorted())
  })
})

describe('side files', () => {
  const doc = { ...documentOf(), annotations: [boxOf('n1')] }
  it('come back as they were written', async () => {
    const { sideFiles } = await MemorySource.over(treeOf(), NAMES)
    expect(sideFiles.set).toBeUndefined()
    expect(await sideFiles.write(doc)).toEqual({ ok: true, value: null })
    expect(await sideFiles.read(doc.image.path)).toEqual({ ok: true, value: doc })
    expect(sideFiles.set).toBe('Ann_pre/blood_2026-11-24')
  })
  for (const [what, text, place] of [
    ['damaged JSON', '{', undefined],
    ['another form', '{"groundrule":1}', 'image'],
  ] as const)
    it(`${what} is named, and kept beside the new file`, async () => {
      const tree = new MemoryTree('photos', new Map([[file, new Blob([text])]]))
      const { sideFiles } = await MemorySource.over(tree, NAMES)
      const read = await sideFiles.read(doc.image.path)
      expect(read).toMatchObject({ ok: false, problems: [{ code: 'sidefile.invalid', place: { file } }] })
      if (!read.ok && place) expect(read.problems[0]?.place?.path).toBe(place)
      expect((await sideFiles.write(doc)).ok).toBe(true)
      expect(await tree.files.get(`${file}.bad-1`)?.text()).toBe(text)
    })
  it('of a newer version are never overwritten', async () => {
    const tree = new MemoryTree('photos', new Map([[file, new Blob(['{"groundrule":2}'])]]))
    const { sideFiles } = await MemorySource.over(tree, NAMES)
    expect(await sideFiles.write(doc)).toMatchObject({ ok: false, problems: [{ code: 'sidefile.newer-version' }] })
    expect(await tree.files.get(file)?.text()).toBe('{"groundrule":2}')
  })
  for (const [bytes, ok] of [
    [240, true],
    [241, false],
  ] as const)
    it(`a name of ${bytes} bytes: ${ok ? 'written' : 'refused'}`, async () => {
      const { sideFiles } = await MemorySource.over(treeOf(), NAMES)
      const path = `${'x'.repeat(bytes - 9)}.png` as ImageId
      expect((await sideFiles.write(documentOf(path))).ok).toBe(ok)
    })
  it('go on in the newest set of the task', () => {
    expect(newestSet(['blood_2025-01-01', 'blood_2026-01-01', 'zoo_2027-01-01', 'junk'], 'blood')).toBe(
      'Ann_pre/blood_2026-01-01',
    )
    expect(newestSet(['zoo_2027-01-01'], 'blood')).toBe('Ann_pre/zoo_2027-01-01')
  })
})

it('pretty JSON sorts keys, keeps small things on a line, and refuses what JSON cannot hold', () => {
  expect(prettyJson({ b: [1, 2], a: undefined, A: { x: -0 } })).toBe('{"A": {"x": 0}, "b": [1, 2]}\n')
  expect(() => prettyJson({ x: NaN })).toThrow('NaN')
})

describe('the seam', () => {
  const work = () => Promise.resolve('done')
  const run = async (plan: NonNullable<FaultHarness['plan']>) => {
    const faults: FaultHarness = { calls: 0, plan }
    return [
      await through(faults, 'a.x', work).catch(String),
      await through(faults, 'a.y', work).catch(String),
      await through(faults, 'a.z', work).catch(String),
    ].map((said) => said === 'done')
  }
  it('fails one call', async () =>
    expect(await run({ call: 2, mode: 'once', error: 'QuotaExceededError' })).toEqual([true, false, true]))
  it('fails every call from one on', async () =>
    expect(await run({ call: 2, mode: 'ever', error: 'AbortError' })).toEqual([true, false, false]))
  it('leaves other rooms alone', async () =>
    expect(await run({ call: 1, mode: 'ever', error: 'AbortError', only: 'b.' })).toEqual([true, true, true]))
})
