/** Findings of one document kept up to date: an edit re-runs only the checks that read what it touched. */
import type { Annotation } from '../model/annotation'
import type { Finding } from '../model/finding'
import type { ImageDocument } from '../model/image'
import { Subject, type Scene } from '../policy/expression/subject'
import type { Facet } from '../policy/expression/types'
import { pairBinds, sorted } from './check'
import type { Changed, CheckSession, FindingsChange } from './engine'
import { Neighbours } from './neighbours'
import { binds, findingsOf, type Plan } from './plan'

const FIELDS: readonly (readonly [keyof Annotation, Facet])[] = [
  ['class', 'class'],
  ['disposition', 'disposition'],
  ['reason', 'reason'],
  ['declared', 'declared'],
  ['attributes', 'attributes'],
  ['answers', 'answers'],
  ['order', 'order'],
  ['overrides', 'overrides'],
]
/** These decide which checks bind at all, or silence them. */
const DECISIVE: readonly Facet[] = ['class', 'disposition', 'overrides']

/** What differs between two states of an annotation. */
function changedFacets(before: Annotation, after: Annotation): Set<Facet> {
  const changed = new Set<Facet>(FIELDS.filter(([field]) => before[field] !== after[field]).map(([, facet]) => facet))
  if (before.roles !== after.roles) {
    changed.add('roles')
    const roles = new Map([...Object.entries(before.roles), ...Object.entries(after.roles)])
    for (const role of roles.keys()) {
      const key = role as keyof typeof after.roles
      if (before.roles[key] !== after.roles[key]) changed.add(`role:${role}`)
    }
  }
  return changed
}

const meets = (reads: ReadonlySet<Facet>, changed: ReadonlySet<Facet>): boolean => {
  for (const facet of reads) if (changed.has(facet)) return true
  return false
}

const same = (a: Finding, b: Finding): boolean => JSON.stringify(a) === JSON.stringify(b)

export class Session implements CheckSession {
  readonly #plan: Plan
  #doc: ImageDocument
  #scene: Scene
  /** Per annotation, the findings of each own check by its number; absent = none. */
  readonly #own = new Map<string, Map<number, readonly Finding[]>>()
  readonly #pairs = new Map<string, Set<string>>()
  readonly #image: (readonly Finding[])[]
  readonly #index: ReadonlyMap<string, Neighbours>
  readonly #standing = new Map<string, Finding>()
  #sorted: readonly Finding[] | undefined
  #subjects: ReadonlyMap<string, Subject>
  #runs = 0
  #before = new Map<string, Finding | undefined>()

  constructor(doc: ImageDocument, plan: Plan) {
    this.#plan = plan
    this.#doc = doc
    const size = { width: doc.image.width, height: doc.image.height }
    const subjects = doc.annotations.map((a) => new Subject(a, size))
    this.#subjects = new Map(subjects.map((s) => [s.annotation.id, s]))
    this.#scene = { doc, size, subjects }
    this.#index = new Map(plan.pairRoles.map((role) => [role, new Neighbours(role, subjects)]))
    this.#image = plan.image.map(() => [])
    for (const subject of subjects) this.#runOwn(subject, undefined)
    this.#runPairs(subjects)
    this.#runImage(undefined)
  }

  get findings(): readonly Finding[] {
    return (this.#sorted ??= sorted(this.#standing.values(), this.#doc, this.#plan))
  }

  update(doc: ImageDocument, changed: Changed): FindingsChange {
    this.#runs = 0
    this.#before = new Map()
    this.#sorted = undefined
    const old = { doc: this.#doc, subjects: this.#subjects }
    this.#take(doc, new Set(changed.annotations))
    const touched = this.#scene.subjects.filter((s) => old.subjects.get(s.annotation.id) !== s)
    const gone = [...old.subjects.keys()].filter((id) => !this.#subjects.has(id))

    for (const id of gone) this.#forget(id)
    for (const subject of touched) {
      const before = old.subjects.get(subject.annotation.id)
      this.#runOwn(subject, before && changedFacets(before.annotation, subject.annotation))
    }
    this.#reindex(gone, touched)
    this.#runPairs(touched)

    const around = new Set<Facet>()
    if (touched.length > 0 || gone.length > 0) around.add('others')
    if (old.doc.answers !== doc.answers || old.doc.coverage !== doc.coverage) around.add('image')
    if (around.size > 0) {
      if (this.#plan.own.some((p) => meets(p.reads, around)))
        for (const subject of this.#scene.subjects) this.#runOwn(subject, around)
      this.#runImage(around)
    }
    return this.#change()
  }

  #take(doc: ImageDocument, named: ReadonlySet<string>): void {
    const size =
      doc.image.width === this.#scene.size.width && doc.image.height === this.#scene.size.height
        ? this.#scene.size
        : { width: doc.image.width, height: doc.image.height }
    const subjects = doc.annotations.map((a) => {
      const kept = this.#subjects.get(a.id)
      return kept && kept.annotation === a && kept.size === size && !named.has(a.id) ? kept : new Subject(a, size)
    })
    this.#doc = doc
    this.#subjects = new Map(subjects.map((s) => [s.annotation.id, s]))
    this.#scene = { doc, size, subjects }
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

  /** Runs the checks of one annotation that read a changed facet; `undefined` = all. */
  #runOwn(subject: Subject, changed: ReadonlySet<Facet> | undefined): void {
    const all = changed === undefined || changed.size === 0 || DECISIVE.some((facet) => changed.has(facet))
    const id = subject.annotation.id
    const results = this.#own.get(id) ?? new Map<number, readonly Finding[]>()
    for (const [number, p] of this.#plan.own.entries()) {
      if (!all && !meets(p.reads, changed)) continue
      const bound = binds(p.rule, subject)
      if (bound) this.#runs++
      const found = bound ? findingsOf(p.rule, p.check.check(subject, this.#scene), [subject]) : []
      this.#replace(results.get(number) ?? [], found)
      if (found.length > 0) results.set(number, found)
      else results.delete(number)
    }
    if (results.size > 0) this.#own.set(id, results)
    else this.#own.delete(id)
  }

  #forget(id: string): void {
    for (const found of this.#own.get(id)?.values() ?? []) this.#replace(found, [])
    this.#own.delete(id)
  }

  #reindex(gone: readonly string[], touched: readonly Subject[]): void {
    for (const id of [...gone, ...touched.map((s) => s.annotation.id)]) {
      for (const key of this.#pairs.get(id) ?? []) {
        for (const on of this.#standing.get(key)?.on ?? []) if (on !== id) this.#pairs.get(on)?.delete(key)
        this.#set(key, undefined)
      }
      this.#pairs.delete(id)
      for (const index of this.#index.values()) index.remove(id)
    }
    for (const subject of touched) for (const index of this.#index.values()) index.add(subject)
  }

  #runPairs(touched: readonly Subject[]): void {
    const done = new Set<Subject>()
    for (const a of touched) {
      done.add(a)
      for (const p of this.#plan.pairs)
        for (const b of this.#index.get(p.check.role)?.near(a) ?? []) {
          if (done.has(b) || !pairBinds(p, a, b)) continue
          this.#runs++
          for (const f of findingsOf(p.rule, p.check.check(a, b), [a, b])) this.#addPair(f)
        }
    }
  }

  #addPair(finding: Finding): void {
    this.#set(finding.key, finding)
    for (const id of finding.on) {
      const keys = this.#pairs.get(id) ?? new Set<string>()
      keys.add(finding.key)
      this.#pairs.set(id, keys)
    }
  }

  #runImage(changed: ReadonlySet<Facet> | undefined): void {
    for (const [number, p] of this.#plan.image.entries()) {
      if (changed && !meets(p.reads, changed)) continue
      this.#runs++
      const found = findingsOf(p.rule, p.check.check(this.#scene), [])
      this.#replace(this.#image[number] ?? [], found)
      this.#image[number] = found
    }
  }

  #change(): FindingsChange {
    const gone: string[] = []
    const come: Finding[] = []
    for (const [key, before] of this.#before) {
      const now = this.#standing.get(key)
      if (!now && before) gone.push(key)
      if (now && (!before || !same(before, now))) come.push(now)
    }
    return { gone, come, runs: this.#runs }
  }
}
