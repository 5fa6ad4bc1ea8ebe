import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImageId, Sha256 } from '../../core/model/ids'
import { ok, type Problem, type Result } from '../../core/model/problem'
import { ImagingClient } from './client'
import type { Seat } from './seat'
import type { Decoded, Thumbnail } from './service'

const HASH = 'a'.repeat(64) as Sha256

class FakeBitmap {
  closed = false
  readonly width = 100
  readonly height = 100
  close(): void {
    this.closed = true
  }
}

interface Call {
  readonly kind: 'decode' | 'thumbnail' | 'identify'
  readonly path: string
  /** Which worker, counted from 0 in the order of their start. */
  readonly seat: number
  answer(): void
  crash(): void
}

/** Workers whose every call waits until the test answers it. */
function workshop() {
  const calls: Call[] = []
  const bitmaps = new Map<string, FakeBitmap>()
  const ended: number[] = []
  const broken: (() => void)[] = []
  let seats = 0
  const bitmap = (path: string): ImageBitmap => {
    const made = new FakeBitmap()
    bitmaps.set(path, made)
    return made as unknown as ImageBitmap
  }
  const decoded = (path: ImageId): Decoded => ({
    image: {
      path,
      bytes: 1,
      width: 100,
      height: 100,
      stored: { width: 100, height: 100 },
      orientation: 1,
      format: 'png',
      bitDepth: 8,
      lossy: false,
      frames: 1,
      lineage: [],
    },
    bitmap: bitmap(path),
    warnings: [],
  })
  const start = (): Seat => {
    const seat = seats++
    const wait = <T>(kind: Call['kind'], path: ImageId, value: () => T): Promise<Result<T>> =>
      new Promise((resolve, reject) => {
        calls.push({
          kind,
          path,
          seat,
          answer: () => {
            resolve(ok(value()))
          },
          crash: () => {
            reject(new Error('crash'))
          },
        })
      })
    return {
      service: {
        decode: (path) => wait('decode', path, () => decoded(path)),
        identify: (path) => wait('identify', path, () => HASH),
        thumbnail: (path) =>
          wait('thumbnail', path, (): Thumbnail => ({ bitmap: bitmap(path), width: 100, height: 100, warnings: [] })),
      },
      onbroken: (listener) => {
        broken[seat] = listener
      },
      end: () => {
        ended.push(seat)
      },
    }
  }
  const open = (kind: Call['kind']): string[] => calls.filter((c) => c.kind === kind).map((c) => c.path)
  const last = (path: string): Call => {
    const call = calls.findLast((c) => c.path === path)
    if (!call) throw new Error(`${path} was not asked for`)
    return call
  }
  return { start, calls, bitmaps, ended, broken, open, last }
}

const path = (name: string): ImageId => name as ImageId
const blob = (size = 1): Blob => new Blob([new Uint8Array(size)])
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined)

let shop: ReturnType<typeof workshop>
let client: ImagingClient
let problems: Problem[]
beforeEach(() => {
  vi.useFakeTimers()
  shop = workshop()
  problems = []
  client = new ImagingClient({
    start: shop.start,
    cacheBytes: 100_000,
    deadlineMs: 10_000,
    onproblem: (p) => problems.push(p),
  })
})
afterEach(() => {
  client.close()
  vi.useRealTimers()
})

/** Asks for an image, answers the worker's call and gives back what came. */
async function show(name: string, size = 1) {
  const asked = client.decode(path(name), blob(size))
  await settle()
  shop.last(name).answer()
  const shown = await asked
  if (!shown.ok) throw new Error('refused')
  return shown.value
}

describe('the queue', () => {
  it('starts a shown image at once, beside a neighbour that is being decoded', async () => {
    client.prefetch([path('next')], () => Promise.resolve(ok(blob())))
    await settle()
    void client.decode(path('shown'), blob())
    expect(shop.open('decode')).toEqual(['next', 'shown'])
  })
  it('decodes neighbours one after another', async () => {
    client.prefetch([path('a'), path('b')], () => Promise.resolve(ok(blob())))
    await settle()
    expect(shop.open('decode')).toEqual(['a'])
    shop.last('a').answer()
    await settle()
    shop.calls.find((c) => c.kind === 'identify')?.answer()
    await settle()
    expect(shop.open('decode')).toEqual(['a', 'b'])
  })
  it('joins a decode that is under way instead of doing it twice', async () => {
    client.prefetch([path('a')], () => Promise.resolve(ok(blob())))
    await settle()
    const shown = client.decode(path('a'), blob())
    shop.last('a').answer()
    expect((await shown).ok).toBe(true)
    expect(shop.open('decode')).toEqual(['a'])
  })
  it('withdraws neighbours that are no longer wanted', async () => {
    client.prefetch([path('a'), path('b')], () => Promise.resolve(ok(blob())))
    await settle()
    client.prefetch([path('c')], () => Promise.resolve(ok(blob())))
    await settle()
    shop.last('a').answer()
    await settle()
    expect(shop.open('decode')).toEqual(['a', 'c'])
  })
  it('starts no thumbnail while an image to be shown is being decoded', async () => {
    const shown = client.decode(path('a'), blob())
    void client.thumbnail(path('t'), blob(), 64)
    await settle()
    expect(shop.open('thumbnail')).toEqual([])
    shop.last('a').answer()
    await shown
    expect(shop.open('thumbnail')).toEqual(['t'])
  })
  it('answers a withdrawn request and frees the bitmap that comes too late', async () => {
    const stop = new AbortController()
    const asked = client.decode(path('a'), blob(), 'shown', stop.signal)
    await settle()
    stop.abort()
    const answer = await asked
    expect(answer.ok ? [] : answer.problems.map((p) => p.code)).toEqual(['export.cancelled'])
    shop.last('a').answer()
    await settle()
    expect(shop.bitmaps.get('a')?.closed).toBe(true)
  })
})

describe('the cache', () => {
  it('gives the same bitmap again without decoding', async () => {
    const first = await show('a')
    const second = await client.decode(path('a'), blob())
    expect(second.ok && second.value.bitmap).toBe(first.bitmap)
    expect(shop.open('decode')).toEqual(['a'])
  })
  it('decodes again when the file has another size', async () => {
    await show('a', 1)
    await show('a', 2)
    expect(shop.open('decode')).toEqual(['a', 'a'])
  })
  // Each bitmap has 40,000 bytes; the cache holds 100,000.
  it('closes the bitmap that was used longest ago, once it is released', async () => {
    for (const name of ['a', 'b', 'c']) (await show(name)).release()
    expect(['a', 'b', 'c'].map((name) => shop.bitmaps.get(name)?.closed)).toEqual([true, false, false])
  })
  it('never closes a bitmap that is in use, whatever else is decoded', async () => {
    const held = await show('a')
    for (const name of ['b', 'c', 'd']) (await show(name)).release()
    expect(shop.bitmaps.get('a')?.closed).toBe(false)
    held.release()
    held.release()
    ;(await show('e')).release()
    expect(shop.bitmaps.get('a')?.closed).toBe(true)
  })
})

describe('the record', () => {
  it('follows the bitmap with the hash, and is hashed once', async () => {
    const first = await show('a')
    const second = await client.decode(path('a'), blob())
    await settle()
    shop.last('a').answer()
    const record = await first.record
    expect(record.ok && record.value.sha256).toBe(HASH)
    expect(second.ok && (await second.value.record)).toEqual(record)
    expect(shop.open('identify')).toEqual(['a'])
  })
})

describe('a worker that hangs or dies', () => {
  it('is ended at the deadline; the image gets the message and the next one works', async () => {
    const hung = client.decode(path('bomb'), blob())
    await settle()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(shop.ended).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    const answer = await hung
    expect(answer.ok ? [] : answer.problems).toEqual([
      { code: 'image.decode-timeout', place: { file: 'bomb' }, values: { seconds: 10 } },
    ])
    expect(shop.ended).toEqual([0])
    expect((await show('good')).bitmap.width).toBe(100)
    expect(shop.last('good').seat).toBe(1)
  })
  it('does again what the ended worker had in hand', async () => {
    void client.decode(path('bomb'), blob())
    await vi.advanceTimersByTimeAsync(5_000)
    const other = client.decode(path('other'), blob())
    await vi.advanceTimersByTimeAsync(5_000)
    expect(shop.calls.filter((c) => c.path === 'other').map((c) => c.seat)).toEqual([0, 1])
    shop.last('other').answer()
    expect((await other).ok).toBe(true)
  })
  it('is restarted with its work when it breaks, and that is told', async () => {
    const asked = client.decode(path('a'), blob())
    await settle()
    shop.broken[0]?.()
    await settle()
    shop.last('a').answer()
    expect((await asked).ok).toBe(true)
    expect(problems).toEqual([{ code: 'worker.restarted' }])
  })
  it('is not given the same image a fourth time', async () => {
    const asked = client.decode(path('a'), blob())
    for (let n = 0; n < 3; n++) {
      await settle()
      shop.last('a').crash()
    }
    const answer = await asked
    expect(answer.ok ? [] : answer.problems.map((p) => p.code)).toEqual(['worker.failed'])
    expect(shop.open('decode')).toHaveLength(3)
  })
  it('hashing has no deadline: a large file takes its time', async () => {
    const shown = await show('a')
    await vi.advanceTimersByTimeAsync(60_000)
    shop.last('a').answer()
    expect((await shown.record).ok).toBe(true)
  })
})
