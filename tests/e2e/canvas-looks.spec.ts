/** Every look on a real photo, light and dark. The pictures are attached for the eye; the test holds that no two looks are the same without colour. */
import { expect, test } from '@playwright/test'
import { canvasPage, type CanvasPage } from '../support/canvas/page'

let canvas: CanvasPage
test.beforeAll(async () => {
  canvas = await canvasPage()
})
test.afterAll(() => canvas.close())

const SHOW = process.env.CANVAS_SHOTS

for (const theme of ['light', 'dark'] as const)
  test(`the showcase on a real photo, ${theme}`, async () => {
    test.skip(!canvas.havePhotos, 'the photos are not beside this checkout')
    const { page, complaints } = await canvas.open({ viewport: { width: 1280, height: 860 } })
    await page.evaluate(async (t) => {
      const { stage, setItems, showImage, settled } = window.harness
      stage.setTheme(t)
      await showImage('./BloodImage_00001.jpg')
      stage.fit()
      const box = (x: number, y: number, w: number, h: number) => ({ kind: 'box' as const, x, y, w, h })
      const poly = (points: [number, number][]) => ({ kind: 'polygon' as const, rings: [[points]] })
      const round = (cx: number, cy: number, r: number) =>
        poly(
          Array.from({ length: 9 }, (_, i) => [
            cx + r * Math.cos((i / 9) * 2 * Math.PI),
            cy + 0.8 * r * Math.sin((i / 9) * 2 * Math.PI),
          ]),
        )
      const states = ['positive', 'negative', 'ignore', 'skip'] as const
      const item = (
        id: string,
        color: string,
        label: string,
        disposition: (typeof states)[number],
        roles: [string, ReturnType<typeof box> | ReturnType<typeof poly>][],
        mark?: 'error' | 'warning' | 'undecided',
      ) => ({
        id: id as never,
        color,
        label,
        disposition,
        roles: roles.map(([role, shape]) => ({ role: role as never, shape })),
        locked: false,
        ...(mark && { mark }),
      })
      const colors = ['#ef4444', '#22c55e', '#3b82f6', '#f5d90a']
      const items = states.flatMap((d, i) => {
        const x = 20 + 155 * i
        const c = colors[i] ?? '#888'
        const marks = ['error', 'undecided', 'warning', undefined] as const
        return [
          item(`b${d}`, c, `${d} visible`, d, [['visible', box(x, 30, 95, 70)]], marks[i]),
          item(`p${d}`, c, 'RBC', d, [['visible', round(x + 55, 160, 40)]]),
          item(`f${d}`, c, 'full', d, [['full', box(x, 225, 95, 60)]]),
          item(`vf${d}`, c, 'WBC', d, [
            ['full', box(x, 310, 110, 70)],
            ['visible', box(x, 310, 62, 70)],
          ]),
        ]
      })
      items.push(
        item(
          'beyond',
          '#a855f7',
          'cut by the border',
          'positive',
          [
            ['full', round(618, 430, 46)],
            [
              'visible',
              poly([
                [575, 420],
                [590, 400],
                [640, 395],
                [640, 465],
                [590, 462],
              ]),
            ],
          ],
          'error',
        ),
      )
      items.push(
        item('sel', '#f97316', 'selected', 'positive', [
          [
            'visible',
            poly([
              [60, 410],
              [110, 400],
              [140, 430],
              [120, 465],
              [70, 460],
            ]),
          ],
        ]),
      )
      items.push(item('dark', '#1e1b4b', 'dark class', 'positive', [['visible', box(200, 405, 70, 50)]]))
      items.push(item('white', '#ffffff', 'light class', 'negative', [['visible', box(300, 405, 70, 50)]]))
      for (let i = 0; i < 8; i++)
        items.push(
          item(`t${i}`, colors[i % 4] ?? '', 'tiny', states[i % 4] ?? 'positive', [
            ['visible', box(400 + 18 * i, 410, 4 + i, 4 + i)],
          ]),
        )
      setItems(items)
      stage.select(['sel' as never])
      await settled()
    }, theme)
    const shot = await page.screenshot(SHOW ? { path: `${SHOW}/looks-${theme}.png` } : {})
    await test.info().attach(`looks-${theme}.png`, { body: shot, contentType: 'image/png' })
    expect(complaints).toEqual([])
    await page.context().close()
  })

test('without colour the four dispositions still differ', async () => {
  const { page } = await canvas.open()
  const grey = await page.evaluate(async () => {
    const { stage, setItems, showImage, settled } = window.harness
    await showImage({ width: 400, height: 300 })
    stage.oneToOne()
    const seen: number[][] = []
    for (const disposition of ['positive', 'negative', 'ignore', 'skip'] as const) {
      setItems([
        {
          id: 'a' as never,
          color: '#888888',
          label: '',
          disposition,
          roles: [{ role: 'visible' as never, shape: { kind: 'box', x: 100, y: 100, w: 120, h: 90 } }],
          locked: false,
        },
      ])
      await settled()
      const layer = document.querySelectorAll('canvas')[1]
      const data =
        layer?.getContext('2d')?.getImageData(0, 0, layer.width, layer.height).data ?? new Uint8ClampedArray()
      seen.push(Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3] ?? 0))
    }
    const differs = (a: number[], b: number[]): number => a.filter((v, i) => Math.abs(v - (b[i] ?? 0)) > 60).length
    return seen.flatMap((a, i) => seen.slice(i + 1).map((b) => differs(a, b)))
  })
  for (const pixels of grey) expect(pixels).toBeGreaterThan(300)
  await page.context().close()
})
