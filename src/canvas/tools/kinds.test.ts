import { describe, expect, it } from 'vitest'
import { kindOf, type Shape } from '../../core/geometry/shapes'
import { VISIBLE, type AnnotationId } from '../../core/model/ids'
import { hitsAt } from '../hit/hit'
import type { Skeleton, StageItem, ToolId } from '../stage-api'
import { startTool } from './index'
import { onSide } from './rotated_box/rotated-box-tool'
import type { PointerInput, Report, Scene } from './tool'

const ID = 'a' as AnnotationId
const FACE: Skeleton = {
  points: ['nose', 'left', 'right'].map((id) => ({ id, title: id })),
  edges: [['nose', 'left']],
}

/** A hand with one tool; `shape` lies on the stage, selected, and takes the edits. */
function hand(tool: ToolId, shape?: Shape) {
  let item: StageItem | undefined = shape && {
    id: ID,
    color: '#f00',
    label: '',
    disposition: 'positive',
    roles: [{ role: VISIBLE, shape }],
    locked: false,
  }
  const running = startTool[tool]()
  const reports: Report[] = []
  const scene = (): Scene => ({
    items: new Map(item ? [[ID, item]] : []),
    selection: new Set(item ? [ID] : []),
    pixel: 1,
    role: VISIBLE,
    skeleton: FACE,
    hits: (at) => hitsAt(item ? [item] : [], at, 5),
    within: () => [],
  })
  const send = (input: Parameters<typeof running.on>[0]): void => {
    for (const report of running.on(input, scene())) {
      reports.push(report)
      const edit = report.type === 'changed' ? report.edits[0] : undefined
      if (edit && item) item = { ...item, roles: [{ role: VISIBLE, shape: edit.shape }] }
    }
  }
  const pointer = (type: PointerInput['type'], x: number, y: number, more: Partial<PointerInput> = {}): void =>
    send({ type, at: { x, y }, shift: false, alt: false, clicks: 1, ...more })
  return {
    send,
    reports,
    running,
    preview: () => running.preview(scene()),
    shape: () => item?.roles[0]?.shape,
    drawn: () => reports.flatMap((r) => (r.type === 'drawn' ? [r.shape] : [])),
    move: (x: number, y: number) => pointer('move', x, y),
    click(x: number, y: number, more?: Partial<PointerInput>) {
      for (const type of ['move', 'down', 'up'] as const) pointer(type, x, y, more)
    },
    drag(x: number, y: number, toX: number, toY: number, more?: Partial<PointerInput>) {
      pointer('move', x, y, more)
      pointer('down', x, y, more)
      pointer('move', toX, toY, more)
      pointer('up', toX, toY, more)
    },
  }
}

describe('extreme points', () => {
  it('four clicks in any order give the box around them, and its origin is recorded', () => {
    const { click, reports } = hand('extreme')
    click(50, 10)
    click(20, 40)
    click(55, 90)
    click(80.5, 45)
    expect(reports).toEqual([
      { type: 'drawn', shape: { kind: 'box', x: 20, y: 10, w: 60.5, h: 80 }, origin: 'extreme points' },
    ])
  })

  it('Backspace takes back a point and Esc all of them', () => {
    const { click, send, drawn, running } = hand('extreme')
    click(50, 10)
    click(999, 999)
    send({ type: 'back' })
    click(20, 40)
    click(55, 90)
    expect(drawn()).toEqual([])
    send({ type: 'cancel' })
    expect(running.busy).toBe(false)
  })
})

describe('rotated box', () => {
  it('one side, then the width, on either side of it', () => {
    for (const sign of [1, -1]) {
      const { click, drawn } = hand('rotated_box')
      click(10, 20)
      click(50, 50)
      click(30 - 0.6 * 20 * sign, 35 + 0.8 * 20 * sign)
      const [shape] = drawn()
      if (shape?.kind !== 'rotated_box') throw new Error('no box')
      expect(shape.w).toBeCloseTo(50, 9)
      expect(shape.h).toBeCloseTo(20, 9)
      expect(shape.angle).toBeCloseTo((Math.atan2(30, 40) * 180) / Math.PI, 9)
      expect(shape.cx).toBeCloseTo(30 - 0.6 * 10 * sign, 9)
      expect(shape.cy).toBeCloseTo(35 + 0.8 * 10 * sign, 9)
    }
  })

  it('the side may be dragged, and its grip turns the box around its centre', () => {
    const first = hand('rotated_box')
    first.drag(0, 0, 40, 0)
    first.click(20, 30)
    expect(first.drawn()).toEqual([{ kind: 'rotated_box', cx: 20, cy: 15, w: 40, h: 30, angle: 0 }])
    const box = onSide({ x: 0, y: 0 }, { x: 200, y: 0 }, { x: 20, y: 100 })
    const turn = kindOf(box).handles(box).at(-1)
    if (!turn) throw new Error('no grip')
    const again = hand('select', box)
    again.drag(turn.x, turn.y, 300, 50)
    expect(again.shape()).toMatchObject({ cx: 100, cy: 50, w: 200, h: 100, angle: 90 })
  })
})

describe('ellipse', () => {
  it('fits the dragged box; Shift makes a circle', () => {
    const { drag, drawn } = hand('ellipse')
    drag(10, 20, 50, 40)
    drag(10, 20, 50, 40, { shift: true })
    expect(drawn()).toEqual([
      { kind: 'ellipse', cx: 30, cy: 30, rx: 20, ry: 10, angle: 0 },
      { kind: 'ellipse', cx: 30, cy: 40, rx: 20, ry: 20, angle: 0 },
    ])
  })

  it('a grip changes one axis, the last one turns it', () => {
    const { drag, shape } = hand('select', { kind: 'ellipse', cx: 100, cy: 100, rx: 40, ry: 30, angle: 0 })
    drag(140, 100, 160, 100)
    expect(shape()).toMatchObject({ rx: 60, ry: 30, angle: 0 })
    drag(100, 55, 200, 100)
    expect(shape()).toMatchObject({ cx: 100, cy: 100, rx: 60, ry: 30, angle: 90 })
  })
})

describe('points', () => {
  it('a click is a label; with Shift it is one more point of the selected one', () => {
    const { click, drawn, shape } = hand('points', { kind: 'points', points: [[300, 300]] })
    click(10, 20)
    expect(drawn()).toEqual([{ kind: 'points', points: [[10, 20]] }])
    click(30, 40, { shift: true })
    expect(shape()).toEqual({
      kind: 'points',
      points: [
        [300, 300],
        [30, 40],
      ],
    })
  })

  it('a point can be dragged and removed, but not the last one', () => {
    const { drag, move, send, shape } = hand('select', {
      kind: 'points',
      points: [
        [10, 10],
        [50, 50],
      ],
    })
    drag(50, 50, 70, 80)
    send({ type: 'remove' })
    expect(shape()).toEqual({ kind: 'points', points: [[10, 10]] })
    move(10, 10)
    send({ type: 'remove' })
    expect(shape()).toEqual({ kind: 'points', points: [[10, 10]] })
  })
})

describe('polyline', () => {
  it('Enter or a double click ends it; one point is no line', () => {
    const { click, send, drawn } = hand('polyline')
    click(0, 0)
    send({ type: 'finish' })
    click(10, 0)
    click(10, 20)
    send({ type: 'finish' })
    click(1, 1)
    click(5, 5)
    click(5, 5, { clicks: 2 })
    expect(drawn()).toEqual([
      {
        kind: 'polyline',
        lines: [
          [
            [0, 0],
            [10, 0],
            [10, 20],
          ],
        ],
      },
      {
        kind: 'polyline',
        lines: [
          [
            [1, 1],
            [5, 5],
          ],
        ],
      },
    ])
  })

  it('Shift begins a further line of the selected one; the middle of an edge inserts a vertex', () => {
    const { click, drag, send, shape } = hand('polyline', {
      kind: 'polyline',
      lines: [
        [
          [0, 0],
          [100, 0],
        ],
      ],
    })
    click(0, 300, { shift: true })
    click(50, 300)
    send({ type: 'finish' })
    drag(50, 0, 50, 40)
    expect(shape()).toEqual({
      kind: 'polyline',
      lines: [
        [
          [0, 0],
          [50, 40],
          [100, 0],
        ],
        [
          [0, 300],
          [50, 300],
        ],
      ],
    })
  })
})

describe('polygon of several rings', () => {
  const square: Shape = {
    kind: 'polygon',
    rings: [
      [
        [
          [0, 0],
          [200, 0],
          [200, 200],
          [0, 200],
        ],
      ],
    ],
  }
  const ring = (tool: ReturnType<typeof hand>, x: number, y: number): void => {
    tool.click(x, y)
    tool.click(x + 20, y)
    tool.click(x + 20, y + 20)
    tool.send({ type: 'finish' })
  }

  it('inside the selected polygon a hole, outside a piece, inside the hole a piece again', () => {
    const tool = hand('polygon', square)
    for (const [x, y] of [
      [40, 40],
      [300, 300],
    ] as const) {
      tool.send({ type: 'onto' })
      ring(tool, x, y)
    }
    const shape = tool.shape()
    if (shape?.kind !== 'polygon') throw new Error('no polygon')
    expect(shape.rings.map((piece) => piece.length)).toEqual([2, 1])
    expect(kindOf(shape).area(shape)).toBe(40_000 - 200 + 200)
    expect(tool.drawn()).toEqual([])
  })

  it('without it a new polygon, and Esc ends the mode', () => {
    const tool = hand('polygon', square)
    tool.send({ type: 'onto' })
    expect(tool.running.busy).toBe(true)
    tool.send({ type: 'cancel' })
    ring(tool, 40, 40)
    expect(tool.drawn()).toHaveLength(1)
    expect(tool.shape()).toEqual(square)
  })
})

describe('keypoints', () => {
  it('are set in the order of the skeleton, each with its name shown before', () => {
    const { click, preview, drawn, move } = hand('keypoints')
    move(1, 1)
    expect(preview().placing).toEqual({ point: 'nose', hidden: false })
    click(10, 10)
    expect(preview().placing?.point).toBe('left')
    click(20, 10)
    click(30, 10)
    expect(drawn()).toEqual([
      {
        kind: 'keypoints',
        points: [
          { name: 'nose', x: 10, y: 10, v: 2 },
          { name: 'left', x: 20, y: 10, v: 2 },
          { name: 'right', x: 30, y: 10, v: 2 },
        ],
      },
    ])
  })

  it('the next one may be hidden or absent, and Enter leaves out the rest', () => {
    const { click, send, drawn, preview } = hand('keypoints')
    send({ type: 'hidden' })
    expect(preview().placing).toEqual({ point: 'nose', hidden: true })
    click(10, 10)
    send({ type: 'absent' })
    send({ type: 'finish' })
    const [shape] = drawn()
    if (shape?.kind !== 'keypoints') throw new Error('no keypoints')
    expect(shape.points.map((p) => [p.name, p.v])).toEqual([
      ['nose', 1],
      ['left', 0],
      ['right', 0],
    ])
  })

  it('a skeleton without any labelled point is not reported', () => {
    const { move, send, reports, running } = hand('keypoints')
    move(5, 5)
    for (let i = 0; i < 3; i++) send({ type: 'absent' })
    expect(reports).toEqual([])
    expect(running.busy).toBe(false)
  })

  it('afterwards a point is dragged, hidden, shown, left out and set again', () => {
    const { move, drag, send, shape } = hand('select', {
      kind: 'keypoints',
      points: [
        { name: 'nose', x: 10, y: 10, v: 2 },
        { name: 'left', x: 60, y: 60, v: 2 },
      ],
    })
    const states = (): unknown => {
      const now = shape()
      return now?.kind === 'keypoints' && now.points.map((p) => p.v)
    }
    move(10, 10)
    send({ type: 'hidden' })
    expect(states()).toEqual([1, 2])
    send({ type: 'hidden' })
    send({ type: 'absent' })
    expect(states()).toEqual([0, 2])
    drag(10, 10, 30, 30)
    expect(states()).toEqual([2, 2])
    move(30, 30)
    send({ type: 'absent' })
    move(60, 60)
    send({ type: 'absent' })
    expect(states()).toEqual([0, 2])
  })
})
