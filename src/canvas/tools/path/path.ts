/**
 * What polygon and polyline have in common: a click adds a point; Enter, a double click or, for an outline, a click on the
 * first point ends it. Begun with Shift (or after `onto`) it becomes a further part of the selected shape.
 */
import type { Shape } from '../../../core/geometry/shapes'
import type { ImagePoint } from '../../../core/model/units'
import { targetOf } from '../target'
import { apart, GRIP_REACH, type PointerInput, type Scene, type Step, type Tool } from '../tool'

export interface PathState {
  readonly points: readonly ImagePoint[]
  /** Where the pointer is, so that the open edge follows it. */
  readonly cursor: ImagePoint | undefined
  /** The last point is still under the pressed button and moves with it. */
  readonly pressed: boolean
  /** The pointer is on the first point: a click closes. */
  readonly closing: boolean
  /** It becomes a part of the selected shape. */
  readonly onto: boolean
}

export interface PathKind<K extends 'polygon' | 'polyline'> {
  readonly id: K
  readonly least: number
  readonly closes: boolean
  shapeOf(points: readonly ImagePoint[]): Extract<Shape, { kind: K }>
  /** The shape with a further part. */
  extended(shape: Extract<Shape, { kind: K }>, points: readonly ImagePoint[]): Extract<Shape, { kind: K }>
}

const EMPTY: PathState = { points: [], cursor: undefined, pressed: false, closing: false, onto: false }

/** A tool that sets points one after another until the shape is ended. */
export function pathTool<K extends 'polygon' | 'polyline'>(kind: PathKind<K>): Tool<PathState> {
  function finish(state: PathState, scene: Scene): Step<PathState> {
    const points = state.points.filter((p, i) => i === 0 || apart(p, state.points[i - 1] ?? p) > 0)
    if (points.length < kind.least) return { state: { ...state, pressed: false } }
    const done = { ...EMPTY, cursor: state.cursor }
    const target = state.onto ? targetOf(scene, kind.id) : undefined
    if (!target) return { state: done, reports: [{ type: 'drawn', shape: kind.shapeOf(points) }] }
    const { id, role, shape } = target
    return { state: done, reports: [{ type: 'changed', edits: [{ id, role, shape: kind.extended(shape, points) }] }] }
  }

  const nearFirst = (state: PathState, at: ImagePoint, scene: Scene): boolean => {
    const first = state.points[0]
    return (
      kind.closes &&
      first !== undefined &&
      state.points.length >= kind.least &&
      apart(first, at) <= GRIP_REACH * scene.pixel
    )
  }

  function down(state: PathState, input: PointerInput, scene: Scene): Step<PathState> {
    const { at } = input
    // The first press of a double click has already set the point here.
    if (input.clicks === 2 && state.points.length >= kind.least) return finish(state, scene)
    if (nearFirst(state, at, scene)) return finish(state, scene)
    const last = state.points.at(-1)
    if (last && apart(last, at) === 0) return { state }
    const onto = last ? state.onto : (state.onto || input.shift) && targetOf(scene, kind.id) !== undefined
    return { state: { points: [...state.points, at], cursor: at, pressed: true, closing: false, onto } }
  }

  function move(state: PathState, at: ImagePoint, scene: Scene): Step<PathState> {
    if (state.pressed) return { state: { ...state, points: [...state.points.slice(0, -1), at], cursor: at } }
    return { state: { ...state, cursor: at, closing: nearFirst(state, at, scene) } }
  }

  return {
    id: kind.id,
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
          return finish(state, scene)
        case 'back':
          return { state: { ...state, points: state.points.slice(0, -1), pressed: false, closing: false } }
        case 'cancel':
          return { state: EMPTY }
        case 'onto':
          return { state: { ...state, onto: state.points.length === 0 && targetOf(scene, kind.id) !== undefined } }
        default:
          return { state }
      }
    },
    preview(state) {
      const points = state.cursor && !state.pressed && !state.closing ? [...state.points, state.cursor] : state.points
      return {
        cursor: state.closing ? 'pointer' : state.onto ? 'copy' : 'crosshair',
        crosshair: state.points.length === 0,
        ...(state.points.length > 0 && {
          draft: { shape: kind.shapeOf(points), points, closing: state.closing },
        }),
      }
    },
    busy: (state) => state.points.length > 0 || state.onto,
  }
}
