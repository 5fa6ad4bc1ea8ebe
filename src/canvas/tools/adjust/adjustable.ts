/**
 * A drawing tool whose hand can also reshape the one selected shape by its grips, so that a shape just drawn is adjusted
 * without changing tools. Only grips: a press anywhere else, also inside the selected shape, draws.
 */
import { selectTool, type SelectState } from '../select/select-tool'
import type { Scene, Step, Tool, ToolInput } from '../tool'

export interface AdjustableState<S> {
  readonly draw: S
  readonly hand: SelectState
}

/** While the selected object still lacks the role to be drawn, its grips rest: that outline often starts on one of them. */
function reachable(scene: Scene): boolean {
  const [id] = scene.selection
  const item = id === undefined ? undefined : scene.items.get(id)
  return scene.selection.size === 1 && (item?.roles.some(({ role }) => role === scene.role) ?? false)
}

/** Grips a drawing tool may catch: none while it draws. */
function hotGrip<S>(tool: Tool<S>, state: AdjustableState<S>, scene: Scene): boolean {
  return !tool.busy(state.draw) && reachable(scene) && selectTool.preview(state.hand, scene).hotGrip !== undefined
}

function toHand<S>(state: AdjustableState<S>, input: ToolInput, scene: Scene): Step<AdjustableState<S>> {
  const step = selectTool.on(state.hand, input, scene)
  return { ...step, state: { ...state, hand: step.state } }
}

/** The tool `tool`, with the grips of the selected shape at hand while nothing is being drawn. */
export function adjustable<S>(tool: Tool<S>): Tool<AdjustableState<S>> {
  const draw = (state: AdjustableState<S>, input: ToolInput, scene: Scene): Step<AdjustableState<S>> => {
    const step = tool.on(state.draw, input, scene)
    return { ...step, state: { ...state, draw: step.state } }
  }
  return {
    id: tool.id,
    start: { draw: tool.start, hand: selectTool.start },
    on(state, input, scene) {
      if (selectTool.busy(state.hand)) return toHand(state, input, scene)
      if (input.type === 'down') {
        const seen = { ...state, hand: { ...state.hand, cursor: input.at } }
        // A point set by keys draws: the crosshair often stands on the corner of the shape drawn last.
        return input.clicks > 0 && hotGrip(tool, seen, scene) ? toHand(seen, input, scene) : draw(seen, input, scene)
      }
      if (input.type === 'remove') return hotGrip(tool, state, scene) ? toHand(state, input, scene) : { state }
      if (input.type === 'hidden' || input.type === 'absent')
        return hotGrip(tool, state, scene) ? toHand(state, input, scene) : draw(state, input, scene)
      if (input.type !== 'move') return draw(state, input, scene)
      return draw({ ...state, hand: { ...state.hand, cursor: input.at } }, input, scene)
    },
    preview(state, scene) {
      if (selectTool.busy(state.hand)) return selectTool.preview(state.hand, scene)
      const drawing = tool.preview(state.draw, scene)
      if (tool.busy(state.draw) || !reachable(scene)) return drawing
      const { grips, hotGrip: hot, cursor } = selectTool.preview(state.hand, scene)
      return {
        ...drawing,
        ...(grips && { grips }),
        ...(hot && { hotGrip: hot, cursor, crosshair: false }),
      }
    },
    busy: (state) => selectTool.busy(state.hand) || tool.busy(state.draw),
  }
}
