/** Random sound shapes of every kind, about 40 px large, for property tests. */
import fc from 'fast-check'
import { maskOfRuns } from './shapes/mask/mask'
import type { Shape } from './shapes'

const place = fc.integer({ min: 12, max: 28 })
const extent = fc.double({ min: 1, max: 14, noNaN: true })
const angle = fc.oneof(fc.integer({ min: -180, max: 360 }), fc.double({ min: -180, max: 360, noNaN: true }))

/** A star around a centre: simple, often concave. */
const star = (cx: number, cy: number, radii: readonly number[]): [number, number][] =>
  radii.map((r, i): [number, number] => [
    cx + r * Math.cos((2 * Math.PI * i) / radii.length),
    cy + r * Math.sin((2 * Math.PI * i) / radii.length),
  ])

const radii = fc.array(fc.double({ min: 3, max: 12, noNaN: true }), { minLength: 3, maxLength: 12 })

const box: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('box' as const),
  x: place,
  y: place,
  w: extent,
  h: extent,
})
const rotatedBox: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('rotated_box' as const),
  cx: place,
  cy: place,
  w: extent,
  h: extent,
  angle,
})
const ellipse: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('ellipse' as const),
  cx: place,
  cy: place,
  rx: extent,
  ry: extent,
  angle,
})
/** With a hole around the centre, or a second piece, now and then. */
const polygon: fc.Arbitrary<Shape> = fc
  .record({ cx: place, cy: place, radii, hole: fc.boolean(), second: fc.boolean() })
  .map(({ cx, cy, radii: list, hole, second }) => ({
    kind: 'polygon' as const,
    rings: [
      [
        star(cx, cy, list),
        ...(hole
          ? [
              star(
                cx,
                cy,
                list.map((r) => r / 3),
              ),
            ]
          : []),
      ],
      ...(second ? [[star(cx + 30, cy, list)]] : []),
    ],
  }))
const mask: fc.Arbitrary<Shape> = fc
  .record({
    x: place,
    y: place,
    columns: fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 8 })), {
      minLength: 1,
      maxLength: 12,
    }),
  })
  .map(({ x, y, columns }) =>
    maskOfRuns(
      columns.map(([from, length], i) => ({ x: i, y0: from, y1: from + length })),
      x,
      y,
    ),
  )
const vertex = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
const polyline: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('polyline' as const),
  lines: fc.array(fc.array(vertex, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 2 }),
})
const points: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('points' as const),
  points: fc.array(vertex, { minLength: 1, maxLength: 6 }),
})
const keypoints: fc.Arbitrary<Shape> = fc.array(vertex, { minLength: 1, maxLength: 5 }).map((list) => ({
  kind: 'keypoints' as const,
  points: list.map(([x, y], i) => ({ name: `p${i}`, x, y, v: (i === 0 ? 2 : i % 3) as 0 | 1 | 2 })),
}))

/** Shapes that cover a region. */
export const areaShape: fc.Arbitrary<Shape> = fc.oneof(box, rotatedBox, ellipse, polygon, mask)
/** Shapes of every kind. */
export const anyShape: fc.Arbitrary<Shape> = fc.oneof(areaShape, polyline, points, keypoints)
