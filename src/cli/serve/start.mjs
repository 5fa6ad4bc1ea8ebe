/** `npm start`: installs, builds, serves on localhost and opens the sample project. Needs nothing but Node. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, ensurePackages } from './install.mjs'
import { serve } from './server.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const wanted = Number(process.env.PORT ?? 4173)

/** Opens the address in the user's browser where there is a desktop; silence elsewhere. */
function openBrowser(address) {
  if (process.env.CI || process.env.BROWSER === 'none') return
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

ensurePackages(root)
build(root)
const dist = join(root, 'dist', 'app')
const { port } = await serve(dist, wanted).catch(() => serve(dist, 0))
const address = `http://localhost:${port}/`
console.log(
  `\nGroundrule is running.\n  Start page:      ${address}\n  Sample project:  ${address}#/sample\nStop it with Ctrl+C.`,
)
openBrowser(`${address}#/sample`)
