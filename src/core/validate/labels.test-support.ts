/** Documents and policies in a few words, for tests. */
import EXAMPLE from '../policy/example.test.yaml?raw'
import { newAnnotation, type Annotation } from '../model/annotation'
import type { AnnotationId, ClassId, ImageId, Instant, Person, Sha256 } from '../model/ids'
import { newDocument, type ImageDocument } from '../model/image'
import { compilePolicy } from '../policy/compile'
import type { CompiledPolicy } from './engine'
import type { Shape } from '../geometry/shapes'

/** The commented example policy. */
export { EXAMPLE }

export function compiled(text: string): CompiledPolicy {
  const result = compilePolicy(text)
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1))
  return result.value.policy
}

/** A policy with one class `thing` (visible, full, part `head`), and the rules given as YAML lines. */
export const withRules = (...rules: string[]): string => `groundrule: 1
id: t
version: 1.0.0
reasons: {ignore: [small, hidden], negative: [fake]}
look_alikes: [poster]
evidence: [head, feet, side]
scales: {occ: {of: occlusion, bands: [[none, 0, 0.05], [low, 0.05, 0.4], [heavy, 0.4, 1.0]]}}
attributes: {pose: {options: [up, down]}, age: {type: number, range: [0, 120]}}
classes:
  any: {abstract: true}
  thing: {is_a: any, roles: {visible: {}, full: {}, head: {}}}
  crowd: {is_a: any, roles: {visible: {}}}
questions:
  sure: {ask: Sure?, answers: ['yes', 'no'], for: thing}
  searched: {ask: Searched?, answers: ['yes', 'no']}
rules:
${rules.map((r) => `  - ${r}`).join('\n')}
`

export const box = (x: number, y: number, w: number, h: number): Shape => ({ kind: 'box', x, y, w, h })

export function label(id: string, roles: Readonly<Record<string, Shape>>, more: Partial<Annotation> = {}): Annotation {
  const drawn = Object.fromEntries(
    Object.entries(roles).map(([role, shape]) => [role, { shape, origin: 'drawn' }]),
  ) as Annotation['roles']
  const made = {
    by: '' as Person,
    at: '2026-11-24T00:00:00.000Z' as Instant,
    how: 'hand' as const,
    policy: { id: 't', version: '1.0.0', digest: '0'.repeat(64) as Sha256 },
  }
  return { ...newAnnotation(id as AnnotationId, 'thing' as ClassId, drawn, made), ...more }
}

export function image(
  annotations: readonly Annotation[],
  more: Partial<ImageDocument> = {},
  width = 200,
  height = 100,
): ImageDocument {
  const base = newDocument({
    path: 'a.png' as ImageId,
    sha256: '0'.repeat(64) as Sha256,
    bytes: 1,
    width,
    height,
    stored: { width, height },
    orientation: 1,
    format: 'png',
    bitDepth: 8,
    lossy: false,
    frames: 1,
    lineage: [],
  })
  return { ...base, annotations: [...annotations], ...more }
}

/** Verdict of a rule on a document. */
export function verdict(policy: CompiledPolicy, rule: string, doc: ImageDocument): 'pass' | 'fail' | 'undecided' {
  const found = policy.check(doc).filter((f) => f.rule === rule)
  return found.some((f) => f.verdict === 'fail') ? 'fail' : found.length > 0 ? 'undecided' : 'pass'
}
