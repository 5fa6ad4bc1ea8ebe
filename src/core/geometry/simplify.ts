/** Fewer points for outlines and lines. */
import type { Polygon } from './shapes/polygon/polygon'
import type { Polyline } from './shapes/polyline/polyline'
import { kindOf } from './shapes'
import type { Line, Ring, Vertex } from './shapes/shape-kind'

type Pair = [number, number]

function distanceToSegment([px, py]: Vertex, [ax, ay]: Vertex, [bx, by]: Vertex): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length2 = dx * dx + dy * dy
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length2))
  return Math.hypot(px - ax - t * dx, py - ay - t * dy)
}

/**
 * The line with only those of its points that are needed to stay within `tolerance` px of every point left out.
 * Source: Douglas and Peucker 1973. Without recursion, so that long lines do not end the stack.
 */
export function simplifyLine(line: Line, tolerance: number): Line {
  const keep = new Set<number>([0, line.length - 1])
  const open: [number, number][] = [[0, line.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    const [a, b] = [line[from], line[to]]
    let [worst, most] = [-1, tolerance]
    for (let i = from + 1; i < to; i++) {
      const point = line[i]
      const d = point && a && b ? distanceToSegment(point, a, b) : 0
      if (d > most) [worst, most] = [i, d]
    }
    if (worst < 0) continue
    keep.add(worst)
    open.push([from, worst], [worst, to])
  }
  return line.filter((_, i) => keep.has(i))
}

/** A ring is cut at its first point and the one farthest from it; one that would become a line stays as it is. */
function simplifyRing(ring: Ring, tolerance: number): Ring {
  const first = ring[0]
  if (!first || ring.length < 4) return ring
  const away = ring.map(([x, y]) => Math.hypot(x - first[0], y - first[1]))
  const far = away.indexOf(Math.max(...away))
  const there = simplifyLine(ring.slice(0, far + 1), tolerance)
  const back = simplifyLine([...ring.slice(far), first], tolerance)
  const fewer = [...there, ...back.slice(1, -1)]
  return fewer.length < 3 ? ring : fewer
}

const copy = (points: Line): Pair[] => points.map(([x, y]): Pair => [x, y])

/**
 * The shape with fewer points, none of those left out farther than `tolerance` px from it. Undefined when nothing can be
 * left out, or when the outline would then cross itself.
 */
export function simplified<S extends Polygon | Polyline>(shape: S, tolerance: number): S | undefined {
  const fewer: Polygon | Polyline =
    shape.kind === 'polygon'
      ? { kind: 'polygon', rings: shape.rings.map((piece) => piece.map((ring) => copy(simplifyRing(ring, tolerance)))) }
      : { kind: 'polyline', lines: shape.lines.map((line) => copy(simplifyLine(line, tolerance))) }
  const points = (s: Polygon | Polyline): number => kindOf(s).pointCount(s)
  if (points(fewer) === points(shape)) return undefined
  const before = kindOf<Polygon | Polyline>(shape).defects(shape)
  const worse = kindOf(fewer)
    .defects(fewer)
    .some((d) => !before.includes(d))
  return worse ? undefined : (fewer as S)
}
