import '../../core/model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindOf, type Shape } from '../../core/geometry/shapes'
import { pushedSide } from './push-side'

const box: Shape = { kind: 'box', x: 10, y: 20, w: 30, h: 40 }
const ARROWS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const

describe('a side of a shape moved by keys', () => {
  it('moves the side that the arrow names and no other', () => {
    expect(pushedSide(box, [1, 0], 1)).toEqual({ ...box, w: 31 })
    expect(pushedSide(box, [-1, 0], 10)).toEqual({ ...box, x: 0, w: 40 })
    expect(pushedSide(box, [0, 1], -10)).toEqual({ ...box, h: 30 })
    expect(pushedSide(box, [0, -1], -1)).toEqual({ ...box, y: 21, h: 39 })
  })

  it('leaves nothing flat or inverted', () => {
    expect(pushedSide(box, [1, 0], -30)).toBeUndefined()
    expect(pushedSide(box, [0, 1], -50)).toBeUndefined()
  })

  it('stretches an outline between the side that moves and the one that stays', () => {
    const triangle: Shape = { kind: 'polygon', rings: [[[[0, 0], [10, 0], [5, 8]]]] } // prettier-ignore
    expect(pushedSide(triangle, [1, 0], 10)).toEqual({ kind: 'polygon', rings: [[[[0, 0], [20, 0], [10, 8]]]] }) // prettier-ignore
  })

  it('moves the own side of a turned box that looks most along the arrow; the opposite edge stays', () => {
    const turned: Shape = { kind: 'rotated_box', cx: 50, cy: 50, w: 20, h: 10, angle: 90 }
    const pushed = pushedSide(turned, [0, 1], 4)
    expect(pushed).toMatchObject({ w: 24, h: 10 })
    const [before, after] = [turned, pushed ?? turned].map((s) => kindOf(s).bounds(s))
    expect(after?.y0).toBeCloseTo(before?.y0 ?? NaN, 9)
    expect(after?.y1).toBeCloseTo((before?.y1 ?? NaN) + 4, 9)
  })

  it('goes back to the same box: out, then in', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('rotated_box' as const),
          cx: fc.integer({ min: -50, max: 50 }),
          cy: fc.integer({ min: -50, max: 50 }),
          w: fc.integer({ min: 1, max: 99 }),
          h: fc.integer({ min: 1, max: 99 }),
          angle: fc.integer({ min: -180, max: 180 }),
        }),
        fc.constantFrom(...ARROWS),
        fc.integer({ min: 1, max: 20 }),
        (shape, arrow, by) => {
          const out = pushedSide(shape, arrow, by)
          const back = out && pushedSide(out, arrow, -by)
          if (back?.kind !== 'rotated_box') throw new Error('no box')
          for (const key of ['cx', 'cy', 'w', 'h'] as const) expect(back[key]).toBeCloseTo(shape[key], 9)
        },
      ),
    )
  })
})
