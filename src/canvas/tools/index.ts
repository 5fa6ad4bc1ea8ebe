/** The list of tools: a new tool is one folder and one line here. */
import type { ToolId } from '../stage-api'
import { adjustable } from './adjust/adjustable'
import { boxTool } from './box/box-tool'
import { ellipseTool } from './ellipse/ellipse-tool'
import { extremeTool } from './extreme/extreme-tool'
import { keypointsTool } from './keypoints/keypoints-tool'
import { pointsTool } from './points/points-tool'
import { polygonTool } from './polygon/polygon-tool'
import { polylineTool } from './polyline/polyline-tool'
import { rotatedBoxTool } from './rotated_box/rotated-box-tool'
import { selectTool } from './select/select-tool'
import { running, type RunningTool } from './running'

export const startTool: Readonly<Record<ToolId, () => RunningTool>> = {
  select: () => running(selectTool),
  box: () => running(adjustable(boxTool)),
  extreme: () => running(adjustable(extremeTool)),
  rotated_box: () => running(adjustable(rotatedBoxTool)),
  ellipse: () => running(adjustable(ellipseTool)),
  polygon: () => running(adjustable(polygonTool)),
  polyline: () => running(adjustable(polylineTool)),
  points: () => running(adjustable(pointsTool)),
  keypoints: () => running(adjustable(keypointsTool)),
}
