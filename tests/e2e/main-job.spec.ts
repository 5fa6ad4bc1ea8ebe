/** The whole main job on real photos: open, label, be told, fix, finish, export, inspect, verify, change the policy. */
import { expect, test } from '@playwright/test'
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { ImageDocument } from '../../src/core/model/image'
import { AppPage, copyPhotos, PHOTO, replaceInPolicy, savedBy, serveApp, type ServedApp } from '../support/app'
import { hasBccd, PHOTOS } from '../support/bccd'
import { close, killHard, launch, newFolder, relaunch, removeFolder, type Chromium } from '../support/chromium'
import { pythonWithPillow, withPillow } from '../support/pillow'

const ROOT = join(import.meta.dirname, '..', '..')
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
let served: ServedApp

test.skip(!hasBccd, 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())

/** A folder with three photos and, where Pillow is there, a fourth one as PNG. */
function makeFolder(): { folder: string; photos: string[] } {
  const folder = join(newFolder('groundrule-main-'), 'smears')
  const photos = copyPhotos(folder, 0, 1, 2)
  if (pythonWithPillow) {
    withPillow("Image.open(input['from']).save(input['to'])\nprint('null')", {
      from: join(PHOTOS, 'BloodImage_00003.jpg'),
      to: join(folder, 'BloodImage_00003.png'),
    })
    photos.push('BloodImage_00003.png')
  }
  return { folder, photos }
}

/** Answers everything the policy asks of the image as a whole, with the buttons of the side panel. */
async function answerImage(app: AppPage): Promise<void> {
  const group = (name: string) => app.page.getByRole('group', { name, exact: true })
  await group('Usable?').getByRole('button', { name: 'Yes' }).click()
  for (const cls of ['Red cell', 'White cell'])
    await group(`Labelled: ${cls}`).getByRole('button', { name: 'Some' }).click()
  await group('Labelled: Platelet').getByRole('button', { name: 'None' }).click()
  await group('Stain').getByRole('button', { name: 'Normal' }).click()
  await group('Density').getByRole('button', { name: 'Medium' }).click()
  await group('Focus').getByRole('button', { name: 'Sharp' }).click()
  await group('Was the whole photo searched, up to its borders?').getByRole('button', { name: 'Yes' }).click()
}

test('thirteen steps from an empty folder of photos to a new policy version', async () => {
  test.setTimeout(400_000)
  const { folder, photos } = makeFolder()
  const [first = '', second = '', third = ''] = photos
  const before = photos.map((name) => sha256(readFileSync(join(folder, name))))
  const bundles = newFolder('groundrule-bundles-')
  let running: Chromium = await launch()
  try {
    let app = await AppPage.open(running, served.origin)
    let { page } = app
    const key = (...names: string[]): Promise<void> =>
      names.reduce((done, name) => done.then(() => page.keyboard.press(name)), Promise.resolve())
    const set = `smears_${new Date().toISOString().slice(0, 10)}`
    const stored = (name: string): ImageDocument =>
      ImageDocument.parse(JSON.parse(readFileSync(join(folder, 'Ann_pre', set, `${name}.json`), 'utf8')))
    const last = async (name = first): Promise<ImageDocument['annotations'][number]> => {
      await app.written()
      const annotation = stored(name).annotations.at(-1)
      if (!annotation) throw new Error('nothing is stored')
      return annotation
    }
    const box = async (from: [number, number], to: [number, number]): Promise<void> => {
      await key('b')
      await app.drag(PHOTO, from, to)
    }

    await test.step('1-2 the start page says what this is and offers its doors', async () => {
      await expect(page.getByText('under a written, versioned policy')).toBeVisible()
      for (const door of ['Open a folder', 'Try the sample']) await expect(page.getByText(door).first()).toBeVisible()
      await expect(page.getByText('No projects yet')).toBeVisible()
    })

    await test.step('3-4 a dropped folder is listed with thumbnails, its first image is shown', async () => {
      await app.dropFolder(folder)
      await app.ready(first)
      await expect(page.locator('[role="option"]')).toHaveCount(photos.length)
      await expect(page.locator('[role="option"] canvas').first()).not.toHaveAttribute('width', '1')
    })

    await test.step('5 a box: class by digit, draw, nudge, undo, redo, delete', async () => {
      await key('1')
      await box([200, 150], [280, 230])
      const drawn = await last()
      expect(drawn.class).toBe('red_cell')
      const shape = drawn.roles[Object.keys(drawn.roles)[0] as keyof typeof drawn.roles]?.shape
      if (shape?.kind !== 'box') throw new Error('not a box')
      for (const [got, wanted] of [
        [shape.x, 200],
        [shape.y, 150],
        [shape.w, 80],
        [shape.h, 80],
      ] as const)
        expect(Math.abs(got - wanted)).toBeLessThan(2)
      await key('v', 'ArrowRight', 'Shift+ArrowDown', 'Alt+ArrowLeft')
      const moved = (await last()).roles
      expect(Object.values(moved)[0]?.shape).toMatchObject({
        x: shape.x + 1 - 0.1,
        y: shape.y + 10,
        w: shape.w,
        h: shape.h,
      })
      await key('Control+z', 'Control+z', 'Control+z')
      expect(Object.values((await last()).roles)[0]?.shape).toEqual(shape)
      await key('Control+Shift+z')
      expect(Object.values((await last()).roles)[0]?.shape).toMatchObject({ x: shape.x + 1 })
      await key('Delete')
      await app.written()
      expect(stored(first).annotations).toHaveLength(0)
      await key('Control+z')
      expect(Object.values((await last()).roles)[0]?.shape).toMatchObject({ x: shape.x + 1 })
    })

    await test.step('5 zoom at the cursor, pan and fit move the view, never the label', async () => {
      const scale = page.getByText(/^[\d.,]+ %$/).first()
      const fitted = await scale.textContent()
      const middle = await app.at(PHOTO, 320, 240)
      await page.mouse.move(middle.x, middle.y)
      await page.mouse.wheel(0, -240)
      await expect(scale).not.toHaveText(fitted ?? '')
      await key('j')
      await expect(scale).toHaveText('100 %')
      await key('h')
      await expect(scale).toHaveText(fitted ?? '')
      expect(stored(first).annotations).toHaveLength(1)
    })

    await test.step('5 a polygon of a white cell, closed with Enter', async () => {
      await key('2', 'p')
      for (const [x, y] of [
        [420, 60],
        [500, 70],
        [510, 140],
        [440, 150],
      ] as const) {
        const at = await app.at(PHOTO, x, y)
        await page.mouse.click(at.x, at.y)
      }
      await key('Enter')
      const drawn = await last()
      expect(drawn.class).toBe('white_cell')
      expect(Object.values(drawn.roles)[0]?.shape).toMatchObject({ kind: 'polygon' })
    })

    await test.step('5-6 an ignored region asks for its reason and its question right there', async () => {
      await key('4')
      await box([300, 330], [420, 440])
      await app
        .finding('reason')
        .getByRole('button', { name: /Clump that cannot be counted/ })
        .click()
      await app.finding('I6').getByRole('button', { name: 'No', exact: false }).last().click()
      await expect(app.finding('I6')).toHaveCount(0)
      expect(await last()).toMatchObject({ disposition: 'ignore', reason: 'clump', answers: { countable: 'no' } })
    })

    await test.step('5-6 a look-alike is a failure as positive; F makes it a marked negative', async () => {
      await key('1')
      await box([60, 60], [110, 110])
      await key('w')
      await expect(app.finding('P2')).toBeVisible()
      await page.getByRole('group', { name: 'Look-alike', exact: true }).getByRole('button', { name: /^Dust/ }).click()
      await expect(app.finding('P2')).toHaveCount(0)
      await key('q')
      await app.finding('P1').getByRole('button').first().click()
      await expect(app.finding('P1')).toHaveAttribute('data-verdict', 'fail')
      await key('f')
      await expect(app.finding('P1')).toHaveCount(0)
      expect(await last()).toMatchObject({
        disposition: 'negative',
        reason: 'look_alike',
        declared: { lookAlike: 'dust' },
      })
    })

    await test.step('5 skip has a reason too', async () => {
      await key('3')
      await box([560, 300], [580, 320])
      await key('r')
      await app
        .finding('reason')
        .getByRole('button', { name: /Debris/ })
        .click()
      expect(await last()).toMatchObject({ disposition: 'skip', reason: 'debris' })
    })

    await test.step('5-6 a cell cut by the border: question, full shape beyond the image, truncation, evidence', async () => {
      await key('1')
      await box([0, 300], [50, 370])
      // The border is reached exactly: the mouse lands on whole screen pixels.
      await key('v')
      await app.finding('G4').or(app.finding('I3')).first().waitFor()
      if ((await app.finding('G4').count()) > 0) {
        await app.finding('G4').getByRole('button').first().click()
        await key('f')
      }
      await app.finding('I3').getByRole('button').first().click()
      await key('Shift+2')
      await expect(app.finding('O1')).toHaveAttribute('data-verdict', 'fail')
      await app.finding('O1').getByRole('button').first().click()
      await key('f')
      await app.drag(PHOTO, [-30, 300], [50, 370])
      await expect(page.getByTestId('truncation')).toHaveText(/3[5-9](\.\d)? %/)
      await app
        .finding('O3')
        .getByRole('button', { name: /outline bends on/ })
        .click()
      await expect(app.finding('O3')).toHaveCount(0)
    })

    await test.step('5 visible and full of a covered cell: the hidden share is computed and shown', async () => {
      await key('1')
      await box([470, 350], [530, 410])
      await key('t')
      await app.drag(PHOTO, [470, 350], [570, 410])
      await expect(page.getByTestId('occlusion')).toHaveText(/(39|40|41)(\.\d)? %/)
      await app
        .finding('O3')
        .getByRole('button', { name: /rim shows/ })
        .click()
      const drawn = await last()
      expect(Object.keys(drawn.roles).sort()).toEqual(['full', 'visible'])
      expect(drawn.declared.evidence).toEqual(['neighbour_rim'])
    })

    await test.step('6-7 finishing is refused and says why; image answers settle it', async () => {
      await key('Control+Enter')
      await expect(app.entry(first)).toContainText('In work')
      await expect(page.locator('#finish-why')).toContainText('must be settled')
      await expect(app.finding('M1').first()).toBeVisible()
      await answerImage(app)
      await expect(page.locator('.finding')).toHaveCount(0)
      await key('Control+Enter')
      await expect(app.entry(first)).toContainText('Finished')
      await app.ready(second)
    })

    await test.step('7 an image without annotations is finished only by saying so', async () => {
      await answerImage(app)
      await key('Control+Enter')
      await expect(app.entry(second)).toContainText('In work')
      await key('y')
      await expect(page.locator('.finding')).toHaveCount(0)
      await key('Control+Enter')
      await expect(app.entry(second)).toContainText('Finished')
      await app.ready(third)
    })

    await test.step('8 all is there after a reload, undo too', async () => {
      await key('1')
      await box([100, 100], [160, 160])
      await box([300, 100], [360, 160])
      await app.written()
      await page.reload()
      await app.ready(third)
      await expect(app.entry(third)).toContainText('2')
      await expect(app.entry(first)).toContainText('Finished')
      await key('Control+z')
      await app.written()
      expect(stored(third).annotations).toHaveLength(1)
      await key('Control+Shift+z')
      await app.written()
      expect(stored(third).annotations).toHaveLength(2)
    })

    await test.step('3, 8 all is there after the browser was killed; one click reconnects the folder', async () => {
      app.isCalm()
      await killHard(running)
      running = await relaunch(running)
      app = await AppPage.open(running, served.origin)
      page = app.page
      await page.getByRole('button', { name: 'Reconnect' }).click()
      await app.ready(third)
      await expect(app.entry(first)).toContainText('Finished')
      await expect(app.entry(second)).toContainText('Finished')
    })

    const files: string[] = []
    await test.step('9 three kinds of bundle, read by other programs', async () => {
      for (const kind of ['Coordinates only', 'Original bytes', 'PNG, pixel-exact']) {
        await key('Control+e')
        const dialog = page.getByRole('dialog')
        await dialog.getByText(kind, { exact: true }).click()
        await expect(dialog.getByText('2 images will be exported.')).toBeVisible()
        await dialog.getByRole('button', { name: 'Export', exact: true }).click()
        const save = dialog.getByRole('button', { name: 'Save the bundle' })
        await expect(save).toBeVisible({ timeout: 60_000 })
        const file = join(bundles, `${kind.split(/\W/)[0] ?? ''}.zip`)
        writeFileSync(file, await savedBy(page, save))
        await dialog.getByRole('button', { name: 'Close' }).first().click()
        files.push(file)
        execFileSync('unzip', ['-tq', file])
        execFileSync('python3', [join(ROOT, 'tests', 'interop', 'bundle_check.py'), file])
      }
      const original = join(bundles, 'out')
      mkdirSync(original)
      execFileSync('unzip', ['-q', files[1] ?? '', '-d', original])
      expect(sha256(readFileSync(join(original, 'images', first)))).toBe(before[0])
    })

    await test.step('11 the command line finds the bundles good, and names what is wrong in a changed one', async () => {
      const verify = (file: string) =>
        spawnSync(process.execPath, [join(ROOT, 'src', 'cli', 'bin.mjs'), 'verify', file, '--json'], {
          encoding: 'utf8',
        })
      for (const file of files) expect(verify(file)).toMatchObject({ status: 0 })
      const bad = join(bundles, 'bad.zip')
      copyFileSync(files[0] ?? '', bad)
      const bytes = readFileSync(bad)
      const at = bytes.indexOf('"class":"red_cell"')
      expect(at).toBeGreaterThan(0)
      bytes.writeUInt8(bytes.readUInt8(at + 12) ^ 1, at + 12)
      writeFileSync(bad, bytes)
      const told = verify(bad)
      expect(told.status).toBe(1)
      expect(told.stdout).toContain(`annotations/${first}.json`)
      expect(verify(join(bundles, 'none.zip')).status).toBe(2)
    })

    await test.step('10 the bundle of coordinates is inspected in a worker and found good', async () => {
      await page.evaluate(() => void (location.hash = '#/inspect'))
      await page.getByTestId('bundle-input').setInputFiles(files[0] ?? '')
      await expect(page.getByTestId('verdict')).toHaveAttribute('data-verdict', 'good', { timeout: 30_000 })
    })

    await test.step('12-13 the lead changes a number, sees cases and impact, publishes, and labelling goes on under it', async () => {
      await page.evaluate(() => void (location.hash = '#/studio'))
      await page.locator('a[href="#/studio/blood-cells/1.0.0"]').click()
      await page.getByRole('button', { name: 'New version from this' }).click()
      const problems = page.getByRole('region', { name: 'Problems in the text' })
      await expect(problems).toContainText('No problems')
      await replaceInPolicy(page, 'for: platelet', 'for: plaetlet')
      await expect(problems.getByRole('button', { name: /Did you mean platelet/ })).toContainText(/\d+:\d+/)
      await replaceInPolicy(page, 'for: plaetlet', 'for: platelet')
      await expect(problems).toContainText('No problems')
      await replaceInPolicy(page, '{role: visible, width: 6, height: 6}', '{role: visible, width: 70, height: 6}')
      await page.getByRole('tab', { name: /Impact/ }).click()
      await expect(page.getByRole('tabpanel').locator('[data-rule=G3]').first()).toBeVisible({ timeout: 20_000 })
      await replaceInPolicy(page, '{role: visible, width: 70, height: 6}', '{role: visible, width: 5, height: 6}')
      await page.getByRole('tab', { name: /Cases/ }).click()
      await expect(
        page
          .getByRole('tabpanel')
          .getByRole('button', { name: /does not hold/ })
          .first(),
      ).toBeVisible()
      await replaceInPolicy(page, '{role: visible, width: 5, height: 6}', '{role: visible, width: 6, height: 6}')
      await replaceInPolicy(page, 'Nothing smaller than 6 px is labelled here.', 'Nothing below 6 px is labelled here.')
      await expect(page.getByRole('tab', { name: /Cases/ })).toContainText(/^Cases\s*(\d+)\/\1$/)
      await page.getByRole('button', { name: /^Publish/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Publish 1.0.1' }).click()
      await expect(dialog).toContainText('blood-cells 1.0.1 is published.')
      await dialog.getByRole('button', { name: /^Label .* under it$/ }).click()
      await expect(dialog).toContainText('is now labelled under it')
      await dialog.getByRole('button', { name: 'Close' }).last().click()
    })

    await test.step('new labels carry the new version, and no photo was touched', async () => {
      await page.evaluate(() => history.back())
      await page.goto(`${served.origin}/#/`)
      await page.getByRole('button', { name: 'Reconnect' }).click()
      await app.ready(third)
      await key('1')
      await box([300, 300], [360, 360])
      expect((await last(third)).made.policy.version).toBe('1.0.1')
      expect(photos.map((name) => sha256(readFileSync(join(folder, name))))).toEqual(before)
      expect(existsSync(join(folder, 'Ann_pre', set))).toBe(true)
      app.isCalm()
    })
  } finally {
    await close(running)
    removeFolder(bundles)
    removeFolder(join(folder, '..'))
  }
})
