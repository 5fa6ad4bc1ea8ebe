/** Ellipse: drawn by the box around it, as the box tool does; Shift makes it a circle. Turned afterwards by its grip. */
import type { Shape } from '../../../core/geometry/shapes'
import type { Box } from '../../../core/geometry/shapes/box/box'
import type { Ellipse } from '../../../core/geometry/shapes/ellipse/ellipse'
import { boxTool, type BoxState } from '../box/box-tool'
import type { Tool } from '../tool'

/** The ellipse that touches the four sides of a box. */
export const ellipseIn = ({ x, y, w, h }: Box): Ellipse => ({
  kind: 'ellipse',
  cx: x + w / 2,
  cy: y + h / 2,
  rx: w / 2,
  ry: h / 2,
  angle: 0,
})

const rounded = (shape: Shape): Shape => (shape.kind === 'box' ? ellipseIn(shape) : shape)

export const ellipseTool: Tool<BoxState> = {
  ...boxTool,
  id: 'ellipse',
  on(state, input, scene) {
    const step = boxTool.on(state, input, scene)
    const reports = step.reports?.map((r) => (r.type === 'drawn' ? { ...r, shape: rounded(r.shape) } : r))
    return { state: step.state, ...(reports && { reports }) }
  },
  preview(state, scene) {
    const { draft, ...rest } = boxTool.preview(state, scene)
    return { ...rest, ...(draft && { draft: { ...draft, shape: rounded(draft.shape) } }) }
  },
}
