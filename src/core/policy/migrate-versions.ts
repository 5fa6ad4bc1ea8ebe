/** Which migrations of a policy bring labels of a version up to date. */
import type { PolicyRef } from '../model/annotation'
import type { Annotation } from '../model/annotation'
import type { ImageDocument } from '../model/image'
import type { Migration } from './migrate-steps'

/** Orders versions by their numbers: below zero when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < 3; i++) if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) - (y[i] ?? 0)
  return 0
}

export interface Due {
  readonly from: string
  readonly to: string
  readonly steps: Migration['steps']
}

/** Migrations in the order in which they happen; what is without `to` leads to the policy's own version. */
export function chainOf(migrations: readonly Migration[], version: string): readonly Due[] {
  return migrations
    .map((m): Due => ({ from: m.from, to: m.to ?? version, steps: m.steps }))
    .sort((a, b) => compareVersions(a.to, b.to) || compareVersions(b.from, a.from))
}

/** Those that labels of `version` have still before them. */
export function dueFrom(chain: readonly Due[], version: string): readonly Due[] {
  let at = version
  return chain.filter((due) => {
    if (compareVersions(at, due.from) < 0 || compareVersions(at, due.to) >= 0) return false
    at = due.to
    return true
  })
}

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && compareVersions(b, a) > 0) ? b : a

const versionIn = (ref: PolicyRef | undefined, id: string): string | undefined =>
  ref?.id === id ? ref.version : undefined

/** The version in whose words a label stands: it was made under it, or has been checked under it since. */
export const versionOfLabel = (a: Annotation, doc: ImageDocument, policy: string): string | undefined => {
  const made = versionIn(a.made.policy, policy)
  return made === undefined ? undefined : later(made, versionIn(doc.checked?.policy, policy))
}

/** The version in whose words the answers about the image stand: the last check, else the oldest label, else what the folder was labelled under. */
export function versionOfImage(
  doc: ImageDocument,
  policy: string,
  standing: PolicyRef | undefined,
): string | undefined {
  const checked = versionIn(doc.checked?.policy, policy)
  if (checked !== undefined) return checked
  const made = doc.annotations.map((a) => versionIn(a.made.policy, policy)).filter((v) => v !== undefined)
  return made.sort(compareVersions)[0] ?? versionIn(standing, policy)
}
