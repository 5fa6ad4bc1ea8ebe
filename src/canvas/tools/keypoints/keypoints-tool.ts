/**
 * Keypoints: the skeleton's points are set one by one in the policy's order. Shift, or the key for it, sets the next one as
 * hidden; another key leaves it out; Enter leaves out all that are missing.
 */
import type { Keypoint, Keypoints } from '../../../core/geometry/shapes/keypoints/keypoints'
import type { ImagePoint } from '../../../core/model/units'
import type { PointerInput, Scene, Step, Tool } from '../tool'

export interface KeypointsState {
  readonly points: readonly Keypoint[]
  readonly cursor: ImagePoint | undefined
  /** The last point is still under the pressed button and moves with it. */
  readonly pressed: boolean
  /** The next point is labelled, but hidden. */
  readonly hidden: boolean
}

const EMPTY: KeypointsState = { points: [], cursor: undefined, pressed: false, hidden: false }

const nextOf = (state: KeypointsState, scene: Scene) => scene.skeleton?.points[state.points.length]

/** Places a point; the position of an absent one says nothing, it only tells where its grip waits. */
function place(state: KeypointsState, at: ImagePoint, v: Keypoint['v'], scene: Scene): KeypointsState {
  const next = nextOf(state, scene)
  return next ? { ...state, points: [...state.points, { name: next.id, x: at.x, y: at.y, v }], hidden: false } : state
}

/** Reports the skeleton once every point has been decided. With none labelled there is nothing to report. */
function settled(state: KeypointsState, scene: Scene): Step<KeypointsState> {
  if (nextOf(state, scene)) return { state }
  const shape: Keypoints = { kind: 'keypoints', points: [...state.points] }
  const done = { ...EMPTY, cursor: state.cursor }
  return shape.points.some((p) => p.v > 0) ? { state: done, reports: [{ type: 'drawn', shape }] } : { state: done }
}

function finish(state: KeypointsState, scene: Scene): Step<KeypointsState> {
  const last = state.points.at(-1)
  if (!last) return { state }
  const rest = (scene.skeleton?.points ?? []).slice(state.points.length)
  // In a row beside the last point, so that each grip can be caught later.
  const absent = rest.map(({ id }, i): Keypoint => ({
    name: id,
    x: last.x + (i + 1) * 14 * scene.pixel,
    y: last.y,
    v: 0,
  }))
  return settled({ ...state, points: [...state.points, ...absent] }, scene)
}

function down(state: KeypointsState, input: PointerInput, scene: Scene): Step<KeypointsState> {
  const v = state.hidden || input.shift ? 1 : 2
  return { state: { ...place(state, input.at, v, scene), cursor: input.at, pressed: true } }
}

function move(state: KeypointsState, at: ImagePoint): Step<KeypointsState> {
  const last = state.points.at(-1)
  if (!state.pressed || !last) return { state: { ...state, cursor: at } }
  return { state: { ...state, cursor: at, points: [...state.points.slice(0, -1), { ...last, x: at.x, y: at.y }] } }
}

function skip(state: KeypointsState, scene: Scene): Step<KeypointsState> {
  const at = state.cursor ?? state.points.at(-1)
  if (!at || state.pressed) return { state }
  return settled(place(state, at, 0, scene), scene)
}

export const keypointsTool: Tool<KeypointsState> = {
  id: 'keypoints',
  start: EMPTY,
  on(state, input, scene) {
    switch (input.type) {
      case 'down':
        return down(state, input, scene)
      case 'move':
        return move(state, input.at)
      case 'up':
        return state.pressed ? settled({ ...state, pressed: false, cursor: input.at }, scene) : { state }
      case 'finish':
        return finish(state, scene)
      case 'hidden':
        return { state: { ...state, hidden: !state.hidden } }
      case 'absent':
        return skip(state, scene)
      case 'back':
        return { state: { ...state, points: state.points.slice(0, -1), pressed: false, hidden: false } }
      case 'cancel':
        return { state: { ...EMPTY, cursor: state.cursor } }
      default:
        return { state }
    }
  },
  preview(state, scene) {
    const next = state.pressed ? undefined : nextOf(state, scene)
    const { points, cursor, hidden } = state
    const open: Keypoint[] = next && cursor ? [{ name: next.id, ...cursor, v: hidden ? 1 : 2 }] : []
    return {
      cursor: 'crosshair',
      crosshair: points.length === 0,
      ...(next && { placing: { point: next.id, hidden } }),
      ...(points.length > 0 && { draft: { shape: { kind: 'keypoints', points: [...points, ...open] } } }),
    }
  },
  busy: ({ points, hidden }) => points.length > 0 || hidden,
}
