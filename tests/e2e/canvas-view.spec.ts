import { expect, test, type Page } from '@playwright/test'
import { canvasPage, type CanvasPage } from '../support/canvas/page'

let canvas: CanvasPage
test.beforeAll(async () => {
  canvas = await canvasPage()
})
test.afterAll(() => canvas.close())

const opened = async (deviceScaleFactor = 1): Promise<Page> => {
  const { page, complaints } = await canvas.open({ deviceScaleFactor, hasTouch: true })
  await page.evaluate(() => window.harness.showImage({ width: 640, height: 480 }))
  page.on('close', () => expect(complaints).toEqual([]))
  return page
}
const imageAt = (page: Page, x: number, y: number): Promise<{ x: number; y: number }> =>
  page.evaluate(
    ([sx, sy]) => {
      const { scale, offset } = window.harness.stage.view
      return { x: (sx - offset.x) / scale, y: (sy - offset.y) / scale }
    },
    [x, y] as const,
  )

test('the wheel zooms at the cursor: the image point under it stays', async () => {
  const page = await opened()
  await page.mouse.move(333, 222)
  const before = await imageAt(page, 333, 222)
  const scale = await page.evaluate(() => window.harness.stage.view.scale)
  for (const delta of [-240, -480, 120, -900]) {
    await page.mouse.wheel(0, delta)
    await page.waitForFunction(
      (n) => window.harness.seen.views.length > n,
      await page.evaluate(() => window.harness.seen.views.length - 1),
    )
    const after = await imageAt(page, 333, 222)
    expect(after.x).toBeCloseTo(before.x, 6)
    expect(after.y).toBeCloseTo(before.y, 6)
  }
  await page.waitForFunction((s) => window.harness.stage.view.scale > s, scale)
  await page.close()
})

for (const dpr of [1, 2, 1.5])
  test(`1:1 shows each image pixel as exactly one device pixel (device pixel ratio ${dpr})`, async () => {
    const page = await opened(dpr)
    const wrong = await page.evaluate(async () => {
      const { stage, settled } = window.harness
      stage.oneToOne()
      await settled()
      const layer = document.querySelector('canvas')
      const ctx = layer?.getContext('2d')
      if (!layer || !ctx) return -1
      const { offset } = stage.view
      const [ox, oy] = [Math.round(offset.x * devicePixelRatio), Math.round(offset.y * devicePixelRatio)]
      const { data, width, height } = ctx.getImageData(0, 0, layer.width, layer.height)
      let bad = 0
      let seen = 0
      for (let y = Math.max(0, oy); y < Math.min(height, oy + 480); y++)
        for (let x = Math.max(0, ox); x < Math.min(width, ox + 640); x++) {
          const i = 4 * (y * width + x)
          seen++
          if (data[i] !== (x - ox) % 256 || data[i + 1] !== (y - oy) % 256 || data[i + 2] !== 128) bad++
        }
      return seen < 100_000 ? -seen : bad
    })
    expect(wrong).toBe(0)
    await page.close()
  })

test('above 1:1 pixels are squares of one colour, below they are averaged', async () => {
  const page = await opened()
  const [large, small] = await page.evaluate(async () => {
    const { stage, settled } = window.harness
    const colours = async (scale: number): Promise<number> => {
      stage.fit()
      stage.zoomBy(scale / stage.view.scale, { x: 450, y: 320 })
      await settled()
      const layer = document.querySelector('canvas')
      const data = layer?.getContext('2d')?.getImageData(430, 300, 40, 1).data ?? []
      return new Set(Array.from({ length: 40 }, (_, i) => data[4 * i])).size
    }
    return [await colours(8), await colours(0.5)]
  })
  expect(large).toBeLessThanOrEqual(6)
  expect(small).toBeGreaterThan(20)
  await page.close()
})

test('space and the middle button pan, and draw nothing', async () => {
  const page = await opened()
  await page.evaluate(() => window.harness.setTool('box'))
  const { offset } = await page.evaluate(() => window.harness.stage.view)
  await page.keyboard.down(' ')
  await page.mouse.move(400, 300)
  await page.mouse.down()
  await page.mouse.move(430, 320)
  await page.mouse.up()
  await page.keyboard.up(' ')
  await page.mouse.down({ button: 'middle' })
  await page.mouse.move(425, 330)
  await page.mouse.up({ button: 'middle' })
  const after = await page.evaluate(() => ({
    offset: window.harness.stage.view.offset,
    drawn: window.harness.seen.drawn.length,
  }))
  expect(after.offset.x - offset.x).toBeCloseTo(25, 9)
  expect(after.offset.y - offset.y).toBeCloseTo(30, 9)
  expect(after.drawn).toBe(0)
  await page.close()
})

test('two fingers zoom and pan; the first finger has drawn nothing; one finger draws', async () => {
  const page = await opened()
  await page.evaluate(() => window.harness.setTool('box'))
  const before = await page.evaluate(() => window.harness.stage.view.scale)
  const under = await imageAt(page, 400, 300)
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]): Promise<unknown> =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
  await touch('touchStart', [[350, 300]])
  await touch('touchMove', [[345, 300]])
  await touch('touchStart', [
    [350, 300],
    [450, 300],
  ])
  for (let i = 1; i <= 10; i++)
    await touch('touchMove', [
      [350 - 5 * i, 300],
      [450 + 5 * i, 300],
    ])
  await touch('touchEnd', [])
  const after = await page.evaluate(() => ({
    view: window.harness.stage.view,
    drawn: window.harness.seen.drawn.length,
  }))
  expect(after.view.scale / before).toBeCloseTo(2, 1)
  const now = await imageAt(page, 400, 300)
  expect(Math.abs(now.x - under.x)).toBeLessThan(3)
  expect(after.drawn).toBe(0)
  await touch('touchStart', [[300, 250]])
  for (const d of [20, 60, 100]) await touch('touchMove', [[300 + d, 250 + d]])
  await touch('touchEnd', [])
  await page.waitForFunction(() => window.harness.seen.drawn.length === 1)
  await page.close()
})

test('the image cannot be lost', async () => {
  const page = await opened()
  const view = await page.evaluate(() => {
    window.harness.stage.panBy(1e6, -1e6)
    return window.harness.stage.view
  })
  expect(view.offset.x).toBeLessThanOrEqual(900 - 96)
  expect(view.offset.y + 480 * view.scale).toBeGreaterThanOrEqual(96)
  await page.close()
})

test('the surface says what it is to a screen reader and takes the focus', async () => {
  const page = await opened()
  await page.getByRole('application', { name: 'Image' }).focus()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('stage')
  await page.close()
})
