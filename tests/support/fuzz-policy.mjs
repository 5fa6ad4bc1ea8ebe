/** `npm run fuzz:policy -- [count] [seed] [first]`: mutated policies, with the figures at the end. Default: 100,000 of seed 1. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const out = mkdtempSync(join(tmpdir(), 'groundrule-fuzz-'))
// Bundled: run module by module through the test runner it takes half as long again.
await build({
  configFile: false,
  root,
  logLevel: 'error',
  ssr: { noExternal: true },
  build: { ssr: join(here, 'fuzz-policy-run.ts'), outDir: out, emptyOutDir: false, target: 'node20' },
})
const { status } = spawnSync(process.execPath, [join(out, 'fuzz-policy-run.js'), root, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
rmSync(out, { recursive: true, force: true })
process.exit(status ?? 1)
