import type { Orientation } from '../core/model/image'
import { startsWith, u16be, u16le, u32be, u32le } from './bytes'

const TAG = 0x0112
const SHORT = 3

/** Where a TIFF block keeps its orientation: the value's place, or undefined when there is none. */
function orientationPlace(tiff: Uint8Array): { readonly at: number; readonly bigEndian: boolean } | undefined {
  const bigEndian = startsWith(tiff, 0, 'MM')
  if (!bigEndian && !startsWith(tiff, 0, 'II')) return undefined
  const u16 = bigEndian ? u16be : u16le
  const u32 = bigEndian ? u32be : u32le
  if (u16(tiff, 2) !== 42) return undefined
  const ifd = u32(tiff, 4)
  if (ifd + 2 > tiff.length) return undefined
  const entries = u16(tiff, ifd)
  for (let i = 0; i < entries; i++) {
    const entry = ifd + 2 + i * 12
    if (entry + 12 > tiff.length) return undefined
    if (u16(tiff, entry) === TAG)
      return u16(tiff, entry + 2) === SHORT && u32(tiff, entry + 4) === 1 ? { at: entry + 8, bigEndian } : undefined
  }
  return undefined
}

const isOrientation = (value: number): value is Orientation => Number.isInteger(value) && value >= 1 && value <= 8

/**
 * Orientation in an Exif block (TIFF structure, without the `Exif\0\0` before it), read as Chromium reads it: tag 0x0112
 * of the first directory, type SHORT, count 1, value 1 to 8. Anything else counts as 1. We do not use a general Exif
 * reader here, because the file must stand in labels as it stands on the screen, including the illegal cases.
 */
export function exifOrientation(tiff: Uint8Array): Orientation {
  const place = orientationPlace(tiff)
  if (!place) return 1
  const value = (place.bigEndian ? u16be : u16le)(tiff, place.at)
  return isOrientation(value) ? value : 1
}

/** The smallest Exif block that says only how the picture stands. */
export function exifBlock(orientation: Orientation): Uint8Array {
  return Uint8Array.of(
    0x49,
    0x49,
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    0x01,
    SHORT,
    0,
    1,
    0,
    0,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  )
}
