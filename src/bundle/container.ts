/**
 * Opens the ZIP container of a bundle, strictly: the archive must be exactly what the writer of bundles makes of these
 * names, sizes and bytes, else it is refused with the reason. Nothing is unpacked, no size is believed.
 */
import { fail, ok, problem, type Problem, type Result } from '../core/model/problem'
import type { ByteSource, Digest, Hasher, PieceSink } from './hash'
import { collisions, MAX_ENTRIES, MAX_NAME_BYTES, nameDefect } from './layout'
import * as zip from './zip-records'

export interface Container {
  readonly entries: readonly zip.ZipEntry[]
  /** Trouble that leaves the container readable: modes that are not read-only. */
  readonly problems: readonly Problem[]
}

/** Past this many, problems of one kind are not listed one by one. */
const MAX_LISTED = 100

const damaged = (why: string, file?: string): Problem =>
  problem('bundle.damaged', file === undefined ? undefined : { file }, { why })

interface Ending {
  readonly count: number
  readonly offset: number
  readonly size: number
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])

/** Why there is no end record at the very end: cut off, something appended, or no archive at all. */
async function explainEnd(source: ByteSource): Promise<Problem> {
  const head = source.size >= 4 ? viewOf(await source.read(0, 4)).getUint32(0, true) : 0
  const length = Math.min(source.size, 66_000)
  const tail = viewOf(await source.read(source.size - length, length))
  for (let at = length - zip.END_SIZE; at >= 0; at--)
    if (tail.getUint32(at, true) === zip.END) return damaged('trailing-bytes')
  return head === zip.LOCAL ? damaged('truncated') : problem('bundle.not-zip')
}

/** Reads where the directory stands, from the end record and its ZIP64 form. */
async function readEnd(source: ByteSource): Promise<Result<Ending>> {
  if (source.size < zip.END_SIZE) return fail(problem('bundle.not-zip'))
  const end = viewOf(await source.read(source.size - zip.END_SIZE, zip.END_SIZE))
  if (end.getUint32(0, true) !== zip.END || end.getUint16(20, true) !== 0) return fail(await explainEnd(source))
  const plain: Ending = {
    count: end.getUint16(10, true),
    size: end.getUint32(12, true),
    offset: end.getUint32(16, true),
  }
  const wide = plain.count === 0xffff || plain.size === 0xffffffff || plain.offset === 0xffffffff
  const length = zip.END_SIZE + (wide ? zip.END64_SIZE + zip.LOCATOR_SIZE : 0)
  if (source.size < length) return fail(damaged('truncated'))
  const records = await source.read(source.size - length, length)
  const ending = wide ? readWideEnd(viewOf(records)) : plain
  if (!ending || ending.offset + ending.size + length !== source.size) return fail(damaged('end-record'))
  if (ending.count > MAX_ENTRIES)
    return fail(problem('bundle.too-many', undefined, { entries: ending.count, limit: MAX_ENTRIES }))
  if (!equal(records, zip.endRecords(ending.count, ending))) return fail(damaged('end-record'))
  if (ending.size > ending.count * (zip.CENTRAL_SIZE + MAX_NAME_BYTES + 32)) return fail(damaged('directory'))
  return ok(ending)
}

function readWideEnd(view: DataView): Ending | undefined {
  const [count, size, offset] = [32, 40, 48].map((at) => Number(view.getBigUint64(at, true)))
  return count !== undefined &&
    size !== undefined &&
    offset !== undefined &&
    [count, size, offset].every(Number.isSafeInteger)
    ? { count, size, offset }
    : undefined
}

interface Directory {
  readonly entries: zip.ZipEntry[]
  readonly fatal: Problem[]
  readonly mild: Problem[]
}

/** A name for messages even where the bytes are no valid text. */
const asText = (name: Uint8Array): string => new TextDecoder('utf-8').decode(name)

function nameOf(bytes: Uint8Array): { readonly name: string; readonly defect?: string } {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const defect = nameDefect(name)
    return defect ? { name, defect } : { name }
  } catch {
    return { name: asText(bytes), defect: 'not-unicode' }
  }
}

/** Sizes and offset of a record, ZIP64 fields where a plain one is full. */
function numbersOf(view: DataView, at: number, nameLength: number): { size: number; packed: number; offset: number } {
  const plain = {
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  }
  let field = at + zip.CENTRAL_SIZE + nameLength + 4
  const end = field - 4 + view.getUint16(at + 30, true)
  const next = (value: number): number => {
    if (value !== 0xffffffff || field + 8 > end || field + 8 > view.byteLength) return value
    return Number(view.getBigUint64((field += 8) - 8, true))
  }
  const size = next(plain.size)
  const packed = next(plain.packed)
  return { size, packed, offset: next(plain.offset) }
}

/** What is wrong with a record for sure, said in the words of the field that is wrong. */
function recordDefect(view: DataView, at: number, numbers: { size: number; packed: number }): string | undefined {
  if ((view.getUint16(at + 8, true) & 0x2041) !== 0) return 'encrypted'
  if (view.getUint16(at + 10, true) !== 0) return 'compressed'
  if (numbers.size !== numbers.packed) return 'sizes-differ'
  return undefined
}

/** Kind and mode of an entry. Only a regular file belongs into a bundle; its mode is -r--r--r--. */
function modeProblem(view: DataView, at: number, file: string): { readonly fatal?: Problem; readonly mild?: Problem } {
  const mode = view.getUint32(at + 38, true) >>> 16
  if (mode === zip.READ_ONLY_FILE) return {}
  const type = mode & 0o170000
  if (type === 0o120000) return { fatal: damaged('symlink', file) }
  if (type !== 0o100000 && type !== 0) return { fatal: damaged('not-a-file', file) }
  return { mild: problem('bundle.entry-mode', { file }, { mode: (mode & 0o7777).toString(8).padStart(4, '0') }) }
}

/** One record of the directory; answers where the next begins, or nothing when the rest cannot be read. */
function readRecord(bytes: Uint8Array, view: DataView, at: number, directory: Directory): number | undefined {
  const cut = at + zip.CENTRAL_SIZE > bytes.length || view.getUint32(at, true) !== zip.CENTRAL
  const nameLength = cut ? 0 : view.getUint16(at + 28, true)
  const end = cut
    ? 0
    : at + zip.CENTRAL_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  if (cut || end > bytes.length) {
    directory.fatal.push(damaged('directory'))
    return undefined
  }
  const { name, defect } = nameOf(bytes.subarray(at + zip.CENTRAL_SIZE, at + zip.CENTRAL_SIZE + nameLength))
  if (defect !== undefined) directory.fatal.push(problem('bundle.unsafe-name', { file: name }, { defect }))
  const { size, packed, offset } = numbersOf(view, at, nameLength)
  const why = recordDefect(view, at, { size, packed })
  if (why) directory.fatal.push(damaged(why, name))
  const { fatal, mild } = modeProblem(view, at, name)
  if (fatal) directory.fatal.push(fatal)
  if (mild) directory.mild.push(mild)
  if (![size, offset].every(Number.isSafeInteger)) directory.fatal.push(damaged('header', name))
  else if (defect === undefined && !why && !fatal) {
    const entry: zip.ZipEntry = { name, size, crc32: view.getUint32(at + 16, true), offset }
    directory.entries.push(entry)
    if (!canonicalBut(bytes.subarray(at, end), entry, mild !== undefined)) directory.fatal.push(damaged('header', name))
  }
  return end
}

/** Whether a record is the one the writer makes; a mode already complained of is not held against it again. */
function canonicalBut(record: Uint8Array, entry: zip.ZipEntry, otherMode: boolean): boolean {
  const expected = zip.centralRecord(entry)
  if (otherMode) expected.set(record.subarray(38, 42), 38)
  return equal(record, expected)
}

/** Entries must fill the archive from its first byte to the directory: no gap, no overlap. */
function layoutProblem(entries: readonly zip.ZipEntry[], directoryOffset: number): Problem | undefined {
  let at = 0
  for (const entry of entries) {
    if (entry.offset !== at) return damaged(entry.offset < at ? 'overlap' : 'gap', entry.name)
    at += zip.entrySpan(entry)
  }
  return at === directoryOffset ? undefined : damaged('gap', entries.at(-1)?.name)
}

/** Reads and checks the directory. The entries' own headers and data are checked by `readEntry`. */
export async function openContainer(source: ByteSource): Promise<Result<Container>> {
  const ending = await readEnd(source)
  if (!ending.ok) return ending
  const bytes = await source.read(ending.value.offset, ending.value.size)
  const directory: Directory = { entries: [], fatal: [], mild: [] }
  let at: number | undefined = 0
  for (let i = 0; i < ending.value.count && at !== undefined; i++) at = readRecord(bytes, viewOf(bytes), at, directory)
  if (at !== undefined && at !== bytes.length) directory.fatal.push(damaged('directory'))
  for (const { name, other } of collisions(directory.entries.map((e) => e.name)))
    directory.fatal.push(problem('bundle.entry-duplicate', { file: name }, { other }))
  if (directory.fatal.length === 0) {
    const gap = layoutProblem(directory.entries, ending.value.offset)
    if (gap) directory.fatal.push(gap)
  }
  if (directory.fatal.length > 0) return fail(...directory.fatal.slice(0, MAX_LISTED))
  return ok({ entries: directory.entries, problems: directory.mild.slice(0, MAX_LISTED) })
}

/** Streams an entry's data; fails when its own header is not the directory's, or its CRC is not that of the data. */
export async function readEntry(
  source: ByteSource,
  entry: zip.ZipEntry,
  hasher: Hasher,
  sink?: PieceSink,
): Promise<Result<Digest>> {
  const expected = zip.localHeader(entry)
  if (!equal(await source.read(entry.offset, expected.length), expected)) return fail(damaged('header', entry.name))
  const digest = await hasher.through(source, entry.offset + expected.length, entry.size, sink)
  return digest.crc32 === entry.crc32 ? ok(digest) : fail(damaged('crc', entry.name))
}

/** Where an entry's data begins. */
export const dataOffset = (entry: zip.ZipEntry): number => entry.offset + zip.localHeader(entry).length

/** An entry's data in memory, or as much of its beginning as asked for. The caller has bounded the size. */
export function entryBytes(
  source: ByteSource,
  entry: zip.ZipEntry,
  atMost = entry.size,
): Promise<Uint8Array<ArrayBuffer>> {
  return source.read(dataOffset(entry), Math.min(entry.size, atMost))
}
