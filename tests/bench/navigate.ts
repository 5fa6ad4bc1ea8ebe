/** The next image of a folder of 24-megapixel photos: decoded ahead, and not. */
import { linkSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { bccdNames, PHOTOS } from '../support/bccd'
import { close, dropFolder, launch, newFolder, removeFolder } from '../support/chromium'
import { openApp } from './support/app'
import { against, mb, median, ms, type Section } from './support/report'

/** Real photos enlarged to 6000 × 4000 with sensor-like noise by the browser, so that the files are as large as a camera's. */
async function enlarged(count: number): Promise<Buffer[]> {
  const chromium = await launch()
  try {
    const page = await chromium.context.newPage()
    const made: Buffer[] = []
    for (const name of bccdNames().slice(0, count)) {
      const small = readFileSync(join(PHOTOS, name)).toString('base64')
      const large = await page.evaluate(async (source) => {
        const photo = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${source}`)).blob())
        const canvas = new OffscreenCanvas(6000, 4000)
        const ctx = canvas.getContext('2d')
        if (!ctx) throw new Error('no 2d context')
        ctx.drawImage(photo, 0, 0, 6000, 4000)
        const pixels = ctx.getImageData(0, 0, 6000, 4000)
        let seed = 1
        for (let i = 0; i < pixels.data.length; i++) {
          seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
          pixels.data[i] = (pixels.data[i] ?? 0) + (seed >>> 28) - 8
        }
        ctx.putImageData(pixels, 0, 0)
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
        const url = await new Promise<string>((resolve) => {
          const reader = new FileReader()
          reader.onload = () => resolve(String(reader.result))
          reader.readAsDataURL(blob)
        })
        return url.slice(url.indexOf(',') + 1)
      }, small)
      made.push(Buffer.from(large, 'base64'))
    }
    return made
  } finally {
    await close(chromium)
  }
}

async function folderOf(count: number): Promise<{ folder: string; bytes: number }> {
  const folder = newFolder('groundrule-bench-large-')
  const photos = await enlarged(6)
  photos.forEach((photo, i) => writeFileSync(join(folder, `.${i}.jpg`), photo))
  for (let i = 0; i < count; i++)
    linkSync(join(folder, `.${i % photos.length}.jpg`), join(folder, `large ${String(i).padStart(3, '0')}.jpg`))
  return { folder, bytes: median(photos.map((photo) => photo.length)) }
}

/** From a key press to the first new picture painted. */
async function press(page: Page): Promise<number> {
  await page.keyboard.press('d')
  const painted = await page.waitForFunction(
    () => window.noted.painted[0] && window.noted.painted[0] - window.noted.from,
  )
  return Number(await painted.jsonValue())
}

export async function bench({ count = 60, presses = 8, through = 50 } = {}): Promise<Section> {
  const { folder, bytes } = await folderOf(count)
  const app = await openApp()
  const times: Record<'floor' | 'ready' | 'cold', number[]> = { floor: [], ready: [], cold: [] }
  let rate = 0
  let floorRate = 0
  try {
    for (const kind of ['floor', 'app'] as const) {
      const { page, done } = await app.page(kind)
      await page.waitForTimeout(500)
      await dropFolder(page, 'main', folder)
      await page.waitForFunction(() => window.noted.painted.length > 0)
      await page.waitForTimeout(4000)
      for (let i = 0; i < presses; i++) {
        times[kind === 'app' ? 'ready' : 'floor'].push(await press(page))
        // Long enough that the neighbours are decoded, also on a busy machine.
        await page.waitForTimeout(4000)
      }
      await done()
    }
    for (const kind of ['floor', 'app'] as const) {
      const { page, done } = await app.page(kind)
      await page.waitForTimeout(500)
      await dropFolder(page, 'main', folder)
      await page.waitForFunction(() => window.noted.painted.length > 0)
      const begun = performance.now()
      for (let i = 0; i < through; i++) {
        const took = await press(page)
        // The very next press comes before the neighbour can be decoded.
        if (kind === 'app' && i < presses) times.cold.push(took)
      }
      const seconds = (performance.now() - begun) / 1000
      if (kind === 'app') rate = through / seconds
      else floorRate = through / seconds
      await done()
    }
  } finally {
    await app.close()
    removeFolder(folder)
  }
  const floor = median(times.floor)
  return {
    name: 'navigate',
    title: `The next image: 24-megapixel JPEGs of ${mb(bytes)}`,
    baseline: `a bare page that reads the same file through its handle, decodes it with createImageBitmap and draws it, nothing decoded ahead. Medians of ${presses}; from the key press to the painted picture. Worst with the neighbour ready: ${ms(Math.max(...times.ready))}.`,
    rows: [
      against('next image, decoded ahead', median(times.ready), floor),
      against('next image at once, while the neighbour is still being decoded', median(times.cold), floor),
      {
        what: `going through ${through} images, each painted before the next press`,
        ours: `${rate.toFixed(1)} images/s`,
        baseline: `${floorRate.toFixed(1)} images/s`,
        ratio: floorRate / rate,
      },
    ],
  }
}
