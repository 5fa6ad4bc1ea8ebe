/** `npm run screenshots`: the pictures of the docs, made from the running app. Needs a build (`npm run build`) and Chromium. */
import { chromium } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from '../../src/cli/serve/server.mjs'
import { findChromium } from './browser.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const out = join(root, 'docs', 'images')
mkdirSync(out, { recursive: true })

const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
const { server, port } = await serve(join(root, 'dist', 'app'), 0)
const browser = await chromium.launch({ executablePath: findChromium(), args })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'en' })

/** Waits until the picture, the labels and the findings are there, then takes the picture. */
async function take(name) {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(out, `${name}.png`) })
  console.log(`docs/images/${name}.png`)
}

await page.goto(`http://localhost:${port}/`)
await page.locator('.doors').waitFor()
await take('start')
await page.goto(`http://localhost:${port}/#/sample`)
await page.locator('.finding').first().waitFor()
await page.getByRole('option', { name: /00371/ }).click()
await page.locator('.finding[data-rule="O2"]').waitFor()
await page.keyboard.press('n')
await page.locator('.finding.focused').waitFor()
await take('annotate')
await page.goto(`http://localhost:${port}/#/studio`)
await page.locator('a[href*="blood-cells"]').first().click()
await page.locator('.panel .name').first().waitFor()
await take('studio')

await browser.close()
server.close()
