import { chromium, type Browser, type Page } from '@playwright/test'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'
import { contentSecurityPolicy } from '../../src/cli/serve/csp.mjs'
import { findChromium } from './browser.mjs'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
}

export interface BrowserPage {
  readonly page: Page
  readonly browser: Browser
  /** Console errors and reports of the content security policy, in order; stays empty in a good run. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const inside = (folder: string, path: string): string | undefined => {
  const full = normalize(join(folder, path))
  return full.startsWith(normalize(folder)) ? full : undefined
}

/** Serves the built module as a page under the strict policy, and each folder below `/<name>/`. */
async function serve(built: string, folders: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1)
    if (path === 'favicon.ico') return void response.writeHead(204).end()
    if (path === '') {
      response.writeHead(200, {
        'content-type': 'text/html',
        'content-security-policy': contentSecurityPolicy('header'),
      })
      return void response.end('<!doctype html><title>test page</title><script type="module" src="./page.js"></script>')
    }
    const [name = '', ...rest] = path.split('/')
    const file = folders[name] ? inside(folders[name], rest.join('/')) : inside(built, path)
    readFile(file ?? '').then(
      (bytes) =>
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return server
}

/**
 * Builds one TypeScript module (and the workers that it starts) with Vite, as the app is built, and opens it in Chromium. The module puts what the test calls on
 * `globalThis.harness`.
 * @param entry path of the module.
 * @param folders folders served below `/<name>/`.
 */
export async function openBrowserPage(
  entry: string,
  folders: Readonly<Record<string, string>> = {},
): Promise<BrowserPage> {
  const built = await mkdtemp(join(tmpdir(), 'groundrule-page-'))
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: built,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      assetsInlineLimit: 0,
      rollupOptions: { input: entry, preserveEntrySignatures: 'strict', output: { entryFileNames: 'page.js' } },
    },
  })
  const server = await serve(built, folders)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const executablePath = findChromium()
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.waitForFunction(() => 'harness' in globalThis)
  return {
    page,
    browser,
    complaints,
    close: async () => {
      await browser.close()
      await new Promise((closed) => server.close(closed))
      await rm(built, { recursive: true, force: true })
    },
  }
}
