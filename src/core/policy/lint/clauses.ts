/** Rules as clauses: on these labels, where this holds, that must hold or the label must be that. Lints reason about these. */
import type { Disposition } from '../../model/annotation'
import type { Rule } from '../../rules/schemas'
import type { PolicyDocument } from '../document'
import type { Path } from '../parse'
import { listOf, type Band } from '../pieces'
import type { Vocabulary } from '../vocabulary'
import { and, FALSE, not, or, TRUE, type Formula } from './formula'
import type { Reader, Threshold } from './read'

export const EVERY_DISPOSITION: readonly Disposition[] = ['positive', 'negative', 'ignore', 'skip']

/** What a clause wants: a disposition (with its reason), or that a formula holds. */
export type Aim =
  | { readonly is: 'disposition'; readonly then: Disposition; readonly reason: string | undefined }
  | { readonly is: 'must'; readonly formula: Formula; readonly source: string }

export interface Clause {
  readonly rule: Rule
  readonly index: number
  readonly path: Path
  /** Concrete classes. */
  readonly classes: ReadonlySet<string>
  /** Labels of these dispositions are looked at. */
  readonly binds: ReadonlySet<Disposition>
  readonly when: Formula
  /** The condition as written; absent where it is a short form. */
  readonly source?: string
  readonly aim: Aim
  /** The condition is that somebody declared a look-alike: it says that the object is something else. */
  readonly lookAlike: boolean
  /** Only of the image as a whole. */
  readonly ofImage: boolean
}

/** Concrete classes a rule binds; a rule of a descendant that replaces it takes its classes away. */
export function boundClasses(rule: Rule, doc: PolicyDocument, v: Vocabulary): ReadonlySet<string> {
  const bound = (r: Rule): ReadonlySet<string> => {
    const named = r.for === undefined ? v.classes.keys() : v.withDescendants(listOf(r.for))
    const without = v.withDescendants(listOf(r.except))
    return new Set([...named].filter((id) => !without.has(id) && v.classes.get(id)?.abstract === false))
  }
  const own = bound(rule)
  const replaced = new Set(
    doc.rules.filter((r) => r !== rule && listOf(r.overrides).includes(rule.id)).flatMap((r) => [...bound(r)]),
  )
  return replaced.size === 0 ? own : new Set([...own].filter((id) => !replaced.has(id)))
}

/** Where the band is surely on its failing side. */
export function bandFails(band: Band, reader: Reader): Formula {
  const ends = band.ends ?? '[)'
  const below = reader.compare(band.measure, ends.startsWith('[') ? '<' : '<=', band.from)
  const above = reader.compare(band.measure, ends.endsWith(']') ? '>' : '>=', band.to)
  const side = (band.fails ?? 'below') === 'below' ? below : above
  const answers = (band.fails ?? 'below') === 'below' ? band.as_below : band.as_above
  if (!answers) return side
  return or(side, and(not(below), not(above), reader.oneOf(`answer.${band.ask}`, answers)))
}

/** Comparisons of a rule's short forms, as the measures they mean. */
export function shortThresholds(rule: Rule): (Omit<Threshold, 'offset'> & { readonly path: Path })[] {
  const found: (Omit<Threshold, 'offset'> & { readonly path: Path })[] = []
  const sizes = (key: 'min_size' | 'max_size', operator: '>=' | '<='): void => {
    if (rule.kind !== 'geometry') return
    const limits = rule[key]
    if (!limits) return
    for (const side of ['width', 'height', 'area'] as const) {
      const value = limits[side]
      const of = limits.clipped ? `role.${limits.role}.clipped.${side}` : `role.${limits.role}.${side}`
      if (value !== undefined) found.push({ measure: of, operator, value, path: [key, side] })
    }
  }
  sizes('min_size', '>=')
  sizes('max_size', '<=')
  if (rule.kind === 'inference') {
    if (rule.beyond_image && (rule.beyond_image.role ?? 'full') === 'full')
      found.push({
        measure: 'truncation',
        operator: '<=',
        value: rule.beyond_image.up_to,
        path: ['beyond_image', 'up_to'],
      })
    if (rule.too_hidden) {
      const { measure = 'occlusion', from, over } = rule.too_hidden
      if (from !== undefined) found.push({ measure, operator: '>=', value: from, path: ['too_hidden', 'from'] })
      else if (over !== undefined) found.push({ measure, operator: '>', value: over, path: ['too_hidden', 'over'] })
    }
  }
  if ('band' in rule && rule.band) {
    const { measure, from, to } = rule.band
    found.push(
      { measure, operator: '<', value: from, path: ['band', 'from'] },
      { measure, operator: '<', value: to, path: ['band', 'to'] },
    )
  }
  return found
}

interface Draft {
  readonly key: Path
  readonly when: Formula
  readonly source?: string
  readonly aim: Aim
  readonly binds?: readonly Disposition[]
  readonly lookAlike?: boolean
}

const wants = (then: Disposition, reason: string | undefined): Aim => ({ is: 'disposition', then, reason })
const must = (formula: Formula, source: string): Aim => ({ is: 'must', formula, source })

function conditionOf(rule: Rule, reader: Reader): Formula {
  const parts: Formula[] = []
  if ('when' in rule && rule.when !== undefined) parts.push(reader.formula(rule.when))
  if ('band' in rule && rule.band && rule.kind !== 'geometry') parts.push(bandFails(rule.band, reader))
  return parts.length === 0 ? TRUE : and(...parts)
}

const sourceOf = (rule: Rule): { source?: string } =>
  'when' in rule && rule.when !== undefined ? { source: rule.when } : {}

function requirement(rule: Rule, when: Formula, reader: Reader, binds?: readonly Disposition[]): Draft[] {
  if (!('require' in rule) || rule.require === undefined) return []
  return [
    {
      key: ['require'],
      when,
      aim: must(reader.formula(rule.require), rule.require),
      ...sourceOf(rule),
      ...(binds ? { binds } : {}),
    },
  ]
}

function shortForms(rule: Rule, when: Formula, reader: Reader): Draft[] {
  return shortThresholds(rule)
    .filter(({ path }) => path[0] !== 'band' && path[0] !== 'too_hidden')
    .map(({ measure, operator, value, path }) => ({
      key: path,
      when,
      aim: must(reader.compare(measure, operator, value), `${measure} ${operator} ${value}`),
    }))
}

function ofClassScope(rule: Extract<Rule, { kind: 'class_scope' }>, reader: Reader): Draft[] {
  const found: Draft[] = []
  const { then } = rule
  if (then !== undefined) {
    const others = (['positive', 'negative', 'ignore'] as const).filter((d) => d !== then)
    if (rule.look_alike)
      found.push({
        key: ['look_alike'],
        when: reader.oneOf('look_alike', rule.look_alike),
        aim: wants(then, rule.reason),
        binds: others,
        lookAlike: true,
      })
    if (rule.when !== undefined || rule.band)
      found.push({
        key: [rule.when === undefined ? 'band' : 'when'],
        when: conditionOf(rule, reader),
        ...sourceOf(rule),
        aim: wants(then, rule.reason),
        binds: others,
      })
  }
  for (const [answer, outcome] of Object.entries(rule.answers ?? {})) {
    if (rule.ask === undefined) continue
    const [to, reason] = typeof outcome === 'string' ? [outcome, undefined] : [outcome.then, outcome.reason]
    found.push({
      key: ['answers', answer],
      when: reader.oneOf(`answer.${rule.ask}`, [answer]),
      aim: wants(to, reason),
      binds: (['positive', 'negative', 'ignore'] as const).filter((d) => d !== to),
    })
  }
  return [...found, ...requirement(rule, TRUE, reader, ['positive'])]
}

function ofInference(rule: Extract<Rule, { kind: 'inference' }>, reader: Reader): Draft[] {
  const when = conditionOf(rule, reader)
  const found: Draft[] = []
  for (const role of rule.draw ?? [])
    found.push({ key: ['draw'], when, ...sourceOf(rule), aim: must(reader.known(role), `has(${role})`) })
  for (const role of rule.do_not_draw ?? [])
    found.push({ key: ['do_not_draw'], when, ...sourceOf(rule), aim: must(not(reader.known(role)), `!has(${role})`) })
  found.push(...shortForms(rule, when, reader))
  if (rule.too_hidden) {
    const { measure = 'occlusion', from, over, then = 'ignore', reason } = rule.too_hidden
    const limit =
      from !== undefined
        ? reader.compare(measure, '>=', from)
        : over !== undefined
          ? reader.compare(measure, '>', over)
          : FALSE
    found.push({ key: ['too_hidden'], when: and(when, limit), aim: wants(then, reason), binds: ['positive'] })
  }
  if (rule.then !== undefined)
    found.push({
      key: ['when'],
      when,
      ...sourceOf(rule),
      aim: wants(rule.then, rule.reason),
      binds: ['positive'],
    })
  return found
}

function draftsOf(rule: Rule, reader: Reader): Draft[] {
  const when = conditionOf(rule, reader)
  switch (rule.kind) {
    case 'class_scope':
      return ofClassScope(rule, reader)
    case 'ignore':
      return rule.when === undefined && !rule.band && !rule.always
        ? []
        : [
            {
              key: [rule.when === undefined ? (rule.band ? 'band' : 'always') : 'when'],
              when,
              ...sourceOf(rule),
              aim: wants(rule.then, rule.reason),
              binds: ['positive'],
            },
          ]
    case 'inference':
      return ofInference(rule, reader)
    case 'geometry': {
      const band = rule.band
      return [
        ...requirement(rule, when, reader),
        ...shortForms(rule, when, reader),
        ...(band
          ? [{ key: ['band'], when, aim: must(not(bandFails(band, reader)), band.measure) } satisfies Draft]
          : []),
      ]
    }
    case 'attribute':
    case 'relation':
    case 'image':
      return requirement(rule, when, reader)
    default:
      return []
  }
}

/** Every rule of the document as clauses; what is not understood makes no clause. */
export function clausesOf(doc: PolicyDocument, v: Vocabulary, reader: Reader): Clause[] {
  return doc.rules.flatMap((rule, index) => {
    const classes = boundClasses(rule, doc, v)
    const stated = rule.dispositions ?? EVERY_DISPOSITION
    return draftsOf(rule, reader).map((d): Clause => ({
      rule,
      index,
      path: ['rules', index, ...d.key],
      classes,
      binds: new Set(stated.filter((x) => d.binds?.includes(x) ?? true)),
      when: d.when,
      ...(d.source === undefined ? {} : { source: d.source }),
      aim: d.aim,
      lookAlike: d.lookAlike ?? false,
      ofImage: rule.kind === 'image',
    }))
  })
}
