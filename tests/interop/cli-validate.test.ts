/** `groundrule validate` on real photos with real labels, as a process. */
import Ajv from 'ajv'
import type { Log, Result } from 'sarif'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compilePolicy } from '../../src/core/policy/compile'
import type { ImageDocument } from '../../src/core/model/image'
import type { Finding } from '../../src/core/model/finding'
import { bccdImage, hasBccd, type BccdImage } from '../support/bccd'
import { groundrule, ROOT } from '../support/command-line'
import { labelFolder, SET } from '../support/label-folder'
import { SARIF_SHAPE } from '../support/sarif-shape'

const POLICY = join(ROOT, 'label-policies', 'blood-cells', '1.0.0.yaml')
/** Two with a box of no area, two with a red cell labelled twice (see DEFECTS.md of the data sets), two without defects. */
const NAMES = ['00020', '00100', '00338', '00343', '00001', '00002'].map((n) => `BloodImage_${n}.jpg`)

interface JsonReport {
  readonly policy: { readonly id: string; readonly version: string; readonly file: string }
  readonly findings: readonly {
    readonly image: string
    readonly place: { readonly file: string; readonly line?: number; readonly column?: number }
    readonly rule: string
    readonly verdict: string
    readonly annotations: readonly string[]
    readonly key: string
    readonly text: string
  }[]
  readonly problems: readonly { readonly code: string; readonly place: { readonly file: string } }[]
  readonly counts: {
    readonly images: number
    readonly annotations: number
    readonly compared: number
    readonly findings: number
  }
  readonly exit: number
}

describe.skipIf(!hasBccd)('groundrule validate', { timeout: 120_000 }, () => {
  let folder: string
  let images: BccdImage[]
  let expected: { doc: ImageDocument; finding: Finding }[]
  const json = (...args: string[]): JsonReport & { status: number | null } => {
    const { status, stdout } = groundrule(['validate', folder, '--json', ...args])
    return { status, ...(JSON.parse(stdout) as JsonReport) }
  }
  const sideFile = (name: string): string => join(folder, 'Ann_pre', SET, 'Images', `${name}.json`)

  beforeAll(() => {
    const compiled = compilePolicy(readFileSync(POLICY, 'utf8'))
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    const { policy } = compiled.value
    images = NAMES.map((name) => bccdImage(name, policy.view.ref))
    folder = labelFolder(images)
    expected = images.flatMap(({ doc }) =>
      policy
        .check(doc)
        .filter((f) => f.severity !== 'guidance' || f.verdict === 'undecided')
        .map((finding) => ({ doc, finding })),
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('finds what the core finds, under the policy that the labels name', () => {
    const { status, policy, findings, counts, problems, exit } = json()
    expect(policy).toMatchObject({ id: 'blood-cells', version: '1.0.0' })
    const key = (image: string, finding: string): string => `${image} ${finding}`
    expect(findings.map((f) => key(f.image, f.key)).sort()).toEqual(
      expected.map(({ doc, finding }) => key(doc.image.path, finding.key)).sort(),
    )
    expect(problems).toEqual([])
    expect(counts).toMatchObject({
      images: NAMES.length,
      compared: NAMES.length,
      annotations: images.reduce((sum, { doc }) => sum + doc.annotations.length, 0),
      findings: expected.length,
    })
    expect([status, exit]).toEqual([1, 1])
  })

  it('finds the known defects of the data and no other of their kind', () => {
    const { findings } = json()
    const of = (rule: string): string[] => [
      ...new Set(findings.filter((f) => f.rule === rule && f.verdict === 'fail').map((f) => f.image)),
    ]
    expect(of('R1')).toEqual(['Images/BloodImage_00020.jpg', 'Images/BloodImage_00100.jpg'])
    // A VOC box from pixel 504 to pixel 504 covers one pixel: it has an area, but no cell is that small.
    expect(of('G3')).toEqual(['Images/BloodImage_00338.jpg', 'Images/BloodImage_00343.jpg'])
  })

  it('names the line and column where the annotation stands in its file', () => {
    const { findings } = json()
    const onAnnotation = findings.filter((f) => f.annotations.length > 0)
    expect(onAnnotation.length).toBeGreaterThan(50)
    for (const { place, annotations } of onAnnotation) {
      const lines = readFileSync(join(folder, place.file), 'utf8').split('\n')
      const rest = [
        (lines[(place.line ?? 0) - 1] ?? '').slice((place.column ?? 0) - 1),
        ...lines.slice(place.line),
      ].join('\n')
      expect(rest.startsWith('{')).toBe(true)
      expect(/"id": "([^"]+)"/.exec(rest)?.[1]).toBe(annotations[0])
    }
  })

  it('says it line by line for people, in both languages', () => {
    const first = expected[0]
    for (const [lang, word] of [
      ['en', 'findings on'],
      ['zh', '项发现'],
    ] as const) {
      const { status, stdout, stderr } = groundrule(['validate', folder, '--lang', lang])
      expect(stdout).toContain(`${SET}/${first?.doc.image.path}.json`)
      expect(stdout).toMatch(/\.json:\d+:\d+: /)
      expect(stdout).toContain(word)
      expect([status, stderr]).toEqual([1, ''])
    }
  })

  it('counts only errors and open questions with --severity error', () => {
    const findings = json('--severity', 'error').findings.length
    const want = expected.filter(
      ({ finding }) => finding.severity === 'error' || finding.verdict === 'undecided',
    ).length
    expect(findings).toBe(want)
    expect(want).toBeLessThan(expected.length + 1)
  })

  it('checks under another policy when one is named', () => {
    const other = join(dirname(POLICY), '..', 'pascal-voc', '1.0.0.yaml')
    const { policy, findings } = json('--policy', other)
    expect(policy.id).toBe('pascal-voc')
    expect(findings.every((f) => f.rule === 'class' || f.annotations.length === 0)).toBe(true)
  })

  describe('as SARIF', () => {
    let log: Log
    let results: Result[]
    beforeAll(() => {
      log = JSON.parse(groundrule(['validate', folder, '--format', 'sarif'], folder).stdout) as Log
      results = log.runs[0]?.results ?? []
    })

    it('has the shape of the standard', () => {
      const isSarif = new Ajv({ allErrors: true, validateFormats: false }).compile(SARIF_SHAPE)
      isSarif(log)
      expect(isSarif.errors ?? []).toEqual([])
    })

    it('holds every finding, each of a rule that is described', () => {
      expect(results).toHaveLength(expected.length)
      const rules = log.runs[0]?.tool.driver.rules ?? []
      for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId)
      expect(rules.find((r) => r.id === 'R1')).toMatchObject({
        fullDescription: { text: 'Two labels on nearly the same place are one cell labelled twice.' },
        properties: { text: { zh: '几乎重合的两个标注，是同一个细胞标了两次。' } },
      })
    })

    it('points at the label file, and at the box in the image', () => {
      const box = {
        left: expect.any(Number),
        top: expect.any(Number),
        right: expect.any(Number),
        bottom: expect.any(Number),
      }
      expect(results.find((r) => r.ruleId === 'R1')).toMatchObject({
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: `Ann_pre/${SET}/Images/BloodImage_00020.jpg.json` },
              region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
            },
          },
        ],
        attachments: [{ artifactLocation: { uri: 'Images/BloodImage_00020.jpg' }, rectangles: [box, box] }],
      })
    })

    it('calls what waits for an answer open, and what fails by its severity', () => {
      for (const r of results)
        expect([r.properties?.['verdict'], r.kind, r.level]).toEqual(
          r.properties?.['verdict'] === 'undecided'
            ? ['undecided', 'open', 'none']
            : ['fail', 'fail', r.properties?.['severity'] === 'error' ? 'error' : 'warning'],
        )
    })

    it('gives a finding the same fingerprint wherever the folder lies', () => {
      const elsewhere = JSON.parse(groundrule(['validate', folder, '--format', 'sarif']).stdout) as Log
      const prints = (r: readonly Result[]): unknown[] => r.map((x) => x.partialFingerprints)
      expect(prints(elsewhere.runs[0]?.results ?? [])).toEqual(prints(results))
      expect(new Set(prints(results).map((p) => JSON.stringify(p))).size).toBe(results.length)
      const uri = elsewhere.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''
      expect(readFileSync(fileURLToPath(uri), 'utf8')).toContain('"groundrule"')
    })
  })

  it('notices an image that is not the one that was labelled, and a label file that is damaged', () => {
    const [a = '', b = '', c = ''] = NAMES
    const [photo, labels] = [readFileSync(join(folder, 'Images', a)), readFileSync(sideFile(b), 'utf8')]
    writeFileSync(join(folder, 'Images', a), Buffer.concat([photo, Buffer.from([0])]))
    writeFileSync(sideFile(b), labels.slice(0, labels.length / 2))
    try {
      const report = json()
      expect(report.problems.map((p) => [p.code, p.place.file])).toEqual([
        ['cli.image-differs', `Images/${a}`],
        ['sidefile.invalid', `Ann_pre/${SET}/Images/${b}.json`],
      ])
      expect(report.counts.images).toBe(NAMES.length - 1)
      expect(json('--images', 'none').problems.map((p) => p.code)).toEqual(['sidefile.invalid'])
    } finally {
      writeFileSync(join(folder, 'Images', a), photo)
      writeFileSync(sideFile(b), labels)
    }
    // Same length, same size, other bytes: only the hash tells.
    const other = readFileSync(join(folder, 'Images', c))
    const changed = Buffer.from(other)
    changed[changed.length - 100] = (changed[changed.length - 100] ?? 0) ^ 1
    writeFileSync(join(folder, 'Images', c), changed)
    try {
      expect(json('--images', 'hash').problems.map((p) => p.code)).toEqual(['cli.image-differs'])
    } finally {
      writeFileSync(join(folder, 'Images', c), other)
    }
  })

  it('accepts old violations as a set: only new ones count, and entries that no longer hold are told', () => {
    const baseline = join(folder, 'known.json')
    const written = groundrule(['validate', folder, '--write-baseline', baseline, '--by', 'anna'])
    expect([written.status, written.stdout]).toEqual([
      0,
      expect.stringContaining(`${expected.length} findings accepted`),
    ])
    const again = json('--baseline', baseline)
    expect([again.status, again.counts.findings, again.findings.length]).toEqual([0, 0, expected.length])
    const log = JSON.parse(groundrule(['validate', folder, '--baseline', baseline, '--format', 'sarif']).stdout) as Log
    expect(log.runs[0]?.results?.every((r) => r.baselineState === 'unchanged' && r.suppressions?.length === 1)).toBe(
      true,
    )

    // A label is edited: what was accepted on it binds again.
    const file = sideFile('BloodImage_00338.jpg')
    const labels = readFileSync(file, 'utf8')
    const doc = JSON.parse(labels) as { annotations: { id: string; roles: { visible: { shape: { w: number } } } }[] }
    const tiny = doc.annotations.find((a) => a.roles.visible.shape.w === 1)
    if (!tiny) throw new Error('the photo has a box of one pixel')
    tiny.roles.visible.shape.w = 2
    writeFileSync(file, JSON.stringify(doc))
    try {
      const { status, stdout } = groundrule(['validate', folder, '--baseline', baseline])
      expect(stdout).toMatch(new RegExp(`error G3 #${tiny.id}`))
      expect(stdout).toMatch(/entr(y|ies) of the baseline no longer/)
      expect(status).toBe(1)
    } finally {
      writeFileSync(file, labels)
    }
    // Where the app keeps it, it counts without being named.
    const beside = join(folder, 'Ann_pre', SET, 'baseline.json')
    writeFileSync(beside, readFileSync(baseline))
    expect([json().status, json('--no-baseline').status]).toEqual([0, 1])
    rmSync(beside)
    writeFileSync(baseline, '{"groundrule": "baseline"}')
    expect(groundrule(['validate', folder, '--baseline', baseline]).status).toBe(2)
    rmSync(baseline)
  })

  it('says 2 and why where nothing can be checked', () => {
    const cases: [string[], string][] = [
      [[join(folder, 'nowhere')], 'nowhere'],
      [[join(folder, 'Images')], 'Ann_pre'],
      [[folder, '--policy', join(folder, 'none.yaml')], 'none.yaml'],
      [[folder, '--set', 'other_2020-01-01'], 'Ann_pre'],
    ]
    for (const [args, text] of cases) {
      const { status, stdout } = groundrule(['validate', ...args])
      expect([status, stdout]).toEqual([2, expect.stringContaining(text)])
    }
    const { status, stdout } = groundrule(['validate', join(folder, 'Images'), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ exit: 2, problems: [{ code: 'cli.no-labels' }] })
    expect(status).toBe(2)
  })
})
