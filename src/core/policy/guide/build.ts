/** The guide of a policy: everything a labeler must know, per class, from the same text that the machine checks. */
import { DISPOSITIONS } from '../../model/annotation'
import type { Case, PolicyDocument } from '../document'
import { listOf, type Names } from '../pieces'
import type { PolicyView } from '../view'
import {
  vocabularyOf,
  type AttributeInfo,
  type ClassInfo,
  type QuestionInfo,
  type RoleInfo,
  type ScaleInfo,
  type Vocabulary,
} from '../vocabulary'
import { sayCondition } from './condition'
import { exampleOf, type ExampleContext } from './examples'
import type { Block, Guide, Pictures, RuleEntry, RuleRef, Section } from './guide'
import { Titles, textOf } from './names'
import { ruleChecks, type RuleContext } from './rule-checks'
import type { ConditionWords, GuideLabels, Heading, RuleWords } from './words'

export interface GuideWords {
  readonly labels: GuideLabels
  readonly conditions: ConditionWords
  readonly rules: RuleWords
}

type Rule = PolicyDocument['rules'][number]
type Extra = Readonly<Record<string, unknown>>
/** Keys that newer documents have and older ones lack. */
const extra = (value: unknown): Extra => (value !== null && typeof value === 'object' ? (value as Extra) : {})
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const str = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The headings under which rules stand in a class. */
type Topic = 'positive' | 'negative' | 'ignore' | 'skip' | 'occlusion' | 'geometry' | 'attributes' | 'relations'
const TOPICS: readonly Topic[] = [
  'positive',
  'negative',
  'ignore',
  'skip',
  'occlusion',
  'geometry',
  'attributes',
  'relations',
]

function topicOf(rule: Rule): Topic {
  const then = str(extra(rule)['then'])
  switch (rule.kind) {
    case 'inference':
      return 'occlusion'
    case 'geometry':
      return 'geometry'
    case 'attribute':
      return 'attributes'
    case 'relation':
      return 'relations'
    case 'ignore':
      return then === 'skip' ? 'skip' : 'ignore'
    default:
      return then === 'negative' || then === 'ignore' || then === 'skip' ? then : 'positive'
  }
}

class Builder {
  readonly #doc: PolicyDocument
  readonly #view: PolicyView
  readonly #v: Vocabulary
  readonly #language: string
  readonly #t: Titles
  readonly #l: GuideLabels
  readonly #cx: RuleContext
  readonly #examples: ExampleContext

  constructor(doc: PolicyDocument, view: PolicyView, words: GuideWords, language: string) {
    this.#doc = doc
    this.#view = view
    this.#v = vocabularyOf(doc)
    this.#language = language
    this.#t = new Titles(this.#v, language)
    this.#l = words.labels
    this.#cx = {
      words: words.conditions,
      rules: words.rules,
      labels: words.labels,
      titles: this.#t,
      vocabulary: this.#v,
      defined: new Set(Object.keys(extra(extra(doc)['define']))),
    }
    this.#examples = { doc, view, titles: this.#t, labels: words.labels, anchorOf: (id) => this.#anchorOf(id) }
  }

  guide(): Guide {
    const { id, version, digest } = this.#view.ref
    const source = this.#text(extra(this.#doc)['source'])
    return {
      language: this.#language,
      title: this.#text(this.#view.title),
      name: `${id} ${version}`,
      facts: [
        this.#l.statuses[this.#view.status] ?? this.#view.status,
        ...(this.#view.supersedes === undefined ? [] : [this.#l.supersedes(this.#view.supersedes)]),
        this.#l.digest(digest),
        ...(source === '' ? [] : [this.#l.source(source)]),
      ],
      intro: [this.#text(this.#doc.says)].filter((s) => s !== ''),
      contents: this.#l.headings.contents,
      sections: [
        this.#dispositions(),
        this.#scales(),
        this.#classes(),
        this.#everyClass(),
        this.#image(),
        this.#links(),
        this.#zones(),
        this.#skeletons(),
        this.#process(),
        this.#profiles(),
        this.#terms(),
        this.#clarifications(),
      ].filter((s) => s.blocks.length > 0 || s.sections.length > 0),
    }
  }

  #text(text: unknown): string {
    return textOf(text, this.#language)
  }
  #say(source: string): string {
    return sayCondition(source, this.#cx)
  }
  #section(
    id: string,
    heading: Heading,
    blocks: readonly (Block | undefined)[],
    sections: readonly Section[] = [],
  ): Section {
    return {
      id,
      title: this.#l.headings[heading],
      blocks: blocks.filter((b) => b !== undefined),
      sections: sections.filter((s) => s.blocks.length > 0 || s.sections.length > 0),
    }
  }
  #table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): Block | undefined {
    return rows.length === 0 ? undefined : { kind: 'table', caption, head, rows }
  }

  // What is said of every label

  #dispositions(): Section {
    const { text, headings, dispositions } = this.#l
    const reasons = (d: (typeof DISPOSITIONS)[number]): string =>
      d === 'positive' ? '' : this.#l.list(this.#v.reasons[d].map((r) => this.#text(r.title)))
    return this.#section('dispositions', 'dispositions', [
      this.#table(
        headings.dispositions,
        [text.disposition, text.meaning, text.reasons],
        DISPOSITIONS.map((d) => [dispositions[d].title, dispositions[d].hint, reasons(d)]),
      ),
      this.#lookAlikeList(),
      this.#v.evidence.length === 0
        ? undefined
        : this.#table(
            headings.evidence,
            [text.name, text.meaning],
            this.#v.evidence.map((e) => [e.id, this.#text(e.title)]),
          ),
    ])
  }

  #lookAlikeList(): Block | undefined {
    const { text, headings } = this.#l
    return this.#table(
      headings.lookAlikes,
      [text.name, text.meaning],
      this.#v.lookAlikes.map((o) => [o.id, this.#text(o.title)]),
    )
  }

  #scales(): Section {
    const sections = [...this.#v.scales.values()].map((scale): Section => ({
      id: `scale-${scale.id}`,
      title: this.#t.scale(scale.id),
      blocks: [
        ...(scale.of === undefined
          ? []
          : [{ kind: 'text' as const, text: `${this.#l.text.measure}: ${this.#say(scale.of)}` }]),
        this.#scaleTable(scale),
      ].filter((b) => b !== undefined),
      sections: [],
    }))
    return this.#section('scales', 'scales', [], sections)
  }

  #scaleTable(scale: ScaleInfo): Block | undefined {
    const { text } = this.#l
    const last = scale.bands.length - 1
    const share = scale.bands.every((b) => b.from >= 0 && b.to <= 1)
    const n = (value: number): string => this.#cx.words.number(value, share ? 'share' : undefined)
    if (scale.bands.length === 0)
      return this.#table(
        this.#t.scale(scale.id),
        [text.level, text.meaning],
        scale.levels.map((level) => [level.id, this.#text(level.title)]),
      )
    return this.#table(
      this.#t.scale(scale.id),
      [text.level, text.range],
      scale.bands.map((b, i) => [
        this.#t.level(scale.id, b.id),
        this.#l.range(n(b.from), n(b.to), scale.ends === '[)' || i === 0, scale.ends === '(]' || i === last),
      ]),
    )
  }

  // Classes

  #classes(): Section {
    return this.#section(
      'classes',
      'classes',
      [],
      [...this.#v.classes.values()].map((c) => this.#class(c)),
    )
  }

  #class(c: ClassInfo): Section {
    const entry = extra(this.#doc.classes[c.id])
    const view = this.#view.classes.find((x) => x.id === c.id)
    const own = this.#doc.rules.filter((rule) => this.#homeOf(rule) === c.id)
    // A class that only groups others repeats nothing of its parent.
    const inherited = c.abstract
      ? []
      : this.#doc.rules.filter((rule) => this.#homeOf(rule) !== c.id && this.#binds(rule, c))
    const id = `class-${c.id}`
    const topics = TOPICS.map((topic) => this.#topic(id, topic, own, inherited, this.#topicBlocks(topic, c, entry)))
    return {
      id,
      title: this.#t.class(c.id),
      ...(view === undefined ? {} : { swatch: view.color }),
      ...(c.abstract ? { mark: this.#l.text.abstract } : {}),
      blocks: [...this.#classIntro(c, entry), ...this.#pictures(entry['pictures'])],
      sections: [
        ...topics.slice(0, 4),
        this.#shapes(id, c),
        ...topics.slice(4),
        this.#questions(id, c),
        this.#caseSection(id, this.#casesOf(c.id)),
      ].filter((s) => s.blocks.length > 0),
    }
  }

  #classIntro(c: ClassInfo, entry: Extra): Block[] {
    const { text } = this.#l
    const facts = [
      ...(c.isA === undefined ? [] : [this.#l.kindOf(this.#t.class(c.isA))]),
      `${text.name}: \`${c.id}\`${list(entry['aliases']).length > 0 ? ` (${text.aliases}: ${this.#l.list(list(entry['aliases']).map(str))})` : ''}`,
      ...(c.disposition === 'positive' ? [] : [`${text.becomes}: ${this.#l.dispositions[c.disposition].title}`]),
      ...(list(entry['neighbours']).length > 0
        ? [`${text.neighbours}: ${this.#l.list(list(entry['neighbours']).map((n) => this.#t.class(str(n))))}`]
        : []),
      ...(str(entry['fallback']) === '' ? [] : [`${text.fallback}: ${this.#t.class(str(entry['fallback']))}`]),
    ]
    const says = c.disposition === 'positive' && !c.abstract ? '' : this.#text(c.says)
    return [...(says === '' ? [] : [{ kind: 'text' as const, text: says }]), { kind: 'list', items: facts }]
  }

  /** What a topic has besides rules. */
  #topicBlocks(topic: Topic, c: ClassInfo, entry: Extra): Block[] {
    const { text } = this.#l
    if (topic === 'positive') {
      const lines = (key: 'includes' | 'excludes'): string[] => {
        const all = Array.isArray(entry[key]) ? list(entry[key]) : entry[key] === undefined ? [] : [entry[key]]
        return all.map((item) => `${text[key]}: ${this.#text(item)}`)
      }
      const items = [...lines('includes'), ...lines('excludes')]
      const says = c.disposition === 'positive' && !c.abstract ? this.#text(c.says) : ''
      return [
        ...(says === '' ? [] : [{ kind: 'text' as const, text: says }]),
        ...(items.length > 0 ? [{ kind: 'list' as const, items }] : []),
      ]
    }
    if (topic === 'negative') return [this.#lookAlikes(c)].filter((b) => b !== undefined)
    return topic === 'attributes' ? this.#attributes(c) : []
  }

  /** What each look-alike of the class becomes: the nearest entry of the tree counts. */
  #lookAlikes(c: ClassInfo): Block | undefined {
    const { text, headings } = this.#l
    const rows = this.#v.lookAlikes.flatMap((kind): string[][] => {
      const nearest = [c.id, ...c.ancestors]
        .map((id) => extra(extra(this.#doc.classes[id])['look_alikes'])[kind.id])
        .find((x) => x !== undefined)
      const outcome = typeof nearest === 'string' ? { then: nearest } : extra(nearest)
      const known = DISPOSITIONS.find((d) => d === outcome['then'])
      if (!known) return []
      const reason = str(outcome['reason'])
      return [
        [
          this.#text(kind.title),
          this.#cx.rules.disposition(
            this.#l.dispositions[known].title,
            reason === '' ? undefined : this.#t.reason(reason),
          ),
        ],
      ]
    })
    return this.#table(headings.lookAlikes, [text.lookAlike, text.becomes], rows)
  }

  /** Attributes of a class: those meant for it in a table, those of its ancestors by reference. */
  #attributes(c: ClassInfo): Block[] {
    const mine = [...this.#v.attributes.values()].filter((a) => a.classes?.has(c.id) && a.scope !== 'image')
    const homes = mine.map((a) => ({ a, home: this.#homeOfScope(this.#doc.attributes[a.id]?.for, c) ?? c.id }))
    const elsewhere = c.abstract ? [] : [...new Set(homes.map((h) => h.home).filter((home) => home !== c.id))]
    return [
      this.#attributeTable(homes.filter((h) => h.home === c.id).map((h) => h.a)),
      this.#elsewhere('attributes', elsewhere, (home) =>
        homes.filter((h) => h.home === home).map((h) => this.#text(h.a.title)),
      ),
    ].filter((b) => b !== undefined)
  }

  #attributeTable(attributes: readonly AttributeInfo[]): Block | undefined {
    const { text, headings } = this.#l
    return this.#table(
      headings.attributes,
      [text.name, text.type, text.values, text.when],
      attributes.map((a) => [
        this.#text(a.title),
        this.#l.types[a.many ? 'many' : a.type] ?? a.type,
        this.#attributeValues(a),
        [
          a.when === undefined ? '' : this.#say(a.when),
          a.requiredWhen === undefined ? '' : `${text.required}: ${this.#say(a.requiredWhen)}`,
        ]
          .filter((t) => t !== '')
          .join('; '),
      ]),
    )
  }

  #attributeValues(a: AttributeInfo): string {
    if (a.range) return `${a.range[0]} – ${a.range[1]}${a.unit ? ` ${a.unit}` : ''}`
    if (a.options.length > 0) return a.options.map((o) => this.#text(o.title)).join(' · ')
    return a.pattern === undefined ? (a.unit ?? '') : `\`${a.pattern}\``
  }

  #shapes(id: string, c: ClassInfo): Section {
    const { text } = this.#l
    const entry = (role: RoleInfo): Extra =>
      [c.id, ...c.ancestors]
        .map((cls) => extra(extra(extra(this.#doc.classes[cls])['roles'])[role.id]))
        .find((r) => Object.keys(r).length > 0) ?? {}
    const roles = (c.abstract ? [c.id] : [c.id, ...c.ancestors]).some(
      (cls) => this.#doc.classes[cls]?.roles !== undefined,
    )
    // A class that only groups others, and says nothing of shapes itself, needs no table of everything.
    const shown = roles || !c.abstract ? [...c.roles.values()] : []
    const rows = shown.map((role) => [
      this.#text(role.title) === role.id.replaceAll('_', ' ')
        ? (this.#l.role(role.id) ?? this.#text(role.title))
        : this.#text(role.title),
      this.#need(entry(role)['need'] ?? role.need),
      entry(role)['shape'] === undefined ? text.anyShape : this.#l.list(role.shapes.map((s) => this.#l.shapeKind(s))),
    ])
    return this.#section(`${id}-shapes`, 'shapes', [
      this.#table(this.#l.headings.shapes, [text.role, text.need, text.shape], rows),
    ])
  }

  #need(need: unknown): string {
    if (typeof need === 'string') return this.#l.needs[need] ?? need
    const parts = Object.entries(extra(need)).map(([d, n]) => {
      const known = DISPOSITIONS.find((x) => x === d)
      return this.#l.needBy(known ? this.#l.dispositions[known].title : '', this.#l.needs[String(n)] ?? String(n))
    })
    return this.#l.list(parts)
  }

  /** The class whose section says something in full that is meant for it and its descendants. */
  #homeOfScope(names: Names | undefined, c: ClassInfo): string | undefined {
    const named = listOf(names)
    return [c.id, ...c.ancestors].find((id) => named.includes(id))
  }

  #questions(id: string, c: ClassInfo): Section {
    const asked = [...this.#v.questions.values()].filter((q) => q.classes?.has(c.id))
    const homes = asked.map((q) => ({ q, home: this.#homeOfScope(this.#doc.questions[q.id]?.for, c) ?? c.id }))
    const elsewhere = c.abstract ? [] : [...new Set(homes.map((h) => h.home).filter((home) => home !== c.id))]
    return this.#section(`${id}-questions`, 'questions', [
      this.#questionTable(homes.filter((h) => h.home === c.id).map((h) => h.q)),
      this.#elsewhere('questions', elsewhere, (home) =>
        homes.filter((h) => h.home === home).map((h) => this.#text(h.q.ask)),
      ),
    ])
  }

  /** Refers to the sections of other classes. */
  #elsewhere(
    topic: 'questions' | 'attributes',
    homes: readonly string[],
    items: (home: string) => string[],
  ): Block | undefined {
    if (homes.length === 0) return undefined
    const refs = homes.map((home) => ({
      id: this.#t.class(home),
      anchor: `class-${home}-${topic}`,
      says: items(home).join(' · '),
    }))
    return { kind: 'refs', lead: this.#l.text.rulesAlso, refs }
  }

  #questionTable(questions: readonly QuestionInfo[]): Block | undefined {
    const { text, headings } = this.#l
    return this.#table(
      headings.questions,
      [text.question, text.answers, text.when],
      questions.map((q) => {
        const when = str(extra(extra(this.#doc.questions)[q.id])['when'])
        return [
          this.#text(q.ask),
          q.answers.map((a) => this.#text(a.title)).join(' · '),
          when === '' ? '' : this.#say(when),
        ]
      }),
    )
  }

  // Rules

  /** The class in whose section a rule stands in full; '' = every class, undefined = elsewhere. */
  #homeOf(rule: Rule): string | undefined {
    if (rule.kind === 'image' || rule.kind === 'process') return undefined
    return listOf(rule.for)[0] ?? ''
  }
  #binds(rule: Rule, c: ClassInfo): boolean {
    if (rule.for === undefined || rule.kind === 'image' || rule.kind === 'process') return false
    const named = [c.id, ...c.ancestors]
    const except = listOf(rule.except)
    return listOf(rule.for).some((f) => named.includes(f)) && !except.some((e) => named.includes(e))
  }

  #topic(
    id: string,
    topic: Topic,
    own: readonly Rule[],
    inherited: readonly Rule[],
    more: readonly (Block | undefined)[],
  ): Section {
    const rules = own.filter((rule) => topicOf(rule) === topic)
    const refs = inherited.filter((rule) => topicOf(rule) === topic)
    return this.#section(`${id}-${topic}`, topic, [...more, this.#rules(rules), this.#refs(refs)])
  }
  #rules(rules: readonly Rule[]): Block | undefined {
    return rules.length === 0 ? undefined : { kind: 'rules', rules: rules.map((rule) => this.#rule(rule)) }
  }
  #refs(rules: readonly Rule[]): Block | undefined {
    return rules.length === 0
      ? undefined
      : { kind: 'refs', lead: this.#l.text.rulesAlso, refs: rules.map((rule) => this.#ref(rule)) }
  }
  #anchorOf(id: string): string | undefined {
    return this.#doc.rules.some((rule) => rule.id === id) ? `rule-${id}` : undefined
  }
  #ref(rule: Rule): RuleRef {
    const says = this.#text(rule.says)
    return { id: rule.id, anchor: `rule-${rule.id}`, says: says === '' ? ruleChecks(rule, this.#cx).join(' ') : says }
  }

  #rule(rule: Rule): RuleEntry {
    const severity = rule.severity ?? 'error'
    const who = rule.override?.who ?? 'nobody'
    const guide = this.#text(extra(rule)['guide'])
    const [pictures] = this.#pictures(rule.pictures)
    return {
      id: rule.id,
      anchor: `rule-${rule.id}`,
      says: this.#text(rule.says),
      ...(guide === '' ? {} : { guide }),
      checks: ruleChecks(rule, this.#cx),
      marks: [
        ...(severity === 'error' ? [] : [this.#l.severities[severity]]),
        ...(who === 'nobody' ? [] : [this.#l.override(this.#l.overriders[who] ?? who)]),
        ...(rule.since === undefined ? [] : [this.#l.since(rule.since)]),
      ],
      severity,
      clarifications: this.#clarified()
        .filter((c) => c.rule === rule.id)
        .map((c) => c.text),
      ...(pictures?.kind === 'pictures' ? { pictures: pictures.pictures } : {}),
    }
  }

  #pictures(given: unknown): Block[] {
    const [right, wrong] = [list(extra(given)['right']).map(str), list(extra(given)['wrong']).map(str)]
    if (right.length + wrong.length === 0) return []
    const pictures: Pictures = { right, wrong, words: { right: this.#l.examples.right, wrong: this.#l.examples.wrong } }
    return [{ kind: 'pictures', pictures }]
  }

  #everyClass(): Section {
    const rules = this.#doc.rules.filter((rule) => this.#homeOf(rule) === '')
    const forAll = [...this.#v.attributes.values()].filter((a) => a.classes === undefined && a.scope !== 'image')
    return this.#section(
      'every-class',
      'everyClass',
      [],
      TOPICS.map((topic) =>
        this.#topic('every-class', topic, rules, [], topic === 'attributes' ? [this.#attributeTable(forAll)] : []),
      ),
    )
  }

  // Cases

  /** Where a case is shown: with the class of its first label; '' = with the image. */
  #casesOf(cls: string): Case[] {
    return this.#doc.cases.filter(
      (c) =>
        (c.annotations?.[0] ?? c.annotation)?.class === cls || (cls === '' && !(c.annotations?.[0] ?? c.annotation)),
    )
  }
  #caseSection(id: string, cases: readonly Case[]): Section {
    const examples = cases.flatMap((c) => exampleOf(c, this.#examples))
    return this.#section(`${id}-examples`, 'examples', [
      examples.length === 0 ? undefined : { kind: 'examples', examples },
    ])
  }

  // The image

  #image(): Section {
    const { text, headings } = this.#l
    const ofImage = [...this.#v.questions.values()].filter((q) => q.classes === undefined)
    const attributes = [...this.#v.attributes.values()]
      .filter((a) => extra(extra(this.#doc.attributes)[a.id])['scope'] === 'image')
      .map((a) => [this.#text(a.title), this.#l.list(a.options.map((o) => this.#text(o.title)))])
    const tags = [...this.#v.tags.values()].map((t) => [
      this.#text(t.title),
      t.options.map((o) => this.#text(o.title)).join(' · '),
    ])
    const rules = this.#doc.rules.filter((rule) => rule.kind === 'image')
    return this.#section(
      'image',
      'image',
      [
        { kind: 'text', text: text.coverageHint },
        this.#rules(rules),
        this.#questionTable(ofImage),
        this.#table(headings.image, [text.name, text.values], [...tags, ...attributes]),
      ],
      [this.#caseSection('image', this.#casesOf(''))],
    )
  }

  #links(): Section {
    const { text, headings } = this.#l
    const given = (id: string): Extra => extra(extra(extra(this.#doc)['links'])[id])
    const ends = (value: unknown): string =>
      this.#l.list((Array.isArray(value) ? value : [value]).map((c) => this.#t.class(str(c))))
    const rows = [...this.#v.links.keys()].flatMap((id) => [
      [
        this.#t.link(id),
        ends(given(id)['from']),
        ends(given(id)['to']),
        this.#l.cardinality(str(given(id)['need']) || '0..*'),
      ],
      ...(given(id)['inverse_need'] === undefined
        ? []
        : [
            [
              this.#t.link(id, true),
              ends(given(id)['to']),
              ends(given(id)['from']),
              this.#l.cardinality(str(given(id)['inverse_need'])),
            ],
          ]),
    ])
    return this.#section('links', 'links', [
      this.#table(headings.links, [text.link, text.from, text.to, text.howMany], rows),
    ])
  }

  #zones(): Section {
    const { text, headings } = this.#l
    const rows = [...this.#v.zones.values()].map((zone) => [
      this.#text(zone.title),
      [this.#text(zone.says), zone.void ? text.void : ''].filter((t) => t !== '').join(' '),
    ])
    return this.#section('zones', 'zones', [this.#table(headings.zones, [text.zone, text.meaning], rows)])
  }

  #skeletons(): Section {
    const { text, headings } = this.#l
    const rows = [...this.#v.skeletons.values()].map((s) => [
      this.#text(s.title),
      s.points.map((p) => this.#text(p.title)).join(' · '),
    ])
    return this.#section('skeletons', 'skeletons', [this.#table(headings.skeletons, [text.name, text.points], rows)])
  }

  #process(): Section {
    return this.#section('process', 'process', [this.#rules(this.#doc.rules.filter((rule) => rule.kind === 'process'))])
  }

  #profiles(): Section {
    const { text, headings } = this.#l
    const rows = Object.entries(this.#doc.profiles).map(([id, p]) => {
      const decide = list(extra(p)['decide']).map((d) => {
        const known = DISPOSITIONS.find((x) => x === extra(d)['then'])
        return this.#l.decide(this.#say(str(extra(d)['when'])), known ? this.#l.dispositions[known].title : '')
      })
      const positive: unknown = p.positive_if
      const otherwise = DISPOSITIONS.find((d) => d === p.else)
      const main =
        typeof positive === 'string'
          ? [this.#l.profile(this.#say(positive), otherwise ? this.#l.dispositions[otherwise].title : '')]
          : []
      return [this.#text(p.title) || id.replaceAll('_', ' '), [...decide, ...main].join(' ')]
    })
    return this.#section('profiles', 'profiles', [this.#table(headings.profiles, [text.profile, text.counts], rows)])
  }

  #terms(): Section {
    const { text, headings } = this.#l
    const rows = Object.entries(extra(extra(this.#doc)['define'])).map(([name, source]) => [
      name.replaceAll('_', ' '),
      this.#say(str(source)),
    ])
    return this.#section('terms', 'terms', [this.#table(headings.terms, [text.term, text.meaning], rows)])
  }

  #clarified(): { readonly rule: string; readonly text: string }[] {
    return list(extra(this.#doc)['clarifications']).map((given) => {
      const c = extra(given)
      return {
        rule: str(c['rule']),
        text: this.#l.clarification({
          date: str(c['date']),
          asked: this.#text(c['asked']),
          answer: this.#text(c['answer']),
          by: str(c['by']),
        }),
      }
    })
  }

  /** Only those that belong to no rule; the others stand at theirs. */
  #clarifications(): Section {
    const items = this.#clarified()
      .filter((c) => this.#anchorOf(c.rule) === undefined)
      .map((c) => c.text)
    return this.#section('clarifications', 'clarifications', [items.length === 0 ? undefined : { kind: 'list', items }])
  }
}

/**
 * Builds the guide in one language. @param view of the same document, compiled: it has the colours and the digest.
 */
export const buildGuide = (doc: PolicyDocument, view: PolicyView, words: GuideWords, language: string): Guide =>
  new Builder(doc, view, words, language).guide()
