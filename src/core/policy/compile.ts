/** Text of a policy → a compiled policy that checks documents, or every problem with its place. */
import { PERSON_ROLES, type Disposition, type Override } from '../model/annotation'
import type { Text } from '../model/finding'
import type { AnnotationId, ClassId, RuleId, Sha256 } from '../model/ids'
import { fail, ok, problem, type Problem, type Result } from '../model/problem'
import { kindOfRule } from '../rules'
import { BUILT_IN_IDS, builtIns } from '../rules/built_in/built_in'
import { lookAlikeAims } from '../rules/built_in/vocabulary_checks'
import type { Aim, ImageCheck, NameKind, OwnCheck, PairCheck, RuleChecks, RuleContext } from '../rules/rule-kind'
import type { Rule } from '../rules/schemas'
import { statedFixOf } from '../rules/stated-fix'
import { check } from '../validate/check'
import type { CompiledPolicy } from '../validate/engine'
import { conditionalsOf } from '../validate/conditions'
import { soundness } from '../rules/built_in/soundness'
import { OwnChecks, settled, type Plan, type Planned, type PlannedRule } from '../validate/plan'
import { Session } from '../validate/session'
import { canonical, digestOf } from './canonical'
import { runCases } from './cases'
import type { PolicyDocument } from './document'
import { compileExpression, type CompiledExpression } from './expression/expression'
import { bandOf, namesOf, type Member, type Names } from './expression/members'
import { sceneOf } from './expression/scene'
import { ExpressionError } from './expression/types'
import { POLICY_LIMITS } from './limits'
import { addConditions, definitionsOf, mentionsOf, type Naming } from './named'
import { applyProfile, profilesOf } from './profiles'
import { checkMigrations } from './migrate-check'
import { coverageOf, type PolicyCoverage } from './lint/coverage'
import type { Linted } from './lint/lint'
import { lint } from './lint/lints'
import { parsePolicy, type Locator, type Path } from './parse'
import { listOf } from './pieces'
import { checkReferences, type Report } from './references'
import { suggest } from './suggest'
import type { RuleView } from './view'
import { viewOf } from './view-of'
import { vocabularyOf, type Vocabulary } from './vocabulary'

/** Collects problems while a document is compiled. */
class Compilation implements Report, Naming {
  readonly problems: Problem[] = []
  readonly document: PolicyDocument
  readonly locate: Locator
  readonly vocabulary: Vocabulary
  /** Questions, attributes, levels and tags that some rule reads or demands: the screen asks for these only. */
  readonly mentions = new Set<string>()
  names: Names

  constructor(document: PolicyDocument, locate: Locator) {
    this.document = document
    this.locate = locate
    this.vocabulary = vocabularyOf(document)
    this.names = namesOf(this.vocabulary)
  }

  unknown(path: Path, what: string, name: string, known: Iterable<string>): void {
    const all = [...known]
    const nearest = (what === 'class' ? this.#byAlias(name) : undefined) ?? suggest(name, all)
    this.problems.push(
      problem('policy.unknown-name', this.locate.value(path), {
        what,
        name,
        known: all.slice(0, 20).join(', '),
        ...(nearest === undefined ? {} : { suggestion: nearest }),
      }),
    )
  }
  ofImage(source: string): CompiledExpression | undefined {
    try {
      return compileExpression(source, 'any', this.names, this.vocabulary, true)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return undefined
    }
  }
  /** The class that goes, or went, by this name. */
  #byAlias(name: string): string | undefined {
    return [...this.vocabulary.classes.values()].find((c) => c.aliases.includes(name))?.id
  }
  schema(path: Path, values: Readonly<Record<string, string | number>>): void {
    this.problems.push(problem('policy.schema', this.locate.value(path), values))
  }
  scale(path: Path, values: Readonly<Record<string, string | number>>): void {
    this.problems.push(problem('policy.scale-gap', this.locate.value(path), values))
  }

  /** Compiles an expression that stands at `path`; a wrong one is reported at the very character. */
  expression(
    source: string,
    path: Path,
    want: 'bool' | 'number' | 'any',
    perImage = false,
  ): CompiledExpression | undefined {
    for (const name of mentionsOf(source)) this.mentions.add(name)
    try {
      return compileExpression(source, want, this.names, this.vocabulary, perImage)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      const meant = error.values['what'] === 'class' ? this.#byAlias(String(error.values['name'])) : undefined
      const values = meant === undefined ? error.values : { ...error.values, suggestion: meant }
      this.problems.push(problem(error.code, this.locate.value(path, error.offset), values))
      return undefined
    }
  }
}

/** `band.<scale>`: the band that the scale's measure falls in. Scales may not use bands of other scales. */
function addBands(c: Compilation): void {
  const bands = new Map<string, Member>()
  for (const scale of c.vocabulary.scales.values()) {
    if (scale.of === undefined) continue
    const measure = c.expression(scale.of, ['scales', scale.id, 'of'], 'number')
    if (!measure) continue
    bands.set(scale.id, {
      type: { is: 'text', set: { what: 'level', names: new Set(scale.bands.map((b) => b.id)) } },
      reads: [...measure.reads],
      read(subject, e) {
        const value = measure.value(subject, e.scene)
        if (typeof value === 'number') return bandOf(scale, value)
        if (e.why) e.why.missing.push(...measure.explain(subject, e.scene).missing)
        return undefined
      },
    })
  }
  c.names = { ...c.names, groups: new Map([...c.names.groups, ['band', bands]]) }
}

/** The computed level of each label, by scale. */
const levelsIn =
  (c: Compilation): CompiledPolicy['levelsOf'] =>
  (scale, doc) => {
    const info = c.vocabulary.scales.get(scale)
    const known = new Map<AnnotationId, string>()
    if (info?.of === undefined) return known
    const measure = compileExpression(info.of, 'number', c.names, c.vocabulary)
    const scene = sceneOf(doc)
    for (const subject of scene.subjects) {
      const value = measure.value(subject, scene)
      const level = typeof value === 'number' ? bandOf(info, value) : undefined
      if (typeof level === 'string') known.set(subject.annotation.id, level)
    }
    return known
  }

/** The value at a dotted key of a rule, e.g. `band.measure`. */
const textAt = (rule: Rule, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>(
      (v, part) => (v !== null && typeof v === 'object' ? (v as Record<string, unknown>)[part] : undefined),
      rule,
    )

function known(what: NameKind, v: Vocabulary, rule: Rule): Iterable<string> {
  switch (what) {
    case 'class':
      return v.classes.keys()
    case 'role':
      return v.roles
    case 'question':
      return [...v.questions.values()].filter((q) => q.classes).map((q) => q.id)
    case 'image-question':
      return [
        'usable',
        ...[...v.classes.keys()].map((c) => `exhaustive.${c}`),
        ...[...v.attributes.values()].filter((a) => a.scope === 'image').map((a) => `attribute.${a.id}`),
        ...[...v.tags.keys()].map((t) => `tag.${t}`),
        ...[...v.questions.values()].filter((q) => !q.classes).map((q) => q.id),
      ]
    case 'reason': {
      const then = 'then' in rule ? rule.then : undefined
      return then === 'ignore' || then === 'negative' || then === 'skip' ? v.reasons[then].map((r) => r.id) : []
    }
    case 'look-alike':
      return v.lookAlikes.map((o) => o.id)
    case 'evidence':
      return v.evidence.map((o) => o.id)
    case 'attribute':
      return [...v.attributes.values()].filter((a) => a.scope !== 'image').map((a) => a.id)
    case 'image-attribute':
      return [...v.attributes.values()].filter((a) => a.scope === 'image').map((a) => a.id)
    case 'tag':
      return v.tags.keys()
    case 'zone':
      return v.zones.keys()
    case 'link':
      return v.links.keys()
    case 'scale':
      return v.scales.keys()
    case 'rule':
      return []
  }
}

function contextOf(c: Compilation, rule: Rule, index: number, classes: ReadonlySet<string>, aims: Aim[]): RuleContext {
  const path: Path = ['rules', index]
  return {
    vocabulary: c.vocabulary,
    document: c.document,
    classes,
    aims,
    people: c.document.people,
    needs(name) {
      c.mentions.add(name)
    },
    statedFix: statedFixOf(rule, c.vocabulary),
    number(source, key) {
      return c.expression(source, [...path, ...key.split('.')], 'number')
    },
    expression(key, want = 'bool', perImage = false) {
      const source = textAt(rule, key)
      return typeof source === 'string' ? c.expression(source, [...path, ...key.split('.')], want, perImage) : undefined
    },
    name(what, name, ...rest) {
      const all = [...known(what, c.vocabulary, rule)]
      if (!all.includes(name)) c.unknown([...path, ...rest], what, name, all)
    },
    oneOf(what, name, all, ...rest) {
      const list = [...all]
      if (!list.includes(name)) c.unknown([...path, ...rest], what, name, list)
    },
    idle(key, beside) {
      c.problems.push(problem('policy.schema', c.locate.key(path, key), { reason: 'unfit', key, found: beside }))
    },
    lacks(what) {
      c.problems.push(
        problem('policy.schema', c.locate.value(path), {
          reason: 'missing',
          key: what,
          expected: what,
          found: 'nothing',
        }),
      )
    },
  }
}

/** Concrete classes a rule binds, less those for which another rule replaces it: the nearest class wins. */
function classesOf(rule: Rule, v: Vocabulary, rules: readonly Rule[]): ReadonlySet<string> {
  const replaced = rules
    .filter((other) => other !== rule && listOf(other.overrides).includes(rule.id))
    .flatMap((other) => [...boundBy(other, v)])
  const bound = boundBy(rule, v)
  return replaced.length === 0 ? bound : new Set([...bound].filter((id) => !replaced.includes(id)))
}

function boundBy(rule: Rule, v: Vocabulary): ReadonlySet<string> {
  const named = rule.for === undefined ? v.classes.keys() : v.withDescendants(listOf(rule.for))
  const without = v.withDescendants(listOf(rule.except))
  return new Set([...named].filter((id) => !without.has(id) && v.classes.get(id)?.abstract === false))
}

/** What a rule means, without its words: an override made under another meaning has expired. */
function meaningOf(rule: Rule, doc: PolicyDocument): Sha256 {
  const {
    says: _says,
    guide: _guide,
    pictures: _pictures,
    since: _since,
    override: _override,
    overrides: _overrides,
    severity: _severity,
    fix: _fix,
    ...meant
  } = rule
  const text = canonical(meant)
  const scales = Object.fromEntries(Object.entries(doc.scales).filter(([id]) => text.includes(id)))
  const define = definitionsIn(text, doc.define ?? {})
  return digestOf({ meant, scales, ...(Object.keys(define).length > 0 ? { define } : {}) })
}

/** The named expressions that a text uses, and those that these use. */
function definitionsIn(text: string, all: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {}
  const texts = [text]
  for (let next = texts.pop(); next !== undefined; next = texts.pop())
    for (const [name, source] of Object.entries(all))
      if (!Object.hasOwn(found, name) && next.includes(name)) {
        found[name] = source
        texts.push(source)
      }
  return found
}

const roleRank = (role: string | undefined): number => PERSON_ROLES.indexOf(role as (typeof PERSON_ROLES)[number])

/** Whether an override counts: who decided may do so, and its last day, or the rule's, has not passed. */
function overrideCounts(rule: Rule, doc: PolicyDocument, today: string | undefined): (o: Override) => boolean {
  const who = rule.override?.who ?? 'nobody'
  if (who === 'nobody') return () => false
  const until = rule.override?.until
  return (o) => {
    // A policy that names its people knows them; else everybody is taken at their word.
    const as = doc.people ? (doc.people[o.by] ?? 'labeler') : o.as
    if (as !== undefined && roleRank(as) < roleRank(who)) return false
    return today === undefined || [until, o.until].every((day) => day === undefined || today <= day)
  }
}

function plannedRule(
  rule: Rule,
  classes: ReadonlySet<string>,
  doc: PolicyDocument,
  today: string | undefined,
): PlannedRule {
  return {
    id: rule.id as RuleId,
    severity: rule.severity ?? 'error',
    ...(rule.says === undefined ? {} : { says: rule.says as Text }),
    overridable: (rule.override?.who ?? 'nobody') !== 'nobody',
    counts: overrideCounts(rule, doc, today),
    fixable: rule.fix !== 'none',
    meaning: meaningOf(rule, doc),
    classes,
    dispositions: rule.dispositions ? new Set<Disposition>(rule.dispositions) : undefined,
  }
}

interface Building {
  readonly own: Planned<OwnCheck>[]
  readonly pairs: Planned<PairCheck>[]
  readonly image: Planned<ImageCheck>[]
  readonly order: Map<string, number>
}

const picturesOf = (p: NonNullable<Rule['pictures']>): NonNullable<RuleView['pictures']> => ({
  right: p.right ?? [],
  wrong: p.wrong ?? [],
})

function clarificationsOf(doc: PolicyDocument, rule: string): RuleView['clarifications'] {
  return (doc.clarifications ?? [])
    .filter((c) => c.rule === rule)
    .map((c) => ({
      date: c.date,
      answer: c.answer as Text,
      ...(c.asked === undefined ? {} : { asked: c.asked as Text }),
      ...(c.by === undefined ? {} : { by: c.by }),
      ...(c.asked_by === undefined ? {} : { askedBy: c.asked_by }),
    }))
}

function place(into: Building, rule: PlannedRule, checks: RuleChecks): void {
  // A built-in rule may have several checks under one id.
  const order = into.order.get(rule.id) ?? into.order.size
  into.order.set(rule.id, order)
  // `reads` of a check may grow until the last rule is compiled: it is read through.
  const planned = <T extends { readonly reads: Planned<T>['reads'] }>(one: T): Planned<T> => ({
    rule,
    order,
    check: one,
    get reads() {
      return one.reads
    },
  })
  into.own.push(...(checks.own ?? []).map(planned))
  into.pairs.push(...(checks.pairs ?? []).map(planned))
  into.image.push(...(checks.image ?? []).map(planned))
}

function planOf(c: Compilation, today: string | undefined): { plan: Plan; rules: RuleView[] } {
  const into: Building = { own: [], pairs: [], image: [], order: new Map() }
  const { document: doc, vocabulary: v } = c
  const ownDefects = doc.rules.some((r) => r.kind === 'geometry' && r.no_defects !== undefined)
  const concrete = new Set([...v.classes.values()].filter((cls) => !cls.abstract).map((cls) => cls.id))
  for (const b of builtIns(v, ownDefects))
    place(
      into,
      {
        id: b.id as RuleId,
        severity: 'error',
        overridable: false,
        fixable: true,
        meaning: '',
        classes: b.everyClass ? undefined : concrete,
        dispositions: undefined,
      },
      { ...(b.own ? { own: [b.own] } : {}), ...(b.image ? { image: [b.image] } : {}) },
    )

  const views: RuleView[] = []
  const aims: Aim[] = lookAlikeAims(v)
  doc.rules.forEach((rule, i) => {
    if (into.order.has(rule.id)) {
      c.problems.push(
        problem('policy.duplicate-id', c.locate.value(['rules', i, 'id']), {
          id: rule.id,
          reserved: BUILT_IN_IDS.includes(rule.id) ? 1 : 0,
        }),
      )
      return
    }
    const classes = classesOf(rule, v, doc.rules)
    const planned = plannedRule(rule, classes, doc, today)
    place(into, planned, kindOfRule(rule).compile(rule, contextOf(c, rule, i, classes, aims)))
    views.push({
      id: planned.id,
      kind: rule.kind,
      severity: planned.severity,
      ...(planned.says === undefined ? {} : { says: planned.says }),
      classes: [...classes] as ClassId[],
      ...(rule.since === undefined ? {} : { since: rule.since }),
      override: rule.override?.who ?? 'nobody',
      meaning: planned.meaning,
      ...(rule.guide === undefined ? {} : { guide: rule.guide as Text }),
      ...(rule.pictures === undefined ? {} : { pictures: picturesOf(rule.pictures) }),
      clarifications: clarificationsOf(doc, rule.id),
      ...(rule.override?.until === undefined ? {} : { overrideUntil: rule.override.until }),
    })
  })
  const own = into.own.map(settled)
  const plan: Plan = {
    own,
    ownChecks: new OwnChecks(own, soundness(v)),
    pairs: into.pairs.map(settled),
    image: into.image.map(settled),
    pairRoles: [...new Set(into.pairs.map((p) => p.check.role))],
    orderOf: into.order,
    conditionals: conditionalsOf(v),
  }
  return { plan, rules: views }
}

export interface Compiled {
  readonly policy: CompiledPolicy
  /** Lint of the document, in the order of the text; worked out when first read. Weights: `weightOf` in `lint/weights.ts`. */
  readonly warnings: readonly Problem[]
  /** What the policy's own cases exercise. */
  coverage(): PolicyCoverage
}

export interface CompileOptions {
  /** The calendar day (`2027-01-31`): overrides end after their last day. Absent: none ends by date. */
  readonly today?: string
}

/**
 * Compiles the text of a policy. A policy with any error is refused as a whole; every problem has line, column and what was
 * expected. Pure and without time limit of its own: run it where it can be ended (`workers/validator/client.ts`).
 */
export function compilePolicy(text: string, options: CompileOptions = {}): Result<Compiled> {
  const parsed = parsePolicy(text)
  if (!parsed.ok) return parsed
  const { document, locate } = parsed.value
  const c = new Compilation(document, locate)
  checkReferences(document, c.vocabulary.roles, BUILT_IN_IDS, c)
  checkMigrations(document, c.vocabulary, c)
  const definitions = definitionsOf(c)
  definitions.withoutBands()
  addBands(c)
  definitions.rest()
  addConditions(c)
  const { plan, rules } = planOf(c, options.today)
  const profiles = profilesOf(c)
  if (c.problems.length > 0) return fail(...c.problems.slice(0, POLICY_LIMITS.problems))

  const digest = digestOf(document)
  const view = viewOf(document, c.vocabulary, { id: document.id, version: document.version, digest }, rules, c.mentions)
  const derive: CompiledPolicy['profile'] = (id, doc) => applyProfile(profiles, id, doc)
  const policy: CompiledPolicy = {
    digest,
    view,
    check: (doc) => check(doc, plan),
    session: (doc) => new Session(doc, plan),
    cases: () => runCases(document, locate, view.ref, (doc) => check(doc, plan), derive),
    levelsOf: levelsIn(c),
    profile: derive,
  }
  const linted: Linted = {
    document,
    locate,
    vocabulary: c.vocabulary,
    names: c.names,
    ref: view.ref,
    check: policy.check,
    cases: policy.cases,
  }
  let warnings: readonly Problem[] | undefined
  return ok({
    policy,
    get warnings() {
      return (warnings ??= lint(linted))
    },
    coverage: () => coverageOf(linted),
  })
}
