import { expect, test, type Page } from '@playwright/test'
import type { Shape } from '../../src/core/geometry/shapes'
import { canvasPage, type CanvasPage } from '../support/canvas/page'

let canvas: CanvasPage
let page: Page
let complaints: string[]

test.beforeAll(async () => {
  canvas = await canvasPage()
})
test.afterAll(() => canvas.close())
test.beforeEach(async () => {
  ;({ page, complaints } = await canvas.open())
  await page.evaluate(() => window.harness.showImage({ width: 640, height: 480 }))
})
test.afterEach(async () => {
  expect(complaints).toEqual([])
  await page.context().close()
})

/** Screen position of an image point. */
const screen = async (x: number, y: number): Promise<[number, number]> => {
  const { scale, offset } = await page.evaluate(() => window.harness.stage.view)
  return [x * scale + offset.x, y * scale + offset.y]
}
const image = async (x: number, y: number): Promise<[number, number]> => {
  const { scale, offset } = await page.evaluate(() => window.harness.stage.view)
  return [(x - offset.x) / scale, (y - offset.y) / scale]
}
const to = async (x: number, y: number): Promise<void> => page.mouse.move(...(await screen(x, y)))
const click = async (x: number, y: number): Promise<void> => page.mouse.click(...(await screen(x, y)))
const drag = async (from: [number, number], by: [number, number]): Promise<void> => {
  await to(...from)
  await page.mouse.down()
  await to((from[0] + by[0]) / 2, (from[1] + by[1]) / 2)
  await to(...by)
  await page.mouse.up()
}
const drawn = (): Promise<Shape[]> => page.evaluate(() => window.harness.seen.drawn)
const setTool = (tool: 'select' | 'box' | 'polygon'): Promise<void> =>
  page.evaluate((t) => window.harness.setTool(t), tool)
const shapeOf = (id: string): Promise<Shape | undefined> =>
  page.evaluate((i) => window.harness.items().find((item) => item.id === i)?.roles[0]?.shape, id)
const put = (id: string, shape: Shape): Promise<void> =>
  page.evaluate(
    ([i, s]) => {
      const { harness } = window
      harness.setItems([
        ...harness.items(),
        {
          id: i as never,
          color: '#3b82f6',
          label: 'cell',
          disposition: 'positive',
          roles: [{ role: 'visible' as never, shape: s }],
          locked: false,
        },
      ])
    },
    [id, shape] as const,
  )

test.describe('box', () => {
  for (const factor of [0.7, 1, 3.3, 17])
    test(`a box dragged at ${factor} times the fitted zoom has exactly the corners of the hand`, async () => {
      await setTool('box')
      await page.evaluate((f) => window.harness.stage.zoomBy(f, { x: 450, y: 320 }), factor)
      const [a, b] = [await image(390, 250), await image(531, 402)]
      await page.mouse.move(390, 250)
      await page.mouse.down()
      await page.mouse.move(470, 330)
      await page.mouse.move(531, 402)
      await page.mouse.up()
      const [shape] = await drawn()
      if (shape?.kind !== 'box') throw new Error('no box')
      expect(Math.abs(shape.x - a[0])).toBeLessThan(1e-6)
      expect(Math.abs(shape.y - a[1])).toBeLessThan(1e-6)
      expect(Math.abs(shape.x + shape.w - b[0])).toBeLessThan(1e-6)
      expect(Math.abs(shape.y + shape.h - b[1])).toBeLessThan(1e-6)
    })

  test('two clicks draw the same box as a drag, in any order of corners', async () => {
    await setTool('box')
    await page.mouse.click(531, 402)
    await page.mouse.move(500, 300)
    expect(await drawn()).toHaveLength(0)
    await page.mouse.click(390, 250)
    const a = await image(390, 250)
    const [shape] = await drawn()
    expect(shape).toMatchObject({ kind: 'box' })
    if (shape?.kind !== 'box') return
    expect(shape.x).toBeCloseTo(a[0], 6)
    expect(shape.y).toBeCloseTo(a[1], 6)
  })

  test('Shift makes it square, Esc throws it away', async () => {
    await setTool('box')
    await page.mouse.click(300, 200)
    await page.keyboard.press('Escape')
    await page.mouse.move(500, 400)
    expect(await page.evaluate(() => window.harness.seen.drawing.at(-1))).toBeUndefined()
    await page.keyboard.down('Shift')
    await page.mouse.move(300, 200)
    await page.mouse.down()
    await page.mouse.move(420, 260)
    await page.mouse.up()
    await page.keyboard.up('Shift')
    const [shape] = await drawn()
    if (shape?.kind !== 'box') throw new Error('no box')
    expect(shape.w).toBeCloseTo(shape.h, 9)
  })

  test('a box may leave the image, and a drag that leaves the window ends safely', async () => {
    await setTool('box')
    await page.mouse.move(5, 5)
    await page.mouse.down()
    await page.mouse.move(300, 200)
    await page.mouse.move(1200, 900)
    await page.mouse.up()
    const [shape] = await drawn()
    if (shape?.kind !== 'box') throw new Error('no box')
    expect(shape.x).toBeLessThan(0)
    expect(shape.x + shape.w).toBeGreaterThan(640)
  })

  test('the crosshair draws a box with keys alone', async () => {
    await setTool('box')
    await page.evaluate(() => {
      const { stage } = window.harness
      stage.setPoint()
      stage.moveCrosshair(40.25, 30.5)
      stage.setPoint()
    })
    const [shape] = await drawn()
    if (shape?.kind !== 'box') throw new Error('no box')
    expect(shape.w).toBeCloseTo(40.25, 9)
    expect(shape.h).toBeCloseTo(30.5, 9)
  })
})

test.describe('polygon', () => {
  const corners: [number, number][] = [
    [100, 100],
    [200, 110],
    [210, 220],
    [90, 200],
  ]
  const expectCorners = (shape: Shape | undefined, wanted: [number, number][]): void => {
    if (shape?.kind !== 'polygon') throw new Error('no polygon')
    const ring = shape.rings[0]?.[0] ?? []
    expect(ring).toHaveLength(wanted.length)
    // The mouse of the test driver may stand between CSS pixels; the stage takes what it is given.
    ring.forEach(([x, y], i) => {
      expect(x).toBeCloseTo(wanted[i]?.[0] ?? NaN, 1)
      expect(y).toBeCloseTo(wanted[i]?.[1] ?? NaN, 1)
    })
  }

  test('Enter closes', async () => {
    await setTool('polygon')
    for (const c of corners) await click(...c)
    await page.keyboard.press('Enter')
    expectCorners((await drawn())[0], corners)
  })

  test('a click on the first point closes', async () => {
    await setTool('polygon')
    for (const c of corners) await click(...c)
    await click(101, 101)
    expectCorners((await drawn())[0], corners)
  })

  test('a double click sets the last point and closes', async () => {
    await setTool('polygon')
    for (const c of corners.slice(0, 3)) await click(...c)
    await page.mouse.dblclick(...(await screen(90, 200)))
    expectCorners((await drawn())[0], corners)
  })

  test('Backspace takes back the last point', async () => {
    await setTool('polygon')
    for (const c of [...corners.slice(0, 2), [300, 300] as [number, number]]) await click(...c)
    await page.keyboard.press('Backspace')
    for (const c of corners.slice(2)) await click(...c)
    await page.keyboard.press('Enter')
    expectCorners((await drawn())[0], corners)
  })

  test('a vertex is dragged, inserted at an edge midpoint, deleted with Alt and with Delete', async () => {
    await put('p', { kind: 'polygon', rings: [[corners]] })
    await click(150, 150)
    expect(await page.evaluate(() => window.harness.seen.selected.at(-1))).toEqual(['p'])
    await drag([200, 110], [230, 100])
    expectCorners(await shapeOf('p'), [
      [100, 100],
      [230, 100],
      [210, 220],
      [90, 200],
    ])
    await drag([220, 160], [260, 165])
    expectCorners(await shapeOf('p'), [
      [100, 100],
      [230, 100],
      [260, 165],
      [210, 220],
      [90, 200],
    ])
    await page.keyboard.down('Alt')
    await click(100, 100)
    await page.keyboard.up('Alt')
    expectCorners(await shapeOf('p'), [
      [230, 100],
      [260, 165],
      [210, 220],
      [90, 200],
    ])
    await to(260, 165)
    await page.keyboard.press('Delete')
    expectCorners(await shapeOf('p'), [
      [230, 100],
      [210, 220],
      [90, 200],
    ])
    expect(await page.evaluate(() => window.harness.seen.changed.length)).toBe(4)
  })
})

test.describe('select', () => {
  test('the smallest shape under the cursor is picked; clicking again goes on to the next', async () => {
    await put('small', { kind: 'box', x: 100, y: 100, w: 30, h: 30 })
    await put('large', { kind: 'box', x: 50, y: 50, w: 300, h: 300 })
    await click(115, 115)
    await click(115, 115)
    await click(115, 115)
    expect(await page.evaluate(() => window.harness.seen.selected)).toEqual([['small'], ['large'], ['small']])
  })

  test('a drag moves it once, by exactly what the hand moved', async () => {
    await put('a', { kind: 'box', x: 100, y: 100, w: 50, h: 40 })
    await drag([120, 120], [220, 170])
    const changed = await page.evaluate(() => window.harness.seen.changed)
    expect(changed).toHaveLength(1)
    const shape = await shapeOf('a')
    if (shape?.kind !== 'box') throw new Error('no box')
    expect(shape.x).toBeCloseTo(200, 1)
    expect(shape.y).toBeCloseTo(150, 1)
    expect(shape.w).toBeCloseTo(50, 9)
  })

  test('a corner dragged through the opposite corner gives a box that is not inverted', async () => {
    await put('a', { kind: 'box', x: 200, y: 200, w: 80, h: 60 })
    await click(240, 230)
    await drag([280, 260], [120, 150])
    const shape = await shapeOf('a')
    if (shape?.kind !== 'box') throw new Error('no box')
    expect(shape.w).toBeGreaterThan(0)
    expect(shape.h).toBeGreaterThan(0)
    expect(shape.x).toBeCloseTo(120, 1)
    expect(shape.x + shape.w).toBeCloseTo(200, 9)
  })

  test('Shift-click adds and takes away; several move together; Esc in the middle changes nothing', async () => {
    await put('a', { kind: 'box', x: 100, y: 100, w: 50, h: 40 })
    await put('b', { kind: 'box', x: 300, y: 100, w: 50, h: 40 })
    await click(120, 120)
    await page.keyboard.down('Shift')
    await click(320, 120)
    await page.keyboard.up('Shift')
    expect(await page.evaluate(() => window.harness.seen.selected.at(-1))).toEqual(['a', 'b'])
    await to(120, 120)
    await page.mouse.down()
    await to(200, 200)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await page.evaluate(() => window.harness.seen.changed)).toEqual([])
    await drag([120, 120], [140, 150])
    expect(await page.evaluate(() => window.harness.seen.changed[0]?.map((e) => e.id))).toEqual(['a', 'b'])
  })

  test('a locked shape can be picked but not moved', async () => {
    await put('a', { kind: 'box', x: 100, y: 100, w: 50, h: 40 })
    await page.evaluate(() =>
      window.harness.setItems(window.harness.items().map((item) => ({ ...item, locked: true }))),
    )
    await drag([120, 120], [220, 170])
    expect(
      await page.evaluate(() => [window.harness.seen.selected.length, window.harness.seen.changed.length]),
    ).toEqual([1, 0])
  })

  test('dragging one shape paints no other', async () => {
    for (let i = 0; i < 12; i++) await put(`n${i}`, { kind: 'box', x: 30 + 45 * i, y: 300, w: 40, h: 60 })
    await click(50, 330)
    await page.evaluate(() => window.harness.settled())
    const before = await page.evaluate(() => window.harness.stage.debug())
    await to(50, 330)
    await page.mouse.down()
    for (let i = 1; i <= 20; i++) await to(50 + 4 * i, 330 - 6 * i)
    const after = await page.evaluate(() => window.harness.stage.debug())
    await page.mouse.up()
    expect(after.itemsPainted).toBe(before.itemsPainted)
    expect(after.imageDraws).toBe(before.imageDraws)
    expect(after.editRenders).toBeGreaterThan(before.editRenders)
    expect(after.editing).toEqual(['n0'])
  })
})
