import type { MigrationStep } from '../../core/policy/migrate-steps'
import type { WorkItem } from '../../core/policy/migrate'
import type { Catalogue } from '../../messages'

type Words = Catalogue['versions']

/** A step of a migration as a sentence. */
export function stepText(v: Words, step: MigrationStep): string {
  switch (step.do) {
    case 'rename':
      return v.steps.rename(v.names[step.what], inside(step.of, step.from), step.to)
    case 'merge':
      return v.steps.merge(v.names[step.what], step.from.map((f) => inside(step.of, f)).join(', '), step.to)
    case 'split':
      return v.steps.split(step.class, step.into.join(', '))
    case 'recompute':
      return v.steps.recompute(step.scale)
    default:
      return v.steps[step.do](step.class)
  }
}
const inside = (of: string | undefined, name: string): string => (of === undefined ? name : `${of}.${name}`)

/** What somebody is to decide. */
export const workText = (v: Words, item: WorkItem): string =>
  item.kind === 'split' ? v.workItem.split(item.about, item.into?.join(', ') ?? '') : v.workItem[item.kind](item.about)
