/**
 * Policies against real files: what is found is what an independent script counted (../shared/datasets/DEFECTS.md), and nothing
 * else. The table in `docs/real-data.md` says so for people; `UPDATE_DOCS=1` writes it anew.
 */
import '../../src/core/model/zod-setup'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/core/model/finding'
import { compilePolicy } from '../../src/core/policy/compile'
import { RUNS, type Run } from './real-data/runs'
import { DATA, documentsOf } from './real-data/sets'

const PAGE = join(import.meta.dirname, '../../docs/real-data.md')
const [BEGIN, END] = ['<!-- findings -->', '<!-- end of findings -->']

const counted = (names: readonly string[]): Record<string, number> =>
  names.reduce<Record<string, number>>((all, name) => ({ ...all, [name]: (all[name] ?? 0) + 1 }), {})

interface Result {
  readonly images: number
  readonly labels: number
  readonly finds: Record<string, number>
  readonly asks: Record<string, number>
  readonly problems: Record<string, number>
  readonly findings: readonly Finding[]
}

function resultOf(run: Run): Result {
  const parsed = run.read()
  const compiled = compilePolicy(run.text(parsed))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const { policy } = compiled.value
  const documents = documentsOf(parsed, policy.view.ref, run.classes(parsed), run.known)
  const findings = documents.flatMap((doc) => policy.check(doc))
  return {
    images: documents.length,
    labels: documents.reduce((n, d) => n + d.annotations.length, 0),
    finds: counted(findings.filter((f) => f.verdict === 'fail').map((f) => f.rule)),
    asks: counted(findings.filter((f) => f.verdict === 'undecided').map((f) => f.rule)),
    problems: counted(parsed.problems.map((p) => p.code)),
    findings,
  }
}

const results = new Map<Run, Result>()
function resultsOf(run: Run): Result {
  const result = results.get(run) ?? resultOf(run)
  results.set(run, result)
  return result
}

/** The lists of DEFECTS.md. */
const listed = (from: string, to: string): string[] => {
  const text = readFileSync(join(DATA, 'DEFECTS.md'), 'utf8')
  const start = text.indexOf(from) + from.length
  return text.slice(start, text.indexOf(to, start)).trim().split(/\s+/)
}
const byNumber = (a: string, b: string): number => Number(a) - Number(b)
/** Ids of the labels that a rule of a run is about, in order. */
function idsOf(set: string, rule: string, defect?: string): string[] {
  const run = RUNS.find((r) => r.set === set && r.policy.startsWith('sound'))
  const found = run ? resultsOf(run).findings : []
  return found
    .filter((f) => f.rule === rule && (defect === undefined || f.values['defect'] === defect))
    .flatMap((f) => f.on)
    .sort(byNumber)
}

describe.skipIf(!existsSync(DATA))('real data sets', () => {
  it.each(RUNS.map((run) => ({ name: `${run.set} under ${run.policy}`, run })))('$name', ({ run }) => {
    const { images, labels, finds, asks, problems } = resultsOf(run)
    expect({ images, labels, finds, asks: Object.keys(asks).sort(), problems }).toEqual({
      images: run.images,
      labels: run.labels,
      finds: run.finds,
      asks: [...(run.asks ?? [])].sort(),
      problems: run.problems ?? {},
    })
  })
  it('TACO: they are the very labels that were listed', () => {
    expect(idsOf('taco', 'D1', 'self-crossing')).toEqual(listed('cross properly:', ';').sort(byNumber))
    expect(idsOf('taco', 'D1', 'self-touching')).toEqual(listed('27 only touch:', '\n').sort(byNumber))
    expect(idsOf('taco', 'D3')).toEqual(['371', '387', '707', '859', '1621', '1777'])
    expect(idsOf('taco', 'D4')).toEqual(['1631', '1635'])
  })
  it('LVIS: the boxes of three images are turned', () => {
    const turned = [448, 449, 450, 451, 452, 453, 579, 580, 581, 582, 583, 584, 585]
    expect(idsOf('lvis-100', 'D5')).toEqual(turned.map(String))
  })
  it('the docs hold these counts', async () => {
    const list = (counts: Readonly<Record<string, number>>): string =>
      Object.entries(counts)
        .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
        .map(([rule, n]) => `${rule} ${n.toLocaleString('en')}`)
        .join(', ') || '–'
    const rows = RUNS.map((run) => {
      const r = resultsOf(run)
      const cells = [
        run.set,
        `\`${run.policy}\``,
        r.images,
        r.labels.toLocaleString('en'),
        list(r.finds),
        list(r.problems),
        list(r.asks),
        run.why,
      ]
      return `| ${cells.join(' | ')} |`
    })
    const head = [
      'set',
      'policy',
      'images',
      'labels',
      'found to be wrong',
      'told by the reader',
      'asked',
      'against `DEFECTS.md`',
    ]
    const lines = [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows]
    const wanted = (await format(lines.join('\n'), { parser: 'markdown' })).trim()
    const page = readFileSync(PAGE, 'utf8')
    const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)]
    expect(to).toBeGreaterThan(from)
    if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, `${page.slice(0, from)}\n\n${wanted}\n\n${page.slice(to)}`)
    else expect(page.slice(from, to).trim()).toBe(wanted)
  })
})
