/** The built app in real Chromium with a real folder, and what the page notes about what it paints. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { close, launch, serve } from '../../support/chromium'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** Names of the page's own record: when something was dropped or pressed, and when a picture was painted after it. */
export interface Noted {
  from: number
  painted: number[]
}
declare global {
  interface Window {
    noted: Noted
  }
}

/**
 * Runs in the page before its scripts. A picture counts as painted when the browser has begun the frame after the one in
 * which it was drawn on a canvas of the stage.
 */
function watch(): void {
  const noted: Noted = { from: 0, painted: [] }
  window.noted = noted
  const start = (event: Event): void => {
    noted.from = event.timeStamp
    noted.painted = []
  }
  addEventListener('drop', start, true)
  addEventListener('keydown', start, true)
  const sources = new WeakSet<object>()
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args)
    const [source] = args
    const onStage = this.canvas.closest('.surface, [data-floor]') !== null
    if (!onStage || !(source instanceof ImageBitmap) || sources.has(source)) return
    sources.add(source)
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => noted.painted.push(performance.now())
      port2.postMessage(0)
    })
  } as typeof CanvasRenderingContext2D.prototype.drawImage
}

/** The floor: nothing but the platform's own calls. */
const FLOOR = `<!doctype html><meta charset="utf-8"><title>floor</title><body style="margin:0"><main style="height:100vh"><canvas data-floor width="1280" height="800"></canvas></main><script>
let paths = []
const paint = async (handle) => {
  const bitmap = await createImageBitmap(await handle.getFile(), { colorSpaceConversion: 'none', imageOrientation: 'from-image' })
  const canvas = document.querySelector('canvas')
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
}
addEventListener('dragover', (e) => e.preventDefault())
addEventListener('drop', async (e) => {
  e.preventDefault()
  const root = await [...e.dataTransfer.items][0].getAsFileSystemHandle()
  paths = []
  window.listed = undefined
  for await (const entry of root.values()) {
    if (entry.kind !== 'file' || !entry.name.endsWith('.jpg')) continue
    if (paths.push(entry) === 1) void paint(entry)
  }
  window.listed = performance.now()
  paths.sort((a, b) => (a.name < b.name ? -1 : 1))
})
let at = 0
addEventListener('keydown', () => void paint(paths[++at]))
</script>`

export interface OpenApp {
  /** A page of its own profile; `floor` instead of the app when asked. */
  page(kind: 'app' | 'floor'): Promise<{ page: Page; done(): Promise<void> }>
  close(): Promise<void>
}

export async function openApp(): Promise<OpenApp> {
  const out = mkdtempSync(join(tmpdir(), 'groundrule-bench-'))
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: out, emptyOutDir: true },
  })
  const served = await serve(out, { '/floor.html': FLOOR })
  return {
    async page(kind) {
      const chromium = await launch()
      const page = await chromium.context.newPage()
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.addInitScript(watch)
      await page.goto(`${served.origin}/${kind === 'app' ? '' : 'floor.html'}`)
      return { page, done: () => close(chromium) }
    },
    async close() {
      await served.stop()
      rmSync(out, { recursive: true, force: true })
    },
  }
}
