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
import { sceneOf, type Scene, type Subject } from '../../src/core/policy/expression/subject'
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

/** Numbers of short forms, as the comparisons they mean. */
function shortForms(rule: PolicyDocument['rules'][number]): Boundary[] {
  const plain = (left: string, limit: number): Boundary => ({
    owner: rule.id,
    text: `${left} : ${limit}`,
    left,
    limit: String(limit),
    equality: false,
    wrap: (b) => b,
  })
  const found: Boundary[] = []
  if ('min_size' in rule && rule.min_size)
    for (const side of ['width', 'height', 'area'] as const)
      if (rule.min_size[side] !== undefined)
        found.push(plain(`role.${rule.min_size.role}.${side}`, rule.min_size[side]))
  if ('beyond_image' in rule && rule.beyond_image) found.push(plain('truncation', rule.beyond_image.up_to))
  if ('band' in rule && rule.band)
    found.push(plain(rule.band.measure, rule.band.from), plain(rule.band.measure, rule.band.to))
  if ('duplicates' in rule && rule.duplicates) {
    const { role, iou_over: limit } = rule.duplicates
    const wrap = (b: string): string => `others.exists(o, o.class == class && ${b})`
    found.push({ ...plain(`iou(role.${role}, o.role.${role})`, limit), wrap })
  }
  return found
}

const EXPRESSIONS = ['when', 'require', 'required_when'] as const

function ofRule(rule: PolicyDocument['rules'][number]): Boundary[] {
  const record = rule as Readonly<Record<string, unknown>>
  return [
    ...EXPRESSIONS.flatMap((key) => (typeof record[key] === 'string' ? comparisons(rule.id, record[key]) : [])),
    ...shortForms(rule),
  ]
}

const NEAR = 1e-9
const conditions: Readonly<Record<Side, (x: string, limit: string) => string>> = {
  below: (x, limit) => `(${x}) < ${limit} - ${NEAR}`,
  at: (x, limit) => `(${x}) >= ${limit} - ${NEAR} && (${x}) <= ${limit} + ${NEAR}`,
  above: (x, limit) => `(${x}) > ${limit} + ${NEAR}`,
}

/** Sides that make sense: nothing is below 0 pixels. A number that is only compared for equality needs no second side. */
function sidesOf(b: Boundary): Side[] {
  if (b.equality) return ['at']
  return Number(b.limit) === 0 && !b.left.includes(' - ') ? ['at', 'above'] : ['below', 'at', 'above']
}

interface Tried {
  readonly subjects: readonly (Subject | undefined)[]
  readonly scene: Scene
}

function reaches(b: Boundary, side: Side, tried: readonly Tried[], names: Names, v: Vocabulary): boolean | undefined {
  const source = b.wrap(conditions[side](b.left, b.limit.replace('1e-9', '0.000000001')))
  let compiled: CompiledExpression
  const perImage = tried.every((t) => t.subjects.every((s) => s === undefined))
  try {
    compiled = compileExpression(source.replaceAll('1e-9', '0.000000001'), 'bool', names, v, perImage)
  } catch (error) {
    // Two texts or truth values compared with each other: no boundary.
    if (error instanceof ExpressionError) return undefined
    throw error
  }
  return tried.some(({ subjects, scene }) => subjects.some((s) => compiled.value(s, scene) === true))
}

/** `<rule>: <comparison>: below` for each side of each number that no case of that rule or profile tries. */
export function untried(doc: PolicyDocument, policy: PolicyRef, rules: ReadonlySet<string>): string[] {
  const v = vocabularyOf(doc)
  const names = namesOf(v)
  const scenes = doc.cases.map((c) => ({ case: c, scene: sceneOf(caseDocument(c, doc, policy)) }))
  const found: string[] = []
  for (const rule of doc.rules.filter((r) => rules.has(r.id))) {
    const bound = v.withDescendants(rule.for === undefined ? v.classes.keys() : listOf(rule.for))
    const tried = scenes
      .filter(({ case: c }) => c.expect.some((e) => typeof e !== 'string' && rule.id in e))
      .map(({ scene }): Tried => ({
        scene,
        subjects: rule.kind === 'image' ? [undefined] : scene.subjects.filter((s) => bound.has(s.annotation.class)),
      }))
    for (const boundary of ofRule(rule))
      for (const side of sidesOf(boundary))
        if (reaches(boundary, side, tried, names, v) === false) found.push(`${rule.id}: ${boundary.text}: ${side}`)
  }
  return found
}
