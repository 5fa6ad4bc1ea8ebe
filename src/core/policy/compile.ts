/** Text of a policy → a compiled policy that checks documents, or every problem with its place. */
import type { Disposition } from '../model/annotation'
import type { Text } from '../model/finding'
import type { AnnotationId, ClassId, RuleId, Sha256 } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { fail, ok, problem, type Problem, type Result } from '../model/problem'
import { kindOfRule } from '../rules'
import { BUILT_IN_IDS, builtIns } from '../rules/built_in/built_in'
import type { Aim, ImageCheck, NameKind, OwnCheck, PairCheck, RuleChecks, RuleContext } from '../rules/rule-kind'
import type { Rule } from '../rules/schemas'
import { check } from '../validate/check'
import type { CompiledPolicy } from '../validate/engine'
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
import { parsePolicy, type Locator, type Path } from './parse'
import { listOf } from './pieces'
import { checkReferences, type Report } from './references'
import { suggest } from './suggest'
import type { RuleView } from './view'
import { viewOf } from './view-of'
import { vocabularyOf, type Vocabulary } from './vocabulary'

/** Collects problems while a document is compiled. */
class Compilation implements Report {
  readonly problems: Problem[] = []
  readonly document: PolicyDocument
  readonly locate: Locator
  readonly vocabulary: Vocabulary
  names: Names

  constructor(document: PolicyDocument, locate: Locator) {
    this.document = document
    this.locate = locate
    this.vocabulary = vocabularyOf(document)
    this.names = namesOf(this.vocabulary)
  }

  unknown(path: Path, what: string, name: string, known: Iterable<string>): void {
    const all = [...known]
    const nearest = suggest(name, all)
    this.problems.push(
      problem('policy.unknown-name', this.locate.value(path), {
        what,
        name,
        known: all.slice(0, 20).join(', '),
        ...(nearest === undefined ? {} : { suggestion: nearest }),
      }),
    )
  }
  schema(path: Path, values: Readonly<Record<string, string | number>>): void {
    this.problems.push(problem('policy.schema', this.locate.value(path), values))
  }
  scale(path: Path, values: Readonly<Record<string, string | number>>): void {
    this.problems.push(problem('policy.scale-gap', this.locate.value(path), values))
  }

  /** Compiles an expression that stands at `path`; a wrong one is reported at the very character. */
  expression(source: string, path: Path, want: 'bool' | 'number', perImage = false): CompiledExpression | undefined {
    try {
      return compileExpression(source, want, this.names, this.vocabulary, perImage)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.problems.push(problem(error.code, this.locate.value(path, error.offset), error.values))
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
      return v.attributes.keys()
    case 'tag':
      return v.tags.keys()
  }
}

function contextOf(c: Compilation, rule: Rule, index: number, classes: ReadonlySet<string>, aims: Aim[]): RuleContext {
  const path: Path = ['rules', index]
  return {
    vocabulary: c.vocabulary,
    document: c.document,
    classes,
    aims,
    expression(key, want = 'bool', perImage = false) {
      const source = textAt(rule, key)
      return typeof source === 'string' ? c.expression(source, [...path, ...key.split('.')], want, perImage) : undefined
    },
    name(what, name, ...rest) {
      const all = [...known(what, c.vocabulary, rule)]
      if (!all.includes(name)) c.unknown([...path, ...rest], what, name, all)
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

/** Concrete classes a rule binds. */
function classesOf(rule: Rule, v: Vocabulary): ReadonlySet<string> {
  const named = rule.for === undefined ? v.classes.keys() : v.withDescendants(listOf(rule.for))
  const without = v.withDescendants(listOf(rule.except))
  return new Set([...named].filter((id) => !without.has(id) && v.classes.get(id)?.abstract === false))
}

/** What a rule means, without its words: an override made under another meaning has expired. */
function meaningOf(rule: Rule, doc: PolicyDocument): Sha256 {
  const {
    says: _says,
    pictures: _pictures,
    since: _since,
    override: _override,
    severity: _severity,
    fix: _fix,
    ...meant
  } = rule
  const text = canonical(meant)
  const scales = Object.fromEntries(Object.entries(doc.scales).filter(([id]) => text.includes(id)))
  return digestOf({ meant, scales })
}

function plannedRule(rule: Rule, classes: ReadonlySet<string>, doc: PolicyDocument): PlannedRule {
  return {
    id: rule.id as RuleId,
    severity: rule.severity ?? 'error',
    ...(rule.says === undefined ? {} : { says: rule.says as Text }),
    overridable: (rule.override?.who ?? 'nobody') !== 'nobody',
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

function place(into: Building, rule: PlannedRule, checks: RuleChecks): void {
  const order = into.order.size
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

function planOf(c: Compilation): { plan: Plan; rules: RuleView[] } {
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
  const aims: Aim[] = []
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
    const classes = classesOf(rule, v)
    const planned = plannedRule(rule, classes, doc)
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
    })
  })
  const own = into.own.map(settled)
  const plan: Plan = {
    own,
    ownChecks: new OwnChecks(own),
    pairs: into.pairs.map(settled),
    image: into.image.map(settled),
    pairRoles: [...new Set(into.pairs.map((p) => p.check.role))],
    orderOf: into.order,
  }
  return { plan, rules: views }
}

type Profiles = ReadonlyMap<string, { readonly positiveIf: CompiledExpression; readonly otherwise: Disposition }>

function profilesOf(c: Compilation): Profiles {
  const found = new Map<string, { positiveIf: CompiledExpression; otherwise: Disposition }>()
  for (const [id, p] of Object.entries(c.document.profiles)) {
    const positiveIf = c.expression(p.positive_if, ['profiles', id, 'positive_if'], 'bool')
    if (positiveIf) found.set(id, { positiveIf, otherwise: p.else })
  }
  return found
}

/** Dispositions for one use: a positive that does not surely fit the profile becomes what the profile says. Stored labels stay. */
function applyProfile(profiles: Profiles, id: string, doc: ImageDocument): Map<AnnotationId, Disposition> | undefined {
  const profile = profiles.get(id)
  if (!profile) return undefined
  const scene = sceneOf(doc)
  return new Map(
    scene.subjects.map((s) => {
      const { id: annotation, disposition } = s.annotation
      const fits = disposition !== 'positive' || profile.positiveIf.value(s, scene) === true
      return [annotation, fits ? disposition : profile.otherwise]
    }),
  )
}

export interface Compiled {
  readonly policy: CompiledPolicy
  readonly warnings: readonly Problem[]
}

/**
 * Compiles the text of a policy. A policy with any error is refused as a whole; every problem has line, column and what was
 * expected. Pure and without time limit of its own: run it where it can be ended (`workers/validator/client.ts`).
 */
export function compilePolicy(text: string): Result<Compiled> {
  const parsed = parsePolicy(text)
  if (!parsed.ok) return parsed
  const { document, locate } = parsed.value
  const c = new Compilation(document, locate)
  checkReferences(document, c.vocabulary.roles, BUILT_IN_IDS, c)
  addBands(c)
  const { plan, rules } = planOf(c)
  const profiles = profilesOf(c)
  if (c.problems.length > 0) return fail(...c.problems.slice(0, POLICY_LIMITS.problems))

  const digest = digestOf(document)
  const view = viewOf(document, c.vocabulary, { id: document.id, version: document.version, digest }, rules)
  const policy: CompiledPolicy = {
    digest,
    view,
    check: (doc) => check(doc, plan),
    session: (doc) => new Session(doc, plan),
    cases: () => runCases(document, locate, view.ref, (doc) => check(doc, plan)),
    profile: (id, doc) => applyProfile(profiles, id, doc),
  }
  return ok({ policy, warnings: [] })
}
