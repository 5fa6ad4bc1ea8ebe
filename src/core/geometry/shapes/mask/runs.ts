/** Run lengths of a mask as upright runs of its columns, and back. All in pixels of the mask's own box. */

/** Pixels of column `x` from `y0` up to, but without, `y1`. */
export interface Run {
  readonly x: number
  readonly y0: number
  readonly y1: number
}

/**
 * Run lengths (column after column, first those *not* in the mask, as in COCO) → runs of the mask, in order of columns, each
 * inside one column. Whatever the counts are, nothing beyond `w × h` comes out.
 */
export function runsOf(counts: readonly number[], w: number, h: number): Run[] {
  const runs: Run[] = []
  const end = w * h
  let at = 0
  for (let i = 0; i < counts.length && at < end; i++) {
    const count = counts[i] ?? 0
    if (!(count > 0)) continue
    const to = Math.min(end, at + count)
    if (i % 2 === 1) pushColumns(runs, at, to, h)
    at = to
  }
  return runs
}

function pushColumns(runs: Run[], from: number, to: number, h: number): void {
  for (let at = from; at < to;) {
    const x = Math.floor(at / h)
    const stop = Math.min(to, (x + 1) * h)
    const last = runs[runs.length - 1]
    // Zero-length counts may split a run: it is put together again.
    if (last?.x === x && last.y1 === at - x * h) runs[runs.length - 1] = { x, y0: last.y0, y1: stop - x * h }
    else runs.push({ x, y0: at - x * h, y1: stop - x * h })
    at = stop
  }
}

/** Runs in order of columns, without overlaps → run lengths over a box of `w × h`. The counts always fill the box. */
export function countsOf(runs: Iterable<Run>, w: number, h: number): number[] {
  const counts: number[] = []
  let [at, begun] = [0, -1]
  for (const { x, y0, y1 } of runs) {
    if (y1 <= y0) continue
    const [from, to] = [x * h + y0, x * h + y1]
    if (from !== begun || counts.length === 0) counts.push(from - at, to - from)
    else counts[counts.length - 1] = (counts[counts.length - 1] ?? 0) + to - from
    at = to
    begun = to
  }
  if (at < w * h || counts.length === 0) counts.push(w * h - at)
  return counts
}
