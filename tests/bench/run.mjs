/**
 * Runs benchmarks: `node tests/bench/run.mjs [name …] [--write]`. Each prints its figures beside a baseline that was
 * measured in the same run; nothing fails on a figure. `--write` puts them into docs/benchmarks.md.
 */
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const ALL = ['open', 'navigate', 'validate', 'canvas', 'export']
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const write = process.argv.includes('--write')
const load = async (path) =>
  (await runnerImport(fileURLToPath(new URL(path, import.meta.url)), { configFile: false, logLevel: 'error' })).module

const { print, writeSection } = await load('./support/report.ts')
for (const name of names.length > 0 ? names : ALL) {
  const { bench } = await load(`./${name}.ts`)
  try {
    const section = await bench()
    print(section)
    if (write) await writeSection(section)
  } catch (error) {
    console.error(`bench:${name} could not be measured:`, error)
    process.exitCode = 1
  }
}
process.exit()
