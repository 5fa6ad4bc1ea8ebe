/** `groundrule verify`: is this bundle what it says it is, and does it obey the policy it carries? */
import type { Manifest } from '../bundle/manifest'
import { verifyBundle, type Verification } from '../bundle/verify'
import { blocks, type Finding } from '../core/model/finding'
import type { Problem } from '../core/model/problem'
import { compilePolicy } from '../core/policy/compile'
import { catalogue, textIn, type Catalogue, type Language } from '../messages'
import { placeText, problemText } from '../messages/say'
import { openFile } from './file-source'
import type { ExitCode, Outcome } from './outcome'
import { visible, visibleJson } from './terminal'

export interface VerifyOptions {
  readonly json: boolean
  readonly language: Language
  /** Warnings and guidance count too. */
  readonly strict: boolean
}

/** Findings past this many are counted, not printed, in the readable form. */
const MAX_PRINTED = 200

/** The machine's sentence of a finding, with the rule's own words where the policy has them. */
function findingText(finding: Finding, messages: Catalogue, language: Language): string {
  const table: Readonly<Record<string, ((values: Finding['values']) => string) | undefined>> = messages.findings
  const says = textIn(finding.says, language)
  return [table[finding.message]?.(finding.values), says].filter(Boolean).join(' — ') || finding.message
}

const counting = (counters: Readonly<Record<string, number>>): string =>
  Object.entries(counters)
    .map(([key, count]) => `${key} ${count}`)
    .join(', ')

function heading(manifest: Manifest, messages: Catalogue): string[] {
  const { policy, counts, digest, images } = manifest
  const { cli } = messages
  return [
    `${cli.policy({})}: ${policy.id} ${policy.version} (${policy.digest})`,
    `${cli.digest({})}: ${digest}`,
    `${cli.images({})}: ${cli.imageCounts({ images: counts.images, finished: counts.finished, carried: images })}`,
    `${cli.annotations({})}: ${counts.annotations}${counts.annotations > 0 ? ` (${counting(counts.byDisposition)})` : ''}`,
    ...(Object.keys(counts.byPolicyVersion).length > 1
      ? [`${cli.madeUnder({})}: ${counting(counts.byPolicyVersion)}`]
      : []),
  ]
}

/** Place and sentence; the place is left out where it is only a file that the sentence names anyway. */
function problemLine(problem: Problem, messages: Catalogue): string {
  const text = problemText(messages, problem)
  const { file, line, path } = problem.place ?? {}
  const named = file !== undefined && line === undefined && path === undefined && text.includes(file)
  return `  ${[named ? '' : placeText(problem.place), text].filter(Boolean).join(': ')}`
}

function readable(path: string, result: Verification, exit: ExitCode, options: VerifyOptions): string {
  const messages = catalogue(options.language)
  const { cli } = messages
  const findings = result.findings.flatMap((image) =>
    image.findings.map(
      (f) =>
        `  ${image.path}${f.on.length > 0 ? ` #${f.on.join(' #')}` : ''}: ${cli[f.verdict === 'undecided' ? 'undecided' : f.severity]({})}, ${f.rule}: ${findingText(f, messages, options.language)}`,
    ),
  )
  const more = findings.length - MAX_PRINTED
  const lines = [
    path,
    ...(result.manifest ? heading(result.manifest, messages) : []),
    ...(result.problems.length > 0
      ? [cli.problems({ count: result.problems.length }), ...result.problems.map((p) => problemLine(p, messages))]
      : []),
    ...(findings.length > 0 ? [cli.findings({ count: findings.length }), ...findings.slice(0, MAX_PRINTED)] : []),
    ...(more > 0 ? [`  ${cli.more({ count: more })}`] : []),
    exit === 0 ? cli.good({}) : exit === 1 ? cli.notGood({}) : cli.unreadable({}),
  ]
  return lines.map(visible).join('\n')
}

/** The stable form for machines; its fields only ever grow. */
function forMachines(path: string, result: Verification, exit: ExitCode, options: VerifyOptions): string {
  const messages = catalogue(options.language)
  const { manifest } = result
  return visibleJson({
    groundrule: 'verify',
    schema: 1,
    bundle: path,
    verdict: exit === 0 ? 'good' : exit === 1 ? 'not good' : 'unreadable',
    exit,
    name: manifest?.name ?? null,
    policy: manifest?.policy ?? null,
    digest: manifest?.digest ?? null,
    images: manifest?.images ?? null,
    counts: manifest?.counts ?? null,
    problems: result.problems.map((p) => ({
      code: p.code,
      place: p.place ?? null,
      values: p.values ?? {},
      text: problemText(messages, p),
    })),
    findings: result.findings.flatMap(({ path: image, findings }) =>
      findings.map((f) => ({
        ...{ image, rule: f.rule, verdict: f.verdict, severity: f.severity, blocks: blocks(f), annotations: f.on },
        text: findingText(f, messages, options.language),
      })),
    ),
  })
}

const exitOf = (result: Verification, strict: boolean): ExitCode => {
  if (!result.readable) return 2
  const counts = result.findings.some((image) => strict || image.findings.some(blocks))
  return result.problems.length > 0 || counts ? 1 : 0
}

/** Verifies a bundle file and says so, in words or as JSON. Writes nothing, asks nobody. */
export async function verifyFile(path: string, options: VerifyOptions): Promise<Outcome> {
  const file = await openFile(path)
  const never = new AbortController().signal
  const result: Verification = file.ok
    ? await verifyBundle(file.value, { compile: compilePolicy, report: { progress: () => undefined, signal: never } })
    : { readable: false, problems: file.problems, findings: [] }
  if (file.ok) await file.value.close()
  const exit = exitOf(result, options.strict)
  return { exit, text: (options.json ? forMachines : readable)(path, result, exit, options) }
}
