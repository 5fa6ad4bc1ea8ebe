import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { polygon, polygonOf, ringArea, type Polygon } from './polygon'

const of = (...points: readonly (readonly [number, number])[]): Polygon => polygonOf(points.map(([x, y]) => ({ x, y })))
const SQUARE = of([0, 0], [10, 0], [10, 10], [0, 10])

describe('a polygon', () => {
  it('has the area of its pieces without their holes', () => {
    const holed: Polygon = {
      kind: 'polygon',
      rings: [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [0, 10],
          ],
          [
            [2, 2],
            [2, 4],
            [4, 4],
            [4, 2],
          ],
        ],
        [
          [
            [20, 0],
            [22, 0],
            [22, 2],
            [20, 2],
          ],
        ],
      ],
    }
    expect(polygon.area(holed)).toBe(100 - 4 + 4)
    expect(polygon.bounds(holed)).toEqual({ x0: 0, y0: 0, x1: 22, y1: 10 })
    expect(polygon.handles(holed)).toHaveLength(12)
    expect(polygon.moveHandle(holed, 5, { x: 3, y: 5 }).rings[0]?.[1]?.[1]).toEqual([3, 5])
  })
  it('keeps its area far from the origin', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000, max: 60_000 }), (d) => {
        expect(
          Math.abs(
            ringArea([
              [d, d],
              [d + 10, d],
              [d + 10, d + 10],
              [d, d + 10],
            ]),
          ),
        ).toBe(100)
      }),
    )
  })
  it('names its defects', () => {
    expect(polygon.defects(SQUARE)).toEqual([])
    expect(polygon.defects(of([0, 0], [10, 10], [10, 0], [0, 10]))).toContain('self-crossing')
    expect(polygon.defects(of([0, 0], [10, 0]))).toContain('too-few-points')
    expect(polygon.defects(of([0, 0], [5, 0], [10, 0]))).toContain('zero-area')
    expect(polygon.defects(of([0, 0], [0, 0], [10, 0], [10, 10]))).toContain('repeated-point')
    expect(polygon.defects(of([0, 0], [Infinity, 0], [10, 10]))).toEqual(['not-finite'])
  })
  it('that touches itself does not cross itself', () => {
    expect(polygon.defects(of([0, 0], [4, 0], [4, 4], [2, 0], [0, 4]))).not.toContain('self-crossing')
  })
  it('of many points finds its one crossing', () => {
    const circle = Array.from({ length: 1000 }, (_, i): [number, number] => [
      100 * Math.cos((i * 2 * Math.PI) / 1000),
      100 * Math.sin((i * 2 * Math.PI) / 1000),
    ])
    expect(polygon.defects(of(...circle))).toEqual([])
    const swapped = circle.with(10, circle[11] ?? [0, 0]).with(11, circle[10] ?? [0, 0])
    expect(polygon.defects(of(...swapped))).toContain('self-crossing')
  })
})
