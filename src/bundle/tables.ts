/** The two tables: what the documents say, one row per image and one row per drawn role. Columns are explained in docs/bundle-format.md. */
import { measure, type Measures } from '../core/geometry/measures'
import { areaOf } from '../core/geometry/overlap'
import { kindOf, type Shape } from '../core/geometry/shapes'
import type { Annotation, Disposition, DrawnShape } from '../core/model/annotation'
import type { AnnotationId } from '../core/model/ids'
import type { ImageDocument, ImageRecord } from '../core/model/image'
import { byCodeUnit, canonicalJson } from './canonical'
import { csvRow, type Cell } from './csv'
import { carriedAs, documentEntry, imageEntry } from './layout'
import type { ImagesAs } from './manifest'
import { boundsInStored } from './stored-frame'

/** Dispositions under a profile, by annotation. */
export type Used = ReadonlyMap<AnnotationId, Disposition> | undefined

/** A column: its name and what stands in it. */
type Column<Row> = readonly [name: string, cell: (row: Row) => Cell]

interface ImageRow {
  readonly doc: ImageDocument
  readonly as: ImagesAs
}

interface RoleRow {
  readonly doc: ImageDocument
  readonly annotation: Annotation
  readonly index: number
  readonly role?: string
  readonly drawn?: DrawnShape
  readonly upright?: Rect
  readonly stored?: Rect
  readonly measures: Measures
  readonly usedAs?: Disposition | undefined
}

interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A map as canonical JSON; an empty one as an empty cell. */
const jsonCell = (value: object | undefined): Cell =>
  value === undefined || Object.keys(value).length === 0 ? undefined : canonicalJson(value)
const having = (doc: ImageDocument, disposition: string): number =>
  doc.annotations.filter((a) => a.disposition === disposition).length

const IMAGE_COLUMNS: readonly Column<ImageRow>[] = [
  ['path', ({ doc }) => doc.image.path],
  ['sha256', ({ doc }) => doc.image.sha256],
  ['bytes', ({ doc }) => doc.image.bytes],
  ['format', ({ doc }) => doc.image.format],
  ['bit_depth', ({ doc }) => doc.image.bitDepth],
  ['lossy', ({ doc }) => doc.image.lossy],
  ['frames', ({ doc }) => doc.image.frames],
  ['width', ({ doc }) => doc.image.width],
  ['height', ({ doc }) => doc.image.height],
  ['stored_width', ({ doc }) => doc.image.stored.width],
  ['stored_height', ({ doc }) => doc.image.stored.height],
  ['orientation', ({ doc }) => doc.image.orientation],
  ['state', ({ doc }) => doc.state],
  ['usable', ({ doc }) => doc.answers.usable],
  ['nothing_here', ({ doc }) => doc.answers.nothingHere],
  ['annotations', ({ doc }) => doc.annotations.length],
  ['positive', ({ doc }) => having(doc, 'positive')],
  ['negative', ({ doc }) => having(doc, 'negative')],
  ['ignore', ({ doc }) => having(doc, 'ignore')],
  ['skip', ({ doc }) => having(doc, 'skip')],
  ['tags', ({ doc }) => jsonCell(doc.answers.tags)],
  ['questions', ({ doc }) => jsonCell(doc.answers.questions)],
  ['coverage', ({ doc }) => jsonCell(doc.coverage)],
  ['note', ({ doc }) => doc.answers.note],
  ['checked_policy', ({ doc }) => doc.checked?.policy.id],
  ['checked_version', ({ doc }) => doc.checked?.policy.version],
  ['checked_at', ({ doc }) => doc.checked?.at],
  ['lineage', ({ doc }) => jsonCell(doc.image.lineage)],
  ['carried', ({ doc, as }) => carriedAs(doc.image, as)],
  ['image_entry', ({ doc, as }) => imageEntry(doc.image, as)],
  ['annotations_entry', ({ doc }) => documentEntry(doc.image.path)],
]

const ROLE_COLUMNS: readonly Column<RoleRow>[] = [
  ['image', ({ doc }) => doc.image.path],
  ['annotation', ({ annotation }) => annotation.id],
  ['index', ({ index }) => index],
  ['class', ({ annotation }) => annotation.class],
  ['disposition', ({ annotation }) => annotation.disposition],
  ['used_as', ({ usedAs }) => usedAs],
  ['reason', ({ annotation }) => annotation.reason],
  ['applies_to', ({ annotation }) => (annotation.appliesTo === 'all' ? 'all' : jsonCell(annotation.appliesTo))],
  ['role', ({ role }) => role],
  ['shape', ({ drawn }) => drawn?.shape.kind],
  ['origin', ({ drawn }) => drawn?.origin],
  ['x', ({ upright }) => upright?.x],
  ['y', ({ upright }) => upright?.y],
  ['w', ({ upright }) => upright?.w],
  ['h', ({ upright }) => upright?.h],
  ['stored_x', ({ stored }) => stored?.x],
  ['stored_y', ({ stored }) => stored?.y],
  ['stored_w', ({ stored }) => stored?.w],
  ['stored_h', ({ stored }) => stored?.h],
  ['area', ({ drawn }) => drawn && areaOf(drawn.shape)],
  ['occlusion', ({ measures }) => measures.occlusion],
  ['truncation', ({ measures }) => measures.truncation],
  ['levels', ({ annotation }) => jsonCell(annotation.declared.levels)],
  ['look_alike', ({ annotation }) => annotation.declared.lookAlike],
  ['evidence', ({ annotation }) => jsonCell(annotation.declared.evidence)],
  ['attributes', ({ annotation }) => jsonCell(annotation.attributes)],
  ['answers', ({ annotation }) => jsonCell(annotation.answers)],
  ['links', ({ annotation }) => jsonCell(annotation.links)],
  ['order', ({ annotation }) => annotation.order],
  ['overrides', ({ annotation }) => jsonCell(annotation.overrides)],
  ['made_by', ({ annotation }) => annotation.made.by],
  ['made_at', ({ annotation }) => annotation.made.at],
  ['made_how', ({ annotation }) => annotation.made.how],
  ['policy', ({ annotation }) => annotation.made.policy.id],
  ['policy_version', ({ annotation }) => annotation.made.policy.version],
]

/** Bounds as corner and size; a box keeps its own numbers, which a difference of corners could round. */
function uprightRect(shape: Shape): Rect {
  if (shape.kind === 'box') return { x: shape.x, y: shape.y, w: shape.w, h: shape.h }
  const { x0, y0, x1, y1 } = kindOf(shape).bounds(shape)
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
}

/** The same in the stored frame: the sizes are those of the upright one, exchanged where the image lies on its side. */
function storedRect(shape: Shape, upright: Rect, image: ImageRecord): Rect {
  const { x0, y0 } = boundsInStored(kindOf(shape).bounds(shape), image)
  const onItsSide = image.orientation >= 5
  return { x: x0, y: y0, w: onItsSide ? upright.h : upright.w, h: onItsSide ? upright.w : upright.h }
}

/** One row per role that was drawn, roles by name; an annotation without shapes has one row without geometry. */
function rolesOf(doc: ImageDocument, annotation: Annotation, index: number, used?: Used): RoleRow[] {
  const common = { doc, annotation, index, measures: measure(annotation, doc.image), usedAs: used?.get(annotation.id) }
  const roles = Object.entries(annotation.roles).sort(([a], [b]) => byCodeUnit(a, b))
  if (roles.length === 0) return [common]
  return roles.map(([role, drawn]) => {
    const upright = uprightRect(drawn.shape)
    return { ...common, role, drawn, upright, stored: storedRect(drawn.shape, upright, doc.image) }
  })
}

const header = <Row>(columns: readonly Column<Row>[]): string => csvRow(columns.map(([name]) => name))
const line = <Row>(columns: readonly Column<Row>[], row: Row): string => csvRow(columns.map(([, cell]) => cell(row)))

export const IMAGES_HEADER = header(IMAGE_COLUMNS)
export const ANNOTATIONS_HEADER = header(ROLE_COLUMNS)

/** An image's row in `tables/images.csv`. */
export const imageLine = (doc: ImageDocument, as: ImagesAs): string => line(IMAGE_COLUMNS, { doc, as })

/** An image's rows in `tables/annotations.csv`, in the document's order; `used` are the dispositions under the export's profile. */
export const annotationLines = (doc: ImageDocument, used?: Used): string =>
  doc.annotations
    .flatMap((annotation, index) => rolesOf(doc, annotation, index, used).map((row) => line(ROLE_COLUMNS, row)))
    .join('')
