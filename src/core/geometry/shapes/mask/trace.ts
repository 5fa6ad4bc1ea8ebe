/** The outline of a mask along the borders of its pixels. */
import type { Region, Ring, Vertex } from '../shape-kind'
import type { Run } from './runs'

/** Runs of one column, and where each stands in the list. */
type Column = readonly { readonly y0: number; readonly y1: number; readonly run: number }[]

function columnsOf(runs: readonly Run[]): Map<number, Column> {
  const columns = new Map<number, { y0: number; y1: number; run: number }[]>()
  runs.forEach(({ x, y0, y1 }, run) => {
    const column = columns.get(x)
    if (column) column.push({ y0, y1, run })
    else columns.set(x, [{ y0, y1, run }])
  })
  return columns
}

/** Which runs hang together, corners included (8 neighbours): the number of the first run of each one's piece. */
export function piecesOf(runs: readonly Run[]): (run: number) => number {
  const parent = runs.map((_, i) => i)
  const root = (i: number): number => {
    let at = i
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up
      at = up
    }
    return at
  }
  const columns = columnsOf(runs)
  for (const [x, column] of columns) {
    const next = columns.get(x + 1)
    if (!next) continue
    for (let i = 0, j = 0; i < column.length && j < next.length;) {
      const [a, b] = [column[i], next[j]]
      if (!a || !b) break
      if (a.y0 <= b.y1 && b.y0 <= a.y1) {
        const [p, q] = [root(a.run), root(b.run)]
        parent[Math.max(p, q)] = Math.min(p, q)
      }
      if (a.y1 < b.y1) i++
      else j++
    }
  }
  return root
}

interface Edge {
  readonly from: Vertex
  readonly to: Vertex
  readonly run: number
  done: boolean
}

/** What of `a` is not covered by `b`, as intervals. */
function uncovered(a: Column, b: Column, see: (y0: number, y1: number, run: number) => void): void {
  let j = 0
  for (const { y0, y1, run } of a) {
    let at = y0
    while (j > 0 && (b[j - 1]?.y1 ?? 0) > y0) j--
    for (; at < y1; j++) {
      const cover = b[j]
      if (!cover || cover.y0 >= y1) break
      if (cover.y0 > at) see(at, cover.y0, run)
      at = Math.max(at, cover.y1)
    }
    if (at < y1) see(at, y1, run)
  }
}

const NONE: Column = []

/** All pixel borders as directed edges with the mask at their right hand (on screen, y down). */
function edgesOf(runs: readonly Run[]): Edge[] {
  const edges: Edge[] = []
  const add = (from: Vertex, to: Vertex, run: number): void => {
    edges.push({ from, to, run, done: false })
  }
  const columns = columnsOf(runs)
  runs.forEach(({ x, y0, y1 }, run) => {
    add([x, y0], [x + 1, y0], run)
    add([x + 1, y1], [x, y1], run)
  })
  for (const [x, column] of columns) {
    uncovered(column, columns.get(x - 1) ?? NONE, (y0, y1, run) => {
      add([x, y1], [x, y0], run)
    })
    uncovered(column, columns.get(x + 1) ?? NONE, (y0, y1, run) => {
      add([x + 1, y0], [x + 1, y1], run)
    })
  }
  return edges
}

/** The edge that goes on from `edge`: where two do, the one that turns left, so that pixels joined by a corner stay one piece. */
function following(edge: Edge, outgoing: readonly Edge[]): Edge | undefined {
  const [dx, dy] = [edge.to[0] - edge.from[0], edge.to[1] - edge.from[1]]
  const open = outgoing.filter((e) => !e.done)
  return open.find((e) => dx * (e.to[1] - e.from[1]) - dy * (e.to[0] - e.from[0]) < 0) ?? open[0]
}

const straight = (a: Vertex, b: Vertex, c: Vertex): boolean =>
  (a[0] === b[0] && b[0] === c[0]) || (a[1] === b[1] && b[1] === c[1])

/** Without the points in the middle of a straight line; the corners are exact pixel corners. */
function corners(path: readonly Vertex[]): Ring {
  const n = path.length
  return path.filter((p, i) => !straight(path[(i + n - 1) % n] ?? p, p, path[(i + 1) % n] ?? p))
}

const clockwise = (ring: Ring): boolean => {
  let twice = 0
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
    twice += ax * by - bx * ay
  })
  return twice > 0
}

/**
 * The region of a mask: pieces of pixels that hang together (corners included), each its outer ring and its holes. Corners lie
 * on whole pixels, moved by (`x`, `y`). Takes time in proportion to the runs, not to the pixels.
 */
export function traceRuns(runs: readonly Run[], x: number, y: number): Region {
  const edges = edgesOf(runs)
  const key = ([px, py]: Vertex): string => `${px} ${py}`
  const starts = new Map<string, Edge[]>()
  for (const edge of edges) {
    const k = key(edge.from)
    const there = starts.get(k)
    if (there) there.push(edge)
    else starts.set(k, [edge])
  }
  const pieceOf = piecesOf(runs)
  const pieces = new Map<number, { outer: Ring[]; holes: Ring[] }>()
  for (const first of edges) {
    if (first.done) continue
    const path: Vertex[] = []
    for (let edge: Edge | undefined = first; edge; edge = following(edge, starts.get(key(edge.to)) ?? [])) {
      edge.done = true
      path.push(edge.from)
    }
    const ring = corners(path).map(([px, py]): Vertex => [px + x, py + y])
    const piece = pieceOf(first.run)
    const found = pieces.get(piece) ?? { outer: [], holes: [] }
    pieces.set(piece, found)
    if (clockwise(ring)) found.outer.push(ring)
    else found.holes.push(ring)
  }
  return [...pieces.values()].map(({ outer, holes }) => [...outer, ...holes])
}
