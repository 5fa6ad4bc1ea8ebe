/** The next image of a folder of 24-megapixel photos: decoded ahead, and not. */
import { spawnSync } from 'node:child_process'
import { linkSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { bccdNames, PHOTOS } from '../support/bccd'
import { dropFolder, newFolder, removeFolder } from '../support/chromium'
import { openApp } from './support/app'
import { against, median, ms, type Section } from './support/report'

/** Real photos enlarged to 6000 × 4000 with sensor-like noise, so that the files are as large as a camera's. */
const MAKE = `
import sys
from PIL import Image
*photos, folder = sys.argv[1:]
for i, photo in enumerate(photos):
    big = Image.open(photo).convert('RGB').resize((6000, 4000), Image.BICUBIC)
    noise = Image.effect_noise((6000, 4000), 24).convert('RGB')
    Image.blend(big, noise, 0.15).save(f'{folder}/.{i}.jpg', quality=90)
`

function folderOf(count: number): string {
  const folder = newFolder('groundrule-bench-large-')
  const photos = bccdNames()
    .slice(0, 6)
    .map((name) => join(PHOTOS, name))
  const made = spawnSync('python3', ['-c', MAKE, ...photos, folder], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`python3 with PIL is needed: ${made.stderr}`)
  for (let i = 0; i < count; i++)
    linkSync(join(folder, `.${i % photos.length}.jpg`), join(folder, `large ${String(i).padStart(3, '0')}.jpg`))
  return folder
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
  const folder = folderOf(count)
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
        // Long enough that the neighbours are decoded.
        await page.waitForTimeout(1500)
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
    title: 'The next image: 24-megapixel JPEGs',
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
