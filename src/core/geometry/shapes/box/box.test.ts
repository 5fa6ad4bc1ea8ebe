import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { box, boxBetween, type Box } from './box'

const whole = fc.integer({ min: -50, max: 50 })
const point = fc.record({ x: whole, y: whole })
const make = (x: number, y: number, w: number, h: number): Box => ({ kind: 'box', x, y, w, h })

describe('a box', () => {
  it('between two corners is the same whichever is dragged, and never inverted', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(boxBetween(a, b)).toEqual(boxBetween(b, a))
        expect(box.defects(boxBetween(a, b))).not.toContain('inverted')
      }),
    )
  })
  it('dragged by a grip, puts the grip under the pointer and leaves the opposite side', () => {
    expect(box.moveHandle(make(10, 10, 20, 20), 4, { x: 40, y: 50 })).toEqual(make(10, 10, 30, 40))
    expect(box.moveHandle(make(10, 10, 20, 20), 3, { x: 40, y: 999 })).toEqual(make(10, 10, 30, 20))
    expect(box.moveHandle(make(10, 10, 20, 20), 0, { x: 40, y: 40 })).toEqual(make(30, 30, 10, 10))
  })
  it('has eight grips, clockwise from the top-left corner', () => {
    const grips = box.handles(make(0, 0, 2, 4))
    expect([grips[0], grips[1], grips[4], grips[7]]).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 2, y: 4 },
      { x: 0, y: 2 },
    ])
  })
  it('names its defects', () => {
    expect(box.defects(make(0, 0, 0, 5))).toEqual(['zero-area'])
    expect(box.defects(make(0, 0, -1, 5))).toEqual(['inverted'])
    expect(box.defects(make(0, NaN, 1, 5))).toEqual(['not-finite'])
    expect(box.defects(make(0, 0, 1, 5))).toEqual([])
  })
  it('keeps exactly its size when it is moved', () => {
    fc.assert(
      fc.property(point, point, fc.double({ noNaN: true, min: -1e4, max: 1e4 }), (a, b, by) => {
        const before = boxBetween(a, b)
        expect(box.translate(before, by, -by)).toMatchObject({ w: before.w, h: before.h })
      }),
    )
  })
  it('keeps its area through a quarter turn', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const before = boxBetween(a, b)
        expect(box.area(box.map(before, (p) => ({ x: 100 - p.y, y: p.x })))).toBe(box.area(before))
      }),
    )
  })
})
