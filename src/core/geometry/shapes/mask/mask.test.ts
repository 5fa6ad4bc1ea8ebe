import '../../../model/zod-setup'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intersectionArea, iou } from '../../overlap'
import { unionOf } from '../../derived'
import { maskFromCoco, maskToCoco, maskToCounts, rleFromString, rleToString, type CocoRle } from './coco'
import { mask, Mask, maskOfRuns, maskRuns } from './mask'
import { countsOf, runsOf } from './runs'
import vectors from './coco-masks.test.json'

const shared = new URL('../../../../../../shared/', import.meta.url)

/** The pixels of a mask, as `x,y` in the image. */
const pixels = (m: Mask): Set<string> =>
  new Set(maskRuns(m).flatMap((r) => Array.from({ length: r.y1 - r.y0 }, (_, i) => `${m.x + r.x},${m.y + r.y0 + i}`)))
const ofPixels = (list: Iterable<readonly [number, number]>): Mask =>
  maskOfRuns(
    [...new Set([...list].map(([x, y]) => `${x},${y}`))]
      .map((k) => k.split(',').map(Number) as [number, number])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .map(([x, y]) => ({ x, y0: y, y1: y + 1 })),
    0,
    0,
  )
/** A mask drawn with `#`. */
const drawn = (...rows: string[]): Mask =>
  ofPixels(rows.flatMap((row, y) => [...row].flatMap((c, x) => (c === '#' ? [[x, y] as const] : []))))

const anyPixels = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 9 })), {
  minLength: 1,
  maxLength: 70,
})
const fault = (rle: CocoRle): string | undefined => {
  const made = maskFromCoco(rle)
  return 'fault' in made ? made.fault : undefined
}
const made = (rle: CocoRle): Mask => {
  const m = maskFromCoco(rle)
  if ('fault' in m) throw new Error(m.fault)
  return m
}
const size = ([height = 0, width = 0]: readonly number[]) => ({ width, height })

describe('COCO run lengths', () => {
  it('read and write the strings of pycocotools, with its area and box', () => {
    for (const v of vectors.masks) {
      expect(rleFromString(v.string), v.name).toEqual(v.counts)
      expect(rleToString(v.counts), v.name).toBe(v.string)
      const [h = 0, w = 0] = v.size
      const m = made({ size: [h, w], counts: v.string })
      expect(mask.area(m), v.name).toBe(v.area)
      const [x = 0, y = 0, bw = 0, bh = 0] = v.bbox
      if (v.area > 0) expect(mask.bounds(m), v.name).toEqual({ x0: x, y0: y, x1: x + bw, y1: y + bh })
      expect(maskToCoco(m, { width: w, height: h }), v.name).toEqual({ size: v.size, counts: v.string })
      expect(maskToCounts(m, { width: w, height: h }), v.name).toEqual(v.counts)
    }
  })
  it('overlap, unite and intersect as in pycocotools', () => {
    for (const v of vectors.pairs) {
      const [h = 0, w = 0] = v.size
      const [a, b] = [made({ size: [h, w], counts: v.a }), made({ size: [h, w], counts: v.b })]
      expect(iou(a, b)).toBeCloseTo(v.iou, 12)
      expect((intersectionArea(a, b) ?? NaN) / mask.area(a)).toBeCloseTo(v.crowd, 12)
      expect(intersectionArea(a, b)).toBe(mask.area(made({ size: [h, w], counts: v.both })))
      const union = unionOf([a, b])
      expect(union?.kind === 'mask' && maskToCoco(union, size(v.size)).counts).toBe(v.union)
    }
  })
  it('come back the same from any counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 60 }), (counts) => {
        expect(rleFromString(rleToString(counts))).toEqual(counts)
      }),
      { numRuns: 2000 },
    )
  })
  it('of 100,000 runs are read and written', () => {
    const counts = Array.from({ length: 100_000 }, (_, i) => 1 + (i % 7))
    expect(rleFromString(rleToString(counts))).toEqual(counts)
  })
  it('that are no mask are refused, and say why', () => {
    expect(fault({ size: [2, 2], counts: [1, 2] })).toBe('sum')
    expect(fault({ size: [2, 2], counts: [1, 4] })).toBe('sum')
    expect(fault({ size: [2, 2], counts: [5, -1] })).toBe('negative')
    expect(fault({ size: [-2, 2], counts: [] })).toBe('size')
    expect(fault({ size: [2 ** 20, 2 ** 20], counts: [2 ** 40] })).toBe('size')
    expect(fault({ size: [2, 2], counts: 'a b' })).toBe('string')
    expect(fault({ size: [2, 2], counts: '4_' })).toBe('string')
  })
  it.skipIf(!existsSync(shared))('of real COCO results come back letter by letter', () => {
    const file = new URL('datasets/coco-results/results/instances_val2014_fakesegm100_results.json', shared)
    const results = JSON.parse(readFileSync(file, 'utf8')) as {
      segmentation: { size: [number, number]; counts: string }
    }[]
    expect(results.length).toBeGreaterThan(100)
    for (const { segmentation } of results)
      expect(maskToCoco(made(segmentation), size(segmentation.size)).counts).toBe(segmentation.counts)
  })
  it.skipIf(!existsSync(shared))('of the corpus of faults are refused', () => {
    const folder = new URL('corpora/annotation-faults/coco/', shared)
    const files = readdirSync(folder).filter((name) => name.startsWith('rle-') && name !== 'rle-size-transposed.json')
    expect(files.length).toBeGreaterThan(4)
    for (const name of files) {
      const doc = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
        annotations: { segmentation: CocoRle }[]
      }
      expect(fault(doc.annotations[0]?.segmentation ?? { size: [0, 0], counts: '' }), name).toBeDefined()
    }
  })
})

describe('a mask', () => {
  it('is as small as its object, wherever that lies', () => {
    const m = ofPixels([
      [1000, 2000],
      [1001, 2001],
    ])
    expect(m).toEqual({ kind: 'mask', x: 1000, y: 2000, w: 2, h: 2, counts: [0, 1, 2, 1] })
  })
  it('keeps its runs through counts', () => {
    fc.assert(
      fc.property(anyPixels, (list) => {
        const m = ofPixels(list)
        expect(runsOf(countsOf(maskRuns(m), m.w, m.h), m.w, m.h)).toEqual(maskRuns(m))
        expect(m.counts.reduce((a, b) => a + b, 0)).toBe(m.w * m.h)
        expect(mask.defects(m)).toEqual([])
      }),
    )
  })
  it('has an outline that holds exactly its pixels', () => {
    fc.assert(
      fc.property(anyPixels, (list) => {
        const m = ofPixels(list)
        const region = mask.region(m)
        const has = pixels(m)
        for (let x = -1; x <= 12; x++)
          for (let y = -1; y <= 10; y++) {
            const odd = region.some((piece) => piece.reduce((o, ring) => o !== inside(ring, x + 0.5, y + 0.5), false))
            expect(odd, `${x},${y}`).toBe(has.has(`${x},${y}`))
          }
        const corners = region.flat(2)
        expect(corners.every(([x, y]) => Number.isInteger(x) && Number.isInteger(y))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
  it('counts pieces with corners joined, and holes', () => {
    expect(mask.pieces(drawn('##.#', '##.#', '....', '#...'))).toBe(3)
    expect(mask.pieces(drawn('#..', '.#.', '..#'))).toBe(1)
    const ring = drawn('####', '#..#', '####')
    expect([mask.pieces(ring), mask.holes(ring), mask.area(ring), mask.length(ring)]).toEqual([1, 1, 10, 14 + 6])
    expect(mask.holes(drawn('###', '#.#', '##.'))).toBe(1)
  })
  it('turns and flips with the image, pixel by pixel', () => {
    const [W, H] = [20, 15]
    const maps = [
      (p: { x: number; y: number }) => ({ x: W - p.x, y: p.y }),
      (p: { x: number; y: number }) => ({ x: W - p.x, y: H - p.y }),
      (p: { x: number; y: number }) => ({ x: p.x, y: H - p.y }),
      (p: { x: number; y: number }) => ({ x: p.y, y: p.x }),
      (p: { x: number; y: number }) => ({ x: H - p.y, y: p.x }),
      (p: { x: number; y: number }) => ({ x: p.y, y: W - p.x }),
    ]
    fc.assert(
      fc.property(anyPixels, fc.constantFrom(...maps), (list, map) => {
        const m = ofPixels(list)
        const want = list.map(([x, y]) => {
          const centre = map({ x: x + 0.5, y: y + 0.5 })
          return [Math.floor(centre.x), Math.floor(centre.y)] as const
        })
        expect(mask.map(m, map)).toEqual(ofPixels(want))
      }),
      { numRuns: 200 },
    )
  })
  it('moves by whole pixels and keeps its counts', () => {
    const m = drawn('##', '.#')
    expect(mask.translate(m, 3.4, -2.6)).toEqual({ ...m, x: m.x + 3, y: m.y - 3 })
  })
  it('names counts that do not fill its box, and never reads beyond it', () => {
    const long: Mask = { kind: 'mask', x: 0, y: 0, w: 2, h: 2, counts: [0, 1e15] }
    expect(mask.defects(long)).toEqual(['run-lengths'])
    expect(mask.area(long)).toBe(4)
    expect(mask.defects({ ...long, counts: [1, 1] })).toEqual(['run-lengths'])
    expect(mask.defects({ ...long, counts: [4] })).toEqual(['zero-area'])
    expect(mask.defects({ ...long, counts: [NaN, 1] })).toEqual(['not-finite'])
  })
  it('larger than any image is refused by its schema', () => {
    expect(Mask.safeParse({ kind: 'mask', x: 0, y: 0, w: 60_000, h: 60_000, counts: [3.6e9] }).success).toBe(false)
    expect(Mask.safeParse({ kind: 'mask', x: 0.5, y: 0, w: 1, h: 1, counts: [1] }).success).toBe(false)
  })
})

function inside(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let odd = false
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd
  })
  return odd
}
