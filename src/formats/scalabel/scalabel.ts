/**
 * Scalabel JSON, the format of BDD100K: a list of frames, or an object with `frames`. Both corners of `box2d` are pixels of
 * the object, so that columns x1 … x2 cover [x1, x2 + 1] here. `poly2d` has vertices (L) and pairs of control points (C) of
 * cubic curves between them, which become short lines. Source: Scalabel documentation, format; bdd100k doc/source/format.rst.
 * Attributes and tags have the names of the shipped policy `bdd100k`.
 */
import { z } from 'zod'
import type { Shape } from '../../core/geometry/shapes'
import type { Problem } from '../../core/model/problem'
import { split, type Parsed, type ParsedImage, type ParsedLabel } from '../parsed'
import { notThisFormat, notUnderstood } from '../trouble'

const Vertex = z.tuple([z.number(), z.number()]).rest(z.unknown())
const Attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const Poly = z.object({
  vertices: z.array(Vertex).min(1),
  types: z
    .string()
    .regex(/^[LC]*$/)
    .nullish(),
  closed: z.boolean().nullish(),
})
type Poly = z.infer<typeof Poly>
const Label = z.object({
  id: z.union([z.string(), z.number()]),
  category: z.string(),
  attributes: Attributes.nullish(),
  box2d: z.object({ x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }).nullish(),
  poly2d: z.array(Poly).nullish(),
})
const Frame = z.object({
  name: z.string(),
  size: z.object({ width: z.number().positive(), height: z.number().positive() }).nullish(),
  attributes: Attributes.nullish(),
  labels: z.array(z.unknown()).nullish(),
})
const Frames = z.union([z.array(Frame), z.object({ frames: z.array(Frame) })])

/** `city street` → `city_street`, `dawn/dusk` → `dawn_dusk`, `trafficLightColor` → `traffic_light_color`. */
const idOf = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()

/** Category of Scalabel → class of the shipped policy. */
export const scalabelClass = idOf

const STEPS = 16
type Point = readonly [number, number]
const cubic = ([a, b, c, d]: readonly [number, number, number, number], t: number): number =>
  (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d

/** Points after `from` on the curve to `to`. */
const curve = (from: Point, c1: Point, c2: Point, to: Point): Point[] =>
  Array.from({ length: STEPS - 1 }, (_, i) => {
    const t = (i + 1) / STEPS
    return [cubic([from[0], c1[0], c2[0], to[0]], t), cubic([from[1], c1[1], c2[1], to[1]], t)] as const
  })

/** The ring without its curves; undefined where control points do not stand in pairs between vertices. */
function ringOf({ vertices, types }: Poly): [number, number][] | undefined {
  const points = vertices.map(([x, y]): Point => [x, y])
  const kinds = types ?? 'L'.repeat(points.length)
  if (kinds.length !== points.length || !/^L(L|CCL)*(CC)?$/.test(kinds)) return undefined
  const ring: Point[] = []
  points.forEach((p, i) => {
    if (kinds[i] === 'L') ring.push(p)
    else if (kinds[i - 1] === 'L') {
      const [from, second, to] = [points[i - 1] ?? p, points[i + 1] ?? p, points[(i + 2) % points.length] ?? p]
      ring.push(...curve(from, p, second, to))
    }
  })
  return ring.map(([x, y]) => [x, y])
}

/** Closed pieces are one outline; a label of open ones is a line. */
function outlineOf(pieces: readonly Poly[]): Shape | undefined {
  const rings = pieces.map(ringOf)
  const known = rings.filter((r) => r !== undefined)
  if (known.length === 0 || known.length !== rings.length) return undefined
  return pieces.every((p) => p.closed === false)
    ? { kind: 'polyline', lines: known }
    : { kind: 'polygon', rings: known.map((ring) => [ring]) }
}

function attributesOf(said: z.infer<typeof Attributes> | null | undefined): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(said ?? {}).flatMap(([name, value]) =>
      value === null ? [] : [[idOf(name), typeof value === 'string' ? idOf(value) : value]],
    ),
  )
}

function labelOf(value: unknown, path: string, file: string): ParsedLabel | Problem {
  const checked = Label.safeParse(value)
  if (!checked.success)
    return notUnderstood(file, undefined, `${path}.${checked.error.issues[0]?.path.join('.') ?? ''}`, value)
  const { id, category, attributes, box2d, poly2d } = checked.data
  const outline = poly2d && poly2d.length > 0 ? outlineOf(poly2d) : undefined
  if (poly2d && poly2d.length > 0 && !outline) return notUnderstood(file, undefined, `${path}.poly2d`, poly2d[0]?.types)
  const box: Shape | undefined = box2d
    ? { kind: 'box', x: box2d.x1, y: box2d.y1, w: box2d.x2 - box2d.x1 + 1, h: box2d.y2 - box2d.y1 + 1 }
    : undefined
  return {
    id: String(id),
    class: category,
    roles: { ...(box ? { visible: box } : {}), ...(outline ? { segment: outline } : {}) },
    attributes: attributesOf(attributes),
  }
}

export function parseScalabel(text: string, file: string): Parsed {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { images: [], problems: [notThisFormat(file, 'Scalabel', error instanceof Error ? error.message : '')] }
  }
  const checked = Frames.safeParse(value)
  if (!checked.success)
    return { images: [], problems: [notThisFormat(file, 'Scalabel', checked.error.issues[0]?.path.join('.') ?? '')] }
  const frames = Array.isArray(checked.data) ? checked.data : checked.data.frames
  const problems: Problem[] = []
  const images = frames.map((frame, f): ParsedImage => {
    const read = split((frame.labels ?? []).map((l, i) => labelOf(l, `[${f}].labels[${i}]`, file)))
    problems.push(...read.problems)
    const tags = Object.entries(attributesOf(frame.attributes)).filter(
      (e): e is [string, string] => typeof e[1] === 'string',
    )
    return {
      name: frame.name,
      labels: read.labels,
      ...(frame.size ? { size: frame.size } : {}),
      ...(tags.length > 0 ? { tags: Object.fromEntries(tags) } : {}),
    }
  })
  return { images, problems }
}
