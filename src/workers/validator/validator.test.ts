import '../../core/model/zod-setup'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newAnnotation, type Annotation } from '../../core/model/annotation'
import type { AnnotationId, ClassId, ImageId, Instant, Person, Sha256 } from '../../core/model/ids'
import { newDocument, type ImageDocument } from '../../core/model/image'
import type { Patch } from '../../core/history/patch'
import type { Problem } from '../../core/model/problem'
import { ValidatorClient } from './client'
import type { Seat } from './seat'
import type { ValidatorService } from './service'
import { Validator } from './validator'

const EXAMPLE = readFileSync(new URL('../../core/policy/example.test.yaml', import.meta.url), 'utf8')
const AT = '2026-11-24T00:00:00.000Z' as Instant

const document: ImageDocument = newDocument({
  path: 'a.png' as ImageId,
  sha256: '0'.repeat(64) as Sha256,
  bytes: 1,
  width: 640,
  height: 480,
  stored: { width: 640, height: 480 },
  orientation: 1,
  format: 'png',
  bitDepth: 8,
  lossy: false,
  frames: 1,
  lineage: [],
})
const person = (height: number): Annotation =>
  newAnnotation(
    'p1' as AnnotationId,
    'pedestrian' as ClassId,
    { visible: { shape: { kind: 'box', x: 10, y: 10, w: 8, h: height }, origin: 'drawn' } } as Annotation['roles'],
    {
      by: '' as Person,
      at: AT,
      how: 'hand',
      policy: { id: 'example', version: '1.0.0', digest: '0'.repeat(64) as Sha256 },
    },
  )
const adds = (annotation: Annotation, seq: number): Patch => ({
  image: document.image.path,
  seq,
  ops: [{ op: 'annotation', id: annotation.id, index: 0, before: null, after: annotation }],
  cause: { name: 'add', args: {}, by: '' as Person, at: AT },
})

describe('the validator', () => {
  it('refuses to check before a policy is loaded', async () => {
    expect(await new Validator().put(document, 0)).toMatchObject({
      ok: false,
      problems: [{ code: 'policy.not-loaded' }],
    })
  })

  it('keeps the loaded policy when a wrong one is given', async () => {
    const validator = new Validator()
    await validator.load(EXAMPLE)
    expect(await validator.load('groundrule: 1')).toMatchObject({ ok: false })
    expect(await validator.put(document, 0)).toMatchObject({ ok: true })
  })

  it('answers a patch with its seq and with what the edit changed', async () => {
    const validator = new Validator()
    await validator.load(EXAMPLE)
    await validator.put(document, 0)
    const answer = await validator.patch(adds(person(19), 1))
    expect(answer).toMatchObject({ ok: true, value: { seq: 1, complete: false } })
    if (answer.ok) {
      expect(answer.value.come.map((f) => f.rule)).toContain('I1')
      expect(answer.value.gone).toContain('image||empty')
    }
  })
})

/** Seats in this thread: each a Validator that can be broken, or that never answers. */
function seats(behaviour: (number: number) => Partial<ValidatorService>) {
  const started: { broken: () => void; ended: boolean }[] = []
  const start = (): Seat => {
    const validator = new Validator()
    const state: { broken: () => void; ended: boolean } = { broken: () => undefined, ended: false }
    started.push(state)
    const service: ValidatorService = {
      ready: () => validator.ready(),
      load: (text) => validator.load(text),
      put: (doc, seq) => validator.put(doc, seq),
      patch: (patch) => validator.patch(patch),
      drop: (image) => validator.drop(image),
      measures: (image) => validator.measures(image),
      cases: () => validator.cases(),
      lint: () => validator.lint(),
      review: (publishedText, text) => validator.review(publishedText, text),
      changes: (before, text) => validator.changes(before, text),
      sweep: (docs) => validator.sweep(docs),
      ...behaviour(started.length),
    }
    return { service, onbroken: (listener) => (state.broken = listener), end: () => (state.ended = true) }
  }
  return { start, started }
}
const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

describe('the client of the validator worker', () => {
  it('ends a worker that takes too long over a policy and goes on with the earlier policy in a new one', async () => {
    const { start, started } = seats(() => ({}))
    const slow = 'slow'
    const client = new ValidatorClient({
      loadMs: 200,
      start: () => {
        const seat = start()
        return {
          ...seat,
          service: { ...seat.service, load: (text) => (text === slow ? never() : seat.service.load(text)) },
        }
      },
    })
    expect(await client.load(EXAMPLE)).toMatchObject({ ok: true })
    expect(await client.load(slow)).toMatchObject({ ok: false, problems: [{ code: 'policy.timeout' }] })
    expect(started.map((s) => s.ended)).toEqual([true, false])
    expect(await client.put(document, 0)).toMatchObject({ ok: true })
  })

  it('does not count the start of the worker against the policy', async () => {
    const { start } = seats(() => ({ ready: () => new Promise((started) => setTimeout(started, 300)) }))
    expect(await new ValidatorClient({ loadMs: 200, start }).load(EXAMPLE)).toMatchObject({ ok: true })
  })

  it('answers an edit that killed the worker with a full check by a new one, and says so once', async () => {
    const problems: Problem[] = []
    const { start, started } = seats((number) =>
      number === 1 ? { patch: () => (queueMicrotask(() => started[0]?.broken()), never()) } : {},
    )
    const client = new ValidatorClient({ start, onproblem: (p) => problems.push(p) })
    await client.load(EXAMPLE)
    await client.put(document, 0)
    const answer = await client.patch(adds(person(19), 1))
    expect(answer).toMatchObject({ ok: true, value: { seq: 1, complete: true } })
    if (answer?.ok) expect(answer.value.come.map((f) => f.rule)).toContain('I1')
    expect(problems.map((p) => p.code)).toEqual(['worker.restarted'])
  })

  it('drops answers about a document that was put again', async () => {
    const { start } = seats(() => ({}))
    const client = new ValidatorClient({ start })
    await client.load(EXAMPLE)
    const first = client.put(document, 0)
    const second = client.put({ ...document, annotations: [person(19)] }, 1)
    expect(await first).toBeUndefined()
    expect(await second).toMatchObject({ ok: true, value: { seq: 1 } })
  })
})
