/** How rules changed: looser, stricter, or only in words. A field that is not listed has changed its meaning. */
import type { Rule } from '../rules/schemas'
import {
  absentAllowsAll,
  absentBindsAll,
  absentIsLooser,
  fewerIsLooser,
  greaterIsLooser,
  laterIsLooser,
  limitIsLooser,
  moreIsLooser,
  overrider,
  severity,
  smallerIsLooser,
  words,
  type Bump,
  type Compare,
} from './diff-compare'
import { changed, pathsOf, type DiffItem, type Spot } from './diff-items'
import { differ } from './diff-compare'
import { isRecord, ruleForm, type Plain, type PlainRecord } from './diff-normal'
import type { PolicyDocument } from './document'
import { listOf, type Names } from './pieces'
import type { Vocabulary } from './vocabulary'

const defects: Compare = (a, b) =>
  b === true ? 'stricter' : a === true || b === undefined ? 'looser' : fewerIsLooser(a, b)

const FIELDS: Readonly<Record<string, Compare>> = {
  says: words,
  guide: words,
  pictures: words,
  since: words,
  fix: words,
  severity,
  'override.who': overrider,
  'override.until': laterIsLooser,
  'override.reason': words,
  dispositions: absentBindsAll,
  'min_size.width': smallerIsLooser,
  'min_size.height': smallerIsLooser,
  'min_size.area': smallerIsLooser,
  min_size: absentIsLooser,
  'max_size.width': greaterIsLooser,
  'max_size.height': greaterIsLooser,
  'max_size.area': greaterIsLooser,
  max_size: absentIsLooser,
  inside_image: fewerIsLooser,
  no_holes: fewerIsLooser,
  one_piece: fewerIsLooser,
  no_defects: defects,
  'equal.tolerance': greaterIsLooser,
  equal: absentIsLooser,
  'aspect.tolerance': limitIsLooser('greater', 0),
  aspect: absentIsLooser,
  'beyond_image.up_to': greaterIsLooser,
  beyond_image: absentIsLooser,
  'tolerance.px': limitIsLooser('greater', 0),
  'tolerance.share': limitIsLooser('greater', 0),
  tolerance: absentIsLooser,
  same_shape_kind: absentIsLooser,
  'evidence.any': smallerIsLooser,
  'evidence.of': moreIsLooser,
  evidence: absentIsLooser,
  draw: fewerIsLooser,
  do_not_draw: fewerIsLooser,
  fields: fewerIsLooser,
  'agrees.tolerance': limitIsLooser('greater', 0),
  agrees: absentIsLooser,
  require_answers: fewerIsLooser,
  require: absentIsLooser,
  'duplicates.iou_over': greaterIsLooser,
  duplicates: absentIsLooser,
  'no_overlap.over': greaterIsLooser,
  no_overlap: absentIsLooser,
  'contained_in.slack': greaterIsLooser,
  'contained_in.in': moreIsLooser,
  contained_in: absentIsLooser,
  'required_link.at_least': limitIsLooser('smaller', 0),
  'required_link.at_most': greaterIsLooser,
  required_link: absentIsLooser,
  'count_per.at_least': limitIsLooser('smaller', 0),
  'count_per.at_most': greaterIsLooser,
  count_per: absentIsLooser,
  depth_order: absentIsLooser,
  unique_track: absentIsLooser,
  unreviewed: fewerIsLooser,
  provenance: absentAllowsAll,
  'second_look.at_least': limitIsLooser('smaller', 1),
  second_look: absentIsLooser,
  most_specific: absentIsLooser,
  ask: absentIsLooser,
}
/** Texts by language, and what differs between languages only in words. */
const WHOLE: ReadonlySet<string> = new Set(['says', 'guide', 'pictures', 'fix'])

const own = (record: PlainRecord, key: string): Plain | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

function fields(id: string, a: PlainRecord, b: PlainRecord, spot: Spot, prefix = ''): DiffItem[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key): DiffItem[] => {
    const name = prefix + key
    const [before, after] = [own(a, key), own(b, key)]
    const isScope = prefix === '' && (key === 'for' || key === 'except' || key === 'overrides')
    if (isScope || !differ(before, after)) return []
    const here: Spot = { before: spot.before && [...spot.before, key], after: spot.after && [...spot.after, key] }
    const areBoth = isRecord(before) && isRecord(after)
    if (!WHOLE.has(name) && (areBoth || name === 'override'))
      return fields(id, isRecord(before) ? before : {}, isRecord(after) ? after : {}, here, `${name}.`)
    const compare = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    return [changed('rule', id, name, [before, after], compare?.(before, after) ?? 'changed', here)]
  })
}

type RuleScope = { readonly for?: Names | undefined; readonly except?: Names | undefined }
function named(rule: RuleScope, v: Vocabulary): ReadonlySet<string> {
  const all = rule.for === undefined ? new Set(v.classes.keys()) : v.withDescendants(listOf(rule.for))
  const without = v.withDescendants(listOf(rule.except))
  return new Set([...all].filter((id) => !without.has(id)))
}

export interface RuleVersion {
  readonly document: PolicyDocument
  readonly vocabulary: Vocabulary
}

/** Classes that a rule binds, less those for which another replaces it. */
function bound(rule: Rule, { document, vocabulary: v }: RuleVersion): ReadonlySet<string> {
  const replaced = document.rules
    .filter((r) => r !== rule && listOf(r.overrides).includes(rule.id))
    .map((r) => named(r, v))
  return new Set([...named(rule, v)].filter((id) => !replaced.some((r) => r.has(id))))
}

/** Classes that existed before and are bound now, or no longer: fewer is looser, unless the rule is a ground for a reason. */
function scope(a: Rule, b: Rule, versions: Versions, spot: Spot): DiffItem[] {
  const [before, after] = versions
  const [was, is] = [bound(a, before), bound(b, after)]
  const more = [...is].filter((id) => before.vocabulary.classes.has(id) && !was.has(id))
  const fewer = [...was].filter((id) => after.vocabulary.classes.has(id) && !is.has(id))
  if (more.length === 0 && fewer.length === 0) return []
  const isLooser = more.length === 0 && aimOf(a) === undefined
  const texts = [[...was].join(', '), [...is].join(', ')] as const
  return [changed('rule', b.id, 'for', texts, isLooser ? 'looser' : 'stricter', spot)]
}

/** The ground that a rule gives: labels may carry its reason. */
const aimOf = (rule: Rule): string | undefined =>
  'then' in rule && rule.then !== undefined && rule.reason !== undefined ? `${rule.then} ${rule.reason}` : undefined

/** A rule that is gone can only loosen, unless it was one of several grounds for the same reason. */
function removedBump(rule: Rule, after: PolicyDocument): Bump {
  const aim = aimOf(rule)
  return aim !== undefined && after.rules.some((r) => aimOf(r) === aim) ? 'major' : 'minor'
}

const WORDS: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'for',
  'except',
  'says',
  'guide',
  'pictures',
  'since',
  'severity',
  'override',
  'fix',
])
const onlyWords = (rule: Rule): boolean => Object.entries(rule).every(([key, v]) => v === undefined || WORDS.has(key))

type Versions = readonly [RuleVersion, RuleVersion]

/** What changed in a rule that both versions have. */
function ruleChange(a: Rule, b: Rule, versions: Versions, spot: Spot): DiffItem[] {
  if (a.kind !== b.kind) return [changed('rule', b.id, 'kind', [a.kind, b.kind], 'changed', spot)]
  return [...fields(b.id, ruleForm(a), ruleForm(b), spot), ...scope(a, b, versions, spot)]
}

export function rulesDiff(before: RuleVersion, after: RuleVersion): DiffItem[] {
  const places = (doc: PolicyDocument): ReadonlyMap<string, { readonly rule: Rule; readonly index: number }> =>
    new Map(doc.rules.map((rule, index) => [rule.id, { rule, index }]))
  const [was, is] = [places(before.document), places(after.document)]
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((id): DiffItem[] => {
    const [old, now] = [was.get(id), is.get(id)]
    const spot: Spot = { before: old && ['rules', old.index], after: now && ['rules', now.index] }
    if (old && now) return ruleChange(old.rule, now.rule, [before, after], spot)
    const paths = pathsOf(spot)
    if (now) return [{ what: 'rule', change: 'added', id, bump: onlyWords(now.rule) ? 'minor' : 'major', paths }]
    return old ? [{ what: 'rule', change: 'removed', id, bump: removedBump(old.rule, after.document), paths }] : []
  })
}
