import type { Orientation } from '../../core/model/image'
import { startsWith, text, u16be, u32be, u8 } from '../bytes'
import { damaged, truncated, type Parsed, type Trouble } from './parsed'

interface Box {
  readonly type: string
  readonly from: number
  readonly to: number
}

/** Boxes of ISO base media (ISO/IEC 14496-12 §4.2); one that leaves its parent ends the walk and is yielded as it claims. */
function* boxes(b: Uint8Array, from: number, to: number): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    let [size, head] = [u32be(b, at), 8]
    if (size === 1) [size, head] = [u32be(b, at + 8) * 2 ** 32 + u32be(b, at + 12), 16]
    if (size === 0) size = to - at
    if (size < head) return
    yield { type: text(b, at + 4, 4), from: at + head, to: at + size }
    at += size
  }
}

function child(b: Uint8Array, parent: Box | undefined, type: string, skip = 0): Box | undefined {
  if (!parent) return undefined
  for (const box of boxes(b, parent.from + skip, Math.min(parent.to, b.length))) if (box.type === type) return box
  return undefined
}

const path = (b: Uint8Array, root: Box, ...types: readonly string[]): Box | undefined =>
  types.reduce<Box | undefined>((box, type) => child(b, box, type, box?.type === 'meta' ? 4 : 0), root)

/** Item id → indices (1-based) of its properties. */
function associations(b: Uint8Array, ipma: Box): Map<number, number[]> {
  const wide = (u8(b, ipma.from + 3) & 1) === 1
  const longIds = u8(b, ipma.from) > 0
  const count = Math.min(u32be(b, ipma.from + 4), 65_536)
  const found = new Map<number, number[]>()
  let at = ipma.from + 8
  for (let i = 0; i < count && at < ipma.to; i++) {
    const id = longIds ? u32be(b, at) : u16be(b, at)
    at += longIds ? 4 : 2
    const indices = Array.from({ length: u8(b, at) }, (_, k) =>
      wide ? u16be(b, at + 1 + 2 * k) & 0x7fff : u8(b, at + 1 + k) & 0x7f,
    )
    at += 1 + indices.length * (wide ? 2 : 1)
    found.set(id, indices)
  }
  return found
}

/** HEIF turns anticlockwise first (irot), then mirrors (imir: 0 = top and bottom change places, 1 = left and right). As EXIF orientation. */
const AS_EXIF: readonly (readonly [Orientation, Orientation, Orientation])[] = [
  [1, 4, 2],
  [8, 7, 5],
  [3, 2, 4],
  [6, 5, 7],
]

interface Properties {
  width: number
  height: number
  depth: number
  turns: number
  mirror: number
  monochrome: boolean
}

function read(b: Uint8Array, properties: readonly Box[], indices: readonly number[]): Properties {
  const p: Properties = { width: 0, height: 0, depth: 8, turns: 0, mirror: -1, monochrome: false }
  for (const box of indices.map((i) => properties[i - 1])) {
    if (box?.type === 'ispe') [p.width, p.height] = [u32be(b, box.from + 4), u32be(b, box.from + 8)]
    if (box?.type === 'av1C') {
      const flags = u8(b, box.from + 2)
      p.depth = flags & 0x40 ? (flags & 0x20 ? 12 : 10) : 8
      p.monochrome = (flags & 0x10) !== 0
    }
    if (box?.type === 'irot') p.turns = u8(b, box.from) & 3
    if (box?.type === 'imir') p.mirror = u8(b, box.from) & 1
  }
  return p
}

function sequenceFrames(b: Uint8Array, root: Box): number {
  const stsz = path(b, root, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz')
  return stsz ? Math.max(1, u32be(b, stsz.from + 8)) : 1
}

/** AVIF: the primary item's properties. Exif and XMP inside do not turn the picture; only irot and imir do. */
export function parseAvif(b: Uint8Array): Parsed {
  const root: Box = { type: 'file', from: 0, to: b.length }
  const meta = child(b, root, 'meta')
  const pitm = child(b, meta, 'pitm', 4)
  const ipco = path(b, root, 'meta', 'iprp', 'ipco')
  const ipma = path(b, root, 'meta', 'iprp', 'ipma')
  const properties = ipco ? [...boxes(b, ipco.from, Math.min(ipco.to, b.length))] : []
  const primary = pitm ? (u8(b, pitm.from) > 0 ? u32be(b, pitm.from + 4) : u16be(b, pitm.from + 4)) : 0
  const p = read(b, properties, (ipma && associations(b, ipma).get(primary)) ?? [])
  const cut = [...boxes(b, 0, b.length)].some((box) => box.to > b.length)
  const fatal: Trouble | undefined =
    p.width && p.height ? undefined : cut || b.length < 64 ? truncated(b.length) : damaged('header')
  return {
    format: 'avif',
    width: p.width,
    height: p.height,
    bitDepth: p.depth,
    colour: p.monochrome ? 'grey' : 'rgb',
    alpha: properties.some(
      (box) =>
        box.type === 'auxC' &&
        startsWith(b, box.from + 4, 'urn:mpeg:') &&
        text(b, box.from + 4, box.to - box.from - 4).includes('alpha'),
    ),
    orientation: AS_EXIF[p.turns]?.[p.mirror + 1] ?? 1,
    frames: sequenceFrames(b, root),
    lossy: true,
    fatal,
    warnings: cut ? [truncated(b.length)] : [],
  }
}

/** The ICC profile of the file (first `colr` box of kind `prof` or `rICC`). */
export function avifProfile(b: Uint8Array): Uint8Array | undefined {
  const ipco = path(b, { type: 'file', from: 0, to: b.length }, 'meta', 'iprp', 'ipco')
  if (!ipco) return undefined
  for (const box of boxes(b, ipco.from, Math.min(ipco.to, b.length)))
    if (box.type === 'colr' && box.to <= b.length && ['prof', 'rICC'].includes(text(b, box.from, 4)))
      return b.subarray(box.from + 4, box.to)
  return undefined
}
