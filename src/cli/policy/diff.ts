/** `groundrule policy diff`: what changed between two versions, and whether the version step is large enough. */
import { diffDocuments, nextVersion, type DiffItem, type PolicyDiff } from '../../core/policy/diff'
import { parsePolicy } from '../../core/policy/parse'
import type { PolicyDocument } from '../../core/policy/document'
import { fail, ok, type Result } from '../../core/model/problem'
import { catalogue, type Catalogue } from '../../messages'
import type { ExitCode, Outcome, Speaking } from '../outcome'
import { problemData, problemLine, told } from '../problem-lines'
import { visible, visibleJson } from '../terminal'
import { inFile, readPolicyText } from './policy-file'

async function readDocument(file: string): Promise<Result<PolicyDocument>> {
  const text = await readPolicyText(file)
  const parsed = text.ok ? parsePolicy(text.value) : text
  return parsed.ok ? ok(parsed.value.document) : fail(...parsed.problems.map((p) => inFile(file, p)))
}

const numbers = (version: string): number[] => version.split('.').map(Number)
const isBefore = (a: string, b: string): boolean => {
  const [x, y] = [numbers(a), numbers(b)]
  const at = x.findIndex((part, i) => part !== y[i])
  return at >= 0 && (x[at] ?? 0) < (y[at] ?? 0)
}

/** One changed thing: `major  rule I1 when: full.height < 20 → full.height < 25 (changed)`. */
function itemLine(item: DiffItem, messages: Catalogue): string {
  const { cli } = messages
  const field = item.field === undefined ? '' : ` ${item.field}`
  const values =
    item.before === undefined && item.after === undefined ? '' : `: ${item.before || '–'} → ${item.after || '–'}`
  return `  ${item.bump.padEnd(5)}  ${cli.what({ what: item.what })} ${item.id}${field}${values} (${cli.change({ change: item.change })})`
}

interface Compared {
  readonly from: string
  readonly to: string
  readonly diff: PolicyDiff
  /** The smallest version that the change may have. */
  readonly least: string
  readonly enough: boolean
}

function compare(before: PolicyDocument, after: PolicyDocument): Compared {
  const diff = diffDocuments(before, after)
  const least = diff.requiredBump === 'none' ? before.version : nextVersion(before.version, diff.requiredBump)
  return { from: before.version, to: after.version, diff, least, enough: !isBefore(after.version, least) }
}

function readable(c: Compared, messages: Catalogue): string[] {
  const { cli } = messages
  if (c.diff.items.length === 0) return [cli.sameMeaning({})]
  return [
    cli.changes({ count: c.diff.items.length, from: c.from, to: c.to }),
    ...c.diff.items.map((item) => itemLine(item, messages)),
    c.enough
      ? cli.bumpEnough({ bump: c.diff.requiredBump, version: c.to })
      : cli.bumpTooSmall({ bump: c.diff.requiredBump, version: c.to, least: c.least }),
  ]
}

/** Compares two policy files. Exit 1: the version of the new one is smaller than its changes need. */
export async function diffPolicyFiles(
  oldFile: string,
  newFile: string,
  { format, language }: Speaking,
): Promise<Outcome> {
  const messages = catalogue(language)
  const [before, after] = [await readDocument(oldFile), await readDocument(newFile)]
  const problems = told(
    [before, after].flatMap((r) => (r.ok ? [] : r.problems)),
    'error',
  )
  const compared = before.ok && after.ok ? compare(before.value, after.value) : undefined
  const exit: ExitCode = problems.length > 0 ? 2 : compared?.enough === false ? 1 : 0
  if (format === 'json')
    return {
      exit,
      text: visibleJson({
        groundrule: 'policy diff',
        schema: 1,
        exit,
        from: { file: oldFile, version: compared?.from ?? null },
        to: { file: newFile, version: compared?.to ?? null },
        required: compared ? { bump: compared.diff.requiredBump, version: compared.least } : null,
        problems: problems.map((t) => problemData(t, messages)),
        items: compared?.diff.items ?? [],
      }),
    }
  const lines = compared ? readable(compared, messages) : problems.map((t) => problemLine(t, messages))
  return { exit, text: lines.map(visible).join('\n') }
}
