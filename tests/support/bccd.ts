/** Documents made from a real data set: blood cells (BCCD, MIT), 640 × 480 JPEG photos with Pascal VOC boxes. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newAnnotation, type Made, type PolicyRef } from '../../src/core/model/annotation'
import {
  VISIBLE,
  type AnnotationId,
  type ClassId,
  type ImageId,
  type Instant,
  type Person,
  type Sha256,
} from '../../src/core/model/ids'
import { newDocument, type ImageDocument, type ImageRecord } from '../../src/core/model/image'

const ROOT = join(import.meta.dirname, '..', '..', '..', 'shared', 'datasets', 'bccd')
/** Where its photos are. */
export const PHOTOS = join(ROOT, 'JPEGImages')
export const hasBccd = existsSync(ROOT)

const CLASSES: Record<string, string> = { RBC: 'red_cell', WBC: 'white_cell', Platelets: 'platelet' }
const sha256 = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex') as Sha256

const number = (xml: string, tag: string): number =>
  Number(new RegExp(`<${tag}>\\s*([-\\d.]+)\\s*</${tag}>`).exec(xml)?.[1])

/** VOC boxes are 1-based and inclusive: pixel columns xmin…xmax cover [xmin - 1, xmax]. */
function boxes(xml: string, made: Made): ImageDocument['annotations'] {
  const objects = [...xml.matchAll(/<object>[\s\S]*?<\/object>/g)].map(([object]) => object)
  return objects.flatMap((object, i) => {
    const [x0, y0, x1, y1] = [
      number(object, 'xmin') - 1,
      number(object, 'ymin') - 1,
      number(object, 'xmax'),
      number(object, 'ymax'),
    ]
    const name = /<name>(.*?)<\/name>/.exec(object)?.[1] ?? ''
    const shape = { kind: 'box' as const, x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
    return [
      newAnnotation(
        `a${i + 1}` as AnnotationId,
        (CLASSES[name] ?? name) as ClassId,
        { [VISIBLE]: { shape, origin: 'import' } },
        made,
      ),
    ]
  })
}

export interface BccdImage {
  readonly doc: ImageDocument
  readonly file: Buffer
}

/** Names of the photos, in order. */
export const bccdNames = (): string[] =>
  readdirSync(join(ROOT, 'JPEGImages'))
    .filter((name) => name.endsWith('.jpg'))
    .sort()

/** One photo with its labels as a finished document made under `policy`. */
export function bccdImage(name: string, policy: PolicyRef): BccdImage {
  const file = readFileSync(join(ROOT, 'JPEGImages', name))
  const xml = readFileSync(join(ROOT, 'Annotations', name.replace('.jpg', '.xml')), 'utf8')
  const made: Made = { by: 'Shenggan' as Person, at: '2018-02-02T00:00:00Z' as Instant, how: 'import', policy }
  const [width, height] = [number(xml, 'width'), number(xml, 'height')]
  const image: ImageRecord = {
    path: `Images/${name}` as ImageId,
    sha256: sha256(file),
    bytes: file.length,
    width,
    height,
    stored: { width, height },
    orientation: 1,
    format: 'jpeg',
    bitDepth: 8,
    lossy: true,
    frames: 1,
    lineage: [],
  }
  return {
    file,
    doc: { ...newDocument(image), annotations: boxes(xml, made), state: 'finished', checked: { policy, at: made.at } },
  }
}

/** The first `count` photos. */
export const bccdImages = (count: number, policy: PolicyRef): BccdImage[] =>
  bccdNames()
    .slice(0, count)
    .map((name) => bccdImage(name, policy))
