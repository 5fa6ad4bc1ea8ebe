/** The policy at the hand: only what applies is asked, one key answers it; links, zones, groups, and who may override. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ImageDocument } from '../../src/core/model/image'
import { AppPage, copyPhotos, PHOTO, serveApp, type ServedApp } from '../support/app'
import { hasBccd } from '../support/bccd'
import { close, launch, newFolder, type Chromium } from '../support/chromium'

const POLICY = `groundrule: 1
id: hand
version: 0.1.0
title: {en: Cells and their rims, zh: 细胞与边缘}
people: {anna: lead, bo: reviewer}
reasons: {negative: {fake: {en: Not a cell, zh: 不是细胞}}}
scales:
  care: {title: {en: Care taken, zh: 仔细程度}, levels: {low: {en: A glance, zh: 一瞥}, high: {en: Looked closely, zh: 细看}}, for: cell}
attributes:
  granules: {title: {en: Granules, zh: 颗粒}, type: number, unit: per cell, range: [0, 40], integer: true, for: cell, when: "answer.sure == 'yes'"}
  remark: {title: {en: Remark, zh: 备注}, type: text, max: 20, for: cell}
classes:
  cell: {title: {en: Cell, zh: 细胞}, color: '#e69f00', says: {en: A round body, zh: 圆形的细胞}, includes: [{en: Its halo, zh: 光晕}], neighbours: [rim], fallback: rim}
  rim: {title: {en: Rim, zh: 边缘}, color: '#56b4e9'}
questions:
  sure: {ask: {en: Is it surely a cell?, zh: 确定是细胞吗？}, answers: {yes: {en: Surely, zh: 确定}, no: {en: Not a cell, zh: 不是}}, for: cell}
  kind: {ask: {en: Which kind?, zh: 哪一种？}, answers: {a: {en: Kind A, zh: 甲}, b: {en: Kind B, zh: 乙}}, for: cell, when: "answer.sure == 'yes'"}
zones:
  label: {title: {en: Slide label, zh: 玻片标签}, void: true, shape: [box, polygon]}
links:
  has_rim: {from: cell, to: rim, need: '1..1', title: {en: has the rim, zh: 带有边缘}, inverse: {en: is the rim of, zh: 是其边缘}}
rules:
  - {id: Q2, kind: class_scope, for: cell, ask: kind, when: "answer.sure == 'yes'"}
  - {id: Q1, kind: class_scope, for: cell, ask: sure, answers: {'no': {then: negative, reason: fake}}}
  - {id: A1, kind: attribute, for: cell, required_when: "answer.kind == 'a'", fields: [granules, level.care], says: {en: Kind A is counted., zh: 甲类要计数。}}
  - {id: B1, kind: geometry, for: cell, require: 'visible.width >= 200', severity: warning, override: {who: reviewer}, guide: {en: Small ones are artefacts., zh: 过小的多为伪影。}}
clarifications:
  - {rule: B1, date: 2026-11-12, asked: And at the border?, answer: There too., by: anna}
`

let served: ServedApp
let chromium: Chromium
test.skip(!hasBccd, 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())
test.beforeEach(async () => {
  chromium = await launch()
})
test.afterEach(() => close(chromium))

/** A folder of photos under the policy above, its first photo on screen. */
async function open(): Promise<{
  app: AppPage
  stored: () => ImageDocument
  key: (...names: string[]) => Promise<void>
}> {
  const folder = join(newFolder('groundrule-hand-'), 'smears')
  const [photo = ''] = copyPhotos(folder, 0)
  const app = await AppPage.open(chromium, served.origin, { hash: '#/studio' })
  const { page } = app
  await page.setViewportSize({ width: 1440, height: 900 })
  await page
    .getByTestId('policy-file')
    .setInputFiles({ name: 'hand.yaml', mimeType: 'text/yaml', buffer: Buffer.from(POLICY) })
  await expect(page.locator('.cm-content')).toContainText('Cells and their rims')
  await page.getByRole('button', { name: /^Publish/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish 0.1.0' }).click()
  await expect(page.getByRole('dialog')).toContainText('hand 0.1.0 is published.')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.evaluate(() => void (location.hash = '#/'))
  await app.dropFolder(folder)
  await app.ready(photo)
  await page.getByRole('button', { name: /^blood-cells \d/ }).click()
  await page.getByRole('button', { name: 'hand 0.1.0' }).click()
  await expect(page.getByRole('button', { name: /^Cell/ }).first()).toBeVisible()
  const set = `smears_${new Date().toISOString().slice(0, 10)}`
  return {
    app,
    key: async (...names) => {
      for (const name of names) await page.keyboard.press(name)
    },
    stored: () => ImageDocument.parse(JSON.parse(readFileSync(join(folder, 'Ann_pre', set, `${photo}.json`), 'utf8'))),
  }
}

const SHOTS = process.env['GROUNDRULE_SHOTS']
const need = (app: AppPage, key: string) => app.page.locator(`[data-need="${key}"]`)

test('only what applies is asked; one key answers the next; numbers are typed; all of it is stored', async () => {
  test.setTimeout(120_000)
  const { app, key, stored } = await open()
  const { page } = app
  await key('1', 'b')
  await app.drag(PHOTO, [200, 150], [280, 230])
  await expect(need(app, 'question.sure')).toContainText('Next')
  await expect(need(app, 'question.kind')).toHaveCount(0)
  await expect(need(app, 'attribute.granules')).toHaveCount(0)
  await key('Shift+1')
  await expect(need(app, 'question.kind')).toContainText('Next')
  await expect(need(app, 'attribute.granules')).toBeVisible()
  await key('Shift+1')
  await expect(need(app, 'attribute.granules')).toContainText('Next')
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/needs.png` })
  await need(app, 'attribute.granules').getByRole('spinbutton').fill('12')
  await key('Enter')
  await expect(need(app, 'level.care')).toContainText('Next')
  await key('Shift+2')
  await expect(need(app, 'level.care').getByRole('button', { pressed: true })).toHaveText(/Looked closely/)
  await need(app, 'attribute.remark').getByRole('textbox').fill('pale')
  await key('Enter')
  await app.written()
  expect(stored().annotations[0]).toMatchObject({
    answers: { sure: 'yes', kind: 'a' },
    attributes: { granules: 12, remark: 'pale' },
    declared: { levels: { care: 'high' } },
  })
  await need(app, 'question.sure')
    .getByRole('button', { name: /Surely/ })
    .click()
  await app.written()
  expect(stored().annotations[0]?.answers).toEqual({ kind: 'a' })
  await expect(need(app, 'question.kind')).toBeVisible()
  app.isCalm()
})

test('a link is made from its finding, from the list and by a click; labels are grouped', async () => {
  test.setTimeout(120_000)
  const { app, key, stored } = await open()
  const { page } = app
  const links = async () => {
    await app.written()
    const { annotations } = stored()
    return annotations[0]?.links.map((l) => `${l.kind} ${annotations.findIndex((a) => a.id === l.to)}`)
  }
  const panel = page.locator('[data-link="has_rim"]')
  const line = page.locator('[data-link-line]')
  await key('1', 'b')
  await app.drag(PHOTO, [200, 150], [280, 230])
  // Nothing selected: the digit picks the class for the next label, whatever was drawn last.
  await key('Escape', '2')
  await app.drag(PHOTO, [400, 250], [460, 300])
  await app.finding('links').getByRole('button').first().click()
  await key('Shift+1')
  expect(await links()).toEqual(['has_rim 1'])
  await expect(line).toHaveCount(1)
  await expect(app.finding('links')).toHaveCount(0)
  await panel.getByRole('button', { name: 'Unlink Rim 1' }).click()
  await expect(line).toHaveCount(0)
  await panel.getByRole('combobox').selectOption({ label: 'Rim 1' })
  expect(await links()).toEqual(['has_rim 1'])
  await key('Control+z')
  await expect(line).toHaveCount(0)
  await panel.getByRole('button', { name: 'Pick in the image' }).click()
  const rim = await app.at(PHOTO, 430, 275)
  await page.mouse.click(rim.x, rim.y)
  expect(await links()).toEqual(['has_rim 1'])
  await expect(page.getByRole('heading', { name: 'Cell 1' })).toBeVisible()
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/links.png` })
  await key('Control+a')
  await page.getByRole('button', { name: 'Group them' }).click()
  await app.written()
  expect(stored().annotations.map((a) => a.group)).toEqual(['g1', 'g1'])
  app.isCalm()
})

test('a zone is drawn, listed, taken back and deleted; it is no label', async () => {
  test.setTimeout(120_000)
  const { app, key, stored } = await open()
  const { page } = app
  const zone = page.locator('[data-zone="label"]')
  await page.getByRole('button', { name: 'Draw: Slide label' }).click()
  await app.drag(PHOTO, [20, 20], [180, 90])
  await expect(zone).toHaveCount(1)
  await app.written()
  expect(stored()).toMatchObject({ annotations: [], zones: [{ kind: 'label', shape: { kind: 'box' } }] })
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/zones.png` })
  await key('Control+z')
  await expect(zone).toHaveCount(0)
  await key('Control+Shift+z')
  await page.getByRole('button', { name: 'Delete the zone Slide label 1' }).click()
  await expect(zone).toHaveCount(0)
  await key('b')
  await app.drag(PHOTO, [300, 150], [380, 230])
  await app.written()
  expect(stored().annotations).toHaveLength(1)
  expect(stored().zones ?? []).toEqual([])
  app.isCalm()
})

test('an override is for those whom the policy names; others are told why not', async () => {
  test.setTimeout(120_000)
  const { app, key, stored } = await open()
  const { page } = app
  await key('1', 'b')
  await app.drag(PHOTO, [200, 150], [280, 230])
  await app.finding('B1').getByRole('button').first().click()
  await expect(app.finding('B1')).toContainText(
    'Only a reviewer may override this rule. Without a name you are a labeler',
  )
  await expect(app.finding('B1')).toContainText('Small ones are artefacts.')
  await expect(app.finding('B1')).toContainText('There too. (anna, 2026-11-12)')
  await expect(page.getByTestId('class-help')).toContainText('Its halo')
  await key('o')
  await expect(app.finding('B1').getByRole('textbox')).toHaveCount(0)
  await page.getByRole('button', { name: 'Settings' }).click()
  const name = page.locator('[popover]:popover-open').getByRole('textbox')
  await name.fill('bo')
  await name.press('Enter')
  await key('Escape')
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await expect(app.finding('B1')).not.toContainText('Only a reviewer')
  await key('o')
  await app.finding('B1').getByRole('textbox').fill('seen under the microscope')
  await key('Enter')
  await expect(app.finding('B1')).toHaveCount(0)
  await app.written()
  expect(stored().annotations[0]?.overrides).toMatchObject([{ rule: 'B1', by: 'bo', as: 'reviewer' }])
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id)).toEqual([])
  app.isCalm()
})
