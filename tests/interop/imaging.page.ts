/** Runs in the browser: what imaging.spec.ts calls. */
import '../../src/core/model/zod-setup'
import type { ImageId } from '../../src/core/model/ids'
import { decodeUpright } from '../../src/imaging/decode'
import { sha256 } from '../../src/imaging/hash'
import { toExactPng } from '../../src/imaging/png'
import { probe } from '../../src/imaging/probe'
import { ImagingClient } from '../../src/workers/imaging/client'

const client = new ImagingClient()
const fetchBlob = async (url: string): Promise<Blob> => (await fetch(url)).blob()
const nameOf = (url: string): ImageId => decodeURIComponent(url.split('/').at(-1) ?? '') as ImageId

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

/** The colour in the middle of each quarter: top left, top right, bottom left, bottom right. */
function quarters(bitmap: ImageBitmap): number[][] {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  if (!context) return []
  context.drawImage(bitmap, 0, 0)
  const at = (x: number, y: number): number[] => [
    ...context.getImageData(Math.floor(bitmap.width * x), Math.floor(bitmap.height * y), 1, 1).data.subarray(0, 3),
  ]
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)]
}

const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const begun = performance.now()
  const value = await work()
  return [value, performance.now() - begun]
}

const harness = {
  /** Through the worker, as the app does it. */
  async show(url: string) {
    const shown = await client.decode(nameOf(url), await fetchBlob(url))
    if (!shown.ok) return { ok: false as const, codes: shown.problems.map((p) => p.code) }
    const { bitmap, image, warnings, record, release } = shown.value
    const size = [bitmap.width, bitmap.height]
    const colours = quarters(bitmap)
    const hashed = await record
    release()
    return {
      ok: true as const,
      size,
      image,
      colours,
      warnings: warnings.map((w) => w.code),
      sha256: hashed.ok ? hashed.value.sha256 : undefined,
    }
  },
  async png(url: string) {
    const blob = await fetchBlob(url)
    const probed = probe(nameOf(url), new Uint8Array(await blob.arrayBuffer()))
    if (!probed.ok) return { ok: false as const, codes: probed.problems.map((p) => p.code) }
    const made = await toExactPng(blob, probed.value.record)
    if (!made.ok) return { ok: false as const, codes: made.problems.map((p) => p.code) }
    return { ok: true as const, same: made.value === blob, png: base64(new Uint8Array(await made.value.arrayBuffer())) }
  },
  async thumbnail(url: string, side: number) {
    const made = await client.thumbnail(nameOf(url), await fetchBlob(url), side)
    if (!made.ok) return { ok: false as const, codes: made.problems.map((p) => p.code) }
    const { bitmap, width, height } = made.value
    const answer = {
      ok: true as const,
      size: [bitmap.width, bitmap.height],
      whole: [width, height],
      colours: quarters(bitmap),
    }
    bitmap.close()
    return answer
  },
  /** Times of the steps with one image, in ms; floors beside them. */
  async times(url: string) {
    const blob = await fetchBlob(url)
    const path = nameOf(url)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const fresh = (n: number): File => new File([blob], `${n}`, { lastModified: n })
    const rows: Record<string, number[]> = {}
    const note = (name: string, ms: number): void => void (rows[name] ??= []).push(Math.round(ms * 10) / 10)
    for (let run = 0; run < 5; run++) {
      const [floor, floorMs] = await timed(() => createImageBitmap(blob, { colorSpaceConversion: 'none' }))
      floor.close()
      note('floor: createImageBitmap', floorMs)
      note('floor: read the bytes', (await timed(() => blob.arrayBuffer()))[1])
      note('floor: memcpy of the bytes', (await timed(async () => bytes.slice()))[1])
      note('floor: crypto.subtle SHA-256', (await timed(() => crypto.subtle.digest('SHA-256', bytes)))[1])
      note('probe', (await timed(async () => probe(path, bytes)))[1])
      note('sha256', (await timed(() => sha256(blob)))[1])
      const [upright, uprightMs] = await timed(() => decodeUpright(path, blob))
      if (upright.ok) upright.value.bitmap.close()
      note('decodeUpright', uprightMs)
      const [shown, shownMs] = await timed(() => client.decode(path, fresh(run)))
      note('client.decode (worker)', shownMs)
      if (shown.ok) {
        note('… then the record with its hash', (await timed(() => shown.value.record))[1])
        shown.value.release()
      }
      const [again, againMs] = await timed(() => client.decode(path, fresh(run)))
      note('client.decode (cached)', againMs)
      if (again.ok) again.value.release()
      const [small, smallMs] = await timed(() => client.thumbnail(path, blob, 136))
      note('client.thumbnail', smallMs)
      if (small.ok) small.value.bitmap.close()
    }
    const [png, pngMs] = await timed(() => toExactPng(blob, { path, format: 'jpeg' }))
    note('toExactPng with its check', pngMs)
    return { rows, png: png.ok ? png.value.size : png.problems.map((p) => p.code) }
  },
}
export type Harness = typeof harness
Object.assign(globalThis, { harness })
