import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindOf, type Shape } from '../../core/geometry/shapes'
import { FULL, VISIBLE, type AnnotationId, type RoleId } from '../../core/model/ids'
import type { ImagePoint } from '../../core/model/units'
import { hitsAt } from '../hit/hit'
import type { StageItem, ToolId } from '../stage-api'
import { startTool } from './index'
import type { PointerInput, Report, Scene } from './tool'

const id = (name: string): AnnotationId => name as AnnotationId
const box = (x: number, y: number, w: number, h: number): Shape => ({ kind: 'box', x, y, w, h })

function hand(
  tool: ToolId,
  shapes: Record<string, Shape | { visible: Shape; full: Shape }> = {},
  selected: string[] = [],
  scale = 1,
  role: RoleId = VISIBLE,
) {
  const items = new Map(
    Object.entries(shapes).map(([name, s]): [AnnotationId, StageItem] => [
      id(name),
      {
        id: id(name),
        color: '#f00',
        label: name,
        disposition: 'positive',
        locked: name.startsWith('locked'),
        roles:
          'kind' in s
            ? [{ role: VISIBLE, shape: s }]
            : [
                { role: VISIBLE, shape: s.visible },
                { role: FULL, shape: s.full },
              ],
      },
    ]),
  )
  let selection: ReadonlySet<AnnotationId> = new Set(selected.map(id))
  const scene = (): Scene => ({
    items,
    selection,
    pixel: 1 / scale,
    role,
    hits: (at) => hitsAt([...items.values()], at, 5 / scale),
    within: () => [...items.keys()],
  })
  const running = startTool[tool]()
  const reports: Report[] = []
  const send = (input: Parameters<typeof running.on>[0]): void => {
    for (const report of running.on(input, scene())) {
      if (report.type === 'selected') selection = new Set(report.ids)
      reports.push(report)
    }
  }
  const pointer = (type: PointerInput['type'], x: number, y: number, more: Partial<PointerInput> = {}): void =>
    send({ type, at: { x, y }, shift: false, alt: false, clicks: 1, ...more })
  return {
    reports,
    send,
    running,
    preview: () => running.preview(scene()),
    move: (x: number, y: number, more?: Partial<PointerInput>) => pointer('move', x, y, more),
    down: (x: number, y: number, more?: Partial<PointerInput>) => pointer('down', x, y, more),
    up: (x: number, y: number, more?: Partial<PointerInput>) => pointer('up', x, y, more),
    click(x: number, y: number, more?: Partial<PointerInput>) {
      pointer('move', x, y, more)
      pointer('down', x, y, more)
      pointer('up', x, y, more)
    },
    drag(x: number, y: number, toX: number, toY: number, more?: Partial<PointerInput>) {
      pointer('move', x, y, more)
      pointer('down', x, y, more)
      pointer('move', (x + toX) / 2, (y + toY) / 2, more)
      pointer('move', toX, toY, more)
      pointer('up', toX, toY, more)
    },
  }
}
const coordinate = fc.double({ min: -1e4, max: 1e4, noNaN: true, noDefaultInfinity: true })
const anyPoint: fc.Arbitrary<ImagePoint> = fc.record({ x: coordinate, y: coordinate })

describe('box tool', () => {
  it('drag and two clicks give the same box', () => {
    const dragged = hand('box')
    dragged.drag(10, 20, 50.5, 40.25)
    const clicked = hand('box')
    clicked.click(10, 20)
    clicked.click(50.5, 40.25)
    expect(dragged.reports).toEqual([{ type: 'drawn', shape: box(10, 20, 40.5, 20.25) }])
    expect(clicked.reports).toEqual(dragged.reports)
  })
  it('never inverted, with the very corners of the hand, for any two points', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, (a, b) => {
        fc.pre(a.x !== b.x && a.y !== b.y)
        const h = hand('box')
        h.click(a.x, a.y)
        h.click(b.x, b.y)
        const [report] = h.reports
        if (report?.type !== 'drawn' || report.shape.kind !== 'box') throw new Error('no box')
        const { x, y, w, h: height } = report.shape
        expect([x, y]).toEqual([Math.min(a.x, b.x), Math.min(a.y, b.y)])
        expect(w).toBe(Math.abs(a.x - b.x))
        expect(height).toBe(Math.abs(a.y - b.y))
      }),
    )
  })
  it('two clicks on the same spot draw nothing and keep waiting for the other corner', () => {
    const h = hand('box')
    h.click(10, 10)
    h.click(10, 10)
    expect(h.reports).toEqual([])
    expect(h.running.busy).toBe(true)
  })
  it('a tremble of the hand is a click, not a drag: three screen pixels at any zoom', () => {
    for (const scale of [0.1, 1, 40]) {
      const h = hand('box', {}, [], scale)
      h.drag(0, 0, 2 / scale, 2 / scale)
      expect(h.reports).toEqual([])
    }
  })
  it('a press that turns into a pinch leaves no trace', () => {
    const h = hand('box')
    h.running.mark()
    h.down(10, 10)
    h.move(30, 30)
    h.running.rewind()
    expect(h.running.busy).toBe(false)
    expect(h.preview().draft).toBeUndefined()
  })
})

describe('polygon tool', () => {
  const triangle = (h: ReturnType<typeof hand>): void => {
    h.click(0, 0)
    h.click(40, 0)
    h.click(0, 40)
  }
  const drawn = [
    {
      type: 'drawn',
      shape: {
        kind: 'polygon',
        rings: [
          [
            [
              [0, 0],
              [40, 0],
              [0, 40],
            ],
          ],
        ],
      },
    },
  ]
  it('closes by Enter, by the first point, by a double click', () => {
    const byEnter = hand('polygon')
    triangle(byEnter)
    byEnter.send({ type: 'finish' })
    const byFirst = hand('polygon')
    triangle(byFirst)
    byFirst.click(3, 2)
    const byDouble = hand('polygon')
    triangle(byDouble)
    byDouble.click(0, 40, { clicks: 2 })
    for (const h of [byEnter, byFirst, byDouble]) expect(h.reports).toEqual(drawn)
  })
  it('two points are not a polygon: Enter keeps it open', () => {
    const h = hand('polygon')
    h.click(0, 0)
    h.click(40, 0)
    h.send({ type: 'finish' })
    expect(h.reports).toEqual([])
    expect(h.running.busy).toBe(true)
  })
  it('Backspace takes points back one by one until nothing is left', () => {
    const h = hand('polygon')
    triangle(h)
    for (const left of [true, true, false]) {
      h.send({ type: 'back' })
      expect(h.running.busy).toBe(left)
    }
  })
  it('a point may be adjusted before the button is released', () => {
    const h = hand('polygon')
    h.drag(5, 5, 0, 0)
    h.click(40, 0)
    h.click(0, 40)
    h.send({ type: 'finish' })
    expect(h.reports).toEqual(drawn)
  })
})

describe('the grips of the selected shape while a drawing tool is active', () => {
  const wider = [{ type: 'changed', edits: [{ id: 'a', role: VISIBLE, shape: box(100, 100, 90, 60) }] }]
  for (const tool of ['box', 'polygon'] as const)
    it(`${tool}: a grip reshapes, and nothing is drawn`, () => {
      const h = hand(tool, { a: box(100, 100, 80, 60) }, ['a'])
      h.drag(180, 160, 190, 160)
      expect(h.reports).toEqual(wider)
      expect(h.running.busy).toBe(false)
    })
  it('a press inside the selected shape draws', () => {
    const h = hand('box', { a: box(100, 100, 80, 60) }, ['a'])
    h.drag(120, 120, 150, 140)
    expect(h.reports).toEqual([{ type: 'drawn', shape: box(120, 120, 30, 20) }])
  })
  it('rest while the object lacks the role that is drawn: its whole outline may start on a corner of what is visible', () => {
    const h = hand('box', { a: box(100, 100, 80, 60) }, ['a'], 1, FULL)
    h.drag(100, 100, 240, 160)
    expect(h.reports).toEqual([{ type: 'drawn', shape: box(100, 100, 140, 60) }])
  })
  it('rest while a shape is being drawn, also over a corner', () => {
    const h = hand('box', { a: box(100, 100, 80, 60) }, ['a'])
    h.click(20, 20)
    h.click(100, 100)
    expect(h.reports).toEqual([{ type: 'drawn', shape: box(20, 20, 80, 80) }])
  })
  it('a point set by keys on a corner draws', () => {
    const h = hand('box', { a: box(100, 100, 80, 60) }, ['a'])
    h.click(180, 160, { clicks: 0 })
    h.click(200, 200, { clicks: 0 })
    expect(h.reports).toEqual([{ type: 'drawn', shape: box(180, 160, 20, 40) }])
  })
})

describe('select tool', () => {
  it('moves all roles of the whole selection by the same amount, in one report, but nothing locked', () => {
    const h = hand(
      'select',
      {
        a: { visible: box(0, 0, 10, 10), full: box(0, 0, 30, 10) },
        b: box(100, 0, 10, 10),
        locked: box(50, 0, 10, 10),
      },
      ['a', 'b', 'locked'],
    )
    h.drag(5, 5, 15.5, 5)
    expect(h.reports).toEqual([
      {
        type: 'changed',
        edits: [
          { id: 'a', role: VISIBLE, shape: box(10.5, 0, 10, 10) },
          { id: 'a', role: FULL, shape: box(10.5, 0, 30, 10) },
          { id: 'b', role: VISIBLE, shape: box(110.5, 0, 10, 10) },
        ],
      },
    ])
  })
  it('any grip dragged anywhere gives a good box or no report', () => {
    fc.assert(
      fc.property(fc.nat(7), anyPoint, (grip, to) => {
        const start = box(100, 100, 80, 60)
        const h = hand('select', { a: start }, ['a'])
        const at = kindOf(start).handles(start)[grip]
        if (!at) throw new Error('no grip')
        h.drag(at.x, at.y, to.x, to.y)
        for (const report of h.reports)
          if (report.type === 'changed')
            for (const edit of report.edits) expect(kindOf(edit.shape).defects(edit.shape)).toEqual([])
      }),
    )
  })
  it('a grip caught a little beside its middle does not jump', () => {
    const h = hand('select', { a: box(100, 100, 80, 60) }, ['a'])
    h.drag(183, 163, 193, 163)
    expect(h.reports).toEqual([{ type: 'changed', edits: [{ id: 'a', role: VISIBLE, shape: box(100, 100, 90, 60) }] }])
  })
  it('a click on a grip changes nothing', () => {
    const h = hand('select', { a: box(100, 100, 80, 60) }, ['a'])
    h.click(180, 160)
    expect(h.reports).toEqual([])
  })
  it('a small shape can still be caught inside and moved', () => {
    const h = hand('select', { a: box(100, 100, 14, 14) }, ['a'])
    h.drag(107, 107, 127, 107)
    expect(h.reports).toEqual([{ type: 'changed', edits: [{ id: 'a', role: VISIBLE, shape: box(120, 100, 14, 14) }] }])
  })
  it('a click on empty ground clears the selection, once', () => {
    const h = hand('select', { a: box(0, 0, 10, 10) }, ['a'])
    h.click(500, 500)
    h.click(500, 500)
    expect(h.reports).toEqual([{ type: 'selected', ids: [] }])
  })
  it('a band over empty ground selects what lies in it', () => {
    const h = hand('select', { a: box(0, 0, 10, 10), b: box(20, 0, 10, 10) })
    h.drag(500, 500, -10, -10)
    expect(h.reports).toEqual([{ type: 'selected', ids: ['a', 'b'] }])
  })
  it('Esc in the middle of a drag reports nothing', () => {
    const h = hand('select', { a: box(0, 0, 60, 60) }, ['a'])
    h.down(30, 30)
    h.move(80, 80)
    h.send({ type: 'cancel' })
    h.up(80, 80)
    expect(h.reports).toEqual([])
  })
})
