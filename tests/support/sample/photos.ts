/** What a JPEG file says of itself, for the records of the sample photos. Reads the frame header only. */
import { createHash } from 'node:crypto'
import type { ImageId, Sha256 } from '../../../src/core/model/ids'
import type { ImageRecord } from '../../../src/core/model/image'

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Size in pixels from the frame header (ITU T.81, B.2.2). */
export function jpegSize(bytes: Buffer): { width: number; height: number } {
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (isFrame(bytes.readUInt8(at + 1)))
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
  }
  throw new Error('no frame header')
}

/** The published photos carry no EXIF orientation: stored as they stand upright. */
export function recordOf(path: string, bytes: Buffer, source: string): ImageRecord {
  const size = jpegSize(bytes)
  return {
    path: path as ImageId,
    sha256: createHash('sha256').update(bytes).digest('hex') as Sha256,
    bytes: bytes.length,
    ...size,
    stored: size,
    orientation: 1,
    format: 'jpeg',
    bitDepth: 8,
    lossy: true,
    frames: 1,
    lineage: [{ step: 'published', source, details: { file: path.slice(path.lastIndexOf('/') + 1) } }],
  }
}
