/**
 * Expected trouble is a value, not an exception: what happened (code), where (place) and the numbers and names that
 * the message catalogue puts into the sentence. Every code has a sentence in `messages/<language>/problems.ts`.
 */
export type Values = Readonly<Record<string, string | number>>

export interface Place {
  /** File, bundle entry or image path. */
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** 1-based. */
  readonly column?: number
  /** Where in a structure, e.g. `rules[3].when`. */
  readonly path?: string
}

export const PROBLEM_CODES = [
  // images
  'image.empty',
  'image.unknown-format',
  'image.text-not-image',
  'image.truncated',
  'image.damaged',
  'image.too-large',
  'image.unsupported',
  'image.gone',
  'image.changed',
  'image.decode-timeout',
  'image.trailing-bytes',
  'image.other-extension',
  'image.not-exact',
  'image.png-mismatch',
  // folders and storage
  'folder.denied',
  'folder.gone',
  'folder.unreadable-entry',
  'folder.read-only',
  'folder.nothing-dropped',
  'folder.drop-timeout',
  'storage.failed',
  'storage.full',
  'storage.newer-version',
  'storage.blocked',
  'storage.other-tab',
  'sidefile.failed',
  'sidefile.invalid',
  'sidefile.conflict',
  'sidefile.newer-version',
  'sidefile.name-too-long',
  'baseline.failed',
  'baseline.invalid',
  'baseline.newer-version',
  'sample.invalid',
  'journal.invalid-entry',
  // policy
  'policy.too-large',
  'policy.yaml',
  'policy.schema',
  'policy.unknown-name',
  'policy.expression',
  'policy.duplicate-id',
  'policy.scale-gap',
  'policy.case-failed',
  'policy.timeout',
  'policy.version-exists',
  'policy.bump-too-small',
  'policy.not-loaded',
  // lint of a policy document that compiles
  'lint.contradiction',
  'lint.unreachable',
  'lint.class-verdict',
  'lint.unused',
  'lint.missing-name',
  'lint.other-number',
  'lint.text-number',
  'lint.profile-input',
  'lint.case-fails',
  'lint.constant',
  'lint.untried-limit',
  'lint.language',
  'lint.needless-question',
  'lint.no-way-out',
  'lint.supersedes',
  // bundles
  'bundle.not-zip',
  'bundle.no-manifest',
  'bundle.manifest-invalid',
  'bundle.newer-version',
  'bundle.unsafe-name',
  'bundle.entry-missing',
  'bundle.entry-extra',
  'bundle.entry-duplicate',
  'bundle.size-mismatch',
  'bundle.hash-mismatch',
  'bundle.digest-mismatch',
  'bundle.schema',
  'bundle.count-mismatch',
  'bundle.table-mismatch',
  'bundle.image-mismatch',
  'bundle.png-mismatch',
  'bundle.damaged',
  'bundle.image-not-found',
  'bundle.image-ambiguous',
  'bundle.image-unreadable',
  'bundle.entry-mode',
  'bundle.too-many',
  'bundle.policy-mismatch',
  'bundle.contents-mismatch',
  // labels of foreign formats
  'format.unreadable',
  'format.field',
  'format.repeated-id',
  'format.unknown-image',
  // export
  'export.nothing',
  'export.unfinished',
  'export.cancelled',
  'export.failed',
  // commands
  'command.unknown-annotation',
  'command.duplicate-annotation',
  'command.finish-refused',
  'command.finish-empty',
  'command.finished-image',
  'command.invalid-shape',
  'command.undecodable',
  'command.stale',
  // workers
  'worker.restarted',
  'worker.failed',
  // command line
  'cli.usage',
  'cli.cannot-read',
  'cli.no-labels',
  'cli.no-policy',
  'cli.policy-not-found',
  'cli.policy-other-text',
  'cli.image-differs',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]
export type LintCode = Extract<ProblemCode, `lint.${string}`>

export interface Problem {
  readonly code: ProblemCode
  readonly place?: Place
  readonly values?: Values
}

/** A result that is either what was asked for or the reasons why not. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (...problems: Problem[]): Result<never> => ({ ok: false, problems })

/** A problem with its place and values; empty parts are left out. */
export function problem(code: ProblemCode, place?: Place, values?: Values): Problem {
  return { code, ...(place ? { place } : {}), ...(values ? { values } : {}) }
}
