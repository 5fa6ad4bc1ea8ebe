import type { DocumentImpact } from '../../core/policy/impact'
import type { Catalogue } from '../../messages'
import type { Progress } from '../../workers/folder/pace'

type Words = Catalogue['versions']

/** What a version does to an image besides its findings, one line each. */
export function consequences(v: Words, impact: DocumentImpact): string[] {
  const work = [...new Set(impact.work.map((w) => w.kind))]
  return [
    ...impact.voidClaims.map((c) => v.voidClaim(c.class ?? '', c.by.join(', '))),
    ...(impact.migrated.length > 0 ? [v.labelsRewritten(impact.migrated.length)] : []),
    ...work.map((kind) => v.workOf[kind](impact.work.filter((w) => w.kind === kind).length)),
    ...(impact.removed.length > 0 ? [v.labelsHidden(impact.removed.length)] : []),
    ...impact.expired.map((e) => v.overrideExpires(e.rule, e.why === 'gone')),
  ]
}

/** `120 images a second, about 2 min left`; empty while nothing is measured. */
export function paceText(v: Words, { perSecond, secondsLeft }: Progress, number: (n: number) => string): string {
  if (perSecond === undefined || secondsLeft === undefined) return ''
  const rate = number(perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10)
  const left = Math.ceil(secondsLeft)
  return left < 90 ? v.paceSeconds(rate, number(left)) : v.paceMinutes(rate, number(Math.ceil(left / 60)))
}
