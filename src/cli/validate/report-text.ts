/** Findings for people: one line each, with file, line and column, and a summary. */
import { join } from 'node:path'
import type { Finding } from '../../core/model/finding'
import { placeIn } from '../../core/model/reading'
import type { PolicyView } from '../../core/policy/view'
import { catalogue, type Language } from '../../messages'
import { findingText, inputText } from '../../messages/findings-say'
import { problemLine } from '../problem-lines'
import { visible } from '../terminal'
import type { Checked, Report } from './run'

/** The sentence of a finding with the inputs that led to it. */
export function sentence(finding: Finding, view: PolicyView, language: Language): string {
  const because = finding.because.map((input) => inputText(catalogue(language), input))
  return `${findingText(language, finding, view)}${because.length > 0 ? ` [${because.join(', ')}]` : ''}`
}

/** The place of the first annotation that a finding is on; the file where it is on the whole image. */
export function whereIs(root: string, { reading }: Checked, finding: Finding): string {
  const { file, line, column } = placeIn(reading, finding.on[0])
  return [join(root, file ?? ''), line, column].filter((part) => part !== undefined).join(':')
}

const lines = (all: readonly string[]): string => all.map((line) => `${visible(line)}\n`).join('')

export function textReport(root: string, language: Language): Report {
  const messages = catalogue(language)
  const { cli } = messages
  let view: PolicyView | undefined
  return {
    begin({ file, policy, notes }) {
      view = policy.view
      const { id, version } = policy.view.ref
      return lines([
        cli.checkedUnder({ policy: `${id} ${version}`, file }),
        ...notes.map((problem) => problemLine({ problem, weight: 'warning' }, messages)),
      ])
    },
    image(checked) {
      const policy = view
      const { problems, findings, reading } = checked
      return lines([
        ...problems.map(({ problem, weight }) =>
          problemLine(
            {
              problem: {
                ...problem,
                place: { ...problem.place, file: join(root, problem.place?.file ?? reading.file) },
              },
              weight,
            },
            messages,
          ),
        ),
        ...checked.stale.map(
          (entry) =>
            `${join(root, reading.file)}: ${cli.staleEntry({ rule: entry.rule, on: entry.on.map((id) => `#${id}`).join(' ') })}`,
        ),
        ...(policy === undefined
          ? []
          : findings.map((f) => {
              const kind = cli[f.verdict === 'undecided' ? 'undecided' : f.severity]({})
              const on = f.on.length > 0 ? ` #${f.on.join(' #')}` : ''
              return `${whereIs(root, checked, f)}: ${kind} ${f.rule}${on}: ${sentence(f, policy, language)}`
            })),
      ])
    },
    end(counts, exit) {
      const rules = [...counts.byRule].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      const versions = [...counts.byVersion].map(([version, n]) => `${version} (${n})`)
      return lines([
        ...rules.map(([rule, n]) => `  ${String(n).padStart(7)}  ${rule}`),
        cli.validated({
          images: counts.images,
          finished: counts.finished,
          annotations: counts.annotations,
          compared: counts.compared,
        }),
        ...(versions.length > 0 ? [`${cli.madeUnder({})}: ${versions.join(', ')}`] : []),
        ...(counts.stale > 0 ? [cli.stale({ count: counts.stale })] : []),
        cli.validatedResult({
          findings: counts.findings,
          on: counts.withFindings,
          problems: counts.problems,
          accepted: counts.accepted,
          exit,
        }),
      ])
    },
  }
}
