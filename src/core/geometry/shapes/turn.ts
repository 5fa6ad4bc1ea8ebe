/**
 * Angles of turned shapes, in degrees, positive *clockwise on screen*: x points right and y down, so 90 turns the shape's own
 * right side to the bottom. The same convention as CVAT and Label Studio.
 */
import type { Point } from '../../model/units'

const QUARTERS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

/** Cosine and sine of an angle in degrees; exact at quarter turns. */
export function direction(angle: number): readonly [cos: number, sin: number] {
  const quarter = angle / 90
  if (Number.isInteger(quarter)) return QUARTERS[((quarter % 4) + 4) % 4] ?? QUARTERS[0]
  const radians = (angle * Math.PI) / 180
  return [Math.cos(radians), Math.sin(radians)]
}

/** The same angle in [0, 360). */
export const normalAngle = (angle: number): number => (((angle % 360) + 360) % 360) + 0

/** The angle after a transform of quarter turns and flips. */
export function mapAngle(angle: number, transform: (p: Point) => Point): number {
  const [o, x, y] = [transform({ x: 0, y: 0 }), transform({ x: 1, y: 0 }), transform({ x: 0, y: 1 })]
  const [xx, xy, yx, yy] = [x.x - o.x, x.y - o.y, y.x - o.x, y.y - o.y]
  const turned = Math.round(Math.atan2(xy, xx) / (Math.PI / 2)) * 90
  return normalAngle(xx * yy - xy * yx < 0 ? turned - angle : turned + angle)
}

/** A point given in a turned shape's own frame (origin at its centre), in the image. */
export function toImage(cx: number, cy: number, angle: number, x: number, y: number): [number, number] {
  const [cos, sin] = direction(angle)
  return [cx + x * cos - y * sin, cy + x * sin + y * cos]
}

/** An image point in a turned shape's own frame. */
export function toOwn(cx: number, cy: number, angle: number, p: Point): [number, number] {
  const [cos, sin] = direction(angle)
  const [dx, dy] = [p.x - cx, p.y - cy]
  return [dx * cos + dy * sin, dy * cos - dx * sin]
}
