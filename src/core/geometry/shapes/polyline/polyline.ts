import { z } from 'zod'
import type { Point } from '../../../model/units'
import type { ShapeDefect, ShapeKind } from '../shape-kind'
import { boundsOfVertices, isFiniteVertex, lineLength, mapVertex, pointOf, VertexSchema } from '../vertices'

/** Open line in image pixels; several pieces where one object is seen in parts, e.g. a lane mark behind a car. */
export const Polyline = z.object({
  kind: z.literal('polyline'),
  lines: z.array(z.array(VertexSchema).min(1)).min(1),
})
export type Polyline = z.infer<typeof Polyline>

const mapVertices = (p: Polyline, transform: (v: Point) => Point): Polyline => ({
  kind: 'polyline',
  lines: p.lines.map((line) => line.map(mapVertex(transform))),
})

function defects({ lines }: Polyline): ShapeDefect[] {
  if (!lines.every((line) => line.every(isFiniteVertex))) return ['not-finite']
  const found: ShapeDefect[] = []
  if (lines.some((line) => line.length < 2)) found.push('too-few-points')
  const repeats = lines.some((line) =>
    line.some(([x, y], i) => i > 0 && line[i - 1]?.[0] === x && line[i - 1]?.[1] === y),
  )
  if (repeats) found.push('repeated-point')
  return found
}

export const polyline: ShapeKind<Polyline> = {
  kind: 'polyline',
  schema: Polyline,
  covers: 'line',
  bounds: ({ lines }) => boundsOfVertices(lines),
  area: () => 0,
  region: () => [],
  lines: ({ lines }) => lines,
  length: ({ lines }) => lines.reduce((sum, line) => sum + lineLength(line), 0),
  pieces: ({ lines }) => lines.length,
  holes: () => 0,
  pointCount: ({ lines }) => lines.reduce((n, line) => n + line.length, 0),
  handles: ({ lines }) => lines.flat().map(pointOf),
  moveHandle(p, index, to) {
    let seen = 0
    return {
      kind: 'polyline',
      lines: p.lines.map((line) => line.map((v): [number, number] => (seen++ === index ? [to.x, to.y] : v))),
    }
  },
  translate: (p, dx, dy) => mapVertices(p, ({ x, y }) => ({ x: x + dx, y: y + dy })),
  map: mapVertices,
  defects,
}
