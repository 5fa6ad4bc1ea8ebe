/**
 * COCO JSON: `images`, `annotations`, `categories`. Coordinates are px from the top left corner of the image, as ours.
 * Roles: `visible` is the outline (polygons or run lengths), `box` the bbox as the file gives it, `pose` the keypoints;
 * an annotation without an outline has only its box. Source: cocodataset.org, data format; `maskApi.c` of cocoapi.
 */
import { z } from 'zod'
import type { Shape } from '../../core/geometry/shapes'
import { maskFromCoco } from '../../core/geometry/shapes/mask/coco'
import { annotationSpans } from '../../core/model/json-places'
import { problem, type Problem } from '../../core/model/problem'
import type { Parsed, ParsedImage, ParsedLabel } from '../parsed'
import { notThisFormat, notUnderstood } from '../trouble'

const Id = z.union([z.number(), z.string()])
const Image = z.object({ id: Id, file_name: z.string(), width: z.number().positive(), height: z.number().positive() })
const Category = z.object({ id: Id, name: z.string(), keypoints: z.array(z.string()).optional() })
const Rle = z.object({
  size: z.tuple([z.number(), z.number()]),
  counts: z.union([z.string(), z.array(z.number())]),
})
const Polygons = z.array(z.array(z.number()))
const CocoAnnotation = z.object({
  id: Id,
  image_id: Id,
  category_id: Id,
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  segmentation: z.union([Polygons, Rle]).optional(),
  keypoints: z.array(z.number()).optional(),
  // Some programs write true and false, some even as texts.
  iscrowd: z.union([z.literal(0), z.literal(1), z.boolean(), z.enum(['true', 'false'])]).optional(),
})
type CocoAnnotation = z.infer<typeof CocoAnnotation>
const CocoFile = z.object({ images: z.array(Image), annotations: z.array(z.unknown()), categories: z.array(Category) })

type Ring = [number, number][]

/** COCO's flat list as a ring: a last point equal to the first only closes it and is dropped. */
function ringOf(flat: readonly number[]): Ring {
  const ring = Array.from({ length: flat.length >> 1 }, (_, i): [number, number] => [
    flat[2 * i] ?? NaN,
    flat[2 * i + 1] ?? NaN,
  ])
  const [first, last] = [ring[0], ring.at(-1)]
  return ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1] ? ring.slice(0, -1) : ring
}

function outlineOf(segmentation: CocoAnnotation['segmentation']): Shape | string | undefined {
  if (segmentation === undefined) return undefined
  if (!Array.isArray(segmentation)) {
    const mask = maskFromCoco(segmentation)
    return 'fault' in mask ? 'segmentation' : mask
  }
  if (segmentation.length === 0) return undefined
  if (segmentation.some((flat) => flat.length < 2 || flat.length % 2 !== 0)) return 'segmentation'
  return { kind: 'polygon', rings: segmentation.map((flat) => [ringOf(flat)]) }
}

function poseOf(flat: readonly number[] | undefined, names: readonly string[]): Shape | string | undefined {
  if (flat === undefined) return undefined
  const points = names.map((name, k) => ({
    name,
    x: flat[3 * k] ?? NaN,
    y: flat[3 * k + 1] ?? NaN,
    v: flat[3 * k + 2],
  }))
  if (flat.length !== 3 * names.length) return 'keypoints'
  const told = points.flatMap(({ v, ...p }) => (v === 0 || v === 1 || v === 2 ? [{ ...p, v: v as 0 | 1 | 2 }] : []))
  if (told.length !== points.length) return 'keypoints'
  return told.some((p) => p.v > 0) ? { kind: 'keypoints', points: told } : undefined
}

/** The shapes of an annotation, or the name of the field that was not understood. */
function rolesOf(a: CocoAnnotation, keypoints: readonly string[]): Record<string, Shape> | string {
  const [outline, pose] = [outlineOf(a.segmentation), poseOf(a.keypoints, keypoints)]
  if (typeof outline === 'string') return outline
  if (typeof pose === 'string') return pose
  const [x = 0, y = 0, w = 0, h = 0] = a.bbox ?? []
  const box: Shape | undefined = a.bbox && { kind: 'box', x, y, w, h }
  return { ...(outline ? { visible: outline } : {}), ...(box ? { box } : {}), ...(pose ? { pose } : {}) }
}

function read(text: string): z.infer<typeof CocoFile> | string {
  try {
    const checked = CocoFile.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
    if (checked.success) return checked.data
    const issue = checked.error.issues[0]
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

/** What is known while the annotations are read. */
interface Reading {
  readonly file: string
  readonly categories: ReadonlyMap<string | number, z.infer<typeof Category>>
  readonly images: ReadonlyMap<string | number, ParsedLabel[]>
  readonly seen: Set<string | number>
  readonly problems: Problem[]
  line(index: number): number | undefined
}

function readAnnotation(value: unknown, index: number, r: Reading): void {
  const trouble = (field: string, found: unknown): void => {
    r.problems.push(notUnderstood(r.file, r.line(index), field, found))
  }
  const checked = CocoAnnotation.safeParse(value)
  if (!checked.success) {
    trouble(`annotations[${index}].${checked.error.issues[0]?.path.join('.') ?? ''}`, value)
    return
  }
  const a = checked.data
  const line = r.seen.has(a.id) || !r.images.has(a.image_id) ? r.line(index) : undefined
  const place = { file: r.file, ...(line === undefined ? {} : { line }) }
  if (r.seen.has(a.id)) r.problems.push(problem('format.repeated-id', place, { id: a.id }))
  r.seen.add(a.id)
  const [category, labels] = [r.categories.get(a.category_id), r.images.get(a.image_id)]
  if (!labels) {
    r.problems.push(problem('format.unknown-image', place, { id: a.id }))
    return
  }
  if (!category) {
    trouble(`annotations[${index}].category_id`, a.category_id)
    return
  }
  const roles = rolesOf(a, category.keypoints ?? [])
  if (typeof roles === 'string') {
    trouble(`annotations[${index}].${roles}`, (value as Record<string, unknown>)[roles])
    return
  }
  const crowd = a.iscrowd === 1 || a.iscrowd === true || a.iscrowd === 'true'
  const taken = labels.some((l) => l.id === String(a.id))
  labels.push({
    id: taken ? `${a.id}-${index}` : String(a.id),
    class: category.name,
    roles,
    ...(a.iscrowd === undefined ? {} : { attributes: { iscrowd: crowd } }),
    ...(crowd ? { disposition: 'ignore', reason: 'crowd' } : {}),
  })
}

/** Images keep the order of the file. Attribute `iscrowd` and reason `crowd` are those of the shipped policy `coco`. */
export function parseCoco(text: string, file: string): Parsed {
  const content = read(text)
  if (typeof content === 'string') return { images: [], problems: [notThisFormat(file, 'COCO', content)] }
  let lines: readonly (number | undefined)[] | undefined
  const images = new Map(content.images.map((image) => [image.id, [] as ParsedLabel[]]))
  const reading: Reading = {
    file,
    categories: new Map(content.categories.map((c) => [c.id, c])),
    images,
    seen: new Set(),
    problems: [],
    // A file may hold a million annotations: their lines are worked out at the first trouble.
    line: (index) => (lines ??= annotationSpans(text).map((span) => span.line))[index],
  }
  content.annotations.forEach((value, i) => {
    readAnnotation(value, i, reading)
  })
  return {
    images: content.images.map(({ id, file_name: name, width, height }): ParsedImage => ({
      name,
      size: { width, height },
      labels: images.get(id) ?? [],
    })),
    problems: reading.problems,
  }
}
