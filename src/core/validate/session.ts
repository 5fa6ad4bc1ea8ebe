/** Findings of one document kept up to date: an edit re-runs only the checks that read what it touched. */
import type { Finding } from '../model/finding'
import type { ImageDocument } from '../model/image'
import { sceneOf, type ImageScene } from '../policy/expression/scene'
import { Subject } from '../policy/expression/subject'
import type { Facet } from '../policy/expression/types'
import type { Drafts, ImageCheck, OwnCheck, PairCheck } from '../rules/rule-kind'
import { pairBinds, sorted } from './check'
import { Applies, type Applying, type Conditional } from './conditions'
import { changedFacets, concerns, meets, touched, touchesOwn, type Edit } from './edits'
import type { Changed, CheckSession, FindingsChange } from './engine'
import {
  bindsOwn,
  findingsOf,
  pairSteps,
  ranOut,
  unfinished,
  type Plan,
  type Planned,
  type PlannedRule,
  type Settled,
} from './plan'

const NONE: readonly Finding[] = []

const same = (a: Finding, b: Finding): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What no rule reads: the labels (looked at one by one), the work's state, how far the document has come. */
const NOT_OF_IMAGE: readonly (keyof ImageDocument)[] = ['annotations', 'state', 'checked', 'revision', 'groundrule']

const imageDiffers = (a: ImageDocument, b: ImageDocument): boolean =>
  ([...Object.keys(a), ...Object.keys(b)] as (keyof ImageDocument)[]).some(
    (key) => a[key] !== b[key] && !NOT_OF_IMAGE.includes(key),
  )

export class Session implements CheckSession {
  readonly #plan: Plan
  #doc: ImageDocument
  #scene: ImageScene
  /** Per annotation, the findings of each own check by its number; absent = none. */
  readonly #own = new Map<string, Map<number, readonly Finding[]>>()
  readonly #pairs = new Map<string, Set<string>>()
  readonly #image: (readonly Finding[])[]
  readonly #standing = new Map<string, Finding>()
  /** Rules for which the document's steps did not suffice: the next edit begins anew. */
  readonly #out = new Set<PlannedRule>()
  readonly #applies = new Applies()
  #sorted: readonly Finding[] | undefined
  #subjects: Map<string, Subject>
  #runs = 0
  #before = new Map<string, Finding | undefined>()

  constructor(doc: ImageDocument, plan: Plan) {
    this.#plan = plan
    this.#doc = doc
    this.#scene = sceneOf(doc)
    this.#subjects = new Map(this.#scene.subjects.map((s) => [s.annotation.id, s]))
    this.#image = plan.image.map(() => [])
    this.#all()
    this.#applies.taken()
  }

  get applies(): Applying {
    return this.#applies.all
  }

  get findings(): readonly Finding[] {
    return (this.#sorted ??= sorted(this.#standing.values(), this.#doc, this.#plan))
  }

  get runs(): number {
    return this.#runs
  }

  update(doc: ImageDocument, changed: Changed): FindingsChange {
    this.#runs = 0
    this.#before = new Map()
    this.#sorted = undefined
    const old = this.#doc
    this.#doc = doc
    const { size } = this.#scene
    if (this.#out.size > 0 || doc.image.width !== size.width || doc.image.height !== size.height) this.#anew()
    else this.#after(old, this.#take(new Set(changed.annotations)))
    return this.#change()
  }

  /** Every check on everything. */
  #all(): void {
    for (const subject of this.#scene.subjects)
      for (const p of this.#plan.ownChecks.for(subject)) this.#runOwn(p.number, p, subject)
    this.#runPairs(this.#scene.subjects)
    for (const [number, p] of this.#plan.image.entries()) this.#runImage(number, p)
    for (const c of this.#plan.conditionals) this.#judge(c, this.#scene.subjects)
  }

  #judge(c: Conditional, subjects: Iterable<Subject>): void {
    for (const s of subjects) this.#applies.set(c.key, s.annotation.id, c.holds(s, this.#scene))
  }

  /** The size of the image is another: nothing of before holds. */
  #anew(): void {
    for (const key of [...this.#standing.keys()]) this.#set(key, undefined)
    this.#out.clear()
    this.#own.clear()
    this.#pairs.clear()
    this.#image.fill([])
    this.#applies.clear()
    this.#scene = sceneOf(this.#doc)
    this.#subjects = new Map(this.#scene.subjects.map((s) => [s.annotation.id, s]))
    this.#all()
  }

  /** Runs again what the edits can touch. */
  #after(old: ImageDocument, edits: readonly Edit[]): void {
    const around = new Set<Facet>()
    if (edits.length > 0) around.add('others')
    if (old.annotations.length !== this.#doc.annotations.length) around.add('count')
    if (imageDiffers(old, this.#doc)) around.add('image')
    for (const { before, after } of edits) if (before && !after) this.#forget(before.annotation.id)
    for (const p of this.#plan.own)
      for (const subject of this.#targets(p, edits, around)) this.#runOwn(p.number, p, subject)
    if (edits.length > 0) {
      for (const { before } of edits) if (before) this.#dropPairs(before.annotation.id)
      this.#runPairs(edits.flatMap((e) => e.after ?? []))
    }
    for (const [number, p] of this.#plan.image.entries())
      if (meets(p.reads, around) || p.around.some((a) => edits.some((e) => concerns(a, e)))) this.#runImage(number, p)
    for (const c of this.#plan.conditionals) this.#judge(c, this.#targets(c, edits, around))
  }

  #targets(
    p: Pick<Settled<OwnCheck>, 'reads' | 'around'>,
    edits: readonly Edit[],
    around: ReadonlySet<Facet>,
  ): Iterable<Subject> {
    if (meets(p.reads, around)) return this.#scene.subjects
    const found = new Set<Subject>()
    for (const edit of edits) if (edit.after && touchesOwn(p.reads, edit)) found.add(edit.after)
    for (const a of p.around) {
      const seen = touched(a, edits, this.#scene)
      if (seen === 'all') return this.#scene.subjects
      for (const s of seen) found.add(s)
    }
    return found
  }

  /** Takes the annotations of the new document; answers what differs. */
  #take(named: ReadonlySet<string>): Edit[] {
    const { size } = this.#scene
    const edits: Edit[] = []
    let kept = 0
    const subjects = this.#doc.annotations.map((a) => {
      const before = this.#subjects.get(a.id)
      if (before) kept++
      if (before && before.annotation === a && !named.has(a.id)) return before
      const after = new Subject(a, size)
      this.#subjects.set(a.id, after)
      const facets = before && changedFacets(before.annotation, a)
      edits.push({ before, after, facets })
      return after
    })
    if (kept < this.#scene.subjects.length) {
      const ids = new Set<string>(this.#doc.annotations.map((a) => a.id))
      for (const [id, before] of this.#subjects)
        if (!ids.has(id)) {
          edits.push({ before, after: undefined, facets: undefined })
          this.#subjects.delete(id)
        }
    }
    const [gone, come] = [edits.flatMap((e) => e.before ?? []), edits.flatMap((e) => e.after ?? [])]
    this.#scene.take(this.#doc, subjects, gone, come)
    return edits
  }

  /** Remembers what stood under a key before this update, then changes it. */
  #set(key: string, finding: Finding | undefined): void {
    if (!this.#before.has(key)) this.#before.set(key, this.#standing.get(key))
    if (finding) this.#standing.set(key, finding)
    else this.#standing.delete(key)
  }

  #replace(before: readonly Finding[], after: readonly Finding[]): void {
    for (const f of before) this.#set(f.key, undefined)
    for (const f of after) this.#set(f.key, f)
  }

  #runOwn(number: number, p: Planned<OwnCheck>, subject: Subject): void {
    const id = subject.annotation.id
    const bound = bindsOwn(p, subject)
    const found = bound ? this.#judged(p.rule, () => p.check.check(subject, this.#scene), [subject]) : NONE
    const results = this.#own.get(id)
    const before = results?.get(number)
    if (before) this.#replace(before, found)
    else if (found.length > 0) this.#replace(NONE, found)
    if (found.length > 0) {
      if (results) results.set(number, found)
      else this.#own.set(id, new Map([[number, found]]))
    } else if (before) results?.delete(number)
  }

  /** Runs one check, unless its rule has used up the steps of the document. */
  #judged(rule: PlannedRule, judge: () => Drafts, subjects: readonly Subject[]): readonly Finding[] {
    if (this.#out.has(rule)) return NONE
    this.#runs++
    const drafts = judge()
    if (drafts === undefined || !ranOut(drafts, this.#scene)) return findingsOf(rule, drafts, subjects)
    this.#ranOut(rule)
    return NONE
  }

  #ranOut(rule: PlannedRule): void {
    this.#out.add(rule)
    const finding = unfinished(rule)
    this.#set(finding.key, finding)
  }

  #forget(id: string): void {
    for (const found of this.#own.get(id)?.values() ?? []) this.#replace(found, NONE)
    this.#own.delete(id)
    this.#applies.forget(id)
  }

  #dropPairs(id: string): void {
    for (const key of this.#pairs.get(id) ?? []) {
      for (const on of this.#standing.get(key)?.on ?? []) if (on !== id) this.#pairs.get(on)?.delete(key)
      this.#set(key, undefined)
    }
    this.#pairs.delete(id)
  }

  #runPairs(subjects: readonly Subject[]): void {
    for (const role of this.#plan.pairRoles) {
      const checks = this.#plan.pairs.filter((p) => p.check.role === role)
      const done = new Set<Subject>()
      for (const a of subjects) {
        done.add(a)
        this.#runPairsOf(a, role, checks, done)
        if (this.#scene.stepsLeft < 0) return
      }
    }
  }

  /** All pairs of one annotation with its neighbours that were not `done` yet. */
  #runPairsOf(a: Subject, role: string, checks: readonly Planned<PairCheck>[], done: ReadonlySet<Subject>): void {
    const bounds = a.figure(role)?.bounds
    if (!bounds) return
    const near: Subject[] = []
    this.#scene.role(role).near(bounds, 0, near)
    for (const b of near) if (!done.has(b)) for (const p of checks) this.#runPair(p, a, b)
  }

  #runPair(p: Planned<PairCheck>, a: Subject, b: Subject): void {
    if (!pairBinds(p, a, b)) return
    if ((this.#scene.stepsLeft -= pairSteps(a, b, p.check.role)) < 0) {
      this.#ranOut(p.rule)
      return
    }
    this.#runs++
    for (const finding of findingsOf(p.rule, p.check.check(a, b), [a, b])) {
      this.#set(finding.key, finding)
      for (const id of finding.on) {
        const keys = this.#pairs.get(id) ?? new Set<string>()
        keys.add(finding.key)
        this.#pairs.set(id, keys)
      }
    }
  }

  #runImage(number: number, p: Planned<ImageCheck>): void {
    const found = this.#judged(p.rule, () => p.check.check(this.#scene), [])
    this.#replace(this.#image[number] ?? [], found)
    this.#image[number] = found
  }

  #change(): FindingsChange {
    const gone: string[] = []
    const come: Finding[] = []
    for (const [key, before] of this.#before) {
      const now = this.#standing.get(key)
      if (!now && before) gone.push(key)
      if (now && (!before || !same(before, now))) come.push(now)
    }
    const applies = this.#applies.taken()
    return { gone, come, runs: this.#runs, ...(applies ? { applies } : {}) }
  }
}
