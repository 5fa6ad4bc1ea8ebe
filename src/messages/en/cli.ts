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

const CARRIED: Readonly<Record<string, string>> = {
  coordinates: 'coordinates only',
  original: 'original bytes',
  png: 'pixel-exact PNG',
}

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
}
