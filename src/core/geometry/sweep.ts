import type { Region } from './shapes/shape-kind'

/** Edges with x0 < x1; vertical edges bound nothing in x and are left out. */
interface Edge {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
  readonly region: number
  readonly piece: number
}

const yAt = (e: Edge, x: number): number => e.y0 + ((e.y1 - e.y0) * (x - e.x0)) / (e.x1 - e.x0)

function edgesOf(regions: readonly Region[]): Edge[] {
  const edges: Edge[] = []
  let piece = 0
  regions.forEach((region, r) => {
    for (const rings of region) {
      for (const ring of rings) addRing(edges, ring, r, piece)
      piece++
    }
  })
  return edges.sort((a, b) => a.x0 - b.x0)
}

function addRing(edges: Edge[], ring: Region[number][number], region: number, piece: number): void {
  let previous = ring[ring.length - 1]
  for (const point of ring) {
    if (previous && previous[0] !== point[0]) {
      const [a, b] = previous[0] < point[0] ? [previous, point] : [point, previous]
      edges.push({ x0: a[0], y0: a[1], x1: b[0], y1: b[1], region, piece })
    }
    previous = point
  }
}

/** x of the point where two edges properly cross, if they do. */
function crossing(p: Edge, q: Edge): number | undefined {
  const from = Math.max(p.x0, q.x0)
  const to = Math.min(p.x1, q.x1)
  const before = yAt(p, from) - yAt(q, from)
  const after = yAt(p, to) - yAt(q, to)
  if (before * after >= 0) return undefined
  return from + ((to - from) * before) / (before - after)
}

function crossings(edges: readonly Edge[]): number[] {
  const found: number[] = []
  let active: Edge[] = []
  for (const edge of edges) {
    active = active.filter((other) => other.x1 > edge.x0)
    for (const other of active) {
      const x = crossing(edge, other)
      if (x !== undefined) found.push(x)
    }
    active.push(edge)
  }
  return found
}

/** Length, on the vertical line at `x`, of what lies inside every region. Parity per piece (holes), union of pieces. */
function sharedLength(active: readonly Edge[], x: number, regions: number): number {
  const hits = active.map((e) => ({ y: yAt(e, x), e })).sort((a, b) => a.y - b.y)
  const odd = new Set<number>()
  const pieces = new Array<number>(regions).fill(0)
  let inside = 0
  let length = 0
  let from = 0
  for (const { y, e } of hits) {
    if (inside === regions) length += y - from
    from = y
    const count = pieces[e.region] ?? 0
    const next = odd.delete(e.piece) ? count - 1 : (odd.add(e.piece), count + 1)
    if (count === 0 && next === 1) inside++
    if (count === 1 && next === 0) inside--
    pieces[e.region] = next
  }
  return length
}

/**
 * Area, in square image pixels, of what lies inside all the given regions; with one region, its own area.
 * Between two neighbouring vertices or crossings no edges cross, so the length of a vertical cut is linear in x and the cut
 * in the middle times the width is exact up to rounding. Self-crossing rings count by parity; overlapping pieces count once.
 */
export function sharedArea(regions: readonly Region[]): number {
  const edges = edgesOf(regions)
  const xs = [...new Set([...edges.flatMap((e) => [e.x0, e.x1]), ...crossings(edges)])].sort((a, b) => a - b)
  let area = 0
  let next = 0
  let active: Edge[] = []
  for (let i = 0; i + 1 < xs.length; i++) {
    const [from = 0, to = 0] = [xs[i], xs[i + 1]]
    active = active.filter((e) => e.x1 > from)
    for (let e = edges[next]; e && e.x0 <= from; e = edges[++next]) active.push(e)
    area += sharedLength(active, (from + to) / 2, regions.length) * (to - from)
  }
  return area
}
