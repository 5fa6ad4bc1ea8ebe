/** A page with nothing but the stage: the tests drive it through `window.harness`. The small model keeps items as an app would. */
import '../../../src/core/model/zod-setup'
import { createStage } from '../../../src/canvas/stage'
import type { StageItem, StageView, ToolId } from '../../../src/canvas/stage-api'
import type { Shape } from '../../../src/core/geometry/shapes'
import type { AnnotationId, RoleId } from '../../../src/core/model/ids'

interface Seen {
  drawn: Shape[]
  changed: { id: string; role: string; shape: Shape }[][]
  selected: string[][]
  drawing: (Shape | undefined)[]
  views: StageView[]
}

const seen: Seen = { drawn: [], changed: [], selected: [], drawing: [], views: [] }
let items: readonly StageItem[] = []
let nextId = 1
const keep = { addDrawn: true, role: 'visible' as RoleId, color: '#ffb020' }

const container = document.getElementById('stage')
if (!container) throw new Error('no container')
const stage = createStage(
  container,
  {
    drawn(shape) {
      seen.drawn.push(shape)
      if (!keep.addDrawn) return
      const id = `drawn ${nextId++}` as AnnotationId
      setItems([
        ...items,
        {
          id,
          color: keep.color,
          label: 'drawn',
          disposition: 'positive',
          roles: [{ role: keep.role, shape }],
          locked: false,
        },
      ])
    },
    changed(edits) {
      seen.changed.push([...edits])
      setItems(
        items.map((item) => {
          const mine = edits.filter((e) => e.id === item.id)
          return mine.length === 0
            ? item
            : {
                ...item,
                roles: item.roles.map((r) => ({
                  role: r.role,
                  shape: mine.find((e) => e.role === r.role)?.shape ?? r.shape,
                })),
              }
        }),
      )
    },
    selected: (ids) => void seen.selected.push([...ids]),
    drawing: (shape) => void seen.drawing.push(shape),
    viewChanged: (view) => void seen.views.push(view),
    pointer: () => undefined,
  },
  { label: 'Image', theme: 'light' },
)

function setItems(next: readonly StageItem[]): void {
  items = next
  stage.setItems(items)
}

function clear(): void {
  Object.assign(seen, { drawn: [], changed: [], selected: [], drawing: [], views: [] })
}

const frame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))

/** Resolves when the stage has painted everything for the view it has. */
async function settled(): Promise<void> {
  let before = -1
  while (before !== stage.debug().frames) {
    before = stage.debug().frames
    await frame()
  }
}

/** A photo by address, or a test card whose pixel (x, y) has the colour (x mod 256, y mod 256, 128). */
async function showImage(source: string | { width: number; height: number }): Promise<void> {
  if (typeof source === 'string') {
    const bitmap = await createImageBitmap(await (await fetch(source)).blob())
    stage.setImage(bitmap, { width: bitmap.width, height: bitmap.height })
  } else {
    const { width, height } = source
    const data = new ImageData(width, height)
    for (let i = 0; i < width * height; i++)
      data.data.set([(i % width) % 256, Math.floor(i / width) % 256, 128, 255], 4 * i)
    stage.setImage(await createImageBitmap(data), source)
  }
  await settled()
}

const setTool = (tool: ToolId, disposition: StageItem['disposition'] = 'positive'): void =>
  stage.setTool(tool, { color: keep.color, role: keep.role, disposition })

const harness = { stage, seen, clear, setItems, items: () => items, showImage, settled, setTool, keep }
declare global {
  interface Window {
    harness: typeof harness
  }
}
window.harness = harness
// Keys as an app would map them.
addEventListener('keydown', (e) => {
  if (e.key === 'Escape') stage.cancelDrawing()
  if (e.key === 'Enter') stage.finishDrawing()
  if (e.key === 'Backspace') stage.removeLastPoint()
  if (e.key === 'Delete') stage.deleteVertex()
  if (e.key === ' ') stage.holdPan(true)
})
addEventListener('keyup', (e) => e.key === ' ' && stage.holdPan(false))
