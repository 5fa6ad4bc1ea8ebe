/** The command line as others run it: a process, its exit code, its output. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Annotation } from '../../src/core/model/annotation'
import { bccdImages, hasBccd, type BccdImage } from '../support/bccd'
import { goodBundle } from '../support/bundles'
import { POLICY_REF } from '../support/policy'
import { changed, entriesOf, pack } from '../support/tamper'

const ROOT = join(import.meta.dirname, '..', '..')
const HOSTILE = join(ROOT, '..', 'shared', 'corpora', 'zip-hostile')

const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

const node = (file: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, file), ...args], {
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
  })
  return { status, stdout, stderr }
}
/** As `npx groundrule` starts it: builds what is missing or stale. */
const start = (...args: string[]) => node('src/cli/bin.mjs', args)
/** What was built. */
const run = (...args: string[]) => node('dist/cli/groundrule.js', args)

/** The photo with its first label left without a shape: the policy requires one. */
const unfinished = (image: BccdImage): BccdImage => ({
  ...image,
  doc: {
    ...image.doc,
    annotations: image.doc.annotations.map((a, i): Annotation => (i === 0 ? { ...a, roles: {} } : a)),
  },
})

describe.skipIf(!hasBccd)('groundrule verify', { timeout: 120_000 }, () => {
  let folder: string
  const at = (name: string): string => join(folder, name)
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'groundrule-cli-'))
    const images = bccdImages(3, POLICY_REF)
    const good = await goodBundle(images, { images: 'original' })
    writeFileSync(at('good.zip'), good.file)
    writeFileSync(at('findings.zip'), (await goodBundle(images.map(unfinished), { include: 'all' })).file)
    const entries = await entriesOf(good.file)
    writeFileSync(
      at('tampered.zip'),
      await pack(changed(entries, 'tables/images.csv', (csv) => csv.replace('640', '641'))),
    )
    writeFileSync(
      at('escape.zip'),
      await pack([...entries, ['annotations/\u001b]0;pwned\u0007\u202egnp.json', new Uint8Array(1)]]),
    )
    writeFileSync(at('text.zip'), 'no archive at all, only words, but more than twenty-two of them')
    mkdirSync(at('folder.zip'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('says 0 for a good bundle, with policy and counts', () => {
    const { status, stdout } = start('verify', at('good.zip'))
    expect(stdout).toContain(`Policy: blood 1.0.0 (${POLICY_REF.digest})`)
    expect(stdout).toContain('Images: 3 (3 finished), original bytes')
    expect(stdout).toContain('Good:')
    expect(status).toBe(0)
  })

  it('says 1 for a changed entry and names it', () => {
    const { status, stdout } = run('verify', at('tampered.zip'))
    expect(stdout).toContain('tables/images.csv was changed')
    expect(status).toBe(1)
  })

  it('says 1 for findings of the policy, per image and annotation, in both languages', () => {
    for (const [lang, word] of [
      ['en', 'error'],
      ['zh', '错误'],
    ] as const) {
      const { status, stdout } = run('verify', '--lang', lang, at('findings.zip'))
      expect(stdout).toContain('Images/BloodImage_00002.jpg #a1')
      expect(stdout).toContain(word)
      expect(status).toBe(1)
    }
  })

  it('says 2 for what cannot be read: no file, a folder, no archive', () => {
    for (const name of ['missing.zip', 'folder.zip', 'text.zip']) expect(run('verify', at(name)).status).toBe(2)
  })

  it('says 2 for a command that it does not understand, and 0 for help', () => {
    expect(run('verify').status).toBe(2)
    expect(run('veryfy', at('good.zip')).status).toBe(2)
    expect(run('verify', '--lang', 'xx', at('good.zip')).status).toBe(2)
    expect(run('--help').status).toBe(0)
  })

  it('prints one JSON object for machines', () => {
    for (const [name, status] of [
      ['good.zip', 0],
      ['tampered.zip', 1],
      ['findings.zip', 1],
      ['text.zip', 2],
    ] as const) {
      const ran = run('verify', '--json', at(name))
      const report = JSON.parse(ran.stdout) as {
        schema: number
        exit: number
        problems: { code: string }[]
        findings: { blocks: boolean }[]
      }
      expect(report).toMatchObject({ schema: 1, exit: status, bundle: at(name) })
      expect(report.problems.length + report.findings.length > 0).toBe(status !== 0)
      expect(ran.status).toBe(status)
    }
  })

  it('lets nothing from a bundle reach the terminal as a control', () => {
    for (const json of [[], ['--json']]) {
      const { status, stdout } = run('verify', ...json, at('escape.zip'))
      expect(stdout).toContain('pwned')
      expect(UNSAFE.test(stdout.replaceAll('\n', ''))).toBe(false)
      expect(status).toBe(2)
    }
  })

  it.skipIf(!existsSync(HOSTILE))('refuses every hostile archive quickly, safely, and as JSON', () => {
    for (const name of readdirSync(HOSTILE).filter((n) => n.endsWith('.zip'))) {
      const begun = performance.now()
      const { status, stdout, stderr } = run('verify', '--json', join(HOSTILE, name))
      expect([name, status, stderr]).toEqual([name, 2, ''])
      expect((JSON.parse(stdout) as { problems: unknown[] }).problems.length).toBeGreaterThan(0)
      expect(UNSAFE.test(stdout.replaceAll('\n', ''))).toBe(false)
      expect(performance.now() - begun).toBeLessThan(10_000)
    }
  })

  it('writes nothing beside the bundle', () => {
    const before = readdirSync(folder).map((name) => [name, statSync(at(name)).mtimeMs])
    run('verify', at('good.zip'))
    expect(readdirSync(folder).map((name) => [name, statSync(at(name)).mtimeMs])).toEqual(before)
  })
})
