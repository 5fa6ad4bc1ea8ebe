import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesOf, filesBelow, measuredSizes, sharedFolder } from '../../tests/support/corpora'
import type { ImageId } from '../core/model/ids'
import { encodePng } from './png'
import { concat } from './bytes'
import { LIMITS } from './limits'
import { probe, sizeProblem } from './probe'

const IMAGES = /\.(png|jpe?g|webp|avif|bmp|gif|tiff?|ico|svg)$/i
const look = (folder: string, file: string) => probe(file as ImageId, bytesOf(folder, file))
const codes = (folder: string, file: string): string[] => {
  const found = look(folder, file)
  return found.ok ? [] : found.problems.map((p) => p.code)
}
/** Processor time since `begun`: a busy machine does not count. */
const cpuMs = (begun: NodeJS.CpuUsage): number => process.cpuUsage(begun).user / 1000
const corpus = (name: string) => sharedFolder('corpora', name)

for (const name of ['pngsuite', 'images-odd', 'image-bombs', 'jpeg-fuzzed', 'exif-traps']) {
  const folder = corpus(name)
  describe.skipIf(!folder)(`corpus ${name}`, () => {
    const measured = folder ? measuredSizes(folder) : new Map<string, undefined>()
    for (const [file, size] of measured)
      it(`${file}: the header tells what Chromium shows, or more is refused than Chromium refuses`, () => {
        const found = look(folder ?? '', file)
        if (found.ok && size)
          expect([found.value.record.width, found.value.record.height]).toEqual([size.width, size.height])
        // What Chromium shows is refused by us only for its size.
        if (!found.ok && size) expect(found.problems[0]?.code).toBe('image.too-large')
      })
    it('every problem names the file', () => {
      for (const file of folder ? filesBelow(folder, IMAGES) : []) {
        const found = look(folder ?? '', file)
        for (const p of found.ok ? found.value.warnings : found.problems) expect(p.place?.file).toBe(file)
      }
    })
  })
}

const traps = corpus('exif-traps')
describe.skipIf(!traps)('orientation traps stand as Chromium shows them', () => {
  const manifest = JSON.parse(readFileSync(join(traps ?? '', 'manifest.json'), 'utf8')) as {
    files: { file: string; effective_orientation: number | 'measure' }[]
  }
  // Where the manifest says "measure": Chromium 156 as measured (README of the corpus).
  const measured: Record<string, number> = {
    'jpeg-exif-6-as-long.jpg': 1,
    'jpeg-two-exif-6-then-1.jpg': 6,
    'jpeg-xmp-6-no-exif.jpg': 1,
    'png-exif-6.png': 6,
  }
  for (const { file, effective_orientation } of manifest.files)
    it(file, () => {
      const found = look(traps ?? '', file)
      expect(found.ok && found.value.record.orientation).toBe(
        effective_orientation === 'measure' ? measured[file] : effective_orientation,
      )
      expect(found.ok && found.value.record.stored).toEqual({ width: 48, height: 32 })
    })
})

const portraits = corpus('exif-orientation')
describe.skipIf(!portraits)('the nine portraits', () => {
  for (let n = 0; n <= 8; n++)
    it(`Portrait_${n}: upright 1200 × 1800`, () => {
      const found = look(portraits ?? '', `Portrait_${n}.jpg`)
      if (!found.ok) throw new Error('refused')
      const { record, warnings } = found.value
      expect(record).toMatchObject({
        width: 1200,
        height: 1800,
        orientation: n || 1,
        format: 'jpeg',
        bitDepth: 8,
        lossy: true,
        frames: 1,
      })
      expect(record.stored).toEqual(n >= 5 ? { width: 1800, height: 1200 } : { width: 1200, height: 1800 })
      expect(warnings).toEqual([])
    })
})

const pngsuite = corpus('pngsuite')
describe.skipIf(!pngsuite)('PngSuite names tell the truth', () => {
  for (const file of pngsuite ? filesBelow(pngsuite, /^[^x].*[0-9][gcap][0-9]+\.png$/) : [])
    it(file, () => {
      const [, interlaced, type, letter, depth] = /(i|n)(\d)([gcap])(\d\d)\.png$/.exec(file) ?? []
      const found = look(pngsuite ?? '', file)
      if (!found.ok || !interlaced) throw new Error('refused')
      expect(found.value.record.bitDepth).toBe(Number(depth))
      expect(found.value.colour).toBe({ 0: 'grey', 2: 'rgb', 3: 'palette', 4: 'grey', 6: 'rgb' }[Number(type)])
      if (letter === 'a') expect(found.value.alpha).toBe(true)
      expect(found.value.warnings).toEqual([])
      expect(found.value.record.lossy).toBe(false)
    })
  // xcsn0g01 (a wrong checksum of the pixels) is left to the decoder: checking every byte here would double the time of every PNG.
  for (const file of [
    'xc1n0g08',
    'xc9n2c08',
    'xcrn0g04',
    'xd0n2c08',
    'xd3n2c08',
    'xd9n2c08',
    'xdtn0g01',
    'xhdn0g08',
    'xlfn0g04',
    'xs1n0g01',
    'xs2n0g01',
    'xs4n0g01',
    'xs7n0g01',
  ])
    it(`${file} is refused as damaged or unknown`, () => {
      expect(codes(pngsuite ?? '', `${file}.png`)[0]).toMatch(/^image\.(damaged|unknown-format)$/)
    })
})

const bombs = corpus('image-bombs')
describe.skipIf(!bombs)('bombs and liars', () => {
  for (const [file, code] of [
    ['png-50000x50000-1bit-valid.png', 'image.too-large'],
    ['png-50000x50000-rgba-headeronly.png', 'image.too-large'],
    ['png-16384x16385-1bit-valid.png', 'image.too-large'],
    ['png-65536x16-1bit-valid.png', 'image.too-large'],
    ['png-2147483647x1.png', 'image.too-large'],
    ['jpeg-65535x65535-sof.jpg', 'image.too-large'],
    ['gif-65535x65535-screen.gif', 'image.too-large'],
    ['bmp-60000x60000-header.bmp', 'image.too-large'],
    ['bmp-rle8-30000x30000-eob.bmp', 'image.too-large'],
    ['png-0x10.png', 'image.damaged'],
    ['png-chunk-length-ffffffff.png', 'image.damaged'],
    ['tiff-100000-square.tif', 'image.unsupported'],
    ['tiff-ifd-loop.tif', 'image.unsupported'],
    ['svg-script.svg', 'image.text-not-image'],
    ['html-named.jpg', 'image.text-not-image'],
    ['empty.png', 'image.empty'],
  ] as const)
    it(`${file}: ${code} within 100 ms`, () => {
      const begun = process.cpuUsage()
      expect(codes(bombs ?? '', file)).toEqual([code])
      expect(cpuMs(begun)).toBeLessThan(100)
    })
  it('the size of a refused image is told', () => {
    const found = look(bombs ?? '', 'png-50000x50000-rgba-headeronly.png')
    expect(found.ok ? [] : found.problems[0]?.values).toMatchObject({
      width: 50_000,
      height: 50_000,
      pixels: LIMITS.pixels,
    })
  })
  it('16384 × 16384 stands exactly at the limit and is let through', () => {
    expect(look(bombs ?? '', 'png-16384x16384-1bit-valid.png').ok).toBe(true)
  })
  it('an animation is opened with its number of frames', () => {
    const found = look(bombs ?? '', 'gif-4000-frames.gif')
    expect(found.ok && found.value.record.frames).toBe(4000)
  })
  it('a PNG named .jpg is opened with a warning', () => {
    const found = look(bombs ?? '', 'png-named.jpg')
    expect(found.ok && found.value.warnings).toEqual([
      { code: 'image.other-extension', place: { file: 'png-named.jpg' }, values: { format: 'PNG', extension: 'jpg' } },
    ])
  })
  it('bytes after the end of a JPEG are counted', () => {
    const found = look(bombs ?? '', 'jpeg-then-zip.jpg')
    expect(found.ok && found.value.warnings.map((w) => [w.code, w.values?.bytes])).toEqual([
      ['image.trailing-bytes', 22],
    ])
  })
})

describe('limits, on both sides', () => {
  for (const [width, height, refused] of [
    [16_384, 16_384, false],
    [16_384, 16_385, true],
    [65_535, 4_096, false],
    [65_536, 1, true],
    [1, 65_536, true],
  ] as const)
    it(`${width} × ${height}: ${refused ? 'refused' : 'let through'}`, () => {
      expect(sizeProblem('a.png', { width, height }) !== undefined).toBe(refused)
    })
})

describe('damage', () => {
  const photo = portraits ? bytesOf(portraits, 'Portrait_6.jpg') : undefined
  it.skipIf(!photo)('a JPEG cut anywhere in its pixels is called truncated and keeps its size', () => {
    if (!photo) return
    fc.assert(
      fc.property(fc.integer({ min: 30_000, max: photo.length - 3 }), (cut) => {
        const found = probe('a.jpg' as ImageId, photo.subarray(0, cut))
        expect(found.ok && found.value.record.stored).toEqual({ width: 1800, height: 1200 })
        expect(found.ok && found.value.warnings.map((w) => w.code)).toEqual(['image.truncated'])
      }),
      { numRuns: 50 },
    )
  })
  it('any change and any cut of a small PNG gives an answer, never an exception', () => {
    const png = concat(encodePng({ width: 5, height: 4, channels: 3, data: new Uint8Array(60) }, { orientation: 6 }))
    fc.assert(
      fc.property(fc.nat(png.length - 1), fc.nat(255), fc.nat(png.length), (at, byte, length) => {
        const bent = png.slice(0, length)
        if (at < bent.length) bent[at] = byte
        expect(typeof probe('a.png' as ImageId, bent).ok).toBe('boolean')
      }),
    )
  })
  it('random bytes behind every signature give an answer, quickly', () => {
    const heads = [
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'RIFF\x20\0\0\0WEBPVP8X',
      'GIF89a',
      'BM',
      '\0\0\0\x20ftypavif',
    ].map((s) => Uint8Array.from(s, (c) => c.charCodeAt(0)))
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        const begun = process.cpuUsage()
        expect(typeof probe('a' as ImageId, concat([head, rest])).ok).toBe('boolean')
        expect(cpuMs(begun)).toBeLessThan(100)
      }),
      { numRuns: 2000 },
    )
  })
})
