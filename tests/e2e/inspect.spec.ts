/** A bundle from export to spot-check, in the built page: verdict, pixels, hashes in a folder, keys. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { savedBy } from '../support/app'
import {
  close,
  dropFolder,
  launch,
  newFolder,
  removeFolder,
  serve,
  type Chromium,
  type Served,
} from '../support/chromium'

const ROOT = join(import.meta.dirname, '..', '..')
const PHOTOS = join(ROOT, 'public', 'sample', 'Images')

test.describe.configure({ mode: 'serial' })

let served: Served
let browser: Chromium
let page: Page
let folder: string
const complaints: string[] = []

test.beforeAll(async () => {
  served = await serve(process.env['GROUNDRULE_APP'] ?? join(ROOT, 'dist', 'app'))
  browser = await launch()
  folder = newFolder('groundrule-inspect-')
  page = await browser.context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})
test.afterAll(async () => {
  await close(browser)
  await served.stop()
  removeFolder(folder)
})
test.afterEach(() => {
  expect(complaints).toEqual([])
})

const verdict = () => page.getByTestId('verdict')
const stage = () => page.locator('[data-pixels]')
const problems = () => page.getByTestId('problems')

/** Exports the sample through the dialog; answers the saved file. */
async function exportSample(as: 'Coordinates only' | 'Original bytes' | 'PNG, pixel-exact'): Promise<string> {
  await page.goto(`${served.origin}/index.html#/sample`)
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeVisible()
  await expect(page.getByText('of 14 finished').first()).toBeVisible()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(as, { exact: true }).click()
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const link = dialog.getByRole('button', { name: 'Save the bundle' })
  await expect(link).toBeVisible({ timeout: 60_000 })
  const bytes = await savedBy(page, link)
  await page.reload()
  const file = join(folder, `${as.split(/\W/)[0] ?? ''}.zip`)
  writeFileSync(file, bytes)
  return file
}

async function open(file: string): Promise<void> {
  await page.goto(`${served.origin}/index.html#/inspect`)
  await page.getByTestId('bundle-input').setInputFiles(file)
}

/** A copy of a bundle with one byte of an entry changed. */
function tampered(file: string, mark: string): string {
  const bytes = readFileSync(file)
  const at = bytes.indexOf(mark)
  expect(at).toBeGreaterThan(0)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  const bad = join(folder, 'tampered.zip')
  writeFileSync(bad, bytes)
  return bad
}

let coordinates = ''

test('the empty place explains itself and axe has nothing against it', async () => {
  await page.goto(`${served.origin}/index.html#/inspect`)
  await expect(page.getByRole('button', { name: 'Open a bundle' })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([])
})

test('a bundle of coordinates is good; without pixels its labels stand on an empty frame', async () => {
  coordinates = await exportSample('Coordinates only')
  await open(coordinates)
  await expect(verdict()).toHaveAttribute('data-verdict', 'good', { timeout: 30_000 })
  await expect(page.locator('[data-check]:not([data-outcome="good"])')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([])
  await page.keyboard.press('i')
  await expect(stage()).toHaveAttribute('data-pixels', 'none')
  await expect(page.getByTestId('pixel-search')).toBeVisible()
})

test('its images are found by hash in a folder where every name is another', async () => {
  const images = join(folder, 'photos')
  mkdirSync(images)
  const names = readdirSync(PHOTOS, { recursive: true, encoding: 'utf8' }).filter((n) => n.endsWith('.jpg'))
  for (const [i, name] of names.entries())
    copyFileSync(join(PHOTOS, name), join(images, `photo ${names.length - i}.jpg`))
  await dropFolder(page, 'main', images)
  await expect(stage()).toHaveAttribute('data-pixels', 'folder', { timeout: 30_000 })
  await page.keyboard.press('i')
  await expect(page.getByTestId('match-result')).toContainText('5 of 5 images found')
})

test('keys go through images and annotations, and show the contact sheet', async () => {
  await page.keyboard.press('i')
  const current = page.getByRole('navigation').locator('[aria-selected="true"]')
  const first = await current.getAttribute('title')
  await page.keyboard.press('d')
  await expect(current).not.toHaveAttribute('title', first ?? '')
  await page.keyboard.press('a')
  await expect(current).toHaveAttribute('title', first ?? '')
  await page.keyboard.press('.')
  await expect(page.getByTestId('details')).toContainText('Under policy')
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([])
  await page.keyboard.press('g')
  await expect(page.getByRole('listbox', { name: 'Contact sheet' }).getByRole('option')).toHaveCount(5)
  await page.keyboard.press('Escape')
  await expect(stage()).toBeVisible()
})

test('one changed byte in a document is found, and the entry is named', async () => {
  await open(tampered(coordinates, '"disposition":"positive"'))
  await expect(verdict()).toHaveAttribute('data-verdict', 'problems', { timeout: 30_000 })
  await expect(problems()).toContainText('annotations/Images/')
  await expect(page.locator('[data-check="tables"]')).toHaveAttribute('data-outcome', 'not made')
})

test('a file that is no bundle is refused in a sentence', async () => {
  const file = join(folder, 'text.zip')
  writeFileSync(file, 'not a bundle at all, only some text that somebody renamed to a ZIP file')
  await open(file)
  await expect(page.getByRole('alert')).toContainText('not a ZIP file')
})

for (const as of ['Original bytes', 'PNG, pixel-exact'] as const)
  test(`the pixels of a bundle with ${as} come from the bundle`, async () => {
    await open(await exportSample(as))
    await expect(verdict()).toHaveAttribute('data-verdict', 'good', { timeout: 30_000 })
    await page.keyboard.press('i')
    await expect(stage()).toHaveAttribute('data-pixels', 'bundle')
  })
