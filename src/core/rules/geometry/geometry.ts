/** What a shape must be. Sizes are image pixels of the raw shape; equal to the limit is enough (`<` fails). */
import type { Fix } from '../../model/finding'
import type { RoleId } from '../../model/ids'
import { clipToImage } from '../../geometry/clip'
import type { Figure } from '../../geometry/figure'
import { boundsOf } from '../../geometry/overlap'
import { kindOf, type Shape } from '../../geometry/shapes'
import type { ShapeDefect } from '../../geometry/shapes/shape-kind'
import type { Scene, Subject } from '../../policy/expression/subject'
import { listOf } from '../../policy/pieces'
import { inputText, judgeBand, judgeExpression, shown, undecided, type Judge } from '../judge'
import {
  draftsOf,
  facets,
  union,
  type Draft,
  type Drafts,
  type OwnCheck,
  type RuleContext,
  type RuleKind,
} from '../rule-kind'
import { requires } from '../require'
import { DEFECT_NAMES, type GeometryRule } from './schema'

/** The repair of an inverted box: its corners the right way round. */
function defectFixes(subject: Subject, role: string, shape: Shape, defect: ShapeDefect): Fix[] {
  if (defect === 'inverted' && shape.kind === 'box') {
    const turned: Shape = {
      kind: 'box',
      x: Math.min(shape.x, shape.x + shape.w),
      y: Math.min(shape.y, shape.y + shape.h),
      w: Math.abs(shape.w),
      h: Math.abs(shape.h),
    }
    return [{ kind: 'set_shape', on: subject.annotation.id, role: role as RoleId, shape: turned, why: 'swap' }]
  }
  return defect === 'zero-area' || defect === 'too-few-points'
    ? [{ kind: 'remove_role', on: subject.annotation.id, role: role as RoleId }]
    : []
}

const NONE: readonly Draft[] = []

function defectDraft(subject: Subject, role: string, shape: Shape, defect: ShapeDefect): Draft {
  return {
    verdict: 'fail',
    message: 'shape.defect',
    values: { role, defect },
    because: [{ name: role, value: defect }],
    fixes: defectFixes(subject, role, shape, defect),
    part: `${role}.${defect}`,
  }
}

/** Findings of every defect of every role. Nearly all shapes are sound: for them nothing is allocated. */
export function defectsOf(subject: Subject, wanted: readonly ShapeDefect[]): readonly Draft[] {
  let found = NONE
  const { roles } = subject.annotation
  for (const role in roles) {
    const shape = roles[role as RoleId]?.shape
    if (!shape) continue
    for (const defect of kindOf(shape).defects(shape))
      if (wanted.includes(defect)) found = [...found, defectDraft(subject, role, shape, defect)]
  }
  return found
}

function noDefects(rule: NonNullable<GeometryRule['no_defects']>): OwnCheck {
  const wanted = rule === true ? DEFECT_NAMES : rule
  return { reads: facets('roles'), ofSoundness: true, check: (subject) => defectsOf(subject, wanted) }
}

type Limits = NonNullable<GeometryRule['min_size']>

/** A side of the shape, raw or of the part inside the image. */
function sizeOf(figure: Figure, side: 'width' | 'height' | 'area', clipped: boolean | undefined): number | undefined {
  if (clipped !== true) return figure[side]
  return side === 'area' ? figure.areaInside : side === 'width' ? figure.widthInside : figure.heightInside
}

/** At least (`min_size`) or at most (`max_size`) so large; equal is enough. */
function limited(need: Limits, key: 'min_size' | 'max_size', cx: RuleContext): OwnCheck {
  cx.name('role', need.role, key, 'role')
  const sides = (['width', 'height', 'area'] as const).filter((side) => need[side] !== undefined)
  const least = key === 'min_size'
  const find = (side: (typeof sides)[number], subject: Subject): Draft | undefined => {
    const figure = subject.figure(need.role)
    const value = figure && sizeOf(figure, side, need.clipped)
    const limit = need[side] ?? 0
    if (value === undefined || (least ? value >= limit : value <= limit)) return undefined
    const unit = side === 'area' ? 'px²' : 'px'
    const name = `${need.role}.${need.clipped === true ? 'clipped.' : ''}${side}`
    return {
      verdict: 'fail',
      message: least ? 'size.small' : 'size.large',
      values: { role: need.role, side, value: shown(value), least: limit, most: limit, unit },
      because: [{ name, value, against: `${least ? '≥' : '≤'} ${limit}`, unit }],
      ...(cx.statedFix && { fixes: cx.statedFix(subject) }),
      part: least ? side : `most.${side}`,
    }
  }
  return { reads: facets(`role:${need.role}`), check: (subject) => draftsOf(sides, find, subject) }
}

/** Width over height (CTP-5: 0.41). */
function aspect(need: NonNullable<GeometryRule['aspect']>, cx: RuleContext): OwnCheck {
  cx.name('role', need.role, 'aspect', 'role')
  const tolerance = need.tolerance ?? 0
  return {
    reads: facets(`role:${need.role}`),
    check(subject): Drafts {
      const value = subject.figure(need.role)?.aspect
      // Differences of decimal fractions are not exact: 0.43 - 0.41 is a little more than 0.02.
      if (value === undefined || Math.abs(value - need.value) <= tolerance + 1e-9) return undefined
      return {
        verdict: 'fail',
        message: 'aspect',
        values: { role: need.role, value: shown(value), want: need.value, tolerance },
        because: [{ name: `${need.role}.aspect`, value, against: `${need.value} ± ${tolerance}` }],
        ...(cx.statedFix && { fixes: cx.statedFix(subject) }),
        part: 'aspect',
      }
    },
  }
}

/** Shapes without holes, or of one piece. */
function counted(roles: readonly string[], key: 'no_holes' | 'one_piece', cx: RuleContext): OwnCheck {
  roles.forEach((role) => {
    cx.name('role', role, key)
  })
  const holes = key === 'no_holes'
  return {
    reads: facets(...roles.map((r) => `role:${r}` as const)),
    check: (subject) =>
      roles.flatMap((role): Draft[] => {
        const shape = subject.figure(role)?.shape
        if (!shape) return []
        const count = holes ? kindOf(shape).holes(shape) : kindOf(shape).pieces(shape)
        if (count <= (holes ? 0 : 1)) return []
        return [
          {
            verdict: 'fail',
            message: holes ? 'has_holes' : 'many_pieces',
            values: { role, count },
            because: [{ name: `${role}.${holes ? 'holes' : 'pieces'}`, value: count, against: `≤ ${holes ? 0 : 1}` }],
            part: `${key}.${role}`,
          },
        ]
      }),
  }
}

function outside(role: string, subject: Subject): Draft | undefined {
  const figure = subject.figure(role)
  if (!figure || figure.border >= 0) return undefined
  const clipped = clipToImage(figure.shape, subject.size)
  const fixes: Fix[] = clipped
    ? [{ kind: 'set_shape', on: subject.annotation.id, role: role as RoleId, shape: clipped, why: 'clip' }]
    : []
  return {
    verdict: 'fail',
    message: 'outside_image',
    values: { role, by: shown(-figure.border) },
    because: [{ name: `${role}.border`, value: figure.border, against: '≥ 0', unit: 'px' }],
    fixes,
    part: role,
  }
}

function insideImage(roles: readonly string[], cx: RuleContext): OwnCheck {
  roles.forEach((role) => {
    cx.name('role', role, 'inside_image')
  })
  return {
    reads: facets(...roles.map((r) => `role:${r}` as const)),
    check: (subject) => draftsOf(roles, outside, subject),
  }
}

/** Largest difference of the two shapes' bounds, side by side. */
function difference(a: Shape, b: Shape): number {
  const [p, q] = [boundsOf(a), boundsOf(b)]
  return Math.max(Math.abs(p.x0 - q.x0), Math.abs(p.y0 - q.y0), Math.abs(p.x1 - q.x1), Math.abs(p.y1 - q.y1))
}

function equal(need: NonNullable<GeometryRule['equal']>, cx: RuleContext): OwnCheck {
  const [a, b] = need.roles
  need.roles.forEach((role, i) => {
    cx.name('role', role, 'equal', 'roles', i)
  })
  return {
    reads: facets(`role:${a}`, `role:${b}`),
    check(subject): Drafts {
      const [p, q] = [subject.figure(a), subject.figure(b)]
      if (!p || !q)
        return p || q
          ? undecided([{ kind: 'role', role: p ? b : a, on: subject }], [], subject, cx.vocabulary, `${a} = ${b}`)
          : undefined
      const off = difference(p.shape, q.shape)
      if (off <= need.tolerance) return undefined
      return {
        verdict: 'fail',
        message: 'equal.differs',
        values: { a, b, off: shown(off), tolerance: need.tolerance },
        because: [{ name: `${a} − ${b}`, value: off, against: `≤ ${need.tolerance}`, unit: 'px' }],
        fixes: [{ kind: 'set_shape', on: subject.annotation.id, role: b as RoleId, shape: p.shape, why: 'copy' }],
        part: 'equal',
      }
    },
  }
}

/** Below the band fails, inside asks, above passes. */
function banded(band: NonNullable<GeometryRule['band']>, cx: RuleContext): OwnCheck | undefined {
  cx.name('question', band.ask, 'band', 'ask')
  cx.needs(`answer.${band.ask}`)
  const measure = cx.expression('band.measure', 'number')
  if (!measure) return undefined
  const judge = judgeBand(measure, band, cx.vocabulary)
  return {
    reads: union(measure.reads, facets('answers')),
    check(subject, scene): Drafts {
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return { ...judged.draft, part: 'band' }
      if (judged.truth !== true) return undefined
      const because = judged.inputs()
      return {
        verdict: 'fail',
        message: band.fails === 'above' ? 'band.above' : 'band.below',
        values: { because: inputText(because), from: band.from, to: band.to },
        because,
        ...(cx.statedFix && { fixes: cx.statedFix(subject) }),
        part: 'band',
      }
    },
  }
}

/** Checks that bind only while a condition holds. */
export function whenHolds(when: string | undefined, cx: RuleContext, checks: readonly OwnCheck[]): OwnCheck[] {
  const condition = when === undefined ? undefined : cx.expression('when')
  if (!condition) return [...checks]
  const judge: Judge = judgeExpression(condition, cx.vocabulary)
  const check = (subject: Subject, scene: Scene): Drafts => {
    const judged = judge(subject, scene)
    if (judged.truth === 'undecided') return judged.draft
    if (judged.truth !== true) return undefined
    let found: Draft[] | undefined
    for (const c of checks) {
      const drafts = c.check(subject, scene)
      if (drafts !== undefined) found = (found ?? []).concat(drafts)
    }
    return found
  }
  return [{ reads: union(condition.reads, ...checks.map((c) => c.reads)), check }]
}

export const geometry: RuleKind<GeometryRule> = {
  kind: 'geometry',
  compile(rule, cx) {
    const checks = [
      rule.require === undefined ? undefined : requires(cx),
      rule.no_defects === undefined ? undefined : noDefects(rule.no_defects),
      rule.min_size && limited(rule.min_size, 'min_size', cx),
      rule.max_size && limited(rule.max_size, 'max_size', cx),
      rule.aspect && aspect(rule.aspect, cx),
      rule.no_holes === undefined ? undefined : counted(listOf(rule.no_holes), 'no_holes', cx),
      rule.one_piece === undefined ? undefined : counted(listOf(rule.one_piece), 'one_piece', cx),
      rule.inside_image === undefined ? undefined : insideImage(listOf(rule.inside_image), cx),
      rule.equal && equal(rule.equal, cx),
      rule.band && banded(rule.band, cx),
    ].filter((c) => c !== undefined)
    return { own: whenHolds(rule.when, cx, checks) }
  },
}
