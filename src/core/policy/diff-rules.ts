/** How one rule changed: looser, stricter, or only in words. */
import type { Rule } from '../rules/schemas'
import { canonical } from './canonical'
import { listOf, OVERRIDERS, SEVERITIES, type Names } from './pieces'
import type { Vocabulary } from './vocabulary'

export interface Change {
  readonly change: 'changed' | 'looser' | 'stricter' | 'reworded'
  readonly field: string
  readonly before: string
  readonly after: string
  readonly bump: 'patch' | 'minor' | 'major'
}
type Direction = 'looser' | 'stricter' | 'changed' | 'reworded'
type Compare = (before: unknown, after: unknown) => Direction

const words: Compare = () => 'reworded'
const isNumber = (v: unknown): v is number => typeof v === 'number'

/** A limit where a greater (or smaller) number lets more pass; no limit at all lets everything pass. */
const greaterIsLooser: Compare = (a, b) =>
  b === undefined ? 'looser' : isNumber(a) && isNumber(b) ? (b > a ? 'looser' : 'stricter') : 'stricter'
const smallerIsLooser: Compare = (a, b) =>
  b === undefined ? 'looser' : isNumber(a) && isNumber(b) ? (b < a ? 'looser' : 'stricter') : 'stricter'

const listed = (v: unknown): readonly string[] =>
  Array.isArray(v) ? v.map(String) : v === undefined ? [] : [String(v)]
/** A list of demands: fewer let more pass. */
const fewerIsLooser: Compare = (a, b) => (listed(b).every((x) => listed(a).includes(x)) ? 'looser' : 'stricter')
const moreIsLooser: Compare = (a, b) => (listed(a).every((x) => listed(b).includes(x)) ? 'looser' : 'stricter')
/** An optional demand that is dropped. */
const absentIsLooser: Compare = (_, b) => (b === undefined ? 'looser' : 'changed')

const severity: Compare = (a, b) =>
  SEVERITIES.indexOf((b ?? 'error') as (typeof SEVERITIES)[number]) >
  SEVERITIES.indexOf((a ?? 'error') as (typeof SEVERITIES)[number])
    ? 'looser'
    : 'stricter'
const rank = (v: unknown): number => OVERRIDERS.indexOf((v ?? 'nobody') as (typeof OVERRIDERS)[number])
const overrider: Compare = (a, b) => (rank(b) < rank(a) ? 'looser' : 'stricter')
/** Annotations bound by `dispositions`: absent binds all. */
const dispositions: Compare = (a, b) =>
  b === undefined ? 'stricter' : a === undefined ? 'looser' : fewerIsLooser(a, b)
const defects: Compare = (a, b) =>
  b === true ? 'stricter' : a === true || b === undefined ? 'looser' : fewerIsLooser(a, b)

/** How the fields of rules compare; whatever is not listed has changed its meaning. */
const FIELDS: Readonly<Record<string, Compare>> = {
  says: words,
  pictures: words,
  since: words,
  fix: words,
  severity,
  'override.who': overrider,
  dispositions,
  'min_size.width': smallerIsLooser,
  'min_size.height': smallerIsLooser,
  'min_size.area': smallerIsLooser,
  min_size: absentIsLooser,
  inside_image: fewerIsLooser,
  no_defects: defects,
  'equal.tolerance': greaterIsLooser,
  equal: absentIsLooser,
  'beyond_image.up_to': greaterIsLooser,
  beyond_image: absentIsLooser,
  'evidence.any': smallerIsLooser,
  'evidence.of': moreIsLooser,
  evidence: absentIsLooser,
  draw: fewerIsLooser,
  fields: fewerIsLooser,
  require_answers: fewerIsLooser,
  require: absentIsLooser,
  'duplicates.iou_over': greaterIsLooser,
  duplicates: absentIsLooser,
  'no_overlap.over': greaterIsLooser,
  no_overlap: absentIsLooser,
  'contained_in.slack': greaterIsLooser,
  contained_in: absentIsLooser,
  unreviewed: fewerIsLooser,
  ask: absentIsLooser,
}

const isRecord = (v: unknown): v is Readonly<Record<string, unknown>> =>
  v !== null && typeof v === 'object' && !Array.isArray(v)
const short = (v: unknown): string => (typeof v === 'string' ? v : v === undefined ? '' : canonical(v))
const differ = (a: unknown, b: unknown): boolean => canonical(a ?? null) !== canonical(b ?? null)
const BUMPS: Readonly<Record<Direction, Change['bump']>> = {
  reworded: 'patch',
  looser: 'minor',
  stricter: 'major',
  changed: 'major',
}

function fields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>, prefix = ''): Change[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key): Change[] => {
    const name = prefix + key
    const [before, after] = [a[key], b[key]]
    if (!differ(before, after) || ((key === 'for' || key === 'except') && prefix === '')) return []
    if (isRecord(before) && isRecord(after) && !(name in { says: 1, pictures: 1 }))
      return fields(before, after, `${name}.`)
    if (name === 'override')
      return fields(
        { who: isRecord(before) ? before['who'] : undefined },
        { who: isRecord(after) ? after['who'] : undefined },
        'override.',
      )
    const direction = FIELDS[name]?.(before, after) ?? 'changed'
    return [{ change: direction, field: name, before: short(before), after: short(after), bump: BUMPS[direction] }]
  })
}

function bound(
  rule: { readonly for?: Names | undefined; readonly except?: Names | undefined },
  v: Vocabulary,
): ReadonlySet<string> {
  const named = rule.for === undefined ? new Set(v.classes.keys()) : v.withDescendants(listOf(rule.for))
  const without = v.withDescendants(listOf(rule.except))
  return new Set([...named].filter((id) => !without.has(id)))
}

/** Classes that existed before and are bound now, or no longer: fewer is looser, unless the rule is a ground for a reason. */
function scope(a: Rule, b: Rule, before: Vocabulary, after: Vocabulary, isGround: boolean): Change[] {
  const [was, is] = [bound(a, before), bound(b, after)]
  const more = [...is].filter((id) => before.classes.has(id) && !was.has(id))
  const fewer = [...was].filter((id) => after.classes.has(id) && !is.has(id))
  if (more.length === 0 && fewer.length === 0) return []
  const looser = more.length === 0 && !isGround
  return [
    {
      change: looser ? 'looser' : 'stricter',
      field: 'for',
      before: [...was].join(', '),
      after: [...is].join(', '),
      bump: looser ? 'minor' : 'major',
    },
  ]
}

/** What changed in a rule that both versions have. `isGround`: labels may carry the reason that it gives. */
export function ruleChange(a: Rule, b: Rule, before: Vocabulary, after: Vocabulary, isGround: boolean): Change[] {
  if (a.kind !== b.kind) return [{ change: 'changed', field: 'kind', before: a.kind, after: b.kind, bump: 'major' }]
  return [...fields(a, b), ...scope(a, b, before, after, isGround)]
}
