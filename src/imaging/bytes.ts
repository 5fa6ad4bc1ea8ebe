/** Reading numbers and text out of bytes that may end at any place: beyond the end there are zeros, never exceptions. */
export const u8 = (b: Uint8Array, at: number): number => b[at] ?? 0
export const u16be = (b: Uint8Array, at: number): number => u8(b, at) * 0x100 + u8(b, at + 1)
export const u16le = (b: Uint8Array, at: number): number => u8(b, at + 1) * 0x100 + u8(b, at)
export const u24le = (b: Uint8Array, at: number): number => u8(b, at + 2) * 0x10000 + u16le(b, at)
export const u32be = (b: Uint8Array, at: number): number => u16be(b, at) * 0x10000 + u16be(b, at + 2)
export const u32le = (b: Uint8Array, at: number): number => u16le(b, at + 2) * 0x10000 + u16le(b, at)
export const i32le = (b: Uint8Array, at: number): number => u32le(b, at) | 0

/** Latin-1 text of `length` bytes; shorter where the bytes end. */
export function text(b: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...b.subarray(Math.max(0, at), Math.max(0, at + length)))
}

export const startsWith = (b: Uint8Array, at: number, ascii: string): boolean => text(b, at, ascii.length) === ascii

/** The parts one after another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
