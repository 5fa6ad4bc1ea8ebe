/**
 * Which numbers of a policy its cases try: a rule that says `< 25` needs a case below, at and above 25.
 * A comparison inside a quantifier counts when some item reaches that side.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { caseDocument } from '../../src/core/policy/cases'
import type { PolicyDocument } from '../../src/core/policy/document'
import { parseExpression } from '../../src/core/policy/expression/check'
import { compileExpression, type CompiledExpression } from '../../src/core/policy/expression/expression'
import { namesOf, type Names } from '../../src/core/policy/expression/members'
import { sceneOf } from '../../src/core/policy/expression/scene'
import type { Scene, Subject } from '../../src/core/policy/expression/subject'
import { ExpressionError } from '../../src/core/policy/expression/types'
import { listOf } from '../../src/core/policy/pieces'
import { vocabularyOf, type Vocabulary } from '../../src/core/policy/vocabulary'
import type { PolicyRef } from '../../src/core/model/annotation'

/** One number: `left` against `limit`, inside the quantifiers of `wrap`. */
interface Boundary {
  readonly owner: string
  readonly text: string
  readonly left: string
  readonly limit: string
  readonly equality: boolean
  readonly wrap: (body: string) => string
}

type Side = 'below' | 'at' | 'above'
const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!='])
const QUANTIFIERS = new Set(['all', 'exists', 'exists_one', 'filter', 'map'])
const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value
const children = (value: unknown): ASTNode[] =>
  isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(children) : []
const NUMBER = /^-?\d+(\.\d+)?$/

/** The expression with the named expressions of `define` written out, so that their numbers are tried too. */
function inlined(source: string, define: Readonly<Record<string, string>>, depth = 0): string {
  const ids: ASTNode[] = []
  const visit = (node: ASTNode): void => {
    if (node.op === 'id' && Object.hasOwn(define, String(node.args)) && depth < 20) ids.push(node)
    for (const child of children(node.args)) visit(child)
  }
  visit(parseExpression(source))
  return ids
    .sort((a, b) => b.start - a.start)
    .reduce((text, node) => {
      const meant = inlined(define[String(node.args)] ?? '', define, depth + 1)
      return `${text.slice(0, node.start)}(${meant})${text.slice(node.end)}`
    }, source)
}

/** Every comparison with a number in an expression; comparisons of two computed numbers are tried by their difference. */
function comparisons(owner: string, source: string): Boundary[] {
  const found: Boundary[] = []
  const text = (node: ASTNode): string => source.slice(node.start, node.end)
  const visit = (node: ASTNode, wrap: Boundary['wrap']): void => {
    const args: unknown = node.args
    if (COMPARISONS.has(node.op)) {
      const [l, r] = children(args)
      if (l && r) {
        const [left, right] = [text(l), text(r)]
        const equality = node.op === '==' || node.op === '!='
        const one = { owner, text: text(node), equality, wrap }
        if (NUMBER.test(right)) found.push({ ...one, left, limit: right })
        else if (NUMBER.test(left)) found.push({ ...one, left: right, limit: left })
        else if (!equality) found.push({ ...one, left: `(${left}) - (${right})`, limit: '0' })
      }
    }
    if (node.op === 'rcall' && Array.isArray(args) && QUANTIFIERS.has(String(args[0]))) {
      const [, target, inner] = args as [string, ASTNode, ASTNode[]]
      const [variable, body] = inner
      visit(target, wrap)
      if (variable && body) visit(body, (b) => wrap(`${text(target)}.exists(${text(variable)}, ${b})`))
      return
    }
    for (const child of children(args)) visit(child, wrap)
  }
  visit(parseExpression(source), (b) => b)
  return found
}

type Define = Readonly<Record<string, string>>
type RuleOf<K extends PolicyDocument['rules'][number]['kind']> = Extract<PolicyDocument['rules'][number], { kind: K }>
/** A measure and the number it is compared with; `among`: of some other annotation `o` for which this holds. */
interface Short {
  readonly left: string
  readonly limit: number
  readonly among?: string
}

function geometryNumbers(rule: RuleOf<'geometry'>): Short[] {
  const found: Short[] = []
  for (const size of [rule.min_size, rule.max_size])
    for (const side of ['width', 'height', 'area'] as const) {
      const limit = size?.[side]
      if (size && limit !== undefined)
        found.push({ left: `role.${size.role}${size.clipped ? '.clipped' : ''}.${side}`, limit })
    }
  if (rule.aspect)
    found.push({
      left: `abs(role.${rule.aspect.role}.aspect - ${rule.aspect.value})`,
      limit: rule.aspect.tolerance ?? 0,
    })
  if (rule.equal) {
    const [a, b] = rule.equal.roles.map((r) => `role.${r}`)
    const off = (side: string): string => `abs(${a}.${side} - ${b}.${side})`
    const left = `max(max(${off('left')}, ${off('top')}), max(${off('right')}, ${off('bottom')}))`
    found.push({ left, limit: rule.equal.tolerance })
  }
  return found
}

function inferenceNumbers(rule: RuleOf<'inference'>): Short[] {
  const hidden = rule.too_hidden?.from ?? rule.too_hidden?.over
  return [
    ...(rule.beyond_image ? [{ left: 'truncation', limit: rule.beyond_image.up_to }] : []),
    ...(hidden === undefined ? [] : [{ left: rule.too_hidden?.measure ?? 'occlusion', limit: hidden }]),
  ]
}

function relationNumbers(rule: RuleOf<'relation'>): Short[] {
  const found: Short[] = []
  if (rule.duplicates) {
    const { role, iou_over: limit, with: partners } = rule.duplicates
    const among = partners ? 'true' : 'o.class == class'
    found.push({ left: `iou(role.${role}, o.role.${role})`, limit, among })
  }
  if (rule.no_overlap) {
    const [a, b] = [`role.${rule.no_overlap.role}`, `o.role.${rule.no_overlap.role}`]
    found.push({ left: `max(ioa(${a}, ${b}), ioa(${b}, ${a}))`, limit: rule.no_overlap.over, among: 'true' })
  }
  const over = rule.in_zone?.over
  if (rule.in_zone && over !== undefined)
    for (const zone of listOf(rule.in_zone.zone))
      found.push({ left: `share_in_zone(role.${rule.in_zone.role}, '${zone}')`, limit: over })
  return found
}

function bandNumbers(rule: PolicyDocument['rules'][number]): Short[] {
  const band = 'band' in rule ? rule.band : undefined
  return band ? [band.from, band.to].map((limit) => ({ left: band.measure, limit })) : []
}

function numbersOf(rule: PolicyDocument['rules'][number]): Short[] {
  switch (rule.kind) {
    case 'geometry':
      return geometryNumbers(rule)
    case 'inference':
      return inferenceNumbers(rule)
    case 'relation':
      return relationNumbers(rule)
    case 'process':
      return rule.second_look && rule.second_look.of !== 'image'
        ? [{ left: 'reviews', limit: rule.second_look.at_least ?? 1 }]
        : []
    default:
      return []
  }
}

/** Numbers of short forms, as the comparisons they mean. */
function shortForms(rule: PolicyDocument['rules'][number], define: Define): Boundary[] {
  return [...numbersOf(rule), ...bandNumbers(rule)].map(({ left, limit, among }) => ({
    owner: rule.id,
    text: `${left} : ${limit}`,
    left: inlined(left, define),
    limit: String(limit),
    equality: false,
    wrap: (b) => (among === undefined ? b : `others.exists(o, ${among} && ${b})`),
  }))
}

const EXPRESSIONS = ['when', 'require', 'required_when', 'ask_when'] as const

function ofRule(rule: PolicyDocument['rules'][number], define: Define): Boundary[] {
  const record = rule as Readonly<Record<string, unknown>>
  const told = (key: string): string | undefined => {
    const source = record[key]
    return typeof source === 'string' ? inlined(source, define) : undefined
  }
  return [
    ...EXPRESSIONS.flatMap((key) => {
      const source = told(key)
      return source === undefined ? [] : comparisons(rule.id, source)
    }),
    ...shortForms(rule, define),
  ]
}

/** Sums of shares are not exact: what differs by less is at the number. */
const NEAR = '0.000000001'
const conditions: Readonly<Record<Side, (x: string, limit: string) => string>> = {
  below: (x, limit) => `(${x}) < ${limit} - ${NEAR}`,
  at: (x, limit) => `(${x}) >= ${limit} - ${NEAR} && (${x}) <= ${limit} + ${NEAR}`,
  above: (x, limit) => `(${x}) > ${limit} + ${NEAR}`,
}

/** Sides that make sense: nothing is below 0 pixels. A number that is only compared for equality needs no second side. */
function sidesOf(b: Boundary): Side[] {
  if (b.equality) return ['at']
  const neverNegative = !b.left.includes(' - ') || /^(max\()*abs\(/.test(b.left)
  return Number(b.limit) === 0 && neverNegative ? ['at', 'above'] : ['below', 'at', 'above']
}

interface Tried {
  readonly subjects: readonly (Subject | undefined)[]
  readonly scene: Scene
}

function reaches(b: Boundary, side: Side, tried: readonly Tried[], names: Names, v: Vocabulary): boolean | undefined {
  const source = b.wrap(conditions[side](b.left, b.limit))
  let compiled: CompiledExpression
  const perImage = tried.every((t) => t.subjects.every((s) => s === undefined))
  try {
    compiled = compileExpression(source, 'bool', names, v, perImage)
  } catch (error) {
    // Two texts or truth values compared with each other: no boundary.
    if (error instanceof ExpressionError && error.code !== 'policy.unknown-name') return undefined
    throw error
  }
  return tried.some(({ subjects, scene }) => subjects.some((s) => compiled.value(s, scene) === true))
}

type Cases = readonly { readonly case: PolicyDocument['cases'][number]; readonly scene: Scene }[]

/** Sides of the numbers that none of these scenes reaches. */
function missed(boundaries: readonly Boundary[], tried: readonly Tried[], names: Names, v: Vocabulary): string[] {
  return boundaries.flatMap((b) =>
    sidesOf(b)
      .filter((side) => reaches(b, side, tried, names, v) === false)
      .map((side) => `${b.owner}: ${b.text}: ${side}`),
  )
}

function ofProfile(id: string, doc: PolicyDocument): Boundary[] {
  const profile = doc.profiles[id]
  const sources = [profile?.positive_if, ...(profile?.decide ?? []).map((step) => step.when)]
  return sources.flatMap((s) => (s === undefined ? [] : comparisons(id, inlined(s, doc.define ?? {}))))
}

/**
 * `<rule>: <comparison>: below` for each side of each number that no case of that rule or profile tries. Cases of a rule
 * are those that expect something of it; of a profile, those that say what it makes of a label.
 */
export function untried(
  doc: PolicyDocument,
  policy: PolicyRef,
  rules: ReadonlySet<string>,
  profiles: ReadonlySet<string> = new Set(),
): string[] {
  const v = vocabularyOf(doc)
  const names = namesOf(v)
  const cases: Cases = doc.cases.map((c) => ({ case: c, scene: sceneOf(caseDocument(c, doc, policy)) }))
  const found: string[] = []
  for (const rule of doc.rules.filter((r) => rules.has(r.id))) {
    const bound = v.withDescendants(rule.for === undefined ? v.classes.keys() : listOf(rule.for))
    const tried = cases
      .filter(({ case: c }) => c.expect.some((e) => typeof e !== 'string' && rule.id in e))
      .map(({ scene }): Tried => ({
        scene,
        subjects: rule.kind === 'image' ? [undefined] : scene.subjects.filter((s) => bound.has(s.annotation.class)),
      }))
    found.push(...missed(ofRule(rule, doc.define ?? {}), tried, names, v))
  }
  for (const id of profiles) {
    const tried = cases
      .filter(({ case: c }) => c.profiles?.[id] !== undefined)
      .map(({ scene }): Tried => ({ scene, subjects: scene.subjects }))
    found.push(...missed(ofProfile(id, doc), tried, names, v))
  }
  return found
}
