/** The built app in real Chromium: served with its strict headers, watched for every complaint, driven as a person would. */
import { expect, type Locator, type Page } from '@playwright/test'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serve as serveStatic } from '../../src/cli/serve/server.mjs'
import { fit, toScreen } from '../../src/canvas/viewport'
import { PHOTOS } from './bccd'
import { dropFolder, type Chromium } from './chromium'

const BUILT = process.env['GROUNDRULE_APP'] ?? join(import.meta.dirname, '..', '..', 'dist', 'app')

export interface ServedApp {
  readonly origin: string
  stop(): Promise<void>
}

/** Serves the built app. One server a spec file: the origin must stay the same over a restart of the browser. */
export async function serveApp(): Promise<ServedApp> {
  if (!existsSync(join(BUILT, 'index.html'))) throw new Error('the app is not built: run "npm run build"')
  const { server, port } = await serveStatic(BUILT, 0)
  return {
    origin: `http://localhost:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export interface OpenOptions {
  /** Part of the address after `#`. */
  readonly hash?: string
  /** Runs in the page before the app does. */
  readonly before?: () => void
}

/** A page of the app and what a person does in it. */
export class AppPage {
  readonly complaints: string[] = []
  readonly page: Page

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.complaints.push(`page error: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
    })
  }

  static async open(chromium: Chromium, origin: string, options: OpenOptions = {}): Promise<AppPage> {
    const page = await chromium.context.newPage()
    await page.setViewportSize({ width: 1280, height: 860 })
    const app = new AppPage(page)
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) =>
        console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`),
      )
    })
    if (options.before) await page.addInitScript(options.before)
    await page.goto(`${origin}/${options.hash ?? ''}`)
    return app
  }

  /** No console error or warning, no CSP report, no uncaught error or unhandled rejection so far. */
  isCalm(): void {
    expect(this.complaints).toEqual([])
  }

  get surface(): Locator {
    return this.page.locator('[role="application"]')
  }
  get saveState(): Locator {
    return this.page.getByTestId('save-state')
  }
  finding(rule: string): Locator {
    return this.page.locator(`[data-rule="${rule}"]`)
  }
  entry(name: string): Locator {
    return this.page.getByRole('option').filter({ hasText: name })
  }

  /** The newest edit is in the journal. */
  async saved(): Promise<void> {
    await expect(this.saveState).toHaveAttribute('data-state', 'saved')
  }
  /** … and in its file in the folder. */
  async written(): Promise<void> {
    await this.saved()
    await expect(this.saveState).toHaveAttribute('data-side', 'written')
  }
  async acknowledged(): Promise<number> {
    return Number(await this.saveState.getAttribute('data-acknowledged'))
  }

  /** The image is on screen, its labels are loaded and the validator has answered. */
  async ready(name: string): Promise<void> {
    await expect(this.entry(name)).toHaveAttribute('aria-selected', 'true')
    await expect(this.page.getByRole('button', { name: /^(Finish, go to next|Reopen)/ })).toBeEnabled()
  }

  /** Drops a real folder on the start page and waits for its first image. */
  async dropFolder(path: string): Promise<void> {
    await dropFolder(this.page, 'main', path)
    await expect(this.page.locator('[role="option"]').first()).toBeVisible()
  }

  /** Screen position of an image point, with the image shown whole (`fit`). */
  async at(image: { width: number; height: number }, x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.surface.boundingBox()
    if (!box) throw new Error('no drawing surface')
    const p = toScreen(fit(image, box), { x, y } as Parameters<typeof toScreen>[1])
    return { x: p.x + box.x, y: p.y + box.y }
  }

  /** Drags from one image point to another, with the image shown whole. */
  async drag(image: { width: number; height: number }, from: [number, number], to: [number, number]): Promise<void> {
    const { mouse } = this.page
    const [a, b] = [await this.at(image, ...from), await this.at(image, ...to)]
    await mouse.move(a.x, a.y)
    await mouse.down()
    await mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2)
    await mouse.move(b.x, b.y)
    await mouse.up()
  }
}

/** Finds a text in the policy editor with its own search and types another in its place, all by keyboard. */
export async function replaceInPolicy(page: Page, from: string, to: string): Promise<void> {
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+f')
  const field = page.locator('.cm-search [name=search]')
  await field.fill('')
  await field.pressSequentially(from)
  await field.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.insertText(to)
}

/** Saves what the page offers as a download. (Chromium driven over its debugging port has no place to put downloads.) */
export async function savedBy(page: Page, button: Locator): Promise<Buffer> {
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL)
    URL.createObjectURL = (blob: Blob) => {
      Object.assign(window, { offered: blob })
      return make(blob)
    }
    HTMLAnchorElement.prototype.click = () => undefined
  })
  await button.click()
  const base64 = await page.evaluate(async () => {
    const bytes = new Uint8Array(await (window as unknown as { offered: Blob }).offered.arrayBuffer())
    let text = ''
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
    return btoa(text)
  })
  return Buffer.from(base64, 'base64')
}

export const PHOTO = { width: 640, height: 480 }

/** Copies real photos into a folder. */
export function copyPhotos(folder: string, ...numbers: number[]): string[] {
  mkdirSync(folder, { recursive: true })
  return numbers.map((n) => {
    const name = `BloodImage_${String(n).padStart(5, '0')}.jpg`
    copyFileSync(join(PHOTOS, name), join(folder, name))
    return name
  })
}
