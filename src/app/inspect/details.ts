import { kindOf } from '../../core/geometry/shapes'
import { measure } from '../../core/geometry/measures'
import type { Annotation } from '../../core/model/annotation'
import type { Text } from '../../core/model/finding'
import { FULL, VISIBLE, type AnnotationId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import type { PolicyView } from '../../core/policy/view'
import { classOf, classTitle } from '../parts/annotation-look'
import { i18n } from '../state/i18n.svelte'
import { policyText, timeText } from './format'

/** One line of details: what, and its value. */
export interface Detail {
  readonly label: string
  readonly value: string
}

interface Titled {
  readonly id: string
  readonly title: Text
}

/** Title of an id, or the id itself where the policy does not know it. */
const titleIn = (options: readonly Titled[] | undefined, id: string): string => {
  const option = options?.find((o) => o.id === id)
  return option ? i18n.text(option.title) : id
}

const percent = (share: number | undefined): string =>
  share === undefined ? i18n.m.annotate.unknown : `${i18n.number(share * 100, 1)} %`

function shapeDetails(annotation: Annotation, document: ImageDocument, policy: PolicyView | undefined): Detail[] {
  const { annotate, inspect } = i18n.m
  const roles = classOf(policy, annotation.class)?.roles
  const shapes = Object.entries(annotation.roles).map(([role, { shape, origin }]) => {
    const b = kindOf(shape).bounds(shape)
    const size = annotate.size(i18n.number(b.x1 - b.x0, 1), i18n.number(b.y1 - b.y0, 1))
    const label = role === VISIBLE || role === FULL ? annotate.roleShort[role as 'visible'] : titleIn(roles, role)
    return { label, value: [inspect.shape[shape.kind], size, inspect.origin[origin]].join(' · ') }
  })
  const { occlusion, truncation } = measure(annotation, document.image)
  return [
    ...shapes,
    { label: annotate.occlusion, value: percent(occlusion) },
    { label: annotate.truncation, value: percent(truncation) },
  ]
}

function saidDetails(
  { declared, attributes, answers, class: id }: Annotation,
  policy: PolicyView | undefined,
): Detail[] {
  const { annotate } = i18n.m
  const known = classOf(policy, id)?.attributes ?? []
  const yesNo = (value: boolean): string => (value ? annotate.yes : annotate.no)
  return [
    ...(declared.lookAlike === undefined
      ? []
      : [{ label: annotate.lookAlike, value: titleIn(policy?.lookAlikes, declared.lookAlike) }]),
    ...Object.entries(declared.levels).map(([scale, level]) => ({
      label: titleIn(policy?.scales, scale),
      value: titleIn(policy?.scales.find((s) => s.id === scale)?.levels, level),
    })),
    ...(declared.evidence?.length
      ? [{ label: annotate.evidence, value: declared.evidence.map((e) => titleIn(policy?.evidence, e)).join(', ') }]
      : []),
    ...Object.entries(attributes).map(([attribute, value]) => {
      const view = known.find((a) => a.id === attribute)
      const text = typeof value === 'boolean' ? yesNo(value) : titleIn(view?.options, String(value))
      return { label: titleIn(known, attribute), value: view?.unit ? `${text} ${view.unit}` : text }
    }),
    ...Object.entries(answers).map(([question, answer]) => {
      const view = policy?.questions.find((q) => q.id === question)
      return { label: view ? i18n.text(view.ask) : question, value: titleIn(view?.answers, answer) }
    }),
  ]
}

function standingDetails(annotation: Annotation, policy: PolicyView | undefined): Detail[] {
  const { annotate, inspect } = i18n.m
  const { disposition, reason, appliesTo } = annotation
  const cls = classTitle(policy, annotation.class)
  const known = classOf(policy, annotation.class) !== undefined
  const reasons = disposition === 'positive' ? [] : policy?.reasons[disposition]
  return [
    { label: inspect.class, value: known || !policy ? cls : `${cls} (${inspect.notInPolicy})` },
    { label: annotate.disposition, value: annotate.dispositions[disposition] },
    ...(reason === undefined ? [] : [{ label: annotate.reason, value: titleIn(reasons, reason) }]),
    ...(appliesTo === undefined
      ? []
      : [
          {
            label: inspect.appliesTo,
            value: appliesTo === 'all' ? inspect.allClasses : appliesTo.map((id) => classTitle(policy, id)).join(', '),
          },
        ]),
  ]
}

/** Everything that is recorded about an annotation, or measured on it, in reading order. */
export function annotationDetails(
  annotation: Annotation,
  document: ImageDocument,
  policy: PolicyView | undefined,
  names: ReadonlyMap<AnnotationId, string>,
): readonly Detail[] {
  const { annotate, inspect } = i18n.m
  const { made } = annotation
  return [
    ...standingDetails(annotation, policy),
    ...shapeDetails(annotation, document, policy),
    ...saidDetails(annotation, policy),
    ...(annotation.order === undefined ? [] : [{ label: annotate.order, value: i18n.number(annotation.order) }]),
    ...annotation.links.map(({ kind, to }) => ({ label: `${inspect.links}: ${kind}`, value: names.get(to) ?? to })),
    ...annotation.overrides.map(({ rule, reason, by, at }) => ({
      label: inspect.overrides,
      value: [inspect.overridden(rule, reason), by, timeText(at)].filter(Boolean).join(' · '),
    })),
    { label: inspect.made, value: inspect.madeBy(made.by, inspect.how[made.how]) },
    { label: inspect.madeAt, value: timeText(made.at) },
    { label: inspect.under, value: policyText(made.policy) },
    { label: inspect.id, value: annotation.id },
  ]
}

/** What was said about the image as a whole. */
export function imageDetails(document: ImageDocument, policy: PolicyView | undefined): readonly Detail[] {
  const { annotate, inspect } = i18n.m
  const { answers, coverage, checked, image } = document
  const imageQuestions = policy?.questions
  return [
    ...(answers.usable ? [{ label: annotate.usable, value: annotate[answers.usable] }] : []),
    ...(answers.nothingHere ? [{ label: annotate.nothingHere, value: annotate.yes }] : []),
    ...Object.entries(coverage).map(([id, value]) => ({
      label: `${annotate.exhaustive} ${classTitle(policy, id as Annotation['class'])}`,
      value: annotate.coverage[value],
    })),
    ...Object.entries(answers.tags).map(([group, tag]) => {
      const view = policy?.tags.find((t) => t.group === group)
      return { label: view ? i18n.text(view.title) : group, value: titleIn(view?.options, tag) }
    }),
    ...Object.entries(answers.questions).map(([question, answer]) => {
      const view = imageQuestions?.find((q) => q.id === question)
      return { label: view ? i18n.text(view.ask) : question, value: titleIn(view?.answers, answer) }
    }),
    ...(answers.note ? [{ label: inspect.note, value: answers.note }] : []),
    ...(checked
      ? [{ label: inspect.checkedUnder, value: `${policyText(checked.policy)} · ${timeText(checked.at)}` }]
      : []),
    { label: inspect.sha256, value: image.sha256 },
  ]
}
