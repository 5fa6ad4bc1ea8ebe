/** The clause tables are complete, true, and each number in them is tried on both sides. */
import '../../src/core/model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../../src/core/policy/document'
import { parsePolicy } from '../../src/core/policy/parse'
import { untried } from './boundaries'
import { CLAUSES } from './clause-list'
import { compiledOnce, policyFolders, type Clause, type ClauseTable } from './clause-table'

/** The sample's own policy follows no published guideline. */
const WITHOUT_TABLE = ['blood-cells']
const GUIDELINES = join(import.meta.dirname, '../../../shared/design/guidelines.md')

const folders = policyFolders()
const withTable = folders.flatMap((f) => (f.table ? [{ ...f, table: f.table }] : []))

/** Clauses of the tables in the Markdown: section → [id, kinds, check]. */
function clausesOfMarkdown(markdown: string): Record<string, [string, string, string][]> {
  const sections: Record<string, [string, string, string][]> = {}
  let current: [string, string, string][] = []
  for (const line of markdown.split('\n')) {
    const heading = /^### ([A-Z]\d+) /.exec(line)
    if (heading?.[1]) sections[heading[1]] = current = []
    const cells = /^\| ([A-Z][A-Z0-9]*-\d+[a-z]?) \|/.test(line) ? line.split(/(?<!\\)\|/).map((c) => c.trim()) : []
    const [, id, , , ,] = cells
    const [check, kinds] = cells.slice(1, -1).reverse()
    if (id && check !== undefined && kinds) current.push([id, kinds, (check.match(/\b[MPH]\b/g) ?? []).join(' ')])
  }
  return sections
}

const textOf = (rule: PolicyDocument['rules'][number]): string => JSON.stringify(rule)
/** A rule that speaks to people: it asks, reads an answer or a look-alike, wants something filled in, or is guidance. */
const speaks = (rule: PolicyDocument['rules'][number]): boolean =>
  rule.severity === 'guidance' ||
  'ask' in rule ||
  /look_alike|answer\.|image_answer\.|attribute|evidence|tag\.|level\./.test(textOf(rule)) ||
  rule.kind === 'image' ||
  rule.kind === 'attribute'

/** Names of the vocabulary as tables write them: `class.car`, `attribute.truncated` … */
function named(doc: PolicyDocument, entry: string): boolean {
  const [what = '', ...rest] = entry.split('.')
  const id = rest.join('.')
  if (what === 'class') return id in doc.classes
  if (what === 'role') return Object.values(doc.classes).some((c) => id in (c.roles ?? {}))
  if (what === 'reason') return Object.values(doc.reasons).some((list) => list !== undefined && keys(list).includes(id))
  if (what === 'look_alike') return keys(doc.look_alikes ?? {}).includes(id)
  if (what === 'evidence') return keys(doc.evidence ?? {}).includes(id)
  const plural = { scale: 'scales', tag: 'tags', attribute: 'attributes', question: 'questions', profile: 'profiles' }[
    what
  ]
  const group = (doc as unknown as Record<string, unknown>)[plural ?? `${what}s`]
  return typeof group === 'object' && group !== null && (Array.isArray(group) ? group.includes(id) : id in group)
}
const keys = (options: object): string[] => (Array.isArray(options) ? (options as string[]) : Object.keys(options))

const documents = (folder: {
  readonly versions: readonly string[]
  text(v: string): string
}): Map<string, PolicyDocument> =>
  new Map(
    folder.versions.map((version) => {
      const parsed = parsePolicy(folder.text(version))
      if (!parsed.ok) throw new Error(`${version} does not parse: ${JSON.stringify(parsed.problems)}`)
      return [version, parsed.value.document]
    }),
  )

const versionsOf = (clause: Clause, all: readonly string[]): readonly string[] => clause.versions ?? all
const idsOf = (table: ClauseTable): string[] => [...new Set(table.list.map((c) => c.id))]

describe('the list of clauses', () => {
  it.skipIf(!existsSync(GUIDELINES))('is the one of the written guidelines', () => {
    const written = clausesOfMarkdown(readFileSync(GUIDELINES, 'utf8'))
    for (const [section, list] of Object.entries(CLAUSES))
      expect({ [section]: list }).toEqual({ [section]: written[section] })
  })
  it('every policy but the sample has a clause table', () => {
    expect(folders.filter((f) => !f.table).map((f) => f.id)).toEqual(WITHOUT_TABLE)
  })
})

describe.each(withTable)('the clause table of $id', (folder) => {
  const { table, versions, id } = folder
  it('is about this policy and its guideline', () => {
    expect(table.policy).toBe(id)
    if (table.table !== undefined) expect(Object.keys(CLAUSES)).toContain(table.table)
  })
  it('holds every clause of the guideline, with the same kinds and checks', () => {
    if (table.table === undefined) return
    const listed = (CLAUSES[table.table] ?? []).map(([clause, kinds, check]) => `${clause} | ${kinds} | ${check}`)
    const own = [...new Set(table.list.map((c) => `${c.id} | ${c.kind.join(' ')} | ${c.check.join(' ')}`))]
    expect(own).toEqual(listed)
  })
  it('tells each version of a clause once', () => {
    const told = table.list.flatMap((c) => versionsOf(c, versions).map((v) => `${c.id} ${v}`))
    expect(told.filter((t, i) => told.indexOf(t) !== i)).toEqual([])
    expect(table.list.flatMap((c) => c.versions ?? []).filter((v) => !versions.includes(v))).toEqual([])
    expect(idsOf(table).length).toBeGreaterThan(0)
  })
  it('names only rules, profiles and names that the policy has', () => {
    const docs = documents(folder)
    const wrong = table.list.flatMap((c) =>
      versionsOf(c, versions).flatMap((version) => {
        const doc = docs.get(version)
        if (!doc) return [`${c.id}: no version ${version}`]
        const rules = new Map(doc.rules.map((r) => [r.id, r]))
        return [
          ...[...(c.rule ?? []), ...(c.guidance ?? [])].filter((r) => !rules.has(r)).map((r) => `rule ${r}`),
          ...(c.profile ?? []).filter((p) => !(p in doc.profiles)).map((p) => `profile ${p}`),
          ...(c.vocabulary ?? []).filter((n) => !named(doc, n)).map((n) => `name ${n}`),
          ...(c.guidance ?? []).flatMap((g) => {
            const rule = rules.get(g)
            return rule && !speaks(rule) ? [`rule ${g} asks nobody`] : []
          }),
        ].map((what) => `${c.id} (${version}): ${what}`)
      }),
    )
    expect(wrong).toEqual([])
  })
  it('knows every clause that a case says it tests', () => {
    const known = idsOf(table)
    const named = [...documents(folder).values()].flatMap((doc) => doc.cases.flatMap((c) => c.clause ?? []))
    expect([...new Set(named)].filter((clause) => !known.includes(clause))).toEqual([])
  })
  it('says of each clause that a machine can check what checks it, or why nothing does', () => {
    const open = table.list.filter(
      (c) => c.check.some((k) => k !== 'H') && !c.rule && !c.profile && !c.vocabulary && !c.cannot,
    )
    expect(open.map((c) => c.id)).toEqual([])
  })
  it('every rule of the policy that a clause names for the machine is tried by a case both ways', () => {
    const docs = documents(folder)
    const wrong = table.list.flatMap((c) =>
      versionsOf(c, versions).flatMap((version) => {
        const cases = docs.get(version)?.cases ?? []
        const verdicts = (rule: string): Set<string> =>
          new Set(
            cases.flatMap((one) =>
              one.expect.flatMap((e) => {
                const wanted = typeof e === 'string' ? undefined : e[rule]
                return wanted === undefined ? [] : typeof wanted === 'string' ? wanted : wanted.verdict
              }),
            ),
          )
        return (c.rule ?? []).flatMap((rule) => {
          const seen = verdicts(rule)
          return seen.has('pass') && (seen.has('fail') || seen.has('undecided'))
            ? []
            : [`${c.id} (${version}): ${rule}`]
        })
      }),
    )
    expect(wrong).toEqual([])
  })
  it('every profile that a clause names derives what it should from some label, both ways', () => {
    const docs = documents(folder)
    const wrong = table.list.flatMap((c) =>
      versionsOf(c, versions).flatMap((version) => {
        const derived = (id: string): Set<string> =>
          new Set(
            (docs.get(version)?.cases ?? []).flatMap((one) => {
              const wanted = one.profiles?.[id]
              return wanted === undefined ? [] : typeof wanted === 'string' ? [wanted] : Object.values(wanted)
            }),
          )
        return (c.profile ?? []).filter((id) => derived(id).size < 2).map((id) => `${c.id} (${version}): ${id}`)
      }),
    )
    expect(wrong).toEqual([])
  })
  it.each(versions)('each number of its rules and profiles in %s is tried below, at and above', (version) => {
    const doc = documents(folder).get(version)
    const compiled = compiledOnce(folder.text(version))
    if (!doc || !compiled.ok) throw new Error('does not compile')
    const listed = table.list.filter((c) => versionsOf(c, versions).includes(version))
    const rules = new Set(listed.flatMap((c) => c.rule ?? []))
    const profiles = new Set(listed.flatMap((c) => c.profile ?? []))
    expect(untried(doc, compiled.value.policy.view.ref, rules, profiles)).toEqual([])
  })
})
