/** `groundrule policy …` as others run it: a process, its exit code, its output. */
import Ajv from 'ajv'
import type { Log } from 'sarif'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groundrule, ROOT } from '../support/command-line'
import { SARIF_SHAPE } from '../support/sarif-shape'

const POLICY = join(ROOT, 'label-policies', 'blood-cells', '1.0.0.yaml')

describe('groundrule policy', { timeout: 120_000 }, () => {
  let folder: string
  const text = readFileSync(POLICY, 'utf8')
  const at = (name: string): string => join(folder, name)
  const write = (name: string, content: string): string => {
    writeFileSync(at(name), content)
    return at(name)
  }
  const run = (...args: string[]) => groundrule(['policy', ...args])
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'groundrule-policy-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  describe('check', () => {
    it('says 0 for a good policy, and its name', () => {
      const { status, stdout } = run('check', POLICY)
      expect(stdout).toContain('blood-cells 1.0.0 can be used')
      expect(status).toBe(0)
    })

    it('says 1 for errors, each with file, line, column and what was meant, in both languages', () => {
      const line = text.split('\n').findIndex((l) => l.includes('occlusion > 0.60')) + 1
      const column = (text.split('\n')[line - 1] ?? '').indexOf('occlusion') + 1
      const bad = write('bad.yaml', text.replace('occlusion > 0.60', 'oclusion > 0.60'))
      for (const [lang, word] of [
        ['en', 'error: There is no name'],
        ['zh', '错误'],
      ] as const) {
        const { status, stdout } = run('check', bad, '--lang', lang)
        expect(stdout).toContain(`${bad}:${line}:${column}: ${word}`)
        expect(stdout).toContain('occlusion')
        expect(status).toBe(1)
      }
    })

    it('checks several files, and says 2 when one cannot be read', () => {
      const { status, stdout } = run('check', POLICY, at('missing.yaml'))
      expect(stdout).toContain('blood-cells 1.0.0')
      expect(stdout).toContain('missing.yaml')
      expect(status).toBe(2)
    })

    it('says it for machines', () => {
      const bad = write('bad.yaml', text.replace('\nrules:', '\nrulez:'))
      const { status, stdout } = run('check', bad, '--json')
      expect(JSON.parse(stdout)).toMatchObject({
        groundrule: 'policy check',
        schema: 1,
        exit: 1,
        files: [
          {
            file: bad,
            policy: null,
            problems: [{ code: 'policy.schema', severity: 'error', place: { file: bad, column: 1 } }],
          },
        ],
      })
      expect(status).toBe(1)
    })

    it('says it as SARIF, at the line and column', () => {
      const bad = write('bad.yaml', text.replace('\nrules:', '\nrulez:'))
      const log = JSON.parse(run('check', bad, '--format', 'sarif').stdout) as Log
      const isSarif = new Ajv({ allErrors: true, validateFormats: false }).compile(SARIF_SHAPE)
      isSarif(log)
      expect(isSarif.errors ?? []).toEqual([])
      const line = text.split('\n').indexOf('rules:') + 1
      expect(log.runs[0]?.results?.[0]).toMatchObject({
        ruleId: 'policy.schema',
        level: 'error',
        locations: [{ physicalLocation: { region: { startLine: line, startColumn: 1 } } }],
      })
    })

    it('is not led astray by bytes that are no text', () => {
      writeFileSync(at('utf16.yaml'), Buffer.from(`\ufeff${text}`, 'utf16le'))
      writeFileSync(at('bytes.yaml'), Buffer.from([0x69, 0x64, 0x3a, 0xff, 0xfe, 0x00]))
      for (const name of ['utf16.yaml', 'bytes.yaml']) expect(run('check', at(name)).status).toBeGreaterThan(0)
    })
  })

  describe('test', () => {
    it('says 0 when every case holds', () => {
      const { status, stdout } = run('test', POLICY)
      expect(stdout).toMatch(/\d+ cases, all hold/)
      expect(status).toBe(0)
    })

    it('says 1 and which case does not hold, with line, expectation and verdict', () => {
      const changed = text.replace('occlusion > 0.60', 'occlusion > 0.70')
      const line = changed.split('\n').findIndex((l) => l.includes('61 % hidden is ignored')) + 1
      const { status, stdout } = run('test', write('case.yaml', changed))
      expect(stdout).toContain(`case.yaml:${line}: the case "61 % hidden is ignored" does not hold`)
      expect(stdout).toContain('I4: fail → pass')
      expect(status).toBe(1)
      const report = JSON.parse(run('test', at('case.yaml'), '--json').stdout) as {
        cases: { ok: boolean; line: number }[]
      }
      expect(report.cases.filter((c) => !c.ok).map((c) => c.line)).toEqual([line])
    })

    it('says which rules, limits and classes no case tries, without punishing it', () => {
      const few = text.replace(/\n {2}- \{name: A platelet of 71 px[^\n]*/, '')
      const line = few.split('\n').findIndex((l) => l.includes('visible.width <= 70')) + 1
      const { status, stdout } = run('test', write('few.yaml', few), '--coverage')
      expect(stdout).toContain('no case makes rule P3 fail or ask')
      expect(stdout).toMatch(
        new RegExp(`few\\.yaml:${line}:\\d+: rule P3: the limit visible\\.width <= 70 is not tried on both sides`),
      )
      expect(stdout).toMatch(/Tried: \d+ of \d+ rules/)
      expect(status).toBe(0)
      const report = JSON.parse(run('test', at('few.yaml'), '--coverage', '--json').stdout) as {
        coverage: { rules: { rule: string; fail: number }[] }
      }
      expect(report.coverage.rules.find((r) => r.rule === 'P3')?.fail).toBe(0)
    })

    it('says 2 for a policy that cannot be used', () => {
      expect(run('test', write('bad.yaml', 'groundrule: 1')).status).toBe(2)
      expect(run('test', at('missing.yaml')).status).toBe(2)
    })
  })

  describe('diff', () => {
    const stricter = text.replace('version: 1.0.0', 'version: 1.1.0').replace('occlusion > 0.60', 'occlusion > 0.50')

    it('says 1 when the version step is too small, and what it must be', () => {
      const { status, stdout } = run('diff', POLICY, write('new.yaml', stricter))
      expect(stdout).toMatch(/major\s+Rule I4.*when/)
      expect(stdout).toContain('at least version 2.0.0, not 1.1.0')
      expect(status).toBe(1)
    })

    it('says 0 when it is large enough, in the language asked for', () => {
      write('new.yaml', stricter.replace('1.1.0', '2.0.0'))
      const { status, stdout } = run('diff', POLICY, at('new.yaml'), '--lang', 'zh')
      expect(stdout).toContain('2.0.0 已足够')
      expect(status).toBe(0)
    })

    it('says 0 for the same meaning in another layout', () => {
      const { status, stdout } = run('diff', POLICY, write('same.yaml', `# again\n${text}\n`))
      expect(stdout).toContain('mean the same')
      expect(status).toBe(0)
    })

    it('says it for machines, and 2 where a policy cannot be read', () => {
      write('new.yaml', stricter)
      expect(JSON.parse(run('diff', POLICY, at('new.yaml'), '--json').stdout)).toMatchObject({
        required: { bump: 'major', version: '2.0.0' },
        items: [{ what: 'rule', id: 'I4', field: 'when', bump: 'major' }],
        exit: 1,
      })
      expect(run('diff', POLICY, at('missing.yaml')).status).toBe(2)
    })
  })

  describe('impact', () => {
    const SAMPLE = join(ROOT, 'public', 'sample')

    it('says which labels of a folder turn, under which rule, and changes nothing', () => {
      const stricter = text.replace('version: 1.0.0', 'version: 2.0.0').replace('occlusion > 0.60', 'occlusion > 0.50')
      const { status, stdout } = run('impact', POLICY, write('new.yaml', stricter), SAMPLE)
      expect(stdout).toMatch(/red_cell \d+ #a\d+: passes → fails \(I4 comes\)/)
      expect(status).toBe(1)
      const report = JSON.parse(run('impact', POLICY, at('new.yaml'), SAMPLE, '--json').stdout) as {
        totals: { images: number; touched: number; toFail: number; byRule: Record<string, { toFail: number }> }
        images: { image: string }[]
      }
      expect(report.totals.toFail).toBeGreaterThan(0)
      expect(report.totals.byRule['I4']?.toFail).toBe(report.totals.toFail)
      expect(report.images).toHaveLength(report.totals.touched)
    })

    it('says 0 when nothing changes, 2 when something cannot be read', () => {
      expect(run('impact', POLICY, write('same.yaml', `# again\n${text}`), SAMPLE).status).toBe(0)
      expect(run('impact', POLICY, at('missing.yaml'), SAMPLE).status).toBe(2)
      expect(run('impact', POLICY, POLICY, folder).status).toBe(2)
    })
  })

  describe('guide', () => {
    it('prints Markdown, or writes one HTML file per language', () => {
      const { status, stdout } = run('guide', POLICY)
      expect(stdout).toContain('# Blood cells in smears')
      expect(status).toBe(0)
      expect(run('guide', POLICY, '--out', at('guide.html'), '--lang', 'all').status).toBe(0)
      expect(readFileSync(at('guide.en.html'), 'utf8')).toContain('<html lang="en">')
      expect(readFileSync(at('guide.zh.html'), 'utf8')).toContain('血涂片中的血细胞')
      expect(existsSync(at('guide.html'))).toBe(false)
    })

    it('says 2 and where for a policy that cannot be used, and writes nothing', () => {
      const { status, stdout } = run('guide', write('bad.yaml', 'groundrule: 1'), '--out', at('none.html'))
      expect(stdout).toContain('bad.yaml:1:1')
      expect(status).toBe(2)
      expect(existsSync(at('none.html'))).toBe(false)
    })
  })

  describe('schema', () => {
    it('prints the schema that is published', () => {
      const { status, stdout } = run('schema')
      expect(stdout).toBe(readFileSync(join(ROOT, 'public', 'schema', 'policy-1.json'), 'utf8'))
      expect(status).toBe(0)
    })

    it('writes all of them into a folder', () => {
      expect(run('schema', '--out', at('schemas')).status).toBe(0)
      for (const name of ['policy-1.json', 'labels-1.json', 'manifest-1.json'])
        expect(JSON.parse(readFileSync(join(folder, 'schemas', name), 'utf8'))).toMatchObject({ $id: name })
    })
  })

  it('says 2 for what it does not understand', () => {
    for (const args of [[], ['chek', POLICY], ['check'], ['diff', POLICY], ['guide', POLICY, '--format', 'pdf']])
      expect([args, run(...args).status]).toEqual([args, 2])
  })
})
