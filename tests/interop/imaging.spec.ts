import { expect, test } from '@playwright/test'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowserPage, type BrowserPage } from '../support/browser-page'
import { filesBelow, sharedFolder } from '../support/corpora'
import { pythonWithPillow, withPillow } from '../support/pillow'
import type { Harness } from './imaging.page'

declare const harness: Harness

const corpora = sharedFolder('corpora')
test.skip(!corpora, '../shared/corpora is not there')
test.skip(!pythonWithPillow, 'no Python with Pillow')

let opened: BrowserPage
let made: string

/** Photos in every form that the brief of the PNG export names, made by Pillow from one real photo. */
const MAKE = `
import io
src = Image.open(input["photo"]).convert("RGB")
photo = src.resize((637, 479))
out = input["out"]
names = []
def save(name, image=photo, **how):
    image.save(out + "/" + name, **how); names.append(name)
for sub, label in ((0, "444"), (1, "422"), (2, "420")): save(f"jpeg-{label}.jpg", quality=90, subsampling=sub)
save("jpeg-progressive.jpg", quality=85, progressive=True)
save("jpeg-grey.jpg", photo.convert("L"), quality=90)
save("jpeg-cmyk.jpg", photo.convert("CMYK"), quality=90)
from PIL import ImageCms
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
save("jpeg-icc.jpg", quality=90, icc_profile=profile)
for o in range(1, 9):
    exif = Image.Exif(); exif[0x0112] = o
    save(f"jpeg-exif-{o}.jpg", quality=90, exif=exif)
    save(f"webp-exif-{o}.webp", quality=80, exif=exif)
save("webp-lossy.webp", quality=80)
save("webp-lossless.webp", lossless=True)
save("webp-icc.webp", lossless=True, icc_profile=profile)
alpha = photo.convert("RGBA")
alpha.putalpha(Image.radial_gradient("L").resize(alpha.size))
save("webp-alpha-lossless.webp", alpha, lossless=True, exact=True)
save("webp-alpha-lossy.webp", alpha, quality=80)
save("bmp-24.bmp")
save("bmp-8.bmp", photo.quantize(200))
save("bmp-1.bmp", photo.convert("1"))
save("gif.gif", photo.quantize(255))
hole = photo.quantize(255); hole.paste(7, (50, 50, 200, 200))
save("gif-transparent.gif", hole, transparency=7)
big = src.resize((6000, 4000))
big.save(out + "/big.jpg", quality=92)
print(json.dumps(names))
`

/** Decodes both and says in how many samples they differ; where a pixel is wholly transparent its colour does not count. */
const COMPARE = `
from PIL import ImageChops
def differing(pair):
    a, b = Image.open(pair["source"]), Image.open(pair["png"])
    facts = {"most": 0, "mode": b.mode, "icc": b.info.get("icc_profile") is not None, "orientation": b.getexif().get(0x0112, 1)}
    if b.mode == "L" or a.mode == "CMYK": a = a.convert(b.mode)
    elif b.mode == "RGB": a = a.convert("RGB")
    else: a = a.convert("RGBA")
    if a.size != b.size: return {**facts, "differ": "size %s %s" % (a.size, b.size)}
    if b.mode == "RGBA":
        clear = Image.new("RGBA", a.size, (0, 0, 0, 0))
        a = Image.composite(a, clear, a.getchannel("A").point(lambda v: 255 if v else 0))
        b = Image.composite(b, clear, b.getchannel("A").point(lambda v: 255 if v else 0))
    if a.tobytes() == b.tobytes(): return {**facts, "differ": 0}
    diffs = [abs(x - y) for x, y in zip(a.tobytes(), b.tobytes()) if x != y]
    return {**facts, "differ": len(diffs), "most": max(diffs, default=0)}
print(json.dumps([differing(pair) for pair in input]))
`

interface Compared {
  readonly mode: string
  readonly icc: boolean
  readonly orientation: number
  readonly differ: number | string
  /** Largest difference of one sample. */
  readonly most: number
}

test.beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'groundrule-imaging-'))
  const names = withPillow(MAKE, { photo: join(corpora ?? '', 'exif-orientation', 'Portrait_1.jpg'), out: made })
  expect(Array.isArray(names)).toBe(true)
  opened = await openBrowserPage(join(import.meta.dirname, 'imaging.page.ts'), { made, corpora: corpora ?? '' })
})
test.afterAll(async () => {
  await opened.close()
  rmSync(made, { recursive: true, force: true })
})

const show = (url: string) => opened.page.evaluate((u) => harness.show(u), url)
const png = (url: string) => opened.page.evaluate((u) => harness.png(u), url)
const urlOf = (...parts: readonly string[]): string =>
  parts
    .flatMap((p) => p.split('/'))
    .map(encodeURIComponent)
    .join('/')

/** Makes the PNG of each source in the browser and lets Pillow decode both. */
async function compareAll(
  sources: readonly { readonly file: string; readonly url: string }[],
): Promise<Map<string, Compared>> {
  const pairs: { source: string; png: string }[] = []
  for (const { file, url } of sources) {
    const answer = await png(url)
    if (!answer.ok) throw new Error(`${file}: ${answer.codes.join()}`)
    const target = join(made, `compare-${pairs.length}.png`)
    writeFileSync(target, Buffer.from(answer.png, 'base64'))
    pairs.push({ source: file, png: target })
  }
  const compared = withPillow(COMPARE, pairs) as Compared[]
  return new Map(compared.map((c, i) => [sources[i]?.file ?? '', c]))
}

test('a PNG made of JPEG, WebP, BMP or GIF has exactly the pixels that Pillow decodes, and keeps profile and orientation', async () => {
  const names = filesBelow(made, /^(jpeg|webp|bmp|gif).*\.(jpg|webp|bmp|gif)$/)
  expect(names.length).toBeGreaterThan(30)
  const compared = await compareAll(names.map((name) => ({ file: join(made, name), url: urlOf('made', name) })))
  for (const name of names) {
    const facts = compared.get(join(made, name))
    expect.soft([facts?.differ, facts?.most], name).toEqual([0, 0])
    expect.soft(facts?.icc, `${name} profile`).toBe(name.includes('icc'))
    expect.soft(facts?.orientation, `${name} orientation`).toBe(Number(/jpeg-exif-(\d)/.exec(name)?.[1] ?? 1))
    expect
      .soft(facts?.mode, `${name} channels`)
      .toBe(name.includes('grey') ? 'L' : /alpha|transparent/.test(name) ? 'RGBA' : 'RGB')
  }
})

test('real files of other hands give exact PNGs too', async () => {
  const portraits = Array.from({ length: 9 }, (_, n) => `exif-orientation/Portrait_${n}.jpg`)
  const odd = [
    'hopper_gray.jpg',
    'hopper_orientation_2.jpg',
    'hopper_orientation_6.jpg',
    'hopper_orientation_6.webp',
    'hopper_orientation_8.webp',
    'exif_typeerror.jpg',
    'invalid-exif.jpg',
  ]
  const files = [...portraits, ...odd.map((name) => `images-odd/${name}`)]
  const compared = await compareAll(
    files.map((file) => ({ file: join(corpora ?? '', file), url: urlOf('corpora', file) })),
  )
  for (const [file, { differ, most }] of compared) expect.soft([differ, most], file).toEqual([0, 0])
})

test('a YCCK JPEG differs from Pillow by at most 1: its way to RGB is a rounding convention, not pixels of the file', async () => {
  const file = join(corpora ?? '', 'images-odd/pil_sample_cmyk.jpg')
  const compared = await compareAll([{ file, url: urlOf('corpora/images-odd', 'pil_sample_cmyk.jpg') }])
  expect(compared.get(file)?.most).toBeLessThanOrEqual(1)
})

test('all nine portraits stand upright and have the hash that OpenSSL gives', async () => {
  for (let n = 0; n <= 8; n++) {
    const answer = await show(urlOf('corpora/exif-orientation', `Portrait_${n}.jpg`))
    if (!answer.ok) throw new Error(answer.codes.join())
    expect(answer.size).toEqual([1200, 1800])
    const bytes = readFileSync(join(corpora ?? '', 'exif-orientation', `Portrait_${n}.jpg`))
    expect(answer.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
})

/** Which stored quarter stands in the upright top-left, top-right, bottom-left, bottom-right (0 = tl, 1 = tr, 2 = bl, 3 = br). */
const QUARTERS: Readonly<Record<number, readonly number[]>> = {
  1: [0, 1, 2, 3],
  2: [1, 0, 3, 2],
  3: [3, 2, 1, 0],
  4: [2, 3, 0, 1],
  5: [0, 2, 1, 3],
  6: [2, 0, 3, 1],
  7: [3, 1, 2, 0],
  8: [1, 3, 0, 2],
}

test('15 of 15 orientation traps: what we record is what Chromium draws, in the image and in its thumbnail', async () => {
  const folder = join(corpora ?? '', 'exif-traps')
  const { quadrants_raw: raw } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    quadrants_raw: Record<'tl' | 'tr' | 'bl' | 'br', number[]>
  }
  const stored = [raw.tl, raw.tr, raw.bl, raw.br]
  const nearest = (colour: readonly number[]): number => {
    const distance = (i: number): number =>
      (stored[i] ?? []).reduce((sum, v, k) => sum + Math.abs(v - (colour[k] ?? 0)), 0)
    return [0, 1, 2, 3].reduce((best, i) => (distance(i) < distance(best) ? i : best), 0)
  }
  const files = filesBelow(folder, /\.(jpg|png)$/)
  expect(files).toHaveLength(15)
  for (const file of files) {
    const answer = await show(urlOf('corpora/exif-traps', file))
    if (!answer.ok) throw new Error(answer.codes.join())
    expect.soft(answer.colours.map(nearest), file).toEqual(QUARTERS[answer.image.orientation])
    const small = await opened.page.evaluate((u) => harness.thumbnail(u, 24), urlOf('corpora/exif-traps', file))
    if (!small.ok) throw new Error(small.codes.join())
    expect.soft(small.colours.map(nearest), `${file} thumbnail`).toEqual(QUARTERS[answer.image.orientation])
    expect.soft(Math.max(...small.size), `${file} thumbnail`).toBe(24)
    expect.soft(small.whole).toEqual(answer.size)
  }
})

test('AVIF: irot and imir are read as Chromium applies them', async () => {
  for (const file of filesBelow(join(corpora ?? '', 'images-odd/avif'), /^rot.*\.avif$/)) {
    const answer = await show(urlOf('corpora/images-odd/avif', file))
    if (!answer.ok) throw new Error(`${file} ${answer.codes.join()}`)
    expect.soft([answer.image.width, answer.image.height], file).toEqual([640, 427])
    expect.soft(answer.size, file).toEqual([640, 427])
  }
})

test('the PNG of a turned or mirrored picture stands upright like its source', async () => {
  const sources = [
    ...Array.from({ length: 8 }, (_, i) => urlOf('corpora/exif-traps', `jpeg-exif-${i + 1}.jpg`)),
    ...Array.from({ length: 8 }, (_, i) => urlOf('corpora/images-odd/avif', `rot${i >> 1}mir${i & 1}.avif`)),
  ]
  for (const [i, url] of sources.entries()) {
    const answer = await png(url)
    if (!answer.ok) throw new Error(`${url} ${answer.codes.join()}`)
    // A name of its own each: the cache knows a file without a date by path and size only.
    const name = `upright-${i}.png`
    writeFileSync(join(made, name), Buffer.from(answer.png, 'base64'))
    const [source, turned] = [await show(url), await show(urlOf('made', name))]
    expect.soft(turned.ok && [turned.size, turned.colours], url).toEqual(source.ok && [source.size, source.colours])
    expect.soft(turned.ok && turned.image.orientation, url).toBe(source.ok && source.image.orientation)
  }
})

test('every PNG that Chromium opens passes through byte for byte', async () => {
  const files = filesBelow(join(corpora ?? '', 'pngsuite'), /^[^x].*\.png$/)
  for (const file of files) {
    const answer = await png(urlOf('corpora/pngsuite', file))
    expect.soft(answer.ok && answer.same, file).toBe(true)
    const bytes = readFileSync(join(corpora ?? '', 'pngsuite', file)).toString('base64')
    expect.soft(answer.ok && answer.png === bytes, file).toBe(true)
    expect.soft((await show(urlOf('corpora/pngsuite', file))).ok, file).toBe(true)
  }
})

test('the 14 corrupt files of PngSuite are refused with a reason', async () => {
  const files = filesBelow(join(corpora ?? '', 'pngsuite'), /^x.*\.png$/)
  expect(files).toHaveLength(14)
  for (const file of files) {
    const answer = await show(urlOf('corpora/pngsuite', file))
    expect
      .soft(answer.ok ? ['shown'] : answer.codes, file)
      .toEqual([expect.stringMatching(/^image\.(damaged|unknown-format|truncated)$/)])
  }
})

for (const name of ['image-bombs', 'images-odd', 'jpeg-fuzzed'])
  test(`${name}: every file is shown or refused with a reason, and the next image works`, async () => {
    for (const file of filesBelow(join(corpora ?? '', name), /\.(png|jpe?g|webp|avif|bmp|gif|tiff?|ico|svg)$/i)) {
      // Exactly at the limit: several seconds and a gigabyte; measured by the benchmark, not here.
      if (file.startsWith('png-16384x16384')) continue
      const answer = await show(urlOf('corpora', name, file))
      if (answer.ok) expect.soft(answer.size, file).toEqual([answer.image.width, answer.image.height])
      else expect.soft(answer.codes, file).toEqual([expect.stringMatching(/^image\./)])
    }
    expect((await show(urlOf('corpora/exif-traps', 'jpeg-exif-6.jpg'))).ok).toBe(true)
  })

test('a 24 MP JPEG is shown, hashed, made into a thumbnail and into an exact PNG', async () => {
  const { rows, png } = await opened.page.evaluate((u) => harness.times(u), urlOf('made', 'big.jpg'))
  console.log('24 MP JPEG, ms:', JSON.stringify(rows, null, 1), 'PNG bytes', png)
  const least = (name: string): number => Math.min(...(rows[name] ?? [Infinity]))
  expect(typeof png).toBe('number')
  expect(least('client.decode (cached)')).toBeLessThan(20)
  // The picture costs at most half as much again as the browser's own decoder.
  expect(least('client.decode (worker)')).toBeLessThan(least('floor: createImageBitmap') * 1.5 + 50)
})

test('nothing above broke the content security policy or wrote an error to the console', () => {
  expect(opened.complaints).toEqual([])
})
