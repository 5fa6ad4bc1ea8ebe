/** First image on screen, and the whole list, after a folder of many photos was dropped on the start page. */
import { linkSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { bccdNames, PHOTOS } from '../support/bccd'
import { dropFolder, newFolder, removeFolder } from '../support/chromium'
import { openApp } from './support/app'
import { against, median, type Section } from './support/report'

/** A folder of `count` JPEGs: real photos under many names. */
function folderOf(count: number): string {
  const folder = newFolder('groundrule-bench-folder-')
  const names = bccdNames()
  names.forEach((name) => copyFileSync(join(PHOTOS, name), join(folder, `.${name}`)))
  for (let i = 0; i < count; i++)
    linkSync(join(folder, `.${names[i % names.length] ?? ''}`), join(folder, `photo ${String(i).padStart(5, '0')}.jpg`))
  return folder
}

export async function bench({ count = 10_000, rounds = 5 } = {}): Promise<Section> {
  const folder = folderOf(count)
  const app = await openApp()
  const times = {
    app: { first: [] as number[], all: [] as number[] },
    floor: { first: [] as number[], all: [] as number[] },
  }
  try {
    for (let round = 0; round < rounds; round++)
      for (const kind of ['floor', 'app'] as const) {
        const { page, done } = await app.page(kind)
        await page.waitForTimeout(500)
        await dropFolder(page, 'main', folder)
        const first = page.waitForFunction(() => window.noted.painted[0] && window.noted.painted[0] - window.noted.from)
        const all =
          kind === 'floor'
            ? page.waitForFunction(() => {
                const { listed } = window as { listed?: number }
                return listed !== undefined && listed - window.noted.from
              })
            : page.waitForFunction(
                (text) =>
                  document.querySelector('nav footer')?.textContent?.includes(text) === true &&
                  performance.now() - window.noted.from,
                `${count} images ·`,
                { polling: 'raf' },
              )
        times[kind].first.push(Number(await (await first).jsonValue()))
        times[kind].all.push(Number(await (await all).jsonValue()))
        await done()
      }
  } finally {
    await app.close()
    removeFolder(folder)
  }
  return {
    name: 'open',
    title: `Opening a folder of ${count} photos`,
    baseline: `a bare page that iterates the same directory handle and draws the first JPEG with createImageBitmap. Medians of ${rounds}, each in a new browser with an empty profile.`,
    rows: [
      against('drop → first image painted', median(times.app.first), median(times.floor.first)),
      against('drop → every image in the list', median(times.app.all), median(times.floor.all)),
    ],
  }
}
