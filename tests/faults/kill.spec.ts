import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasBccd } from '../support/bccd'
import { AppPage, copyPhotos, PHOTO, serveApp, type ServedApp } from '../support/app'
import { close, killHard, launch, newFolder, relaunch, removeFolder, type Chromium } from '../support/chromium'

const KILLS = 20
let served: ServedApp

test.skip(!hasBccd, 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())

/** Annotations of the image on screen, as the list counts them. */
const rows = async (app: AppPage): Promise<number> =>
  Number(
    /· (\d+)/.exec((await app.page.locator('[role="option"][aria-selected="true"] .state').textContent()) ?? '')?.[1] ??
      0,
  )

test(`nothing that was shown as saved is lost when the browser is killed ${KILLS} times`, async () => {
  test.setTimeout(300_000)
  const folder = newFolder('groundrule-kill-')
  const [photo = ''] = copyPhotos(folder, 0)
  let running: Chromium = await launch()
  try {
    let app = await AppPage.open(running, served.origin)
    await app.dropFolder(folder)
    await app.ready(photo)
    for (let n = 1; n <= KILLS; n++) {
      const before = await app.acknowledged()
      const column = (n - 1) % 5
      const row = Math.floor((n - 1) / 5)
      await app.page.keyboard.press('b')
      await app.drag(PHOTO, [20 + column * 120, 20 + row * 110], [90 + column * 120, 90 + row * 110])
      await expect(app.saveState).toHaveAttribute('data-acknowledged', String(before + 1))
      await app.saved()
      await killHard(running)
      running = await relaunch(running)
      app = await AppPage.open(running, served.origin)
      await app.page.getByRole('button', { name: 'Reconnect' }).click()
      await app.ready(photo)
      expect(await rows(app), `after kill ${n}`).toBe(n)
      app.isCalm()
    }
    // One more edit brings the file in the folder up to date: it must hold each box once, where it was drawn.
    await app.page.keyboard.press('u')
    await app.written()
    const set = `${folder.split('/').at(-1)}_${new Date().toISOString().slice(0, 10)}`
    const document = JSON.parse(readFileSync(join(folder, 'Ann_pre', set, `${photo}.json`), 'utf8')) as {
      annotations: { id: string; roles: { visible: { shape: { x: number; y: number; w: number; h: number } } } }[]
    }
    expect(document.annotations).toHaveLength(KILLS)
    document.annotations.forEach(({ roles }, i) => {
      const { x, y, w, h } = roles.visible.shape
      const drawn = [20 + (i % 5) * 120, 20 + Math.floor(i / 5) * 110, 70, 70]
      // The mouse lands on whole screen pixels: less than two image pixels off.
      for (const [k, got] of [x, y, w, h].entries()) expect(Math.abs(got - (drawn[k] ?? NaN))).toBeLessThan(2)
    })
    expect(new Set(document.annotations.map((a) => a.id)).size).toBe(KILLS)
  } finally {
    await close(running)
    removeFolder(folder)
  }
})
