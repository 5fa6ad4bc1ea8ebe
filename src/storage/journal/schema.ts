/** The database: names, keys, and what a record looks like when it is read back. */
import { z } from 'zod'
import type { DBSchema } from 'idb'
import { PolicyRef } from '../../core/model/annotation'
import { ImageId, Instant } from '../../core/model/ids'
import { WorkState } from '../../core/model/image'
import type { ImageSummary, ProjectId, ProjectRecord, StoredPolicy } from '../ports'

export const DATABASE = 'groundrule'
export const SCHEMA_VERSION = 1

export const ProjectRow = z.object({
  id: z.string().min(1),
  name: z.string(),
  kind: z.enum(['folder', 'files', 'sample', 'memory', 'node']),
  createdAt: Instant,
  openedAt: Instant,
  task: z.string(),
  date: z.string(),
  policy: PolicyRef.optional(),
  standing: PolicyRef.optional(),
  lastImage: ImageId.optional(),
  counts: z.object({ images: z.number(), finished: z.number() }).optional(),
})
export const SummaryRow = z.object({ path: ImageId, state: WorkState, annotations: z.number().int().nonnegative() })
export const PolicyRow = z.object({
  id: z.string().min(1),
  version: z.string(),
  digest: z.string(),
  status: z.enum(['draft', 'published']),
  text: z.string(),
  at: Instant,
})

/** Everything is `unknown` until Zod has seen it: the database may be older, newer or damaged. */
export interface Schema extends DBSchema {
  projects: { key: string; value: ProjectRecord }
  handles: { key: string; value: FileSystemDirectoryHandle }
  /** [project, image, revision of the start] */
  starts: { key: [string, string, number]; value: unknown }
  /** [project, image, seq] */
  log: { key: [string, string, number]; value: unknown }
  /** [project, image] */
  summaries: { key: [string, string]; value: ImageSummary }
  /** [id, version] */
  policies: { key: [string, string]; value: StoredPolicy }
  drafts: { key: string; value: StoredPolicy }
  settings: { key: string; value: unknown }
}

export const STORES = ['projects', 'handles', 'starts', 'log', 'summaries', 'policies', 'drafts', 'settings'] as const

/** Zod leaves out absent keys as `undefined`-typed; the ports say "absent". The parsed data are the same. */
export const asProject = (row: unknown): ProjectRecord | undefined => {
  const parsed = ProjectRow.safeParse(row)
  return parsed.success ? ({ ...parsed.data, id: parsed.data.id as ProjectId } as ProjectRecord) : undefined
}
