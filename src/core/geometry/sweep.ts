import type { Region } from './shapes/shape-kind'

/** Looks at an edge in one vertical cut, or at a pair of edges: beyond it the area is unknown (about half a second). */
const MOST_STEPS = 30_000_000
/** Crossings of edges; each makes another cut. */
const MOST_CROSSINGS = 300_000

/** Edges with x0 < x1, in order of x0, as columns of numbers; vertical edges bound nothing in x and are left out. */
interface Edges {
  readonly count: number
  readonly x0: Float64Array
  readonly y0: Float64Array
  readonly x1: Float64Array
  readonly slope: Float64Array
  readonly region: Int32Array
  readonly piece: Int32Array
  readonly pieces: number
}

interface Edge {
  readonly ax: number
  readonly ay: number
  readonly bx: number
  readonly by: number
  readonly region: number
  readonly piece: number
}

function listEdges(regions: readonly Region[]): { list: Edge[]; pieces: number } {
  const list: Edge[] = []
  let piece = 0
  regions.forEach((region, r) => {
    for (const rings of region) {
      for (const ring of rings) addRing(list, ring, r, piece)
      piece++
    }
  })
  return { list: list.sort((a, b) => a.ax - b.ax), pieces: piece }
}

function addRing(list: Edge[], ring: Region[number][number], region: number, piece: number): void {
  let previous = ring[ring.length - 1]
  for (const point of ring) {
    if (previous && previous[0] !== point[0]) {
      const [a, b] = previous[0] < point[0] ? [previous, point] : [point, previous]
      list.push({ ax: a[0], ay: a[1], bx: b[0], by: b[1], region, piece })
    }
    previous = point
  }
}

function columnsOf({ list, pieces }: { list: readonly Edge[]; pieces: number }): Edges {
  return {
    count: list.length,
    x0: Float64Array.from(list, (e) => e.ax),
    y0: Float64Array.from(list, (e) => e.ay),
    x1: Float64Array.from(list, (e) => e.bx),
    slope: Float64Array.from(list, (e) => (e.by - e.ay) / (e.bx - e.ax)),
    region: Int32Array.from(list, (e) => e.region),
    piece: Int32Array.from(list, (e) => e.piece),
    pieces,
  }
}

const at = (numbers: Float64Array | Int32Array | Uint8Array, i: number): number => numbers[i] ?? 0

const yAt = (e: Edges, i: number, x: number): number => at(e.y0, i) + (x - at(e.x0, i)) * at(e.slope, i)

/** x of the points where two edges properly cross; undefined when there are too many, or too many pairs to look at. */
function crossings(e: Edges): number[] | undefined {
  const found: number[] = []
  const active = new Int32Array(e.count)
  let [live, steps] = [0, 0]
  for (let i = 0; i < e.count; i++) {
    const from = at(e.x0, i)
    steps += live
    if (steps > MOST_STEPS || found.length > MOST_CROSSINGS) return undefined
    let kept = 0
    for (let k = 0; k < live; k++) {
      const j = at(active, k)
      if (at(e.x1, j) <= from) continue
      active[kept++] = j
      const to = Math.min(at(e.x1, i), at(e.x1, j))
      const before = at(e.y0, i) - yAt(e, j, from)
      const after = yAt(e, i, to) - yAt(e, j, to)
      if (before * after < 0) found.push(from + ((to - from) * before) / (before - after))
    }
    active[kept++] = i
    live = kept
  }
  return found
}

/** State of one sweep: the edges that the cut meets, in order of y. */
class Cut {
  readonly #e: Edges
  readonly #regions: number
  readonly #order: Int32Array
  readonly #y: Float64Array
  readonly #odd: Uint8Array
  readonly #inRegion: Int32Array
  #live = 0
  steps = 0

  constructor(e: Edges, regions: number) {
    this.#e = e
    this.#regions = regions
    this.#order = new Int32Array(e.count)
    this.#y = new Float64Array(e.count)
    this.#odd = new Uint8Array(e.pieces)
    this.#inRegion = new Int32Array(regions)
  }

  drop(from: number): void {
    let kept = 0
    for (let k = 0; k < this.#live; k++) {
      const i = at(this.#order, k)
      if (at(this.#e.x1, i) > from) this.#order[kept++] = i
    }
    this.steps += this.#live
    this.#live = kept
  }

  add(edge: number): void {
    this.#order[this.#live++] = edge
  }

  /** Sorts by y at `x`; from cut to cut little changes, so that inserting is nearly free. */
  #sort(x: number): void {
    for (let k = 0; k < this.#live; k++) {
      const edge = at(this.#order, k)
      const y = yAt(this.#e, edge, x)
      let to = k
      for (; to > 0 && at(this.#y, to - 1) > y; to--) {
        this.#y[to] = at(this.#y, to - 1)
        this.#order[to] = at(this.#order, to - 1)
      }
      this.steps += 1 + k - to
      this.#y[to] = y
      this.#order[to] = edge
    }
  }

  /** Length, on the vertical line at `x`, of what lies inside every region. Parity per piece (holes), union of pieces. */
  length(x: number): number {
    this.#sort(x)
    let [inside, length, from] = [0, 0, 0]
    for (let k = 0; k < this.#live; k++) {
      const edge = at(this.#order, k)
      const y = at(this.#y, k)
      if (inside === this.#regions) length += y - from
      from = y
      const [piece, region] = [at(this.#e.piece, edge), at(this.#e.region, edge)]
      const odd = 1 - at(this.#odd, piece)
      this.#odd[piece] = odd
      const count = at(this.#inRegion, region) + (odd ? 1 : -1)
      this.#inRegion[region] = count
      if (odd && count === 1) inside++
      if (!odd && count === 0) inside--
    }
    return length
  }
}

/**
 * Area, in square image pixels, of what lies inside all the given regions; with one region, its own area. Undefined when the
 * numbers are not finite or the edges too entangled.
 * Between two neighbouring vertices or crossings no edges cross, so the length of a vertical cut is linear in x and the cut
 * in the middle times the width is exact up to rounding. Self-crossing rings count by parity; overlapping pieces count once.
 */
export function sharedArea(regions: readonly Region[]): number | undefined {
  const edges = columnsOf(listEdges(regions))
  const crossed = crossings(edges)
  if (!crossed) return undefined
  const xs = Float64Array.from(new Set([...edges.x0, ...edges.x1, ...crossed])).sort()
  const cut = new Cut(edges, regions.length)
  let [area, next] = [0, 0]
  for (let i = 0; i + 1 < xs.length; i++) {
    const [from, to] = [at(xs, i), at(xs, i + 1)]
    cut.drop(from)
    while (next < edges.count && at(edges.x0, next) <= from) cut.add(next++)
    area += cut.length((from + to) / 2) * (to - from)
    if (cut.steps > MOST_STEPS) return undefined
  }
  return Number.isFinite(area) ? area : undefined
}
