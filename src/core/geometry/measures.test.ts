import '../model/zod-setup'
import fc from 'fast-check'
import { areaPathsD, FillRule, intersectD, unionD, type PathsD } from 'clipper2-ts'
import { describe, expect, it } from 'vitest'
import { box, label } from '../validate/labels.test-support'
import { clipToImage } from './clip'
import { measure } from './measures'
import { contains } from './containment'
import { distance } from './distance'
import { areaInside, areaOf, intersectionArea, ioa, iou } from './overlap'
import type { Shape } from './shapes'
import type { Ring } from './shapes/shape-kind'

/** The value, which the test expects to be known. */
const known = (value: number | undefined): number => value ?? NaN
const SIZE = { width: 100, height: 50 }
const polygon = (...pieces: readonly (readonly Ring[])[]): Shape => ({
  kind: 'polygon',
  rings: pieces.map((p) => p.map((r) => r.map(([x, y]): [number, number] => [x, y]))),
})
const ring = (x: number, y: number, w: number, h: number): Ring => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
]

describe('measures of an annotation', () => {
  it('are unknown while a shape is missing', () => {
    expect(measure(label('a', {}), SIZE)).toEqual({})
    expect(measure(label('a', { visible: box(0, 0, 10, 10) }), SIZE)).toEqual({
      visible: { width: 10, height: 10, area: 100 },
    })
    expect(measure(label('a', { full: box(0, 0, 10, 10) }), SIZE).occlusion).toBeUndefined()
  })
  it('occlusion is the hidden share of the part of full inside the image', () => {
    expect(measure(label('a', { visible: box(0, 0, 10, 5), full: box(0, 0, 10, 10) }), SIZE).occlusion).toBe(0.5)
    expect(measure(label('a', { visible: box(0, 0, 10, 10), full: box(-10, 0, 20, 10) }), SIZE)).toMatchObject({
      occlusion: 0,
      truncation: 0.5,
    })
  })
  it('occlusion is unknown when full lies wholly outside the image', () => {
    const outside = measure(label('a', { visible: box(0, 0, 1, 1), full: box(-30, 0, 10, 10) }), SIZE)
    expect(outside.occlusion).toBeUndefined()
    expect(outside.truncation).toBe(1)
  })
  it('a visible shape larger than full counts as not occluded, never as less', () => {
    expect(measure(label('a', { visible: box(0, 0, 20, 10), full: box(0, 0, 10, 10) }), SIZE).occlusion).toBe(0)
  })
})

describe('areas and overlaps', () => {
  it('of a polygon with a hole and a second piece', () => {
    const shape = polygon([ring(0, 0, 10, 10), ring(2, 2, 3, 3)], [ring(20, 0, 5, 5)])
    expect(areaOf(shape)).toBe(100 - 9 + 25)
    expect(intersectionArea(shape, box(0, 0, 4, 4))).toBe(16 - 4)
    expect(areaInside(shape, { width: 22, height: 50 })).toBe(91 + 10)
  })
  it('of overlapping pieces count once, of a self-crossing ring by parity', () => {
    expect(areaOf(polygon([ring(0, 0, 10, 10)], [ring(5, 0, 10, 10)]))).toBe(150)
    expect(
      areaOf(
        polygon([
          [
            [0, 0],
            [10, 10],
            [10, 0],
            [0, 10],
          ],
        ]),
      ),
    ).toBeCloseTo(50, 9)
  })
  it('of boxes that only touch are nothing', () => {
    expect(intersectionArea(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(0)
    expect(iou(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(0)
  })
  it('are unknown between shapes without area', () => {
    expect(iou(box(0, 0, 0, 10), box(0, 0, 0, 10))).toBeUndefined()
    expect(ioa(box(0, 0, 0, 10), box(0, 0, 5, 10))).toBeUndefined()
  })
  it('IoU is 1 with itself and symmetric', () => {
    fc.assert(
      fc.property(anyPolygon, anyPolygon, (a, b) => {
        fc.pre(known(areaOf(a)) > 0.01 && known(areaOf(b)) > 0.01)
        expect(iou(a, a)).toBeCloseTo(1, 6)
        expect(iou(a, b) ?? 0).toBeCloseTo(iou(b, a) ?? 0, 9)
      }),
    )
  })
  it('agree with Clipper2 on random polygons', () => {
    fc.assert(
      fc.property(anyPolygon, anyPolygon, (a, b) => {
        expect(intersectionArea(a, b)).toBeCloseTo(areaPathsD(intersectD(paths(a), paths(b), FillRule.EvenOdd, 8)), 4)
        const both = known(areaOf(a)) + known(areaOf(b)) - known(intersectionArea(a, b))
        expect(both).toBeCloseTo(areaPathsD(unionD(paths(a), paths(b), FillRule.EvenOdd, 8)), 4)
      }),
      { numRuns: 60 },
    )
  })
  it('agree with counting points of a fine grid', () => {
    fc.assert(
      fc.property(anyPolygon, anyPolygon, (a, b) => {
        const step = 0.25
        let [first, both] = [0, 0]
        for (let x = step / 2; x < 40; x += step)
          for (let y = step / 2; y < 40; y += step) {
            const inA = inside(a, x, y)
            if (inA) first++
            if (inA && inside(b, x, y)) both++
          }
        // A grid of step s is off by at most about s × the length of the outline.
        expect(Math.abs(known(areaOf(a)) - first * step * step)).toBeLessThan(60)
        expect(Math.abs(known(areaOf(a)) - first * step * step)).toBeLessThan(0.02 * known(areaOf(a)) + 12)
        expect(Math.abs(known(intersectionArea(a, b)) - both * step * step)).toBeLessThan(0.02 * known(areaOf(a)) + 12)
      }),
      { numRuns: 40 },
    )
  })
})

describe('containment and distance', () => {
  it('lets the inner shape stick out by the slack, and no more', () => {
    for (const [out, held] of [
      [1.9, true],
      [2, true],
      [2.1, false],
    ] as const) {
      expect(contains(box(0, 0, 10, 10), box(-out, 0, 5, 5), 2)).toBe(held)
      expect(contains(polygon([ring(0, 0, 10, 10)]), box(-out, 0, 5, 5), 2)).toBe(held)
    }
  })
  it('sees a notch that cuts into the inner shape', () => {
    const notched = polygon([
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [6, 10],
        [5, 2],
        [4, 10],
        [0, 10],
      ],
    ])
    expect(contains(notched, box(1, 1, 8, 8), 0)).toBe(false)
    expect(contains(notched, box(1, 1, 8, 8), 0.5)).toBe(false)
  })
  it('distance is 0 when shapes meet and Euclidean when not', () => {
    expect(distance(box(0, 0, 10, 10), box(5, 5, 10, 10))).toBe(0)
    expect(distance(box(0, 0, 10, 10), box(13, 14, 10, 10))).toBe(5)
    expect(distance(polygon([ring(0, 0, 10, 10)]), box(13, 14, 10, 10))).toBe(5)
  })
})

describe('clipping to the image', () => {
  it('keeps what is inside, and nothing of a shape outside', () => {
    expect(clipToImage(box(-10, -10, 20, 20), SIZE)).toEqual(box(0, 0, 10, 10))
    expect(clipToImage(box(-10, -10, 10, 10), SIZE)).toBeUndefined()
  })
  it('leaves a shape inside the image, with the measured area', () => {
    fc.assert(
      fc.property(anyPolygon, (shape) => {
        const size = { width: 25, height: 20 }
        const clipped = clipToImage(shape, size)
        expect(clipped ? areaOf(clipped) : 0).toBeCloseTo(known(areaInside(shape, size)), 4)
      }),
      { numRuns: 60 },
    )
  })
})

/** A star around a centre: simple, often concave. */
const anyPolygon: fc.Arbitrary<Shape> = fc
  .record({
    cx: fc.integer({ min: 12, max: 28 }),
    cy: fc.integer({ min: 12, max: 28 }),
    radii: fc.array(fc.double({ min: 1, max: 11, noNaN: true }), { minLength: 3, maxLength: 14 }),
  })
  .map(({ cx, cy, radii }) =>
    polygon([
      radii.map((r, i): [number, number] => [
        cx + r * Math.cos((2 * Math.PI * i) / radii.length),
        cy + r * Math.sin((2 * Math.PI * i) / radii.length),
      ]),
    ]),
  )

const paths = (shape: Shape): PathsD =>
  shape.kind === 'polygon' ? shape.rings.flat().map((ring) => ring.map(([x, y]) => ({ x, y }))) : []
function inside(shape: Shape, x: number, y: number): boolean {
  let odd = false
  for (const r of shape.kind === 'polygon' ? shape.rings.flat() : [])
    r.forEach(([ax, ay], i) => {
      const [bx, by] = r[(i + 1) % r.length] ?? [0, 0]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd
    })
  return odd
}
