/** Rotated box: the two ends of one side (two clicks or a drag), then a click that gives the width. */
import type { RotatedBox } from '../../../core/geometry/shapes/rotated_box/rotated_box'
import type { ImagePoint } from '../../../core/model/units'
import { polylineOf } from '../polyline/polyline-tool'
import { apart, DRAG_AFTER, type PointerInput, type Scene, type Step, type Tool } from '../tool'

export interface RotatedBoxState {
  /** Ends of the side that are set. */
  readonly side: readonly ImagePoint[]
  readonly cursor: ImagePoint | undefined
  readonly pressed: boolean
}

const EMPTY: RotatedBoxState = { side: [], cursor: undefined, pressed: false }

/** The box on the side a–b that reaches as far as `to`, on either side of it. Its own x axis runs from a to b. */
export function onSide(a: ImagePoint, b: ImagePoint, to: ImagePoint): RotatedBox {
  const w = apart(a, b)
  const [ux, uy] = [(b.x - a.x) / w, (b.y - a.y) / w]
  const reach = (to.y - a.y) * ux - (to.x - a.x) * uy
  return {
    kind: 'rotated_box',
    cx: (a.x + b.x) / 2 - (uy * reach) / 2,
    cy: (a.y + b.y) / 2 + (ux * reach) / 2,
    w,
    h: Math.abs(reach),
    angle: (Math.atan2(uy, ux) * 180) / Math.PI,
  }
}

function up(state: RotatedBoxState, { at }: PointerInput, scene: Scene): Step<RotatedBoxState> {
  if (!state.pressed) return { state }
  const [a, b] = state.side
  const released = { ...state, cursor: at, pressed: false }
  if (a && !b) {
    const dragged = apart(a, at) > DRAG_AFTER * scene.pixel
    return { state: dragged ? { ...released, side: [a, at] } : released }
  }
  return { state: released }
}

function down(state: RotatedBoxState, { at }: PointerInput): Step<RotatedBoxState> {
  const [a, b] = state.side
  const pressed = { ...state, cursor: at, pressed: true }
  if (!a) return { state: { ...pressed, side: [at] } }
  if (!b) return { state: { ...pressed, side: apart(a, at) > 0 ? [a, at] : [a] } }
  const shape = onSide(a, b, at)
  return shape.h > 0 ? { state: { ...EMPTY, cursor: at }, reports: [{ type: 'drawn', shape }] } : { state }
}

function draftOf({ side: [a, b], cursor }: RotatedBoxState) {
  if (!a || !cursor) return undefined
  if (!b) return { shape: polylineOf([a, cursor]), points: [a] }
  return { shape: onSide(a, b, cursor), points: [a, b] }
}

export const rotatedBoxTool: Tool<RotatedBoxState> = {
  id: 'rotated_box',
  start: EMPTY,
  on(state, input, scene) {
    switch (input.type) {
      case 'down':
        return down(state, input)
      case 'move':
        return { state: { ...state, cursor: input.at } }
      case 'up':
        return up(state, input, scene)
      case 'finish':
        return state.side.length === 2 && state.cursor
          ? down(state, { type: 'down', at: state.cursor, shift: false, alt: false, clicks: 0 })
          : { state }
      case 'back':
        return { state: { ...state, side: state.side.slice(0, -1), pressed: false } }
      case 'cancel':
        return { state: { ...EMPTY, cursor: state.cursor } }
      default:
        return { state }
    }
  },
  preview(state) {
    const draft = draftOf(state)
    return { cursor: 'crosshair', crosshair: state.side.length === 0, ...(draft && { draft }) }
  },
  busy: ({ side }) => side.length > 0,
}
