/** Points: each click is a label of its own; with Shift it is a further point of the selected one. */
import type { ImagePoint } from '../../../core/model/units'
import { targetOf } from '../target'
import type { PointerInput, Scene, Step, Tool } from '../tool'

export interface PointsState {
  /** The point under the pressed button. */
  readonly at: ImagePoint | undefined
  readonly onto: boolean
}

const IDLE: PointsState = { at: undefined, onto: false }

function up({ at: set, onto }: PointsState, { at }: PointerInput, scene: Scene): Step<PointsState> {
  if (!set) return { state: IDLE }
  const target = onto ? targetOf(scene, 'points') : undefined
  if (!target) return { state: IDLE, reports: [{ type: 'drawn', shape: { kind: 'points', points: [[at.x, at.y]] } }] }
  const { id, role, shape } = target
  const more = { ...shape, points: [...shape.points, [at.x, at.y] as [number, number]] }
  return { state: IDLE, reports: [{ type: 'changed', edits: [{ id, role, shape: more }] }] }
}

export const pointsTool: Tool<PointsState> = {
  id: 'points',
  start: IDLE,
  on(state, input, scene) {
    switch (input.type) {
      case 'down':
        return { state: { at: input.at, onto: state.onto || input.shift } }
      case 'move':
        return { state: state.at ? { ...state, at: input.at } : state }
      case 'up':
        return up(state, input, scene)
      case 'onto':
        return { state: { ...state, onto: targetOf(scene, 'points') !== undefined } }
      case 'cancel':
      case 'back':
        return { state: IDLE }
      default:
        return { state }
    }
  },
  preview: ({ at, onto }) => ({
    cursor: onto ? 'copy' : 'crosshair',
    crosshair: true,
    ...(at && { draft: { shape: { kind: 'points', points: [[at.x, at.y]] } } }),
  }),
  busy: ({ at, onto }) => at !== undefined || onto,
}
