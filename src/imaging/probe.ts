import type { ImageId } from '../core/model/ids'
import type { ImageFormat, ImageRecord } from '../core/model/image'
import { fail, ok, problem, type Problem, type Result } from '../core/model/problem'
import type { Size } from '../core/model/units'
import { parseAvif } from './formats/avif'
import { parseBmp } from './formats/bmp'
import { parseGif } from './formats/gif'
import { parseJpeg } from './formats/jpeg'
import type { Colour, Parsed } from './formats/parsed'
import { parsePng } from './formats/png'
import { parseWebp } from './formats/webp'
import { LIMITS } from './limits'
import { uprightSize } from './orientation'
import { sniff } from './sniff'

const parsers: Readonly<Record<ImageFormat, (bytes: Uint8Array) => Parsed>> = {
  png: parsePng,
  jpeg: parseJpeg,
  webp: parseWebp,
  avif: parseAvif,
  bmp: parseBmp,
  gif: parseGif,
}

const EXTENSIONS: Readonly<Record<string, ImageFormat>> = {
  png: 'png',
  apng: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  webp: 'webp',
  avif: 'avif',
  bmp: 'bmp',
  dib: 'bmp',
  gif: 'gif',
}

/** A record that lacks only the hash. */
export type UnhashedRecord = Omit<ImageRecord, 'sha256'>

export interface Probed {
  readonly record: UnhashedRecord
  readonly colour: Colour
  /** The file may hold transparent pixels. */
  readonly alpha: boolean
  /** Not fatal: a damaged tail, bytes after the end, a name that says another format. */
  readonly warnings: readonly Problem[]
}

/** The problem of a size beyond the limits, or undefined. */
export function sizeProblem(path: string, { width, height }: Size): Problem | undefined {
  const tooLarge = width > LIMITS.side || height > LIMITS.side || width * height > LIMITS.pixels
  return tooLarge
    ? problem('image.too-large', { file: path }, { width, height, pixels: LIMITS.pixels, side: LIMITS.side })
    : undefined
}

/** The problem of a file's length, or undefined. */
export function bytesProblem(path: string, bytes: number): Problem | undefined {
  if (bytes === 0) return problem('image.empty', { file: path })
  if (bytes > LIMITS.bytes) return problem('image.too-large', { file: path }, { bytes, limit: LIMITS.bytes })
  return undefined
}

function misnamed(path: string, format: ImageFormat): Problem[] {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
  const named = EXTENSIONS[extension]
  return named && named !== format
    ? [problem('image.other-extension', { file: path }, { format: format.toUpperCase(), extension })]
    : []
}

function probed(path: ImageId, bytes: number, parsed: Parsed): Probed {
  const stored = { width: parsed.width, height: parsed.height }
  return {
    record: {
      path,
      bytes,
      ...uprightSize(stored, parsed.orientation),
      stored,
      orientation: parsed.orientation,
      format: parsed.format,
      bitDepth: parsed.bitDepth,
      lossy: parsed.lossy,
      frames: parsed.frames,
      lineage: [],
    },
    colour: parsed.colour,
    alpha: parsed.alpha,
    warnings: [
      ...parsed.warnings.map((w) => problem(w.code, { file: path }, w.values)),
      ...misnamed(path, parsed.format),
    ],
  }
}

/**
 * What an image file is, from its bytes alone and without expanding any of them: format by content, sizes, depth,
 * orientation, frames, and whether it is complete. Sizes beyond the limits are refused here, before anything decodes.
 * @param path names the file in problems.
 * @param bytes the whole file.
 */
export function probe(path: ImageId, bytes: Uint8Array): Result<Probed> {
  const length = bytesProblem(path, bytes.length)
  if (length) return fail(length)
  const sniffed = sniff(bytes)
  if (sniffed.is === 'text') return fail(problem('image.text-not-image', { file: path }, { kind: sniffed.kind }))
  if (sniffed.is === 'other') return fail(problem('image.unsupported', { file: path }, { format: sniffed.name }))
  if (sniffed.is === 'unknown') return fail(problem('image.unknown-format', { file: path }))
  const parsed = parsers[sniffed.format](bytes)
  const size = sizeProblem(path, parsed)
  if (size) return fail(size)
  if (parsed.fatal) return fail(problem(parsed.fatal.code, { file: path }, parsed.fatal.values))
  return ok(probed(path, bytes.length, parsed))
}
