/** What a lint is, and what it may look at. One lint is one file; the list stands in `lints.ts`. */
import type { PolicyRef } from '../../model/annotation'
import type { LintCode, Place, Values } from '../../model/problem'
import type { ImageDocument } from '../../model/image'
import type { Finding } from '../../model/finding'
import type { CaseResult } from '../../validate/engine'
import type { PolicyDocument } from '../document'
import type { Names } from '../expression/members'
import type { Locator } from '../parse'
import type { Vocabulary } from '../vocabulary'
import { clausesOf, type Clause } from './clauses'
import type { Budget } from './formula'
import { Reader } from './read'
import { sourcesOf, usedIn, type Source } from './sources'
import { Universe } from './universe'

/** A policy that compiled. */
export interface Linted {
  readonly document: PolicyDocument
  readonly locate: Locator
  readonly vocabulary: Vocabulary
  readonly names: Names
  readonly ref: PolicyRef
  check(doc: ImageDocument): readonly Finding[]
  cases(): readonly CaseResult[]
}

export interface Remark {
  readonly place: Place
  readonly values: Values
}

export interface Lint {
  readonly code: LintCode
  run(cx: LintContext): Iterable<Remark>
}

/** Work of all lints of one policy: beyond it, they say less. */
const WORK = 400_000

/** The policy, with what several lints need of it worked out once. */
export class LintContext {
  readonly of: Linted
  readonly universe: Universe
  readonly reader: Reader
  readonly budget: Budget = { left: WORK }
  #clauses: readonly Clause[] | undefined
  #sources: readonly Source[] | undefined
  #cases: readonly CaseResult[] | undefined

  constructor(of: Linted) {
    this.of = of
    this.universe = new Universe(of.vocabulary, of.names)
    this.reader = new Reader(this.universe, of.document.define ?? {})
  }

  get document(): PolicyDocument {
    return this.of.document
  }
  get vocabulary(): Vocabulary {
    return this.of.vocabulary
  }
  get locate(): Locator {
    return this.of.locate
  }
  get clauses(): readonly Clause[] {
    return (this.#clauses ??= clausesOf(this.document, this.vocabulary, this.reader))
  }
  /** Every expression of the document. */
  get sources(): readonly Source[] {
    return (this.#sources ??= sourcesOf(this.document))
  }
  get cases(): readonly CaseResult[] {
    return (this.#cases ??= this.of.cases())
  }
  /**
   * Classes of which labels have the same shapes and answers and are bound by the same clauses have the same kind: what is
   * true of one of them is true of all.
   */
  kindOf(cls: string): string {
    const known = this.#kinds.get(cls)
    if (known !== undefined) return known
    const v = this.vocabulary
    const bound = this.clauses.flatMap((c, i) => (c.classes.has(cls) ? [i] : []))
    const roles = [...(v.classes.get(cls)?.roles.values() ?? [])].map((r) => [r.id, r.needs ?? r.need, r.shapes])
    const said = [v.questions, v.attributes, v.scales].flatMap((list) =>
      [...list.values()].filter((one) => one.classes?.has(cls) ?? true).map((one) => one.id),
    )
    // An expression that names the class tells it from the others.
    const own = this.#named().has(cls) ? cls : ''
    const kind = JSON.stringify([bound, roles, said, own])
    this.#kinds.set(cls, kind)
    return kind
  }
  readonly #kinds = new Map<string, string>()
  #texts: ReadonlySet<string> | undefined
  #named(): ReadonlySet<string> {
    return (this.#texts ??= new Set(
      this.sources
        .flatMap((s) => [...usedIn(s.text, this.reader).texts])
        .flatMap((t) => [...this.vocabulary.withDescendants([t])]),
    ))
  }

  get concrete(): readonly string[] {
    return [...this.vocabulary.classes.values()].filter((c) => !c.abstract).map((c) => c.id)
  }
}
