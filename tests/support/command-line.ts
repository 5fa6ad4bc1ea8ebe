/** The command line as others run it: a process, its exit code, its output. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `npx groundrule …` in a folder (default: the repository): builds first what is missing or stale. */
export function groundrule(args: readonly string[], cwd = ROOT): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'src', 'cli', 'bin.mjs'), ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
  })
  return { status, stdout, stderr }
}
