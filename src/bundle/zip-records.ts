/**
 * The ZIP records of a bundle, in the one form a bundle may have: entries stored, sizes and CRC known beforehand (no
 * data descriptors), names in UTF-8, mode -r--r--r--, date 1980-01-01 00:00, ZIP64 fields exactly where a number does
 * not fit. Writing uses them to write; reading compares what is there with them, byte for byte: so nothing in a
 * container can differ unseen. Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5.
 */
export interface ZipEntry {
  readonly name: string
  /** Of the stored data. */
  readonly size: number
  readonly crc32: number
  /** Of the local header, from the start of the archive. */
  readonly offset: number
}

export const LOCAL = 0x04034b50
export const CENTRAL = 0x02014b50
export const END = 0x06054b50
export const END64 = 0x06064b50
export const END64_LOCATOR = 0x07064b50

export const LOCAL_SIZE = 30
export const CENTRAL_SIZE = 46
export const END_SIZE = 22
export const END64_SIZE = 56
export const LOCATOR_SIZE = 20

/** A regular file that may only be read: -r--r--r--. */
export const READ_ONLY_FILE = 0o100444
const MADE_ON_UNIX = 3
const NAMES_ARE_UTF8 = 0x0800
/** 1 January 1980, the first day that ZIP knows. */
const FIRST_DAY = 0x0021
const MAX16 = 0xffff
const MAX32 = 0xffffffff
const PLAIN = 20
const ZIP64 = 45

const utf8 = new TextEncoder()

/** Appends little-endian numbers and bytes. */
class Record {
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #view: DataView
  #at = 0

  constructor(size: number) {
    this.#bytes = new Uint8Array(size)
    this.#view = new DataView(this.#bytes.buffer)
  }
  u16(...values: number[]): this {
    for (const value of values) this.#view.setUint16((this.#at += 2) - 2, value, true)
    return this
  }
  u32(...values: number[]): this {
    for (const value of values) this.#view.setUint32((this.#at += 4) - 4, value, true)
    return this
  }
  u64(...values: number[]): this {
    for (const value of values) this.#view.setBigUint64((this.#at += 8) - 8, BigInt(value), true)
    return this
  }
  bytes(bytes: Uint8Array): this {
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
    return this
  }
  done(): Uint8Array<ArrayBuffer> {
    if (this.#at !== this.#bytes.length)
      throw new Error(`record of ${this.#bytes.length} bytes was filled to ${this.#at}`)
    return this.#bytes
  }
}

const capped = (value: number): number => Math.min(value, MAX32)

/** The header before an entry's data. */
export function localHeader(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const name = utf8.encode(entry.name)
  const big = entry.size >= MAX32
  const extra = big ? 20 : 0
  const record = new Record(LOCAL_SIZE + name.length + extra)
    .u32(LOCAL)
    .u16(big ? ZIP64 : PLAIN, NAMES_ARE_UTF8, 0, 0, FIRST_DAY)
    .u32(entry.crc32, capped(entry.size), capped(entry.size))
    .u16(name.length, extra)
    .bytes(name)
  if (big) record.u16(1, 16).u64(entry.size, entry.size)
  return record.done()
}

/** Bytes from the start of an entry's local header to the start of the next. */
export const entrySpan = (entry: ZipEntry): number =>
  LOCAL_SIZE + utf8.encode(entry.name).length + (entry.size >= MAX32 ? 20 : 0) + entry.size

/** The entry's line in the archive's own directory. */
export function centralRecord(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const name = utf8.encode(entry.name)
  const wide = [
    ...(entry.size >= MAX32 ? [entry.size, entry.size] : []),
    ...(entry.offset >= MAX32 ? [entry.offset] : []),
  ]
  const extra = wide.length > 0 ? 4 + 8 * wide.length : 0
  const version = wide.length > 0 ? ZIP64 : PLAIN
  const record = new Record(CENTRAL_SIZE + name.length + extra)
    .u32(CENTRAL)
    .u16((MADE_ON_UNIX << 8) | version, version, NAMES_ARE_UTF8, 0, 0, FIRST_DAY)
    .u32(entry.crc32, capped(entry.size), capped(entry.size))
    .u16(name.length, extra, 0, 0, 0)
    .u32(READ_ONLY_FILE * 0x10000, capped(entry.offset))
    .bytes(name)
  if (extra > 0) record.u16(1, 8 * wide.length).u64(...wide)
  return record.done()
}

/** The end of the archive, with the ZIP64 end where a number does not fit. */
export function endRecords(
  count: number,
  directory: { readonly offset: number; readonly size: number },
): Uint8Array<ArrayBuffer> {
  const big = count >= MAX16 || directory.size >= MAX32 || directory.offset >= MAX32
  const record = new Record(END_SIZE + (big ? END64_SIZE + LOCATOR_SIZE : 0))
  if (big)
    record
      .u32(END64)
      .u64(END64_SIZE - 12)
      .u16((MADE_ON_UNIX << 8) | ZIP64, ZIP64)
      .u32(0, 0)
      .u64(count, count, directory.size, directory.offset)
      .u32(END64_LOCATOR, 0)
      .u64(directory.offset + directory.size)
      .u32(1)
  return record
    .u32(END)
    .u16(0, 0, Math.min(count, MAX16), Math.min(count, MAX16))
    .u32(capped(directory.size), capped(directory.offset))
    .u16(0)
    .done()
}
