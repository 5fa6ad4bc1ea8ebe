/** Validating many annotations, on one thread in Node and in the browser's worker, against the same checks written by hand. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'
import type { Patch } from '../../src/core/history/patch'
import { VISIBLE } from '../../src/core/model/ids'
import type { ImageDocument } from '../../src/core/model/image'
import { openBrowserPage } from '../support/browser-page'
import { AT, BY } from '../support/documents'
import { POLICY_REF } from '../support/policy'
import type * as Core from './pages/core'
import type { Harness } from './pages/validator-page'
import { crowded, documents } from './support/labels'
import { against, mb, median, ms, p95, type Row, type Section } from './support/report'

declare const harness: Harness

const ROOT = join(import.meta.dirname, '..', '..')
const BLOOD = readFileSync(join(ROOT, 'label-policies', 'blood-cells', '1.0.0.yaml'), 'utf8')
const EXAMPLE = readFileSync(join(ROOT, 'src', 'core', 'policy', 'example.test.yaml'), 'utf8')

/** The engine built as the command line is, so that it runs as it does for users. */
async function builtCore(): Promise<typeof Core> {
  const outDir = join(ROOT, 'node_modules', '.cache', `groundrule-bench-${process.pid}`)
  mkdirSync(outDir, { recursive: true })
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(import.meta.dirname, 'pages', 'core.ts'),
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'core.cjs' } },
    },
  })
  // CommonJS, since the runner of the benchmarks cannot load modules from outside the project any more once it has begun.
  const core = createRequire(import.meta.url)(join(outDir, 'core.cjs')) as typeof Core
  rmSync(outDir, { recursive: true, force: true })
  return core
}

function timed(rounds: number, work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  })
  return median(times)
}

/** Pedestrians for the example policy: the same boxes under another class. */
const asPedestrians = (doc: ImageDocument): ImageDocument => ({
  ...doc,
  annotations: doc.annotations.map((a) => ({ ...a, class: 'pedestrian' as typeof a.class })),
})

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

export async function bench({ count = 100_000, rounds = 3, browser = true } = {}): Promise<Section> {
  const core = await builtCore()
  const compile = (text: string) => {
    const compiled = core.compilePolicy(text)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    return compiled.value.policy
  }
  const blood = compile(BLOOD)
  const example = compile(EXAMPLE)
  const docs = documents(count, POLICY_REF)
  const walkers = docs.map(asPedestrians)
  const total = docs.reduce((sum, doc) => sum + doc.annotations.length, 0)

  const ours = new Map<string, number>()
  for (const doc of docs) for (const f of blood.check(doc)) ours.set(f.rule, (ours.get(f.rule) ?? 0) + 1)
  const hand = new Map<string, number>()
  for (const doc of docs) core.checkByHand(doc, (rule) => hand.set(rule, (hand.get(rule) ?? 0) + 1))
  const differing = [...new Set([...ours.keys(), ...hand.keys()])].filter((rule) => ours.get(rule) !== hand.get(rule))
  if (differing.length > 0)
    throw new Error(
      `findings differ from those by hand: ${differing.map((r) => `${r} ${ours.get(r)} / ${hand.get(r)}`).join(', ')}`,
    )

  let findings = 0
  const byHand = timed(rounds, () => docs.forEach((doc) => core.checkByHand(doc, () => findings++)))
  const texts = docs.map((doc) => JSON.stringify(doc))
  const parsed = timed(rounds, () => texts.forEach((text) => JSON.parse(text) as unknown))
  const plain = texts.map((text) => JSON.parse(text) as unknown)
  const schema = timed(rounds, () => plain.forEach((doc) => core.ImageDocument.parse(doc)))
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  let most = before
  const checked = timed(rounds, () =>
    docs.forEach((doc, i) => {
      findings += blood.check(doc).length
      if (i % 50 === 0) most = Math.max(most, process.memoryUsage().heapUsed)
    }),
  )
  const checkedExample = timed(rounds, () => walkers.forEach((doc) => void (findings += example.check(doc).length)))
  const rate = (time: number): string =>
    `${ms(time)} (${Math.round((1000 * total) / time).toLocaleString('en')} annotations/s)`
  const rows: Row[] = [
    {
      ...against('blood-cells policy, Node, one thread, against the same checks by hand', checked, byHand),
      ours: rate(checked),
    },
    { ...against('the same against JSON.parse of the documents', checked, parsed), ours: rate(checked) },
    { ...against('the same against the zod schema of the documents', checked, schema), ours: rate(checked) },
    {
      ...against('example policy, Node, one thread, against the zod schema', checkedExample, schema),
      ours: rate(checkedExample),
    },
    { what: `heap on top of the documents (${mb(before)}) while checking, garbage included`, ours: mb(most - before) },
  ]
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
            byHand,
          ),
          ours: rate(swept.ms),
        },
        {
          ...against(
            'one edit in an image of 1,000 annotations → new findings on the page, against a full check in Node',
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
    title: `Validating ${total.toLocaleString('en')} annotations in ${docs.length.toLocaleString('en')} images`,
    baseline: `the rules of the blood-cells policy written by hand for boxes, counting only (same number of findings for every rule: ${[...hand.values()].reduce((a, b) => a + b, 0).toLocaleString('en')}, checked in the run). Groundrule also makes each finding's sentence values, reasons, questions and fixes. Medians of ${rounds}.`,
    rows,
  }
}
