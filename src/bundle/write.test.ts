import { describe, expect, it } from 'vitest'
import { bccdImages, hasBccd } from '../../tests/support/bccd'
import {
  bundleOf,
  feedOf,
  goodBundle,
  Growing,
  memoryPorts,
  recording,
  REQUEST,
  verify,
} from '../../tests/support/bundles'
import { entriesOf } from '../../tests/support/tamper'
import { POLICY_REF } from '../../tests/support/policy'
import { blocks } from '../core/model/finding'
import type { Instant, Person } from '../core/model/ids'
import type { ImageDocument } from '../core/model/image'
import { fail, ok, problem } from '../core/model/problem'
import { emptyBaseline, entryOf, withEntries } from '../core/policy/baseline'
import { compilePolicy } from '../core/policy/compile'
import { writeBundle } from './write'

const photos = (count: number) => bccdImages(count, POLICY_REF)
const codes = (result: { ok: boolean; problems?: readonly { code: string; place?: { file?: string } }[] }) =>
  result.problems?.map((p) => [p.code, p.place?.file])

describe.skipIf(!hasBccd)('writing a bundle', () => {
  it('says what it has done, and the result is good', async () => {
    const bundle = await goodBundle(photos(6), { images: 'original' })
    const checked = await verify(bundle.file)
    expect(checked.problems).toEqual([])
    expect(checked.manifest).toEqual(bundle.manifest)
    expect(bundle.manifest.counts).toMatchObject({ images: 6, finished: 6, blocked: 0 })
    expect(bundle.bytes).toBe(bundle.file.length)
    expect(bundle.manifest.files.map((f) => f.path).slice(0, 3)).toEqual([
      'policy/blood-1.0.0.yaml',
      'annotations/Images/BloodImage_00000.jpg.json',
      'annotations/Images/BloodImage_00001.jpg.json',
    ])
  })

  it('gives the same bytes for the same input, whatever the order of the feed', async () => {
    const images = photos(8)
    const first = await goodBundle(images, { images: 'original' })
    const again = await goodBundle([...images].reverse(), { images: 'original' })
    expect(Buffer.compare(first.file, again.file)).toBe(0)
    expect(again.sha256).toBe(first.sha256)
  })

  it('gives the same bytes in another time zone and language', async () => {
    const { sha256 } = await goodBundle(photos(3))
    for (const zone of ['Pacific/Kiritimati', 'America/St_Johns', 'Asia/Shanghai']) {
      const before = process.env['TZ']
      process.env['TZ'] = zone
      try {
        expect(new Date(0).getTimezoneOffset()).not.toBe(0)
        expect((await goodBundle(photos(3))).sha256).toBe(sha256)
      } finally {
        if (before === undefined) delete process.env['TZ']
        else process.env['TZ'] = before
      }
    }
  })

  it('leaves unfinished images out unless asked for all', async () => {
    const [a, b, c] = photos(3)
    if (!a || !b || !c) throw new Error('three photos')
    const images = [a, { ...b, doc: { ...b.doc, state: 'working' as const } }, c]
    expect((await goodBundle(images)).manifest.counts).toMatchObject({ images: 2, finished: 2 })
    expect((await goodBundle(images, { include: 'all' })).manifest.counts).toMatchObject({ images: 3, finished: 2 })
  })

  it('refuses a finished image that the policy does not pass, and counts it when asked for all', async () => {
    const [a, b] = photos(2)
    if (!a || !b) throw new Error('two photos')
    const point = { shape: { kind: 'box' as const, x: 1, y: 1, w: 0, h: 5 }, origin: 'drawn' as const }
    const bad: ImageDocument = {
      ...b.doc,
      annotations: b.doc.annotations.map((x, i) => (i === 0 ? { ...x, roles: { visible: point } } : x)),
    }
    const images = [a, { ...b, doc: bad }]
    expect(codes(await bundleOf(images))).toEqual([['export.unfinished', b.doc.image.path]])
    const all = await goodBundle(images, { include: 'all' })
    expect(all.manifest.counts.blocked).toBe(1)

    // Accepted as an old finding it keeps nothing out, and the acceptance travels along.
    const policy = compilePolicy(REQUEST.policyText)
    if (!policy.ok) throw new Error('the policy does not compile')
    const found = policy.value.policy.check(bad).filter(blocks)
    const none = emptyBaseline(POLICY_REF, '' as Person, '2026-11-24T00:00:00Z' as Instant)
    const baseline = withEntries(
      none,
      found.map((f) => entryOf(bad, f)),
    )
    const accepted = await goodBundle(images, { baseline })
    expect(accepted.manifest.counts).toMatchObject({ images: 2, blocked: 0 })
    expect(accepted.manifest.files[1]).toMatchObject({ path: 'policy/baseline.json', role: 'baseline' })
    const verified = await verify(accepted.file)
    expect([verified.problems, verified.accepted]).toEqual([[], found.length])
    expect(verified.findings.flatMap((f) => f.findings).filter(blocks)).toEqual([])
    const checked = await verify(all.file)
    expect(checked.problems).toEqual([])
    expect(checked.findings.map((f) => f.path)).toEqual([b.doc.image.path])
  })

  it('writes the dispositions of a profile beside the stored ones, and refuses a profile that the policy does not have', async () => {
    const bundle = await goodBundle(photos(1), { profile: 'train' })
    const table = (await entriesOf(bundle.file)).find(([name]) => name === 'tables/annotations.csv')?.[1]
    expect(new TextDecoder().decode(table)).toContain(',positive,ignore,')
    expect((await verify(bundle.file)).problems).toEqual([])
    expect(codes(await bundleOf(photos(1), { profile: 'other' }))).toEqual([['policy.unknown-name', undefined]])
  })

  it('has nothing to export when no image is finished', async () => {
    const images = photos(2).map((image) => ({ ...image, doc: { ...image.doc, state: 'new' as const } }))
    expect(codes(await bundleOf(images))).toEqual([['export.nothing', undefined]])
    expect(codes(await bundleOf([]))).toEqual([['export.nothing', undefined]])
  })

  it('names every image that is not the one that was labelled', async () => {
    const [a, b, c] = photos(3)
    if (!a || !b || !c) throw new Error('three photos')
    const result = await bundleOf([{ ...a, file: b.file }, { ...b, file: a.file }, c], { images: 'original' })
    expect(codes(result)).toEqual([
      ['bundle.image-mismatch', a.doc.image.path],
      ['bundle.image-mismatch', b.doc.image.path],
    ])
  })

  it('stops when an image changes between the two passes, also to one of the same size', async () => {
    const [a] = photos(1)
    if (!a) throw new Error('a photo')
    for (const changed of [Uint8Array.from(a.file, (byte, i) => (i === 5000 ? byte ^ 1 : byte)), a.file.subarray(1)]) {
      let reads = 0
      const feed = {
        ...feedOf([a]),
        bytes: () => Promise.resolve(ok(new Blob([new Uint8Array(reads++ === 0 ? a.file : changed)]))),
      }
      expect(codes(await writeBundle({ ...REQUEST, images: 'original' }, feed, memoryPorts()))).toEqual([
        ['image.changed', a.doc.image.path],
      ])
    }
  })

  it('refuses names that collide on some systems or are dangerous', async () => {
    const [a, b] = photos(2)
    if (!a || !b) throw new Error('two photos')
    const named = (image: typeof a, path: string) => ({
      ...image,
      doc: { ...image.doc, image: { ...image.doc.image, path: path as typeof image.doc.image.path } },
    })
    expect(codes(await bundleOf([named(a, 'x/A.png'), named(b, 'x/a.png')]))?.[0]?.[0]).toBe('bundle.entry-duplicate')
    expect(codes(await bundleOf([named(a, 'Am\u00e9lie.png'), named(b, 'Ame\u0301lie.png')]))?.[0]?.[0]).toBe(
      'bundle.entry-duplicate',
    )
    expect(codes(await bundleOf([named(a, '../x.png')]))?.[0]?.[0]).toBe('bundle.unsafe-name')
    for (const fine of ['细胞/照片 1.png', '😀.jpg', '__proto__/constructor.png', 'Ame\u0301lie.png'])
      expect((await verify((await goodBundle([named(a, fine)], { images: 'original' })).file)).problems).toEqual([])
  })

  it('stops when it is told to, in either pass', async () => {
    for (const phase of ['reading', 'writing']) {
      const { report, stop } = recording()
      const sink = new Growing()
      const stopping = {
        ...report,
        progress: (p: { phase: string; done: number }) => {
          if (p.phase === phase && p.done === 2) stop.abort()
        },
      }
      const result = await writeBundle(
        { ...REQUEST, images: 'original' },
        feedOf(photos(5)),
        memoryPorts(sink, { report: stopping }),
      )
      expect(codes(result)).toEqual([['export.cancelled', undefined]])
    }
  })

  it('reports a full disk as such, wherever the writing stops', async () => {
    const images = photos(2)
    const count = async (failAt: number) => {
      let calls = 0
      const sink = {
        write: () => {
          if (calls++ === failAt) throw new DOMException('full', 'QuotaExceededError')
        },
      }
      const result = await writeBundle(
        { ...REQUEST, images: 'original' },
        feedOf(images),
        memoryPorts(new Growing(), { sink }),
      )
      return { result, calls }
    }
    const { calls } = await count(-1)
    for (let k = 0; k < calls; k++) expect(codes((await count(k)).result)).toEqual([['storage.full', undefined]])
  })

  it('carries PNG sources as they are and others as the PNG that was made', async () => {
    const [a, b] = photos(2)
    if (!a || !b) throw new Error('two photos')
    const asPng = {
      ...b,
      doc: {
        ...b.doc,
        image: {
          ...b.doc.image,
          path: 'Images/b.png' as typeof b.doc.image.path,
          format: 'png' as const,
          lossy: false,
        },
      },
    }
    const header = new Uint8Array(33)
    header.set([
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0, 1, 224,
    ])
    let made = 0
    const encodePng = () => {
      made++
      return Promise.resolve(ok(new Blob([header])))
    }
    const bundle = await goodBundle([a, asPng], { images: 'png' }, { encodePng })
    expect(made).toBe(1)
    expect(bundle.manifest.contents.map((c) => [c.carried, c.entry])).toEqual([
      ['png', 'images/Images/BloodImage_00000.jpg.png'],
      ['original', 'images/Images/b.png'],
    ])
    expect((await verify(bundle.file)).problems).toEqual([])
    const failing = await bundleOf(
      [a],
      { images: 'png' },
      { encodePng: (_b, r) => Promise.resolve(fail(problem('image.not-exact', { file: r.path }))) },
    )
    expect(codes(failing)).toEqual([['image.not-exact', a.doc.image.path]])
  })
})
