import type { ImageFormat } from '../core/model/image'
import { startsWith, text, u16le } from './bytes'

/** What the bytes are: a format we read, something we know by name, text, or nothing known. */
export type Sniffed =
  | { readonly is: 'image'; readonly format: ImageFormat }
  | { readonly is: 'other'; readonly name: string }
  | { readonly is: 'text'; readonly kind: 'text' | 'HTML' | 'SVG' }
  | { readonly is: 'unknown' }

const AVIF_BRANDS = ['avif', 'avis']
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']

/** Signatures of things that are often found among images but are not read. */
const OTHERS: readonly (readonly [signature: string, name: string])[] = [
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['II+\0', 'TIFF'],
  ['MM\0+', 'TIFF'],
  ['%PDF', 'PDF'],
  ['PK\x03\x04', 'ZIP'],
  ['PK\x05\x06', 'ZIP'],
  ['\0\0\x01\0', 'ICO'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['8BPS', 'PSD'],
  ['\x1f\x8b', 'gzip'],
]

function isoMedia(b: Uint8Array): Sniffed | undefined {
  if (!startsWith(b, 4, 'ftyp')) return undefined
  const brands = [8, 16, 20, 24, 28, 32].map((at) => text(b, at, 4))
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return { is: 'image', format: 'avif' }
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return { is: 'other', name: 'HEIC' }
  return { is: 'other', name: 'MP4' }
}

function asText(b: Uint8Array): Sniffed {
  const head = b.subarray(0, 1024)
  const binary = head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127)
  if (binary) return { is: 'unknown' }
  const start = text(head, 0, head.length).toLowerCase()
  if (start.includes('<svg')) return { is: 'text', kind: 'SVG' }
  return { is: 'text', kind: /<(!doctype html|html|head|body|script)/.test(start) ? 'HTML' : 'text' }
}

/** Tells by content, never by name. A PNG whose signature was bent in transfer is still called PNG, so that its reader can say so. */
export function sniff(b: Uint8Array): Sniffed {
  if (startsWith(b, 1, 'PNG') && (b[0] === 0x89 || b[0] === 0x09)) return { is: 'image', format: 'png' }
  if (startsWith(b, 0, '\xff\xd8')) return { is: 'image', format: 'jpeg' }
  if (startsWith(b, 0, 'RIFF') && startsWith(b, 8, 'WEBP')) return { is: 'image', format: 'webp' }
  if (startsWith(b, 0, 'GIF87a') || startsWith(b, 0, 'GIF89a')) return { is: 'image', format: 'gif' }
  const other = OTHERS.find(([signature]) => startsWith(b, 0, signature))
  if (other) return { is: 'other', name: other[1] }
  if (startsWith(b, 0, 'BM') && (b.length < 18 || [12, 16, 40, 52, 56, 64, 108, 124].includes(u16le(b, 14))))
    return { is: 'image', format: 'bmp' }
  return isoMedia(b) ?? asText(b)
}
