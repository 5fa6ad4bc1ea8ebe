/** The real data sets in `../shared/datasets`, read with the product's own readers. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCoco } from '../../../src/formats/coco/coco'
import { parseCrowdHuman } from '../../../src/formats/crowdhuman/crowdhuman'
import { kittiClass, parseKitti } from '../../../src/formats/kitti/kitti'
import { parseLabelme } from '../../../src/formats/labelme/labelme'
import { documentOf, type Parsed, type ParsedImage } from '../../../src/formats/parsed'
import { parseScalabel } from '../../../src/formats/scalabel/scalabel'
import { parseVoc } from '../../../src/formats/voc/voc'
import type { PolicyRef } from '../../../src/core/model/annotation'
import type { ImageId, Instant, Person, Sha256 } from '../../../src/core/model/ids'
import type { ImageDocument, ImageRecord } from '../../../src/core/model/image'

export const DATA = join(import.meta.dirname, '../../../../shared/datasets')

const text = (path: string): string => readFileSync(join(DATA, path), 'utf8')
const filesOf = (folder: string, end: string): string[] =>
  readdirSync(join(DATA, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith(end))
    .sort()

const together = (parts: readonly Parsed[]): Parsed => ({
  images: parts.flatMap((p) => p.images),
  problems: parts.flatMap((p) => p.problems),
})

export const voc = (folder: string): Parsed =>
  together(filesOf(folder, '.xml').map((f) => parseVoc(text(join(folder, f)), f)))
export const labelme = (folder: string): Parsed =>
  together(
    filesOf(folder, '.json')
      .filter((f) => text(join(folder, f)).includes('"shapes"'))
      .map((f) => parseLabelme(text(join(folder, f)), f)),
  )
export const coco = (file: string): Parsed => parseCoco(text(file), file)

/** Width and height of a PNG stand at byte 16. */
function pngSize(path: string): { width: number; height: number } {
  const bytes = readFileSync(join(DATA, path))
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
export const kitti = (folder: string): Parsed =>
  together(
    filesOf(`${folder}/label_2`, '.txt').map((f) => {
      const image = f.replace('.txt', '.png')
      return parseKitti(text(`${folder}/label_2/${f}`), f, image, pngSize(`${folder}/image_2/${image}`))
    }),
  )
/** The photo is not here. Two persons end at 1356 px, where it must end; its width is at least the 1748 px that boxes reach. */
export const crowdHuman = (file: string): Parsed => {
  const { images, problems } = parseCrowdHuman(text(file), file)
  return { images: images.map((image) => ({ ...image, size: { width: 1748, height: 1356 } })), problems }
}

/** BDD100K's frames are 1280 × 720. */
export const scalabel = (file: string): Parsed => {
  const { images, problems } = parseScalabel(text(file), file)
  return { images: images.map((image) => ({ size: { width: 1280, height: 720 }, ...image })), problems }
}

function recordOf({ name, size }: ParsedImage): ImageRecord {
  if (!size) throw new Error(`${name} has no size`)
  const record = { path: name as ImageId, sha256: '0'.repeat(64) as Sha256, bytes: 0, ...size, stored: size }
  return { ...record, orientation: 1, format: 'jpeg', bitDepth: 8, lossy: true, frames: 1, lineage: [] }
}

/** Names of classes as ids: 'Plastic bag & wrapper' → plastic_bag_wrapper. */
export const classId = (name: string): string => {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
  return /^[a-z]/.test(id) ? id : `class_${id}`
}
export { kittiClass }

/** What a policy knows; roles and attributes that it does not have are left out. */
export interface Known {
  readonly roles?: readonly string[]
  readonly attributes?: readonly string[]
}

const only = <T>(
  record: Readonly<Record<string, T>> | undefined,
  names: readonly string[] | undefined,
): Record<string, T> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => names?.includes(name) ?? true))

export function documentsOf(
  parsed: Parsed,
  policy: PolicyRef,
  classes: (name: string) => string,
  { roles, attributes }: Known = {},
): ImageDocument[] {
  const made = { by: '' as Person, at: '1970-01-01T00:00:00.000Z' as Instant, policy }
  return parsed.images.map((image) => {
    const labels = image.labels.map((l) => ({
      ...l,
      roles: only(l.roles, roles),
      attributes: only(l.attributes, attributes),
    }))
    return documentOf({ ...image, labels }, recordOf(image), made, classes)
  })
}
