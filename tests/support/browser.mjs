import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of Playwright's own Chromium when it is there. */
function playwrightChromium() {
  try {
    const path = createRequire(import.meta.url)('@playwright/test').chromium.executablePath()
    return path && existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** Path of a Chromium on this machine, or undefined. @returns {string | undefined} */
export const findChromium = () => PLACES.find((path) => path && existsSync(path)) ?? playwrightChromium()

const attempt = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0

/** Finds Chromium, or installs it (system packages when root on Debian, else Playwright's). @returns {string | undefined} */
export function ensureChromium(root) {
  const found = findChromium()
  if (found) return found
  console.log('Installing Chromium …')
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get') && attempt('apt-get', ['update', '-qq']))
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
      DEBIAN_FRONTEND: 'noninteractive',
    })
  if (!findChromium())
    spawnSync(process.execPath, [`${root}/node_modules/@playwright/test/cli.js`, 'install', 'chromium'], {
      cwd: root,
      stdio: 'inherit',
    })
  return findChromium()
}

/** Installs the small outside programs that the interop tests let read our files, where the system's package manager can. */
export function ensureReaders() {
  const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
  const wanted = [
    ...(has('unzip', '-v') ? [] : ['unzip']),
    ...(has('python3', '--version') ? [] : ['python3']),
    ...(has('python3', '-c', 'import PIL') ? [] : ['python3-pil']),
  ]
  if (wanted.length === 0) return
  console.log(`Installing ${wanted.join(', ')} …`)
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && attempt('apt-get', ['update', '-qq']))
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], {
      DEBIAN_FRONTEND: 'noninteractive',
    })
}
