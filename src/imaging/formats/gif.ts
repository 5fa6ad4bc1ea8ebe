import { u16le, u8 } from '../bytes'
import { damaged, trailing, truncated, type Parsed, type Trouble } from './parsed'

/** Place after a chain of sub-blocks. */
function skipBlocks(b: Uint8Array, from: number): number {
  let at = from
  while (at < b.length && u8(b, at) !== 0) at += 1 + u8(b, at)
  return at + 1
}

const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

interface Walked {
  readonly frames: number
  readonly alpha: boolean
  /** Place after the trailer; 0 when the file ends before it. */
  readonly end: number
  readonly right: number
  readonly bottom: number
  readonly broken: boolean
}

function walk(b: Uint8Array, width: number, height: number): Walked {
  let at = 13 + tableBytes(u8(b, 10))
  let [frames, alpha, end, broken, right, bottom] = [0, false, 0, false, 0, 0]
  while (at < b.length) {
    const block = u8(b, at)
    if (block === 0x21) {
      if (frames === 0 && u8(b, at + 1) === 0xf9 && (u8(b, at + 3) & 1) === 1) alpha = true
      at = skipBlocks(b, at + 2)
    } else if (block === 0x2c) {
      if (frames === 0) {
        right = u16le(b, at + 1) + u16le(b, at + 5)
        bottom = u16le(b, at + 3) + u16le(b, at + 7)
        if (u16le(b, at + 1) > 0 || u16le(b, at + 3) > 0 || right < width || bottom < height) alpha = true
      }
      const data = at + 10 + tableBytes(u8(b, at + 9)) + 1
      at = skipBlocks(b, data)
      if (data < b.length) frames++
    } else {
      if (block === 0x3b) end = at + 1
      else broken = true
      break
    }
  }
  return { frames, alpha, end, right, bottom, broken }
}

/** GIF 87a/89a: screen size and count of frames; pixels are never expanded. */
export function parseGif(b: Uint8Array): Parsed {
  const [screenWidth, screenHeight] = [u16le(b, 6), u16le(b, 8)]
  const walked = walk(b, screenWidth, screenHeight)
  // A screen of size 0, or smaller than a first frame at its corner, is taken from that frame, as browsers do.
  const width = screenWidth || walked.right
  const height = screenHeight || walked.bottom
  const cut: Trouble[] = walked.end === 0 && !walked.broken ? [truncated(b.length)] : []
  const fatal =
    width === 0 || height === 0
      ? b.length < 13
        ? truncated(b.length)
        : damaged('zero-size')
      : walked.frames === 0
        ? (cut[0] ?? damaged('no-pixels'))
        : undefined
  const warnings = walked.broken
    ? [damaged('structure')]
    : walked.end > 0 && walked.end < b.length
      ? [trailing(b.length - walked.end)]
      : cut
  return {
    format: 'gif',
    width,
    height,
    bitDepth: 8,
    colour: 'palette',
    alpha: walked.alpha,
    orientation: 1,
    frames: Math.max(1, walked.frames),
    lossy: false,
    fatal,
    warnings,
  }
}
