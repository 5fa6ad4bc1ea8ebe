/** A tool together with its state, its state's type hidden. */
import type { Preview, Report, Scene, Tool, ToolInput } from './tool'
import type { ToolId } from '../stage-api'

export interface RunningTool {
  readonly id: ToolId
  on(input: ToolInput, scene: Scene): readonly Report[]
  preview(scene: Scene): Preview
  readonly busy: boolean
  /** Remembers the state, so that a press that turned out to be a pinch can be forgotten. */
  mark(): void
  rewind(): void
}

export function running<S>(tool: Tool<S>): RunningTool {
  let state = tool.start
  let marked = state
  return {
    id: tool.id,
    on(input, scene) {
      const step = tool.on(state, input, scene)
      state = step.state
      return step.reports ?? []
    },
    preview: (scene) => tool.preview(state, scene),
    get busy() {
      return tool.busy(state)
    },
    mark: () => void (marked = state),
    rewind: () => void (state = marked),
  }
}
