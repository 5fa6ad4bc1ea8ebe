/**
 * Whether rings are simple in the OGC sense. Decided by exact arithmetic (Shewchuk's predicates, `robust-predicates`), so that
 * a vertex that lies on an edge is told from one that lies beside it.
 */
import { orient2d } from 'robust-predicates'
import type { Ring, Vertex } from '../shape-kind'

export interface Flaws {
  /** Two edges properly cross. */
  readonly crosses: boolean
  /** Edges of one ring meet elsewhere than at their common vertex, without crossing; or rings of the piece share a stretch. */
  readonly touches: boolean
  /** Gave up: see `MOST_PAIRS`. */
  readonly tooComplex: boolean
}

interface Edge {
  readonly a: Vertex
  readonly b: Vertex
  readonly ring: number
  readonly place: number
  readonly length: number
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
}

/** Pairs of edges whose bounds meet; more are not looked at (about 0.2 s). Real polygons stay far below. */
const MOST_PAIRS = 10_000_000
/** Comparisons of bounds. */
const MOST_LOOKS = 100_000_000

/** The ring without neighbours that are equal: those are a matter of their own. */
const distinct = (ring: Ring): Ring =>
  ring.filter(([x, y], i) => {
    const before = ring[(i + ring.length - 1) % ring.length]
    return before?.[0] !== x || before[1] !== y
  })

function edgesOf(rings: readonly Ring[]): Edge[] {
  return rings.flatMap((given, ring) => {
    const points = distinct(given)
    if (points.length < 3) return []
    return points.map((a, place): Edge => {
      const b = points[(place + 1) % points.length] ?? a
      return {
        a,
        b,
        ring,
        place,
        length: points.length,
        x0: Math.min(a[0], b[0]),
        x1: Math.max(a[0], b[0]),
        y0: Math.min(a[1], b[1]),
        y1: Math.max(a[1], b[1]),
      }
    })
  })
}

/** Sign of the turn a → b → c. */
const turn = (a: Vertex, b: Vertex, c: Vertex): number => Math.sign(orient2d(a[0], a[1], b[0], b[1], c[0], c[1]))

const within = (p: Vertex, e: Edge): boolean => p[0] >= e.x0 && p[0] <= e.x1 && p[1] >= e.y0 && p[1] <= e.y1

/** For the edges a–b and b–c: whether they run back over each other. */
const spike = (a: Vertex, b: Vertex, c: Vertex): boolean =>
  turn(a, b, c) === 0 && (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]) > 0

type Meeting = 'crosses' | 'touches' | undefined

function neighbours(p: Edge, q: Edge): Meeting {
  const before = (q.place + 1) % q.length === p.place
  return (before ? spike(q.a, p.a, p.b) : spike(p.a, p.b, q.b)) ? 'touches' : undefined
}

function meeting(p: Edge, q: Edge): Meeting {
  const same = p.ring === q.ring
  const step = Math.abs(p.place - q.place)
  if (same && (step === 1 || step === p.length - 1)) return neighbours(p, q)
  const [c, d] = [turn(p.a, p.b, q.a), turn(p.a, p.b, q.b)]
  if (c * d > 0) return undefined
  const [a, b] = [turn(q.a, q.b, p.a), turn(q.a, q.b, p.b)]
  if (a * b > 0) return undefined
  if (a * b < 0 && c * d < 0) return 'crosses'
  const on = [
    c === 0 && within(q.a, p),
    d === 0 && within(q.b, p),
    a === 0 && within(p.a, q),
    b === 0 && within(p.b, q),
  ].filter(Boolean).length
  if (same) return on > 0 ? 'touches' : undefined
  // Two rings may meet in a point; a stretch of line is shared when they are parallel and more than one end lies on the other.
  return a === 0 && b === 0 && on > 1 && !(c === 0 && d === 0 && samePoint(p, q)) ? 'touches' : undefined
}

/** Two edges on one line that have nothing in common but one end. */
const samePoint = (p: Edge, q: Edge): boolean =>
  (p.x1 === q.x0 || q.x1 === p.x0) && p.x0 !== p.x1 ? true : p.x0 === p.x1 && (p.y1 === q.y0 || q.y1 === p.y0)

/** Flaws of one piece: its outer ring and its holes. */
export function flawsOf(rings: readonly Ring[]): Flaws {
  const edges = edgesOf(rings).sort((p, q) => p.x0 - q.x0)
  let [pairs, looks, touches] = [0, 0, false]
  const active: Edge[] = []
  for (const edge of edges) {
    let kept = 0
    looks += active.length
    for (const other of active) {
      if (other.x1 < edge.x0) continue
      active[kept++] = other
      if (other.y1 < edge.y0 || other.y0 > edge.y1) continue
      pairs++
      const how = meeting(edge, other)
      if (how === 'crosses') return { crosses: true, touches: false, tooComplex: false }
      if (how === 'touches') touches = true
    }
    active.length = kept
    active.push(edge)
    if (pairs > MOST_PAIRS || looks > MOST_LOOKS) return { crosses: false, touches, tooComplex: true }
  }
  return { crosses: false, touches, tooComplex: false }
}
