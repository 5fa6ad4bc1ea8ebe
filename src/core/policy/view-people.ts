/** Who somebody is under a policy, and what that allows. */
import { PERSON_ROLES, type PersonRole } from '../model/annotation'
import type { PolicyView, RuleView } from './view'

/** The role the policy gives a person; undefined where it names nobody, and everybody may do everything. */
export const personRole = (view: Pick<PolicyView, 'people'>, person: string): PersonRole | undefined =>
  view.people === undefined ? undefined : (view.people[person] ?? 'labeler')

/** Why a person may not override a rule; undefined when they may. */
export type OverrideRefusal =
  | { readonly why: 'nobody' }
  | { readonly why: 'over'; readonly until: string }
  | { readonly why: 'role'; readonly needs: PersonRole; readonly is: PersonRole }

/** @param today the calendar day, `2027-01-31` */
export function overrideRefusal(
  view: Pick<PolicyView, 'people'>,
  rule: Pick<RuleView, 'override' | 'overrideUntil'>,
  person: string,
  today: string,
): OverrideRefusal | undefined {
  if (rule.override === 'nobody') return { why: 'nobody' }
  if (rule.overrideUntil !== undefined && today > rule.overrideUntil) return { why: 'over', until: rule.overrideUntil }
  const is = personRole(view, person)
  return is !== undefined && PERSON_ROLES.indexOf(is) < PERSON_ROLES.indexOf(rule.override)
    ? { why: 'role', needs: rule.override, is }
    : undefined
}
