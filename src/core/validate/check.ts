/** One full run over a document. */
import type { Finding } from '../model/finding'
import type { ImageDocument } from '../model/image'
import { boundsMeet } from '../geometry/overlap'
import { sceneOf } from '../policy/expression/scene'
import type { Scene, Subject } from '../policy/expression/subject'
import { findingsOf, type Plan, type Planned } from './plan'
import type { PairCheck } from '../rules/rule-kind'

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

/** Every pair of subjects whose bounds of the role meet, once. */
function* pairsOf(scene: Scene, role: string): Generator<[Subject, Subject]> {
  const { subjects } = scene
  if (subjects.length <= SMALL) {
    const drawn = subjects.flatMap((subject) => {
      const figure = subject.figure(role)
      return figure ? [{ subject, bounds: figure.bounds }] : []
    })
    for (const [i, a] of drawn.entries())
      for (let j = i + 1; j < drawn.length; j++) {
        const b = drawn[j]
        if (b && boundsMeet(a.bounds, b.bounds)) yield [a.subject, b.subject]
      }
    return
  }
  const near: Subject[] = []
  for (const a of subjects) {
    const bounds = a.figure(role)?.bounds
    if (!bounds) continue
    near.length = 0
    scene.role(role).near(bounds, 0, near)
    for (const b of near) if (a.annotation.id < b.annotation.id) yield [a, b]
  }
}

/** All findings of a document, in a stable order. */
export function check(doc: ImageDocument, plan: Plan): Finding[] {
  const scene = sceneOf(doc)
  const found: Finding[] = []
  const keep = (more: readonly Finding[]): void => {
    for (const f of more) found.push(f)
  }
  for (const subject of scene.subjects)
    for (const p of plan.ownChecks.for(subject)) {
      const drafts = p.check.check(subject, scene)
      if (drafts !== undefined) keep(findingsOf(p.rule, drafts, [subject]))
    }
  for (const role of plan.pairRoles) {
    const checks = plan.pairs.filter((p) => p.check.role === role)
    for (const [a, b] of pairsOf(scene, role))
      for (const p of checks) if (pairBinds(p, a, b)) keep(findingsOf(p.rule, p.check.check(a, b), [a, b]))
  }
  for (const p of plan.image) keep(findingsOf(p.rule, p.check.check(scene), []))
  return sorted(found, doc, plan)
}
