/** Ellipses with straight-edged regions, exactly: the ellipse becomes the unit circle, the region is mapped along. */
import type { Ellipse } from './shapes/ellipse/ellipse'
import type { Ring, Vertex } from './shapes/shape-kind'
import { toOwn } from './shapes/turn'

const cross = (p: Vertex, q: Vertex): number => p[0] * q[1] - p[1] * q[0]
/** Twice the area of the circle's sector between the directions of two points. */
const sector = (p: Vertex, q: Vertex): number => Math.atan2(cross(p, q), p[0] * q[0] + p[1] * q[1])

/** Twice the signed area that the triangle (centre, p, q) shares with the unit disc. */
function triangle(p: Vertex, q: Vertex): number {
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]]
  const a = dx * dx + dy * dy
  if (a === 0) return 0
  const b = p[0] * dx + p[1] * dy
  const root = b * b - a * (p[0] * p[0] + p[1] * p[1] - 1)
  if (root <= 0) return sector(p, q)
  const s = Math.sqrt(root)
  const [from, to] = [Math.max(0, (-b - s) / a), Math.min(1, (-b + s) / a)]
  if (from >= to) return sector(p, q)
  const [u, v]: [Vertex, Vertex] = [
    [p[0] + dx * from, p[1] + dy * from],
    [p[0] + dx * to, p[1] + dy * to],
  ]
  return (from > 0 ? sector(p, u) : 0) + cross(u, v) + (to < 1 ? sector(v, q) : 0)
}

/** Signed area in px² that a ring shares with an ellipse; exact for rings that do not cross themselves. */
export function ringInEllipse(ring: Ring, { cx, cy, rx, ry, angle }: Ellipse): number {
  const own = ring.map(([x, y]): Vertex => {
    const [ox, oy] = toOwn(cx, cy, angle, { x, y })
    return [ox / rx, oy / ry]
  })
  let twice = 0
  let previous = own[own.length - 1]
  for (const point of own) {
    if (previous) twice += triangle(previous, point)
    previous = point
  }
  return (twice / 2) * rx * ry
}

/** Whether a point lies in an ellipse, its border included up to rounding. */
export function inEllipse(x: number, y: number, { cx, cy, rx, ry, angle }: Ellipse): boolean {
  const [ox, oy] = toOwn(cx, cy, angle, { x, y })
  return (ox / rx) ** 2 + (oy / ry) ** 2 <= 1 + 1e-12
}
