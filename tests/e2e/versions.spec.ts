/** What happens to labels when their policy gets another version: renamed class, moved number, undone. On the built page. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveApp, type ServedApp } from '../support/app'
import { close, launch, type Chromium } from '../support/chromium'

const OLD = readFileSync(join(import.meta.dirname, '../../label-policies/blood-cells/1.0.0.yaml'), 'utf8')
/** The same policy with a class renamed and the numbers of a scale moved. */
const NEW = OLD.replace('version: 1.0.0\nstatus: published', 'version: 2.0.0\nsupersedes: 1.0.0\nstatus: draft')
  .replaceAll(/\bplatelet\b(?!s)/g, 'thrombocyte')
  .replace('\n  thrombocyte:\n', '\n  thrombocyte:\n    aliases: [platelet]\n')
  .replace('[hardly, 0, 0.05], [partly, 0.05, 0.6]', '[hardly, 0, 0.06], [partly, 0.06, 0.6]')

let served: ServedApp
let chromium: Chromium
test.beforeAll(async () => {
  served = await serveApp()
  chromium = await launch()
})
test.afterAll(async () => {
  await close(chromium)
  await served.stop()
})

const go = (page: Page, hash: string): Promise<void> => page.evaluate((to) => void (location.hash = to), hash)
const shots = process.env['GROUNDRULE_SHOTS']
async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.screenshot({ path: join(shots, `${name}-${scheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
}
const seriousOf = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => String(n.target)).join(' ')}`)

test('labels go along with a renamed class and a moved number, and come back', async () => {
  const page = await chromium.context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  const complaints: string[] = []
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.message))
  const panel = page.getByRole('tabpanel')
  const dialog = page.getByRole('dialog')
  const move = dialog.getByTestId('move')

  await test.step('the text of the new version is read; what changes is said, and the steps that follow are written', async () => {
    await page.goto(`${served.origin}/#/sample`)
    await expect(page.getByRole('button', { name: /^blood-cells \d/ })).toHaveText(/1\.0\.0/)
    await go(page, '#/studio')
    await page
      .getByTestId('policy-file')
      .setInputFiles({ name: 'new.yaml', mimeType: 'text/yaml', buffer: Buffer.from(NEW) })
    await expect(page.getByRole('tab', { name: /Cases/ })).toContainText(/^Cases\s*(\d+)\/\1$/)
    await page.getByRole('tab', { name: 'Changes' }).focus()
    await page.keyboard.press('Enter')
    await expect(panel).toContainText('Class thrombocyte is new.')
    await expect(panel).toContainText('Scale hidden: “bands” changed.')
    await expect(panel.getByTestId('steps')).toContainText('Class platelet is called thrombocyte')
    expect(await seriousOf(page)).toEqual([])
    await shot(page, 'changes')
    await panel.getByRole('button', { name: /Write the steps/ }).press('Enter')
    await expect(panel).toContainText('From 1.0.0')
    await expect(panel.getByRole('button', { name: /Write the steps/ })).toHaveCount(0)
    await expect(panel.getByTestId('steps')).toContainText('Levels of hidden are computed anew')
  })

  await test.step('the impact is that of the migrated labels', async () => {
    await page.getByRole('tab', { name: /Impact/ }).click()
    await expect(panel).toContainText('11 images checked')
    await expect(panel.getByTestId('turns')).toContainText('27 labels get new names or levels')
    await expect(panel).not.toContainText('labels begin to fail')
    await shot(page, 'impact')
  })

  await test.step('after publishing, the folder is brought to it in one act', async () => {
    await page.getByRole('button', { name: /^Publish/ }).click()
    await dialog.getByRole('button', { name: 'Publish 2.0.0' }).click()
    await dialog.getByRole('button', { name: /^Label .* under it$/ }).click()
    await dialog.getByRole('button', { name: 'See what changes …' }).click()
    await expect(move).toHaveAttribute('data-state', 'ready')
    await expect(move).toContainText('11 images: 27 labels are rewritten.')
    await expect(move).toContainText('Class platelet is called thrombocyte')
    expect(await seriousOf(page)).toEqual([])
    await shot(page, 'move')
    await move.getByRole('button', { name: 'Do it now' }).press('Enter')
    await expect(move).toContainText('11 images stand under blood-cells 2.0.0 now.')
    await shot(page, 'moved')
  })

  await test.step('it is taken back as one act, and done again', async () => {
    await move.getByRole('button', { name: 'Take it back' }).press('Enter')
    await expect(move).toContainText('Taken back on 11 images.')
    await move.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'See what changes …' }).click()
    await expect(move).toContainText('11 images: 27 labels are rewritten.')
    await move.getByRole('button', { name: 'Do it now' }).click()
    await expect(move).toContainText('11 images stand under blood-cells 2.0.0 now.')
  })

  await test.step('old findings are accepted as a set, by key, and struck when they no longer occur', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: /Old findings/ }).click()
    const old = panel.getByTestId('baseline')
    await old.getByRole('button', { name: 'Check the folder' }).press('Enter')
    await expect(old).toContainText('11 images checked.')
    await old.getByRole('button', { name: /^Accept these \d+/ }).press('Enter')
    await expect(old).toContainText(/^.*\d+ old findings are accepted, under blood-cells 2\.0\.0/)
    await old.getByRole('button', { name: 'Check the folder' }).press('Enter')
    await expect(old).toContainText('Every accepted finding still occurs.')
    await expect(old.getByRole('button', { name: /^Accept/ })).toHaveCount(0)
    expect(await seriousOf(page)).toEqual([])
    await shot(page, 'old')
  })

  await test.step('what was done is there after a reload, and finished images are still finished', async () => {
    await page.reload()
    await go(page, '#/sample')
    await expect(page.getByRole('button', { name: /^blood-cells \d/ })).toHaveText(/2\.0\.0/)
    await expect(page.getByText('The labels here stand under')).toHaveCount(0)
    await expect(page.getByText('5 of 14 finished').first()).toBeVisible()
  })
  expect(complaints).toEqual([])
})
