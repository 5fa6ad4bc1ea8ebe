import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verify } from '../../tests/support/bundles'
import { pack } from '../../tests/support/tamper'
import { openContainer, readEntry } from './container'
import { bytesSource, Hasher } from './hash'
import { centralRecord, endRecords, entrySpan, localHeader, type ZipEntry } from './zip-records'

const CORPORA = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpora')
const bytesOf = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(path))

/** Hostile files and the reason that each must be refused for; what it names is in the test below. */
const REASONS: Record<string, string> = {
  'symlink.zip': 'symlink',
  'encrypted-flag.zip': 'encrypted',
  'method-99.zip': 'compressed',
  'truncated-tail.zip': 'truncated',
}

describe.skipIf(!existsSync(CORPORA))('hostile containers', () => {
  const folder = join(CORPORA, 'zip-hostile')
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.zip')))
    it(`${name} is refused`, async () => {
      const { readable, problems } = await verify(bytesOf(join(folder, name)))
      expect(readable).toBe(false)
      expect(problems.length).toBeGreaterThan(0)
      if (name.startsWith('name-') && name !== 'name-proto.zip')
        expect(problems.map((p) => p.code)).toContain('bundle.unsafe-name')
      if (name.startsWith('dup-') || name === 'file-and-dir.zip')
        expect(problems.map((p) => p.code)).toContain('bundle.entry-duplicate')
      const why = REASONS[name]
      if (why) expect(problems.map((p) => p.values?.['why'])).toContain(why)
    })

  for (const part of ['success', 'failure', 'wrong-entry-sizes'])
    for (const name of readdirSync(join(CORPORA, 'zip-odd', part)).filter((n) => n.endsWith('.zip')))
      it(`${part}/${name}: a foreign archive is no bundle`, async () => {
        const { readable, problems } = await verify(bytesOf(join(CORPORA, 'zip-odd', part, name)))
        expect(readable).toBe(false)
        expect(problems.length).toBeGreaterThan(0)
      })
})

describe('the container', () => {
  it('is none where there is no ZIP at all', async () => {
    for (const file of [new Uint8Array(0), new Uint8Array(10), new TextEncoder().encode('x'.repeat(5000))])
      expect((await verify(file)).problems.map((p) => p.code)).toEqual(['bundle.not-zip'])
  })

  it('names entries that are not read-only, and still reads the rest', async () => {
    const file = await pack([
      ['a.txt', new Uint8Array([1])],
      ['b.txt', new Uint8Array([2])],
    ])
    const view = new DataView(file.buffer)
    const directory = view.getUint32(file.length - 6, true)
    view.setUint32(directory + 38, 0o100644 * 0x10000, true)
    const opened = await openContainer(bytesSource(file))
    expect(opened).toMatchObject({
      ok: true,
      value: { problems: [{ code: 'bundle.entry-mode', place: { file: 'a.txt' }, values: { mode: '0644' } }] },
    })
  })

  it('names the entry whose data does not fit its checksum', async () => {
    const file = await pack([['manifest.json', new TextEncoder().encode('{}')]])
    const view = new DataView(file.buffer)
    const directory = view.getUint32(file.length - 6, true)
    for (const at of [14, directory + 16]) view.setUint32(at, 12345, true)
    expect((await verify(file)).problems).toEqual([
      { code: 'bundle.damaged', place: { file: 'manifest.json' }, values: { why: 'crc' } },
    ])
  })

  it('holds more than 65,535 entries', async () => {
    const file = await pack(
      Array.from({ length: 70_000 }, (_, i) => [`f/${String(i).padStart(6, '0')}`, new Uint8Array(0)]),
    )
    const opened = await openContainer(bytesSource(file))
    expect(opened.ok && opened.value.entries.length).toBe(70_000)
  })

  it('holds entries and offsets past 4 GiB', async () => {
    // Sparse: only headers exist; the 5 GiB of data are zeros that are made when read.
    const big: ZipEntry = { name: 'big', size: 5 * 1024 ** 3, crc32: 0, offset: 0 }
    const after: ZipEntry = { name: 'after', size: 3, crc32: 0x55bc801d, offset: entrySpan(big) }
    const data = new TextEncoder().encode('abc')
    const offset = after.offset + entrySpan(after)
    const directory = [centralRecord(big), centralRecord(after)]
    const size = directory.reduce((sum, r) => sum + r.length, 0)
    const pieces: [number, Uint8Array][] = [
      [0, localHeader(big)],
      [after.offset, localHeader(after)],
      [offset - 3, data],
      [offset, new Uint8Array(Buffer.concat([...directory, endRecords(2, { offset, size })]))],
    ]
    const total = offset + size + 98
    const source = {
      size: total,
      read: (at: number, length: number) => {
        const out = new Uint8Array(length)
        for (const [start, piece] of pieces) {
          const from = Math.max(at, start)
          const to = Math.min(at + length, start + piece.length)
          if (from < to) out.set(piece.subarray(from - start, to - start), from - at)
        }
        return Promise.resolve(out)
      },
    }
    const opened = await openContainer(source)
    expect(opened).toMatchObject({ ok: true, value: { entries: [big, after] } })
    const read = await readEntry(source, after, await Hasher.create())
    expect(read.ok ? read.value.bytes : read.problems).not.toBe(0)
  })
})
