/** The annotate place without a mouse: the whole way of a photo of the sample, by keys alone, in real Chromium. */
import { expect, test, type Download } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replay } from '../../src/core/history/undo'
import type { Patch } from '../../src/core/history/patch'
import type { Annotation } from '../../src/core/model/annotation'
import type { ImageDocument } from '../../src/core/model/image'
import { fit, toImage } from '../../src/canvas/viewport'
import { AppPage, PHOTO, serveApp, type ServedApp } from '../support/app'
import { close, launch, type Chromium } from '../support/chromium'

let served: ServedApp
let running: Chromium
let app: AppPage
let keys: Keys

test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())
test.beforeEach(async () => {
  running = await launch()
  app = await AppPage.open(running, served.origin)
  keys = new Keys(app)
  await refuseTheMouse()
})
test.afterEach(() => close(running))

const NEW_PHOTO = 'BloodImage_00137.jpg'
const SET = join('Ann_pre', 'blood_2026-11-02', 'Images', 'blood_2026-11-02')
const SAMPLE = join(import.meta.dirname, '..', '..', 'public', 'sample', SET)
type Point = readonly [x: number, y: number]

/** A slip of this file would go unseen otherwise: a mouse in it counts as a complaint of the app. */
async function refuseTheMouse(): Promise<void> {
  await app.page.evaluate(() => {
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      addEventListener(type, () => console.error(`a pointer was used: ${type}`), true)
  })
}

/** The hand on the keyboard, and what can be known of the app from outside. */
class Keys {
  readonly #app: AppPage
  #crosshair: Point = [320, 240]
  /**
   * The crosshair starts at the pixel corner nearest to the middle of the surface. The photo shown whole starts on a
   * screen pixel, so its own middle may be beside that: every point of this file is meant with that much added.
   */
  beside: Point = [0, 0]

  constructor(page: AppPage) {
    this.#app = page
  }

  async press(...names: string[]): Promise<void> {
    for (const name of names) await this.#app.page.keyboard.press(name)
  }

  /** Tab until the focus is on what the selector names. */
  async tabTo(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const there = (): Promise<boolean> =>
      this.#app.page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)
    for (let i = 0; i < 120; i++) {
      if (await there()) return
      await this.press(key)
    }
    throw new Error(`the Tab key does not reach ${selector}`)
  }

  /** Moves along one axis in steps of ten, one and a tenth, as few as there are. */
  async #along(by: number, back: string, forth: string): Promise<void> {
    const arrow = by < 0 ? back : forth
    const tenths = Math.round(Math.abs(by) * 10)
    await this.press(
      ...Array<string>(Math.floor(tenths / 100)).fill(`Shift+${arrow}`),
      ...Array<string>(Math.floor((tenths % 100) / 10)).fill(arrow),
      ...Array<string>(tenths % 10).fill(`Alt+${arrow}`),
    )
  }

  async aim(at: Point): Promise<void> {
    await this.#along(at[0] - this.#crosshair[0], 'ArrowLeft', 'ArrowRight')
    await this.#along(at[1] - this.#crosshair[1], 'ArrowUp', 'ArrowDown')
    this.#crosshair = at
  }

  /** Points at the crosshair, each set with Enter. */
  async points(...all: Point[]): Promise<void> {
    for (const at of all) {
      await this.aim(at)
      await this.press('Enter')
    }
  }

  /** The sample from the start page, up to the photo about which nothing has been said. */
  async openNewPhoto(): Promise<void> {
    await this.tabTo('a[href="#/sample"]')
    await this.press('Enter')
    await this.#app.ready('BloodImage_00010.jpg')
    await this.press('Shift+D')
    await this.#app.ready('BloodImage_00068.jpg')
    await this.press('d')
    await this.#app.ready(NEW_PHOTO)
    const surface = await this.#app.surface.evaluate((e) => ({ width: e.clientWidth, height: e.clientHeight }))
    const middle = toImage(fit(PHOTO, surface), {
      x: surface.width / 2,
      y: surface.height / 2,
    } as Parameters<typeof toImage>[1])
    this.beside = [Math.round(middle.x) - PHOTO.width / 2, Math.round(middle.y) - PHOTO.height / 2]
  }
}

/** The document of a photo as the browser's database holds it: its start and its log, replayed. */
async function stored(name = NEW_PHOTO): Promise<ImageDocument> {
  await app.saved()
  const { start, log } = await app.page.evaluate(async (file) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('groundrule')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(new Error('the journal does not open'))
    })
    const all = (store: string): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error(`${store} cannot be read`))
      })
    const starts = (await all('starts')) as { image: { path: string } }[]
    const entries = (await all('log')) as { image: string }[]
    database.close()
    return {
      start: starts.find((s) => s.image.path.endsWith(file)),
      log: entries.filter((e) => e.image.endsWith(file)),
    }
  }, name)
  if (!start) throw new Error(`nothing is stored of ${name}`)
  return replay(start as unknown as ImageDocument, log as unknown as Patch[]).document
}

/** The stored annotation at a place in drawing order. */
async function annotation(index: number): Promise<Annotation> {
  const found = (await stored()).annotations.at(index)
  if (!found) throw new Error(`no annotation ${index}`)
  return found
}

/** Waits until the stored annotation is as wanted: the journal is written a moment after the key. */
const expectAnnotation = (index: number, wanted: Record<string, unknown>): Promise<void> =>
  expect.poll(() => annotation(index)).toMatchObject(wanted)

/** A stored box holds what was aimed at, up to the rounding of doubles. */
async function expectBox(index: number, role: string, [x, y, w, h]: readonly [number, number, number, number]) {
  const far = async (): Promise<number> => {
    const shape = (await annotation(index)).roles[role as keyof Annotation['roles']]?.shape
    if (shape?.kind !== 'box') return Infinity
    const [right, down] = keys.beside
    return Math.max(
      Math.abs(shape.x - x - right),
      Math.abs(shape.y - y - down),
      Math.abs(shape.w - w),
      Math.abs(shape.h - h),
    )
  }
  await expect.poll(far, { message: `${role} of ${index} is ${x} ${y} ${w} ${h}` }).toBeLessThan(1e-9)
}

const panel = () => app.page.getByRole('region', { name: 'Annotation', exact: true })
const choice = (name: string) => app.page.getByRole('button', { name })
const classChip = (name: string) => app.page.getByRole('region', { name: 'Class' }).getByRole('button', { name })
const focusedCard = () => app.page.locator('[data-rule]:has([aria-current="true"])')
const active = (): Promise<string> =>
  app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '')

/** The validator has answered the newest edit: the button to finish stands ready. */
const checked = (): Promise<void> => expect(choice('Finish, go to next')).toBeEnabled()

/** N until the finding of a rule is in hand. */
async function toFinding(rule: string): Promise<void> {
  await checked()
  await expect(app.finding(rule).first()).toBeVisible()
  const count = await app.page.locator('[data-rule]').count()
  for (let i = 0; i < count; i++) {
    await keys.press('n')
    await expect(focusedCard()).toHaveCount(1)
    if ((await focusedCard().getAttribute('data-rule')) === rule) return
  }
  throw new Error(`N does not lead to ${rule}`)
}

test('a photo from the start page to the finished label and the bundle, by keys alone', async () => {
  const { page } = app

  await test.step('Tab and Enter open the sample; Shift+D, D and A go through its photos', async () => {
    await keys.openNewPhoto()
    await keys.press('a')
    await app.ready('BloodImage_00068.jpg')
    await keys.press('PageDown')
    await app.ready(NEW_PHOTO)
  })

  await test.step('an empty photo is not finished by Ctrl+Enter, and the finding is named', async () => {
    await keys.press('Control+Enter')
    await expect(focusedCard()).toHaveAttribute('data-rule', 'M1')
    await expect(page.locator('#finish-why')).toContainText('Say whether this image can be used.')
    await app.ready(NEW_PHOTO)
    await expect(app.entry(NEW_PHOTO)).toContainText('New')
  })

  await test.step('Y says that nothing is here and takes it back; U says usable: yes, no, yes', async () => {
    const nothing = page.getByRole('checkbox', { name: /Nothing to label here/ })
    await keys.press('y')
    await expect(nothing).toBeChecked()
    await expect.poll(async () => (await stored()).answers.nothingHere).toBe(true)
    await keys.press('y')
    await expect(nothing).not.toBeChecked()
    for (const answer of ['yes', 'no', 'yes']) {
      await keys.press('u')
      await expect.poll(async () => (await stored()).answers.usable).toBe(answer)
    }
  })

  await test.step('digits pick the class also while the focus is on a button', async () => {
    await keys.tabTo('button[aria-label="Zoom in"]')
    await keys.press('2')
    await expect(classChip('White cell')).toHaveAttribute('aria-pressed', 'true')
    await keys.press('1')
    await expect(classChip('Red cell')).toHaveAttribute('aria-pressed', 'true')
    await expect(classChip('White cell')).toHaveAttribute('aria-pressed', 'false')
    await keys.tabTo('[role="application"]')
  })

  await test.step('a box: arrow keys with Shift and Alt aim, Enter sets its corners', async () => {
    await keys.press('b')
    await keys.points([250.3, 200], [331, 290.7])
    await expectBox(0, 'visible', [250.3, 200, 80.7, 90.7])
    await expectAnnotation(0, { class: 'red_cell', disposition: 'positive' })
    await expect(panel()).toContainText('80.7 × 90.7 px')
    await expect(app.entry(NEW_PHOTO)).toContainText(/In work\s*· 1/)
  })

  await test.step('undo and redo', async () => {
    await keys.press('Control+z')
    await expect.poll(async () => (await stored()).annotations).toEqual([])
    await keys.press('Control+Shift+z')
    await expectBox(0, 'visible', [250.3, 200, 80.7, 90.7])
    await keys.press('Control+z', 'Control+y')
    await expectBox(0, 'visible', [250.3, 200, 80.7, 90.7])
  })

  await test.step('next and previous annotation, and T: the whole shape of the selected label', async () => {
    await keys.press('.')
    await expect(panel()).toContainText('Red cell 1')
    await keys.press('b', 't')
    await expect(page.getByRole('group', { name: 'Draw as' }).getByRole('button', { name: 'full' })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await keys.points([250.3, 200], [351, 290.7])
    await expectBox(0, 'full', [250.3, 200, 100.7, 90.7])
    await expectBox(0, 'visible', [250.3, 200, 80.7, 90.7])
    expect((await stored()).annotations).toHaveLength(1)
    await expect(page.getByTestId('occlusion')).toHaveText('19.9 %')
  })

  await test.step('a nudge moves all shapes of the label by exactly 1, 10 and 0.1 px', async () => {
    await keys.press('v', 'ArrowRight', 'ArrowDown')
    await expectBox(0, 'visible', [251.3, 201, 80.7, 90.7])
    await keys.press('Shift+ArrowRight', 'Shift+ArrowUp')
    await expectBox(0, 'visible', [261.3, 191, 80.7, 90.7])
    await keys.press('Alt+ArrowLeft', 'Alt+ArrowDown')
    await expectBox(0, 'visible', [261.2, 191.1, 80.7, 90.7])
    await expectBox(0, 'full', [261.2, 191.1, 100.7, 90.7])
    await expect(panel()).toContainText('80.7 × 90.7 px')
  })

  await test.step('a polygon: Enter at each corner, and once more to close it', async () => {
    await keys.press('Escape', 'p', '2')
    const corners: Point[] = [
      [420, 100],
      [500, 110],
      [510.5, 180],
      [430, 170],
    ]
    await keys.points(...corners)
    expect((await stored()).annotations).toHaveLength(1)
    await keys.press('Enter')
    await expect.poll(async () => (await stored()).annotations.length).toBe(2)
    const white = await annotation(1)
    expect(white.class).toBe('white_cell')
    const shape = Object.values(white.roles)[0]?.shape
    if (shape?.kind !== 'polygon') throw new Error('no polygon')
    const ring = shape.rings[0]?.[0] ?? []
    const [right, down] = keys.beside
    expect(ring).toHaveLength(4)
    for (const [i, [x, y]] of ring.entries()) {
      expect(x - right).toBeCloseTo(corners[i]?.[0] ?? NaN, 9)
      expect(y - down).toBeCloseTo(corners[i]?.[1] ?? NaN, 9)
    }
  })

  await test.step('Backspace takes the last corner back, Esc the whole drawing', async () => {
    await keys.press('Escape', 'p')
    await keys.points([100, 300], [150, 300], [150, 350])
    await keys.press('Backspace', 'Enter')
    expect((await stored()).annotations).toHaveLength(2)
    await keys.press('Escape', 'Enter', 'Escape')
    expect((await stored()).annotations).toHaveLength(2)
  })

  await test.step('Q W E R say what it is; the missing reason is answered by Shift and a digit', async () => {
    await keys.press('b', '3')
    await keys.points([100, 300], [130, 330])
    await expectBox(2, 'visible', [100, 300, 30, 30])
    await expectAnnotation(2, { class: 'platelet', disposition: 'positive' })
    await keys.press('w')
    await expectAnnotation(2, { disposition: 'negative', reason: 'look_alike' })
    await keys.press('r')
    await expectAnnotation(2, { disposition: 'skip' })
    await keys.press('q')
    await expectAnnotation(2, { disposition: 'positive' })
    expect((await annotation(2)).reason).toBeUndefined()
    await keys.press('e')
    await expectAnnotation(2, { disposition: 'ignore' })
    expect((await annotation(2)).reason).toBeUndefined()
    await checked()
    const asks = app.page.locator('[data-rule]', { hasText: 'Platelet 1' })
    await toFinding((await asks.first().getAttribute('data-rule')) ?? '')
    await expect(focusedCard().getByRole('button', { name: /Too blurred/ })).toContainText('⇧3')
    await keys.press('Shift+Digit3')
    await expectAnnotation(2, { disposition: 'ignore', reason: 'too_blurred' })
    await keys.press('q')
    await expectAnnotation(2, { disposition: 'positive' })
  })

  await test.step('Shift+T copies visible to full', async () => {
    await keys.press('Shift+T')
    await expectBox(2, 'full', [100, 300, 30, 30])
    await expectAnnotation(2, { roles: { full: { origin: 'copied' } } })
    await keys.press('Control+z')
    await expect.poll(async () => Object.keys((await annotation(2)).roles)).toEqual(['visible'])
  })

  await test.step('. and , go round the labels, Delete removes one, Ctrl+A takes all', async () => {
    await keys.press('.')
    await expect(panel()).toContainText('Red cell 1')
    await keys.press('.')
    await expect(panel()).toContainText('White cell 1')
    await keys.press(',')
    await expect(panel()).toContainText('Red cell 1')
    await keys.press('Control+a')
    await expect(panel()).toContainText('3 annotations selected')
    await keys.press(',', 'Delete')
    await expect.poll(async () => (await stored()).annotations.length).toBe(2)
    await keys.press('Control+z')
    await expect.poll(async () => (await stored()).annotations.length).toBe(3)
  })

  await test.step('F clips a box that leaves the photo, and settles a cell whose outline is lost', async () => {
    await keys.press('b', '1')
    await keys.points([-4, 380], [30, 440])
    await expectBox(3, 'visible', [-4, 380, 34, 60])
    await toFinding('G4')
    await keys.press('f')
    await expectBox(3, 'visible', [-keys.beside[0], 380, 30 + keys.beside[0], 60])
    await expect(app.finding('G4')).toHaveCount(0)
    await toFinding('I3')
    await expect(focusedCard()).toHaveAttribute('data-verdict', 'undecided')
    await keys.press('Shift+Digit3')
    await expectAnnotation(3, { answers: { outline: 'lost' } })
    await expect(app.page.locator('[data-rule="I3"][data-verdict="fail"]')).toBeVisible()
    await toFinding('I3')
    await keys.press('f')
    await expectAnnotation(3, { disposition: 'ignore', reason: 'cut_too_far' })
    await expect(app.finding('I3')).toHaveCount(0)
  })

  await test.step('N and Shift+1 answer what is left; before that Ctrl+Enter is refused', async () => {
    await toFinding('O3')
    await keys.press('Shift+Digit1')
    await expectAnnotation(0, { declared: { evidence: ['outline_arc'] } })
    await expect(app.finding('O3')).toHaveCount(0)
    let left = await app.page.locator('[data-rule]').count()
    await keys.press('Control+Enter')
    await expect(focusedCard()).toHaveAttribute('data-rule', 'M1')
    expect((await stored()).state).toBe('working')
    while (left > 0) {
      await checked()
      await keys.press('n')
      await expect(focusedCard()).toHaveCount(1)
      await keys.press('Shift+Digit1')
      await expect(app.page.locator('[data-rule]')).toHaveCount(--left)
    }
    await expect(page.getByText('The policy has nothing to say.')).toBeVisible()
    expect(await stored()).toMatchObject({
      answers: {
        usable: 'yes',
        questions: { searched: 'yes' },
        tags: { stain: 'normal', density: 'sparse', focus: 'sharp' },
      },
      coverage: { red_cell: 'exhaustive', white_cell: 'exhaustive', platelet: 'exhaustive' },
    })
  })

  await test.step('Ctrl+Enter finishes and goes to the next unfinished photo', async () => {
    await keys.press('Control+Enter')
    await app.ready('BloodImage_00175.jpg')
    await expect(app.entry(NEW_PHOTO)).toContainText('Finished')
    await expect.poll(async () => (await stored()).state).toBe('finished')
  })

  await test.step('the bundle: Ctrl+E, Tab, arrow keys, Space and Enter; Esc closes', async () => {
    await keys.press('Control+e')
    const dialog = page.getByRole('dialog', { name: 'Export a bundle' })
    await expect(dialog).toBeVisible()
    await keys.tabTo('dialog input.field')
    await keys.press('Control+a')
    await page.keyboard.type('by keys')
    await keys.tabTo('dialog input[name="as"]')
    await keys.press('ArrowDown')
    await expect(dialog.getByRole('radio', { name: /Original bytes/ })).toBeChecked()
    await keys.press('ArrowUp')
    await expect(dialog.getByRole('radio', { name: /Coordinates only/ })).toBeChecked()
    await keys.tabTo('dialog input[name="include"]')
    await expect(dialog).toContainText('6 images will be exported')
    await keys.tabTo('dialog button.primary')
    await keys.press('Space')
    await expect(dialog).toContainText('The bundle is complete and was checked.')
    await keys.tabTo('dialog button.primary')
    const saved = page.waitForEvent('download')
    await keys.press('Enter')
    const download: Download = await saved
    expect(download.suggestedFilename()).toBe('by keys.zip')
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString('latin1'),
    ).toBe('PK')
    await keys.press('Escape')
    await expect(dialog).toHaveCount(0)
    await keys.press('a')
    await app.ready('BloodImage_00167.jpg')
  })

  app.isCalm()
})

test('arrow keys go through the focused list; a finished photo is reopened; no key edits it before', async () => {
  await keys.openNewPhoto()
  await keys.tabTo('[role="listbox"]')
  await keys.press('ArrowDown')
  await app.ready('BloodImage_00167.jpg')
  await expect(app.entry('BloodImage_00167.jpg')).toContainText('Finished')
  await keys.press('.')
  await expect(panel()).not.toContainText('Nothing selected')
  await keys.press('e', 'Delete', 'u', 'ArrowLeft', 'Control+z')
  await expect(app.entry('BloodImage_00167.jpg')).toContainText('Finished')
  await keys.tabTo('p:has(svg) + button')
  await expect(choice('Reopen')).toBeFocused()
  await keys.press('Enter')
  await expect(app.entry('BloodImage_00167.jpg')).toContainText('In work')
  const { state, annotations, answers } = await stored('BloodImage_00167.jpg')
  const labelled = JSON.parse(readFileSync(join(SAMPLE, 'BloodImage_00167.jpg.json'), 'utf8')) as ImageDocument
  expect(state).toBe('working')
  expect(annotations).toEqual(labelled.annotations)
  expect(answers).toEqual(labelled.answers)
  app.isCalm()
})

test('O overrides a warning with a typed reason; Esc leaves the field, records nothing and keeps what was typed', async () => {
  const { page } = app
  await keys.openNewPhoto()
  await keys.press('b', '3')
  await keys.points([200, 200], [280, 240])
  await expectBox(0, 'visible', [200, 200, 80, 40])
  await toFinding('P3')
  const reason = page.getByRole('textbox', { name: 'Why does the rule not hold here?' })
  await keys.press('o')
  await expect(reason).toBeFocused()
  await page.keyboard.type('A giant platelet')
  await keys.press('Escape')
  await expect(reason).toHaveCount(0)
  expect((await annotation(0)).overrides).toEqual([])
  await keys.press('o')
  await expect(reason).toBeFocused()
  await page.keyboard.type(', seen twice')
  await keys.press('Enter')
  await expect(reason).toHaveCount(0)
  await expectAnnotation(0, {
    disposition: 'positive',
    overrides: [{ rule: 'P3', reason: 'A giant platelet, seen twice' }],
  })
  await expect(app.finding('P3')).toHaveCount(0)
  // The keys mean labels again.
  await keys.press('e')
  await expectAnnotation(0, { disposition: 'ignore' })
  app.isCalm()
})

test('the key sheet and the export dialog give the focus back to where it was', async () => {
  await keys.openNewPhoto()
  for (const [open, shut] of [
    ['F1', 'F1'],
    ['F1', 'Escape'],
    ['?', 'Escape'],
    ['Control+e', 'Escape'],
  ] as const) {
    await keys.tabTo('[role="application"]')
    const before = await active()
    await keys.press(open)
    await expect(app.page.getByRole('dialog')).toBeVisible()
    expect(await active()).not.toBe(before)
    await keys.press(shut)
    await expect(app.page.getByRole('dialog')).toHaveCount(0)
    await expect.poll(active, { message: `${open}, then ${shut}` }).toBe(before)
  }
  // By its own button too, which then has the focus again.
  await keys.tabTo('button[aria-label="Keys"]')
  await keys.press('Enter')
  await expect(app.page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await keys.tabTo('dialog button[aria-label="Close"]')
  await keys.press('Space')
  await expect(app.page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(active).toBe('Keys')
  app.isCalm()
})

test('while the key sheet is open no key edits behind it', async () => {
  await keys.openNewPhoto()
  await keys.press('b', 'F1')
  await expect(app.page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await keys.press('p', 'u', 'y', 'd', 'Control+e')
  await keys.press('F1')
  await expect(app.page.getByRole('dialog')).toHaveCount(0)
  await app.ready(NEW_PHOTO)
  await expect(choice('Box')).toHaveAttribute('aria-pressed', 'true')
  await expect(app.entry(NEW_PHOTO)).toContainText('New')
  await expect(app.page.getByRole('checkbox', { name: /Nothing to label here/ })).not.toBeChecked()
  app.isCalm()
})
