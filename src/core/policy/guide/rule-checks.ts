/** What a rule checks, in generated sentences. Works on the rule's keys, whatever its kind; a key nobody knows is shown as it is. */
import { DISPOSITIONS } from '../../model/annotation'
import { canonical } from '../canonical'
import type { Unit } from '../expression/types'
import type { Rule } from '../../rules/schemas'
import { sayCondition, sayShape, sayValue, unitOfMeasure, type ConditionContext } from './condition'
import type { RuleWords } from './words'

export interface RuleContext extends ConditionContext {
  readonly rules: RuleWords
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
const fields = (value: unknown): Fields => (isFields(value) ? value : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const maybeText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const maybeNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const names = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []

/** Keys that say whom a rule binds and how strictly, but not what it checks; or that go with another key. */
const SILENT: ReadonlySet<string> = new Set([
  ...[
    'id',
    'kind',
    'for',
    'says',
    'guide',
    'pictures',
    'severity',
    'override',
    'overrides',
    'since',
    'fix',
    'reason',
    'when',
  ],
  ...['ask_when', 'required_when', 'dispositions', 'except'],
])

class RuleSpeaker {
  readonly #rule: Fields
  readonly #cx: RuleContext
  constructor(rule: Rule, cx: RuleContext) {
    this.#rule = rule
    this.#cx = cx
  }

  sentences(): string[] {
    const { rules } = this.#cx
    const demands = this.#demands()
    const source = this.#rule['when'] ?? this.#rule['required_when'] ?? this.#rule['ask_when']
    const condition = typeof source === 'string' ? this.#say(source) : undefined
    const main =
      condition === undefined ? (demands.length > 0 ? [rules.demands(demands)] : []) : [rules.where(condition, demands)]
    const only = names(this.#rule['dispositions']).map((d) => this.#disposition(d))
    const except = names(this.#rule['except']).map((c) => this.#cx.titles.class(c))
    return [
      ...(only.length > 0 ? [rules.only(only)] : []),
      ...(except.length > 0 ? [rules.except(except)] : []),
      ...main,
    ].filter((s) => s !== '')
  }

  #measure(source: string): string {
    return sayValue(source, this.#cx)
  }
  #say(source: string): string {
    return sayCondition(source, this.#cx)
  }
  #disposition(id: string): string {
    const known = DISPOSITIONS.find((d) => d === id)
    return known ? this.#cx.labels.dispositions[known].title : id
  }
  #role(id: unknown): string {
    return sayShape(text(id), this.#cx.words, this.#cx.labels, this.#cx.titles)
  }
  #roles(value: unknown): string[] {
    return names(value).map((role) => this.#role(role))
  }
  #classes(value: unknown): string[] {
    return names(value).map((c) => this.#cx.titles.class(c))
  }
  #number(value: unknown, unit?: Unit): string {
    return typeof value === 'number' ? this.#cx.words.number(value, unit) : ''
  }
  /** A disposition with its reason, from `{then, reason}` or a bare name. */
  #outcome(value: unknown, reason?: unknown): string | undefined {
    const then = isFields(value) ? value['then'] : value
    const why = isFields(value) ? value['reason'] : reason
    if (typeof then !== 'string') return undefined
    return this.#cx.rules.disposition(
      this.#disposition(then),
      typeof why === 'string' ? this.#cx.titles.reason(why) : undefined,
    )
  }

  #demands(): string[] {
    return Object.entries(this.#rule).flatMap(([key, value]) =>
      value === undefined || SILENT.has(key) ? [] : this.#demand(key, value),
    )
  }

  #demand(key: string, value: unknown): string[] {
    const said = DEMANDS[key]?.(this, value)
    if (said === undefined) return [this.#cx.rules.other(key, typeof value === 'string' ? value : canonical(value))]
    return typeof said === 'string' ? [said] : [...said]
  }

  /** The demands by key. A table, so that a new key is one line. */
  static readonly table = {
    then: (s: RuleSpeaker, v: unknown): readonly string[] => {
      const gives =
        s.#rule['look_alike'] !== undefined ||
        s.#rule['in_zone'] !== undefined ||
        s.#rule['in_ignored'] !== undefined ||
        s.#rule['band'] !== undefined
      if (gives) return []
      // An ignore rule that only checks what an ignored label stands for.
      const isFree = s.#rule['when'] === undefined && s.#rule['kind'] === 'ignore'
      const outcome = isFree ? undefined : s.#outcome(v, s.#rule['reason'])
      return outcome === undefined ? [] : [outcome]
    },
    look_alike: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.lookAlike(
        names(v).map((k) => s.#cx.titles.lookAlike(k)),
        s.#outcome(s.#rule['then'], s.#rule['reason']),
      ),
    then_class: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.thenClass(v === 'fallback' ? undefined : s.#cx.titles.class(text(v))),
    ask: (s: RuleSpeaker, v: unknown) => s.#cx.rules.ask(s.#cx.titles.question(text(v))),
    answers: (s: RuleSpeaker, v: unknown) =>
      Object.entries(fields(v)).flatMap(([answer, outcome]) => {
        const said = s.#outcome(outcome)
        return said === undefined ? [] : [s.#cx.rules.answer(s.#cx.titles.answer(text(s.#rule['ask']), answer), said)]
      }),
    most_specific: (s: RuleSpeaker, v: unknown) => {
      const unless = maybeText(fields(v)['unless'])
      return s.#cx.rules.mostSpecific(unless === undefined ? undefined : s.#say(unless))
    },
    require: (s: RuleSpeaker, v: unknown) => s.#cx.rules.require(s.#say(text(v))),
    band: (s: RuleSpeaker, v: unknown) => {
      const band = fields(v)
      const measure = text(band['measure'])
      const unit = unitOfMeasure(measure)
      return s.#cx.rules.band({
        measure: s.#measure(measure),
        from: s.#number(band['from'], unit),
        to: s.#number(band['to'], unit),
        question: s.#cx.titles.question(text(band['ask'])),
        failsAbove: band['fails'] === 'above',
        outcome: s.#outcome(s.#rule['then'], s.#rule['reason']),
      })
    },
    draw: (s: RuleSpeaker, v: unknown) => s.#cx.rules.draw(s.#roles(v), false),
    do_not_draw: (s: RuleSpeaker, v: unknown) => s.#cx.rules.draw(s.#roles(v), true),
    evidence: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.evidence(
        maybeNumber(fields(v)['any']) ?? 1,
        names(fields(v)['of']).map((e) => s.#cx.titles.evidence(e)),
      ),
    beyond_image: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.beyondImage(s.#number(fields(v)['up_to'], 'share'), s.#role(fields(v)['role'] ?? 'full')),
    tolerance: (s: RuleSpeaker, v: unknown) => {
      const { px, share } = fields(v)
      return s.#cx.rules.tolerance(s.#number(px, 'px') || undefined, s.#number(share, 'share') || undefined)
    },
    same_shape_kind: (s: RuleSpeaker) => s.#cx.rules.sameKind(),
    too_hidden: (s: RuleSpeaker, v: unknown) => {
      const given = fields(v)
      const measure = text(given['measure']) || 'occlusion'
      const limit = given['from'] ?? given['over']
      return s.#cx.rules.tooHidden(
        s.#measure(measure),
        s.#number(limit, unitOfMeasure(measure)),
        given['from'] !== undefined,
        s.#outcome({ then: given['then'] ?? 'ignore', reason: given['reason'] }) ?? '',
      )
    },
    min_size: (s: RuleSpeaker, v: unknown) => s.#size(fields(v), false),
    max_size: (s: RuleSpeaker, v: unknown) => s.#size(fields(v), true),
    inside_image: (s: RuleSpeaker, v: unknown) => s.#cx.rules.insideImage(s.#roles(v)),
    no_defects: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.noDefects(Array.isArray(v) ? v.map((d) => s.#cx.labels.defect(String(d))) : undefined),
    equal: (s: RuleSpeaker, v: unknown) => {
      const [a, b] = s.#roles(fields(v)['roles'])
      return s.#cx.rules.equal(a ?? '', b ?? '', s.#number(fields(v)['tolerance'] ?? 0, 'px'))
    },
    aspect: (s: RuleSpeaker, v: unknown) => {
      const { role, value, tolerance } = fields(v)
      return s.#cx.rules.aspect(s.#role(role), s.#number(value), s.#number(tolerance) || undefined)
    },
    no_holes: (s: RuleSpeaker, v: unknown) => s.#cx.rules.noHoles(s.#roles(v)),
    one_piece: (s: RuleSpeaker, v: unknown) => s.#cx.rules.onePiece(s.#roles(v)),
    fields: (s: RuleSpeaker, v: unknown) => s.#cx.rules.fields(names(v).map((f) => s.#field(f))),
    agrees: (s: RuleSpeaker, v: unknown) => {
      const { scale, attribute, of, tolerance } = fields(v)
      const what = scale === undefined ? s.#cx.titles.attribute(text(attribute)) : s.#cx.titles.scale(text(scale))
      const measure = maybeText(of) ?? s.#cx.vocabulary.scales.get(text(scale))?.of ?? ''
      return s.#cx.rules.agrees(what, s.#measure(measure), s.#number(tolerance, unitOfMeasure(measure)) || undefined)
    },
    duplicates: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.duplicates(
        s.#role(fields(v)['role']),
        s.#number(fields(v)['iou_over']),
        s.#classes(fields(v)['with']),
      ),
    no_overlap: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.noOverlap(
        s.#role(fields(v)['role']),
        s.#number(fields(v)['over'] ?? 0, 'share'),
        s.#classes(fields(v)['with']),
      ),
    contained_in: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.containedIn(
        s.#role(fields(v)['role']),
        s.#classes(fields(v)['in']),
        s.#role(fields(v)['in_role']),
        s.#number(fields(v)['slack'] ?? 0, 'px'),
      ),
    required_link: (s: RuleSpeaker, v: unknown) => {
      const given = fields(v)
      return s.#cx.rules.link(
        s.#cx.titles.link(text(given['link'])),
        maybeNumber(given['at_least']) ?? (given['at_most'] === undefined ? 1 : undefined),
        maybeNumber(given['at_most']),
      )
    },
    count_per: (s: RuleSpeaker, v: unknown) => {
      const given = fields(v)
      const parent = text(given['parent'])
      const title =
        parent === 'image' ? s.#cx.labels.text.image : parent === 'group' ? parent : s.#cx.titles.class(parent)
      return s.#cx.rules.countPer(title, maybeNumber(given['at_least']), maybeNumber(given['at_most']))
    },
    depth_order: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.depthOrder(s.#role(fields(v)['role']), fields(v)['need'] === 'all'),
    unique_track: (s: RuleSpeaker, v: unknown) => s.#cx.rules.uniqueTrack(v === 'class'),
    in_zone: (s: RuleSpeaker, v: unknown) => {
      const { zone, role, over, then, reason } = fields(v)
      return s.#cx.rules.inZone(
        names(zone).map((z) => s.#cx.titles.zone(z)),
        s.#role(role),
        s.#number(over ?? 0, 'share'),
        s.#outcome(then ?? s.#rule['then'], reason ?? s.#rule['reason']),
      )
    },
    in_ignored: (s: RuleSpeaker, v: unknown) => {
      const { role, over, then, reason } = fields(v)
      return s.#cx.rules.inIgnored(
        s.#role(role),
        s.#number(over ?? 0, 'share'),
        s.#outcome(then ?? s.#rule['then'], reason ?? s.#rule['reason']),
      )
    },
    require_answers: (s: RuleSpeaker, v: unknown) => s.#cx.rules.answers(names(v).map((name) => s.#answerName(name))),
    unreviewed: (s: RuleSpeaker, v: unknown) => s.#cx.rules.unreviewed(names(v).map((o) => s.#cx.labels.origin(o))),
    provenance: (s: RuleSpeaker, v: unknown) => s.#cx.rules.provenance(names(v).map((o) => s.#cx.labels.origin(o))),
    second_look: (s: RuleSpeaker, v: unknown) => {
      const { by, at_least, of, when } = fields(v)
      const condition = typeof when === 'string' ? s.#say(when) : undefined
      return s.#cx.rules.secondLook(text(by) || 'other', maybeNumber(at_least) ?? 1, of === 'image', condition)
    },
    applies_to: (s: RuleSpeaker, v: unknown) =>
      s.#cx.rules.appliesTo(v === 'required' || v === 'forbidden' || v === 'all' ? v : s.#classes(v)),
    always: (s: RuleSpeaker) => s.#cx.rules.always(),
  } satisfies Readonly<Record<string, (s: RuleSpeaker, v: unknown) => string | readonly string[]>>

  #size(v: Fields, isMax: boolean): string[] {
    const sides = ['width', 'height', 'area'] as const
    return sides.flatMap((side) =>
      typeof v[side] !== 'number'
        ? []
        : [
            this.#cx.rules.size({
              role: this.#role(v['role']),
              side,
              limit: this.#number(v[side], side === 'area' ? 'px²' : 'px'),
              isMax,
              isClipped: v['clipped'] === true,
            }),
          ],
    )
  }

  /** A field that must be filled in: an attribute, `level.<scale>`, or a word such as `evidence`. */
  #field(name: string): string {
    if (name.startsWith('level.')) return this.#cx.titles.scale(name.slice(6))
    return this.#cx.vocabulary.attributes.has(name)
      ? this.#cx.titles.attribute(name)
      : (this.#cx.words.member(name) ?? name)
  }

  #answerName(name: string): string {
    const { titles, labels } = this.#cx
    if (name === 'exhaustive.*') return labels.exhaustive(labels.headings.everyClass)
    if (name.startsWith('exhaustive.')) return labels.exhaustive(titles.class(name.slice(11)))
    if (name.startsWith('tag.')) return titles.tagGroup(name.slice(4))
    if (name.startsWith('attribute.')) return titles.attribute(name.slice(10))
    return this.#cx.vocabulary.questions.has(name) ? titles.question(name) : labels.imageAnswer(name)
  }
}

const DEMANDS: Readonly<Record<string, (s: RuleSpeaker, v: unknown) => string | readonly string[]>> = RuleSpeaker.table

/** Sentences of what a rule checks. */
export const ruleChecks = (rule: Rule, cx: RuleContext): string[] => new RuleSpeaker(rule, cx).sentences()
