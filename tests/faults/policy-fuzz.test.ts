/**
 * Mutated policies: each compiles or is refused with a place, soon, and what compiled can be linted and run without a crash.
 * `npm run fuzz:policy -- 100000` runs many; `npm test` a few.
 */
import '../../src/core/model/zod-setup'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compilePolicy } from '../../src/core/policy/compile'
import type { Problem } from '../../src/core/model/problem'
import { catalogue, LANGUAGES } from '../../src/messages'
import { problemText } from '../../src/messages/say'
import { Mutants } from '../support/policy-mutants'

const COUNT = Number(process.env['FUZZ_POLICY'] ?? 3_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const FROM = Number(process.env['FUZZ_FROM'] ?? 0)
/** Milliseconds in which a mutant must be answered, and how often a slow one is tried anew: others use this machine too. */
const LIMIT = 250
const AGAIN = 4

const folder = fileURLToPath(new URL('../../label-policies/', import.meta.url))
const policies = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /^[^/\\]+[/\\]\d+\.\d+\.\d+\.yaml$/.test(name))
  .sort()
  .map((name) => readFileSync(join(folder, name), 'utf8'))

const tally = { compiled: 0, refused: 0, text: 0, tree: 0, expression: 0, again: 0 }
const codes = new Map<string, number>()
const times: number[] = []
const lintTimes: number[] = []

interface Answer {
  /** Milliseconds of the processor, because others use this machine too; wall time where that is less. */
  readonly compile: number
  readonly all: number
  readonly ok: boolean
  readonly fault: string | undefined
}

function clock(): () => number {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return Math.min((user + system) / 1000, performance.now() - wall)
  }
}

/** A problem that lacks a place or a sentence. */
function untold(problems: readonly Problem[]): string | undefined {
  if (problems.length === 0) return 'refused without a problem'
  for (const p of problems) {
    codes.set(p.code, (codes.get(p.code) ?? 0) + 1)
    if (!((p.place?.line ?? 0) > 0 && (p.place?.column ?? 0) > 0)) return `${p.code} without a place`
    for (const language of LANGUAGES)
      if (!/\S{2}/.test(problemText(catalogue(language), p))) return `${p.code} without a sentence`
  }
  return undefined
}

function answer(text: string): Answer {
  const spent = clock()
  const result = compilePolicy(text)
  const compile = spent()
  if (!result.ok) return { compile, all: compile, ok: false, fault: untold(result.problems) }
  const { warnings } = result.value
  const all = spent()
  return { compile, all, ok: true, fault: warnings.length > 0 ? untold(warnings) : undefined }
}

/** The answer; a slow one is asked for again, since the machine may have been at something else. */
function asked(text: string): Answer {
  let best = answer(text)
  for (let i = 0; i < AGAIN && best.all > LIMIT; i++) {
    tally.again++
    const next = answer(text)
    if (next.all < best.all) best = next
  }
  return best
}

it(
  `${COUNT} mutated policies compile or are refused at their place, each within ${LIMIT} ms`,
  { timeout: 24 * 3600_000 },
  () => {
    const mutants = new Mutants(policies, SEED)
    const faults: string[] = []
    // The first runs of the compiler are those of a program that is not warm yet.
    for (let n = 0; n < 50; n++) answer(mutants.at(n).text)
    for (let n = FROM; n < FROM + COUNT; n++) {
      const { level, text } = mutants.at(n)
      tally[level]++
      try {
        const { compile, all, ok, fault } = asked(text)
        times.push(compile)
        lintTimes.push(all)
        tally[ok ? 'compiled' : 'refused']++
        if (all > LIMIT) faults.push(`mutant ${n} (${level}): ${all.toFixed(0)} ms, compile ${compile.toFixed(0)} ms`)
        if (fault) faults.push(`mutant ${n} (${level}): ${fault}`)
      } catch (error) {
        const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
        faults.push(`mutant ${n} (${level}): ${stack.split('\n').slice(0, 4).join(' | ')}`)
      }
      if (COUNT > 10_000 && n % 2_000 === 1_999) report(n + 1 - FROM, faults)
    }
    report(COUNT, faults)
    expect(faults).toEqual([])
    // A sound mix: neither everything refused nor everything taken.
    expect(tally.compiled).toBeGreaterThan(COUNT / 50)
    expect(tally.refused).toBeGreaterThan(COUNT / 4)
  },
)

const percentile = (list: readonly number[], p: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * p))] ?? 0

function report(done: number, faults: readonly string[]): void {
  const spread = (list: readonly number[]): string =>
    [0.5, 0.95, 0.99, 0.999, 1].map((p) => percentile(list, p).toFixed(1)).join(' / ')
  const lines = [
    `${done} mutants of seed ${SEED} from ${policies.length} policies: ${JSON.stringify(tally)}`,
    `compile, ms at 50 / 95 / 99 / 99.9 / 100 %: ${spread(times)}`,
    `compile and lint, ms: ${spread(lintTimes)}`,
    `problems: ${[...codes]
      .sort((a, b) => b[1] - a[1])
      .map(([code, n]) => `${code} ${n}`)
      .join(', ')}`,
    `faults: ${faults.length}`,
    ...faults.slice(0, 40),
  ]
  const file = process.env['FUZZ_REPORT']
  if (file) writeFileSync(file, `${lines.join('\n')}\n`)
  else if (COUNT > 3_000 || faults.length > 0) console.log(lines.join('\n'))
}
