/** `groundrule policy diff`: what changed between two versions, and whether the version step is large enough. */
import { diffPolicies, nextVersion, type PlacedItem, type PolicyDiff } from '../../core/policy/diff'
import { fail, ok, type Result } from '../../core/model/problem'
import { catalogue, type Language } from '../../messages'
import { diffPlace, diffText } from '../../messages/diff-say'
import type { ExitCode, Outcome, Speaking } from '../outcome'
import { problemData, problemLine, told } from '../problem-lines'
import { visible, visibleJson } from '../terminal'
import { compileFile, readPolicyText } from './policy-file'

interface Compared {
  readonly from: string
  readonly to: string
  readonly diff: PolicyDiff
  /** The smallest version that the change may have. */
  readonly least: string
  readonly enough: boolean
}

/** Both must compile: names that lead nowhere cannot be compared by what they mean. */
async function compareFiles(oldFile: string, newFile: string): Promise<Result<Compared>> {
  const read = async (file: string): Promise<Result<{ text: string; version: string }>> => {
    const [text, compiled] = [await readPolicyText(file), await compileFile(file)]
    if (!text.ok) return text
    return compiled.ok ? ok({ text: text.value, version: compiled.value.policy.view.ref.version }) : compiled
  }
  const [before, after] = [await read(oldFile), await read(newFile)]
  if (!before.ok || !after.ok) return fail(...[before, after].flatMap((r) => (r.ok ? [] : r.problems)))
  const diff = diffPolicies(before.value.text, after.value.text)
  if (!diff.ok) return diff
  const [from, to] = [before.value.version, after.value.version]
  const { requiredBump } = diff.value
  const least = requiredBump === 'none' ? from : nextVersion(from, requiredBump)
  return ok({ from, to, diff: diff.value, least, enough: !isBefore(to, least) })
}

const numbers = (version: string): number[] => version.split('.').map(Number)
const isBefore = (a: string, b: string): boolean => {
  const [x, y] = [numbers(a), numbers(b)]
  const at = x.findIndex((part, i) => part !== y[i])
  return at >= 0 && (x[at] ?? 0) < (y[at] ?? 0)
}

/** One changed thing: `major  Rule I1: "when" changed. (line 12 → line 14) full.height < 20 → full.height < 25`. */
function itemLines(item: PlacedItem, language: Language): string[] {
  const place = diffPlace(language, item)
  const has = item.before !== undefined || item.after !== undefined
  return [
    `  ${item.bump.padEnd(5)}  ${diffText(language, item)}${place === '' ? '' : ` (${place})`}`,
    ...(has ? [`           ${item.before || '–'} → ${item.after || '–'}`] : []),
  ]
}

function readable(c: Compared, language: Language): string[] {
  const { cli } = catalogue(language)
  if (c.diff.items.length === 0) return [cli.sameMeaning({})]
  return [
    cli.changes({ count: c.diff.items.length, from: c.from, to: c.to }),
    ...c.diff.items.flatMap((item) => itemLines(item, language)),
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
  const found = await compareFiles(oldFile, newFile)
  const problems = found.ok ? [] : told(found.problems, 'error')
  const compared = found.ok ? found.value : undefined
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
  const lines = compared ? readable(compared, language) : problems.map((t) => problemLine(t, messages))
  return { exit, text: lines.map(visible).join('\n') }
}
