/**
 * Box by its extreme points: one click each on the leftmost, topmost, rightmost and bottommost point of the object, in any
 * order. Source: Papadopoulos et al., "Extreme clicking for efficient object annotation", ICCV 2017.
 */
import { boxBetween, type Box } from '../../../core/geometry/shapes/box/box'
import { boundsOfVertices } from '../../../core/geometry/shapes/vertices'
import type { ImagePoint } from '../../../core/model/units'
import type { Step, Tool } from '../tool'

export interface ExtremeState {
  readonly points: readonly ImagePoint[]
  readonly cursor: ImagePoint | undefined
  readonly pressed: boolean
}

const EMPTY: ExtremeState = { points: [], cursor: undefined, pressed: false }
const WANTED = 4

function around(points: readonly ImagePoint[]): Box {
  const { x0, y0, x1, y1 } = boundsOfVertices([points.map(({ x, y }) => [x, y] as const)])
  return boxBetween({ x: x0, y: y0 }, { x: x1, y: y1 })
}

/** The box of the points set so far; while one of the sides is still missing, it waits. */
function finish(state: ExtremeState): Step<ExtremeState> {
  const shape = around(state.points)
  if (!(shape.w > 0 && shape.h > 0)) return { state: { ...state, points: state.points.slice(0, 1), pressed: false } }
  return {
    state: { ...EMPTY, cursor: state.cursor },
    reports: [{ type: 'drawn', shape, origin: 'extreme points' }],
  }
}

export const extremeTool: Tool<ExtremeState> = {
  id: 'extreme',
  start: EMPTY,
  on(state, input) {
    switch (input.type) {
      case 'down':
        return { state: { points: [...state.points, input.at], cursor: input.at, pressed: true } }
      case 'move': {
        const points = state.pressed ? [...state.points.slice(0, -1), input.at] : state.points
        return { state: { ...state, points, cursor: input.at } }
      }
      case 'up': {
        const released = { ...state, cursor: input.at, pressed: false }
        return released.points.length === WANTED ? finish(released) : { state: released }
      }
      case 'back':
        return { state: { ...state, points: state.points.slice(0, -1), pressed: false } }
      case 'cancel':
        return { state: { ...EMPTY, cursor: state.cursor } }
      default:
        return { state }
    }
  },
  preview: ({ points, cursor, pressed }) => ({
    cursor: 'crosshair',
    crosshair: true,
    ...(points.length > 0 && {
      draft: { shape: around(cursor && !pressed ? [...points, cursor] : points), points },
    }),
  }),
  busy: ({ points }) => points.length > 0,
}
