import { expect, test } from '@playwright/test'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasBccd, PHOTOS } from '../support/bccd'
import { AppPage, PHOTO, serveApp, type ServedApp } from '../support/app'
import { close, launch, newFolder, removeFolder, writeFiles, type Chromium } from '../support/chromium'

const CORPORA = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpora')
let served: ServedApp
let running: Chromium
let folder: string

test.skip(!hasBccd || !existsSync(CORPORA), 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())
test.beforeEach(async () => {
  running = await launch()
  folder = newFolder('groundrule-bad-')
})
test.afterEach(async () => {
  await close(running)
  removeFolder(folder)
})

/** Signature and header of a PNG that says it is 50,000 × 50,000 px. */
function hugePng(): Uint8Array {
  const bytes = Buffer.alloc(33)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(bytes)
  bytes.write('IHDR', 12, 'latin1')
  bytes.writeUInt32BE(50_000, 16)
  bytes.writeUInt32BE(50_000, 20)
  Buffer.from([8, 2, 0, 0, 0]).copy(bytes, 24)
  let crc = 0xffffffff
  for (const byte of bytes.subarray(12, 29)) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 29)
  return bytes
}

test('each bad file says what is wrong with it in the list, and the rest works', async () => {
  const photo = readFileSync(join(PHOTOS, 'BloodImage_00000.jpg'))
  writeFiles(folder, {
    'a good one.jpg': photo,
    'b-text.png': 'this is text\n',
    'c-cut.jpg': photo.subarray(0, 9000),
    'd-empty.png': new Uint8Array(),
    'e-huge.png': hugePng(),
    'f-血涂片 一.jpg': photo,
    'g-🩸.jpg': photo,
    'sub folder/h.jpg': photo,
    'left.png.crswap': 'half written',
  })
  const app = await AppPage.open(running, served.origin)
  await app.dropFolder(folder)
  await app.ready('a good one.jpg')
  for (const [name, why] of [
    ['b-text.png', 'The file holds text, not pixels'],
    ['c-cut.jpg', 'The file ends before the picture does'],
    ['d-empty.png', 'The file is empty'],
    ['e-huge.png', '50,000 × 50,000 px'],
  ] as const) {
    await expect(app.entry(name)).toContainText('Problem')
    await expect(app.entry(name)).toContainText(why)
  }
  await expect(app.page.getByText('.crswap')).toHaveCount(0)
  for (const name of ['f-血涂片 一.jpg', 'g-🩸.jpg', 'h.jpg']) {
    await app.entry(name).click()
    await app.ready(name)
    await app.page.keyboard.press('b')
    await app.drag(PHOTO, [100, 100], [180, 180])
    await app.saved()
    await expect(app.entry(name)).toContainText(/In work\s*· 1/)
  }
  await app.entry('b-text.png').click()
  await expect(app.page.locator('.over')).toContainText('The file holds text, not pixels')
  await app.entry('a good one.jpg').click()
  await app.ready('a good one.jpg')
  app.isCalm()
})

test('a photo with EXIF orientation stands upright, and its label says how it is stored', async () => {
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(CORPORA, 'exif-orientation', 'Portrait_6.jpg'), join(folder, 'Portrait_6.jpg'))
  const app = await AppPage.open(running, served.origin)
  await app.dropFolder(folder)
  await app.ready('Portrait_6.jpg')
  await expect(app.page.getByText('EXIF orientation 6, shown upright')).toBeVisible()
  await app.drag({ width: 1200, height: 1800 }, [300, 900], [700, 1500])
  await app.written()
  const set = `${folder.split('/').at(-1)}_${new Date().toISOString().slice(0, 10)}`
  const document = JSON.parse(readFileSync(join(folder, 'Ann_pre', set, 'Portrait_6.jpg.json'), 'utf8')) as {
    image: object
    annotations: { roles: { visible: { shape: Record<string, number> } } }[]
  }
  expect(document.image).toMatchObject({
    width: 1200,
    height: 1800,
    orientation: 6,
    stored: { width: 1800, height: 1200 },
  })
  const { x, y, w, h } = document.annotations[0]?.roles.visible.shape ?? {}
  for (const [got, wanted] of [
    [x, 300],
    [y, 900],
    [w, 400],
    [h, 600],
  ])
    expect(Math.abs((got ?? NaN) - (wanted ?? NaN))).toBeLessThan(3)
  app.isCalm()
})
