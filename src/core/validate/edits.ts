/** What an edit of a document can touch: worked out from what changed and from what the checks read. */
import type { Annotation } from '../model/annotation'
import type { ImageScene } from '../policy/expression/scene'
import type { Subject } from '../policy/expression/subject'
import type { Around, Facet, Near } from '../policy/expression/types'

/** One annotation before and after; one of them is missing when it came or went. */
export interface Edit {
  readonly before: Subject | undefined
  readonly after: Subject | undefined
  /** What differs; undefined = possibly everything. */
  readonly facets: ReadonlySet<Facet> | undefined
}

const FACETS: Readonly<Partial<Record<keyof Annotation, Facet>>> = {
  class: 'class',
  disposition: 'disposition',
  reason: 'reason',
  declared: 'declared',
  attributes: 'attributes',
  answers: 'answers',
  order: 'order',
  links: 'links',
  overrides: 'overrides',
}
/** These decide which checks bind at all, or silence them. */
const DECISIVE: readonly Facet[] = ['class', 'disposition', 'overrides']

/** What differs between two states of an annotation; undefined when it is a field of which no facet is known, or nothing. */
export function changedFacets(before: Annotation, after: Annotation): Set<Facet> | undefined {
  const changed = new Set<Facet>()
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Annotation>) {
    if (before[field] === after[field]) continue
    const facet = FACETS[field]
    if (facet) changed.add(facet)
    else if (field !== 'roles') return undefined
    else {
      changed.add('roles')
      const roles = [...Object.keys(before.roles), ...Object.keys(after.roles)] as (keyof typeof after.roles)[]
      for (const role of roles) if (before.roles[role] !== after.roles[role]) changed.add(`role:${role}`)
    }
  }
  return changed.size > 0 ? changed : undefined
}

export const meets = (reads: ReadonlySet<Facet>, changed: ReadonlySet<Facet>): boolean => {
  for (const facet of changed) if (reads.has(facet)) return true
  return false
}

/** Whether a check of the edited annotation itself must run again. */
export const touchesOwn = (reads: ReadonlySet<Facet>, { before, facets }: Edit): boolean =>
  !before || !facets || DECISIVE.some((f) => facets.has(f)) || meets(reads, facets)

/** Whether what a check reads of others may have changed at all. */
export function concerns(around: Around, { before, after, facets }: Edit): boolean {
  if (facets && !around.facets.some((f) => facets.has(f as Facet))) return false
  const classes = around.classes
  return !classes || [before, after].some((s) => s !== undefined && classes.includes(s.annotation.class))
}

/** Adds those from whose window the shape is seen; false when it may be seen from everywhere. */
function seenFrom({ mine, theirs, reach }: Near, edited: Subject, scene: ImageScene, into: Subject[]): boolean {
  const shape = edited.figure(theirs)
  // What is not drawn is unknown for all; what has no area is never surely apart.
  if (!shape || !((shape.area ?? 0) > 0)) return false
  scene.role(mine).near(shape.bounds, reach, into)
  return true
}

function linkedWith({ before, after }: Edit, scene: ImageScene, into: Subject[]): void {
  const id = (after ?? before)?.annotation.id
  const targets = new Set([before, after].flatMap((s) => s?.annotation.links.map((l) => l.to) ?? []))
  for (const s of scene.subjects)
    if (targets.has(s.annotation.id) || s.annotation.links.some((l) => l.to === id)) into.push(s)
}

/** Those that may see the edits through `around`; `all` when no narrower answer is sure. */
export function touched(around: Around, edits: readonly Edit[], scene: ImageScene): readonly Subject[] | 'all' {
  const found: Subject[] = []
  for (const edit of edits) {
    if (!concerns(around, edit)) continue
    if (around.linked) {
      linkedWith(edit, scene, found)
      continue
    }
    if (!around.near) return 'all'
    for (const near of around.near) {
      for (const s of [edit.before, edit.after]) if (s && !seenFrom(near, s, scene, found)) return 'all'
      // Without an own shape (or area) they see everyone.
      const { flat, missing } = scene.role(near.mine)
      for (const s of flat) found.push(s)
      for (const s of missing) found.push(s)
    }
  }
  return found
}
