/** The bundle worker in a real browser: OPFS, PNG, cancel, and what is left after a crash. */
import { expect, test } from '@playwright/test'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportRequest } from '../../src/workers/bundle/service'
import { bccdImages, hasBccd } from '../support/bccd'
import { openBrowserPage, type BrowserPage } from '../support/browser-page'
import { goodBundle, REQUEST } from '../support/bundles'
import { POLICY_REF } from '../support/policy'
import type { Harness } from './bundle.page'

declare const harness: Harness

test.skip(!hasBccd, '../shared/datasets is not there')

const photos = join(import.meta.dirname, '..', '..', '..', 'shared', 'datasets', 'bccd', 'JPEGImages')
const images = hasBccd ? bccdImages(12, POLICY_REF) : []
const docs = images.map((image) => image.doc)
const original: ExportRequest = { ...REQUEST, images: 'original' }

let opened: BrowserPage
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundrule-bundle-'))
  opened = await openBrowserPage(join(import.meta.dirname, 'bundle.page.ts'), { photos })
})
test.afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

const exported = (request: ExportRequest) =>
  opened.page.evaluate(([r, d]) => harness.run(r, d), [request, docs] as const)

test('the browser writes the same bytes as Node', async () => {
  const { zip, problems, sha256, phases, last, files } = await exported(original)
  expect(problems).toEqual([])
  const inNode = await goodBundle(images, { images: 'original' })
  expect(sha256).toBe(inNode.sha256)
  expect(Buffer.compare(Buffer.from(zip, 'base64'), inNode.file)).toBe(0)
  expect(phases).toEqual(['reading', 'writing', 'finishing', 'checking'])
  expect(last).toMatchObject({ done: 28, total: 28 })
  expect(files).toEqual(['bundle.zip'])
})

test('a bundle of PNGs passes unzip, Python and the command line', async () => {
  const { zip, problems } = await exported({ ...REQUEST, images: 'png' })
  expect(problems).toEqual([])
  const path = join(folder, 'png.zip')
  writeFileSync(path, Buffer.from(zip, 'base64'))
  expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected')
  const python = execFileSync('python3', [join(import.meta.dirname, 'bundle_check.py'), path], { encoding: 'utf8' })
  expect(JSON.parse(python)).toEqual({ entries: 28, wrong: [] })
  const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'bin.mjs')
  expect(spawnSync(process.execPath, [bin, 'verify', path], { encoding: 'utf8' })).toMatchObject({ status: 0 })
})

test('an opened bundle gives back the labelled bytes', async () => {
  const { problems, hashes, findings } = await opened.page.evaluate(([r, d]) => harness.look(r, d), [
    original,
    docs,
  ] as const)
  expect(problems).toEqual([])
  expect(hashes).toEqual(docs.map((doc) => doc.image.sha256))
  expect(findings).toBe(0)
})

for (const phase of ['reading', 'writing', 'checking'] as const)
  test(`cancelled while ${phase}, nothing is left behind`, async () => {
    const { problems, files } = await opened.page.evaluate(([r, d, p]) => harness.run(r, d, p), [
      original,
      docs,
      phase,
    ] as const)
    expect(problems.map((p) => p.code)).toEqual(['export.cancelled'])
    expect(files).toEqual([])
  })

test('what a killed worker left is swept when the next one starts', async () => {
  await exported(original)
  const left = await opened.page.evaluate(() => harness.crashAndStart())
  expect(left).toEqual(['bundle.zip'])
  await expect.poll(() => opened.page.evaluate(() => harness.stored())).toEqual([])
})
