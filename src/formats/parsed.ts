/**
 * Labels as a foreign format holds them: classes by the names of the file, nothing yet said about a policy. Coordinates
 * are ours (upright image, px, origin at the top left corner of the top left pixel); each format says how it converts.
 */
import type { Shape } from '../core/geometry/shapes'
import {
  newAnnotation,
  type Annotation,
  type AttributeValue,
  type Disposition,
  type Made,
} from '../core/model/annotation'
import type { AnnotationId, ClassId, ReasonId, RoleId } from '../core/model/ids'
import { newDocument, type ImageDocument, type ImageRecord } from '../core/model/image'
import type { Problem } from '../core/model/problem'

export interface ParsedLabel {
  /** Unique within the image. */
  readonly id: string
  /** As the file writes it. */
  readonly class: string
  readonly roles: Readonly<Record<string, Shape>>
  readonly disposition?: Disposition
  readonly reason?: string
  readonly appliesTo?: 'all'
  readonly attributes?: Readonly<Record<string, AttributeValue>>
  readonly levels?: Readonly<Record<string, string>>
  readonly track?: string
  readonly group?: string
  /** Where it stands in the file, 1-based. */
  readonly line?: number
}

export interface ParsedSize {
  readonly width: number
  readonly height: number
}

export interface ParsedImage {
  /** Name of the image as the file gives it. */
  readonly name: string
  /** As the file says; the picture itself may say otherwise. */
  readonly size?: ParsedSize
  /** What the format itself says of every image: KITTI's object labels are for detection. */
  readonly tags?: Readonly<Record<string, string>>
  readonly labels: readonly ParsedLabel[]
}

/** What could be read, and what could not. A label that was not understood is a problem and not in `images`. */
export interface Parsed {
  readonly images: readonly ParsedImage[]
  readonly problems: readonly Problem[]
}

/** Classes of the file → classes of the policy; the names as they are where nothing is said. */
export type ClassNames = (foreign: string) => string

function annotationOf(label: ParsedLabel, classes: ClassNames, made: Made): Annotation {
  const roles = Object.entries(label.roles).map(([role, shape]) => [
    role as RoleId,
    { shape, origin: 'import' as const },
  ])
  return {
    ...newAnnotation(
      label.id as AnnotationId,
      classes(label.class) as ClassId,
      Object.fromEntries(roles) as Annotation['roles'],
      made,
    ),
    disposition: label.disposition ?? 'positive',
    declared: { levels: { ...label.levels } },
    attributes: { ...label.attributes },
    ...(label.reason === undefined ? {} : { reason: label.reason as ReasonId }),
    ...(label.appliesTo === undefined ? {} : { appliesTo: label.appliesTo }),
    ...(label.track === undefined ? {} : { track: label.track }),
    ...(label.group === undefined ? {} : { group: label.group }),
  }
}

/** The labels of one image as a document of ours. @param image what is known of the picture itself. */
export function documentOf(
  parsed: ParsedImage,
  image: ImageRecord,
  made: Omit<Made, 'how'>,
  classes: ClassNames = (name) => name,
): ImageDocument {
  const document = newDocument(image)
  return {
    ...document,
    answers: { ...document.answers, tags: { ...parsed.tags } },
    annotations: parsed.labels.map((label) => annotationOf(label, classes, { ...made, how: 'import' })),
  }
}

/** Labels that were understood, and the problems of those that were not. */
export function split(read: readonly (ParsedLabel | Problem)[]): {
  readonly labels: readonly ParsedLabel[]
  readonly problems: readonly Problem[]
} {
  const isProblem = (r: ParsedLabel | Problem): r is Problem => 'code' in r
  return {
    labels: read.filter((r): r is ParsedLabel => !isProblem(r)),
    problems: read.filter(isProblem),
  }
}
