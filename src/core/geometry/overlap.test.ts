import '../model/zod-setup'
import fc from 'fast-check'
import { areaPathsD, FillRule, intersectD, unionD, type PathsD } from 'clipper2-ts'
import { describe, expect, it } from 'vitest'
import { clipToImage } from './clip'
import { contains } from './containment'
import { boxOf, hullOf, minBoxOf, unionOf } from './derived'
import { distance, overlaps } from './distance'
import { areaInside, areaOf, boundsOf, intersectionArea, ioa, iou } from './overlap'
import { outlineOf } from './outline'
import { kindOf, type Shape } from './shapes'
import { anyShape, areaShape } from './shapes.test-support'
import { sharedArea } from './sweep'

const known = (value: number | undefined): number => value ?? NaN

/** The shape as polygons; an ellipse with four times the corners that the product uses. */
function rings(shape: Shape): [number, number][][] {
  if (shape.kind === 'ellipse') {
    const [n, { cx, cy, rx, ry }] = [720, shape]
    const radians = (shape.angle * Math.PI) / 180
    const corner = (i: number): [number, number] => {
      const [x, y] = [rx * Math.cos((2 * Math.PI * i) / n), ry * Math.sin((2 * Math.PI * i) / n)]
      return [cx + x * Math.cos(radians) - y * Math.sin(radians), cy + x * Math.sin(radians) + y * Math.cos(radians)]
    }
    return [Array.from({ length: n }, (_, i) => corner(i))]
  }
  return kindOf(shape)
    .region(shape)
    .flat()
    .map((ring) => ring.map(([x, y]): [number, number] => [x, y]))
}
/** The same for the library, whose areas the product never uses. */
const paths = (shape: Shape): PathsD => rings(shape).map((ring) => ring.map(([x, y]) => ({ x, y })))

const moved = (shape: Shape, dx: number, dy: number): Shape => kindOf(shape).translate(shape, dx, dy)
const SIZE = { width: 25, height: 20 }

describe('shared areas of every pair of kinds', () => {
  it('agree with a clipping library', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        const want = areaPathsD(intersectD(paths(a), paths(b), FillRule.EvenOdd, 8))
        // The library rounds its corners; the reference ellipse lacks 0.003 % of its area.
        const slack = 1e-4 * Math.max(known(areaOf(a)), known(areaOf(b))) + 1e-4
        expect(Math.abs(known(intersectionArea(a, b)) - want)).toBeLessThan(slack)
      }),
      { numRuns: 200 },
    )
  })
  it('are symmetric, never larger than either, and the whole of a shape with itself', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        const shared = known(intersectionArea(a, b))
        expect(known(intersectionArea(b, a))).toBeCloseTo(shared, 6)
        expect(shared).toBeLessThanOrEqual(Math.min(known(areaOf(a)), known(areaOf(b))))
        expect(known(intersectionArea(a, a))).toBeCloseTo(known(areaOf(a)), 6)
        expect(known(iou(a, a))).toBeCloseTo(1, 6)
        expect(known(iou(a, b))).toBeCloseTo(known(iou(b, a)), 6)
        expect(known(ioa(a, b)) * known(areaOf(a))).toBeCloseTo(shared, 6)
      }),
    )
  })
  it('do not depend on where in the image the shapes lie', () => {
    fc.assert(
      fc.property(areaShape, areaShape, fc.integer({ min: -3000, max: 3000 }), (a, b, d) => {
        expect(known(intersectionArea(moved(a, d, -d), moved(b, d, -d)))).toBeCloseTo(known(intersectionArea(a, b)), 5)
      }),
    )
  })
  it('are gone when the shapes are far apart', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        expect(intersectionArea(a, moved(b, 500, 0))).toBe(0)
        expect(overlaps(a, moved(b, 500, 0))).toBe(false)
      }),
    )
  })
  it('of an ellipse with a box inside and around it are exact', () => {
    const round: Shape = { kind: 'ellipse', cx: 0, cy: 0, rx: 10, ry: 5, angle: 0 }
    expect(known(intersectionArea(round, { kind: 'box', x: -10, y: -5, w: 20, h: 10 }))).toBeCloseTo(50 * Math.PI, 12)
    expect(known(intersectionArea(round, { kind: 'box', x: 0, y: -5, w: 20, h: 10 }))).toBeCloseTo(25 * Math.PI, 12)
    expect(known(intersectionArea(round, { kind: 'box', x: -1, y: -1, w: 2, h: 2 }))).toBeCloseTo(4, 12)
  })
  it('of two half-covered circles are within 0.002 % of the formula', () => {
    const circle = (cx: number): Shape => ({ kind: 'ellipse', cx, cy: 0, rx: 10, ry: 10, angle: 0 })
    const [d, r] = [7, 10]
    const lens = 2 * r * r * Math.acos(d / (2 * r)) - (d / 2) * Math.sqrt(4 * r * r - d * d)
    expect(Math.abs(known(intersectionArea(circle(0), circle(d))) / lens - 1)).toBeLessThan(2e-5)
  })
  it('of a mask with a box on half pixels are exact', () => {
    const m: Shape = { kind: 'mask', x: 10, y: 10, w: 3, h: 3, counts: [0, 9] }
    expect(intersectionArea(m, { kind: 'box', x: 9, y: 11.5, w: 2.25, h: 1 })).toBe(1.25)
  })
  it('are unknown for lines, points and shapes that are not finite', () => {
    const b: Shape = { kind: 'box', x: 0, y: 0, w: 5, h: 5 }
    for (const other of [
      { kind: 'points', points: [[1, 1]] },
      {
        kind: 'polyline',
        lines: [
          [
            [0, 0],
            [9, 9],
          ],
        ],
      },
      { kind: 'box', x: NaN, y: 0, w: 1, h: 1 },
      { kind: 'box', x: 0, y: 0, w: Infinity, h: 1 },
    ] as Shape[]) {
      expect(intersectionArea(b, other)).toBeUndefined()
      expect(iou(other, b)).toBeUndefined()
      expect(ioa(other, b)).toBeUndefined()
    }
  })
})

describe('unions', () => {
  it('have the area of both less what they share, and agree with a clipping library', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        const both = unionOf([a, b])
        if (!both) throw new Error('no union')
        const want = known(areaOf(a)) + known(areaOf(b)) - known(intersectionArea(a, b))
        expect(Math.abs(known(areaOf(both)) - want)).toBeLessThan(3e-4 * want + 1e-6)
        const library = areaPathsD(unionD(paths(a), paths(b), FillRule.EvenOdd, 8))
        expect(Math.abs(known(areaOf(both)) - library)).toBeLessThan(3e-4 * want + 1e-4)
      }),
      { numRuns: 100 },
    )
  })
  it('hold their parts', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        const both = unionOf([a, b])
        expect(both && known(ioa(a, both))).toBeCloseTo(1, 3)
      }),
      { numRuns: 60 },
    )
  })
  it('of masks stay masks', () => {
    const m = (x: number): Shape => ({ kind: 'mask', x, y: 0, w: 2, h: 2, counts: [0, 4] })
    expect(unionOf([m(0), m(1)])).toEqual({ kind: 'mask', x: 0, y: 0, w: 3, h: 2, counts: [0, 6] })
  })
  it('of nothing, or with a line, are unknown', () => {
    expect(unionOf([])).toBeUndefined()
    expect(unionOf([{ kind: 'points', points: [[1, 1]] }])).toBeUndefined()
  })
})

describe('shapes around a shape', () => {
  it('hold it, each tighter than the next: hull, turned box, upright box', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const [upright, turned, hull] = [boxOf(shape), minBoxOf(shape), hullOf(shape)]
        // The polygon that stands for an ellipse is a hair larger and smaller than it.
        const slack = 1e-6 + (shape.kind === 'ellipse' ? 2e-4 * (shape.rx + shape.ry) : 0)
        if (!upright) throw new Error('no box')
        expect(contains(upright, shape, slack)).toBe(true)
        if (!turned) return
        expect(contains(turned, shape, slack)).toBe(true)
        expect(turned.w * turned.h).toBeLessThanOrEqual(upright.w * upright.h * (1 + 3e-4) + 1e-6)
        expect(Math.abs(turned.angle)).toBeLessThanOrEqual(45)
        if (!hull) return
        expect(contains(hull, shape, slack)).toBe(true)
        expect(known(areaOf(hull))).toBeLessThanOrEqual(turned.w * turned.h + 1e-6)
        expect(known(areaOf(hull))).toBeGreaterThanOrEqual(known(areaOf(shape) ?? 0) - 1e-6)
      }),
    )
  })
  it('find a turned box again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -44, max: 45 }), fc.integer({ min: 2, max: 30 }), (angle, w) => {
        const box: Shape = { kind: 'rotated_box', cx: 5, cy: 7, w: w + 1, h: w / 3, angle }
        const found = minBoxOf(box)
        expect(found && known(iou(found, box))).toBeCloseTo(1, 6)
      }),
    )
  })
  it('of pixels on a line have no hull but a box without width', () => {
    expect(
      hullOf({
        kind: 'points',
        points: [
          [0, 0],
          [1, 1],
          [2, 2],
        ],
      }),
    ).toBeUndefined()
    expect(
      minBoxOf({
        kind: 'points',
        points: [
          [0, 0],
          [1, 1],
          [2, 2],
        ],
      })?.w,
    ).toBeCloseTo(Math.hypot(2, 2), 12)
  })
})

describe('clipping to the image', () => {
  it('leaves the measured area, inside the image', () => {
    fc.assert(
      fc.property(areaShape, (shape) => {
        const cut = clipToImage(shape, SIZE)
        const want = known(areaInside(shape, SIZE))
        expect(Math.abs((cut ? known(areaOf(cut)) : 0) - want)).toBeLessThan(2e-4 * known(areaOf(shape)) + 1e-6)
        if (!cut) return
        const b = boundsOf(cut)
        expect(b.x0 >= -1e-9 && b.y0 >= -1e-9 && b.x1 <= 25 + 1e-9 && b.y1 <= 20 + 1e-9).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
  it('cuts lines where they leave, also into parts', () => {
    expect(
      clipToImage(
        {
          kind: 'polyline',
          lines: [
            [
              [5, 5],
              [35, 5],
              [35, 15],
              [5, 15],
            ],
          ],
        },
        SIZE,
      ),
    ).toEqual({
      kind: 'polyline',
      lines: [
        [
          [5, 5],
          [25, 5],
        ],
        [
          [25, 15],
          [5, 15],
        ],
      ],
    })
    expect(
      clipToImage(
        {
          kind: 'polyline',
          lines: [
            [
              [30, 0],
              [40, 0],
            ],
          ],
        },
        SIZE,
      ),
    ).toBeUndefined()
  })
  it('drops points outside, and makes keypoints there unlabelled', () => {
    expect(
      clipToImage(
        {
          kind: 'points',
          points: [
            [1, 1],
            [30, 1],
          ],
        },
        SIZE,
      ),
    ).toEqual({ kind: 'points', points: [[1, 1]] })
    const pose: Shape = {
      kind: 'keypoints',
      points: [
        { name: 'a', x: 1, y: 1, v: 1 },
        { name: 'b', x: 30, y: 1, v: 2 },
      ],
    }
    expect(clipToImage(pose, SIZE)).toMatchObject({ points: [{ v: 1 }, { v: 0 }] })
  })
  it('of a huge outline ends soon', () => {
    const ring = Array.from({ length: 10_000 }, (_, i): [number, number] => [
      12 + (8 + (i % 2) * 9) * Math.cos((2 * Math.PI * i) / 10_000),
      10 + (8 + (i % 2) * 9) * Math.sin((2 * Math.PI * i) / 10_000),
    ])
    const spiky: Shape = { kind: 'polygon', rings: [[ring]] }
    const start = performance.now()
    expect(clipToImage(spiky, SIZE)).toBeDefined()
    expect(areaOf(spiky)).toBeGreaterThan(0)
    expect(areaInside(spiky, SIZE)).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

/** Points along the outline, the lines and inside of a shape. */
function samples(shape: Shape): [number, number][] {
  const found: [number, number][] = []
  const along = (line: readonly (readonly [number, number])[], closed: boolean): void => {
    line.forEach(([ax, ay], i) => {
      const [bx, by] = line[(i + 1) % line.length] ?? [ax, ay]
      const steps = !closed && i === line.length - 1 ? 1 : 12
      for (let k = 0; k < steps; k++) found.push([ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps])
    })
  }
  for (const ring of rings(shape)) along(ring, true)
  for (const line of kindOf(shape).lines(shape)) along(line, false)
  return found
}

describe('distances', () => {
  it('agree with the nearest of many points, and are symmetric', () => {
    fc.assert(
      fc.property(anyShape, anyShape, fc.integer({ min: 40, max: 90 }), (a, given, dx) => {
        const b = moved(given, dx, 3)
        if (overlaps(a, b)) return
        const apart = known(distance(a, b))
        expect(known(distance(b, a))).toBeCloseTo(apart, 9)
        const [p, q] = [samples(a), samples(b)]
        let nearest = Infinity
        for (const [ax, ay] of p) for (const [bx, by] of q) nearest = Math.min(nearest, Math.hypot(ax - bx, ay - by))
        expect(apart).toBeLessThanOrEqual(nearest + 0.01)
        expect(nearest - apart).toBeLessThan(1.5)
      }),
      { numRuns: 60 },
    )
  })
  it('are 0 exactly where shapes meet', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        const shared = known(intersectionArea(a, b))
        if (shared > 0.05) expect(distance(a, b)).toBe(0)
        if (known(distance(a, b)) > 0.01) expect(shared).toBeLessThan(1e-3)
      }),
    )
  })
  it('of a point inside a hole lead to its edge', () => {
    const frame: Shape = {
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
    expect(distance({ kind: 'points', points: [[15, 13]] }, frame)).toBe(3)
    expect(distance({ kind: 'points', points: [[5, 5]] }, frame)).toBe(0)
  })
})

describe('containment', () => {
  it('agrees with points of the inner shape that lie outside', () => {
    fc.assert(
      fc.property(anyShape, areaShape, fc.constantFrom(0, 0.5, 2, 5), (inner, outer, slack) => {
        const box = outer.kind === 'box' || outer.kind === 'rotated_box'
        if (box) return
        const far = Math.max(
          ...samples(inner).map(([x, y]) => known(distance({ kind: 'points', points: [[x, y]] }, outer))),
        )
        // Ellipses stand as polygons: between the two bounds either answer is right.
        if (far > slack + 0.02) expect(contains(outer, inner, slack)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
  it('with enough slack holds anything near, without never what is larger', () => {
    fc.assert(
      fc.property(areaShape, areaShape, (a, b) => {
        expect(contains(a, b, 200)).toBe(true)
        if (known(areaOf(b)) > known(areaOf(a)) * 1.001) expect(contains(a, b)).toBe(false)
      }),
    )
  })
  it('sees a hole wider than the slack, and not one that is narrower', () => {
    const frame = (hole: number): Shape => ({
      kind: 'polygon',
      rings: [
        [
          [
            [0, 0],
            [40, 0],
            [40, 40],
            [0, 40],
          ],
          [
            [20 - hole, 20 - hole],
            [20 + hole, 20 - hole],
            [20 + hole, 20 + hole],
            [20 - hole, 20 + hole],
          ],
        ],
      ],
    })
    const inner: Shape = { kind: 'box', x: 5, y: 5, w: 30, h: 30 }
    expect(contains(frame(3), inner, 2)).toBe(false)
    expect(contains(frame(1.9), inner, 2)).toBe(true)
    expect(contains(frame(1.9), inner, 1)).toBe(false)
    expect(contains(frame(3), inner)).toBe(false)
  })
  it('lets a turned box hold what sticks out by the slack on its own sides', () => {
    const outer: Shape = { kind: 'rotated_box', cx: 0, cy: 0, w: 20, h: 10, angle: 30 }
    const inner = (w: number): Shape => ({ kind: 'rotated_box', cx: 0, cy: 0, w, h: 10, angle: 30 })
    expect(contains(outer, inner(20))).toBe(true)
    expect(contains(outer, inner(24), 2)).toBe(true)
    expect(contains(outer, inner(24.2), 2)).toBe(false)
  })
  it('holds points and lines', () => {
    const l: Shape = {
      kind: 'polygon',
      rings: [
        [
          [
            [0, 0],
            [20, 0],
            [20, 5],
            [5, 5],
            [5, 20],
            [0, 20],
          ],
        ],
      ],
    }
    expect(
      contains(l, {
        kind: 'points',
        points: [
          [2, 18],
          [18, 2],
        ],
      }),
    ).toBe(true)
    expect(contains(l, { kind: 'points', points: [[10, 10]] })).toBe(false)
    expect(contains(l, { kind: 'points', points: [[6, 10]] }, 1)).toBe(true)
    // Both ends lie inside, the way between them does not.
    expect(
      contains(l, {
        kind: 'polyline',
        lines: [
          [
            [2, 18],
            [18, 2],
          ],
        ],
      }),
    ).toBe(false)
    expect(
      contains(l, {
        kind: 'polyline',
        lines: [
          [
            [2, 18],
            [2, 2],
            [18, 2],
          ],
        ],
      }),
    ).toBe(true)
    expect(
      contains(
        {
          kind: 'polyline',
          lines: [
            [
              [0, 0],
              [10, 0],
            ],
          ],
        },
        { kind: 'points', points: [[5, 1]] },
        1,
      ),
    ).toBe(true)
    expect(
      contains(
        {
          kind: 'polyline',
          lines: [
            [
              [0, 0],
              [10, 0],
            ],
          ],
        },
        l,
      ),
    ).toBe(false)
  })
})

describe('entangled shapes', () => {
  it('are unknown in time, not wrong or never', () => {
    let seed = 1
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
    const scribble = (): Shape => ({
      kind: 'polygon',
      rings: [[Array.from({ length: 10_000 }, (): [number, number] => [random() * 1000, random() * 1000])]],
    })
    const [a, b] = [scribble(), scribble()]
    const start = performance.now()
    expect(kindOf(a).defects(a)).toContain('self-crossing')
    expect(areaOf(a)).toBeUndefined()
    expect(intersectionArea(a, b)).toBeUndefined()
    distance(a, b)
    contains(a, b, 3)
    expect(performance.now() - start).toBeLessThan(8000)
  })
})

describe('outlines to draw', () => {
  const square = (x: number): [number, number][] => [
    [x, 0],
    [x + 20, 0],
    [x + 20, 20],
    [x, 20],
  ]
  it('join pieces that lie on each other, and leave others as they are', () => {
    const stacked: Shape = { kind: 'polygon', rings: [[square(0)], [square(10)]] }
    expect(outlineOf(stacked)).toHaveLength(1)
    expect(sharedArea([outlineOf(stacked)])).toBeCloseTo(600, 6)
    const apart: Shape = { kind: 'polygon', rings: [[square(0)], [square(30)]] }
    expect(outlineOf(apart)).toBe(apart.rings)
  })
  it('cover by parity what the shape covers', () => {
    fc.assert(
      fc.property(areaShape, areaShape, fc.integer({ min: -8, max: 8 }), (a, b, dx) => {
        const both = unionOf([a, moved(b, dx, 0)])
        if (both?.kind !== 'polygon') return
        // All rings as one piece: parity alone, as a canvas fills them.
        const parity = sharedArea([[outlineOf(both).flat()]])
        expect(Math.abs(known(parity) - known(areaOf(both)))).toBeLessThan(1e-3)
      }),
      { numRuns: 100 },
    )
  })
  it('and clipped shapes of hostile scribbles have the area that was measured', () => {
    const corner = fc.tuple(fc.integer({ min: -2, max: 4 }), fc.integer({ min: -2, max: 4 }))
    const ring = fc.array(corner, { minLength: 3, maxLength: 8 })
    fc.assert(
      fc.property(ring, ring, (a, b) => {
        const shape: Shape = { kind: 'polygon', rings: [[a], [b]] }
        const size = { width: 3, height: 2 }
        const cut = clipToImage(shape, size)
        expect((cut ? known(areaOf(cut)) : 0) - known(areaInside(shape, size))).toBeCloseTo(0, 4)
      }),
      { numRuns: 300 },
    )
  })
})
