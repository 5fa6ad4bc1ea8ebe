import '../../core/model/zod-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImageId, Instant } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Problem } from '../../core/model/problem'
import { addImpact, addTotals, NO_IMPACT, type DocumentImpact } from '../../core/policy/impact'
import { box, compiled, image, label, withRules } from '../../core/validate/labels.test-support'
import { FolderChecker } from './checker'
import { checkJob, impactJob, migrateJob } from './jobs'
import { Pace, type Progress } from './pace'
import type { Seat } from './seat'
import type { FolderService } from './service'
import { Shards } from './shards'

const OLD = withRules('{id: S, kind: geometry, min_size: {role: visible, width: 10}}')
const NEW = `${OLD.replace('width: 10', 'width: 12').replace('version: 1.0.0', 'version: 2.0.0').replace('pose: {options: [up, down]}', 'posture: {options: [up, down]}')}
migrations: [{from: 1.0.0, steps: [{do: rename, what: attribute, from: pose, to: posture}]}]
`
const documents: ReadonlyMap<ImageId, ImageDocument> = new Map(
  Array.from({ length: 57 }, (_, i) => {
    const doc = image(
      Array.from({ length: i % 5 }, (_x, n) =>
        label(`${n}`, { visible: box(n * 20, 0, 5 + ((i + n) % 10), 9) }, { attributes: { pose: 'up' } }),
      ),
    )
    const path = `${String(i).padStart(3, '0')}.png` as ImageId
    return [path, { ...doc, image: { ...doc.image, path } }]
  }),
)
const images = [...documents.keys()]

/** Shards in this thread, whose services count and can be changed. */
function shards(
  count: number,
  batch: number,
  change: (service: FolderService, number: number, broken: () => void) => FolderService = (s) => s,
) {
  const started: { loads: number; ended: boolean }[] = []
  const problems: Problem[] = []
  const start = (): Seat => {
    const checker = new FolderChecker()
    const state = { loads: 0, ended: false }
    let broken = (): void => undefined
    const service: FolderService = {
      ready: () => checker.ready(),
      hold: (text, baseline) => (state.loads++, checker.hold(text, baseline)),
      pair: (before, after) => (state.loads++, checker.pair(before, after)),
      compare: (docs) => checker.compare(structuredClone(docs)),
      check: (docs) => checker.check(docs),
      migrate: (docs, how) => checker.migrate(docs, how),
    }
    started.push(state)
    const number = started.length
    return {
      service: change(service, number, () => {
        broken()
      }),
      onbroken: (listener) => (broken = listener),
      end: () => (state.ended = true),
    }
  }
  const made = new Shards({ count, batch, start, answerMs: 2_000, onproblem: (p) => problems.push(p) })
  return { made, started, problems }
}

interface Ran {
  readonly impacts: readonly DocumentImpact[]
  readonly progress: readonly Progress[]
}
async function compared(made: Shards, signal = new AbortController().signal): Promise<Ran> {
  const impacts: DocumentImpact[] = []
  const progress: Progress[] = []
  const end = await made.run({
    job: impactJob(OLD, NEW),
    images,
    document: (path) => Promise.resolve(ok(documents.get(path))),
    signal,
    onbatch: (results, _unread, now) => {
      impacts.push(...results)
      progress.push(now)
    },
  })
  if (!end.ok) throw new Error(JSON.stringify(end.problems))
  return { impacts, progress }
}

const whole = compared(shards(1, 1000).made)

describe('a run over a folder', () => {
  it('gives the same whatever the number of workers and the size of the batches', async () => {
    const { impacts } = await whole
    expect(impacts.flatMap((i) => i.flips).length).toBeGreaterThan(0)
    expect(impacts.flatMap((i) => i.migrated).length).toBeGreaterThan(0)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(3), { maxLength: 20 }),
        async (count, batch, delays) => {
          let at = 0
          // Answers come back in any order.
          const { made } = shards(count, batch, (service) => ({
            ...service,
            compare: async (docs) => {
              for (let n = delays[at++ % (delays.length || 1)] ?? 0; n > 0; n--) await Promise.resolve()
              return service.compare(docs)
            },
          }))
          expect((await compared(made)).impacts).toEqual(impacts)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('adds up to the same however the documents are shared out', async () => {
    const { impacts } = await whole
    const all = impacts.reduce(addImpact, NO_IMPACT)
    expect(all).toMatchObject({ images: 57, annotations: 111 })
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 57, maxLength: 57 }), (shares) => {
        const parts = [0, 1, 2].map((n) => impacts.filter((_, i) => shares[i] === n).reduce(addImpact, NO_IMPACT))
        expect(parts.reduce(addTotals, NO_IMPACT)).toEqual(all)
      }),
      { numRuns: 20 },
    )
  })

  it('compiles once in each worker, also over several runs', async () => {
    const { made, started } = shards(3, 4)
    await compared(made)
    await compared(made)
    expect(started.map((s) => s.loads)).toEqual([1, 1, 1])
  })

  it('does the batch of a worker that died again, in a new one', async () => {
    const { made, started, problems } = shards(2, 5, (service, number, broken) => {
      let batches = 0
      return number > 2
        ? service
        : {
            ...service,
            compare: (docs) =>
              ++batches === 2 ? (queueMicrotask(broken), new Promise<never>(() => undefined)) : service.compare(docs),
          }
    })
    expect((await compared(made)).impacts).toEqual((await whole).impacts)
    expect(started).toHaveLength(4)
    expect(started.filter((s) => s.ended)).toHaveLength(2)
    expect(problems.map((p) => p.code)).toEqual(['worker.restarted', 'worker.restarted'])
  })

  it('says which image takes every worker with it', async () => {
    const { made } = shards(2, 1, (service, _number, broken) => ({
      ...service,
      check: (docs) =>
        docs[0]?.image.path === images[9]
          ? (queueMicrotask(broken), new Promise<never>(() => undefined))
          : service.check(docs),
    }))
    const end = await made.run({
      job: checkJob(OLD, undefined),
      images,
      document: (path) => Promise.resolve(ok(documents.get(path))),
      signal: new AbortController().signal,
      onbatch: () => undefined,
    })
    expect(end).toMatchObject({ ok: false, problems: [{ code: 'worker.failed', place: { file: images[9] } }] })
  })

  it('stops when asked, and goes no further than what it said', async () => {
    const stop = new AbortController()
    const { made } = shards(3, 4)
    let given = 0
    const end = await made.run({
      job: checkJob(OLD, undefined),
      images,
      document: (path) => Promise.resolve(ok(documents.get(path))),
      signal: stop.signal,
      onbatch: (results, _unread, { done }) => {
        given += results.length
        expect(given).toBe(done)
        if (done >= 20) stop.abort()
      },
    })
    expect(end).toEqual({ ok: true, value: 'stopped' })
    expect(given).toBe(20)
  })

  it('counts every image, also those that cannot be read or of which nothing is known', async () => {
    const { made } = shards(2, 4)
    const unread: Problem[] = []
    let results = 0
    let last: Progress | undefined
    await made.run({
      job: checkJob(OLD, undefined),
      images,
      document: (path) =>
        Promise.resolve(
          path === images[3]
            ? fail(problem('sidefile.invalid', { file: path }))
            : ok(path === images[4] ? undefined : documents.get(path)),
        ),
      signal: new AbortController().signal,
      onbatch: (more, bad, progress) => {
        results += more.length
        unread.push(...bad)
        last = progress
      },
    })
    expect([results, unread.length, last?.done, last?.total]).toEqual([55, 1, 57, 57])
  })

  it('fails before any batch when a text does not compile', async () => {
    const { made } = shards(2, 4)
    const end = await made.run({
      job: impactJob(OLD, 'groundrule: 1'),
      images,
      document: (path) => Promise.resolve(ok(documents.get(path))),
      signal: new AbortController().signal,
      onbatch: () => {
        throw new Error('nothing is handed out')
      },
    })
    expect(end.ok ? [] : end.problems.map((p) => p.code)).toContain('policy.schema')
  })

  it('migrates in the order of the images', async () => {
    const { made } = shards(3, 2)
    const seen: string[] = []
    let rewritten = 0
    await made.run({
      job: migrateJob(NEW, undefined, { at: '2026-11-24T12:00:00.000Z' as Instant, standing: compiled(OLD).view.ref }),
      images,
      document: (path) => Promise.resolve(ok(documents.get(path))),
      signal: new AbortController().signal,
      onbatch: (results) => {
        for (const r of results) {
          seen.push(r.image)
          rewritten += r.rewritten
        }
      },
    })
    expect(seen).toEqual(images)
    expect(rewritten).toBe(111)
  })
})

describe('the pace', () => {
  it('is measured over the last ten seconds and says nothing before', () => {
    let now = 0
    const pace = new Pace(1000, () => now)
    expect(pace.at(0)).toEqual({ done: 0, total: 1000 })
    now = 1000
    expect(pace.at(100)).toEqual({ done: 100, total: 1000, perSecond: 100, secondsLeft: 9 })
    for (let done = 100; done <= 400; done += 10) {
      now += 1000
      pace.at(done)
    }
    expect(pace.at(400).perSecond).toBeCloseTo(10, 0)
  })
})
