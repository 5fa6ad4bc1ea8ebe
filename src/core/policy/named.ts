/** Named expressions (`define`) and the conditions under which questions, attributes and scales apply. */
import type { Values } from '../model/problem'
import type { PolicyDocument } from './document'
import type { CompiledExpression } from './expression/expression'
import type { ImageMember, Member, Names } from './expression/members'
import type { Path } from './parse'
import type { Vocabulary } from './vocabulary'

/** What is needed of the compiler. `names` grows as names are defined. */
export interface Naming {
  readonly document: PolicyDocument
  readonly vocabulary: Vocabulary
  names: Names
  expression(
    source: string,
    path: Path,
    want: 'bool' | 'number' | 'any',
    perImage?: boolean,
  ): CompiledExpression | undefined
  /** The expression of the image, if it is one; reports nothing. */
  ofImage(source: string): CompiledExpression | undefined
  schema(path: Path, values: Values): void
}

const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/gu
/** Names that stand in a text of an expression, outside of quotes. */
const wordsOf = (source: string): ReadonlySet<string> =>
  new Set(source.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, ' ').match(WORD) ?? [])

const asMember = (e: CompiledExpression): Member => ({
  type: e.type,
  reads: [...e.reads],
  read: (subject, evaluation) => e.within(subject, evaluation),
})
const asImageMember = (e: CompiledExpression): ImageMember => ({
  type: e.type,
  reads: [...e.reads],
  read: (evaluation) => e.within(undefined, evaluation),
})

class Definitions {
  readonly #c: Naming
  readonly #sources: Readonly<Record<string, string>>
  readonly #done = new Set<string>()
  readonly #open: string[] = []

  constructor(c: Naming) {
    this.#c = c
    this.#sources = c.document.define ?? {}
  }

  /** Whether it stands on a computed band, itself or by another name. */
  usesBands(name: string, seen = new Set<string>()): boolean {
    if (seen.has(name)) return false
    seen.add(name)
    const words = wordsOf(this.#sources[name] ?? '')
    return words.has('band') || [...words].some((w) => Object.hasOwn(this.#sources, w) && this.usesBands(w, seen))
  }

  define(name: string): void {
    if (this.#done.has(name)) return
    const at = this.#open.indexOf(name)
    if (at >= 0) {
      const circle = [...this.#open.slice(at), name].join(' → ')
      this.#c.schema(['define', name], { reason: 'cycle', found: circle })
      for (const one of this.#open.slice(at)) this.#done.add(one)
      return
    }
    const source = this.#sources[name] ?? ''
    this.#open.push(name)
    for (const word of wordsOf(source)) if (Object.hasOwn(this.#sources, word)) this.define(word)
    this.#open.pop()
    if (!this.#done.has(name)) this.#add(name, source)
    this.#done.add(name)
  }

  #add(name: string, source: string): void {
    const { names } = this.#c
    if (names.annotation.has(name) || names.groups.has(name) || names.imageGroups.has(name)) {
      this.#c.schema(['define', name], { reason: 'taken', found: name })
      return
    }
    const ofImage = this.#c.ofImage(source)
    const own = ofImage ?? this.#c.expression(source, ['define', name], 'any')
    if (!own) return
    this.#c.names = {
      ...names,
      annotation: new Map([...names.annotation, [name, asMember(own)]]),
      ...(ofImage ? { image: new Map([...(names.image ?? []), [name, asImageMember(ofImage)]]) } : {}),
    }
  }
}

/** Defines the named expressions: first those that need no computed bands, then, when these are known, the others. */
export function definitionsOf(c: Naming): { readonly withoutBands: () => void; readonly rest: () => void } {
  const all = Object.keys(c.document.define ?? {})
  const definitions = new Definitions(c)
  return {
    withoutBands() {
      for (const name of all) if (!definitions.usesBands(name)) definitions.define(name)
    },
    rest() {
      for (const name of all) definitions.define(name)
    },
  }
}

/** What a member reads, with what decides whether it applies at all. */
function alsoReads(members: ReadonlyMap<string, Member> | undefined, id: string, condition: CompiledExpression): void {
  const member = members?.get(id)
  if (member) (members as Map<string, Member>).set(id, { ...member, reads: [...member.reads, ...condition.reads] })
}

/** Compiles the conditions (`when`) of questions, attributes and scales and keeps them with the vocabulary. */
export function addConditions(c: Naming): void {
  const { vocabulary: v } = c
  const keep = (
    key: string,
    when: string | undefined,
    path: Path,
    perImage: boolean,
    groups: readonly string[],
  ): void => {
    if (when === undefined) return
    const condition = c.expression(when, path, 'bool', perImage)
    if (!condition) return
    v.conditions.set(key, condition)
    const id = key.slice(key.indexOf('.') + 1)
    for (const group of groups) alsoReads(c.names.groups.get(group), id, condition)
  }
  for (const a of v.attributes.values()) {
    if (a.requiredWhen === undefined) continue
    const required = c.expression(a.requiredWhen, ['attributes', a.id, 'required_when'], 'bool', a.scope === 'image')
    if (required) v.required.set(a.id, required)
  }
  for (const q of v.questions.values())
    keep(`question.${q.id}`, q.when, ['questions', q.id, 'when'], q.classes === undefined, ['answer'])
  for (const a of v.attributes.values())
    keep(`attribute.${a.id}`, a.when, ['attributes', a.id, 'when'], a.scope === 'image', ['attribute'])
  for (const s of v.scales.values()) keep(`level.${s.id}`, s.when, ['scales', s.id, 'when'], false, ['level', 'rank'])
}

const MENTION = /\b(answer|attribute|level|rank|image_answer|image_attribute|tag)\.([\p{L}_][\p{L}\p{M}\p{N}_]*)/gu
/** Questions, attributes, levels and tags that an expression reads: `answer.is_person` … */
export function mentionsOf(source: string): string[] {
  return [...source.matchAll(MENTION)].map(([, group, id]) => `${group === 'rank' ? 'level' : group}.${id}`)
}
