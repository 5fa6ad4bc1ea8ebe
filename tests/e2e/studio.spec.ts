/** The lead's way: edit a policy, be told what is wrong, see what it would do, publish it, and label under it. On the built page. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { join } from 'node:path'
import { serve } from '../../src/cli/serve/server.mjs'
import { replaceInPolicy } from '../support/app'
import { close, launch, type Chromium } from '../support/chromium'

const root = process.env['GROUNDRULE_APP'] ?? join(import.meta.dirname, '..', '..', 'dist', 'app')
let served: Awaited<ReturnType<typeof serve>>
let chromium: Chromium
test.beforeAll(async () => {
  served = await serve(root, 0)
  chromium = await launch()
})
test.afterAll(async () => {
  await close(chromium)
  served.server.closeAllConnections()
  served.server.close()
})

const go = (page: Page, hash: string): Promise<void> => page.evaluate((to) => void (location.hash = to), hash)
const seriousOf = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => String(n.target)).join(' ')}`)

test('a policy is edited, tested, previewed, published and labelled under', async () => {
  const page = await chromium.context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  const complaints: string[] = []
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.message))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (e) =>
      console.error(`CSP ${e.violatedDirective} ${e.blockedURI}`),
    ),
  )
  const inUse = page.getByRole('button', { name: /^blood-cells \d/ })
  const problems = page.getByRole('region', { name: 'Problems in the text' })

  await test.step('open the sample, go to the studio, start a new version', async () => {
    await page.goto(`http://localhost:${served.port}/#/sample`)
    await expect(inUse).toHaveText(/1\.0\.0/)
    await go(page, '#/studio')
    await page.locator('a[href="#/studio/blood-cells/1.0.0"]').click()
    await expect(page.getByRole('textbox', { name: /blood-cells 1\.0\.0/ })).toBeVisible()
    await page.getByRole('button', { name: 'New version from this' }).click()
    await expect(page.getByRole('link', { name: 'blood-cells 1.0.1' })).toBeVisible()
    await expect(problems).toContainText('No problems')
  })

  await test.step('a misspelt class is shown at its place, with what was meant', async () => {
    await replaceInPolicy(page, 'for: platelet', 'for: plaetlet')
    const remark = problems.getByRole('button', { name: /Did you mean platelet/ })
    await expect(remark).toContainText(/\d+:\d+/)
    await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1)
    await remark.click()
    await expect(page.locator('.cm-activeLine')).toContainText('plaetlet')
    await replaceInPolicy(page, 'for: plaetlet', 'for: platelet')
    await expect(problems).toContainText('No problems')
  })

  await test.step('a changed number: the case that no longer holds is named, flips are shown beside the saved version', async () => {
    await replaceInPolicy(
      page,
      'visible.width <= 70 && visible.height <= 70',
      'visible.width <= 20 && visible.height <= 20',
    )
    const panel = page.getByRole('tabpanel')
    await expect(panel.getByRole('button', { name: /does not hold: A platelet of 70 px passes/ })).toBeVisible()
    await page.getByRole('tab', { name: /Impact/ }).click()
    await expect(panel).toContainText(/images checked/)
    await expect(panel.getByTestId('turns')).toContainText('labels begin to fail')
    const count = async (side: string): Promise<number> =>
      Number(await panel.locator(`[data-side=${side}] strong`).innerText())
    expect(await count('edited')).toBeGreaterThan(await count('saved'))
    await expect(panel.locator('[data-rule=P3]').first()).toBeVisible()
    expect(await seriousOf(page)).toEqual([])
  })

  await test.step('the draft survives a reload', async () => {
    await expect(page.getByText('Draft saved')).toBeVisible()
    const address = new URL(page.url()).hash
    await page.reload()
    await expect(page.getByRole('button', { name: /does not hold: A platelet of 70 px passes/ })).toBeVisible()
    await go(page, '#/sample')
    await expect(inUse).toHaveText(/1\.0\.0/)
    await go(page, address)
    await expect(page.getByRole('link', { name: 'blood-cells 1.0.1' })).toBeVisible()
  })

  const dialog = page.getByRole('dialog')
  await test.step('a failing case, then too small a step, are refused; the right step is published', async () => {
    await page.getByRole('button', { name: /^Publish/ }).click()
    await expect(dialog).toContainText('A platelet of 70 px passes')
    await expect(dialog.getByRole('button', { name: 'Publish 1.0.1' })).toBeDisabled()
    await page.keyboard.press('Escape')
    await replaceInPolicy(page, 'visible: [90, 100, 70, 70]', 'visible: [90, 100, 20, 20]')
    await expect(page.getByRole('tab', { name: /Cases/ })).toContainText(/^Cases\s*(\d+)\/\1$/)
    await page.getByRole('button', { name: /^Publish/ }).click()
    await expect(dialog).toContainText('Rule P3')
    await expect(dialog.getByRole('alert')).toContainText('2.0.0')
    await expect(dialog.getByRole('button', { name: 'Publish 1.0.1' })).toBeDisabled()
    expect(await seriousOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Set version to 2.0.0' }).click()
    await dialog.getByRole('button', { name: 'Publish 2.0.0' }).click()
    await expect(dialog).toContainText('blood-cells 2.0.0 is published.')
    await dialog.getByRole('button', { name: /^Label .* under it$/ }).click()
    await expect(dialog).toContainText('is now labelled under it')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
  })

  await test.step('after a reload it is there, unchanged, and cannot be typed into', async () => {
    await page.reload()
    const text = page.getByRole('textbox', { name: /blood-cells 2\.0\.0/ })
    await expect(text).toContainText('status: published')
    await expect(text).toContainText('supersedes: 1.0.0')
    const before = await text.innerText()
    await text.focus()
    await page.keyboard.type('x')
    expect(await text.innerText()).toBe(before)
    await expect(page.getByRole('link', { name: /1\.0\.1/ })).toHaveCount(0)
  })

  await test.step('the sample is labelled under the new version', async () => {
    await go(page, '#/sample')
    await expect(inUse).toHaveText(/2\.0\.0/)
  })
  expect(complaints).toEqual([])
})
