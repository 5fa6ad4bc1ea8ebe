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
  | 'what'
  | 'change'
  | 'sameMeaning'
  | 'changes'
  | 'bumpEnough'
  | 'bumpTooSmall'
  | 'checkedUnder'
  | 'validated'
  | 'validatedResult'
  | 'validating'

const CARRIED: Readonly<Record<string, string>> = {
  coordinates: 'coordinates only',
  original: 'original bytes',
  png: 'pixel-exact PNG',
}

const BUMPS: Readonly<Record<string, string>> = { patch: 'a patch', minor: 'a minor', major: 'a major', none: 'no' }
const many = (count: unknown, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`

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
  what: (v) => String(v.what),
  change: (v) => String(v.change),
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
}
