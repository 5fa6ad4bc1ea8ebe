/** Areas of masks by their runs: exact, in time of the runs and not of the pixels. */
import type { Box } from './shapes/box/box'
import { maskRuns, type Mask } from './shapes/mask/mask'

/** Pixels that two masks share. */
export function sharedPixels(a: Mask, b: Mask): number {
  const [p, q] = [maskRuns(a), maskRuns(b)]
  let [i, j, shared] = [0, 0, 0]
  while (i < p.length && j < q.length) {
    const [r, s] = [p[i], q[j]]
    if (!r || !s) break
    const [rx, sx] = [r.x + a.x, s.x + b.x]
    if (rx !== sx) {
      if (rx < sx) i++
      else j++
      continue
    }
    const [ry, sy] = [r.y1 + a.y, s.y1 + b.y]
    shared += Math.max(0, Math.min(ry, sy) - Math.max(r.y0 + a.y, s.y0 + b.y))
    if (ry < sy) i++
    else j++
  }
  return shared
}

/** Area that a mask shares with a box, which need not lie on whole pixels. */
export function maskInBox(mask: Mask, box: Box): number {
  const [x0, y0, x1, y1] = [box.x - mask.x, box.y - mask.y, box.x + box.w - mask.x, box.y + box.h - mask.y]
  let area = 0
  for (const run of maskRuns(mask)) {
    const width = Math.min(run.x + 1, x1) - Math.max(run.x, x0)
    if (width > 0) area += width * Math.max(0, Math.min(run.y1, y1) - Math.max(run.y0, y0))
  }
  return area
}
