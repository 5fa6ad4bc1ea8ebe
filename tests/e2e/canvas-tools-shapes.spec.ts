/** Every kind of shape drawn, adjusted, cancelled and undone on a real photo in the app, under a policy that allows it. */
import { expect, test } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Shape } from '../../src/core/geometry/shapes'
import type { DrawnShape } from '../../src/core/model/annotation'
import { ImageDocument } from '../../src/core/model/image'
import { AppPage, copyPhotos, PHOTO, serveApp, type ServedApp } from '../support/app'
import { hasBccd } from '../support/bccd'
import { close, launch, newFolder, type Chromium } from '../support/chromium'

const BUILT = process.env['GROUNDRULE_APP'] ?? join(import.meta.dirname, '..', '..', 'dist', 'app')
const POLICY = `groundrule: 1
id: blood-cells
version: 1.0.0
status: published
title: {en: Every kind of shape, zh: 每种形状}
skeletons:
  cell:
    points: {nucleus: {en: Nucleus, zh: 细胞核}, left: {en: Left edge, zh: 左缘}, right: {en: Right edge, zh: 右缘}}
    edges: [[nucleus, left], [nucleus, right]]
classes:
  red: {title: {en: Red cell, zh: 红细胞}, roles: {visible: {shape: box, title: {en: Box, zh: 框}}}}
  turned: {title: {en: Turned, zh: 旋转}, roles: {visible: {shape: rotated_box, title: {en: Box, zh: 框}}}}
  round: {title: {en: Round, zh: 圆形}, roles: {visible: {shape: ellipse, title: {en: Ellipse, zh: 椭圆}}}}
  outline: {title: {en: Outline, zh: 轮廓}, roles: {visible: {shape: polygon, title: {en: Outline, zh: 轮廓}}}}
  edge: {title: {en: Edge, zh: 边缘}, roles: {visible: {shape: polyline, title: {en: Line, zh: 线}}}}
  speck: {title: {en: Speck, zh: 斑点}, roles: {visible: {shape: points, title: {en: Points, zh: 点}}}}
  posed:
    title: {en: Posed, zh: 姿态}
    roles:
      visible: {shape: box, title: {en: Box, zh: 框}}
      pose: {shape: keypoints, skeleton: cell, title: {en: Pose, zh: 姿态点}}
`

let served: ServedApp
let running: Chromium
let app: AppPage
let folder: string
let photo: string

test.skip(!hasBccd, 'needs the shared photos')
test.beforeAll(async () => {
  served = await serveApp()
})
test.afterAll(() => served.stop())
test.beforeEach(async () => {
  folder = join(newFolder('groundrule-shapes-'), 'smears')
  photo = copyPhotos(folder, 3)[0] ?? ''
  running = await launch()
  // The starter policy stands in a file of its own in the built app: another text takes its place.
  const assets = join(BUILT, 'assets')
  const chunk = readdirSync(assets).find(
    (name) =>
      name.endsWith('.js') && readFileSync(join(assets, name), 'utf8').slice(0, 600).includes('id: blood-cells'),
  )
  if (!chunk) throw new Error('the starter policy is not in the built app')
  await running.context.route(`**/${chunk}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `export default ${JSON.stringify(POLICY)}` }),
  )
  app = await AppPage.open(running, served.origin)
  await app.dropFolder(folder)
  await app.ready(photo)
})
test.afterEach(async () => {
  app.isCalm()
  await close(running)
})

const key = async (...names: string[]): Promise<void> => {
  for (const name of names) await app.page.keyboard.press(name)
}
const click = async (x: number, y: number, modifier?: 'Shift'): Promise<void> => {
  const at = await app.at(PHOTO, x, y)
  await app.page.mouse.move(at.x, at.y)
  if (modifier) await app.page.keyboard.down(modifier)
  await app.page.mouse.down()
  await app.page.mouse.up()
  if (modifier) await app.page.keyboard.up(modifier)
}
const hover = async (x: number, y: number): Promise<void> => {
  const at = await app.at(PHOTO, x, y)
  await app.page.mouse.move(at.x, at.y)
}
const drag = (from: [number, number], to: [number, number]): Promise<void> => app.drag(PHOTO, from, to)

/** The labels as they stand in their file. */
async function stored(): Promise<ImageDocument['annotations']> {
  await app.written()
  const set = readdirSync(join(folder, 'Ann_pre'))[0] ?? ''
  const text = readFileSync(join(folder, 'Ann_pre', set, `${photo}.json`), 'utf8')
  return ImageDocument.parse(JSON.parse(text)).annotations
}
async function lastDrawn(role = 'visible'): Promise<DrawnShape> {
  const roles = (await stored()).at(-1)?.roles as Record<string, DrawnShape> | undefined
  const drawn = roles?.[role]
  if (!drawn) throw new Error(`nothing is drawn as ${role}`)
  return drawn
}
async function last<K extends Shape['kind']>(kind: K, role?: string): Promise<Extract<Shape, { kind: K }>> {
  const { shape } = await lastDrawn(role)
  if (shape.kind !== kind) throw new Error(`a ${shape.kind}`)
  return shape as Extract<Shape, { kind: K }>
}
const near = (got: number, wanted: number): void => expect(Math.abs(got - wanted)).toBeLessThan(2)
const tools = (): Promise<string[]> =>
  app.page
    .getByRole('toolbar')
    .locator('button[aria-pressed][aria-label]')
    .evaluateAll((all) => all.map((b) => b.getAttribute('aria-label') ?? ''))
const said = (text: string | RegExp) => expect(app.page.locator('main [aria-live="polite"]').last()).toHaveText(text)

test('only the tools that the policy allows are offered; another key says so and leaves the hand as it is', async () => {
  expect(await tools()).toEqual(['Select and adjust', 'Box', 'Four extreme points'])
  await key('k')
  await said('Points: the policy does not allow this shape for Red cell.')
  expect(await tools()).toHaveLength(3)
  await drag([100, 100], [140, 150])
  expect((await lastDrawn()).shape.kind).toBe('box')
  // Right after drawing a digit names the class of that label, but not one that does not allow its shape.
  await key('2')
  expect((await stored()).at(-1)?.class).toBe('red')
  expect(await tools()).toEqual(['Select and adjust', 'Rotated box: one side, then the width'])
  await key('7')
  await expect(app.page.getByRole('button', { name: 'Pose', exact: true })).toBeVisible()
  await key('t')
  expect(await tools()).toEqual(['Select and adjust', 'Keypoints'])
})

test('a box by two clicks, and by four extreme points with their origin', async () => {
  await key('b')
  await click(200, 150)
  await hover(240, 180)
  await expect(app.page.getByText(/^\d+(\.\d+)? × \d+(\.\d+)? px$/).first()).toBeVisible()
  await click(280, 230)
  const two = await lastDrawn()
  expect(two.origin).toBe('drawn')
  await key('Shift+E')
  for (const [x, y] of [
    [350, 60],
    [320, 90],
    [355, 130],
  ] as const)
    await click(x, y)
  await key('Escape')
  for (const [x, y] of [
    [350, 60],
    [320, 90],
    [355, 130],
    [400, 95],
  ] as const)
    await click(x, y)
  const four = await lastDrawn()
  expect(four.origin).toBe('extreme points')
  if (four.shape.kind !== 'box') throw new Error('no box')
  near(four.shape.x, 320)
  near(four.shape.y, 60)
  near(four.shape.w, 80)
  near(four.shape.h, 70)
  expect(await stored()).toHaveLength(2)
  await key('Control+z')
  expect(await stored()).toHaveLength(1)
})

test('points: a label for each click, Shift adds to it, a grip moves, Delete removes', async () => {
  await key('6', 'k')
  await click(200, 150)
  await click(300, 200)
  expect(await stored()).toHaveLength(2)
  await click(340, 240, 'Shift')
  const two = await last('points')
  expect(two.points).toHaveLength(2)
  await drag([340, 240], [360, 250])
  near((await last('points')).points[1]?.[0] ?? 0, 360)
  await hover(360, 250)
  await key('Delete')
  expect((await last('points')).points).toHaveLength(1)
  await key('Control+z', 'Control+z')
  expect((await last('points')).points).toEqual(two.points)
})

test('a polyline: points, one back, Esc, Enter, a further line, a vertex between', async () => {
  await key('5', 'l')
  await click(100, 100)
  await key('Escape')
  await click(100, 100)
  await click(200, 120)
  await click(500, 400)
  await key('Backspace')
  await click(300, 100)
  await key('Enter')
  const line = await last('polyline')
  expect(line.lines.map((l) => l.length)).toEqual([3])
  await key('Shift+P')
  await click(100, 300)
  await click(200, 320)
  await key('Enter')
  expect((await last('polyline')).lines.map((l) => l.length)).toEqual([3, 2])
  await drag([150, 310], [150, 350])
  expect((await last('polyline')).lines.map((l) => l.length)).toEqual([3, 3])
  expect(await stored()).toHaveLength(1)
  await key('Control+z', 'Control+z')
  expect(await last('polyline')).toEqual(line)
})

test('a rotated box: one side, then the width; its grips resize and turn it', async () => {
  await key('2', 'Shift+B')
  await click(200, 300)
  await key('Escape')
  await click(200, 200)
  await click(300, 200)
  await click(250, 280)
  const box = await last('rotated_box')
  near(box.w, 100)
  near(box.h, 80)
  near(box.angle, 0)
  // The grip that turns stands beyond the side drawn first.
  await drag([250, 180], [330, 240])
  const turned = await last('rotated_box')
  near(turned.angle, 90)
  near(turned.w, box.w)
  near(turned.cx, box.cx)
  await drag([250, 290], [250, 330])
  near((await last('rotated_box')).w, 140)
  await key('Control+z', 'Control+z')
  expect(await last('rotated_box')).toEqual(box)
})

test('an ellipse: dragged, stretched, turned', async () => {
  await key('3', 'Shift+C')
  await drag([200, 200], [300, 260])
  const ellipse = await last('ellipse')
  near(ellipse.rx, 50)
  near(ellipse.ry, 30)
  await drag([300, 230], [320, 230])
  near((await last('ellipse')).rx, 70)
  await drag([250, 185], [350, 230])
  near((await last('ellipse')).angle, 90)
  await key('Control+z', 'Control+z')
  expect(await last('ellipse')).toEqual(ellipse)
})

test('keypoints: each by name, hidden and absent by key, dragged and marked afterwards', async () => {
  await key('7', 'b')
  await drag([180, 140], [420, 320])
  await key('t', 'Shift+K')
  await hover(300, 200)
  await said('Next point: Nucleus')
  await click(300, 200)
  await said('Next point: Left edge')
  await key('m')
  await said('Next point: Left edge, as hidden')
  await click(220, 230)
  await said('Next point: Right edge')
  await hover(380, 230)
  await key('Shift+M')
  const pose = await last('keypoints', 'pose')
  expect(pose.points.map((p) => [p.name, p.v])).toEqual([
    ['nucleus', 2],
    ['left', 1],
    ['right', 0],
  ])
  expect(await stored()).toHaveLength(1)
  const states = async (): Promise<number[]> => (await last('keypoints', 'pose')).points.map((p) => p.v)
  await key('t')
  await drag([380, 230], [390, 240])
  expect(await states()).toEqual([2, 1, 2])
  await hover(300, 200)
  await key('m')
  expect(await states()).toEqual([1, 1, 2])
  await hover(220, 230)
  await key('Shift+M')
  expect(await states()).toEqual([1, 0, 2])
  await key('Control+z', 'Control+z', 'Control+z')
  expect(await last('keypoints', 'pose')).toEqual(pose)
})

test('a polygon gets a hole and a piece, is simplified, joined and cut', async () => {
  const ring = async (points: readonly (readonly [number, number])[]): Promise<void> => {
    for (const [x, y] of points) await click(x, y)
    await key('Enter')
  }
  const square = (x: number, y: number, side: number) =>
    [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
    ] as const
  await key('4', 'p')
  // Seven points, three of them within a pixel of the line between their neighbours.
  await ring([
    [200, 100],
    [240, 100],
    [300, 100],
    [300, 150],
    [300, 200],
    [250, 200],
    [200, 200],
  ])
  await key('Shift+S')
  await said('7 points are now 4; nothing moved by more than 1 px.')
  await key('Shift+P')
  await ring(square(240, 130, 30))
  await key('Shift+P')
  await ring(square(400, 100, 40))
  expect((await last('polygon')).rings.map((piece) => piece.length)).toEqual([2, 1])
  expect(await stored()).toHaveLength(1)

  await ring(square(280, 180, 60))
  expect(await stored()).toHaveLength(2)
  await key('v')
  await click(220, 120)
  await click(320, 220, 'Shift')
  await key('Shift+X')
  const [cut] = await stored()
  // The corner that the other one covers is cut out: six corners instead of four.
  expect((Object.values(cut?.roles ?? {}) as DrawnShape[])[0]?.shape).toMatchObject({ kind: 'polygon' })
  const outer = (Object.values(cut?.roles ?? {}) as DrawnShape[]).flatMap(({ shape }) =>
    shape.kind === 'polygon' ? shape.rings.map((piece) => piece[0]?.length) : [],
  )
  expect(outer.toSorted()).toEqual([4, 6])
  await key('Control+z', 'Shift+J')
  expect(await stored()).toHaveLength(1)
  expect((await last('polygon')).rings.map((piece) => piece.length)).toEqual([1, 2])
  await key('Control+z')
  expect(await stored()).toHaveLength(2)
})
