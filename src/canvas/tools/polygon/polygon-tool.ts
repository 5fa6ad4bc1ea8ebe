/** Polygon: a click adds a point; Enter, a double click or a click on the first point closes it. */
import { polygonOf } from '../../../core/geometry/shapes/polygon/polygon'
import type { ImagePoint } from '../../../core/model/units'
import { apart, GRIP_REACH, type PointerInput, type Scene, type Step, type Tool } from '../tool'

export interface PolygonState {
  readonly points: readonly ImagePoint[]
  /** Where the pointer is, so that the open edge follows it. */
  readonly cursor: ImagePoint | undefined
  /** The last point is still under the pressed button and moves with it. */
  readonly pressed: boolean
  /** The pointer is on the first point: a click closes. */
  readonly closing: boolean
}

const EMPTY: PolygonState = { points: [], cursor: undefined, pressed: false, closing: false }

function finish(state: PolygonState): Step<PolygonState> {
  const points = state.points.filter((p, i) => i === 0 || apart(p, state.points[i - 1] ?? p) > 0)
  if (points.length < 3) return { state: { ...state, pressed: false } }
  return { state: { ...EMPTY, cursor: state.cursor }, reports: [{ type: 'drawn', shape: polygonOf(points) }] }
}

const nearFirst = (state: PolygonState, at: ImagePoint, scene: Scene): boolean => {
  const first = state.points[0]
  return first !== undefined && state.points.length >= 3 && apart(first, at) <= GRIP_REACH * scene.pixel
}

function down(state: PolygonState, input: PointerInput, scene: Scene): Step<PolygonState> {
  const { at } = input
  // The first press of a double click has already set the point here.
  if (input.clicks === 2 && state.points.length >= 3) return finish(state)
  if (nearFirst(state, at, scene)) return finish(state)
  const last = state.points.at(-1)
  if (last && apart(last, at) === 0) return { state }
  return { state: { points: [...state.points, at], cursor: at, pressed: true, closing: false } }
}

function move(state: PolygonState, at: ImagePoint, scene: Scene): Step<PolygonState> {
  if (state.pressed) return { state: { ...state, points: [...state.points.slice(0, -1), at], cursor: at } }
  return { state: { ...state, cursor: at, closing: nearFirst(state, at, scene) } }
}

export const polygonTool: Tool<PolygonState> = {
  id: 'polygon',
  start: EMPTY,
  on(state, input, scene) {
    switch (input.type) {
      case 'down':
        return down(state, input, scene)
      case 'move':
        return move(state, input.at, scene)
      case 'up':
        return { state: { ...state, pressed: false, cursor: input.at } }
      case 'finish':
        return finish(state)
      case 'back':
        return { state: { ...state, points: state.points.slice(0, -1), pressed: false, closing: false } }
      case 'cancel':
        return { state: EMPTY }
      case 'remove':
        return { state }
    }
  },
  preview(state) {
    const points = state.cursor && !state.pressed && !state.closing ? [...state.points, state.cursor] : state.points
    return {
      cursor: state.closing ? 'pointer' : 'crosshair',
      crosshair: state.points.length === 0,
      ...(state.points.length > 0 && {
        draft: { shape: polygonOf(points), open: !state.closing, closing: state.closing },
      }),
    }
  },
  busy: (state) => state.points.length > 0,
}
