/** Other programs read our bundles: unzip, and Python's zipfile, json, hashlib and csv. */
import { execFileSync, spawnSync } from 'node:child_process'
import { ftruncateSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { centralRecord, endRecords, entrySpan, localHeader, type ZipEntry } from '../../src/bundle/zip-records'
import type { Annotation } from '../../src/core/model/annotation'
import type { ReasonId } from '../../src/core/model/ids'
import { bccdImages, hasBccd, type BccdImage } from '../support/bccd'
import { goodBundle } from '../support/bundles'
import { POLICY_REF } from '../support/policy'
import { pack } from '../support/tamper'

const has = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0
const hasReaders = has('python3', '--version') && has('unzip', '-v')

/** Names that spreadsheets, shells and file systems stumble over. */
const NAMES = [
  '=cmd|calc.jpg',
  '-1+2.jpg',
  '@SUM(A1).jpg',
  "'quoted'.jpg",
  'say "x", twice.jpg',
  '细胞/照片 1.jpg',
  '😀.jpg',
  ' lead.jpg',
  'Ame\u0301lie.jpg',
  '＝1.jpg',
]

const named = (image: BccdImage, path: string): BccdImage => ({
  ...image,
  doc: { ...image.doc, image: { ...image.doc.image, path: path as BccdImage['doc']['image']['path'] } },
})
const reasoned = (image: BccdImage): BccdImage => ({
  ...image,
  doc: {
    ...image.doc,
    annotations: image.doc.annotations.map((a, i): Annotation => ({
      ...a,
      disposition: 'ignore',
      reason: (i % 2 ? '=2+3' : '\'+\r\n"') as ReasonId,
    })),
  },
})

describe.skipIf(!hasBccd || !hasReaders)('other readers of a bundle', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'groundrule-bundle-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const written = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  const python = (path: string): unknown => {
    const { stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'bundle_check.py'), path], {
      encoding: 'utf8',
    })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as unknown
  }

  it('agree on every entry of a bundle of real photos', async () => {
    const { file, manifest } = await goodBundle(bccdImages(40, POLICY_REF), { images: 'original' })
    const path = written('photos.zip', file)
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected')
    expect(python(path)).toEqual({ entries: manifest.files.length + 1, wrong: [] })
    expect(execFileSync('unzip', ['-Z', '-s', path], { encoding: 'utf8' })).toMatch(
      /^-r--r--r-- +2\.0 unx .* 80-Jan-01 00:00 manifest\.json$/m,
    )
  })

  it('get odd names and texts back exactly, and see no formula', async () => {
    const images = bccdImages(NAMES.length, POLICY_REF).map((image, i) => reasoned(named(image, NAMES[i] ?? '')))
    const { file, manifest } = await goodBundle(images, { images: 'original' })
    const path = written('names.zip', file)
    expect(python(path)).toEqual({ entries: manifest.files.length + 1, wrong: [] })
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected')
  })

  it('read more than 65,535 entries', async () => {
    const path = written(
      'many.zip',
      await pack(Array.from({ length: 70_000 }, (_, i) => [`f/${String(i).padStart(6, '0')}`, new Uint8Array(0)])),
    )
    expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors detected')
    const count = execFileSync(
      'python3',
      ['-c', 'import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))', path],
      { encoding: 'utf8' },
    )
    expect(count.trim()).toBe('70000')
  })

  it('read entries past 4 GiB', () => {
    const big: ZipEntry = { name: 'big', size: 5 * 1024 ** 3, crc32: 0, offset: 0 }
    const after: ZipEntry = { name: 'after', size: 3, crc32: 0x352441c2, offset: entrySpan(big) }
    const offset = after.offset + entrySpan(after)
    const directory = Buffer.concat([centralRecord(big), centralRecord(after)])
    const path = join(folder, 'big.zip')
    // A sparse file: the 5 GiB of zeros take no space on the disk.
    const fd = openSync(path, 'w')
    ftruncateSync(fd, offset)
    writeSync(fd, localHeader(big), 0, undefined, 0)
    writeSync(fd, Buffer.concat([localHeader(after), Buffer.from('abc')]), 0, undefined, after.offset)
    writeSync(fd, Buffer.concat([directory, endRecords(2, { offset, size: directory.length })]), 0, undefined, offset)
    closeSync(fd)
    const script =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read("after").decode(), z.getinfo("big").file_size)'
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }).trim()).toBe(`abc ${5 * 1024 ** 3}`)
    expect(execFileSync('unzip', ['-p', path, 'after'], { encoding: 'utf8' })).toBe('abc')
  })
})
