/** The list of tools: a new tool is one folder and one line here. */
import type { ToolId } from '../stage-api'
import { adjustable } from './adjust/adjustable'
import { boxTool } from './box/box-tool'
import { polygonTool } from './polygon/polygon-tool'
import { selectTool } from './select/select-tool'
import { running, type RunningTool } from './running'

export const startTool: Readonly<Record<ToolId, () => RunningTool>> = {
  select: () => running(selectTool),
  box: () => running(adjustable(boxTool)),
  polygon: () => running(adjustable(polygonTool)),
}
