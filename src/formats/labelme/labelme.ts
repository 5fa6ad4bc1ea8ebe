/**
 * labelme JSON, one file per image; versions 3 to 5. Shapes in px from the top left corner, as ours. A rectangle is given by
 * two opposite corners in any order, a circle by its centre and a point of its rim. Source: labelme, `labelme/shape.py`.
 */
import { z } from 'zod'
import type { Shape } from '../../core/geometry/shapes'
import type { Problem } from '../../core/model/problem'
import { split, type Parsed, type ParsedLabel } from '../parsed'
import { notThisFormat, notUnderstood } from '../trouble'

const Vertex = z.tuple([z.number(), z.number()])
const LabelmeShape = z.object({
  label: z.string(),
  points: z.array(Vertex),
  shape_type: z.string().optional(),
  group_id: z.union([z.number(), z.string()]).nullish(),
})
type LabelmeShape = z.infer<typeof LabelmeShape>
const LabelmeFile = z.object({
  shapes: z.array(z.unknown()),
  imagePath: z.string(),
  imageWidth: z.number().nullish(),
  imageHeight: z.number().nullish(),
})

/** Masks are pictures inside the JSON: decoding them is not the business of a parser. */
function shapeOf({ points, shape_type: kind = 'polygon' }: LabelmeShape): Shape | undefined {
  const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = points
  if (points.length === 0) return undefined
  switch (kind) {
    case 'polygon':
      return { kind: 'polygon', rings: [[points]] }
    case 'rectangle':
      return points.length === 2
        ? { kind: 'box', x: Math.min(ax, bx), y: Math.min(ay, by), w: Math.abs(bx - ax), h: Math.abs(by - ay) }
        : undefined
    case 'circle': {
      const r = Math.hypot(bx - ax, by - ay)
      return points.length === 2 ? { kind: 'ellipse', cx: ax, cy: ay, rx: r, ry: r, angle: 0 } : undefined
    }
    case 'line':
    case 'linestrip':
      return { kind: 'polyline', lines: [points] }
    case 'point':
    case 'points':
      return { kind: 'points', points }
    default:
      return undefined
  }
}

function labelOf(value: unknown, index: number, file: string): ParsedLabel | Problem {
  const checked = LabelmeShape.safeParse(value)
  if (!checked.success) return notUnderstood(file, undefined, `shapes[${index}]`, value)
  const { label, group_id: group, shape_type: kind } = checked.data
  const shape = shapeOf(checked.data)
  if (!shape) return notUnderstood(file, undefined, `shapes[${index}].shape_type`, kind)
  return {
    id: `${index + 1}`,
    class: label,
    roles: { visible: shape },
    ...(group === undefined || group === null ? {} : { group: String(group) }),
  }
}

/** A file whose `imagePath` names the JSON itself is told: no picture can be found by it. */
export function parseLabelme(text: string, file: string): Parsed {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { images: [], problems: [notThisFormat(file, 'labelme', error instanceof Error ? error.message : '')] }
  }
  const checked = LabelmeFile.safeParse(value)
  if (!checked.success)
    return { images: [], problems: [notThisFormat(file, 'labelme', checked.error.issues[0]?.path.join('.') ?? '')] }
  const { shapes, imagePath, imageWidth: width, imageHeight: height } = checked.data
  const read = shapes.map((s, i) => labelOf(s, i, file))
  const { labels, problems } = split(read)
  const named = imagePath.endsWith('.json') ? [notUnderstood(file, undefined, 'imagePath', imagePath)] : []
  return {
    images: [
      {
        name: imagePath,
        labels,
        ...(width && height ? { size: { width, height } } : {}),
      },
    ],
    problems: [...named, ...problems],
  }
}
