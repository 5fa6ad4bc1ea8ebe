#!/usr/bin/env node
/**
 * `groundrule`: runs the built command line. In a checkout it builds it first when it is missing or older than its
 * sources. Needs nothing but Node; what the build says goes to stderr, so that stdout stays the command's own.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const built = join(root, 'dist', 'cli', 'groundrule.js')
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
const ROOMS = ['core', 'bundle', 'formats', 'imaging', 'storage', 'messages', 'cli']

/** Time of the newest source below a folder, in milliseconds; tests do not count. */
function newest(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && !file.name.endsWith('.test.ts'))
    .reduce((time, file) => Math.max(time, statSync(join(file.parentPath, file.name)).mtimeMs), 0)
}

const isStale = () =>
  !existsSync(built) || ROOMS.some((room) => newest(join(root, 'src', room)) > statSync(built).mtimeMs)

/** Builds beside and moves into place, so that two runs at once never see half a build. */
function build() {
  const beside = join('dist', `cli-${process.pid}`)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--config', join('src', 'cli', 'vite.config.ts'), '--outDir', beside],
    { cwd: root },
  )
  if (status === 0) {
    rmSync(join(root, 'dist', 'cli'), { recursive: true, force: true })
    renameSync(join(root, beside), join(root, 'dist', 'cli'))
    return
  }
  rmSync(join(root, beside), { recursive: true, force: true })
  process.stderr.write(stdout)
  process.stderr.write(stderr)
  if (!existsSync(built)) {
    process.stderr.write('groundrule could not be built; see the lines above.\n')
    process.exit(2)
  }
}

if (existsSync(vite) && isStale()) build()
if (!existsSync(built)) {
  process.stderr.write('groundrule is not built yet. Run "npm ci" and "npm run build" in its folder first.\n')
  process.exit(2)
}
await import(pathToFileURL(built).href)
