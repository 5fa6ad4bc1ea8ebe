import { expect, test } from '@playwright/test'
import { join } from 'node:path'
import { hasBccd } from '../support/bccd'
import { AppPage, copyPhotos, PHOTO, serveApp, type ServedApp } from '../support/app'
import { close, launch, newFolder, removeFolder, textOf, type Chromium } from '../support/chromium'

let served: ServedApp
let running: Chromium
let folder: string

test.skip(!hasBccd, 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())
test.beforeEach(async () => {
  running = await launch()
  folder = newFolder('groundrule-input-')
})
test.afterEach(async () => {
  await close(running)
  removeFolder(folder)
})

test('a folder chosen by the file input can be labelled, and its labels are there when it is chosen again', async () => {
  const [first = '', second = ''] = copyPhotos(folder, 1, 2)
  const app = await AppPage.open(running, served.origin)
  await app.page.getByTestId('folder-input').setInputFiles(folder)
  await app.ready(first)
  await expect(app.entry(second)).toBeVisible()
  await app.drag(PHOTO, [100, 100], [180, 180])
  await app.saved()
  await expect(app.entry(first)).toContainText('In work')
  await app.page.reload()
  await expect(app.page.getByRole('button', { name: 'Choose the folder again' })).toBeVisible()
  await app.page.getByTestId('folder-input').setInputFiles(folder)
  await app.ready(first)
  await expect(app.entry(first)).toContainText(/In work\s*· 1/)
  app.isCalm()
})

test('a dropped folder is labelled with files beside the images', async () => {
  const [first = ''] = copyPhotos(folder, 1)
  const app = await AppPage.open(running, served.origin)
  await app.dropFolder(folder)
  await app.ready(first)
  await app.drag(PHOTO, [100, 100], [180, 180])
  await app.written()
  const set = `${folder.split('/').at(-1)}_${new Date().toISOString().slice(0, 10)}`
  expect(textOf(join(folder, 'Ann_pre', set, `${first}.json`))).toContain('"red_cell"')
  app.isCalm()
})
