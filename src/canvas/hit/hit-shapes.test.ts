import '../../core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import type { Shape } from '../../core/geometry/shapes'
import type { AnnotationId, RoleId } from '../../core/model/ids'
import { marksOf, traceBones } from '../paint/points'
import type { Context } from '../paint/trace'
import type { StageItem } from '../stage-api'
import { hitsAt, touches } from './hit'

const item = (id: string, shape: Shape): StageItem => ({
  id: id as AnnotationId,
  color: '#e69f00',
  label: id,
  disposition: 'positive',
  roles: [{ role: 'visible' as RoleId, shape }],
  locked: false,
})
const POSE: Shape = {
  kind: 'keypoints',
  points: [
    { name: 'nose', x: 10, y: 10, v: 2 },
    { name: 'eye', x: 20, y: 10, v: 1 },
    { name: 'ear', x: 0, y: 0, v: 0 },
  ],
}

describe('what is under the pointer', () => {
  const tolerance = 3
  it('of a turned box is its inside, not its bounds', () => {
    const box: Shape = { kind: 'rotated_box', cx: 50, cy: 50, w: 80, h: 10, angle: 45 }
    expect(touches(box, { x: 60, y: 60 }, tolerance)).toBe(true)
    expect(touches(box, { x: 75, y: 25 }, tolerance)).toBe(false)
  })
  it('of an ellipse and a mask is what they cover, without holes', () => {
    expect(touches({ kind: 'ellipse', cx: 50, cy: 50, rx: 40, ry: 20, angle: 0 }, { x: 85, y: 50 }, 0)).toBe(true)
    expect(touches({ kind: 'ellipse', cx: 50, cy: 50, rx: 40, ry: 20, angle: 0 }, { x: 85, y: 65 }, 1)).toBe(false)
    const frame: Shape = { kind: 'mask', x: 0, y: 0, w: 3, h: 3, counts: [0, 4, 1, 4] }
    expect(touches(frame, { x: 0.5, y: 0.5 }, 0)).toBe(true)
    expect(touches(frame, { x: 1.5, y: 1.5 }, 0)).toBe(false)
  })
  it('of pieces that lie on each other is their common part too', () => {
    const square = (x: number): [number, number][] => [
      [x, 0],
      [x + 20, 0],
      [x + 20, 20],
      [x, 20],
    ]
    expect(touches({ kind: 'polygon', rings: [[square(0)], [square(10)]] }, { x: 15, y: 10 }, 0)).toBe(true)
  })
  it('of lines, points and keypoints is what is near; a keypoint that was not labelled is not there', () => {
    const line: Shape = {
      kind: 'polyline',
      lines: [
        [
          [0, 0],
          [40, 0],
        ],
      ],
    }
    expect(touches(line, { x: 20, y: 2 }, tolerance)).toBe(true)
    expect(touches(line, { x: 20, y: 5 }, tolerance)).toBe(false)
    expect(touches({ kind: 'points', points: [[5, 5]] }, { x: 7, y: 5 }, tolerance)).toBe(true)
    expect(touches(POSE, { x: 21, y: 10 }, tolerance)).toBe(true)
    expect(touches(POSE, { x: 15, y: 10 }, tolerance)).toBe(false)
    expect(touches(POSE, { x: 0, y: 0 }, tolerance)).toBe(false)
  })
  it('takes a point before the box it lies in', () => {
    const items = [
      item('point', { kind: 'points', points: [[5, 5]] }),
      item('box', { kind: 'box', x: 0, y: 0, w: 10, h: 10 }),
    ]
    expect(hitsAt(items, { x: 5, y: 5 }, 1).map((h) => h.id)).toEqual(['point', 'box'])
  })
})

describe('marks of keypoints', () => {
  const view = { scale: 2, offset: { x: 100, y: 0 } }
  it('stand where the labelled ones are, and say which are hidden', () => {
    expect(marksOf(POSE, view)).toEqual([
      { x: 120, y: 20, hidden: false },
      { x: 140, y: 20, hidden: true },
    ])
  })
  it('are joined only where both ends are labelled', () => {
    const drawn: string[] = []
    const ctx = {
      moveTo: (x: number, y: number) => drawn.push(`from ${x} ${y}`),
      lineTo: (x: number, y: number) => drawn.push(`to ${x} ${y}`),
    } as unknown as Context
    traceBones(
      ctx,
      POSE,
      [
        ['nose', 'eye'],
        ['nose', 'ear'],
        ['nose', 'tail'],
      ],
      view,
    )
    expect(drawn).toEqual(['from 120 20', 'to 140 20'])
  })
})
