/** `npm test`: installs what is missing, then runs every check and every test. Needs nothing but Node. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, ensurePackages } from '../src/cli/serve/install.mjs'
import { ensureChromium, ensureReaders } from './support/browser.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
ensurePackages(root)
const chromium = ensureChromium(root)
if (!chromium) {
  console.error(
    'No Chromium found. Install one ("apt-get install chromium", or "npx playwright install chromium") and run npm test again.',
  )
  process.exit(1)
}
ensureReaders()
if (!existsSync(join(root, '..', 'shared', 'datasets')))
  console.log('Note: ../shared is not there; tests that read real data from it are skipped and counted.')

const bin = (name) => join(root, 'node_modules', '.bin', name)
const env = { ...process.env, CHROMIUM_PATH: chromium }
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })

const failed = []
/** Runs one step and remembers whether it went well. */
function step(title, command, args) {
  const begun = Date.now()
  console.log(`\n=== ${title}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' })
  console.log(`=== ${title}: ${status === 0 ? 'good' : 'FAILED'} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
  if (status !== 0) failed.push(title)
}

step('format', bin('prettier'), ['--check', '--log-level', 'warn', '.'])
step('lint', bin('eslint'), ['.'])
step('import rules', bin('depcruise'), ['src', '--config', '.dependency-cruiser.cjs'])
step('types', bin('svelte-check'), ['--tsconfig', './tsconfig.json', '--fail-on-warnings'])
build(root)
step('unit and property tests', bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/unit.json',
])
step('browser tests', bin('playwright'), ['test'])

/** Counts of a JSON report; a report that is not there counts as one failure. */
function counts(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
const unit = counts('test-results/unit.json', (r) => ({
  passed: r.numPassedTests,
  failed: r.numFailedTests,
  skipped: r.numPendingTests + (r.numTodoTests ?? 0),
}))
const browser = counts('test-results/report.json', (r) => ({
  passed: r.stats.expected + r.stats.flaky,
  failed: r.stats.unexpected,
  skipped: r.stats.skipped,
}))
if (failed.length > 0) console.log(`\nFailed steps: ${failed.join(', ')}`)
console.log(
  `\n${unit.passed + browser.passed} passed, ${unit.failed + browser.failed} failed, ${unit.skipped + browser.skipped} skipped`,
)
process.exit(failed.length === 0 ? 0 : 1)
