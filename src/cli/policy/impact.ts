/** `groundrule policy impact`: what a new version would do to the labels of a folder. Nothing is changed. */
import { join } from 'node:path'
import type { Problem } from '../../core/model/problem'
import {
  addImpact,
  impactOf,
  NO_IMPACT,
  pairOf,
  touches,
  type DocumentImpact,
  type ImpactTotals,
  type SubjectImpact,
} from '../../core/policy/impact'
import type { CompiledPolicy } from '../../core/validate/engine'
import { catalogue, type Catalogue } from '../../messages'
import type { ExitCode, Speaking } from '../outcome'
import { problemData, problemLine, told } from '../problem-lines'
import { visible } from '../terminal'
import { openFolder } from '../validate/disk-folder'
import { sideFileReader } from '../validate/side-file-reader'
import { outputSink } from '../validate/sink'
import { compileFile } from './policy-file'

export interface ImpactOptions extends Speaking {
  readonly set: string | undefined
}

/** Says the impact while it is found. */
interface ImpactReport {
  begin(before: CompiledPolicy, after: CompiledPolicy): string
  image(impact: DocumentImpact): string
  problems(problems: readonly Problem[]): string
  end(totals: ImpactTotals, exit: ExitCode): string
}

const named = ({ policy }: { readonly policy: CompiledPolicy }): string =>
  `${policy.view.ref.id} ${policy.view.ref.version}`
const lines = (all: readonly string[]): string => all.map((line) => `${visible(line)}\n`).join('')

/** `pedestrian 3 #a7: pass → fail (I4 comes, R1 goes)` */
function subjectLine(s: SubjectImpact, { cli }: Catalogue): string {
  const names = s.names.map((n) => `${n.class} ${n.place}`).join(', ')
  const ids = s.on.length > 0 ? ` #${s.on.join(' #')}` : ''
  const changes = s.changes.map((c) => cli.findingChange({ rule: c.finding.rule, change: c.kind }))
  const turn =
    s.before === s.after
      ? cli.verdict({ verdict: s.after })
      : `${cli.verdict({ verdict: s.before })} → ${cli.verdict({ verdict: s.after })}`
  return `    ${names || cli.wholeImage({})}${ids}: ${turn} (${changes.join(', ')})`
}

function imageLines(root: string, impact: DocumentImpact, messages: Catalogue): string[] {
  const { cli } = messages
  return [
    `  ${join(root, impact.image)}${impact.reopened ? `: ${cli.reopened({})}` : ''}`,
    ...impact.subjects.map((s) => subjectLine(s, messages)),
    ...impact.voidClaims.map((c) => `    ${cli.voidClaim({ class: c.class ?? '', by: c.by.join(', ') })}`),
    ...impact.expired.map((e) => `    ${cli.expiredOverride({ rule: e.rule, on: e.on, why: e.why })}`),
    ...impact.removed.map((r) => `    ${cli.removedClass({ on: r.on, class: r.class })}`),
    ...(impact.migrated.length > 0 ? [`    ${cli.migrated({ count: impact.migrated.length })}`] : []),
    ...(impact.work.length > 0 ? [`    ${cli.work({ count: impact.work.length })}`] : []),
  ]
}

function textReport(root: string, messages: Catalogue): ImpactReport {
  const { cli } = messages
  return {
    begin: (before, after) =>
      lines([cli.impactOf({ before: named({ policy: before }), after: named({ policy: after }) })]),
    image: (impact) => (touches(impact) ? lines(imageLines(root, impact, messages)) : ''),
    problems: (problems) => lines(told(problems, 'error').map((t) => problemLine(t, messages))),
    end: (t) =>
      lines([
        ...[...t.byRule]
          .filter(([, r]) => r.toFail + r.toPass + r.toUndecided + r.expired > 0)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(
            ([rule, r]) =>
              `  ${cli.ruleImpact({ rule, toFail: r.toFail, toPass: r.toPass, toUndecided: r.toUndecided, expired: r.expired })}`,
          ),
        cli.impactTotals({ images: t.images, touched: t.touched, annotations: t.annotations }),
        cli.impactTurns({ toFail: t.toFail, toPass: t.toPass, toUndecided: t.toUndecided, neverAsked: t.neverAsked }),
        cli.impactClaims({
          voidClaims: t.voidClaims,
          reopened: t.reopened,
          expired: t.expired,
          removed: t.removed,
          migrated: t.migrated,
          work: t.work,
        }),
      ]),
  }
}

const json = (value: unknown): string =>
  visible(JSON.stringify(value, (_, v: unknown) => (v instanceof Map ? Object.fromEntries(v) : v)))

function jsonReport(root: string, messages: Catalogue): ImpactReport {
  const all: unknown[] = []
  let separator = '\n'
  return {
    begin: (before, after) =>
      `{\n  "groundrule": "policy impact",\n  "schema": 1,\n  "folder": ${json(root)},\n  "from": ${json(before.view.ref)},\n  "to": ${json(after.view.ref)},\n  "images": [`,
    image(impact) {
      if (!touches(impact)) return ''
      const subjects = impact.subjects.map((s) => ({
        ...s,
        changes: s.changes.map((c) => ({
          kind: c.kind,
          rule: c.finding.rule,
          verdict: c.finding.verdict,
          severity: c.finding.severity,
          key: c.finding.key,
        })),
      }))
      const text = `${separator}    ${json({ ...impact, subjects })}`
      separator = ',\n'
      return text
    },
    problems(problems) {
      all.push(...told(problems, 'error').map((t) => problemData(t, messages)))
      return ''
    },
    end: (totals, exit) =>
      `${separator === '\n' ? '' : '\n  '}],\n  "problems": ${json(all)},\n  "totals": ${json(totals)},\n  "exit": ${exit}\n}\n`,
  }
}

/** Runs both versions over every image of a folder. Exit 1: something would change for its labels. */
export async function policyImpact(
  oldFile: string,
  newFile: string,
  root: string,
  { format, language, set }: ImpactOptions,
): Promise<ExitCode> {
  const messages = catalogue(language)
  const sink = outputSink(language)
  const [before, after, folder] = [await compileFile(oldFile), await compileFile(newFile), await openFolder(root)]
  const refused = [before, after, folder].flatMap((r) => (r.ok ? [] : r.problems))
  if (!before.ok || !after.ok || !folder.ok) {
    const all = told(refused, 'error')
    await sink.write(
      format === 'json'
        ? `${json({ groundrule: 'policy impact', schema: 1, folder: root, problems: all.map((t) => problemData(t, messages)), images: [], totals: null, exit: 2 })}\n`
        : lines(all.map((t) => problemLine(t, messages))),
    )
    return 2
  }
  const [old, now] = [before.value.policy, after.value.policy]
  const pair = pairOf(old.view, now.view)
  const report = (format === 'json' ? jsonReport : textReport)(root, messages)
  let totals = NO_IMPACT
  let failed = false
  await sink.write(report.begin(old, now))
  for await (const { document, problems } of sideFileReader(set).read(folder.value, new AbortController().signal)) {
    failed ||= problems.length > 0
    await sink.write(
      report.problems(problems.map((p) => ({ ...p, place: { ...p.place, file: join(root, p.place?.file ?? '') } }))),
    )
    if (!document) continue
    const impact = impactOf(document, old, now, pair)
    totals = addImpact(totals, impact)
    await sink.write(report.image(impact))
    sink.progress({ images: totals.images, findings: totals.come + totals.go + totals.changed })
  }
  sink.done()
  const exit: ExitCode = totals.images === 0 ? 2 : totals.touched > 0 || failed ? 1 : 0
  await sink.write(report.end(totals, exit))
  return exit
}
