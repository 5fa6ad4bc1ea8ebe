import { kindOf, type Shape } from '../../core/geometry/shapes'
import { direction } from '../../core/geometry/shapes/turn'
import type { Annotation } from '../../core/model/annotation'
import type { AnnotationId, RoleId } from '../../core/model/ids'

type Arrow = readonly [dx: number, dy: number]
export interface SideEdit {
  readonly id: AnnotationId
  readonly role: RoleId
  readonly shape: Shape
}

/** The side of a turned shape that looks most along the arrow: which axis, and its outward direction. */
function ownSide(angle: number, [dx, dy]: Arrow): { readonly along: 'w' | 'h'; readonly out: Arrow } {
  const [cos, sin] = direction(angle)
  const [x, y] = [dx * cos + dy * sin, dy * cos - dx * sin]
  const along = Math.abs(x) >= Math.abs(y) ? 'w' : 'h'
  const sign = Math.sign(along === 'w' ? x : y)
  return { along, out: along === 'w' ? [sign * cos, sign * sin] : [-sign * sin, sign * cos] }
}

/**
 * The shape with the side towards the arrow moved outwards by so many image pixels (inwards when negative); the opposite
 * side stays. Outlines and points are stretched between the two. Undefined where nothing would be left, and for masks.
 */
export function pushedSide(shape: Shape, arrow: Arrow, by: number): Shape | undefined {
  if (shape.kind === 'mask') return undefined
  if (shape.kind === 'rotated_box' || shape.kind === 'ellipse') {
    const { along, out } = ownSide(shape.angle, arrow)
    const moved = { cx: shape.cx + (out[0] * by) / 2, cy: shape.cy + (out[1] * by) / 2 }
    const next: Shape =
      shape.kind === 'ellipse'
        ? { ...shape, ...moved, ...(along === 'w' ? { rx: shape.rx + by / 2 } : { ry: shape.ry + by / 2 }) }
        : { ...shape, ...moved, [along]: shape[along] + by }
    return Math.min(
      ...(next.kind === 'ellipse' ? [next.rx, next.ry] : next.kind === 'rotated_box' ? [next.w, next.h] : []),
    ) > 0
      ? next
      : undefined
  }
  const { x0, y0, x1, y1 } = kindOf(shape).bounds(shape)
  const size = arrow[0] !== 0 ? x1 - x0 : y1 - y0
  if (!(size > 0) || size + by <= 0) return undefined
  if (shape.kind === 'box')
    return arrow[0] !== 0
      ? { ...shape, x: arrow[0] < 0 ? shape.x - by : shape.x, w: shape.w + by }
      : { ...shape, y: arrow[1] < 0 ? shape.y - by : shape.y, h: shape.h + by }
  const stretch = (size + by) / size
  const [stillX, stillY] = [arrow[0] < 0 ? x1 : x0, arrow[1] < 0 ? y1 : y0]
  return kindOf(shape).map(shape, (p) =>
    arrow[0] !== 0
      ? { x: stillX + (p.x - stillX) * stretch, y: p.y }
      : { x: p.x, y: stillY + (p.y - stillY) * stretch },
  )
}

/** The edit of one annotation: of the role in hand, or the first that it has. */
export function pushSide(annotation: Annotation, role: RoleId, arrow: Arrow, by: number): readonly SideEdit[] {
  const id = (annotation.roles[role] ? role : Object.keys(annotation.roles)[0]) as RoleId | undefined
  const drawn = id !== undefined ? annotation.roles[id] : undefined
  const shape = drawn && pushedSide(drawn.shape, arrow, by)
  return id !== undefined && shape ? [{ id: annotation.id, role: id, shape }] : []
}
