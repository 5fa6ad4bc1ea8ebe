import { isUntried } from '../../core/policy/lint/weights'
import type { ImpactTotals } from '../../core/policy/impact'
import type { Checked } from '../state/studio.svelte'

/** A short count beside the name of a panel. */
export interface Badge {
  readonly text: string
  readonly look: 'good' | 'bad' | 'plain'
}

export function casesBadge(checked: Checked | undefined): Badge | undefined {
  const cases = checked?.cases ?? []
  if (cases.length === 0) return undefined
  const failing = cases.filter((c) => !c.ok).length
  return { text: `${cases.length - failing}/${cases.length}`, look: failing > 0 ? 'bad' : 'good' }
}

export function coverageBadge(checked: Checked | undefined): Badge | undefined {
  const all = checked?.coverage
  if (!all || all.cases === 0) return undefined
  const rules = all.rules.filter((r) => !r.textOnly)
  const tried = rules.filter((r) => !isUntried(r)).length
  return { text: `${tried}/${rules.length}`, look: tried === rules.length ? 'good' : 'plain' }
}

export const impactBadge = (
  totals: ImpactTotals,
  isKnown: boolean,
  number: (n: number) => string,
): Badge | undefined =>
  isKnown && totals.images > 0 ? { text: number(totals.come + totals.go + totals.changed), look: 'plain' } : undefined
