import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clamp,
  fit,
  fitMargin,
  KEEP_IN_SIGHT,
  MAX_SCALE,
  pan,
  pinch,
  reveal,
  scaleRange,
  toImage,
  toScreen,
  visibleBounds,
  zoomAt,
} from './viewport'

const image = { width: 640, height: 480 }
const surface = { width: 900, height: 600 }
const size = (min: number, max: number) =>
  fc.record({ width: fc.integer({ min, max }), height: fc.integer({ min, max }) })
const coordinate = fc.double({ min: -5000, max: 5000, noNaN: true })
const point = fc.record({ x: coordinate, y: coordinate })
const view = fc.record({ scale: fc.double({ min: 0.01, max: MAX_SCALE, noNaN: true }), offset: point })

describe('viewport', () => {
  it('a point goes to the screen and back within a billionth of a pixel', () => {
    fc.assert(
      fc.property(view, point, (v, p) => {
        const back = toImage(v, toScreen(v, p))
        expect(back.x).toBeCloseTo(p.x, 6)
        expect(back.y).toBeCloseTo(p.y, 6)
      }),
    )
  })

  it('fitting shows the whole image with the margin all round', () => {
    fc.assert(
      fc.property(size(1, 20_000), size(120, 3000), (i, s) => {
        const { scale, offset } = fit(i, s)
        const least = fitMargin(s) - 1
        expect(offset.x).toBeGreaterThanOrEqual(least)
        expect(offset.y).toBeGreaterThanOrEqual(least)
        expect(offset.x + i.width * scale).toBeLessThanOrEqual(s.width - least)
        expect(offset.y + i.height * scale).toBeLessThanOrEqual(s.height - least)
      }),
    )
  })

  it('zooming keeps the image point that is under the cursor, wherever the cursor is on the image', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (factor, u, w) => {
          const start = fit(image, surface)
          const under = { x: u * image.width, y: w * image.height }
          const cursor = toScreen(start, under)
          const after = toImage(zoomAt(start, factor, cursor, image, surface), cursor)
          expect(after.x).toBeCloseTo(under.x, 6)
          expect(after.y).toBeCloseTo(under.y, 6)
        },
      ),
    )
  })

  it('the scale stays in its range', () => {
    const { min, max } = scaleRange(image, surface)
    expect(zoomAt(fit(image, surface), 1e9, { x: 1, y: 1 }, image, surface).scale).toBe(max)
    expect(zoomAt(fit(image, surface), 1e-9, { x: 1, y: 1 }, image, surface).scale).toBe(min)
  })

  it('however far one pans, a part of the image stays in sight', () => {
    fc.assert(
      fc.property(view, coordinate, coordinate, (v, dx, dy) => {
        const { scale, offset } = pan(v, 100 * dx, 100 * dy, image, surface)
        const keep = (length: number, whole: number): number => Math.min(KEEP_IN_SIGHT, length * scale, whole) - 1e-6
        expect(Math.min(offset.x + image.width * scale, surface.width) - Math.max(offset.x, 0)).toBeGreaterThanOrEqual(
          keep(image.width, surface.width),
        )
        expect(
          Math.min(offset.y + image.height * scale, surface.height) - Math.max(offset.y, 0),
        ).toBeGreaterThanOrEqual(keep(image.height, surface.height))
      }),
    )
  })

  it('clamping what is in sight changes nothing', () => {
    const v = fit(image, surface)
    expect(clamp(v, image, surface)).toBe(v)
  })

  it('two fingers that only move pan; that spread zoom around their middle', () => {
    const v = fit(image, surface)
    const moved = pinch(
      v,
      [
        { x: 300, y: 300 },
        { x: 400, y: 300 },
      ],
      [
        { x: 310, y: 305 },
        { x: 410, y: 305 },
      ],
      image,
      surface,
    )
    expect(moved).toEqual({ scale: v.scale, offset: { x: v.offset.x + 10, y: v.offset.y + 5 } })
    const spread = pinch(
      v,
      [
        { x: 300, y: 300 },
        { x: 400, y: 300 },
      ],
      [
        { x: 250, y: 300 },
        { x: 450, y: 300 },
      ],
      image,
      surface,
    )
    expect(spread.scale).toBeCloseTo(2 * v.scale, 9)
    expect(toImage(spread, { x: 350, y: 300 }).x).toBeCloseTo(toImage(v, { x: 350, y: 300 }).x, 9)
  })

  it('revealing what is in sight moves nothing; what is far off comes into sight at the same zoom', () => {
    const v = { scale: 4, offset: { x: 0, y: 0 } }
    expect(reveal(v, { x0: 50, y0: 50, x1: 90, y1: 80 }, image, surface)).toEqual(v)
    const far = { x0: 500, y0: 400, x1: 540, y1: 430 }
    const shown = reveal(v, far, image, surface)
    expect(shown.scale).toBe(4)
    const seen = visibleBounds(shown, surface)
    expect(seen.x0).toBeLessThan(far.x0)
    expect(seen.x1).toBeGreaterThan(far.x1)
    expect(seen.y1).toBeGreaterThan(far.y1)
  })

  it('revealing what is larger than the surface zooms out until all of it is seen', () => {
    const shown = reveal({ scale: 20, offset: { x: 0, y: 0 } }, { x0: 0, y0: 0, x1: 640, y1: 480 }, image, surface)
    const seen = visibleBounds(shown, surface)
    expect([seen.x0 <= 0, seen.y0 <= 0, seen.x1 >= 640, seen.y1 >= 480]).toEqual([true, true, true, true])
  })
})
