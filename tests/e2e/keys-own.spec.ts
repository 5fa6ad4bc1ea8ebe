/** Keys that a person changes, presets of other tools, and the command palette, in real Chromium and by keyboard alone. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator } from '@playwright/test'
import { AppPage, serveApp, type ServedApp } from '../support/app'
import { close, launch, type Chromium } from '../support/chromium'

let served: ServedApp
let running: Chromium
let app: AppPage

test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())
test.beforeEach(async () => {
  running = await launch()
  app = await AppPage.open(running, served.origin, { hash: '#/sample' })
  await app.ready('BloodImage_00010.jpg')
})
test.afterEach(() => close(running))

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await app.page.keyboard.press(key)
}
const dialog = (): Locator => app.page.getByRole('dialog')
const row = (action: string): Locator => app.page.locator(`[data-command="${action}"]`)
const tool = (name: string): Locator => app.page.getByRole('button', { name, exact: true })
const panel = (): Locator => app.page.getByRole('region', { name: 'Annotation', exact: true })

/** Opens the key settings and waits for one press for a command, without the mouse. */
async function ask(action: string, name: string): Promise<void> {
  await press('F2')
  await dialog().getByRole('searchbox', { name: 'Search commands and keys' }).focus()
  await app.page.keyboard.type(name)
  await row(action)
    .getByRole('button', { name: /^Add a key/ })
    .focus()
  await press('Enter')
  await expect(dialog().getByRole('group', { name: /^Press the new key/ })).toBeFocused()
}

/** Runs a command by typing a part of its name. */
async function command(text: string): Promise<void> {
  await press('Control+k')
  await expect(dialog().getByRole('combobox')).toBeFocused()
  await app.page.keyboard.type(text)
  await press('Enter')
  await expect(dialog().getByRole('combobox')).toHaveCount(0)
}

async function serious(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode().analyze()
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary ?? ''}`))
}

test('a changed key works, is shown everywhere and survives a reload; the old one stays until it is removed', async () => {
  await ask('toolPolygon', 'polygon')
  await press('x')
  await expect(dialog().getByRole('status')).toContainText('now has X')
  await press('Escape')
  // A white cell may be an outline, a red one only a box.
  await press('2', 'x')
  await expect(tool('Polygon')).toHaveAttribute('aria-pressed', 'true')
  await press('b', 'p')
  await expect(tool('Polygon')).toHaveAttribute('aria-pressed', 'true')

  await press('F2')
  await row('toolPolygon')
    .getByRole('button', { name: /^Take P from/ })
    .focus()
  await press('Enter', 'Escape')
  await press('b', 'p')
  await expect(tool('Box')).toHaveAttribute('aria-pressed', 'true')
  await expect(tool('Polygon')).toHaveAttribute('title', /\(X\)/)

  await app.page.reload()
  await app.ready('BloodImage_00010.jpg')
  await press('2', 'x')
  await expect(tool('Polygon')).toHaveAttribute('aria-pressed', 'true')
  await press('F1')
  await expect(dialog()).toContainText('X Draw polygons')
  await expect(dialog()).toContainText('Pick the next shape under the pointer')
  await press('F1')
  await expect(dialog()).toHaveCount(0)
  app.isCalm()
})

test('a clash is said with the section before anything changes; taking the key moves it; reset brings it back', async () => {
  await ask('toolBox', 'draw boxes')
  await press('p')
  await expect(dialog().getByRole('alert')).toContainText('P already means: Draw polygons (Draw).')
  await expect(row('toolBox')).not.toContainText('P')
  await press('Tab', 'Enter') // leave it
  await expect(row('toolBox')).not.toContainText('P')

  await row('toolBox')
    .getByRole('button', { name: /^Add a key/ })
    .focus()
  await press('Enter', 'p')
  await expect(app.page.getByRole('button', { name: 'Take it from there' })).toBeFocused()
  await press('Enter')
  await dialog().getByRole('searchbox').fill('draw')
  await expect(row('toolPolygon')).toContainText('no key')
  await row('toolPolygon')
    .getByRole('button', { name: /^Reset the keys/ })
    .focus()
  await press('Enter')
  await expect(row('toolPolygon')).toContainText('P')
  await expect(row('toolBox').getByRole('button', { name: /^Reset/ })).toHaveCount(0)

  for (const [key, sentence] of [
    ['Control+w', 'The browser keeps Ctrl W for itself'],
    ['Control+Shift+n', 'The browser keeps Ctrl Shift N for itself'],
  ] as const) {
    await row('toolBox')
      .getByRole('button', { name: /^Add a key/ })
      .focus()
    await press('Enter')
    // Sent to the page as an event: the browser itself would take it.
    await app.page.evaluate((chord) => {
      const parts = chord.split('+')
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: parts.at(-1) ?? '',
          ctrlKey: true,
          shiftKey: parts.includes('Shift'),
          bubbles: true,
          cancelable: true,
        }),
      )
    }, key)
    await expect(dialog().getByRole('alert')).toContainText(sentence)
    await press('Escape')
  }
  expect(await serious()).toEqual([])
  app.isCalm()
})

test('with the preset CVAT its keys go through the images, draw a box and set its class; no mouse', async () => {
  await press('F2')
  await dialog().getByRole('combobox').selectOption('cvat')
  await press('Escape')
  await expect(
    app.page.getByRole('region', { name: 'Class' }).getByRole('button', { name: /White cell/ }),
  ).toContainText('Ctrl 2')
  await press('f')
  await app.ready('BloodImage_00068.jpg')
  await press('f')
  const name = 'BloodImage_00137.jpg'
  await expect(app.entry('BloodImage_00137.jpg')).toHaveAttribute('aria-selected', 'true')
  await press('d')
  await app.ready('BloodImage_00068.jpg')
  await press('f')
  await app.ready(name)

  await press('v', 'n')
  await expect(tool('Box')).toHaveAttribute('aria-pressed', 'true')
  await press('Control+1', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter')
  await expect(panel()).toContainText('Red cell 1')
  await press('v', 'Control+2')
  await expect(panel()).toContainText('White cell 1')
  await expect(app.entry(name)).toContainText('1')
  await press('Control+z', 'Control+z')
  await expect(panel()).toContainText('Nothing selected')
  app.isCalm()
})

test('with a drawing tool a digit is for the next label, with the select tool it names the selected one', async () => {
  await command('00137')
  await app.ready('BloodImage_00137.jpg')
  await press('b', '1', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter')
  await expect(panel()).toContainText('Red cell 1')
  await press('v', '3')
  await expect(panel()).toContainText('Platelet 1')
  await press('b', '1')
  await expect(panel()).toContainText('Nothing selected')
  app.isCalm()
})

test('Ctrl and an arrow pushes a side of the selected box, with Alt it is pulled; each is one step back', async () => {
  await command('00137')
  await app.ready('BloodImage_00137.jpg')
  await press('b', '1', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter')
  await press('v')
  await expect(panel()).toContainText('20 × 10')
  await press('Control+ArrowRight', 'Control+Shift+ArrowDown')
  await expect(panel()).toContainText('21 × 20')
  await press('Control+Alt+ArrowLeft', 'Control+Alt+ArrowLeft')
  await expect(panel()).toContainText('19 × 20')
  await press('Control+z', 'Control+z', 'Control+z', 'Control+z')
  await expect(panel()).toContainText('20 × 10')
  app.isCalm()
})

for (const [language, words] of [
  ['en', { zoom: 'polyg', undo: 'Undo', class: 'Set class: White cell', none: 'Nothing here is like that.' }],
  ['zh', { zoom: '多边形', undo: '撤销', class: '设置类别：白细胞', none: '这里没有这样的内容。' }],
] as const)
  test(`the palette runs what applies now, by keyboard alone (${language})`, async () => {
    if (language === 'zh') {
      await app.page.locator('button[popovertarget$="-menu"]').focus()
      await press('Enter')
      await app.page.locator('[popover]:popover-open select').first().selectOption('zh')
      await press('Escape')
    }
    await press('2', 'Control+Shift+p')
    const field = dialog().getByRole('combobox')
    await expect(field).toBeFocused()
    // Nothing was done yet, so there is nothing to undo.
    await app.page.keyboard.type(words.undo)
    await expect(
      app.page.getByRole('option', { name: words.undo, exact: false }).filter({ hasText: 'Ctrl Z' }),
    ).toHaveCount(0)
    await press('Control+a', 'Backspace')
    await app.page.keyboard.type('xqzxqz')
    await expect(dialog().getByRole('status').filter({ hasText: words.none })).toBeVisible()
    await press('Control+a', 'Backspace')
    await app.page.keyboard.type(words.zoom)
    const first = app.page.locator('dialog [role="option"]').first()
    await expect(first).toHaveAttribute('aria-selected', 'true')
    await expect(first).toContainText('P')
    expect(await field.getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'))
    expect(await serious()).toEqual([])
    await press('Enter')
    await expect(dialog()).toHaveCount(0)
    await expect(
      app.page.getByRole('button', { name: language === 'en' ? 'Polygon' : '多边形', exact: true }),
    ).toHaveAttribute('aria-pressed', 'true')
    // To an image by its number, and to a class by its id.
    await press('Control+g')
    await app.page.keyboard.type('2')
    await press('Enter')
    await expect(app.page.locator('[role="option"][aria-selected="true"]')).toContainText('BloodImage_00068.jpg')
    await press('c')
    await app.page.keyboard.type('white_cell')
    await expect(app.page.locator('dialog [role="option"]').first()).toContainText(words.class)
    await press('Enter')
    await expect(app.page.locator('.chip[aria-pressed="true"]')).toContainText('2')
    app.isCalm()
  })

test('keys go out as a file and come back; a file that is wrong changes nothing and says why', async () => {
  const load = (text: string) =>
    app.page
      .getByTestId('keys-file')
      .setInputFiles({ name: 'keys.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  const file = (preset: string, changes: object) => JSON.stringify({ format: 'groundrule-keys/1', preset, changes })
  await press('F2')
  await load(file('labelme', { toolBox: ['P'] }))
  await expect(dialog().getByRole('status')).toContainText('P means two commands (Draw boxes · Draw polygons)')
  await expect(dialog().getByRole('combobox')).toHaveValue('groundrule')
  await load('nonsense')
  await expect(dialog().getByRole('status')).toContainText('The file is not JSON')
  await load(file('labelme', { toolPolygon: ['F9'] }))
  await expect(dialog().getByRole('status')).toContainText('Loaded: labelme, 1 change.')
  await expect(row('toolPolygon')).toContainText('F9')
  await expect(row('toolBox')).toContainText('Ctrl R')
  await app.page.getByRole('button', { name: 'Reset all changes' }).focus()
  await press('Enter')
  await expect(row('toolPolygon')).not.toContainText('F9')
  await expect(row('toolBox')).toContainText('Ctrl R')
  app.isCalm()
})

test('the studio and the inspector have the sheet and the palette too', async () => {
  const { page } = app
  await page.goto(`${served.origin}/#/studio/blood-cells/1.0.0`)
  await page.getByTestId('policy-editor').waitFor()
  await page.locator('.cm-content').focus()
  await press('F1')
  await expect(dialog()).toContainText('Save the policy as a file')
  await expect(dialog()).not.toContainText('Draw boxes')
  expect(await serious()).toEqual([])
  await press('Escape')
  await press('Control+k')
  await expect(dialog().getByRole('combobox')).toBeFocused()
  await page.keyboard.type('publish')
  // A published version is not a draft.
  await expect(page.locator('dialog [role="option"]').filter({ hasText: 'Publish the draft' })).toHaveCount(0)
  await press('Escape')
  await page.goto(`${served.origin}/#/inspect`)
  await page.getByTestId('bundle-input').waitFor({ state: 'attached' })
  await press('F1')
  await expect(dialog()).toContainText('Open a bundle')
  await press('F1')
  await expect(dialog()).toHaveCount(0)
  app.isCalm()
})
