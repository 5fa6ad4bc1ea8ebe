import { decode } from 'fast-png'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImageId } from '../core/model/ids'
import type { Orientation } from '../core/model/image'
import { concat } from './bytes'
import type { RawPixels } from './decode'
import { encodePng, pngHolds, toExactPng } from './png'
import { probe } from './probe'

const anyRaw: fc.Arbitrary<RawPixels> = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    channels: fc.constantFrom(1 as const, 3 as const, 4 as const),
  })
  .chain((head) =>
    fc
      .uint8Array({
        minLength: head.width * head.height * head.channels,
        maxLength: head.width * head.height * head.channels,
      })
      .map((data) => ({ ...head, data: new Uint8Array(data) })),
  )

/** An ICC header that names a colour space; all that the writer looks at. */
const profileFor = (space: string): Uint8Array => {
  const profile = new Uint8Array(132)
  for (let i = 0; i < 4; i++) profile[16 + i] = space.charCodeAt(i)
  return profile
}

describe('the PNG writer', () => {
  it('gives back every sample, through another decoder', () => {
    fc.assert(
      fc.property(anyRaw, (raw) => {
        const read = decode(concat(encodePng(raw)), { checkCrc: true })
        expect([read.width, read.height, read.channels, read.depth]).toEqual([raw.width, raw.height, raw.channels, 8])
        expect(Buffer.compare(read.data as Uint8Array, raw.data)).toBe(0)
      }),
    )
  })
  it('gives back every sample of a picture of several bands', () => {
    const data = new Uint8Array(1500 * 1000 * 3)
    for (let i = 0, seed = 1; i < data.length; i++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      data[i] = seed >>> 24
    }
    const raw: RawPixels = { width: 1500, height: 1000, channels: 3, data }
    expect(pngHolds(concat(encodePng(raw)), raw)).toBe(true)
  })
  it('writes the same bytes for the same samples', () => {
    fc.assert(
      fc.property(anyRaw, (raw) => {
        expect(Buffer.compare(concat(encodePng(raw)), concat(encodePng({ ...raw, data: raw.data.slice() })))).toBe(0)
      }),
      { numRuns: 20 },
    )
  })
  it('is told from one wrong sample', () => {
    fc.assert(
      fc.property(anyRaw, fc.nat(), (raw, at) => {
        const other = raw.data.slice()
        other[at % other.length] = ((other[at % other.length] ?? 0) + 1) & 255
        expect(pngHolds(concat(encodePng(raw)), { ...raw, data: other })).toBe(false)
      }),
      { numRuns: 30 },
    )
  })
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const satisfies readonly Orientation[])
    it(`keeps orientation ${orientation}`, () => {
      const found = probe(
        'a.png' as ImageId,
        concat(encodePng({ width: 3, height: 2, channels: 1, data: new Uint8Array(6) }, { orientation })),
      )
      expect(found.ok && found.value.record.orientation).toBe(orientation)
      expect(found.ok && found.value.record.stored).toEqual({ width: 3, height: 2 })
    })
  for (const [space, channels, kept] of [
    ['RGB ', 3, true],
    ['RGB ', 4, true],
    ['GRAY', 1, true],
    ['CMYK', 3, false],
    ['RGB ', 1, false],
    ['GRAY', 3, false],
  ] as const)
    it(`${kept ? 'keeps' : 'leaves out'} a profile for "${space}" with ${channels} channels`, () => {
      const profile = profileFor(space)
      const read = decode(
        concat(encodePng({ width: 1, height: 1, channels, data: new Uint8Array(channels) }, { profile })),
      )
      expect(read.iccEmbeddedProfile ? [...read.iccEmbeddedProfile.profile] : undefined).toEqual(
        kept ? [...profile] : undefined,
      )
    })
})

describe('toExactPng', () => {
  it('passes a PNG through as the same blob', async () => {
    const blob = new Blob([concat(encodePng({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) }))])
    const made = await toExactPng(blob, { path: 'a.png' as ImageId, format: 'png' })
    expect(made.ok && made.value).toBe(blob)
  })
})
