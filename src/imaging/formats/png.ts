import type { Orientation } from '../../core/model/image'
import { text, u32be, u8 } from '../bytes'
import { crc32 } from '../crc32'
import { exifOrientation } from '../exif'
import { damaged, trailing, truncated, type Colour, type Parsed, type Trouble } from './parsed'

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

const COLOURS: Readonly<
  Record<number, { readonly colour: Colour; readonly alpha: boolean; readonly depths: readonly number[] }>
> = {
  0: { colour: 'grey', alpha: false, depths: [1, 2, 4, 8, 16] },
  2: { colour: 'rgb', alpha: false, depths: [8, 16] },
  3: { colour: 'palette', alpha: false, depths: [1, 2, 4, 8] },
  4: { colour: 'grey', alpha: true, depths: [8, 16] },
  6: { colour: 'rgb', alpha: true, depths: [8, 16] },
}

interface Chunks {
  readonly pixels: boolean
  readonly transparency: boolean
  readonly orientation: Orientation
  readonly frames: number
  readonly fatal?: Trouble | undefined
  readonly warnings: readonly Trouble[]
}

/** Walks the chunks after IHDR by their lengths; never expands one. */
function walk(b: Uint8Array): Chunks {
  let at = 33
  let [pixels, transparency, exifSeen, frames] = [false, false, false, 1]
  let orientation: Orientation = 1
  const done = (fatal: Trouble | undefined, warnings: readonly Trouble[]): Chunks => ({
    pixels,
    transparency,
    orientation,
    frames,
    fatal,
    warnings,
  })
  while (at + 8 <= b.length) {
    const length = u32be(b, at)
    const type = text(b, at + 4, 4)
    if (length > 0x7fffffff || !/^[A-Za-z]{4}$/.test(type))
      return done(pixels ? undefined : damaged('structure'), pixels ? [damaged('structure')] : [])
    const end = at + 12 + length
    if (type === 'IDAT') pixels = true
    if (end > b.length) break
    if (type === 'IEND') return done(undefined, end < b.length ? [trailing(b.length - end)] : [])
    if (type === 'tRNS') transparency = true
    if (type === 'acTL' && !pixels) frames = Math.max(1, u32be(b, at + 8))
    if (type === 'eXIf' && !pixels && !exifSeen) {
      exifSeen = true
      orientation = exifOrientation(b.subarray(at + 8, at + 8 + length))
    }
    at = end
  }
  return done(pixels ? undefined : truncated(b.length), pixels ? [truncated(b.length)] : [])
}

/** PNG (ISO/IEC 15948) and APNG, by the header and the chain of chunks. */
export function parsePng(b: Uint8Array): Parsed {
  const [width, height, bitDepth] = [u32be(b, 16), u32be(b, 20), u8(b, 24)]
  const kind = COLOURS[u8(b, 25)]
  const base = { format: 'png', width, height, bitDepth, lossy: false } as const
  const bad = (fatal: Trouble): Parsed => ({
    ...base,
    colour: 'rgb',
    alpha: false,
    orientation: 1,
    frames: 1,
    fatal,
    warnings: [],
  })
  if (!PNG_SIGNATURE.every((byte, i) => b[i] === byte)) return { ...bad(damaged('transfer')), width: 1, height: 1 }
  if (b.length < 33) return bad(truncated(b.length))
  if (u32be(b, 8) !== 13 || text(b, 12, 4) !== 'IHDR') return bad(damaged('header'))
  if (width === 0 || height === 0) return bad(damaged('zero-size'))
  if (!kind?.depths.includes(bitDepth) || u8(b, 26) !== 0 || u8(b, 27) !== 0 || u8(b, 28) > 1)
    return bad(damaged('header'))
  if (crc32(b.subarray(12, 29)) !== u32be(b, 29)) return bad(damaged('checksum'))
  const chunks = walk(b)
  return {
    ...base,
    colour: kind.colour,
    alpha: kind.alpha || chunks.transparency,
    orientation: chunks.orientation,
    frames: chunks.frames,
    fatal: chunks.fatal ?? (chunks.pixels ? undefined : damaged('no-pixels')),
    warnings: chunks.warnings,
  }
}
