/** Cases of a policy as small drawings. */
import { kindOf, type Shape } from '../../geometry/shapes'
import type { Annotation } from '../../model/annotation'
import type { ImageDocument } from '../../model/image'
import type { Bounds } from '../../model/units'
import type { Figure, FigureShape } from './guide'

const r = (value: number): string => String(Number(value.toFixed(2)))

const closed = (ring: readonly (readonly [number, number])[]): string =>
  ring.length === 0 ? '' : `M${ring.map(([x, y]) => `${r(x)} ${r(y)}`).join('L')}Z`
const open = (line: readonly (readonly [number, number])[]): string => {
  const [first] = line
  if (!first) return ''
  // A point is drawn as a small cross.
  if (line.length === 1) return `M${r(first[0] - 3)} ${r(first[1])}h6M${r(first[0])} ${r(first[1] - 3)}v6`
  return `M${line.map(([x, y]) => `${r(x)} ${r(y)}`).join('L')}`
}

/** SVG path of a shape's region and lines. */
function pathOf(shape: Shape): string {
  const kind = kindOf(shape)
  return [...kind.region(shape).flatMap((piece) => piece.map(closed)), ...kind.lines(shape).map(open)].join('')
}

const isFinite = (b: Bounds): boolean => [b.x0, b.y0, b.x1, b.y1].every(Number.isFinite)

function shapesOf(annotation: Annotation, title: string, color: string): { shapes: FigureShape[]; bounds: Bounds[] } {
  const roles: [string, Annotation['roles'][keyof Annotation['roles']]][] = Object.entries(annotation.roles)
  const drawn = roles.flatMap(([role, d]) => {
    const bounds = d && kindOf(d.shape).bounds(d.shape)
    return d && bounds && isFinite(bounds) ? [{ role, shape: d.shape, bounds }] : []
  })
  const shapes = drawn.map(({ role, shape, bounds }, i): FigureShape => ({
    path: pathOf(shape),
    color,
    look: role === 'full' ? 'dashed' : role === 'visible' ? 'solid' : 'dotted',
    isFilled: role === 'visible' || drawn.length === 1,
    label: i === 0 ? title : '',
    at: { x: bounds.x0, y: bounds.y0 },
  }))
  return { shapes, bounds: drawn.map((d) => d.bounds) }
}

/** The part of the image that is worth showing: all of it, unless the shapes would be specks. */
function viewOf(width: number, height: number, bounds: readonly Bounds[]): Figure['view'] {
  const whole = bounds.reduce(
    (all, b) => ({
      x0: Math.min(all.x0, b.x0),
      y0: Math.min(all.y0, b.y0),
      x1: Math.max(all.x1, b.x1),
      y1: Math.max(all.y1, b.y1),
    }),
    bounds.length > 0
      ? { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity }
      : { x0: 0, y0: 0, x1: width, y1: height },
  )
  const side = Math.max(whole.x1 - whole.x0, whole.y1 - whole.y0)
  if (side < Math.max(width, height) / 4) {
    const margin = Math.max(side * 0.75, 6)
    return {
      x: whole.x0 - margin,
      y: whole.y0 - margin,
      width: whole.x1 - whole.x0 + 2 * margin,
      height: whole.y1 - whole.y0 + 2 * margin,
    }
  }
  const pad = Math.max(width, height) * 0.03
  const [x0, y0] = [Math.min(0, whole.x0) - pad, Math.min(0, whole.y0) - pad]
  return { x: x0, y: y0, width: Math.max(width, whole.x1) + pad - x0, height: Math.max(height, whole.y1) + pad - y0 }
}

/** @param colorOf CSS colour of a class */
export function figureOf(
  doc: ImageDocument,
  titleOf: (annotation: Annotation) => string,
  colorOf: (cls: string) => string,
): Figure {
  const { width, height } = doc.image
  const all = doc.annotations.map((a) => shapesOf(a, titleOf(a), colorOf(a.class)))
  return {
    image: { width, height },
    view: viewOf(
      width,
      height,
      all.flatMap((a) => a.bounds),
    ),
    shapes: all.flatMap((a) => a.shapes),
  }
}
