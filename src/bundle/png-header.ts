/** Bytes of signature and header chunk. */
export const PNG_HEADER_SIZE = 33

/** Size of a PNG from its first 33 bytes (signature and IHDR); undefined when they are no PNG's. Source: PNG 3rd edition, 5.2 and 11.2.1. */
export function readPngHeader(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < PNG_HEADER_SIZE || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a)
    return undefined
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return undefined
  return { width: view.getUint32(16), height: view.getUint32(20) }
}
