const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

/** CRC-32 as PNG has it (ISO 3309), over one or more parts. */
export function crc32(...parts: readonly Uint8Array[]): number {
  let c = 0xffffffff
  for (const part of parts) for (const byte of part) c = (table[(c ^ byte) & 255] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
