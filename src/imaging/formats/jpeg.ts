import type { Orientation } from '../../core/model/image'
import { concat, startsWith, u16be, u8 } from '../bytes'
import { exifOrientation } from '../exif'
import { damaged, trailing, truncated, type Parsed, type Trouble } from './parsed'

const [SOI, EOI, SOS, APP1, APP2] = [0xd8, 0xd9, 0xda, 0xe1, 0xe2]
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
/** Baseline, extended, progressive, and their arithmetic forms; the rest is lossless or hierarchical, which no browser reads. */
const READABLE = [0xc0, 0xc1, 0xc2, 0xc9, 0xca]

interface Segment {
  readonly marker: number
  /** First byte after the length. */
  readonly from: number
  readonly to: number
}

/** Place of the next marker's code byte at or after `at`: an FF followed by neither FF, 00 nor (in a scan) a restart marker. */
function nextMarker(b: Uint8Array, at: number, inScan: boolean): number {
  let i = at
  for (;;) {
    const ff = b.indexOf(0xff, i)
    if (ff < 0 || ff + 1 >= b.length) return -1
    const code = u8(b, ff + 1)
    if (code === 0xff) {
      i = ff + 1
      continue
    }
    if (code !== 0 && !(inScan && code >= 0xd0 && code <= 0xd7)) return ff + 1
    i = ff + 2
  }
}

/** Segments up to the end of the image; the last one yielded is EOI when it is there. A length that leaves the file ends the walk. */
function* segments(b: Uint8Array): Generator<Segment> {
  let at = 2
  let inScan = false
  for (;;) {
    const code = nextMarker(b, at, inScan)
    if (code < 0) return
    const marker = u8(b, code)
    at = code + 1
    inScan = false
    if (marker === EOI) {
      yield { marker, from: at, to: at }
      return
    }
    if (standsAlone(marker)) continue
    const length = u16be(b, at)
    yield { marker, from: at + 2, to: at + length }
    if (length < 2 || at + length > b.length) return
    at += length
    inScan = marker === SOS
  }
}

interface Seen {
  width: number
  height: number
  precision: number
  components: number
  frame: number
  exif: Orientation | undefined
  scan: boolean
  /** Multi-picture format: bytes after EOI are further pictures, not rubbish. */
  multiple: boolean
  end: number
  fatal: Trouble | undefined
}

function take(seen: Seen, b: Uint8Array, s: Segment): void {
  if (s.marker === EOI) seen.end = s.from
  else if (s.to < s.from) seen.fatal ??= seen.scan ? undefined : damaged('structure')
  else if (s.to > b.length) return
  else if (isFrame(s.marker) && seen.frame === 0) {
    seen.frame = s.marker
    seen.precision = u8(b, s.from)
    seen.height = u16be(b, s.from + 1)
    seen.width = u16be(b, s.from + 3)
    seen.components = u8(b, s.from + 5)
  } else if (s.marker === APP1 && startsWith(b, s.from, 'Exif\0'))
    seen.exif ??= exifOrientation(b.subarray(s.from + 6, s.to))
  else if (s.marker === APP2 && startsWith(b, s.from, 'MPF\0')) seen.multiple = true
  else if (s.marker === SOS) {
    if (seen.frame === 0) seen.fatal ??= damaged('structure')
    seen.scan = true
  }
}

function fatal(seen: Seen, length: number): Trouble | undefined {
  if (seen.fatal) return seen.fatal
  if (seen.frame === 0) return seen.end ? damaged('no-pixels') : truncated(length)
  if (!READABLE.includes(seen.frame)) return { code: 'image.unsupported', values: { format: 'lossless JPEG' } }
  if (seen.width === 0 || seen.height === 0) return damaged('zero-size')
  if (!seen.scan) return seen.end ? damaged('no-pixels') : truncated(length)
  return undefined
}

function warnings(seen: Seen, length: number): Trouble[] {
  if (seen.end === 0) return [truncated(length)]
  return seen.end < length && !seen.multiple ? [trailing(length - seen.end)] : []
}

/** JPEG (ITU T.81): frame header, first Exif, and whether the picture is there up to its end marker. */
export function parseJpeg(b: Uint8Array): Parsed {
  const seen: Seen = {
    width: 0,
    height: 0,
    precision: 8,
    components: 3,
    frame: 0,
    exif: undefined,
    scan: false,
    multiple: false,
    end: 0,
    fatal: undefined,
  }
  if (u8(b, 1) === SOI) for (const segment of segments(b)) take(seen, b, segment)
  return {
    format: 'jpeg',
    width: seen.width,
    height: seen.height,
    bitDepth: Math.max(1, seen.precision),
    colour: seen.components === 1 ? 'grey' : seen.components === 4 ? 'cmyk' : 'rgb',
    alpha: false,
    orientation: seen.exif ?? 1,
    frames: 1,
    lossy: true,
    fatal: fatal(seen, b.length),
    warnings: warnings(seen, b.length),
  }
}

/** The ICC profile, joined from its APP2 segments; undefined when there is none or a part of it is missing. */
export function jpegProfile(b: Uint8Array): Uint8Array | undefined {
  const parts = new Map<number, Uint8Array>()
  let count = 0
  for (const s of segments(b)) {
    if (s.marker === SOS) break
    if (s.marker !== APP2 || s.to > b.length || !startsWith(b, s.from, 'ICC_PROFILE\0')) continue
    count = u8(b, s.from + 13)
    parts.set(u8(b, s.from + 12), b.subarray(s.from + 14, s.to))
  }
  const ordered = Array.from({ length: count }, (_, i) => parts.get(i + 1)).filter((part) => part !== undefined)
  return count > 0 && ordered.length === count ? concat(ordered) : undefined
}
