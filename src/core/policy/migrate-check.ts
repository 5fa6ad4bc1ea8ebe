/** Migrations of a policy: new names must be there, versions must lead forward, no name may be moved twice. */
import type { PolicyDocument } from './document'
import { compareVersions } from './migrate-versions'
import { INSIDE, type MigrationStep } from './migrate-steps'
import type { Path } from './parse'
import { listOf } from './pieces'
import type { Report } from './references'
import type { Option, ReasonFor, Vocabulary } from './vocabulary'

const ids = (options: readonly Option[] | undefined): string[] => (options ?? []).map((o) => o.id)
const isReasonFor = (of: string | undefined): of is ReasonFor => of === 'ignore' || of === 'negative' || of === 'skip'

/** The new name of what a name belongs to: `of` is written as the older version had it. */
function newOf(
  step: Extract<MigrationStep, { do: 'rename' | 'merge' }>,
  steps: readonly MigrationStep[],
): string | undefined {
  const HOLDER: Readonly<Record<string, string>> = {
    answer: 'question',
    option: 'attribute',
    level: 'scale',
    tag: 'tag_group',
  }
  const moved = steps.find((s) => s.do === 'rename' && s.what === HOLDER[step.what] && s.from === step.of)
  return moved?.do === 'rename' ? moved.to : step.of
}

/** Names of a kind that the policy has; undefined when `of` names nothing. */
function known(what: string, of: string | undefined, v: Vocabulary): readonly string[] | undefined {
  switch (what) {
    case 'class':
      return [...v.classes.keys()]
    case 'role':
      return [...v.roles]
    case 'reason':
      return isReasonFor(of) ? ids(v.reasons[of]) : undefined
    case 'look_alike':
      return ids(v.lookAlikes)
    case 'evidence':
      return ids(v.evidence)
    case 'question':
      return [...v.questions.keys()]
    case 'answer':
      return of === undefined ? undefined : v.questions.has(of) ? ids(v.questions.get(of)?.answers) : undefined
    case 'attribute':
      return [...v.attributes.keys()]
    case 'option':
      return of === undefined ? undefined : v.attributes.has(of) ? ids(v.attributes.get(of)?.options) : undefined
    case 'scale':
      return [...v.scales.keys()]
    case 'level':
      return of === undefined ? undefined : v.scales.has(of) ? ids(v.scales.get(of)?.levels) : undefined
    case 'tag_group':
      return [...v.tags.keys()]
    case 'tag':
      return of === undefined ? undefined : v.tags.has(of) ? ids(v.tags.get(of)?.options) : undefined
    case 'zone':
      return [...v.zones.keys()]
    default:
      return [...v.links.keys()]
  }
}

const WHOLE: Readonly<Record<string, string>> = {
  reason: 'disposition',
  answer: 'question',
  option: 'attribute',
  level: 'scale',
  tag: 'tag',
}

function names(v: Vocabulary): Readonly<Record<string, readonly string[]>> {
  return {
    disposition: ['ignore', 'negative', 'skip'],
    question: [...v.questions.keys()],
    attribute: [...v.attributes.keys()],
    scale: [...v.scales.keys()],
    tag: [...v.tags.keys()],
  }
}

function checkNames(
  step: Extract<MigrationStep, { do: 'rename' | 'merge' }>,
  path: Path,
  steps: readonly MigrationStep[],
  v: Vocabulary,
  report: Report,
): void {
  if (INSIDE.has(step.what) !== (step.of !== undefined))
    return report.schema([...path], {
      reason: step.of === undefined ? 'missing' : 'unknown-key',
      key: 'of',
      expected: step.of === undefined ? (WHOLE[step.what] ?? 'of') : 'from, to',
      found: step.of === undefined ? 'nothing' : 'of',
    })
  const all = known(step.what, newOf(step, steps), v)
  const whole = WHOLE[step.what]
  if (!all && whole) report.unknown([...path, 'of'], whole, step.of ?? '', names(v)[whole] ?? [])
  else if (all && !all.includes(step.to)) report.unknown([...path, 'to'], step.what.replace('_', '-'), step.to, all)
}

function checkStep(
  step: MigrationStep,
  path: Path,
  steps: readonly MigrationStep[],
  v: Vocabulary,
  report: Report,
): void {
  const classes = [...v.classes.keys()]
  const classAt = (key: string, id: string): void => {
    if (!classes.includes(id)) report.unknown([...path, key], 'class', id, classes)
  }
  switch (step.do) {
    case 'rename':
    case 'merge':
      return checkNames(step, path, steps, v, report)
    case 'split':
      for (const id of step.into) classAt('into', id)
      return
    case 'review':
    case 'add':
      return classAt('class', step.class)
    case 'recompute':
      if (!v.scales.has(step.scale)) report.unknown([...path, 'scale'], 'scale', step.scale, v.scales.keys())
      return
    case 'remove':
      if (classes.includes(step.class)) report.schema([...path, 'class'], { reason: 'taken', found: step.class })
  }
}

/** Old names that a step speaks of, as keys: each may be spoken of once. */
function movedBy(step: MigrationStep): string[] {
  if (step.do === 'rename' || step.do === 'merge')
    return listOf(step.from).map((from) => `${step.what} ${step.of ?? ''} ${from}`)
  return step.do === 'split' || step.do === 'remove' ? [`class  ${step.class}`] : []
}

/** Later versions may have dropped what an older migration led to: only the migrations to this version are held against its names. */
export function checkMigrations(doc: PolicyDocument, v: Vocabulary, report: Report): void {
  doc.migrations?.forEach((migration, i) => {
    const to = migration.to ?? doc.version
    if (compareVersions(migration.from, to) >= 0 || compareVersions(to, doc.version) > 0)
      report.schema(['migrations', i, 'from'], {
        reason: 'value',
        expected: `< ${to} ≤ ${doc.version}`,
        found: migration.from,
        key: 'from',
      })
    const moved = new Set<string>()
    migration.steps.forEach((step, j) => {
      const path: Path = ['migrations', i, 'steps', j]
      for (const key of movedBy(step)) {
        if (moved.has(key)) report.schema([...path], { reason: 'taken', found: key.split(' ').at(-1) ?? '' })
        moved.add(key)
      }
      if (to === doc.version) checkStep(step, path, migration.steps, v, report)
    })
  })
}
