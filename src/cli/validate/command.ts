/** `groundrule validate`: checks the labels of a folder under their policy. */
import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { SEVERITIES } from '../../core/policy/pieces'
import type { Severity } from '../../core/model/finding'
import { fail, ok, problem, type Problem, type Result } from '../../core/model/problem'
import type { LabelReader, ReadableFolder } from '../../core/model/reading'
import { catalogue, type Language } from '../../messages'
import { FORMATS, type ExitCode, type Format } from '../outcome'
import { problemData, problemLine, told } from '../problem-lines'
import { policySarif } from '../sarif/policy-sarif'
import { visible, visibleJson } from '../terminal'
import { NextBaseline, openBaseline } from './baseline-file'
import { openFolder } from './disk-folder'
import { IMAGE_CHECKS, type ImageCheck } from './images'
import { policyOfFolder, type ChosenPolicy } from './policy-of-folder'
import { jsonRefusal, jsonReport } from './report-json'
import { sarifReport } from './report-sarif'
import { textReport } from './report-text'
import { checkFolder, type Report } from './run'
import { BASELINE_FILE, chosenSet, sideFileReader } from './side-file-reader'
import { outputSink } from './sink'

export interface ValidateOptions {
  readonly policy?: string
  readonly set?: string
  readonly format: Format
  readonly language: Language
  readonly severity: Severity
  readonly finishedOnly: boolean
  readonly images: ImageCheck
  /** `false`: none; absent: the one that stands beside the labels, where there is one. */
  readonly baseline?: string | false
  readonly writeBaseline?: string
  readonly by: string
}

const REPORTS: Readonly<Record<Format, (root: string, language: Language, isCompared: boolean) => Report>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
}

/** What is said when nothing could be checked. */
function refusal(root: string, problems: readonly Problem[], { format, language }: ValidateOptions): string {
  const messages = catalogue(language)
  const all = told(problems, 'error')
  if (format === 'json')
    return jsonRefusal(
      root,
      all.map((t) => problemData(t, messages)),
    )
  if (format === 'sarif') return `${visibleJson(policySarif(all, language))}\n`
  return all.map((t) => `${visible(problemLine(t, messages))}\n`).join('')
}

/** The policy to check under; refused where there is nothing to check. */
async function choose(
  root: string,
  folder: ReadableFolder,
  reader: LabelReader,
  given: string | undefined,
): Promise<Result<ChosenPolicy>> {
  for await (const reading of reader.read(folder, new AbortController().signal))
    if (reading) return policyOfFolder(root, folder, reader, given)
  return fail(problem('cli.no-labels', { file: root }))
}

/** The baseline file that counts: the one that is named, else the one that the app keeps beside the labels. */
async function baselineOf(
  root: string,
  folder: ReadableFolder,
  { baseline, set }: ValidateOptions,
): Promise<string | undefined> {
  if (baseline !== undefined) return baseline === false ? undefined : baseline
  const labels = await chosenSet(folder, set)
  const beside = labels === undefined ? undefined : `${labels}/${BASELINE_FILE}`
  return beside !== undefined && (await folder.bytes(beside)) ? join(root, beside) : undefined
}

/** Checks a folder and writes the report to stdout, progress to stderr. */
export async function validateFolder(root: string, options: ValidateOptions): Promise<ExitCode> {
  const sink = outputSink(options.language)
  const folder = await openFolder(root)
  const reader = sideFileReader(options.set)
  const chosen = folder.ok ? await choose(root, folder.value, reader, options.policy) : folder
  const baseline = folder.ok ? await baselineOf(root, folder.value, options) : undefined
  const known = baseline === undefined ? ok(undefined) : await openBaseline(baseline)
  if (!folder.ok || !chosen.ok || !known.ok) {
    const problems = [chosen, known].flatMap((r) => (r.ok ? [] : r.problems))
    await sink.write(refusal(root, problems, options))
    return 2
  }
  const report = REPORTS[options.format](root, options.language, known.value !== undefined)
  const never = new AbortController().signal
  const next = new NextBaseline()
  const run = { ...options, known: known.value }
  const { exit } = await checkFolder(folder.value, reader, chosen.value, run, report, sink, never, (checked) => {
    if (options.writeBaseline !== undefined) next.add(checked)
  })
  sink.done()
  if (options.writeBaseline === undefined) return exit
  await next.write(options.writeBaseline, chosen.value.policy.view.ref, options.by)
  if (options.format === 'text')
    await sink.write(
      `${visible(catalogue(options.language).cli.baselineWritten({ count: next.size, file: options.writeBaseline }))}\n`,
    )
  return 0
}

interface Given {
  readonly policy?: string
  readonly set?: string
  readonly json?: boolean
  readonly format: Format
  readonly severity: Severity
  readonly finished: boolean
  readonly images: ImageCheck
  readonly lang: Language
  readonly baseline?: string | false
  readonly writeBaseline?: string
  readonly by: string
}

export function addValidateCommand(program: Command, languageOption: () => Option): void {
  program
    .command('validate')
    .description('Check the labels of a folder under their policy and list every finding.')
    .argument('<folder>', 'the folder that was opened in the app: images, and labels below Ann_pre/')
    .option('--policy <file>', 'check under this policy; without it, under the one that the labels name')
    .option('--set <name>', 'which labels below Ann_pre/ (default: the newest)')
    .option('--json', 'the same as --format json')
    .addOption(
      new Option('--format <format>', 'text for people, json for programs, sarif for code-review tools')
        .choices(FORMATS)
        .default('text'),
    )
    .addOption(
      new Option('--severity <least>', 'the least severity that is listed and counts')
        .choices(SEVERITIES)
        .default('warning'),
    )
    .option('--baseline <file>', 'old violations that are accepted (default: baseline.json beside the labels)')
    .option('--no-baseline', 'accept nothing')
    .option('--write-baseline <file>', 'accept everything that is found now, as a baseline for later runs')
    .option('--by <name>', 'who accepts it, for --write-baseline', '')
    .option('--finished', 'only images that are finished', false)
    .addOption(
      new Option('--images <check>', 'compare the images that lie in the folder with those that were labelled')
        .choices(IMAGE_CHECKS)
        .default('size'),
    )
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 good, 1 findings or problems, 2 folder or policy cannot be read.')
    .action(async (folder: string, given: Given) => {
      process.exitCode = await validateFolder(folder, {
        ...(given.policy === undefined ? {} : { policy: given.policy }),
        ...(given.set === undefined ? {} : { set: given.set }),
        format: given.json === true ? 'json' : given.format,
        language: given.lang,
        severity: given.severity,
        finishedOnly: given.finished,
        images: given.images,
        ...(given.baseline === undefined ? {} : { baseline: given.baseline }),
        ...(given.writeBaseline === undefined ? {} : { writeBaseline: given.writeBaseline }),
        by: given.by,
      })
    })
}
