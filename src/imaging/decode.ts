/** Decoding in the browser (page or worker). Canvas for opaque pixels, the decoder's native bytes where there is alpha: each is exact only there. */
import type { ImageId } from '../core/model/ids'
import { fail, ok, problem, type Result } from '../core/model/problem'
import type { Size } from '../core/model/units'
import { storedIndex, uprightSize, type IndexMap } from './orientation'
import { probe, type Probed } from './probe'
import { readBytes } from './read'

export interface UprightImage {
  readonly probed: Probed
  /** Upright, with the colours as stored. The receiver closes it. */
  readonly bitmap: ImageBitmap
}

const pixelsProblem = (path: ImageId, { warnings }: Probed) =>
  warnings.find((w) => w.code === 'image.truncated') ?? problem('image.damaged', { file: path }, { reason: 'pixels' })

/** Decodes a probed file. Never converts colours: what the labels are drawn on are the file's own pixels. */
async function bitmapOf(
  path: ImageId,
  source: Blob,
  probed: Probed,
  options: ImageBitmapOptions = {},
): Promise<Result<ImageBitmap>> {
  try {
    return ok(
      await createImageBitmap(source, { colorSpaceConversion: 'none', imageOrientation: 'from-image', ...options }),
    )
  } catch {
    return fail(pixelsProblem(path, probed))
  }
}

/** Header first, then pixels: what is beyond the limits is never given to the decoder. */
export async function decodeUpright(path: ImageId, blob: Blob): Promise<Result<UprightImage>> {
  const bytes = await readBytes(path, blob)
  if (!bytes.ok) return bytes
  const probed = probe(path, bytes.value)
  if (!probed.ok) return probed
  const decoded = await bitmapOf(path, blob, probed.value)
  if (!decoded.ok) return decoded
  const bitmap = decoded.value
  const { width, height } = probed.value.record
  if (bitmap.width !== width || bitmap.height !== height) {
    bitmap.close()
    return fail(problem('image.damaged', { file: path }, { reason: 'size' }))
  }
  return ok({ probed: probed.value, bitmap })
}

/** Size of a thumbnail whose longer side is at most `side`; small images keep theirs. */
export function thumbnailSize({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** A small upright picture of an image, for lists. */
export async function decodeThumbnail(path: ImageId, blob: Blob, side: number): Promise<Result<UprightImage>> {
  const bytes = await readBytes(path, blob)
  if (!bytes.ok) return bytes
  const probed = probe(path, bytes.value)
  if (!probed.ok) return probed
  const size = thumbnailSize(probed.value.record, side)
  const decoded = await bitmapOf(path, blob, probed.value, {
    resizeWidth: size.width,
    resizeHeight: size.height,
    resizeQuality: 'medium',
  })
  return decoded.ok ? ok({ probed: probed.value, bitmap: decoded.value }) : decoded
}

/** Samples of the stored image, 8 bits each, rows from the top, no padding. */
export interface RawPixels {
  readonly width: number
  readonly height: number
  /** 1 grey · 3 RGB · 4 RGBA, not premultiplied. */
  readonly channels: 1 | 3 | 4
  readonly data: Uint8Array<ArrayBuffer>
}

/** Rows drawn at once: bounds the memory, and a canvas that small is never silently empty. */
const BAND_PIXELS = 1 << 20

/** Drawn pixels of some rows, as RGBA. */
interface Band {
  readonly y: number
  readonly height: number
  readonly rgba: Uint8ClampedArray
}

function* bandsOf(bitmap: ImageBitmap): Generator<Band> {
  const rows = Math.max(1, Math.min(bitmap.height, Math.floor(BAND_PIXELS / bitmap.width)))
  const context = new OffscreenCanvas(bitmap.width, rows).getContext('2d', { willReadFrequently: true, alpha: false })
  if (!context) return
  for (let y = 0; y < bitmap.height; y += rows) {
    const height = Math.min(rows, bitmap.height - y)
    context.drawImage(bitmap, 0, y, bitmap.width, height, 0, 0, bitmap.width, height)
    yield { y, height, rgba: context.getImageData(0, 0, bitmap.width, height).data }
  }
}

function isGrey({ rgba }: Band): boolean {
  for (let i = 0; i < rgba.length; i += 4) if (rgba[i] !== rgba[i + 1] || rgba[i] !== rgba[i + 2]) return false
  return true
}

/** Copies a band's samples to their places in the stored order. */
function place(band: Band, width: number, { origin, perX, perY }: IndexMap, channels: 1 | 3, data: Uint8Array): void {
  const { rgba } = band
  let from = 0
  for (let row = 0; row < band.height; row++) {
    let to = (origin + (band.y + row) * perY) * channels
    for (let x = 0; x < width; x++, to += perX * channels, from += 4) {
      data[to] = rgba[from] ?? 0
      if (channels === 1) continue
      data[to + 1] = rgba[from + 1] ?? 0
      data[to + 2] = rgba[from + 2] ?? 0
    }
  }
}

/** Copies the pixels of an opaque upright bitmap into stored order. A grey picture gives one channel, if its pixels really are grey. */
function rawOfBitmap(bitmap: ImageBitmap, probed: Probed, grey: boolean): RawPixels | undefined {
  const { stored, orientation } = probed.record
  const channels = grey ? 1 : 3
  const data = new Uint8Array(stored.width * stored.height * channels)
  const places = storedIndex(orientation, stored)
  let rows = 0
  for (const band of bandsOf(bitmap)) {
    if (grey && !isGrey(band)) return rawOfBitmap(bitmap, probed, false)
    place(band, bitmap.width, places, channels, data)
    rows += band.height
  }
  return rows === bitmap.height ? { ...stored, channels, data } : undefined
}

/** The decoder's own bytes: a canvas would premultiply, and so lose colours under transparent pixels. */
async function nativeFrame(
  bytes: Uint8Array<ArrayBuffer>,
  format: string,
): Promise<{ readonly size: Size; readonly layout: string; readonly data: Uint8Array<ArrayBuffer> }> {
  const decoder = new ImageDecoder({
    data: bytes,
    type: `image/${format}`,
    colorSpaceConversion: 'none',
  })
  try {
    const { image } = await decoder.decode({ frameIndex: 0 })
    try {
      const data = new Uint8Array(image.allocationSize())
      const layout = image.format ?? 'unknown'
      await image.copyTo(data)
      return { size: { width: image.codedWidth, height: image.codedHeight }, layout, data }
    } finally {
      image.close()
    }
  } finally {
    decoder.close()
  }
}

/** RGB or RGBA from the decoder's native order; undefined for layouts that are not four bytes a pixel. */
function reordered({ size, layout, data }: Awaited<ReturnType<typeof nativeFrame>>): RawPixels | undefined {
  if (!['BGRA', 'BGRX', 'RGBA', 'RGBX'].includes(layout)) return undefined
  const [red, blue] = layout.startsWith('BGR') ? [2, 0] : [0, 2]
  const channels = layout.endsWith('X') ? 3 : 4
  const out = new Uint8Array(size.width * size.height * channels)
  for (let from = 0, to = 0; from < data.length; from += 4, to += channels) {
    out[to] = data[from + red] ?? 0
    out[to + 1] = data[from + 1] ?? 0
    out[to + 2] = data[from + blue] ?? 0
    if (channels === 4) out[to + 3] = data[from + 3] ?? 0
  }
  return { ...size, channels, data: out }
}

async function rawWithAlpha(path: ImageId, bytes: Uint8Array<ArrayBuffer>, probed: Probed): Promise<Result<RawPixels>> {
  try {
    const frame = await nativeFrame(bytes, probed.record.format)
    const raw = reordered(frame)
    if (!raw)
      return fail(
        problem(
          'image.unsupported',
          { file: path },
          { format: `${probed.record.format.toUpperCase()} (${frame.layout})` },
        ),
      )
    const { stored } = probed.record
    if (raw.width !== stored.width || raw.height !== stored.height)
      return fail(problem('image.damaged', { file: path }, { reason: 'size' }))
    return ok(raw)
  } catch {
    return fail(pixelsProblem(path, probed))
  }
}

/**
 * The exact samples of an 8-bit image in stored order (orientation not applied), without colour conversion. Equal, bit for bit, to what libjpeg-turbo
 * and libwebp give. Refuses what the browser cannot give exactly: more than 8 bits per sample (it truncates), and damaged or truncated files.
 * Not for PNG, whose files are passed on as they are.
 * @param grey give one channel when the picture is grey.
 */
export async function rawPixels(
  path: ImageId,
  bytes: Uint8Array<ArrayBuffer>,
  probed: Probed,
  grey: boolean,
): Promise<Result<RawPixels>> {
  const truncated = probed.warnings.find((w) => w.code === 'image.truncated')
  if (truncated) return fail(truncated)
  if (probed.record.bitDepth > 8)
    return fail(problem('image.not-exact', { file: path }, { bits: probed.record.bitDepth }))
  if (probed.alpha) return rawWithAlpha(path, bytes, probed)
  const decoded = await bitmapOf(path, new Blob([bytes]), probed)
  if (!decoded.ok) return decoded
  try {
    const { width, height } = uprightSize(probed.record.stored, probed.record.orientation)
    if (decoded.value.width !== width || decoded.value.height !== height)
      return fail(problem('image.damaged', { file: path }, { reason: 'size' }))
    const raw = rawOfBitmap(decoded.value, probed, grey && probed.colour === 'grey')
    return raw ? ok(raw) : fail(pixelsProblem(path, probed))
  } finally {
    decoded.value.close()
  }
}
