import { describe, expect, it } from 'vitest'
import type { Orientation } from '../core/model/image'
import { boundsInStored, toStored } from './stored-frame'

/**
 * Where row 0 and column 0 of the stored picture stand in the upright one (EXIF 2.32, tag 0x0112), and so which upright
 * corner of a 30 × 20 picture the stored origin is.
 */
const ORIGIN: Record<Orientation, [rows: string, columns: string, x: number, y: number]> = {
  1: ['top', 'left', 0, 0],
  2: ['top', 'right', 30, 0],
  3: ['bottom', 'right', 30, 20],
  4: ['bottom', 'left', 0, 20],
  5: ['left', 'top', 0, 0],
  6: ['right', 'top', 30, 0],
  7: ['right', 'bottom', 30, 20],
  8: ['left', 'bottom', 0, 20],
}

describe('the stored frame', () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
    const image = { width: 30, height: 20, orientation }
    const [rows, columns, x, y] = ORIGIN[orientation]

    it(`orientation ${orientation}: row 0 is the ${rows}, column 0 the ${columns}`, () => {
      expect(toStored({ x, y }, image)).toEqual({ x: 0, y: 0 })
      const alongRow0 = rows === 'top' || rows === 'bottom' ? { x: 30 - x, y } : { x, y: 20 - y }
      expect(toStored(alongRow0, image)).toEqual({ x: orientation < 5 ? 30 : 20, y: 0 })
    })

    it(`orientation ${orientation}: bounds keep their area and stay upright boxes`, () => {
      const { x0, y0, x1, y1 } = boundsInStored({ x0: 2, y0: 3, x1: 7, y1: 5 }, image)
      expect([x1 - x0, y1 - y0]).toEqual(orientation < 5 ? [5, 2] : [2, 5])
    })
  }
})
