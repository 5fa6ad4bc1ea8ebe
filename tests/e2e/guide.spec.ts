/** The guide of the sample's policy as people open it: one file, no server, in both languages, light and dark. */
import '../../src/core/model/zod-setup'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compilePolicy } from '../../src/core/policy/compile'
import { buildGuide } from '../../src/core/policy/guide/build'
import { guideHtml } from '../../src/core/policy/guide/html'
import { parsePolicy } from '../../src/core/policy/parse'
import { catalogue, LANGUAGES } from '../../src/messages'
import { serve } from '../../src/cli/serve/server.mjs'
import { close, launch, type Chromium } from '../support/chromium'

const POLICY = join(import.meta.dirname, '..', '..', 'label-policies', 'blood-cells', '1.0.0.yaml')
let chromium: Chromium
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundrule-guide-'))
  chromium = await launch()
})
test.afterAll(async () => {
  await close(chromium)
  rmSync(folder, { recursive: true, force: true })
})

for (const language of LANGUAGES)
  test(`the guide can be read by everybody (${language})`, async () => {
    const text = readFileSync(POLICY, 'utf8')
    const [parsed, compiled] = [parsePolicy(text), compilePolicy(text)]
    if (!parsed.ok || !compiled.ok) throw new Error('the sample policy must compile')
    const guide = buildGuide(parsed.value.document, compiled.value.policy.view, catalogue(language).guide, language)
    const file = join(folder, `guide.${language}.html`)
    writeFileSync(file, guideHtml(guide))

    const page = await chromium.context.newPage()
    const complaints: string[] = []
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()))
    page.on('pageerror', (e) => complaints.push(e.message))
    page.on('request', (r) => !r.url().startsWith('file:') && complaints.push(r.url()))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(pathToFileURL(file).href)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => String(n.target)).join(' ')}`)).toEqual([])
    }
    expect(complaints).toEqual([])

    // Every link of the contents leads to its section.
    const links = page.getByRole('navigation').getByRole('link')
    expect(await links.count()).toBeGreaterThan(8)
    for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? '')))
      await expect(page.locator(`[id="${decodeURIComponent(href.slice(1))}"]`)).toHaveCount(1)
    // Each case is a drawing with a text of its own.
    await expect(page.getByRole('img')).toHaveCount(parsed.value.document.cases.length)
    // Nothing is cut off on a narrow screen, except wide tables, which scroll by themselves.
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.close()
  })

test('the studio shows the guide of the text and saves it as a file of its own', async () => {
  const app = process.env['GROUNDRULE_APP'] ?? join(import.meta.dirname, '..', '..', 'dist', 'app')
  const served = await serve(app, 0)
  const page = await chromium.context.newPage()
  const complaints: string[] = []
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.message))
  try {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`http://localhost:${served.port}/#/sample`)
    await expect(page.getByRole('button', { name: /^blood-cells \d/ })).toBeVisible()
    await page.evaluate(() => void (location.hash = '#/studio'))
    await page.locator('a[href="#/studio/blood-cells/1.0.0"]').click()
    await page.getByRole('tab', { name: 'Guide' }).click()
    const panel = page.getByRole('tabpanel')
    await expect(panel).toContainText('A cell with more than 60 % hidden is ignored.')
    await expect(panel).toContainText('the occlusion is above 60 %: ignore (Too much is hidden)')
    await expect(panel.getByRole('img').first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id)).toEqual([])

    const waiting = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Save as HTML' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe('blood-cells-1.0.0.en.html')
    const saved = readFileSync(await download.path(), 'utf8')
    const text = readFileSync(POLICY, 'utf8')
    const [parsed, compiled] = [parsePolicy(text), compilePolicy(text)]
    if (!parsed.ok || !compiled.ok) throw new Error('the sample policy must compile')
    expect(saved).toBe(
      guideHtml(buildGuide(parsed.value.document, compiled.value.policy.view, catalogue('en').guide, 'en')),
    )
    expect(complaints).toEqual([])
  } finally {
    await page.close()
    served.server.closeAllConnections()
    served.server.close()
  }
})
