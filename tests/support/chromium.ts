/**
 * Chromium for tests that need what only a real browser has: a profile on disk, real folder handles, a process to kill.
 * Chromium runs with its own debugging port in a process group of its own, so that `killHard` ends every one of its
 * processes at the same moment, as a power switch would.
 */
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize, sep } from 'node:path'
import { findChromium } from './browser.mjs'

/** What the profile answers when a page asks for a folder: `allow` without asking, `ask` (never answered in headless), `block`. */
export type Guard = 'allow' | 'ask' | 'block'
const SETTING: Readonly<Record<Guard, number>> = { allow: 1, block: 2, ask: 3 }

export interface LaunchOptions {
  /** Directory of the profile; a new one when absent. Give the same one again to start where the last browser stopped. */
  readonly profile?: string
  /** Right to write into folders. Default `allow`. */
  readonly write?: Guard
  /** Right to read folders again after a restart. Default `allow`; `ask` gives the "reconnect the folder" state. */
  readonly read?: Guard
}

/** A running browser. */
export interface Chromium {
  readonly browser: Browser
  readonly context: BrowserContext
  readonly profile: string
  readonly process: ChildProcess
}

const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--remote-debugging-port=0',
  '--window-size=1280,900',
]

/** A directory for one test's files, removed by `removeFolder`. Never the temp directory itself: browsers refuse that as a dropped folder. */
export const newFolder = (name = 'groundrule-'): string => mkdtempSync(join(tmpdir(), name))
export const removeFolder = (path: string): void =>
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })

/** Writes the preferences that answer the folder permission questions. Only a new profile is touched. */
function seed(profile: string, options: LaunchOptions): void {
  const file = join(profile, 'Default', 'Preferences')
  if (existsSync(file)) return
  mkdirSync(join(profile, 'Default'), { recursive: true })
  const guards = {
    file_system_write_guard: SETTING[options.write ?? 'allow'],
    file_system_read_guard: SETTING[options.read ?? 'allow'],
  }
  writeFileSync(file, JSON.stringify({ profile: { default_content_setting_values: guards } }))
}

/** Starts Chromium on a persistent profile. Close it with `close`, or end it with `killHard`. */
export async function launch(options: LaunchOptions = {}): Promise<Chromium> {
  const program = findChromium()
  if (program === undefined) throw new Error('no Chromium found; set CHROMIUM_PATH')
  const profile = options.profile ?? newFolder('groundrule-profile-')
  seed(profile, options)
  rmSync(join(profile, 'DevToolsActivePort'), { force: true })
  // A killed browser leaves its lock behind.
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
    rmSync(join(profile, name), { force: true })
  const child = spawn(program, [...ARGUMENTS, `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const browser = await chromium.connectOverCDP(await endpoint(child))
    const [context] = browser.contexts()
    if (!context) throw new Error('Chromium has no context')
    return { browser, context, profile, process: child }
  } catch (error) {
    killGroup(child)
    throw error
  }
}

/** The address that Chromium says it listens on. */
function endpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (data: Buffer) => {
      said += data.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(said)
      if (found?.[1] !== undefined) resolve(found[1])
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Chromium ended (${code}): ${said.slice(-500)}`)))
  })
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

/** SIGKILL for every process of the browser, at once and without warning. The profile stays. */
export async function killHard(running: Chromium): Promise<void> {
  const gone = ended(running.process)
  killGroup(running.process)
  await gone
  await running.browser.close().catch(() => undefined)
}

/** Ends the browser at the end of a test, and removes its profile unless told to keep it. */
export async function close(running: Chromium, keepProfile = false): Promise<void> {
  await killHard(running)
  if (!keepProfile) removeFolder(running.profile)
}

/** Starts again on the profile of a browser that was killed. */
export const relaunch = (before: Chromium, options: Omit<LaunchOptions, 'profile'> = {}): Promise<Chromium> =>
  launch({ ...options, profile: before.profile })

/**
 * Drops real files or folders on an element, as a person would from the file manager: the page gets real handles.
 * @param paths absolute paths; sub-folders of the temp directory, never the home or temp directory themselves
 */
export async function dropFolder(page: Page, selector: string, ...paths: string[]): Promise<void> {
  const target = page.locator(selector).first()
  await target.waitFor({ state: 'visible' })
  const box = await target.boundingBox()
  if (!box) throw new Error(`${selector} has no place on the screen`)
  const at = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }
  const cdp = await page.context().newCDPSession(page)
  try {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await cdp.send('Input.dispatchDragEvent', {
        type,
        ...at,
        data: { items: [], files: paths, dragOperationsMask: 1 },
      })
  } finally {
    await cdp.detach()
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
  '.yaml': 'text/plain; charset=utf-8',
}

export interface Served {
  /** `http://localhost:<port>` */
  readonly origin: string
  stop(): Promise<void>
}

/** Serves a directory on a free port of this machine. The origin must stay the same for storage to be found again: give `port` then. */
export async function serve(root: string, extra: Readonly<Record<string, string>> = {}, port = 0): Promise<Served> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const given = extra[path]
    const file = normalize(join(root, path.endsWith('/') ? `${path}index.html` : path))
    const type = TYPES[extname(path.endsWith('/') ? 'index.html' : path)] ?? 'application/octet-stream'
    if (given !== undefined) return void response.writeHead(200, { 'content-type': type }).end(given)
    if (!file.startsWith(normalize(root + sep)) || !existsSync(file) || !statSync(file).isFile())
      return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': type })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: got } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${got}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Makes files on disk: path → content. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, content)
  }
}

/** Text of a file on disk, or undefined when it is not there. */
export const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
