/** Figures of a benchmark, printed and written into docs/benchmarks.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { findChromium } from '../../support/browser.mjs'

export interface Row {
  readonly what: string
  /** Already with its unit. */
  readonly ours: string
  readonly baseline?: string
  /** Ours / baseline for times (smaller is better). */
  readonly ratio?: number
}

export interface Section {
  /** Name of the benchmark: `open` for `npm run bench:open`. */
  readonly name: string
  readonly title: string
  /** What the baseline is, and how it was measured. */
  readonly baseline: string
  readonly rows: readonly Row[]
}

/** The middle of the values (of an even count: the upper of the two). */
export const median = (values: readonly number[]): number => quantile(values, 0.5)
export const p95 = (values: readonly number[]): number => quantile(values, 0.95)

function quantile(values: readonly number[], q: number): number {
  const ordered = [...values].sort((a, b) => a - b)
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * q))] ?? NaN
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
export const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

/** A row that sets one time against another, both in milliseconds. */
export const against = (what: string, ours: number, baseline: number): Row => ({
  what,
  ours: ms(ours),
  baseline: ms(baseline),
  ratio: ours / baseline,
})

function machine(): string {
  const [first] = cpus()
  const chromium = findChromium()
  const version = chromium
    ? spawnSync(chromium, ['--version'], { encoding: 'utf8' }).stdout.split(' built')[0]?.trim()
    : ''
  const load = loadavg()[0] ?? 0
  return `${cpus().length} cores (${first?.model.trim() ?? '?'}), ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}, ${version}, no GPU; load average ${load.toFixed(1)}`
}

function lines(section: Section): string {
  const rows = section.rows.map(
    (r) => `| ${r.what} | ${r.ours} | ${r.baseline ?? ''} | ${r.ratio === undefined ? '' : `${r.ratio.toFixed(2)}×`} |`,
  )
  return [
    `## ${section.title}`,
    '',
    `\`npm run bench:${section.name}\`, ${new Date().toISOString().slice(0, 10)}. ${machine()}.`,
    '',
    `Baseline: ${section.baseline}`,
    '',
    '| what | Groundrule | baseline | ratio |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

export const print = (section: Section): void => console.log(`\n${lines(section)}`)

const FILE = join(import.meta.dirname, '..', '..', '..', 'docs', 'benchmarks.md')
const HEAD = `# Benchmarks

\`npm run bench\` runs all of them and writes this page. Each sets the product's own code against a baseline measured in the same run.
No test fails on a figure: read the ratios, and compare two runs on the same machine.`

/** Puts the section into the page in place of the older one of the same benchmark. */
export async function writeSection(section: Section): Promise<void> {
  const old = existsSync(FILE) ? readFileSync(FILE, 'utf8') : HEAD
  const [head = HEAD, ...parts] = old.trim().split(/\n+(?=## )/)
  const mine = (part: string): boolean => part.includes(`\`npm run bench:${section.name}\``)
  const next = parts.some(mine) ? parts.map((part) => (mine(part) ? lines(section) : part)) : [...parts, lines(section)]
  const text = `${[head, ...next].join('\n\n')}\n`
  writeFileSync(FILE, await format(text, { ...(await resolveConfig(FILE)), parser: 'markdown' }))
}
