import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

const run = (command, args, root) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0

/** Installs the packages of the lock file unless just these are installed already. Ends the process with one line when it cannot. */
export function ensurePackages(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.groundrule-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing packages (first run, or the lock file changed) …')
  if (!run('npm', ['ci', '--no-fund', '--no-audit'], root)) {
    console.error('Could not install the packages. Check the network and run "npm ci" to see why.')
    process.exit(1)
  }
  writeFileSync(stamp, lock)
}

/** Builds the page and the command line. */
export function build(root) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const args of [
    ['build', '--logLevel', 'warn'],
    ['build', '--logLevel', 'warn', '--config', 'src/cli/vite.config.ts'],
  ])
    if (spawnSync(process.execPath, [vite, ...args], { cwd: root, stdio: 'inherit' }).status !== 0) {
      console.error('The build failed; see the lines above.')
      process.exit(1)
    }
}
