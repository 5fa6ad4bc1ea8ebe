/** Box: press, drag, release; or one click for each of two opposite corners. Shift makes it square. */
import { boxBetween, type Box } from '../../../core/geometry/shapes/box/box'
import type { ImagePoint } from '../../../core/model/units'
import { apart, DRAG_AFTER, type PointerInput, type Scene, type Step, type Tool, type ToolInput } from '../tool'

export type BoxState =
  | { readonly at: 'idle' }
  /** The first corner is set. `pressed`: the button has been down since; `dragged`: and has moved. */
  | {
      readonly at: 'corner'
      readonly from: ImagePoint
      readonly to: ImagePoint
      readonly pressed: boolean
      readonly dragged: boolean
      readonly square: boolean
    }

const IDLE: BoxState = { at: 'idle' }

/** The box between two corners; as a square, the longer side wins and it grows from `from` towards `to`. */
export function spanned(from: ImagePoint, to: ImagePoint, square: boolean): Box {
  if (!square) return boxBetween(from, to)
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))
  const corner = { x: from.x + (to.x < from.x ? -side : side), y: from.y + (to.y < from.y ? -side : side) }
  return boxBetween(from, corner)
}

function onPointer(state: BoxState, input: PointerInput, scene: Scene): Step<BoxState> {
  const { at, shift: square } = input
  if (state.at === 'idle')
    return {
      state: input.type === 'down' ? { at: 'corner', from: at, to: at, pressed: true, dragged: false, square } : state,
    }
  const dragged = state.dragged || (state.pressed && apart(state.from, at) > DRAG_AFTER * scene.pixel)
  if (input.type === 'down') return { state: { ...state, to: at, square } }
  if (input.type === 'move') return { state: { ...state, to: at, dragged, square } }
  if (state.pressed && !dragged) return { state: { ...state, to: at, pressed: false, square } }
  const shape = spanned(state.from, at, square)
  // A second click on the first corner would make a box without area: keep waiting for the other corner.
  if (shape.w === 0 || shape.h === 0) return { state: { ...state, to: at, pressed: false, dragged: false } }
  return { state: IDLE, reports: [{ type: 'drawn', shape }] }
}

export const boxTool: Tool<BoxState> = {
  id: 'box',
  start: IDLE,
  on(state, input: ToolInput, scene) {
    switch (input.type) {
      case 'down':
      case 'move':
      case 'up':
        return onPointer(state, input, scene)
      case 'finish': {
        if (state.at === 'idle') return { state }
        const shape = spanned(state.from, state.to, state.square)
        return shape.w > 0 && shape.h > 0 ? { state: IDLE, reports: [{ type: 'drawn', shape }] } : { state: IDLE }
      }
      case 'cancel':
      case 'back':
        return { state: IDLE }
      default:
        return { state }
    }
  },
  preview: (state) => ({
    cursor: 'crosshair',
    crosshair: true,
    ...(state.at === 'corner' && {
      draft: { shape: spanned(state.from, state.to, state.square) },
    }),
  }),
  busy: (state) => state.at !== 'idle',
}
