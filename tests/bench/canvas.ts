/** Pan, zoom and drag with many boxes on a 24-megapixel photo, against plain Canvas2D drawing of the same. */
import { canvasPage } from '../support/canvas/page'
import { median, ms, p95, type Row, type Section } from './support/report'

export async function bench({ counts = [1000, 10_000], frames = 30, rounds = 4 } = {}): Promise<Section> {
  // Without the frame limiter a frame takes as long as the browser needs for it, rasterising and compositing included.
  const canvas = await canvasPage(['--disable-gpu-vsync', '--disable-frame-rate-limit'])
  const rows: Row[] = []
  try {
    for (const count of counts) {
      const { page } = await canvas.open({ viewport: { width: 1500, height: 900 } })
      const times = await page.evaluate(
        async ([n, frameCount, roundCount]) => {
          const { stage, setItems, settled, setTool } = window.harness
          const size = { width: 6000, height: 4000 }
          const photo = new OffscreenCanvas(size.width, size.height)
          const card = photo.getContext('2d')
          const plain = document.createElement('canvas')
          Object.assign(plain, { width: innerWidth, height: innerHeight })
          Object.assign(plain.style, { position: 'fixed', left: '0', top: '0' })
          document.body.append(plain)
          const ctx = plain.getContext('2d')
          if (!card || !ctx) throw new Error('no 2d context')
          const noise = new ImageData(size.width, size.height)
          const words = new Uint32Array(noise.data.buffer)
          for (let i = 0; i < words.length; i++) words[i] = (Math.imul(i, 2654435761) >>> 0) | 0xff000000
          card.putImageData(noise, 0, 0)
          const bitmap = photo.transferToImageBitmap()
          stage.setImage(bitmap, size)
          const colors = ['#ef4444', '#22c55e', '#3b82f6']
          const across = Math.ceil(Math.sqrt(n * 1.5))
          const step = size.width / across
          const boxes = Array.from({ length: n }, (_, i) => ({
            x: (i % across) * step,
            y: Math.floor(i / across) * step,
            w: step * 1.3,
            h: step * 0.9,
          }))
          setItems(
            boxes.map((b, i) => ({
              id: `b${i}` as never,
              color: colors[i % 3] ?? '',
              label: 'cell',
              disposition: 'positive' as const,
              roles: [{ role: 'visible' as never, shape: { kind: 'box' as const, ...b } }],
              locked: false,
            })),
          )
          setTool('select')
          stage.fit()
          await settled()
          const container = document.getElementById('stage')
          const next = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))
          const wall = async (into: number[], draw: (i: number) => void): Promise<void> => {
            let last = performance.now()
            for (let i = 0; i < frameCount; i++) {
              draw(i)
              await next()
              const now = performance.now()
              into.push(now - last)
              last = now
            }
          }
          let view = { scale: stage.view.scale, ...stage.view.offset }
          const paint = (): void => {
            ctx.clearRect(0, 0, plain.width, plain.height)
            ctx.drawImage(bitmap, view.x, view.y, size.width * view.scale, size.height * view.scale)
            ctx.lineWidth = 2
            ctx.fillStyle = 'rgba(59,130,246,0.12)'
            boxes.forEach((b, k) => {
              const [x, y, w, h] = [
                b.x * view.scale + view.x,
                b.y * view.scale + view.y,
                b.w * view.scale,
                b.h * view.scale,
              ]
              if (x > plain.width || y > plain.height || x + w < 0 || y + h < 0) return
              ctx.strokeStyle = colors[k % 3] ?? ''
              ctx.beginPath()
              ctx.rect(x, y, w, h)
              ctx.fill()
              ctx.stroke()
            })
          }
          const found = { pan: [], zoom: [], drag: [], floorPan: [], floorZoom: [] } as Record<
            'pan' | 'zoom' | 'drag' | 'floorPan' | 'floorZoom',
            number[]
          >
          const show = async (which: 'ours' | 'floor'): Promise<void> => {
            plain.style.display = which === 'floor' ? 'block' : 'none'
            if (container) container.style.visibility = which === 'ours' ? 'visible' : 'hidden'
            await settled()
          }
          const pointer = (type: string, x: number, y: number): void => {
            const init = {
              bubbles: true,
              cancelable: true,
              clientX: x,
              clientY: y,
              pointerId: 1,
              isPrimary: true,
              pointerType: 'mouse',
              button: type === 'pointermove' ? -1 : 0,
              buttons: type === 'pointerup' ? 0 : 1,
            }
            ;(type === 'pointerdown'
              ? (container ?? document.body)
              : (document.elementFromPoint(x, y) ?? document.body)
            ).dispatchEvent(new PointerEvent(type, init))
          }
          // In turns, one way in even rounds and back in odd ones.
          for (let round = 0; round < roundCount; round++) {
            const way = round % 2 === 0 ? 1 : -1
            await show('ours')
            await wall(found.pan, () => stage.panBy(12 * way, 5 * way))
            await wall(found.zoom, () => stage.zoomBy(1.02 ** way, { x: 700, y: 400 }))
            await show('floor')
            await wall(found.floorPan, () => {
              view = { ...view, x: view.x + 12 * way, y: view.y + 5 * way }
              paint()
            })
            await wall(found.floorZoom, () => {
              view = { ...view, scale: view.scale * 1.02 ** way }
              paint()
            })
          }
          await show('ours')
          stage.fit()
          await settled()
          const middle = boxes[Math.floor(n / 2) + Math.floor(across / 2)]
          let dragged = 0
          if (middle) {
            const { scale, offset } = stage.view
            const rect = container?.getBoundingClientRect()
            const x = (rect?.left ?? 0) + (middle.x + middle.w / 2) * scale + offset.x
            const y = (rect?.top ?? 0) + (middle.y + middle.h / 2) * scale + offset.y
            stage.select([`b${Math.floor(n / 2) + Math.floor(across / 2)}` as never])
            await settled()
            window.harness.clear()
            pointer('pointerdown', x, y)
            await wall(found.drag, (i) => pointer('pointermove', x + 2 * (i + 1), y + i))
            pointer('pointerup', x + 2 * frameCount, y + frameCount)
            dragged = window.harness.seen.changed.length
          }
          return { ...found, dragged }
        },
        [count, frames, rounds] as const,
      )
      const row = (what: string, ours: number[], floor: number[]): Row => ({
        what: `${what}, ${count} boxes: frame, median (p95)`,
        ours: `${ms(median(ours))} (${ms(p95(ours))})`,
        baseline: `${ms(median(floor))} (${ms(p95(floor))})`,
        ratio: median(ours) / median(floor),
      })
      rows.push(row('pan', times.pan, times.floorPan), row('zoom', times.zoom, times.floorZoom))
      if (times.dragged > 0) rows.push(row('dragging one shape', times.drag, times.floorPan))
      await page.context().close()
    }
  } finally {
    await canvas.close()
  }
  return {
    name: 'canvas',
    title: 'Canvas: pan, zoom and drag on a 24-megapixel image',
    baseline:
      'one canvas on which the same bitmap and the visible boxes are drawn with plain Canvas2D calls, fill and stroke, in turns with the stage on the same page, frame limiter off. Dragging is set against a full plain redraw.',
    rows,
  }
}
