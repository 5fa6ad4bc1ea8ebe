/** Profiles: dispositions for one use, derived from stored measures and answers. Stored labels stay as they are. */
import type { Disposition } from '../model/annotation'
import type { AnnotationId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import type { PolicyDocument } from './document'
import type { CompiledExpression } from './expression/expression'
import { sceneOf } from './expression/scene'
import type { Path } from './parse'

interface Profile {
  readonly decide: readonly { readonly when: CompiledExpression; readonly then: Disposition }[]
  readonly positiveIf: CompiledExpression | undefined
  readonly otherwise: Disposition
}
export type Profiles = ReadonlyMap<string, Profile>

interface Compiler {
  readonly document: PolicyDocument
  expression(source: string, path: Path, want: 'bool'): CompiledExpression | undefined
}

export function profilesOf(c: Compiler): Profiles {
  return new Map(
    Object.entries(c.document.profiles).map(([id, p]) => {
      const decide = (p.decide ?? []).flatMap((step, i) => {
        const when = c.expression(step.when, ['profiles', id, 'decide', i, 'when'], 'bool')
        return when ? [{ when, then: step.then }] : []
      })
      const positiveIf =
        p.positive_if === undefined ? undefined : c.expression(p.positive_if, ['profiles', id, 'positive_if'], 'bool')
      return [id, { decide, positiveIf, otherwise: p.else }]
    }),
  )
}

/**
 * The first step of `decide` that surely holds decides; else a positive that does not surely fit becomes what the profile
 * says. Undefined when the policy has no such profile.
 */
export function applyProfile(
  profiles: Profiles,
  id: string,
  doc: ImageDocument,
): Map<AnnotationId, Disposition> | undefined {
  const profile = profiles.get(id)
  if (!profile) return undefined
  const scene = sceneOf(doc)
  return new Map(
    scene.subjects.map((s) => {
      const { id: annotation, disposition } = s.annotation
      const decided = profile.decide.find((step) => step.when.value(s, scene) === true)
      if (decided) return [annotation, decided.then]
      const fits = disposition !== 'positive' || (profile.positiveIf?.value(s, scene) ?? !profile.positiveIf) === true
      return [annotation, fits ? disposition : profile.otherwise]
    }),
  )
}
