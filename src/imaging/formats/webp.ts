import { text, u16le, u24le, u32le, u8 } from '../bytes'
import { damaged, trailing, truncated, type Parsed, type Trouble } from './parsed'

interface Chunk {
  readonly type: string
  readonly from: number
  readonly to: number
}

function* chunks(b: Uint8Array, from: number, to: number): Generator<Chunk> {
  let at = from
  while (at + 8 <= to) {
    const length = u32le(b, at + 4)
    yield { type: text(b, at, 4), from: at + 8, to: at + 8 + length }
    at += 8 + length + (length & 1)
  }
}

interface Bitstream {
  readonly width: number
  readonly height: number
  readonly alpha: boolean
  readonly lossy: boolean
}

/** Size and kind in the head of a VP8 or VP8L bitstream (RFC 9649, RFC 6386 §9.1). */
function bitstream(b: Uint8Array, c: Chunk): Bitstream | undefined {
  if (c.type === 'VP8 ' && u8(b, c.from + 3) === 0x9d && u8(b, c.from + 4) === 1 && u8(b, c.from + 5) === 0x2a)
    return { width: u16le(b, c.from + 6) & 0x3fff, height: u16le(b, c.from + 8) & 0x3fff, alpha: false, lossy: true }
  if (c.type !== 'VP8L' || u8(b, c.from) !== 0x2f) return undefined
  const bits = u32le(b, c.from + 1)
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    alpha: ((bits >>> 28) & 1) === 1,
    lossy: false,
  }
}

/** WebP (RFC 9649): plain, extended and animated. Its Exif does not turn the picture: Chromium draws it as stored. */
export function parseWebp(b: Uint8Array): Parsed {
  const end = 8 + u32le(b, 4)
  const inside = Math.min(end, b.length)
  let [width, height, alpha, lossy, frames, pixels] = [0, 0, false, false, 0, false]
  let cut = end > b.length
  for (const c of chunks(b, 12, inside)) {
    if (c.to > inside) cut = true
    if (c.type === 'VP8X') {
      alpha ||= (u8(b, c.from) & 0x10) !== 0
      width = u24le(b, c.from + 4) + 1
      height = u24le(b, c.from + 7) + 1
    }
    if (c.type === 'ANMF') frames++
    const inner = c.type === 'ANMF' ? chunks(b, c.from + 16, Math.min(c.to, inside)) : [c]
    for (const part of inner) {
      const stream = pixels ? undefined : bitstream(b, part)
      if (!stream) continue
      pixels = true
      if (width === 0) [width, height] = [stream.width, stream.height]
      alpha ||= stream.alpha
      lossy = stream.lossy
    }
  }
  const fatal: Trouble | undefined =
    pixels && width && height ? undefined : cut ? truncated(b.length) : damaged('no-pixels')
  return {
    format: 'webp',
    width,
    height,
    bitDepth: 8,
    colour: 'rgb',
    alpha,
    orientation: 1,
    frames: Math.max(1, frames),
    lossy,
    fatal,
    warnings: cut ? [truncated(b.length)] : end + (end & 1) < b.length ? [trailing(b.length - end)] : [],
  }
}

/** The ICC profile of an extended WebP. */
export function webpProfile(b: Uint8Array): Uint8Array | undefined {
  for (const c of chunks(b, 12, b.length)) if (c.type === 'ICCP' && c.to <= b.length) return b.subarray(c.from, c.to)
  return undefined
}
