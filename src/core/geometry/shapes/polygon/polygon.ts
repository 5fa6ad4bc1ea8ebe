import { z } from 'zod'
import type { Bounds, Point } from '../../../model/units'
import type { Ring, ShapeDefect, ShapeKind } from '../shape-kind'

const Vertex = z.tuple([z.number(), z.number()])

/** Polygon in image pixels: pieces of one object, each an outer ring followed by its holes. Rings are open (last ≠ first). */
export const Polygon = z.object({
  kind: z.literal('polygon'),
  rings: z.array(z.array(z.array(Vertex).min(1)).min(1)).min(1),
})
export type Polygon = z.infer<typeof Polygon>

/** One piece without holes. */
export const polygonOf = (points: readonly Point[]): Polygon => ({
  kind: 'polygon',
  rings: [[points.map((p): [number, number] => [p.x, p.y])]],
})

/** Signed area by the shoelace formula; positive clockwise on screen (y down). Summed around the first vertex for precision. */
export function ringArea(ring: Ring): number {
  const [ox, oy] = ring[0] ?? [0, 0]
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i] ?? [0, 0]
    const [bx, by] = ring[(i + 1) % ring.length] ?? [0, 0]
    twice += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
  }
  return twice / 2
}

function bounds(polygon: Polygon): Bounds {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const piece of polygon.rings)
    for (const [x, y] of piece[0] ?? []) {
      x0 = Math.min(x0, x)
      y0 = Math.min(y0, y)
      x1 = Math.max(x1, x)
      y1 = Math.max(y1, y)
    }
  return { x0, y0, x1, y1 }
}

const side = (a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

/** True when two edges of the rings properly cross (touching is not crossing). Sweep over x keeps it fast for long rings. */
function crosses(rings: readonly Ring[]): boolean {
  const edges = rings.flatMap((ring) =>
    ring.map((a, i) => {
      const b = ring[(i + 1) % ring.length] ?? a
      return { a, b, from: Math.min(a[0], b[0]), to: Math.max(a[0], b[0]) }
    }),
  )
  edges.sort((p, q) => p.from - q.from)
  for (let i = 0; i < edges.length; i++) {
    const p = edges[i]
    if (!p) continue
    for (let j = i + 1; j < edges.length; j++) {
      const q = edges[j]
      if (!q || q.from > p.to) break
      if (side(p.a, p.b, q.a) * side(p.a, p.b, q.b) < 0 && side(q.a, q.b, p.a) * side(q.a, q.b, p.b) < 0) return true
    }
  }
  return false
}

function defects(polygon: Polygon): ShapeDefect[] {
  const rings = polygon.rings.flat()
  if (rings.some((ring) => ring.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y)))) return ['not-finite']
  const found: ShapeDefect[] = []
  if (rings.some((ring) => ring.length < 3)) found.push('too-few-points')
  if (
    rings.some((ring) =>
      ring.some(([x, y], i) => {
        const n = ring[(i + 1) % ring.length]
        return ring.length > 1 && n?.[0] === x && n[1] === y
      }),
    )
  )
    found.push('repeated-point')
  if (crosses(rings)) found.push('self-crossing')
  if (polygon.rings.some((piece) => Math.abs(ringArea(piece[0] ?? [])) === 0)) found.push('zero-area')
  return found
}

function moveHandle(polygon: Polygon, index: number, to: Point): Polygon {
  let seen = 0
  return {
    kind: 'polygon',
    rings: polygon.rings.map((piece) =>
      piece.map((ring) => ring.map((v): [number, number] => (seen++ === index ? [to.x, to.y] : v))),
    ),
  }
}

const mapVertices = (p: Polygon, transform: (v: Point) => Point): Polygon => ({
  kind: 'polygon',
  rings: p.rings.map((piece) =>
    piece.map((ring) =>
      ring.map(([x, y]): [number, number] => {
        const moved = transform({ x, y })
        return [moved.x, moved.y]
      }),
    ),
  ),
})

export const polygon: ShapeKind<Polygon> = {
  kind: 'polygon',
  schema: Polygon,
  bounds,
  area: (p) =>
    p.rings.reduce(
      (sum, [outer = [], ...holes]) =>
        sum + Math.abs(ringArea(outer)) - holes.reduce((s, h) => s + Math.abs(ringArea(h)), 0),
      0,
    ),
  region: (p) => p.rings,
  handles: (p) => p.rings.flat(2).map(([x, y]) => ({ x, y })),
  moveHandle,
  translate: (p, dx, dy) => mapVertices(p, ({ x, y }) => ({ x: x + dx, y: y + dy })),
  map: mapVertices,
  defects,
}
