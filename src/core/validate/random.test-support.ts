/** Arbitrary labels and edits, for tests that must hold whatever people do. */
import fc from 'fast-check'
import type { Annotation } from '../model/annotation'
import type { AnnotationId, ClassId, QuestionId, ReasonId, RuleId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { parsePolicy } from '../policy/parse'
import { vocabularyOf, type Vocabulary } from '../policy/vocabulary'
import type { Changed } from './engine'
import { box, label, withRules } from './labels.test-support'

/** The vocabulary of the test policy. */
export function policyOf(): { readonly vocabulary: Vocabulary } {
  const parsed = parsePolicy(withRules('{id: M1, kind: image, require_answers: [usable]}'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return { vocabulary: vocabularyOf(parsed.value.document) }
}

const side = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, NaN) },
)
const boxIn = (extent: number) =>
  fc
    .record({ x: fc.integer({ min: -5, max: extent }), y: fc.integer({ min: -5, max: extent }), w: side, h: side })
    .map((b) => box(b.x, b.y, b.w, b.h))

const OVERRIDDEN = 'R1' as RuleId

/** A label with anything said or not said; `meaning` is that of the rule R1, which some override. */
export function anyLabel(id: string, extent = 60, meaning = ''): fc.Arbitrary<Annotation> {
  const anyBox = boxIn(extent)
  return fc
    .record({
      roles: fc.record({ visible: anyBox, full: anyBox, head: anyBox }, { requiredKeys: [] }),
      class: fc.constantFrom('thing', 'thing', 'crowd', 'any', 'gone').map((c) => c as ClassId),
      disposition: fc.constantFrom('positive', 'positive', 'negative', 'ignore', 'skip'),
      reason: fc.option(
        fc.constantFrom('small', 'hidden', 'fake').map((r) => r as ReasonId),
        { nil: undefined },
      ),
      evidence: fc.option(fc.subarray(['head', 'feet']), { nil: undefined }),
      sure: fc.option(fc.constantFrom('yes', 'no'), { nil: undefined }),
      pose: fc.boolean(),
      link: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      order: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      override: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    })
    .map((l) => {
      const roles = Object.fromEntries(Object.entries(l.roles).filter(([, shape]) => shape !== undefined))
      return label(id, roles, {
        class: l.class,
        disposition: l.disposition,
        ...(l.reason === undefined ? {} : { reason: l.reason }),
        ...(l.order === undefined ? {} : { order: l.order }),
        declared: { levels: {}, ...(l.evidence === undefined ? {} : { evidence: l.evidence }) },
        answers: l.sure === undefined ? {} : { ['sure' as QuestionId]: l.sure },
        attributes: l.pose ? { pose: 'up' } : {},
        links: l.link === undefined ? [] : [{ kind: 'of', to: `n${l.link}` as AnnotationId }],
        overrides: l.override
          ? [
              {
                rule: OVERRIDDEN,
                reason: 'x',
                by: '' as Annotation['made']['by'],
                at: label('m', {}).made.at,
                meaning: meaning as Annotation['overrides'][number]['meaning'],
              },
            ]
          : [],
      })
    })
}

export type Edit = (doc: ImageDocument) => { readonly doc: ImageDocument; readonly changed: Changed }

export const put =
  (next: Annotation): Edit =>
  (doc) => {
    const at = doc.annotations.findIndex((a) => a.id === next.id)
    return {
      doc: { ...doc, annotations: at < 0 ? [...doc.annotations, next] : doc.annotations.with(at, next) },
      changed: { annotations: [next.id], image: false },
    }
  }

const nothing = (doc: ImageDocument): ReturnType<Edit> => ({ doc, changed: { annotations: [], image: false } })
/** An edit of one label that is there. */
const change =
  (n: number, make: (a: Annotation) => Annotation): Edit =>
  (doc) => {
    const old = doc.annotations[n % Math.max(1, doc.annotations.length)]
    return old ? put(make(old))(doc) : nothing(doc)
  }

const imageEdit =
  (more: Partial<ImageDocument>): Edit =>
  (doc) => ({ doc: { ...doc, ...more }, changed: { annotations: [], image: true } })

/** Anything that may happen to a document of labels `n0` … */
export function anyEdit(ids: number, extent: number, meaning: string): fc.Arbitrary<Edit> {
  const anyId = fc.nat(ids - 1).map((n) => `n${n}`)
  const anyPlace = fc.nat(1000)
  return fc.oneof(
    { weight: 4, arbitrary: anyId.chain((id) => anyLabel(id, extent, meaning)).map(put) },
    {
      weight: 2,
      arbitrary: anyId.map((id): Edit => (doc) => ({
        doc: { ...doc, annotations: doc.annotations.filter((a) => a.id !== id) },
        changed: { annotations: [id as AnnotationId], image: false },
      })),
    },
    // A change of one field only, so that it matters what is read.
    {
      weight: 5,
      arbitrary: fc
        .tuple(anyPlace, boxIn(extent), fc.constantFrom('visible', 'full', 'head'))
        .map(([n, shape, role]) =>
          change(n, (old) => ({ ...old, roles: { ...old.roles, [role]: { shape, origin: 'drawn' } } })),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(anyPlace, fc.constantFrom('visible', 'full', 'head')).map(([n, role]) =>
        change(n, (old) => ({
          ...old,
          roles: Object.fromEntries(Object.entries(old.roles).filter(([r]) => r !== role)) as typeof old.roles,
        })),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(anyPlace, fc.constantFrom('yes', 'no', undefined))
        .map(([n, sure]) =>
          change(n, (old) => ({ ...old, answers: sure === undefined ? {} : { ['sure' as QuestionId]: sure } })),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(anyPlace, fc.constantFrom('positive' as const, 'negative' as const, 'ignore' as const, 'skip' as const))
        .map(([n, disposition]) => change(n, (old) => ({ ...old, disposition }))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(anyPlace, fc.constantFrom('thing', 'crowd', 'gone'))
        .map(([n, cls]) => change(n, (old) => ({ ...old, class: cls as ClassId }))),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(anyPlace, fc.array(fc.nat(ids - 1), { maxLength: 2 }))
        .map(([n, to]) =>
          change(n, (old) => ({ ...old, links: to.map((t) => ({ kind: 'of', to: `n${t}` as AnnotationId })) })),
        ),
    },
    // Of no facet that is known: everything about it counts as changed.
    { weight: 1, arbitrary: anyPlace.map((n) => change(n, (old) => ({ ...old, appliesTo: 'all' }))) },
    // Another drawing order.
    {
      weight: 1,
      arbitrary: fc.constant<Edit>((doc) => ({
        doc: { ...doc, annotations: [...doc.annotations].reverse() },
        changed: { annotations: [], image: false },
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({
          usable: fc.constantFrom('yes' as const, 'no' as const),
          searched: fc.constantFrom('yes', 'no'),
          nothingHere: fc.boolean(),
        })
        .map((a) =>
          imageEdit({
            answers: { tags: {}, questions: { searched: a.searched }, nothingHere: a.nothingHere, usable: a.usable },
          }),
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('absent' as const, 'exhaustive' as const, 'not asked' as const)
        .map((c) => imageEdit({ coverage: { ['thing' as ClassId]: c } })),
    },
  )
}
