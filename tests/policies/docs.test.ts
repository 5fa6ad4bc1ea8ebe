/** The table of shipped policies in the docs counts what the clause tables say. `UPDATE_DOCS=1` writes it anew. */
import '../../src/core/model/zod-setup'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { format } from 'prettier'
import { policyFolders, type Clause } from './clause-table'

const PAGE = join(import.meta.dirname, '../../docs/for-leads.md')
const [BEGIN, END] = ['<!-- clause counts -->', '<!-- end of clause counts -->']

const machine = (c: Clause): boolean => c.rule !== undefined || c.profile !== undefined || c.vocabulary !== undefined

function row(id: string, versions: readonly string[], title: string, list: readonly Clause[]): string {
  const byId = new Map<string, Clause[]>()
  for (const c of list) byId.set(c.id, [...(byId.get(c.id) ?? []), c])
  const clauses = [...byId.values()]
  const count = (is: (c: Clause) => boolean): number => clauses.filter((entries) => entries.some(is)).length
  const checked = count(machine)
  const answered = count((c) => machine(c) && c.guidance !== undefined)
  const guidance = clauses.filter((entries) => !entries.some(machine) && entries.some((c) => c.guidance)).length
  const partly = clauses.filter((e) => e.some((c) => c.cannot) && e.some((c) => machine(c) || c.guidance)).length
  const cannot = clauses.filter((e) => e.every((c) => c.cannot && !machine(c) && !c.guidance)).length
  const numbers = [clauses.length, checked, answered, guidance, partly, cannot]
  return `| \`${id}\` ${versions.join(', ')} | ${title} | ${numbers.join(' | ')} |`
}

async function table(): Promise<string> {
  const rows = policyFolders().flatMap((f) =>
    f.table ? [row(f.id, f.versions, f.table.guideline.title.en, f.table.list)] : [],
  )
  const lines = [
    '| policy | guideline | clauses | checked by machine | of these, after a person has answered | guidance only | partly not expressible | not expressible |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]
  return (await format(lines.join('\n'), { parser: 'markdown' })).trim()
}

it('the docs count the clauses of every shipped policy', async () => {
  const page = readFileSync(PAGE, 'utf8')
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  expect(from).toBeGreaterThan(0)
  const wanted = await table()
  const found = page.slice(from + BEGIN.length, to).trim()
  if (process.env['UPDATE_DOCS'] && found !== wanted)
    writeFileSync(PAGE, `${page.slice(0, from + BEGIN.length)}\n\n${wanted}\n\n${page.slice(to)}`)
  else expect(found).toBe(wanted)
})
