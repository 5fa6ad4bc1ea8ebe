/** Checks every image of a folder, one after the other, and tells a report about it as it goes. */
import { blocks, type Finding, type Severity } from '../../core/model/finding'
import type { Problem } from '../../core/model/problem'
import type { BaselineEntry, KnownViolations } from '../../core/policy/baseline'
import type { LabelReader, ReadableFolder, Reading } from '../../core/model/reading'
import type { ChosenPolicy } from './policy-of-folder'
import { imageProblems, type ImageCheck } from './images'
import type { ExitCode } from '../outcome'
import type { Weight } from '../problem-lines'

export interface Checked {
  readonly reading: Reading
  /** Findings to be told, without those of the baseline. */
  readonly findings: readonly Finding[]
  /** Findings that the baseline accepts. */
  readonly accepted: readonly Finding[]
  /** Entries of the baseline for this image that no longer occur, or whose labels were edited. */
  readonly stale: readonly BaselineEntry[]
  readonly problems: readonly { readonly problem: Problem; readonly weight: Weight }[]
}

export interface Counts {
  images: number
  finished: number
  annotations: number
  /** Images found on disk and compared. */
  compared: number
  findings: number
  accepted: number
  /** Entries of the baseline that no longer hold. */
  stale: number
  problems: number
  /** Images with at least one finding that is told. */
  withFindings: number
  readonly byRule: Map<string, number>
  readonly byVersion: Map<string, number>
}

/** Says what was found, while it is found: nothing is kept until the end. */
export interface Report {
  begin(chosen: ChosenPolicy): string
  image(checked: Checked): string
  end(counts: Counts, exit: ExitCode): string
}

export interface RunOptions {
  readonly severity: Severity
  readonly finishedOnly: boolean
  readonly images: ImageCheck
  /** Old violations that are accepted. */
  readonly known: KnownViolations | undefined
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, guidance: 0 }
const rankOf = (finding: Finding): number => (blocks(finding) ? RANK.error : RANK[finding.severity])

const nothing = (): Counts => ({
  ...{
    images: 0,
    finished: 0,
    annotations: 0,
    compared: 0,
    findings: 0,
    accepted: 0,
    stale: 0,
    problems: 0,
    withFindings: 0,
  },
  byRule: new Map(),
  byVersion: new Map(),
})

const add = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1)

function count(counts: Counts, { reading, findings, accepted, stale, problems }: Checked): void {
  const { document } = reading
  counts.images += document ? 1 : 0
  counts.finished += document?.state === 'finished' ? 1 : 0
  counts.annotations += document?.annotations.length ?? 0
  for (const { made } of document?.annotations ?? []) add(counts.byVersion, `${made.policy.id} ${made.policy.version}`)
  counts.findings += findings.length
  counts.accepted += accepted.length
  counts.stale += stale.length
  counts.problems += problems.filter((p) => p.weight === 'error').length
  counts.withFindings += findings.length > 0 ? 1 : 0
  for (const { rule } of findings) add(counts.byRule, rule)
}

/** The findings and problems of one image. */
async function look(
  reading: Reading,
  folder: ReadableFolder,
  { policy }: ChosenPolicy,
  options: RunOptions,
  counts: Counts,
): Promise<Checked> {
  const own = reading.problems.map((problem) => ({ problem, weight: 'error' as const }))
  const { document } = reading
  if (!document) return { reading, findings: [], accepted: [], stale: [], problems: own }
  const image = await imageProblems(folder, document.image, options.images)
  counts.compared += image.found ? 1 : 0
  const all = policy.check(document)
  const listed = all.filter((f) => rankOf(f) >= RANK[options.severity])
  const { known } = options
  const state = known?.state(document, all)
  return {
    reading,
    findings: known ? listed.filter((f) => !known.isKnown(document, f)) : listed,
    accepted: known ? listed.filter((f) => known.isKnown(document, f)) : [],
    stale: state ? [...state.gone, ...state.void] : [],
    problems: [...own, ...image.problems.map((problem) => ({ problem, weight: 'error' as const }))],
  }
}

export interface Sink {
  write(text: string): Promise<void>
  progress(counts: Pick<Counts, 'images' | 'findings'>): void
}

/** Runs to the end or until the signal fires; tells what it counted. */
export async function checkFolder(
  folder: ReadableFolder,
  reader: LabelReader,
  chosen: ChosenPolicy,
  options: RunOptions,
  report: Report,
  sink: Sink,
  signal: AbortSignal,
  each: (checked: Checked) => void = () => undefined,
): Promise<{ readonly counts: Counts; readonly exit: ExitCode }> {
  const counts = nothing()
  const seen = new Set<string>()
  await sink.write(report.begin(chosen))
  for await (const reading of reader.read(folder, signal)) {
    if (options.finishedOnly && reading.document && reading.document.state !== 'finished') {
      seen.add(reading.document.image.path)
      continue
    }
    if (options.known && reading.document) seen.add(reading.document.image.path)
    const checked = await look(reading, folder, chosen, options, counts)
    count(counts, checked)
    each(checked)
    await sink.write(report.image(checked))
    sink.progress(counts)
  }
  counts.stale += (options.known?.images ?? [])
    .filter((image) => !seen.has(image))
    .reduce((sum, image) => sum + (options.known?.entriesOf(image).length ?? 0), 0)
  const exit: ExitCode = counts.findings > 0 || counts.problems > 0 ? 1 : 0
  await sink.write(report.end(counts, exit))
  return { counts, exit }
}
