import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { AppPage, serveApp, type ServedApp } from '../support/app'
import { close, launch, type Chromium } from '../support/chromium'

let served: ServedApp
let running: Chromium

test.beforeAll(async () => {
  served = await serveApp()
  running = await launch()
})
test.afterAll(async () => {
  await close(running)
  await served.stop()
})

/** What axe calls serious or critical, as lines a person can read. */
async function serious(app: AppPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode().analyze()
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary ?? ''}`))
}

/** Sets language and theme as a person does; they are remembered for the profile. */
async function dress(app: AppPage, language: 'en' | 'zh', theme: 'light' | 'dark'): Promise<void> {
  const { page } = app
  await page.locator('button[popovertarget$="-menu"]').click()
  const menu = page.locator('[popover]:popover-open')
  await menu.locator('select').first().selectOption(language)
  await menu.locator('select').nth(1).selectOption(theme)
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
}

for (const [language, theme] of [
  ['en', 'light'],
  ['en', 'dark'],
  ['zh', 'light'],
  ['zh', 'dark'],
] as const)
  test(`axe finds nothing serious in any place (${language}, ${theme})`, async () => {
    const app = await AppPage.open(running, served.origin)
    const { page } = app
    const found: Record<string, string[]> = {}
    await page.locator('.doors').waitFor()
    await dress(app, language, theme)
    found['start'] = await serious(app)
    await page.goto(`${served.origin}/#/sample`)
    await page.locator('[data-rule]').first().waitFor()
    await page.keyboard.press('n')
    await expect(page.locator('[data-rule] [aria-current="true"]')).toBeVisible()
    found['annotate'] = await serious(app)
    await page.keyboard.press('F1')
    await page.locator('dialog[open]').waitFor()
    found['key sheet'] = await serious(app)
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+e')
    await page.locator('dialog[open]').waitFor()
    found['export'] = await serious(app)
    await page.goto(`${served.origin}/#/inspect`)
    await page.getByTestId('bundle-input').waitFor({ state: 'attached' })
    found['inspect'] = await serious(app)
    await page.goto(`${served.origin}/#/studio/blood-cells/1.0.0`)
    await page.getByTestId('policy-editor').waitFor()
    await page.locator('[role="tab"]').first().waitFor()
    found['studio'] = await serious(app)
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({})
    app.isCalm()
    await page.close()
  })

test('the sample opens in one click and shows photo, labels and findings', async () => {
  const app = await AppPage.open(running, served.origin)
  const door = app.page.locator('a[href="#/sample"]')
  await door.waitFor()
  const begun = Date.now()
  await door.click()
  await app.page.locator('[data-rule]').first().waitFor()
  await expect(app.entry('BloodImage_00010.jpg')).toContainText('22')
  await expect(app.page.locator('[role="option"] canvas').first()).not.toHaveAttribute('width', '1')
  await expect(app.page.getByText('JPEG 640 × 480')).toBeVisible()
  const took = Date.now() - begun
  console.log(`sample: photo, labels and findings after ${took} ms`)
  // Two seconds on a free machine; the bound only catches what went badly wrong on a busy one.
  expect(took).toBeLessThan(10_000)
  app.isCalm()
})
