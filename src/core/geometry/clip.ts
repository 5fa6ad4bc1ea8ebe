import type { Size } from '../model/units'
import { cutByRing } from './clipper'
import { boundsOf, isFiniteBounds, regionOf } from './facts'
import { imageBox } from './overlap'
import type { Shape } from './shapes'
import type { Keypoints } from './shapes/keypoints/keypoints'
import { maskOfRuns, maskRuns, type Mask } from './shapes/mask/mask'
import type { Polyline } from './shapes/polyline/polyline'
import { ringArea } from './shapes/polygon/polygon'
import type { Line, Region, Ring, Vertex } from './shapes/shape-kind'

type Pair = [number, number]

/** The part of a ring on one side of an upright or level line. */
function half(ring: Ring, axis: 0 | 1, limit: number, keep: 1 | -1): Ring {
  const inside = (v: Vertex): boolean => (v[axis] - limit) * keep >= 0
  const kept: Vertex[] = []
  let previous = ring[ring.length - 1]
  for (const point of ring) {
    if (previous && inside(previous) !== inside(point)) {
      const t = (limit - previous[axis]) / (point[axis] - previous[axis])
      const other = previous[1 - axis] as number
      const at = other + ((point[1 - axis] as number) - other) * t
      kept.push(axis === 0 ? [limit, at] : [at, limit])
    }
    if (inside(point)) kept.push(point)
    previous = point
  }
  return kept
}

function cutRing(ring: Ring, { width, height }: Size): Ring {
  return half(half(half(half(ring, 0, 0, 1), 1, 0, 1), 0, width, -1), 1, height, -1)
}

/** Rings cut one by one: of the right area, but with edges along the border where a concave ring falls into parts. */
function cutRings(region: Region, size: Size): Region {
  return region
    .map((piece) => piece.map((ring) => cutRing(ring, size)).filter((ring) => ring.length > 2))
    .filter((piece) => piece[0] && ringArea(piece[0]) !== 0)
}

/** By the library; where that cannot tell, plainly. */
function cutRegion(region: Region, size: Size): Region {
  const ring = regionOf(imageBox(size))[0]?.[0] ?? []
  return cutByRing(region, ring) ?? cutRings(region, size)
}

function cutMask(mask: Mask, { width, height }: Size): Mask | undefined {
  const runs = maskRuns(mask)
    .filter((run) => run.x + mask.x >= 0 && run.x + mask.x < width)
    .map((run) => ({ x: run.x, y0: Math.max(run.y0, -mask.y), y1: Math.min(run.y1, height - mask.y) }))
    .filter((run) => run.y0 < run.y1)
  return runs.length > 0 ? maskOfRuns(runs, mask.x, mask.y) : undefined
}

/** The part (0…1) of a line between two points inside the image, by Liang and Barsky. */
function insideImage(a: Vertex, b: Vertex, { width, height }: Size): readonly [number, number] | undefined {
  let [from, to] = [0, 1]
  for (const [start, step, most] of [
    [a[0], b[0] - a[0], width],
    [a[1], b[1] - a[1], height],
  ] as const) {
    if (step === 0 && (start < 0 || start > most)) return undefined
    if (step === 0) continue
    const [s, t] = [-start / step, (most - start) / step]
    from = Math.max(from, Math.min(s, t))
    to = Math.min(to, Math.max(s, t))
  }
  return from <= to ? [from, to] : undefined
}

function cutLine(line: Line, size: Size): Pair[][] {
  const parts: Pair[][] = []
  let open = false
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]]
    const part = a && b && insideImage(a, b, size)
    if (!part) {
      open = false
      continue
    }
    const at = (t: number): Pair =>
      t === 0 ? [a[0], a[1]] : t === 1 ? [b[0], b[1]] : [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
    if (!open || part[0] > 0) parts.push([at(part[0])])
    parts[parts.length - 1]?.push(at(part[1]))
    open = part[1] === 1
  }
  return parts.filter((p) => p.length > 1 && p.some(([x, y]) => x !== p[0]?.[0] || y !== p[0][1]))
}

function cutPolyline(shape: Polyline, size: Size): Polyline | undefined {
  const lines = shape.lines.flatMap((line) => cutLine(line, size))
  return lines.length > 0 ? { kind: 'polyline', lines } : undefined
}

const inImage = (x: number, y: number, { width, height }: Size): boolean =>
  x >= 0 && y >= 0 && x <= width && y <= height

/** Keypoints outside of the image are not labelled any more, as in COCO. */
function cutKeypoints(shape: Keypoints, size: Size): Keypoints | undefined {
  const points = shape.points.map((p) => (inImage(p.x, p.y, size) ? p : { ...p, v: 0 as const }))
  return points.some((p) => p.v > 0) ? { kind: 'keypoints', points } : undefined
}

/**
 * The part of a shape inside the image, as a shape; undefined when nothing is left. Turned boxes and ellipses that leave the
 * image become polygons. Polygons are cut by a library whose result is checked (`clipper.ts`); only shapes to be
 * drawn need it, areas are measured without it.
 */
export function clipToImage(shape: Shape, size: Size): Shape | undefined {
  const b = boundsOf(shape)
  if (!isFiniteBounds(b)) return undefined
  if (b.x0 >= 0 && b.y0 >= 0 && b.x1 <= size.width && b.y1 <= size.height && shape.kind !== 'box') return shape
  switch (shape.kind) {
    case 'points': {
      const points = shape.points.filter(([x, y]) => inImage(x, y, size))
      return points.length > 0 ? { kind: 'points', points } : undefined
    }
    case 'keypoints':
      return cutKeypoints(shape, size)
    case 'polyline':
      return cutPolyline(shape, size)
  }
  const [x0, y0, x1, y1] = [
    Math.max(0, b.x0),
    Math.max(0, b.y0),
    Math.min(size.width, b.x1),
    Math.min(size.height, b.y1),
  ]
  if (!(x1 > x0) || !(y1 > y0)) return undefined
  if (shape.kind === 'box') return { kind: 'box', x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
  if (shape.kind === 'mask') return cutMask(shape, size)
  const cut = cutRegion(regionOf(shape), size)
  if (cut.length === 0) return undefined
  return { kind: 'polygon', rings: cut.map((piece) => piece.map((ring) => ring.map(([x, y]): Pair => [x, y]))) }
}
