import { blocks } from '../../core/model/finding'
import type { Problem, ProblemCode } from '../../core/model/problem'
import type { Inspection } from '../../workers/bundle/service'

export const CHECKS = ['container', 'hashes', 'manifest', 'policy', 'documents', 'counts', 'tables', 'images'] as const
export type CheckId = (typeof CHECKS)[number]
export type Outcome = 'good' | 'bad' | 'not made'

/** One thing that was checked, and what came of it. */
export interface Check {
  readonly id: CheckId
  readonly outcome: Outcome
  readonly problems: readonly Problem[]
}

const OF_CODE: Partial<Record<ProblemCode, CheckId>> = {
  'bundle.size-mismatch': 'hashes',
  'bundle.hash-mismatch': 'hashes',
  'bundle.digest-mismatch': 'manifest',
  'bundle.manifest-invalid': 'manifest',
  'bundle.newer-version': 'manifest',
  'bundle.policy-mismatch': 'policy',
  'bundle.schema': 'documents',
  'bundle.contents-mismatch': 'documents',
  'bundle.count-mismatch': 'counts',
  'bundle.table-mismatch': 'tables',
  'bundle.image-mismatch': 'images',
  'bundle.png-mismatch': 'images',
}

/** The check that a problem belongs to; what is about no content is about the container. */
function checkOf(problem: Problem, policyEntries: ReadonlySet<string>): CheckId {
  if (problem.code.startsWith('policy.')) return 'policy'
  if (problem.code === 'bundle.schema' && policyEntries.has(problem.place?.file ?? '')) return 'policy'
  return OF_CODE[problem.code] ?? 'container'
}

/**
 * What was checked, each with its outcome. A check that could not be made is never shown as passed: counts and tables
 * are compared with the documents only when all of these could be taken as they are.
 */
export function checksOf({ manifest, policy, problems, images }: Inspection): readonly Check[] {
  const policyEntries = new Set(manifest.files.filter((f) => f.role === 'policy').map((f) => f.path))
  const wrongIn = (id: CheckId): readonly Problem[] => problems.filter((p) => checkOf(p, policyEntries) === id)
  const allDocuments = images.length === manifest.contents.length
  const made: Partial<Record<CheckId, boolean>> = {
    policy: policy !== undefined,
    documents: allDocuments,
    counts: allDocuments,
    tables: allDocuments,
  }
  return CHECKS.map((id) => {
    const wrong = wrongIn(id)
    const outcome = wrong.length > 0 ? 'bad' : made[id] === false ? 'not made' : 'good'
    return { id, outcome, problems: wrong }
  })
}

export interface FindingTotals {
  readonly findings: number
  readonly blocking: number
  readonly images: number
}

/** How much the bundle's own policy finds, over all images. */
export function findingTotals({ images }: Pick<Inspection, 'images'>): FindingTotals {
  const found = images.filter((i) => i.findings.length > 0)
  return {
    findings: found.reduce((sum, i) => sum + i.findings.length, 0),
    blocking: found.reduce((sum, i) => sum + i.findings.filter(blocks).length, 0),
    images: found.length,
  }
}
