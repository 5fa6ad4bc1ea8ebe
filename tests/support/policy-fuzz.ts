/**
 * Mutated policies: each compiles or is refused with a place, soon, and what compiled can be linted without a crash.
 * Used by the test (a few) and by `npm run fuzz:policy` (many).
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../../src/core/model/problem'
import { compilePolicy } from '../../src/core/policy/compile'
import { catalogue, LANGUAGES } from '../../src/messages'
import { problemText } from '../../src/messages/say'
import { Mutants } from './policy-mutants'

/** Milliseconds in which a mutant must be answered, and how often a slow one is tried anew: others use this machine too. */
export const LIMIT = 250
/** The same with the lint, which nobody waits for: the studio asks for it after the compiler's answer. */
const WITH_LINT = 500
const AGAIN = 4

export interface Fuzzing {
  readonly count: number
  readonly seed: number
  /** Number of the first mutant. */
  readonly from: number
  /** Told now and then, and at the end. */
  readonly report?: (done: number, figures: Figures) => void
}
export interface Figures {
  readonly policies: number
  readonly compiled: number
  readonly refused: number
  readonly byLevel: Readonly<Record<'text' | 'tree' | 'expression', number>>
  /** Slow ones that were asked again. */
  readonly again: number
  /** Milliseconds of the processor: of compiling, and of compiling with lint. */
  readonly compileTimes: readonly number[]
  readonly times: readonly number[]
  readonly codes: ReadonlyMap<string, number>
  readonly faults: readonly string[]
}

/** Texts of the policies that ship. */
export function shippedTexts(root: string): string[] {
  const folder = join(root, 'label-policies')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[^/\\]+[/\\]\d+\.\d+\.\d+\.yaml$/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

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
function untold(problems: readonly Problem[], codes: Map<string, number>): string | undefined {
  for (const p of problems) {
    codes.set(p.code, (codes.get(p.code) ?? 0) + 1)
    if (!((p.place?.line ?? 0) > 0 && (p.place?.column ?? 0) > 0)) return `${p.code} without a place`
    for (const language of LANGUAGES)
      if (!/\S{2}/.test(problemText(catalogue(language), p))) return `${p.code} without a sentence`
  }
  return undefined
}

function answer(text: string, codes: Map<string, number>): Answer {
  const spent = clock()
  const result = compilePolicy(text)
  const compile = spent()
  if (!result.ok) {
    const fault = result.problems.length === 0 ? 'refused without a problem' : untold(result.problems, codes)
    return { compile, all: compile, ok: false, fault }
  }
  const { warnings } = result.value
  const all = spent()
  return { compile, all, ok: true, fault: untold(warnings, codes) }
}

const isSlow = (a: Answer): boolean => a.compile > LIMIT || a.all > WITH_LINT

/** The answer; a slow one is asked for again, since the machine may have been at something else. */
function asked(text: string, codes: Map<string, number>): { readonly best: Answer; readonly again: number } {
  let best = answer(text, codes)
  let again = 0
  while (again < AGAIN && isSlow(best)) {
    again++
    const next = answer(text, new Map())
    best = { ...next, compile: Math.min(next.compile, best.compile), all: Math.min(next.all, best.all) }
  }
  return { best, again }
}

export function fuzz(policies: readonly string[], { count, seed, from, report }: Fuzzing): Figures {
  const mutants = new Mutants(policies, seed)
  const byLevel = { text: 0, tree: 0, expression: 0 }
  const codes = new Map<string, number>()
  const [compileTimes, times, faults]: [number[], number[], string[]] = [[], [], []]
  let [compiled, refused, again] = [0, 0, 0]
  const figures = (): Figures => ({
    policies: policies.length,
    compiled,
    refused,
    byLevel,
    again,
    compileTimes,
    times,
    codes,
    faults,
  })
  // The first runs of the compiler are those of a program that is not warm yet.
  for (let n = 0; n < 50; n++) compilePolicy(mutants.at(n).text)
  for (let n = from; n < from + count; n++) {
    const { level, text } = mutants.at(n)
    byLevel[level]++
    try {
      const { best, again: more } = asked(text, codes)
      again += more
      compileTimes.push(best.compile)
      times.push(best.all)
      if (best.ok) compiled++
      else refused++
      if (isSlow(best))
        faults.push(`mutant ${n} (${level}): ${best.all.toFixed(0)} ms, compile ${best.compile.toFixed(0)} ms`)
      if (best.fault) faults.push(`mutant ${n} (${level}): ${best.fault}`)
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      faults.push(`mutant ${n} (${level}): ${stack.split('\n').slice(0, 4).join(' | ')}`)
    }
    if ((n + 1 - from) % 1_000 === 0) report?.(n + 1 - from, figures())
  }
  return figures()
}

/** The figures in a few lines. */
export function linesOf(done: number, seed: number, f: Figures): string[] {
  const spread = (list: readonly number[]): string => {
    const sorted = [...list].sort((a, b) => a - b)
    return [0.5, 0.95, 0.99, 0.999, 1]
      .map((p) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0).toFixed(1))
      .join(' / ')
  }
  const { text, tree, expression } = f.byLevel
  return [
    `${done} mutants of seed ${seed} from ${f.policies} policies (text ${text}, tree ${tree}, expressions ${expression}): ${f.compiled} compiled, ${f.refused} refused`,
    `processor ms to compile, 50 / 95 / 99 / 99.9 / 100 %: ${spread(f.compileTimes)}`,
    `with lint: ${spread(f.times)}; asked again because slow: ${f.again}`,
    `problems: ${[...f.codes]
      .sort((a, b) => b[1] - a[1])
      .map(([code, n]) => `${code} ${n}`)
      .join(', ')}`,
    `faults: ${f.faults.length}`,
    ...f.faults.slice(0, 40),
  ]
}
