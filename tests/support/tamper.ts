/** Takes bundles apart and puts them together again, as somebody would who wants to pass unnoticed. */
import { canonicalFile } from '../../src/bundle/canonical'
import { entryBytes, openContainer } from '../../src/bundle/container'
import { bytesSource, Hasher } from '../../src/bundle/hash'
import type { Manifest } from '../../src/bundle/manifest'
import { digestOf } from '../../src/bundle/seal'
import { centralRecord, endRecords, localHeader, type ZipEntry } from '../../src/bundle/zip-records'

export type Entries = [name: string, bytes: Uint8Array<ArrayBuffer>][]

/** Entries of a good bundle. */
export async function entriesOf(file: Uint8Array<ArrayBuffer>): Promise<Entries> {
  const source = bytesSource(file)
  const container = await openContainer(source)
  if (!container.ok) throw new Error(JSON.stringify(container.problems))
  return Promise.all(
    container.value.entries.map(async (entry): Promise<Entries[number]> => [
      entry.name,
      await entryBytes(source, entry),
    ]),
  )
}

/** A well-formed container of any entries, with right sizes and CRCs. */
export async function pack(entries: Entries): Promise<Uint8Array<ArrayBuffer>> {
  const hasher = await Hasher.create()
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, bytes] of entries) {
    const entry: ZipEntry = { name, size: bytes.length, crc32: (await hasher.of(bytes)).crc32, offset }
    const header = localHeader(entry)
    parts.push(header, bytes)
    directory.push(centralRecord(entry))
    offset += header.length + bytes.length
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0)
  return new Uint8Array(Buffer.concat([...parts, ...directory, endRecords(entries.length, { offset, size })]))
}

/** Makes the manifest agree with the entries again (sizes, hashes, digest), after `edit` changed what it wants. */
export async function reseal(entries: Entries, edit: (manifest: Manifest) => Manifest = (m) => m): Promise<Entries> {
  const hasher = await Hasher.create()
  const [, first] = entries[0] ?? ['', new Uint8Array()]
  const manifest = edit(JSON.parse(new TextDecoder().decode(first)) as Manifest)
  const bytes = new Map(entries)
  const files: Manifest['files'] = []
  for (const file of manifest.files) {
    const data = bytes.get(file.path)
    files.push(data ? { ...file, bytes: data.length, sha256: (await hasher.of(data)).sha256 } : file)
  }
  const whole = { ...manifest, files }
  return [['manifest.json', canonicalFile({ ...whole, digest: await digestOf(whole, hasher) })], ...entries.slice(1)]
}

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
export const bytes = (s: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(s)

/** The entries with one of them changed. */
export const changed = (entries: Entries, name: string, edit: (content: string) => string): Entries => {
  const found = entries.find(([n]) => n === name)
  if (!found) throw new Error(`no entry ${name}`)
  if (edit(text(found[1])) === text(found[1])) throw new Error('the edit changes nothing')
  return entries.map(([n, b]) => (n === name ? [n, bytes(edit(text(b)))] : [n, b]))
}
