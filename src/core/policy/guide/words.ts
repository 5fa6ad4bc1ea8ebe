/** The sentences that a guide is made of; their texts stand in `messages/<language>/guide.ts`. */
import type { Disposition } from '../../model/annotation'
import type { Severity, Verdict } from '../../model/finding'
import type { Unit } from '../expression/types'

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='

/** Parts of a condition. `isNot`: the same, denied. All arguments are words already, unless they are named ids. */
export interface ConditionWords {
  and(parts: readonly string[]): string
  or(parts: readonly string[]): string
  /** Brackets around a part that would be misread. */
  group(part: string): string
  compare(op: Comparison, left: string, right: string): string
  oneOf(left: string, right: readonly string[], isNot: boolean): string
  /** `right` is a list that is not written out. */
  within(left: string, right: string, isNot: boolean): string
  number(value: number, unit: Unit | undefined): string
  quoted(title: string): string
  /** A named part of an annotation: `class`, `occlusion`, `reason` …; undefined = unknown to the catalogue. */
  member(name: string): string | undefined
  /** `<group>.<id>`: answer, attribute, level, rank, band, tag, coverage … with the title of what is asked. */
  grouped(group: string, title: string): string | undefined
  /** The shape of the role `visible` or `full`, by our own word. */
  shape(role: string): string
  /** The shape of another role, by its title. */
  part(title: string): string
  /** Two yes/no values that must be the same, or must differ. */
  exactlyWhen(a: string, b: string, isNot: boolean): string
  clipped(shape: string): string
  measure(name: string, shape: string): string | undefined
  /** Of another label. */
  ofOther(what: string, other: string): string
  other(name: string, isOnly: boolean): string
  /** `has(x)`: a shape is drawn, a value is known. */
  drawn(shape: string, isNot: boolean): string
  known(what: string, isNot: boolean): string
  /** A yes/no value that stands by itself. */
  yes(what: string, isNot: boolean): string
  /** A named expression of the policy holds. */
  term(name: string, isNot: boolean): string
  isA(subject: string | undefined, title: string, isNot: boolean): string
  exists(many: string, name: string, condition: string, isNot: boolean): string
  all(many: string, name: string, condition: string, isNot: boolean): string
  existsOne(many: string, name: string, condition: string, isNot: boolean): string
  filtered(many: string, condition: string): string
  mapped(many: string, what: string): string
  count(many: string): string
  /** The lists `others` and `annotations`, links, group members. */
  many(name: 'others' | 'annotations' | 'linked' | 'linked_from' | 'group_members', title?: string): string
  /** A function by name; undefined = unknown to the catalogue, it is then shown as code. */
  call(name: string, args: readonly string[], isNot: boolean): string | undefined
  choice(condition: string, yes: string, no: string): string
}

/** Demands of a rule, by the key that makes them. `where` joins a condition and its demands to a sentence. */
export interface RuleWords {
  where(condition: string, demands: readonly string[]): string
  demands(demands: readonly string[]): string
  only(dispositions: readonly string[]): string
  except(classes: readonly string[]): string
  disposition(disposition: string, reason: string | undefined): string
  lookAlike(kinds: readonly string[], disposition: string | undefined): string
  thenClass(title: string | undefined): string
  ask(question: string): string
  answer(answer: string, disposition: string): string
  mostSpecific(unless: string | undefined): string
  require(condition: string): string
  band(v: {
    measure: string
    from: string
    to: string
    question: string
    failsAbove: boolean
    outcome: string | undefined
  }): string
  draw(roles: readonly string[], isNot: boolean): string
  evidence(any: number, of: readonly string[]): string
  beyondImage(upTo: string, role: string): string
  tolerance(px: string | undefined, share: string | undefined): string
  sameKind(): string
  tooHidden(measure: string, limit: string, isInclusive: boolean, disposition: string): string
  size(v: {
    role: string
    side: 'width' | 'height' | 'area'
    limit: string
    isMax: boolean
    isClipped: boolean
  }): string
  insideImage(roles: readonly string[]): string
  noDefects(which: readonly string[] | undefined): string
  equal(a: string, b: string, tolerance: string): string
  aspect(role: string, value: string, tolerance: string | undefined): string
  noHoles(roles: readonly string[]): string
  onePiece(roles: readonly string[]): string
  fields(names: readonly string[]): string
  agrees(what: string, measure: string, tolerance: string | undefined): string
  duplicates(role: string, over: string, others: readonly string[]): string
  noOverlap(role: string, over: string, others: readonly string[]): string
  containedIn(role: string, classes: readonly string[], inRole: string, slack: string): string
  link(title: string, least: number | undefined, most: number | undefined): string
  countPer(parent: string, least: number | undefined, most: number | undefined): string
  depthOrder(role: string, isEvery: boolean): string
  uniqueTrack(perClass: boolean): string
  inZone(zones: readonly string[], role: string, over: string, disposition: string | undefined): string
  inIgnored(role: string, over: string, disposition: string | undefined): string
  answers(names: readonly string[]): string
  unreviewed(origins: readonly string[]): string
  provenance(ways: readonly string[]): string
  secondLook(by: string, least: number, ofImage: boolean, condition: string | undefined): string
  appliesTo(to: 'required' | 'forbidden' | 'all' | readonly string[]): string
  always(): string
  /** A key that the catalogue does not know. */
  other(key: string, value: string): string
}

/** Titles, heads of tables, short words. */
export interface GuideLabels {
  readonly headings: Readonly<Record<Heading, string>>
  readonly dispositions: Readonly<Record<Disposition, { readonly title: string; readonly hint: string }>>
  readonly severities: Readonly<Record<Severity, string>>
  readonly overriders: Readonly<Record<string, string>>
  readonly needs: Readonly<Record<string, string>>
  readonly types: Readonly<Record<string, string>>
  readonly verdicts: Readonly<Record<Verdict, string>>
  readonly examples: Readonly<Record<'right' | 'wrong' | 'asks', string>>
  readonly statuses: Readonly<Record<string, string>>
  readonly yesNo: readonly [string, string]
  readonly text: Readonly<Record<GuideText, string>>
  /** A picture of a policy, as its text alternative. */
  picture(right: boolean, file: string): string
  shapeKind(kind: string): string
  origin(how: string): string
  defect(name: string): string
  role(name: string): string | undefined
  supersedes(version: string): string
  digest(digest: string): string
  source(source: string): string
  kindOf(title: string): string
  override(who: string): string
  since(version: string): string
  range(from: string, to: string, includesFrom: boolean, includesTo: boolean): string
  atMost(count: string): string
  list(items: readonly string[]): string
  profile(condition: string, otherwise: string): string
  decide(condition: string, disposition: string): string
  clarification(v: { date: string; asked: string; answer: string; by: string }): string
  needBy(disposition: string, need: string): string
  cardinality(need: string): string
  imageAnswer(name: string): string
  exhaustive(title: string): string
  /** Something that somebody said, e.g. an answer. */
  said(what: string, value: string): string
  coverage(state: string): string
  drawnAs(v: { size: string; said: readonly string[]; labels: readonly string[] }): string
  drawnLabel(v: {
    class: string
    said: readonly string[]
    disposition: string | undefined
    parts: readonly string[]
  }): string
  drawnShape(role: string, kind: string, box: string): string
}

export type Heading =
  | 'contents'
  | 'general'
  | 'dispositions'
  | 'lookAlikes'
  | 'scales'
  | 'classes'
  | 'shapes'
  | 'positive'
  | 'negative'
  | 'ignore'
  | 'skip'
  | 'occlusion'
  | 'geometry'
  | 'attributes'
  | 'questions'
  | 'relations'
  | 'everyClass'
  | 'examples'
  | 'image'
  | 'links'
  | 'zones'
  | 'evidence'
  | 'process'
  | 'profiles'
  | 'terms'
  | 'clarifications'
  | 'skeletons'

export type GuideText =
  | 'disposition'
  | 'meaning'
  | 'reasons'
  | 'role'
  | 'need'
  | 'shape'
  | 'level'
  | 'range'
  | 'name'
  | 'type'
  | 'values'
  | 'when'
  | 'question'
  | 'answers'
  | 'askedOf'
  | 'image'
  | 'anyShape'
  | 'noRoles'
  | 'abstract'
  | 'rulesAlso'
  | 'right'
  | 'wrong'
  | 'includes'
  | 'excludes'
  | 'lookAlike'
  | 'becomes'
  | 'class'
  | 'profile'
  | 'counts'
  | 'link'
  | 'from'
  | 'to'
  | 'howMany'
  | 'zone'
  | 'void'
  | 'notAsked'
  | 'coverageHint'
  | 'measure'
  | 'required'
  | 'fallback'
  | 'neighbours'
  | 'aliases'
  | 'term'
  | 'points'
  | 'none'
