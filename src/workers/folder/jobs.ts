/** What is run over folders. */
import type { Baseline } from '../../core/policy/baseline'
import type { DocumentImpact } from '../../core/policy/impact'
import type { ImageFindings, ImageMigration, MigrateHow } from './service'
import type { FolderJob } from './shards'

/** Two versions beside each other. */
export const impactJob = (before: string, after: string): FolderJob<DocumentImpact> => ({
  key: JSON.stringify(['pair', before, after]),
  prepare: (service) => service.pair(before, after),
  run: (service, docs) => service.compare(docs),
})

const held = (text: string, baseline: Baseline | undefined): string => JSON.stringify(['hold', text, baseline ?? null])

/** Findings under one version, and the state of its baseline. */
export const checkJob = (text: string, baseline: Baseline | undefined): FolderJob<ImageFindings> => ({
  key: held(text, baseline),
  prepare: (service) => service.hold(text, baseline),
  run: (service, docs) => service.check(docs),
})

/** The patches that bring labels to a version. */
export const migrateJob = (
  text: string,
  baseline: Baseline | undefined,
  how: MigrateHow,
): FolderJob<ImageMigration> => ({
  key: held(text, baseline),
  prepare: (service) => service.hold(text, baseline),
  run: (service, docs) => service.migrate(docs, how),
})
