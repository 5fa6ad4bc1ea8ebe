/** Which attributes must be filled in. `unknown` is an answer: somebody looked. */
import { bandOf } from '../../policy/expression/members'
import type { Subject } from '../../policy/expression/subject'
import type { Vocabulary } from '../../policy/vocabulary'
import type { Asks } from '../../model/finding'
import {
  appliesHere,
  askAppliesTo,
  askAttribute,
  askEvidence,
  askLevel,
  judgeExpression,
  shown,
  TRUE,
  type Judge,
} from '../judge'
import { requires } from '../require'
import { facets, union, type Draft, type Drafts, type OwnCheck, type RuleContext, type RuleKind } from '../rule-kind'
import { OTHER_FIELDS, type AttributeRule } from './schema'

/** Something that must be filled in. */
interface Field {
  readonly name: string
  readonly reads: OwnCheck['reads']
  /** Whether a label of this class has it at all, and its condition surely holds. */
  readonly binds: (subject: Subject, scene: Parameters<OwnCheck['check']>[1]) => boolean
  readonly given: (subject: Subject) => boolean
  readonly asks: Asks | undefined
}

function other(name: (typeof OTHER_FIELDS)[number], v: Vocabulary): Field {
  const always = (): boolean => true
  switch (name) {
    case 'evidence':
      return {
        name,
        reads: facets('declared'),
        binds: always,
        given: ({ annotation }) => annotation.declared.evidence !== undefined,
        asks: askEvidence(v),
      }
    case 'look_alike':
      return {
        name,
        reads: facets('declared'),
        binds: always,
        given: ({ annotation }) => annotation.declared.lookAlike !== undefined,
        asks: { kind: 'lookAlike', options: v.lookAlikes },
      }
    case 'applies_to':
      return {
        name,
        reads: facets('appliesTo'),
        binds: always,
        given: ({ annotation }) => annotation.appliesTo !== undefined,
        asks: askAppliesTo(v),
      }
    default:
      return {
        name,
        reads: facets(name),
        binds: always,
        given: ({ annotation }) => annotation[name] !== undefined,
        asks: undefined,
      }
  }
}

function level(id: string, v: Vocabulary): Field {
  return {
    name: `level.${id}`,
    reads: union(facets('declared', 'class'), v.conditions.get(`level.${id}`)?.reads),
    binds: (subject, scene) =>
      (v.scales.get(id)?.classes?.has(subject.annotation.class) ?? true) &&
      appliesHere(v, `level.${id}`, subject, scene),
    given: ({ annotation }) => annotation.declared.levels[id] !== undefined,
    asks: askLevel(v, id),
  }
}

/** An attribute that must be filled in; shared with the built-in check of `required_when`. */
export function attributeField(id: string, v: Vocabulary): Field {
  return {
    name: id,
    reads: union(facets('attributes', 'class'), v.conditions.get(`attribute.${id}`)?.reads),
    binds: (subject, scene) =>
      (v.attributes.get(id)?.classes?.has(subject.annotation.class) ?? true) &&
      appliesHere(v, `attribute.${id}`, subject, scene),
    given: ({ annotation }) => annotation.attributes[id] !== undefined,
    asks: askAttribute(v, id),
  }
}

function fieldOf(text: string, index: number, cx: RuleContext): Field {
  const known = OTHER_FIELDS.find((f) => f === text)
  if (known) {
    cx.needs(known)
    return other(known, cx.vocabulary)
  }
  if (text.startsWith('level.')) {
    const id = text.slice('level.'.length)
    cx.name('scale', id, 'fields', index)
    cx.needs(text)
    return level(id, cx.vocabulary)
  }
  cx.name('attribute', text, 'fields', index)
  cx.needs(`attribute.${text}`)
  return attributeField(text, cx.vocabulary)
}

function missing(field: Field): Draft {
  const { name, asks } = field
  if (asks?.kind === 'attribute')
    return {
      verdict: 'undecided',
      message: 'attribute.missing',
      values: { attribute: name },
      because: [{ name: `attribute.${name}` }],
      asks,
      part: name,
    }
  return {
    verdict: 'undecided',
    message: 'field.missing',
    values: { field: name.startsWith('level.') ? 'level' : name },
    because: [{ name }],
    ...(asks ? { asks } : {}),
    part: name,
  }
}

/** Fields that must be filled in while the condition holds. */
export function filledIn(list: readonly Field[], judge: Judge, reads: OwnCheck['reads']): OwnCheck {
  return {
    reads: union(reads, ...list.map((f) => f.reads)),
    check(subject, scene): Drafts {
      const open = list.filter((f) => !f.given(subject) && f.binds(subject, scene))
      if (open.length === 0) return undefined
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return judged.draft
      if (judged.truth !== true) return undefined
      const because = judged.inputs()
      return open.map((f): Draft => {
        const draft = missing(f)
        return { ...draft, because: [...because, ...(draft.because ?? [])] }
      })
    },
  }
}

function fields(rule: AttributeRule, names: readonly string[], cx: RuleContext): OwnCheck {
  const list = names.map((name, i) => fieldOf(name, i, cx))
  const when = rule.required_when === undefined ? undefined : cx.expression('required_when')
  return filledIn(list, when ? judgeExpression(when, cx.vocabulary) : () => TRUE, when?.reads ?? facets())
}

type Agrees = NonNullable<AttributeRule['agrees']>

/** What people said of a scale must be the band of what is computed. Decimal fractions are not exact, hence the 1e-9. */
function levelAgrees(need: Agrees, id: string, cx: RuleContext): OwnCheck | undefined {
  cx.name('scale', id, 'agrees', 'scale')
  const scale = cx.vocabulary.scales.get(id)
  if (!scale) return undefined
  const source = need.of ?? scale.of
  const measure = need.of === undefined ? source && cx.number(source, 'agrees') : cx.expression('agrees.of', 'number')
  if (!measure) {
    if (source === undefined) cx.lacks('agrees.of')
    return undefined
  }
  cx.needs(`level.${id}`)
  const tolerance = (need.tolerance ?? 0) + 1e-9
  return {
    reads: union(facets('declared'), measure.reads),
    check(subject, scene): Drafts {
      const said = subject.annotation.declared.levels[id]
      const value = measure.value(subject, scene)
      const band = scale.bands.find((b) => b.id === said)
      // Unknown on either side says nothing against the other.
      if (!band || typeof value !== 'number') return undefined
      const real = bandOf(scale, value)
      if (real === band.id || (value >= band.from - tolerance && value <= band.to + tolerance && need.tolerance))
        return undefined
      return {
        verdict: 'fail',
        message: 'agrees.differs',
        values: { name: id, said: band.id, of: measure.source, value: shown(value), want: real ?? '' },
        because: [
          { name: `level.${id}`, value: band.id },
          { name: measure.source, value, against: `${band.from} … ${band.to}` },
        ],
        fixes: real === undefined ? [] : [{ kind: 'set_level', on: subject.annotation.id, scale: id, level: real }],
        part: 'agrees',
      }
    },
  }
}

/** A number that people type must be near what is computed (KIT-4). */
function numberAgrees(need: Agrees, id: string, cx: RuleContext): OwnCheck | undefined {
  cx.name('attribute', id, 'agrees', 'attribute')
  if (cx.vocabulary.attributes.get(id)?.type !== 'number') cx.oneOf('attribute', id, numbers(cx.vocabulary), 'agrees')
  const measure = cx.expression('agrees.of', 'number')
  if (!measure) {
    if (need.of === undefined) cx.lacks('agrees.of')
    return undefined
  }
  cx.needs(`attribute.${id}`)
  const tolerance = need.tolerance ?? 0
  return {
    reads: union(facets('attributes'), measure.reads),
    check(subject, scene): Drafts {
      const said = subject.annotation.attributes[id]
      const value = measure.value(subject, scene)
      if (typeof said !== 'number' || typeof value !== 'number' || Math.abs(said - value) <= tolerance + 1e-9)
        return undefined
      return {
        verdict: 'fail',
        message: 'agrees.differs',
        values: {
          name: id,
          said,
          of: measure.source,
          value: shown(value),
          want: tolerance > 0 ? `± ${tolerance}` : '',
        },
        because: [
          { name: `attribute.${id}`, value: said },
          { name: measure.source, value, against: `± ${tolerance}` },
        ],
        part: 'agrees',
      }
    },
  }
}

const numbers = (v: Vocabulary): string[] =>
  [...v.attributes.values()].filter((a) => a.type === 'number').map((a) => a.id)

function agrees(need: Agrees, cx: RuleContext): OwnCheck | undefined {
  if (need.scale !== undefined) return levelAgrees(need, need.scale, cx)
  if (need.attribute !== undefined) return numberAgrees(need, need.attribute, cx)
  cx.lacks('agrees.scale')
  return undefined
}

export const attribute: RuleKind<AttributeRule> = {
  kind: 'attribute',
  compile(rule, cx) {
    if (!rule.fields && (rule.required_when !== undefined || (rule.require === undefined && !rule.agrees)))
      cx.lacks('fields')
    return {
      own: [
        rule.fields ? fields(rule, rule.fields, cx) : undefined,
        rule.require === undefined ? undefined : requires(cx),
        rule.agrees && agrees(rule.agrees, cx),
      ].filter((c) => c !== undefined),
    }
  },
}
