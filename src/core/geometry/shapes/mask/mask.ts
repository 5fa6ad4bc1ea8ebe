import { z } from 'zod'
import type { Bounds, Point } from '../../../model/units'
import { memo } from '../../memo'
import type { Region, ShapeDefect, ShapeKind } from '../shape-kind'
import { ringLength } from '../vertices'
import { countsOf, runsOf, type Run } from './runs'
import { traceRuns } from './trace'

/** Longest side of a mask's box, and most pixels of it: no image that can be opened is larger. */
const MOST_SIDE = 65_535
const MOST_PIXELS = 2 ** 28

const side = z.number().int().min(0).max(MOST_SIDE)

/**
 * Pixels of the image, as run lengths inside a box of `w × h` pixels whose top-left pixel is (`x`, `y`): a small object has a
 * small mask. Column after column from the top, first those *not* in the mask: the order of COCO.
 */
export const Mask = z
  .object({
    kind: z.literal('mask'),
    x: z.number().int(),
    y: z.number().int(),
    w: side,
    h: side,
    counts: z.array(z.number().int().nonnegative()),
  })
  .refine((mask) => mask.w * mask.h <= MOST_PIXELS, { error: 'mask' })
export type Mask = z.infer<typeof Mask>

/** The mask's runs, in pixels of its box. */
export const maskRuns = memo((mask: Mask): readonly Run[] => runsOf(mask.counts, mask.w, mask.h))

/** The smallest mask of these runs, which are given in pixels of the image moved by (`x`, `y`). */
export function maskOfRuns(runs: readonly Run[], x: number, y: number): Mask {
  if (runs.length === 0) return { kind: 'mask', x, y, w: 0, h: 0, counts: [] }
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const run of runs) {
    x0 = Math.min(x0, run.x)
    x1 = Math.max(x1, run.x + 1)
    y0 = Math.min(y0, run.y0)
    y1 = Math.max(y1, run.y1)
  }
  const moved = runs.map((run) => ({ x: run.x - x0, y0: run.y0 - y0, y1: run.y1 - y0 }))
  const [w, h] = [x1 - x0, y1 - y0]
  return { kind: 'mask', x: x + x0, y: y + y0, w, h, counts: countsOf(moved, w, h) }
}

/** Bounds of the pixels that are in the mask; of nothing when there are none. */
const bounds = memo((mask: Mask): Bounds => {
  const tight = maskOfRuns(maskRuns(mask), mask.x, mask.y)
  return { x0: tight.x, y0: tight.y, x1: tight.x + tight.w, y1: tight.y + tight.h }
})

const area = memo((mask: Mask): number => maskRuns(mask).reduce((sum, run) => sum + run.y1 - run.y0, 0))

const region = memo((mask: Mask): Region => traceRuns(maskRuns(mask), mask.x, mask.y))

/** Pixels of the mask row by row, as runs along x: `x` is then the row. */
function rowsOf(mask: Mask): Run[] {
  const rows: Run[] = []
  const open = new Map<number, number>()
  const byColumn = new Map<number, Run[]>()
  for (const run of maskRuns(mask)) {
    const column = byColumn.get(run.x)
    if (column) column.push(run)
    else byColumn.set(run.x, [run])
  }
  // Column by column: a row's run goes on while the next column has that row too.
  for (let x = 0; x <= mask.w; x++) {
    const now = new Set<number>()
    for (const run of byColumn.get(x) ?? []) for (let y = run.y0; y < run.y1; y++) now.add(y)
    for (const [y, from] of open)
      if (!now.has(y)) {
        rows.push({ x: y, y0: from, y1: x })
        open.delete(y)
      }
    for (const y of now) if (!open.has(y)) open.set(y, x)
  }
  return rows.sort((a, b) => a.x - b.x || a.y0 - b.y0)
}

/** The mask under a transform of shifts, quarter turns and flips. */
function map(mask: Mask, transform: (p: Point) => Point): Mask {
  const [o, ex] = [transform({ x: 0, y: 0 }), transform({ x: 1, y: 0 })]
  const turned = Math.abs(ex.x - o.x) < 0.5
  const place = (run: Run): Run => {
    const a = transform(turned ? { x: mask.x + run.y0, y: mask.y + run.x } : { x: mask.x + run.x, y: mask.y + run.y0 })
    const b = transform(
      turned ? { x: mask.x + run.y1, y: mask.y + run.x + 1 } : { x: mask.x + run.x + 1, y: mask.y + run.y1 },
    )
    return {
      x: Math.round(Math.min(a.x, b.x)),
      y0: Math.round(Math.min(a.y, b.y)),
      y1: Math.round(Math.max(a.y, b.y)),
    }
  }
  const runs = (turned ? rowsOf(mask) : maskRuns(mask)).map(place)
  return maskOfRuns(
    runs.sort((p, q) => p.x - q.x || p.y0 - q.y0),
    0,
    0,
  )
}

function defects(mask: Mask): ShapeDefect[] {
  const { x, y, w, h, counts } = mask
  if (![x, y, w, h].every(Number.isFinite) || !counts.every(Number.isFinite)) return ['not-finite']
  const found: ShapeDefect[] = []
  if (counts.some((c) => c < 0) || counts.reduce((sum, c) => sum + c, 0) !== w * h) found.push('run-lengths')
  if (area(mask) === 0) found.push('zero-area')
  return found
}

export const mask: ShapeKind<Mask> = {
  kind: 'mask',
  schema: Mask,
  covers: 'area',
  bounds,
  area,
  region,
  lines: () => [],
  /** Along the borders of the pixels. */
  length: (m) => region(m).reduce((sum, piece) => sum + piece.reduce((s, ring) => s + ringLength(ring), 0), 0),
  pieces: (m) => region(m).length,
  holes: (m) => region(m).reduce((n, piece) => n + piece.length - 1, 0),
  pointCount: () => 0,
  handles: () => [],
  moveHandle: (m) => m,
  translate: (m, dx, dy) => ({ ...m, x: m.x + Math.round(dx), y: m.y + Math.round(dy) }),
  map,
  defects,
}
