/** Validating many annotations, on one thread in Node and in the browser's worker, against the same checks written by hand. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { build } from 'vite'
import type { Patch } from '../../src/core/history/patch'
import { apply } from '../../src/core/history/patch'
import { VISIBLE } from '../../src/core/model/ids'
import type { ImageDocument } from '../../src/core/model/image'
import type { CompiledPolicy } from '../../src/core/validate/engine'
import { openBrowserPage } from '../support/browser-page'
import { AT, BY } from '../support/documents'
import { POLICY_REF } from '../support/policy'
import type * as Core from './pages/core'
import type * as Schema from './pages/schema'
import type { Harness } from './pages/validator-page'
import { crowded, documents } from './support/labels'
import { against, mb, median, ms, p95, type Row, type Section } from './support/report'
import { streetOf, streets } from './support/street'

declare const harness: Harness

const ROOT = join(import.meta.dirname, '..', '..')
const BLOOD = readFileSync(join(ROOT, 'label-policies', 'blood-cells', '1.0.0.yaml'), 'utf8')
const STREET = readFileSync(join(import.meta.dirname, 'support', 'street.yaml'), 'utf8')

/** A module built as the command line is, so that it runs as it does for users. */
async function built(page: string): Promise<unknown> {
  const outDir = join(ROOT, 'node_modules', '.cache', `groundrule-bench-${process.pid}`)
  mkdirSync(outDir, { recursive: true })
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(import.meta.dirname, 'pages', `${page}.ts`),
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { format: 'cjs', entryFileNames: `${page}.cjs` } },
    },
  })
  // CommonJS, since the runner of the benchmarks cannot load modules from outside the project any more once it has begun.
  const loaded: unknown = createRequire(import.meta.url)(join(outDir, `${page}.cjs`))
  rmSync(outDir, { recursive: true, force: true })
  return loaded
}

function time(work: () => void): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}
/** Processor time in ms: another program that takes the processor meanwhile does not count. */
function worked(work: () => void): number {
  const begun = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}
const timed = (rounds: number, work: () => void): number => median(Array.from({ length: rounds }, () => time(work)))

/** Moves of one box after the other. */
const moves = (doc: ImageDocument, count: number): Patch[] =>
  doc.annotations.slice(0, count).map((before, i) => {
    const drawn = before.roles[VISIBLE]
    if (drawn?.shape.kind !== 'box') throw new Error('a box is expected')
    const after = { ...before, roles: { [VISIBLE]: { ...drawn, shape: { ...drawn.shape, x: drawn.shape.x + 3 } } } }
    return {
      image: doc.image.path,
      seq: i + 1,
      ops: [{ op: 'annotation', id: before.id, index: i, before, after }],
      cause: { name: 'move', args: {}, by: BY, at: AT },
    }
  })

/** Images of one chunk: so that memory stays bounded however many labels there are. */
const CHUNK = 2_000

interface Totals {
  labels: number
  images: number
  findings: number
  readonly ms: { ours: number; hand: number; zod: number; ajv: number }
  /** Heap in use before, and the most while checking, garbage included. */
  readonly heap: { held: number; most: number }
}

/** What two lists of findings have in common must be all of it. */
function compare(
  ours: readonly { key: string; verdict: string }[],
  hand: readonly { key: string; verdict: string }[],
): void {
  const words = (list: typeof ours): string[] => list.map((f) => `${f.key} ${f.verdict}`).sort()
  const [a, b] = [words(ours), words(hand)]
  if (a.join('\n') === b.join('\n')) return
  const [more, fewer] = [a.filter((f) => !b.includes(f)), b.filter((f) => !a.includes(f))]
  throw new Error(`findings differ from those by hand: only ours ${more.join(', ')}; only by hand ${fewer.join(', ')}`)
}

/** The four contenders take turns on each chunk, so that a busy machine slows all of them. */
function street(policy: CompiledPolicy, core: typeof Core, schema: typeof Schema, count: number): Totals {
  // Formats (dates) are left out: they would cost ajv time for what is no part of the comparison.
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema.jsonSchema() as object)
  const totals: Totals = {
    labels: 0,
    images: 0,
    findings: 0,
    ms: { ours: 0, hand: 0, zod: 0, ajv: 0 },
    heap: { held: 0, most: 0 },
  }
  for (let from = -2 * CHUNK; totals.labels < count; from += CHUNK) {
    // The first chunks only warm up the compilers of all four.
    const warm = from < 0
    // Read from text, as documents are: what a program builds itself can be faster or slower to look at.
    const docs = JSON.parse(JSON.stringify(streets(Math.max(0, from), CHUNK, POLICY_REF))) as ImageDocument[]
    if (warm) for (const doc of docs) compare(policy.check(doc), core.checkStreetByHand(doc))
    let valid = true
    let findings = 0
    let byHand = 0
    let held = 0
    let most = 0
    const contenders: Record<keyof Totals['ms'], () => void> = {
      ours() {
        for (const [i, doc] of docs.entries()) {
          findings += policy.check(doc).length
          if (i % 250 === 0) most = Math.max(most, process.memoryUsage().heapUsed)
        }
      },
      hand() {
        for (const doc of docs) byHand += core.checkStreetByHand(doc).length
      },
      zod() {
        for (const doc of docs) schema.ImageDocument.parse(doc)
      },
      ajv() {
        for (const doc of docs) valid = validate(doc) && valid
      },
    }
    // Whoever comes first finds the documents outside of the processor's caches: each is first as often as the others.
    const order = Object.keys(contenders) as (keyof Totals['ms'])[]
    const turn = (from / CHUNK + 4) % order.length
    const spent = new Map(
      [...order.slice(turn), ...order.slice(0, turn)].map((who) => {
        // No collection is forced here: with the last documents it would take away code that was compiled for their form.
        if (who === 'ours') held = most = process.memoryUsage().heapUsed
        return [who, worked(contenders[who])] as const
      }),
    )
    if (!valid) throw new Error(JSON.stringify(validate.errors))
    if (findings !== byHand) throw new Error(`${findings} findings, by hand ${byHand}`)
    if (warm) continue
    totals.labels += docs.reduce((sum, doc) => sum + doc.annotations.length, 0)
    totals.images += docs.length
    totals.findings += findings
    for (const [who, ms] of spent) totals.ms[who] += ms
    totals.heap.held = Math.max(totals.heap.held, held)
    totals.heap.most = Math.max(totals.heap.most, most - held)
  }
  return totals
}

/** Times from an edit to its findings, in Node: the session alone, without worker and messages. */
function edits(policy: CompiledPolicy, doc: ImageDocument): number[] {
  const session = policy.session(doc)
  let now = doc
  return moves(doc, 100).map((patch) => {
    now = apply(now, patch.ops)
    const changed = { annotations: patch.ops.flatMap((op) => (op.op === 'annotation' ? [op.id] : [])), image: false }
    return time(() => void session.update(now, changed))
  })
}

/** The sample's policy over labels made from its own photos' boxes. */
function bloodCells(
  policy: CompiledPolicy,
  core: typeof Core,
  docs: readonly ImageDocument[],
  rounds: number,
): { ours: number; byHand: number } {
  const ours = new Map<string, number>()
  for (const doc of docs) for (const f of policy.check(doc)) ours.set(f.rule, (ours.get(f.rule) ?? 0) + 1)
  const hand = new Map<string, number>()
  for (const doc of docs) core.checkByHand(doc, (rule) => hand.set(rule, (hand.get(rule) ?? 0) + 1))
  const differing = [...new Set([...ours.keys(), ...hand.keys()])].filter((rule) => ours.get(rule) !== hand.get(rule))
  if (differing.length > 0)
    throw new Error(
      `findings differ from those by hand: ${differing.map((r) => `${r} ${ours.get(r)} / ${hand.get(r)}`).join(', ')}`,
    )
  let findings = 0
  const byHand = timed(rounds, () => {
    for (const doc of docs) core.checkByHand(doc, () => findings++)
  })
  return { ours: timed(rounds, () => docs.forEach((doc) => void (findings += policy.check(doc).length))), byHand }
}

export async function bench({ count = 1_000_000, cells = 100_000, rounds = 3, browser = true } = {}): Promise<Section> {
  const core = (await built('core')) as typeof Core
  const schema = (await built('schema')) as typeof Schema
  const compile = (text: string) => {
    const compiled = core.compilePolicy(text)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    return compiled.value.policy
  }
  const blood = compile(BLOOD)
  const policy = compile(STREET)
  const all = street(policy, core, schema, count)
  const rate = (time: number, labels: number): string =>
    `${ms(time)} (${Math.round((1000 * labels) / time).toLocaleString('en')} annotations/s)`
  const docs = documents(cells, POLICY_REF)
  const smeared = docs.reduce((sum, doc) => sum + doc.annotations.length, 0)
  const cellTimes = bloodCells(blood, core, docs, rounds)
  const ours = rate(all.ms.ours, all.labels)
  const rows: Row[] = [
    { ...against('18 rules, against the same checks by hand, with findings', all.ms.ours, all.ms.hand), ours },
    { ...against('the same against zod parsing the same documents', all.ms.ours, all.ms.zod), ours },
    { ...against('the same against ajv validating the same documents', all.ms.ours, all.ms.ajv), ours },
    {
      what: `most heap on top of a chunk of ${CHUNK.toLocaleString('en')} documents (${mb(all.heap.held)}) while checking it, garbage included`,
      ours: mb(all.heap.most),
    },
    {
      ...against(
        `blood-cells policy, ${smeared.toLocaleString('en')} annotations in ${docs.length.toLocaleString('en')} images, against the same checks by hand, counting only`,
        cellTimes.ours,
        cellTimes.byHand,
      ),
      ours: rate(cellTimes.ours, smeared),
    },
  ]
  for (const [name, with1000, rules] of [
    ['18 rules', streetOf(3, 1000, POLICY_REF), policy],
    ['blood-cells policy', crowded(1000, POLICY_REF), blood],
  ] as const) {
    const times = edits(rules, with1000)
    const full = timed(5, () => void rules.check(with1000))
    rows.push({
      ...against(
        `${name}: one edit in an image of 1,000 annotations → new findings, in Node, against a full check`,
        median(times),
        full,
      ),
      ours: `${ms(median(times))} (p95 ${ms(p95(times))})`,
    })
  }
  if (browser) {
    const opened = await openBrowserPage(join(import.meta.dirname, 'pages', 'validator-page.ts'))
    try {
      const swept = await opened.page.evaluate(([text, all]) => harness.sweep(text, all), [BLOOD, docs] as const)
      const big = crowded(1000, POLICY_REF)
      const times = await opened.page.evaluate(([doc, patches]) => harness.edits(doc, patches), [
        big,
        moves(big, 50),
      ] as const)
      const full = timed(5, () => void blood.check(big))
      rows.push(
        {
          ...against(
            `blood-cells policy, worker in Chromium, findings sent back (${swept.findings.toLocaleString('en')}), against by hand in Node`,
            swept.ms,
            cellTimes.byHand,
          ),
          ours: rate(swept.ms, smeared),
        },
        {
          ...against(
            'blood-cells policy: one edit in an image of 1,000 annotations → new findings on the page, against a full check in Node',
            median(times),
            full,
          ),
          ours: `${ms(median(times))} (p95 ${ms(p95(times))})`,
        },
      )
    } finally {
      await opened.close()
    }
  }
  return {
    name: 'validate',
    title: `Validating ${all.labels.toLocaleString('en')} annotations in ${all.images.toLocaleString('en')} images`,
    baseline: `a function written by hand for the 18 rules (tests/bench/support/street.yaml) and boxes only, which makes the same ${all.findings.toLocaleString('en')} findings (keys and verdicts compared in the run) with values, inputs and fixes; zod with code generation and ajv, which only look at the form of the same objects. All take turns on chunks of ${CHUNK.toLocaleString('en')} images, one thread in Node; processor time, garbage collection included. Blood cells: counting only, same number of findings for every rule; medians of ${rounds}.`,
    rows,
  }
}
