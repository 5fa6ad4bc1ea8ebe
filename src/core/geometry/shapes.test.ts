import '../model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../model/units'
import { contains } from './containment'
import { distance } from './distance'
import { areaOf, boundsOf } from './overlap'
import { kindOf, Shape, SHAPE_KINDS } from './shapes'
import { anyShape, areaShape } from './shapes.test-support'
import { cornersOf } from './shapes/rotated_box/rotated_box'

const TURNS: readonly ((p: Point) => Point)[] = [
  (p) => ({ x: 100 - p.x, y: p.y }),
  (p) => ({ x: 100 - p.x, y: 80 - p.y }),
  (p) => ({ x: p.x, y: 80 - p.y }),
  (p) => ({ x: p.y, y: p.x }),
  (p) => ({ x: 80 - p.y, y: p.x }),
  (p) => ({ x: p.y, y: 100 - p.x }),
  (p) => ({ x: 80 - p.y, y: 100 - p.x }),
]
const close = (a: number, b: number): void => {
  expect(Math.abs(a - b)).toBeLessThan(1e-6 * Math.max(1, Math.abs(b)))
}

describe('every kind of shape', () => {
  it('passes its own schema and comes back from JSON the same', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        expect(Shape.parse(JSON.parse(JSON.stringify(shape)))).toEqual(shape)
      }),
    )
  })
  it('keeps area, length and distances under turns and flips of the image, and its bounds turn along', () => {
    fc.assert(
      fc.property(anyShape, fc.constantFrom(...TURNS), (shape, turn) => {
        const turned = kindOf(shape).map(shape, turn)
        close(areaOf(turned) ?? -1, areaOf(shape) ?? -1)
        close(kindOf(turned).length(turned) ?? -1, kindOf(shape).length(shape) ?? -1)
        const [b, t] = [boundsOf(shape), boundsOf(turned)]
        const [p, q] = [turn({ x: b.x0, y: b.y0 }), turn({ x: b.x1, y: b.y1 })]
        close(t.x0, Math.min(p.x, q.x))
        close(t.y0, Math.min(p.y, q.y))
        close(t.x1, Math.max(p.x, q.x))
        close(t.y1, Math.max(p.y, q.y))
      }),
    )
  })
  it('keeps its size when it is moved', () => {
    fc.assert(
      fc.property(anyShape, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (shape, dx, dy) => {
        const moved = kindOf(shape).translate(shape, dx, dy)
        const [b, m] = [boundsOf(shape), boundsOf(moved)]
        close(m.x0 - b.x0, dx)
        close(m.y1 - b.y1, dy)
        close(areaOf(moved) ?? -1, areaOf(shape) ?? -1)
      }),
    )
  })
  it('stays what it is when a grip is dragged to where it stands', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const kind = kindOf(shape)
        kind.handles(shape).forEach((at, i) => {
          // Dragging a keypoint that was not labelled labels it.
          if (shape.kind === 'keypoints' && shape.points[i]?.v === 0) return
          const same = kind.moveHandle(shape, i, at)
          const [a, b] = [boundsOf(shape), boundsOf(same)]
          close(b.x0, a.x0)
          close(b.y1, a.y1)
        })
      }),
    )
  })
  it('has its grips and its outline inside its bounds', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const b = boundsOf(shape)
        // The polygon that stands for an ellipse has its corners a hair outside.
        const slack = 1e-3 * (b.x1 - b.x0 + b.y1 - b.y0) + 1e-9
        const corners = [...kindOf(shape).region(shape).flat(2), ...kindOf(shape).lines(shape).flat()]
        for (const [x, y] of corners) {
          expect(x).toBeGreaterThanOrEqual(b.x0 - slack)
          expect(x).toBeLessThanOrEqual(b.x1 + slack)
          expect(y).toBeGreaterThanOrEqual(b.y0 - slack)
          expect(y).toBeLessThanOrEqual(b.y1 + slack)
        }
      }),
    )
  })
  it('lies at no distance from itself, and within itself', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        expect(distance(shape, shape)).toBe(0)
        expect(contains(shape, shape)).toBe(true)
        expect(contains(shape, shape, 1)).toBe(true)
      }),
    )
  })
  it('never throws and always ends, whatever its numbers are', () => {
    const wild = fc.oneof(
      fc.double(),
      fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e300, -1e300, 5e-324, 2 ** 53),
      fc.integer({ min: -50, max: 50 }),
    )
    const vertices = fc.array(fc.tuple(wild, wild), { minLength: 1, maxLength: 8 })
    const wildShape: fc.Arbitrary<Shape> = fc.oneof(
      fc.record({ kind: fc.constant('box' as const), x: wild, y: wild, w: wild, h: wild }),
      fc.record({ kind: fc.constant('rotated_box' as const), cx: wild, cy: wild, w: wild, h: wild, angle: wild }),
      fc.record({ kind: fc.constant('ellipse' as const), cx: wild, cy: wild, rx: wild, ry: wild, angle: wild }),
      fc.record({
        kind: fc.constant('polygon' as const),
        rings: fc.array(fc.array(vertices, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('polyline' as const), lines: fc.array(vertices, { minLength: 1, maxLength: 2 }) }),
      fc.record({ kind: fc.constant('points' as const), points: vertices }),
      fc.record({
        kind: fc.constant('keypoints' as const),
        points: vertices.map((list) => list.map(([x, y], i) => ({ name: `p${i % 3}`, x, y, v: (i % 3) as 0 | 1 | 2 }))),
      }),
      fc.record({
        kind: fc.constant('mask' as const),
        x: wild,
        y: wild,
        w: fc.integer({ min: 0, max: 9 }),
        h: fc.integer({ min: 0, max: 9 }),
        counts: fc.array(fc.oneof(wild, fc.nat(20)), { maxLength: 9 }),
      }),
    )
    fc.assert(
      fc.property(wildShape, wildShape, wild, (a, b, slack) => {
        kindOf(a).defects(a)
        kindOf(a).handles(a)
        kindOf(a).moveHandle(a, 0, { x: slack, y: 3 })
        kindOf(a).map(a, (p) => ({ x: -p.x, y: p.y }))
        expect(areaOf(a) ?? 0).toBeGreaterThanOrEqual(0)
        expect(distance(a, b) ?? 0).toBeGreaterThanOrEqual(0)
        contains(a, b, slack)
      }),
      { numRuns: 2000 },
    )
  })
  it('is in the list once', () => {
    expect(new Set(SHAPE_KINDS).size).toBe(8)
    expect(SHAPE_KINDS).toHaveLength(8)
  })
})

describe('a shape with area', () => {
  it('has as much of it as a fine grid counts', () => {
    fc.assert(
      fc.property(areaShape, (shape) => {
        const b = boundsOf(shape)
        const step = 0.25
        let count = 0
        const region = kindOf(shape).region(shape)
        for (let x = b.x0 + step / 2; x < b.x1; x += step)
          for (let y = b.y0 + step / 2; y < b.y1; y += step)
            if (region.some((piece) => piece.reduce((odd, ring) => odd !== inside(ring, x, y), false))) count++
        const outline = kindOf(shape).length(shape) ?? 0
        expect(Math.abs((areaOf(shape) ?? NaN) - count * step * step)).toBeLessThan(step * outline + 0.5)
      }),
      { numRuns: 60 },
    )
  })
})

describe('shapes without area', () => {
  it('have unknown areas, not zero', () => {
    for (const shape of [
      { kind: 'points', points: [[1, 2]] },
      {
        kind: 'polyline',
        lines: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
      { kind: 'keypoints', points: [{ name: 'nose', x: 1, y: 2, v: 2 }] },
    ] as Shape[])
      expect(areaOf(shape)).toBeUndefined()
  })
  it('keypoints that nobody labelled are at no place', () => {
    const nobody: Shape = { kind: 'keypoints', points: [{ name: 'nose', x: 0, y: 0, v: 0 }] }
    expect(kindOf(nobody).pointCount(nobody)).toBe(0)
    expect(kindOf(nobody).defects(nobody)).toEqual(['too-few-points'])
    expect(distance(nobody, { kind: 'box', x: 0, y: 0, w: 5, h: 5 })).toBeUndefined()
    expect(contains({ kind: 'box', x: 0, y: 0, w: 5, h: 5 }, nobody)).toBeUndefined()
  })
  it('two keypoints of one name are a defect', () => {
    const twice: Shape = {
      kind: 'keypoints',
      points: [
        { name: 'nose', x: 0, y: 0, v: 2 },
        { name: 'nose', x: 1, y: 0, v: 1 },
      ],
    }
    expect(kindOf(twice).defects(twice)).toEqual(['repeated-name'])
  })
  it('a line of one point is no line', () => {
    const line: Shape = { kind: 'polyline', lines: [[[1, 1]]] }
    expect(kindOf(line).defects(line)).toEqual(['too-few-points'])
  })
})

describe('a turned box', () => {
  it('turns clockwise on screen, in degrees', () => {
    const [topLeft, topRight] = cornersOf({ kind: 'rotated_box', cx: 50, cy: 50, w: 40, h: 20, angle: 90 })
    expect(topLeft).toEqual([60, 30])
    expect(topRight).toEqual([60, 70])
  })
  it('without angle is the ordinary box', () => {
    const turned: Shape = { kind: 'rotated_box', cx: 15, cy: 30, w: 10, h: 20, angle: 0 }
    expect(boundsOf(turned)).toEqual({ x0: 10, y0: 20, x1: 20, y1: 40 })
    expect(areaOf(turned)).toBe(200)
  })
  it('keeps the opposite corner when one is dragged, and never turns inside out', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constant('rotated_box' as const),
          cx: fc.integer({ min: -9, max: 99 }),
          cy: fc.integer({ min: -9, max: 99 }),
          w: fc.integer({ min: 1, max: 50 }),
          h: fc.integer({ min: 1, max: 50 }),
          angle: fc.integer({ min: -400, max: 400 }),
        }),
        fc.constantFrom(0, 2, 4, 6),
        fc.record({ x: fc.integer({ min: -99, max: 199 }), y: fc.integer({ min: -99, max: 199 }) }),
        (box, grip, to) => {
          const fixed = cornersOf(box)[((grip / 2 + 2) % 4) as 0 | 1 | 2 | 3]
          const moved = kindOf<Shape>(box).moveHandle(box, grip, to)
          if (moved.kind !== 'rotated_box') throw new Error('another kind')
          expect(moved.w >= 0 && moved.h >= 0).toBe(true)
          const apart = Math.min(...cornersOf(moved).map(([x, y]) => Math.hypot(x - fixed[0], y - fixed[1])))
          expect(apart).toBeLessThan(1e-9)
        },
      ),
    )
  })
  it('is turned by its last grip towards the pointer', () => {
    const box: Shape = { kind: 'rotated_box', cx: 0, cy: 0, w: 10, h: 10, angle: 0 }
    expect(kindOf<Shape>(box).moveHandle(box, 8, { x: 30, y: 0 })).toMatchObject({ angle: 90 })
  })
})

describe('an ellipse', () => {
  it('has the circumference of a circle, and of a flat one that of a line there and back', () => {
    const round = (rx: number, ry: number): number | undefined =>
      kindOf<Shape>({ kind: 'ellipse', cx: 0, cy: 0, rx, ry, angle: 0 }).length({
        kind: 'ellipse',
        cx: 0,
        cy: 0,
        rx,
        ry,
        angle: 30,
      })
    expect(round(5, 5)).toBeCloseTo(10 * Math.PI, 12)
    expect(round(7, 0)).toBeCloseTo(28, 12)
    // Abramowitz and Stegun, table 17.1: E(0.75) = 1.2110560275684594 (m = k², k² = 1 - (1/2)²).
    expect(round(2, 1)).toBeCloseTo(8 * 1.2110560275684594, 9)
  })
})

function inside(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let odd = false
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd
  })
  return odd
}

const corpus = new URL('../../../../shared/corpora/annotation-faults/coco/', import.meta.url)

describe.skipIf(!existsSync(corpus))('shapes of the corpus of faults', () => {
  interface Faulty {
    readonly bbox: readonly [number, number, number, number]
    readonly segmentation: readonly (readonly number[])[]
    readonly keypoints?: readonly number[]
  }
  const read = (name: string): Faulty => {
    const doc = JSON.parse(readFileSync(new URL(`${name}.json`, corpus), 'utf8')) as { annotations: [Faulty] }
    return doc.annotations[0]
  }
  const box = (name: string): Shape => {
    const [x, y, w, h] = read(name).bbox
    return { kind: 'box', x, y, w, h }
  }
  const polygon = (name: string): Shape => {
    const flat = read(name).segmentation[0] ?? []
    const ring = Array.from({ length: flat.length >> 1 }, (_, i): [number, number] => [
      flat[2 * i] ?? NaN,
      flat[2 * i + 1] ?? NaN,
    ])
    return { kind: 'polygon', rings: [[ring]] }
  }
  const defects = (shape: Shape) => kindOf(shape).defects(shape)

  it('are named by their defects', () => {
    expect(defects(box('bbox-negative-size'))).toEqual(['inverted'])
    expect(defects(box('bbox-zero-width'))).toEqual(['zero-area'])
    expect(defects(box('bbox-1e400'))).toEqual(['not-finite'])
    expect(defects(box('bbox-outside'))).toEqual([])
    expect(defects(box('ok'))).toEqual([])
    expect(defects(polygon('polygon-bowtie'))).toEqual(['self-crossing'])
    expect(defects(polygon('polygon-2-points'))).toContain('too-few-points')
    // The two lobes of the bow-tie do not cancel: each is 25 px².
    expect(areaOf(polygon('polygon-bowtie'))).toBeCloseTo(50, 9)
  })
  it('visibility 3 is no keypoint, and a place that was not labelled says nothing', () => {
    const pose = (name: string): unknown => {
      const [x, y, v] = read(name).keypoints ?? []
      return { kind: 'keypoints', points: [{ name: 'nose', x, y, v }] }
    }
    expect(Shape.safeParse(pose('keypoints-v3')).success).toBe(false)
    const unlabelled = Shape.parse(pose('keypoints-v0-nonzero'))
    expect(kindOf(unlabelled).pointCount(unlabelled)).toBe(0)
  })
})

describe('shapes as the first version stored them', () => {
  it('are read unchanged', () => {
    for (const stored of [
      { kind: 'box', x: 1.5, y: 2, w: 30, h: 4.25 },
      {
        kind: 'polygon',
        rings: [
          [
            [
              [0, 0],
              [9, 0],
              [9, 9],
            ],
            [
              [2, 1],
              [3, 1],
              [3, 2],
            ],
          ],
          [
            [
              [20, 0],
              [29, 0],
              [29, 9],
            ],
          ],
        ],
      },
    ])
      expect(Shape.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  })
})
