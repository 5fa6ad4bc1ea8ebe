/** `npm run fuzz:policy -- [count] [seed]`: mutated policies, with the figures at the end. Default: 100,000 of seed 1. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const [count = '100000', seed = '1'] = process.argv.slice(2)
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'vitest'),
  ['run', 'tests/faults/policy-fuzz.test.ts', '--maxWorkers=1'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_POLICY: count, FUZZ_SEED: seed },
    shell: process.platform === 'win32',
  },
)
process.exit(status ?? 1)
