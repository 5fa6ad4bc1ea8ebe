import { expect, test } from '@playwright/test'
import { join } from 'node:path'
import type { FaultHarness, FaultPlan } from '../../src/storage/seam'
import { hasBccd } from '../support/bccd'
import { AppPage, copyPhotos, PHOTO, serveApp, type ServedApp } from '../support/app'
import { close, launch, newFolder, removeFolder, textOf, type Chromium } from '../support/chromium'

let served: ServedApp
let running: Chromium
let folder: string
let photo: string
let app: AppPage

test.skip(!hasBccd, 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
  running = await launch()
})
test.afterAll(async () => {
  await close(running)
  await served.stop()
})
test.beforeEach(async () => {
  folder = newFolder('groundrule-fault-')
  photo = copyPhotos(folder, 3)[0] ?? ''
  app = await AppPage.open(running, served.origin, {
    before: () => {
      globalThis.__groundruleFaults = { calls: 0 }
    },
  })
  await app.dropFolder(folder)
  await app.ready(photo)
})
test.afterEach(async () => {
  app.isCalm()
  await app.page.close()
  removeFolder(folder)
})

const arm = (plan: FaultPlan | undefined): Promise<void> =>
  app.page.evaluate((armed) => {
    const harness = globalThis.__groundruleFaults as FaultHarness
    harness.calls = 0
    if (armed) harness.plan = armed
    else delete harness.plan
  }, plan)
const draw = async (n: number): Promise<void> => {
  await app.page.keyboard.press('b')
  await app.drag(PHOTO, [20 + n * 120, 100], [90 + n * 120, 180])
}
const side = (): string | undefined =>
  textOf(
    join(folder, 'Ann_pre', `${folder.split('/').at(-1)}_${new Date().toISOString().slice(0, 10)}`, `${photo}.json`),
  )

for (const error of ['QuotaExceededError', 'UnknownError', 'AbortError'])
  for (const [call, mode] of [
    [1, 'ever'],
    [2, 'ever'],
    [2, 'once'],
  ] as const)
    test(`${error} from journal call ${call} (${mode}): told at once, work goes on, everything is saved afterwards`, async () => {
      await arm({ call, mode, error, only: 'journal.' })
      await draw(0)
      await expect(app.saveState).toHaveAttribute('data-state', 'failed')
      await expect(app.saveState).toContainText('Not saved')
      await expect(app.saveState).toHaveAttribute('title', /not saved yet.*try again/)
      if (mode === 'ever') {
        await draw(1)
        await expect(app.entry(photo)).toContainText(/In work\s*· 2/)
        await expect(app.saveState).toHaveAttribute('data-state', 'failed')
        await arm(undefined)
      }
      await app.page.getByRole('button', { name: 'Try again' }).click()
      await app.written()
      if (mode === 'once') await draw(1)
      await expect(app.saveState).toHaveAttribute('data-acknowledged', '2')
      await app.written()
      expect(JSON.parse(side() ?? '{}')).toMatchObject({ annotations: [{}, {}] })
      await app.page.reload()
      await app.ready(photo)
      await expect(app.entry(photo)).toContainText(/In work\s*· 2/)
    })

test('a side file that cannot be written is told, while the labels are safe in the browser', async () => {
  await arm({ call: 1, mode: 'ever', error: 'NoModificationAllowedError', only: 'folder.write' })
  await draw(0)
  await expect(app.saveState).toHaveAttribute('data-side', 'failed')
  await app.saved()
  await expect(app.saveState).toContainText('the file in the folder could not be written')
  expect(side()).toBeUndefined()
  await arm(undefined)
  await draw(1)
  await app.written()
  expect(JSON.parse(side() ?? '{}')).toMatchObject({ annotations: [{}, {}] })
})
