/** One JSON object for machines, written as it comes: one finding a line. Its fields only ever grow. */
import { blocks, type Finding } from '../../core/model/finding'
import { placeIn } from '../../core/model/reading'
import type { BaselineEntry } from '../../core/policy/baseline'
import type { PolicyView } from '../../core/policy/view'
import { catalogue, type Language } from '../../messages'
import { findingText } from '../../messages/findings-say'
import { problemData } from '../problem-lines'
import { visible } from '../terminal'
import type { Checked, Report } from './run'

const json = (value: unknown): string => visible(JSON.stringify(value))

function findingData(
  finding: Finding,
  { reading }: Checked,
  isAccepted: boolean,
  view: PolicyView,
  language: Language,
): unknown {
  const { rule, verdict, severity, on, key, because, message, values } = finding
  return {
    ...{ image: reading.document?.image.path ?? null, place: placeIn(reading, on[0]), rule, verdict, severity },
    ...{ blocks: blocks(finding), accepted: isAccepted, annotations: on, key, because, message, values },
    text: findingText(language, finding, view),
  }
}

export function jsonReport(root: string, language: Language): Report {
  const messages = catalogue(language)
  const problems: unknown[] = []
  const stale: BaselineEntry[] = []
  let view: PolicyView | undefined
  let separator = '\n'
  const listed = (items: readonly unknown[]): string =>
    items
      .map((item) => {
        const text = `${separator}    ${json(item)}`
        separator = ',\n'
        return text
      })
      .join('')
  return {
    begin({ file, policy, notes }) {
      view = policy.view
      problems.push(...notes.map((problem) => problemData({ problem, weight: 'warning' }, messages)))
      const head = { groundrule: 'validate', schema: 1, folder: root, policy: { ...policy.view.ref, file } }
      return `{\n${Object.entries(head)
        .map(([key, value]) => `  ${json(key)}: ${json(value)},\n`)
        .join('')}  "findings": [`
    },
    image(checked) {
      const policy = view
      stale.push(...checked.stale)
      problems.push(
        ...checked.problems.map(({ problem, weight }) =>
          problemData(
            { problem: { ...problem, place: { file: checked.reading.file, ...problem.place } }, weight },
            messages,
          ),
        ),
      )
      if (!policy) return ''
      return listed([
        ...checked.findings.map((f) => findingData(f, checked, false, policy, language)),
        ...checked.accepted.map((f) => findingData(f, checked, true, policy, language)),
      ])
    },
    end({ byRule, byVersion, ...counts }, exit) {
      const tail = {
        problems,
        stale,
        counts: { ...counts, byRule: Object.fromEntries(byRule), byPolicyVersion: Object.fromEntries(byVersion) },
        exit,
      }
      return `${separator === '\n' ? '' : '\n  '}],\n${Object.entries(tail)
        .map(([key, value]) => `  ${json(key)}: ${json(value)}`)
        .join(',\n')}\n}\n`
    },
  }
}

/** What `--json` says when nothing could be checked. */
export const jsonRefusal = (root: string, problems: readonly unknown[]): string =>
  `${json({ groundrule: 'validate', schema: 1, folder: root, policy: null, findings: [], problems, counts: null, exit: 2 })}\n`
