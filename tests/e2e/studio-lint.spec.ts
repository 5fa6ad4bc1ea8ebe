/** What the studio says of a policy that compiles: remarks with their place, and what its cases try. On the built page. */
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

const seriousOf = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => String(n.target)).join(' ')}`)

const shots = process.env['GROUNDRULE_SHOTS']
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) })
}

test('doubtful rules are told with their place, and untried ones in the coverage panel', async () => {
  const page = await chromium.context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  const problems = page.getByRole('region', { name: 'Problems in the text' })
  await page.goto(`http://localhost:${served.port}/#/studio/blood-cells/1.0.0`)
  await page.getByRole('button', { name: 'New version from this' }).click()
  await expect(page.getByRole('link', { name: 'blood-cells 1.0.1' })).toBeVisible()
  await expect(problems).toContainText('No problems')

  await test.step('notes are counted and can be opened by key', async () => {
    const notes = problems.getByRole('button', { name: /notes?$/ })
    await notes.focus()
    await page.keyboard.press('Enter')
    await expect(problems.getByRole('button', { name: /used nowhere/ })).toBeVisible()
    expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0)
    await shoot(page, 'notes')
    await page.keyboard.press('Enter')
  })

  await test.step('a limit turned around: the rule can never apply', async () => {
    await replaceInPolicy(
      page,
      "'has(full) && truncation > 0.5'",
      "'has(full) && truncation > 0.5 && truncation < 0.2'",
    )
    const remark = problems.getByRole('button', { name: /I2 can never apply/ })
    await expect(remark).toContainText(/\d+:\d+/)
    await expect(problems).toContainText('3 warnings') // with the two cases that do not hold any more
    await remark.focus()
    await page.keyboard.press('Enter')
    await expect(page.locator('.cm-activeLine')).toContainText('truncation < 0.2')
    await shoot(page, 'warnings')
  })

  await test.step('failing cases stand first', async () => {
    const first = page.getByRole('tabpanel').getByRole('listitem').first()
    await expect(first).toContainText('51 % outside is ignored')
  })

  await test.step('the coverage panel by keys, and a jump from it', async () => {
    await page.getByRole('tab', { name: /^Cases/ }).focus()
    await page.keyboard.press('ArrowRight')
    const panel = page.getByRole('tabpanel', { name: /^Coverage/ })
    await expect(panel).toContainText('Rules tried both ways')
    await panel.getByRole('button', { name: /not tried: X1/ }).click()
    await expect(page.locator('.cm-activeLine')).toContainText('id: X1')
    expect(await seriousOf(page)).toEqual([])
    await shoot(page, 'coverage')
  })
  await page.setViewportSize({ width: 1024, height: 768 })
  await shoot(page, 'coverage-small')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)

  await test.step('the same in Chinese', async () => {
    await page.locator('button[popovertarget$="-menu"]').click()
    await page.locator('[popover]:popover-open').locator('select').first().selectOption('zh')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('tabpanel')).toContainText('两种结果都检验过的规则')
    await expect(page.getByRole('region', { name: '文本中的问题' })).toContainText('I2 永远不会生效')
    await shoot(page, 'zh')
  })
  await page.close()
})
