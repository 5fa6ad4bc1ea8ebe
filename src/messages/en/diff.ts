/** What changed between two versions of a policy, one sentence an item. */
import type { DiffChange, DiffPart } from '../../core/policy/diff-items'

const WHAT: Readonly<Record<DiffPart, string>> = {
  policy: 'Policy',
  definition: 'Named expression',
  class: 'Class',
  role: 'Shape role',
  reason: 'Reason',
  'look-alike': 'Look-alike',
  evidence: 'Evidence',
  question: 'Question',
  answer: 'Answer',
  attribute: 'Attribute',
  option: 'Option',
  scale: 'Scale',
  level: 'Level',
  tag: 'Tag',
  zone: 'Zone',
  link: 'Link',
  skeleton: 'Skeleton',
  point: 'Keypoint',
  rule: 'Rule',
  clarification: 'Clarification of rule',
  person: 'People',
  profile: 'Profile',
  migration: 'Migration from',
  case: 'Cases',
}

const EFFECT: Readonly<Record<DiffChange, string>> = {
  added: '',
  removed: '',
  changed: '',
  looser: ' It lets more pass.',
  stricter: ' It lets less pass.',
  reworded: ' Only the wording changed.',
}

const named = (what: DiffPart, id: string): string => (id === '' ? WHAT[what] : `${WHAT[what]} ${id}`)

export const diff = {
  added: (what: DiffPart, id: string) => `${named(what, id)} is new.`,
  removed: (what: DiffPart, id: string) => `${named(what, id)} is gone.`,
  changed: (what: DiffPart, id: string) => (what === 'case' ? 'The cases changed.' : `${named(what, id)} changed.`),
  field: (what: DiffPart, id: string, field: string, change: DiffChange) =>
    `${named(what, id)}: “${field}” changed.${EFFECT[change]}`,
  lines: (before: number, after: number) => `line ${before} → ${after}`,
  lineBefore: (line: number) => `was line ${line}`,
  line: (line: number) => `line ${line}`,
}
