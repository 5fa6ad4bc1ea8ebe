/** What shapes made of vertices share. */
import { z } from 'zod'
import type { Bounds, Point } from '../../model/units'
import type { Line, Ring, Vertex } from './shape-kind'

export const VertexSchema = z.tuple([z.number(), z.number()])

/** Bounds of all vertices; not finite (Infinity … -Infinity) when there are none, NaN where one is. */
export function boundsOfVertices(lines: Iterable<Iterable<Vertex>>): Bounds {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const line of lines)
    for (const [x, y] of line) {
      x0 = Math.min(x0, x)
      y0 = Math.min(y0, y)
      x1 = Math.max(x1, x)
      y1 = Math.max(y1, y)
    }
  return { x0, y0, x1, y1 }
}

export const isFiniteVertex = ([x, y]: Vertex): boolean => Number.isFinite(x) && Number.isFinite(y)

const between = (a: Vertex, b: Vertex): number => Math.hypot(b[0] - a[0], b[1] - a[1])

/** Length of an open line. */
export function lineLength(line: Line): number {
  let [length, previous] = [0, line[0]]
  for (const point of line) {
    if (previous) length += between(previous, point)
    previous = point
  }
  return length
}

/** Length around a closed ring. */
export function ringLength(ring: Ring): number {
  const [first, last] = [ring[0], ring[ring.length - 1]]
  return first && last ? lineLength(ring) + between(last, first) : 0
}

export const mapVertex =
  (transform: (p: Point) => Point) =>
  ([x, y]: Vertex): [number, number] => {
    const moved = transform({ x, y })
    return [moved.x, moved.y]
  }

export const pointOf = ([x, y]: Vertex): Point => ({ x, y })
