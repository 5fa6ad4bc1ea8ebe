import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shape } from '../core/geometry/shapes'
import type { Orientation } from '../core/model/image'
import { mapBounds, mapShape, storedIndex, toStored, toUpright, uprightSize } from './orientation'

const ORIENTATIONS: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8]
const anyOrientation = fc.constantFrom(...ORIENTATIONS)
const anySize = fc.record({ width: fc.integer({ min: 1, max: 65_535 }), height: fc.integer({ min: 1, max: 65_535 }) })
/** Multiples of 1/1024 px, also outside the image: exact in doubles. */
const coordinate = fc.integer({ min: -(2 ** 27), max: 2 ** 27 }).map((n) => n / 1024)
const anyPoint = fc.record({ x: coordinate, y: coordinate })

describe('points between the upright and the stored frame', () => {
  it('come back exactly, for all eight orientations', () => {
    fc.assert(
      fc.property(anyOrientation, anySize, anyPoint, (orientation, size, p) => {
        expect(toUpright(toStored(p, orientation, size), orientation, size)).toEqual({ x: p.x + 0, y: p.y + 0 })
        expect(toStored(toUpright(p, orientation, size), orientation, size)).toEqual({ x: p.x + 0, y: p.y + 0 })
      }),
    )
  })
  // EXIF 2.32, tag 0x0112: where the stored first row and first column stand in the upright picture. Stored 3 × 2; corner (0, 0).
  for (const [orientation, x, y] of [
    [1, 0, 0],
    [2, 3, 0],
    [3, 3, 2],
    [4, 0, 2],
    [5, 0, 0],
    [6, 2, 0],
    [7, 2, 3],
    [8, 0, 3],
  ] as const)
    it(`orientation ${orientation}: the stored top-left corner stands at (${x}, ${y})`, () => {
      expect(toUpright({ x: 0, y: 0 }, orientation, { width: 3, height: 2 })).toEqual({ x, y })
    })
})

describe('shapes between the frames', () => {
  const anyBox = fc.record({
    kind: fc.constant('box' as const),
    x: coordinate,
    y: coordinate,
    w: fc.integer({ min: 1, max: 99 }),
    h: fc.integer({ min: 1, max: 99 }),
  })
  const anyPolygon = fc
    .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 9 })
    .map((ring) => ({ kind: 'polygon' as const, rings: [[ring]] }))
  it('come back exactly', () => {
    fc.assert(
      fc.property(anyOrientation, anySize, fc.oneof(anyBox, anyPolygon), (orientation, size, shape: Shape) => {
        expect(mapShape(mapShape(shape, 'to stored', orientation, size), 'to upright', orientation, size)).toEqual(
          shape,
        )
      }),
    )
  })
  it('bounds are never inverted and come back', () => {
    fc.assert(
      fc.property(anyOrientation, anySize, anyBox, (orientation, size, b) => {
        const bounds = { x0: b.x, y0: b.y, x1: b.x + b.w, y1: b.y + b.h }
        const there = mapBounds(bounds, 'to stored', orientation, size)
        expect(there.x1 > there.x0 && there.y1 > there.y0).toBe(true)
        expect(mapBounds(there, 'to upright', orientation, size)).toEqual(bounds)
      }),
    )
  })
})

describe('pixels', () => {
  it('every upright pixel has its own stored place', () => {
    const small = fc.record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
    fc.assert(
      fc.property(anyOrientation, small, (orientation, stored) => {
        const { origin, perX, perY } = storedIndex(orientation, stored)
        const upright = uprightSize(stored, orientation)
        const places = new Set<number>()
        for (let y = 0; y < upright.height; y++)
          for (let x = 0; x < upright.width; x++) {
            const p = toStored({ x: x + 0.5, y: y + 0.5 }, orientation, stored)
            const place = origin + x * perX + y * perY
            expect(place).toBe((p.y - 0.5) * stored.width + (p.x - 0.5))
            places.add(place)
          }
        expect(places.size).toBe(stored.width * stored.height)
      }),
    )
  })
})
