import type { Message } from '../message'

export type CliWords =
  | 'policy'
  | 'digest'
  | 'images'
  | 'imageCounts'
  | 'annotations'
  | 'madeUnder'
  | 'problems'
  | 'findings'
  | 'more'
  | 'error'
  | 'warning'
  | 'guidance'
  | 'undecided'
  | 'good'
  | 'notGood'
  | 'unreadable'
  | 'policyGood'
  | 'caseFailed'
  | 'cases'
  | 'sameMeaning'
  | 'changes'
  | 'bumpEnough'
  | 'bumpTooSmall'
  | 'checkedUnder'
  | 'validated'
  | 'validatedResult'
  | 'validating'
  | 'staleEntry'
  | 'stale'
  | 'baselineWritten'
  | 'info'
  | 'ruleUntried'
  | 'limitUntried'
  | 'classUntried'
  | 'coverage'
  | 'impactOf'
  | 'findingChange'
  | 'verdict'
  | 'wholeImage'
  | 'reopened'
  | 'voidClaim'
  | 'expiredOverride'
  | 'removedClass'
  | 'migrated'
  | 'work'
  | 'ruleImpact'
  | 'impactTotals'
  | 'impactTurns'
  | 'impactClaims'

const CARRIED: Readonly<Record<string, string>> = {
  coordinates: 'coordinates only',
  original: 'original bytes',
  png: 'pixel-exact PNG',
}

const BUMPS: Readonly<Record<string, string>> = { patch: 'a patch', minor: 'a minor', major: 'a major', none: 'no' }
const many = (count: unknown, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`

const CHANGE: Readonly<Record<string, string>> = { comes: 'comes', goes: 'goes', changes: 'changes' }
const VERDICTS: Readonly<Record<string, string>> = { pass: 'passes', fail: 'fails', undecided: 'undecided' }

export const cli: Readonly<Record<CliWords, Message>> = {
  policy: () => 'Policy',
  digest: () => 'Digest',
  images: () => 'Images',
  imageCounts: (v) => `${v.images} (${v.finished} finished), ${CARRIED[String(v.carried)] ?? v.carried}`,
  annotations: () => 'Annotations',
  madeUnder: () => 'Made under',
  problems: (v) => (v.count === 1 ? '1 problem with the bundle:' : `${v.count} problems with the bundle:`),
  findings: (v) => (v.count === 1 ? '1 finding of its policy:' : `${v.count} findings of its policy:`),
  more: (v) => `and ${v.count} more; --json lists them all`,
  error: () => 'error',
  warning: () => 'warning',
  guidance: () => 'guidance',
  undecided: () => 'undecided',
  good: () => 'Good: hashes, policy, annotations, tables and counts agree, and no finding blocks.',
  notGood: () => 'Not good: see above.',
  unreadable: () => 'Refused: it cannot be read as a bundle.',
  policyGood: (v) => `${v.file}: ${v.policy} can be used${v.warnings ? `, with ${many(v.warnings, 'warning')}` : ''}.`,
  caseFailed: (v) => `the case "${v.name}" does not hold:`,
  cases: (v) =>
    v.count === 0
      ? 'The policy has no cases.'
      : `${many(v.count, 'case')}, ${v.failed === 0 ? 'all hold' : `${v.failed} ${v.failed === 1 ? 'does' : 'do'} not hold`}.`,
  sameMeaning: () => 'Both versions mean the same and say it in the same words.',
  changes: (v) => `${many(v.count, 'change')} from ${v.from} to ${v.to}:`,
  bumpEnough: (v) => `This needs ${BUMPS[String(v.bump)] ?? v.bump} step; ${v.version} is enough.`,
  bumpTooSmall: (v) =>
    `This needs ${BUMPS[String(v.bump)] ?? v.bump} step: at least version ${v.least}, not ${v.version}.`,
  checkedUnder: (v) => `Checked under ${v.policy} (${v.file})`,
  validated: (v) =>
    `${many(v.images, 'image')} (${v.finished} finished), ${many(v.annotations, 'annotation')}; ${many(v.compared, 'image file')} compared.`,
  validatedResult: (v) =>
    v.findings === 0 && v.problems === 0
      ? `Good: no findings${v.accepted ? ` besides ${v.accepted} that the baseline accepts` : ''}.`
      : `${many(v.findings, 'finding')} on ${many(v.on, 'image')}${v.problems ? `, ${many(v.problems, 'problem')} with files` : ''}${v.accepted ? `; ${v.accepted} more are accepted by the baseline` : ''}.`,
  validating: (v) => `${many(v.images, 'image')}, ${many(v.findings, 'finding')} …`,
  info: () => 'note',
  ruleUntried: (v) =>
    v.fail === 0 && v.pass === 0
      ? `no case tries rule ${v.rule}.`
      : v.fail === 0
        ? `no case makes rule ${v.rule} fail or ask.`
        : `no case shows rule ${v.rule} passing.`,
  limitUntried: (v) =>
    `rule ${v.rule}: the limit ${v.limit} is not tried on both sides (below ${v.below}, at ${v.at}, above ${v.above}).`,
  classUntried: (v) => `no case has a label of the class ${v.class}.`,
  coverage: (v) =>
    `Tried: ${v.rules} of ${many(v.allRules, 'rule')}, ${v.limits} of ${many(v.allLimits, 'limit')} on both sides, ${v.classes} of ${many(v.allClasses, 'class', 'classes')}.`,
  impactOf: (v) => `What changes for the labels from ${v.before} to ${v.after}:`,
  findingChange: (v) => `${v.rule} ${CHANGE[String(v.change)] ?? v.change}`,
  verdict: (v) => VERDICTS[String(v.verdict)] ?? String(v.verdict),
  wholeImage: () => 'the image',
  reopened: () => 'finished, but would not hold any more',
  voidClaim: (v) =>
    `the claim ${v.class ? `on ${v.class}` : '“nothing here”'} does not speak for the new ${v.by}: asked again`,
  expiredOverride: (v) =>
    `the override of rule ${v.rule} on #${v.on} ends: ${v.why === 'gone' ? 'there is no such rule any more' : 'the rule means something else'}`,
  removedClass: (v) => `#${v.on}: the class ${v.class} is gone; the label is kept, hidden and not exported`,
  migrated: (v) => `${many(v.count, 'label')} rewritten by the version's migrations`,
  work: (v) => `${many(v.count, 'decision')} for people because of its migrations`,
  ruleImpact: (v) =>
    `${String(v.rule).padEnd(12)} to fail ${v.toFail}, to pass ${v.toPass}, to undecided ${v.toUndecided}${v.expired ? `, overrides that end ${v.expired}` : ''}`,
  impactTotals: (v) =>
    `${many(v.images, 'image')} with ${many(v.annotations, 'annotation')}; something changes on ${v.touched}.`,
  impactTurns: (v) =>
    `Labels that turn: to fail ${v.toFail}, to pass ${v.toPass}, to undecided ${v.toUndecided}; never asked before: ${v.neverAsked}.`,
  impactClaims: (v) =>
    `Images with a void claim ${v.voidClaims}, finished ones that would reopen ${v.reopened}; overrides that end ${v.expired}; labels of removed classes ${v.removed}, rewritten ${v.migrated}, to be decided ${v.work}.`,
  staleEntry: (v) => `the baseline's entry for rule ${v.rule}${v.on ? ` on ${v.on}` : ''} no longer holds.`,
  stale: (v) =>
    `${many(v.count, 'entry', 'entries')} of the baseline no longer ${v.count === 1 ? 'holds' : 'hold'}: write it anew with --write-baseline.`,
  baselineWritten: (v) => `${many(v.count, 'finding')} accepted in ${v.file}.`,
}
