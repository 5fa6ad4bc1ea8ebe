/** One full run over a document. */
import type { Finding } from '../model/finding'
import type { ImageDocument } from '../model/image'
import { boundsMeet } from '../geometry/overlap'
import { sceneOf } from '../policy/expression/scene'
import type { Scene, Subject } from '../policy/expression/subject'
import { findingsOf, pairSteps, ranOut, unfinished, type Plan, type Planned, type PlannedRule } from './plan'
import type { ImageCheck, PairCheck } from '../rules/rule-kind'

/** Rule order, then drawing order, then the key: the same for a full and for an incremental run. */
export function sorted(findings: Iterable<Finding>, doc: ImageDocument, plan: Plan): Finding[] {
  const position = new Map<string, number>(doc.annotations.map((a, i) => [a.id, i]))
  const place = (f: Finding): number => (f.on.length === 0 ? -1 : Math.min(...f.on.map((id) => position.get(id) ?? 0)))
  const keyed = [...findings].map((f) => ({ f, order: plan.orderOf.get(f.rule) ?? 0, place: place(f) }))
  keyed.sort((a, b) => a.order - b.order || a.place - b.place || (a.f.key < b.f.key ? -1 : a.f.key > b.f.key ? 1 : 0))
  return keyed.map((k) => k.f)
}

/** Whether two annotations are a pair that this check looks at. */
export const pairBinds = (p: Planned<PairCheck>, a: Subject, b: Subject): boolean =>
  (p.rule.dispositions === undefined ||
    (p.rule.dispositions.has(a.annotation.disposition) && p.rule.dispositions.has(b.annotation.disposition))) &&
  p.check.binds(a, b)

/** Below this count comparing all bounds is cheaper than building an index. */
const SMALL = 48

/** Answers whether to go on. */
type Visit = (a: Subject, b: Subject) => boolean

/** Every pair of subjects whose bounds of the role meet, once. */
function eachPair(scene: Scene, role: string, visit: Visit): void {
  const { subjects } = scene
  if (subjects.length <= SMALL) {
    fewPairs(subjects, role, visit)
    return
  }
  const near: Subject[] = []
  for (const a of subjects) {
    const bounds = a.figure(role)?.bounds
    if (!bounds) continue
    near.length = 0
    scene.role(role).near(bounds, 0, near)
    for (const b of near) if (a.annotation.id < b.annotation.id && !visit(a, b)) return
  }
}

function fewPairs(subjects: readonly Subject[], role: string, visit: Visit): void {
  const bounds = subjects.map((s) => s.figure(role)?.bounds)
  for (let i = 0; i < subjects.length; i++) {
    const a = subjects[i]
    const p = bounds[i]
    if (!a || !p) continue
    for (let j = i + 1; j < subjects.length; j++) {
      const q = bounds[j]
      if (!q || !boundsMeet(p, q)) continue
      const b = subjects[j]
      if (b && !visit(a, b)) return
    }
  }
}

/** Findings with what they are ordered by. */
class Collected {
  readonly found: Finding[] = []
  readonly #orders: number[] = []
  readonly #places: number[] = []

  add(more: readonly Finding[], order: number, place: number): void {
    for (const f of more) {
      this.found.push(f)
      this.#orders.push(order)
      this.#places.push(place)
    }
  }

  /** The same order as that of `sorted`. */
  sorted(): Finding[] {
    const { found } = this
    if (found.length < 2) return found
    const [orders, places] = [this.#orders, this.#places]
    const at = found.map((_, i) => i)
    at.sort((i, j) => {
      const byRule = (orders[i] ?? 0) - (orders[j] ?? 0) || (places[i] ?? 0) - (places[j] ?? 0)
      return byRule || ((found[i]?.key ?? '') < (found[j]?.key ?? '') ? -1 : 1)
    })
    return at.flatMap((i) => found[i] ?? [])
  }
}

/** Drawing position of the first label that a finding of the whole image is about; -1 = the image itself. */
const firstOf = (f: Finding, subjects: readonly Subject[]): number =>
  f.on.length === 0 ? -1 : subjects.findIndex((s) => f.on.includes(s.annotation.id))

/** One full run. */
class Run {
  readonly #scene: Scene
  readonly #plan: Plan
  readonly #all = new Collected()
  /** Rules for which the document's steps did not suffice. */
  readonly #out = new Map<PlannedRule, number>()

  constructor(scene: Scene, plan: Plan) {
    this.#scene = scene
    this.#plan = plan
  }

  findings(): Finding[] {
    const { subjects } = this.#scene
    for (let i = 0; i < subjects.length; i++) {
      const subject = subjects[i]
      if (subject) this.#own(subject, i)
    }
    for (const role of this.#plan.pairRoles) this.#pairs(role)
    for (const p of this.#plan.image) this.#image(p)
    for (const [rule, order] of this.#out) this.#all.add([unfinished(rule)], order, -1)
    return this.#all.sorted()
  }

  #own(subject: Subject, place: number): void {
    for (const p of this.#plan.ownChecks.wanted(subject)) {
      if (this.#out.size > 0 && this.#out.has(p.rule)) continue
      const drafts = p.check(subject, this.#scene)
      if (drafts === undefined) continue
      if (ranOut(drafts, this.#scene)) this.#out.set(p.rule, p.order)
      else this.#all.add(findingsOf(p.rule, drafts, [subject]), p.order, place)
    }
  }

  #pairs(role: string): void {
    const checks = this.#plan.pairs.filter((p) => p.check.role === role)
    const { subjects } = this.#scene
    eachPair(this.#scene, role, (a, b) => {
      for (const p of checks) {
        if (!pairBinds(p, a, b)) continue
        if ((this.#scene.stepsLeft -= pairSteps(a, b, role)) < 0) {
          this.#out.set(p.rule, p.order)
          continue
        }
        const draft = p.check.check(a, b)
        if (draft)
          this.#all.add(findingsOf(p.rule, draft, [a, b]), p.order, Math.min(subjects.indexOf(a), subjects.indexOf(b)))
      }
      return this.#scene.stepsLeft >= 0
    })
  }

  #image(p: Planned<ImageCheck>): void {
    const drafts = p.check.check(this.#scene)
    if (drafts === undefined) return
    if (ranOut(drafts, this.#scene)) this.#out.set(p.rule, p.order)
    else
      for (const f of findingsOf(p.rule, drafts, NOBODY)) this.#all.add([f], p.order, firstOf(f, this.#scene.subjects))
  }
}

/** All findings of a document, in a stable order. */
export const check = (doc: ImageDocument, plan: Plan): Finding[] => new Run(sceneOf(doc), plan).findings()

const NOBODY: readonly Subject[] = []
