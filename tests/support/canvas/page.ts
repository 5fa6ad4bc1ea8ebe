/** Builds the harness page once, serves it with the strict CSP and opens it in Chromium. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { build } from 'vite'
import { serve } from '../../../src/cli/serve/server.mjs'
import { findChromium } from '../browser.mjs'

const ROOT = resolve(import.meta.dirname)
const PHOTOS = resolve(import.meta.dirname, '../../../../shared/datasets/bccd/JPEGImages')
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface CanvasPage {
  open(options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>
  readonly havePhotos: boolean
  close(): Promise<void>
}

export async function canvasPage(flags: readonly string[] = []): Promise<CanvasPage> {
  const out = mkdtempSync(join(tmpdir(), 'groundrule-canvas-'))
  await build({
    root: ROOT,
    base: './',
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
    },
  })
  const havePhotos = existsSync(PHOTOS)
  if (havePhotos)
    for (const name of ['BloodImage_00001.jpg', 'BloodImage_00010.jpg']) cpSync(join(PHOTOS, name), join(out, name))
  const { server, port } = await serve(out, 0)
  const executablePath = findChromium()
  const browser: Browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...FLAGS, ...flags],
  })
  return {
    havePhotos,
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 900, height: 640 }, ...options })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(`http://localhost:${port}/`)
      await page.waitForFunction(() => 'harness' in window)
      return { page, complaints }
    },
    async close() {
      await browser.close()
      server.close()
      rmSync(out, { recursive: true, force: true })
    },
  }
}
