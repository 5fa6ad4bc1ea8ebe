/** The edges of a shape in bundles with bounds, so that far ones are never looked at. */
import type { Bounds } from '../model/units'
import { regionOf } from './facts'
import { memo } from './memo'
import { kindOf, type Shape } from './shapes'
import type { Line, Vertex } from './shapes/shape-kind'

export interface Edge {
  readonly a: Vertex
  readonly b: Vertex
}
export interface Bundle extends Bounds {
  readonly edges: readonly Edge[]
}

/** Edges in one bundle: neighbours in the outline, so that their bounds are small. */
const BUNDLE = 24

function alongLine(line: Line, closed: boolean, edges: Edge[]): void {
  const first = line[0]
  if (!first) return
  if (line.length === 1) {
    edges.push({ a: first, b: first })
    return
  }
  for (let i = 1; i < line.length; i++) edges.push({ a: line[i - 1] ?? first, b: line[i] ?? first })
  if (closed) edges.push({ a: line[line.length - 1] ?? first, b: first })
}

function bundle(edges: readonly Edge[]): Bundle {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { a, b } of edges) {
    x0 = Math.min(x0, a[0], b[0])
    y0 = Math.min(y0, a[1], b[1])
    x1 = Math.max(x1, a[0], b[0])
    y1 = Math.max(y1, a[1], b[1])
  }
  return { x0, y0, x1, y1, edges }
}

function bundlesOfShape(shape: Shape): readonly Bundle[] {
  const edges: Edge[] = []
  for (const piece of regionOf(shape)) for (const ring of piece) alongLine(ring, true, edges)
  for (const line of kindOf(shape).lines(shape)) alongLine(line, false, edges)
  const bundles: Bundle[] = []
  for (let i = 0; i < edges.length; i += BUNDLE) bundles.push(bundle(edges.slice(i, i + BUNDLE)))
  return bundles
}

/** Outline, lines and points of a shape; a point is an edge without length. */
export const bundlesOf = memo(bundlesOfShape)

export const edgesOf = (shape: Shape): Edge[] => bundlesOf(shape).flatMap((b) => b.edges)

/** Distance of two bounds; 0 when they meet. */
export function boundsApart(p: Bounds, q: Bounds): number {
  const dx = Math.max(0, p.x0 - q.x1, q.x0 - p.x1)
  const dy = Math.max(0, p.y0 - q.y1, q.y0 - p.y1)
  // Much faster than `Math.hypot`; what overflows here is not finite there either.
  return dx === 0 ? dy : dy === 0 ? dx : Math.sqrt(dx * dx + dy * dy)
}
