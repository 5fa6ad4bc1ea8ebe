/** Writing and checking a bundle in the browser's worker, against copying and hashing the same bytes once. */
import { spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageDocument } from '../../src/core/model/image'
import { openBrowserPage } from '../support/browser-page'
import { REQUEST } from '../support/bundles'
import { newFolder, removeFolder } from '../support/chromium'
import { POLICY_REF } from '../support/policy'
import type { Harness } from './pages/export-page'
import { documents } from './support/labels'
import { against, mb, median, ms, type Row, type Section } from './support/report'

declare const harness: Harness

/** Resident bytes of the largest renderer that this process started (Linux; 0 elsewhere). */
function rendererBytes(): number {
  const parentOf = new Map<number, number>()
  const renderers: { pid: number; rss: number }[] = []
  try {
    for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n)))
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8')
        parentOf.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]))
        if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer'))
          renderers.push({ pid: Number(name), rss: 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) })
      } catch {
        // Ended meanwhile.
      }
  } catch {
    return 0
  }
  const mine = (pid: number): boolean => pid === process.pid || (pid > 1 && mine(parentOf.get(pid) ?? 0))
  return Math.max(0, ...renderers.filter((r) => mine(r.pid)).map((r) => r.rss))
}

/** `zip -0` of as many bytes, where the program is there. */
function zipStored(count: number, size: number): number | undefined {
  if (spawnSync('zip', ['-v'], { stdio: 'ignore' }).status !== 0) return undefined
  const folder = newFolder('groundrule-bench-zip-')
  for (let i = 0; i < count; i++) writeFileSync(join(folder, `${i}`), randomFillSync(new Uint8Array(size)))
  const begun = performance.now()
  spawnSync('zip', ['-0', '-q', '-r', 'out.zip', '.'], { cwd: folder })
  const took = performance.now() - begun
  removeFolder(folder)
  return took
}

export async function bench({ labelled = 1000, files = 50, size = 4_000_000, rounds = 3 } = {}): Promise<Section> {
  const finished = documents(labelled * 14, POLICY_REF)
    .slice(0, labelled)
    .map((doc): ImageDocument => ({
      ...doc,
      annotations: doc.annotations.map((a) => ({ ...a, disposition: 'positive', declared: { levels: {} } })),
    }))
  const coordinates = { ...REQUEST, images: 'coordinates' as const, include: 'all' as const }
  const original = { ...REQUEST, images: 'original' as const, include: 'all' as const }
  const rows: Row[] = []
  const opened = await openBrowserPage(join(import.meta.dirname, 'pages', 'export-page.ts'))
  const times = {
    labels: [] as number[],
    labelsFloor: [] as number[],
    original: [] as number[],
    writing: [] as number[],
    floor: [] as number[],
  }
  const peaks: number[] = []
  try {
    const { page } = opened
    for (let round = 0; round < rounds; round++) {
      times.labelsFloor.push(await page.evaluate((docs) => harness.floorDocuments(docs), finished))
      times.labels.push((await page.evaluate(([r, d]) => harness.bundle(r, d), [coordinates, finished] as const)).ms)
    }
    const few = finished.slice(0, files)
    for (const share of [0.25, 1]) {
      const docs = await page.evaluate(([d, s]) => harness.prepare(d, s), [
        few.slice(0, Math.ceil(files * share)),
        size,
      ] as const)
      const start = rendererBytes()
      let peak = start
      const watching = setInterval(() => (peak = Math.max(peak, rendererBytes())), 50)
      for (let round = 0; round < rounds; round++) {
        const floor = await page.evaluate(() => harness.floor())
        const took = await page.evaluate(([r, d]) => harness.bundle(r, d), [original, docs] as const)
        if (share < 1) continue
        times.floor.push(floor)
        times.original.push(took.ms)
        times.writing.push(took.writing)
      }
      clearInterval(watching)
      peaks.push(peak)
    }
  } finally {
    await opened.close()
  }
  rows.push(
    against(
      `${labelled} images, coordinates only, written and checked`,
      median(times.labels),
      median(times.labelsFloor),
    ),
  )
  rows.push(
    against(
      `${files} files of ${mb(size)}, original bytes, written and checked`,
      median(times.original),
      median(times.floor),
    ),
  )
  rows.push(
    against('the same, until written (before it is read back and checked)', median(times.writing), median(times.floor)),
  )
  const zip = zipStored(files, size)
  if (zip !== undefined)
    rows.push({
      what: 'the same against `zip -0` of as many bytes',
      ours: ms(median(times.original)),
      baseline: ms(zip),
      ratio: median(times.original) / zip,
    })
  const [small = 0, large = 0] = peaks
  rows.push({
    what: `most memory of the page's process: whole set against a quarter of it`,
    ours: mb(large),
    baseline: mb(small),
    ratio: large / small,
  })
  return {
    name: 'export',
    title: `Exporting a bundle: ${labelled} images, and ${mb(files * size)} of original bytes`,
    baseline: `each file read, copied and hashed once with SHA-256 by the browser on the page (labels: JSON.stringify and SHA-256 of each document). A bundle is read twice, hashed while written, and read back, hashed and validated before it is called good. Medians of ${rounds}.`,
    rows,
  }
}
