import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shape } from '../../core/geometry/shapes'
import { polygonOf, type Polygon } from '../../core/geometry/shapes/polygon/polygon'
import { FULL, VISIBLE, type AnnotationId } from '../../core/model/ids'
import type { StageItem } from '../stage-api'
import { deleteVertex, gripAt, gripsOf, insertVertex } from './grips'
import { contains, hitsAt } from './hit'
import { ItemIndex } from './item-index'

const id = (name: string): AnnotationId => name as AnnotationId
const item = (name: string, ...shapes: Shape[]): StageItem => ({
  id: id(name),
  color: '#f00',
  label: name,
  disposition: 'positive',
  roles: shapes.map((shape, i) => ({ role: i === 0 ? VISIBLE : FULL, shape })),
  locked: false,
})
const box = (x: number, y: number, w: number, h: number): Shape => ({ kind: 'box', x, y, w, h })
const ring: Polygon = {
  kind: 'polygon',
  rings: [
    [
      [
        [0, 0],
        [30, 0],
        [30, 30],
        [0, 30],
      ],
      [
        [10, 10],
        [20, 10],
        [20, 20],
        [10, 20],
      ],
    ],
  ],
}

describe('what is under the pointer', () => {
  it('the smallest comes first, whatever the order of the list', () => {
    const items = [
      item('small', box(10, 10, 5, 5)),
      item('large', box(0, 0, 50, 50)),
      item('middle', box(5, 5, 20, 20)),
    ]
    for (const list of [items, items.toReversed()])
      expect(hitsAt(list, { x: 12, y: 12 }, 1).map((h) => h.id)).toEqual(['small', 'middle', 'large'])
  })
  it('of two equal shapes the upper one comes first', () => {
    expect(hitsAt([item('below', box(0, 0, 9, 9)), item('above', box(0, 0, 9, 9))], { x: 5, y: 5 }, 1)[0]?.id).toBe(
      'above',
    )
  })
  it('an annotation is hit once, in the smaller of its roles', () => {
    expect(hitsAt([item('a', box(0, 0, 10, 10), box(0, 0, 20, 10))], { x: 5, y: 5 }, 1)).toMatchObject([
      { id: 'a', role: VISIBLE },
    ])
    expect(hitsAt([item('a', box(0, 0, 10, 10), box(0, 0, 20, 10))], { x: 15, y: 5 }, 1)).toMatchObject([
      { id: 'a', role: FULL },
    ])
  })
  it('the line is caught within the tolerance from outside, not beyond', () => {
    expect(hitsAt([item('a', box(0, 0, 10, 10))], { x: 12, y: 5 }, 2)).toHaveLength(1)
    expect(hitsAt([item('a', box(0, 0, 10, 10))], { x: 12.01, y: 5 }, 2)).toHaveLength(0)
  })
  it('a hole is outside', () => {
    expect(contains(ring, { x: 5, y: 5 })).toBe(true)
    expect(contains(ring, { x: 15, y: 15 })).toBe(false)
  })
})

describe('grips', () => {
  it('a polygon has a handle on each vertex and a midpoint on each edge that is long enough', () => {
    const grips = gripsOf(id('a'), VISIBLE, ring, 15)
    expect(grips.filter((g) => g.kind === 'handle')).toHaveLength(8)
    expect(grips.filter((g) => g.kind === 'insert').map((g) => g.at)).toEqual([
      { x: 15, y: 0 },
      { x: 30, y: 15 },
      { x: 15, y: 30 },
      { x: 0, y: 15 },
    ])
  })
  it('inserting at a midpoint and deleting that vertex gives the polygon back', () => {
    fc.assert(
      fc.property(fc.nat(7), (after) => {
        const at = { x: 1.25, y: 2.5 }
        const more = insertVertex(ring, after, at)
        expect(more.rings.flat().map((r) => r.length)).toEqual(after < 4 ? [5, 4] : [4, 5])
        expect(deleteVertex(more, after + 1)).toEqual(ring)
      }),
    )
  })
  it('a hole that falls below three points disappears; the last triangle stays', () => {
    const three = deleteVertex(ring, 5)
    expect(three?.rings[0]?.map((r) => r.length)).toEqual([4, 3])
    expect(three && deleteVertex(three, 5)?.rings[0]).toHaveLength(1)
    expect(
      deleteVertex(
        polygonOf([
          { x: 0, y: 0 },
          { x: 1, y: 0 },
          { x: 0, y: 1 },
        ]),
        1,
      ),
    ).toBeUndefined()
  })
  it('the nearest grip within reach is caught', () => {
    const grips = gripsOf(id('a'), VISIBLE, box(0, 0, 40, 40), 10)
    expect(gripAt(grips, { x: 38, y: 39 }, 5)?.index).toBe(4)
    expect(gripAt(grips, { x: 30, y: 30 }, 5)).toBeUndefined()
  })
})

describe('the index', () => {
  const boxes = fc.array(
    fc.record({
      x: fc.integer({ min: 0, max: 200 }),
      y: fc.integer({ min: 0, max: 200 }),
      w: fc.integer({ min: 1, max: 60 }),
      h: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 40 },
  )
  it('finds after any sequence of lists what a plain search over the last list finds', () => {
    fc.assert(
      fc.property(fc.array(boxes, { minLength: 1, maxLength: 5 }), (lists) => {
        const index = new ItemIndex()
        let kept: StageItem[] = []
        for (const list of lists) {
          // Some items stay the same object, as they do when a document changes in one place.
          kept = list.map((b, i) => (i % 2 === 0 && kept[i] ? kept[i] : item(`n${i}`, box(b.x, b.y, b.w, b.h))))
          index.set(kept)
        }
        const b = { x0: 40, y0: 40, x1: 120, y1: 120 }
        const plain = kept.filter(
          ({ roles: [r] }) =>
            r?.shape.kind === 'box' &&
            r.shape.x <= b.x1 &&
            r.shape.x + r.shape.w >= b.x0 &&
            r.shape.y <= b.y1 &&
            r.shape.y + r.shape.h >= b.y0,
        )
        expect(new Set(index.search(b).map((e) => e.item))).toEqual(new Set(plain))
      }),
    )
  })
  it('an item equal by reference neither goes nor comes', () => {
    const [a, b] = [item('a', box(0, 0, 1, 1)), item('b', box(5, 5, 1, 1))]
    const index = new ItemIndex()
    index.set([a, b])
    const { gone, come } = index.set([a, { ...b }])
    expect([gone.map((e) => e.item.id), come.map((e) => e.item.id)]).toEqual([['b'], ['b']])
  })
})
