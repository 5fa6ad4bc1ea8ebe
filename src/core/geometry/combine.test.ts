import { describe, expect, it } from 'vitest'
import { joinPolygons, subtractPolygons } from './combine'
import { areaOf } from './overlap'
import type { Polygon } from './shapes/polygon/polygon'
import { simplified, simplifyLine } from './simplify'

const square = (x: number, y: number, side: number): Polygon => ({
  kind: 'polygon',
  rings: [
    [
      [
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
      ],
    ],
  ],
})

describe('joining and subtracting', () => {
  it('joins what overlaps into one piece and keeps what lies apart as a piece', () => {
    const joined = joinPolygons([square(0, 0, 10), square(5, 5, 10), square(100, 0, 10)])
    expect(joined?.rings).toHaveLength(2)
    expect(joined && areaOf(joined)).toBeCloseTo(275, 4)
  })

  it('a polygon inside another leaves a hole, one across it cuts it in two', () => {
    const hole = subtractPolygons(square(0, 0, 100), [square(40, 40, 20)])
    expect(hole?.rings.map((p) => p.length)).toEqual([2])
    expect(hole && areaOf(hole)).toBeCloseTo(9600, 3)
    const bar: Polygon = {
      kind: 'polygon',
      rings: [
        [
          [
            [-10, 40],
            [110, 40],
            [110, 60],
            [-10, 60],
          ],
        ],
      ],
    }
    const halves = subtractPolygons(square(0, 0, 100), [bar])
    expect(halves?.rings).toHaveLength(2)
    expect(halves && areaOf(halves)).toBeCloseTo(8000, 3)
  })

  it('nothing is left of what is covered wholly', () => {
    expect(subtractPolygons(square(10, 10, 10), [square(0, 0, 100)])).toBeUndefined()
  })
})

describe('simplifying', () => {
  it('leaves out what lies within the tolerance and nothing else', () => {
    const line = [
      [0, 0],
      [10, 0.4],
      [20, 0],
      [30, 5],
      [40, 0],
    ] as const
    expect(simplifyLine(line, 0.5)).toEqual([
      [0, 0],
      [20, 0],
      [30, 5],
      [40, 0],
    ])
  })

  it('a circle of 1,000 points keeps its area to within the tolerance times its length', () => {
    const ring = Array.from({ length: 1000 }, (_, i): [number, number] => [
      200 + 100 * Math.cos((i * Math.PI) / 500),
      200 + 100 * Math.sin((i * Math.PI) / 500),
    ])
    const circle: Polygon = { kind: 'polygon', rings: [[ring]] }
    const less = simplified(circle, 1)
    if (!less) throw new Error('nothing was left out')
    expect(less.rings[0]?.[0]?.length).toBeLessThan(40)
    expect(Math.abs((areaOf(circle) ?? 0) - (areaOf(less) ?? 0))).toBeLessThan(2 * Math.PI * 100)
  })

  it('a square stays a square, and a triangle is not made a line', () => {
    expect(simplified(square(0, 0, 10), 1)).toBeUndefined()
    const flat: Polygon = {
      kind: 'polygon',
      rings: [
        [
          [
            [0, 0],
            [100, 0.2],
            [200, 0],
            [100, 0.5],
          ],
        ],
      ],
    }
    expect(simplified(flat, 10)).toBeUndefined()
  })
})
