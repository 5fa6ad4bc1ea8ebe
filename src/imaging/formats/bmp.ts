import { i32le, u16le, u32le } from '../bytes'
import { damaged, truncated, type Parsed, type Trouble } from './parsed'

/** Bytes of the pixel rows when they are not compressed. */
const rowsBytes = (width: number, height: number, bits: number): number => Math.ceil((width * bits) / 32) * 4 * height

/** BMP: OS/2 and Windows headers. */
export function parseBmp(b: Uint8Array): Parsed {
  const core = u32le(b, 14) === 12
  const width = core ? u16le(b, 18) : i32le(b, 18)
  const height = core ? u16le(b, 20) : Math.abs(i32le(b, 22))
  const bits = core ? u16le(b, 24) : u16le(b, 28)
  const compression = core ? 0 : u32le(b, 30)
  const plain = compression === 0 || compression === 3 || compression === 6
  const needed = u32le(b, 10) + rowsBytes(width, height, bits)
  let fatal: Trouble | undefined
  if (b.length < 26) fatal = truncated(b.length)
  else if (width === 0 || height === 0) fatal = damaged('zero-size')
  else if (width < 0 || ![1, 2, 4, 8, 16, 24, 32].includes(bits)) fatal = damaged('header')
  return {
    format: 'bmp',
    width: Math.abs(width),
    height,
    bitDepth: bits <= 8 ? Math.max(1, bits) : bits === 16 ? 5 : 8,
    colour: bits <= 8 ? 'palette' : 'rgb',
    alpha: bits === 32 || (bits === 16 && compression !== 0),
    orientation: 1,
    frames: 1,
    lossy: false,
    fatal,
    warnings: plain && needed > b.length ? [truncated(b.length)] : [],
  }
}
