import '../../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blocks } from '../../../src/core/model/finding'
import { ImageDocument } from '../../../src/core/model/image'
import { SampleIndex } from '../../../src/storage/sample/sample-source'
import { buildSample, IMAGES, photoPath, SAMPLE, samplePolicy, SET } from './build'
import { recordOf } from './photos'

const built = buildSample()
if (process.env['WRITE_SAMPLE'] === '1')
  for (const [path, text] of built) {
    mkdirSync(dirname(join(SAMPLE, path)), { recursive: true })
    writeFileSync(join(SAMPLE, path), text)
  }

const index = SampleIndex.parse(JSON.parse(readFileSync(join(SAMPLE, 'index.json'), 'utf8')))
const documents = index.documents.map((path) =>
  ImageDocument.parse(JSON.parse(readFileSync(join(SAMPLE, SET, `${path}.json`), 'utf8'))),
)
const policy = samplePolicy()

/** Findings as `rule verdict annotation…`. */
const findingsOf = (doc: ImageDocument): string[] =>
  policy.check(doc).map((f) => [f.rule, f.verdict, ...f.on].join(' '))

/** Photo → the findings that its labels have on purpose (listed in `public/sample/README.md`). */
const ON_PURPOSE: Record<string, string[]> = {
  // A stain marked as a negative, without the reason.
  '00010': ['reason undecided a16'],
  // A white cell cut by the border: whether its outline can be inferred was never answered.
  '00068': ['I3 undecided a15'],
  // Everything is labelled, but the photo's own answers are missing: usable, three classes, searched, stain, density.
  '00175': Array<string>(7).fill('M1 undecided'),
  // Said to be a blurred ghost, yet positive.
  '00184': ['I1 fail a18'],
  // Said to be partly covered and inferable, but the whole outline was not drawn.
  '00371': ['O2 fail a14'],
  // A platelet labelled twice.
  '00382': ['R1 fail a28 a29'],
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('the sample project', () => {
  it('holds exactly what its build makes of photos, labels and policy', () => {
    for (const [path, text] of built)
      expect(JSON.parse(readFileSync(join(SAMPLE, path), 'utf8')), `${path}: see build.ts`).toEqual(JSON.parse(text))
    expect(filesUnder(join(SAMPLE, SET))).toHaveLength(index.documents.length)
  })
  it('lists every photo, some of them not labelled yet', () => {
    expect([...index.images]).toEqual(
      readdirSync(join(SAMPLE, IMAGES))
        .filter((name) => name.endsWith('.jpg'))
        .map((name) => `${IMAGES}/${name}`)
        .sort(),
    )
    expect(index.images.length - index.documents.length).toBe(3)
    expect(index.policy).toBe(`${policy.view.ref.id}/${policy.view.ref.version}`)
  })
  it('is smaller than 1.2 MB', () => {
    expect(filesUnder(SAMPLE).reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(1.2e6)
  })
})

describe.each(documents)('$image.path', (doc) => {
  it('records hash, size and dimensions of its file', () => {
    const bytes = readFileSync(join(SAMPLE, doc.image.path))
    expect(doc.image).toEqual({ ...recordOf(doc.image.path, bytes, ''), lineage: doc.image.lineage })
    expect([doc.image.width, doc.image.height]).toEqual([640, 480])
  })
  it('has exactly the findings it has on purpose', () => {
    const photo = Object.keys(ON_PURPOSE).find((p) => photoPath(p) === doc.image.path)
    expect(findingsOf(doc)).toEqual(photo === undefined ? [] : ON_PURPOSE[photo])
  })
  it('is finished only where nothing blocks', () => {
    const blocked = policy.check(doc).some(blocks)
    expect(doc.state).toBe(blocked ? 'working' : 'finished')
  })
})
