/** Shipped policies against real files: what they find is what independent scripts counted (../shared/datasets/DEFECTS.md). */
import '../../src/core/model/zod-setup'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newAnnotation, type Annotation, type PolicyRef } from '../../src/core/model/annotation'
import {
  VISIBLE,
  type AnnotationId,
  type ClassId,
  type ImageId,
  type Instant,
  type Person,
  type Sha256,
} from '../../src/core/model/ids'
import { newDocument, type ImageDocument } from '../../src/core/model/image'
import { compilePolicy } from '../../src/core/policy/compile'
import { POLICIES_FOLDER } from './clause-table'

const DATA = join(import.meta.dirname, '../../../shared/datasets')
/** Folder of XML files, the class of the policy that stands for its objects, and what must be found. */
const SETS = [
  { name: 'bccd/Annotations', as: 'bottle', images: 364, labels: 4888, zeroArea: 2, outside: 0 },
  { name: 'raccoon/annotations', as: 'cat', images: 200, labels: 217, zeroArea: 0, outside: 0 },
] as const

const tagOf = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>\\s*([^<]*?)\\s*</${tag}>`).exec(xml)?.[1]
const numberOf = (xml: string, tag: string): number => Number(tagOf(xml, tag))

/** VOC counts pixels from 1 and both ends belong to the box: xmin…xmax covers [xmin - 1, xmax]. DEFECTS.md counts xmin = xmax as without area. */
function annotationOf(xml: string, index: number, cls: string, policy: PolicyRef): Annotation {
  const [x0, y0, x1, y1] = [numberOf(xml, 'xmin'), numberOf(xml, 'ymin'), numberOf(xml, 'xmax'), numberOf(xml, 'ymax')]
  const empty = x0 === x1 || y0 === y1
  const [x, y] = empty ? [x0, y0] : [x0 - 1, y0 - 1]
  const made = { by: '' as Person, at: '1970-01-01T00:00:00.000Z' as Instant, how: 'import' as const, policy }
  const flag = (tag: string): boolean | undefined => ({ '0': false, '1': true })[tagOf(xml, tag) ?? '']
  const said = { truncated: flag('truncated'), difficult: flag('difficult'), view: tagOf(xml, 'pose')?.toLowerCase() }
  return {
    ...newAnnotation(
      `a${index + 1}` as AnnotationId,
      cls as ClassId,
      { [VISIBLE]: { shape: { kind: 'box', x, y, w: x1 - x, h: y1 - y }, origin: 'import' } },
      made,
    ),
    attributes: Object.fromEntries(Object.entries(said).filter(([, v]) => v !== undefined)) as Annotation['attributes'],
  }
}

function emptyDocument(path: string, size: { readonly width: number; readonly height: number }): ImageDocument {
  return newDocument({
    path: path as ImageId,
    sha256: '0'.repeat(64) as Sha256,
    bytes: 0,
    ...size,
    stored: size,
    orientation: 1,
    format: 'jpeg',
    bitDepth: 8,
    lossy: true,
    frames: 1,
    lineage: [],
  })
}

function documentOf(xml: string, path: string, cls: string, policy: PolicyRef): ImageDocument {
  const document = emptyDocument(path, { width: numberOf(xml, 'width'), height: numberOf(xml, 'height') })
  const objects = [...xml.matchAll(/<object>[\s\S]*?<\/object>/g)]
  return { ...document, annotations: objects.map(([object], i) => annotationOf(object, i, cls, policy)) }
}

describe.skipIf(!existsSync(DATA))('PASCAL VOC 2011 on real files', () => {
  const compiled = compilePolicy(readFileSync(join(POLICIES_FOLDER, 'pascal-voc/2.0.0.yaml'), 'utf8'))
  it.each(SETS)(
    '$name: the geometry findings are the counted defects',
    ({ name, as, images, labels, zeroArea, outside }) => {
      if (!compiled.ok) throw new Error('does not compile')
      const { policy } = compiled.value
      const files = readdirSync(join(DATA, name)).filter((f) => f.endsWith('.xml'))
      const documents = files.map((f) => documentOf(readFileSync(join(DATA, name, f), 'utf8'), f, as, policy.view.ref))
      const findings = documents.flatMap((doc) => policy.check(doc))
      const of = (rule: string): number => findings.filter((f) => f.rule === rule && f.verdict === 'fail').length
      expect([documents.length, documents.reduce((n, d) => n + d.annotations.length, 0)]).toEqual([images, labels])
      expect({ zeroArea: of('shape'), outside: of('G1') }).toEqual({ zeroArea, outside })
      // Everything else is a question, not a claim of an error: these files never said whether objects are occluded.
      const failed = new Set(findings.filter((f) => f.verdict === 'fail').map((f) => f.rule))
      expect([...failed].filter((rule) => !['shape', 'G1'].includes(rule))).toEqual([])
    },
  )
})

interface CocoFile {
  readonly images: readonly {
    readonly id: number
    readonly file_name: string
    readonly width: number
    readonly height: number
  }[]
  readonly annotations: readonly {
    readonly image_id: number
    readonly iscrowd: 0 | 1
    readonly num_keypoints: number
    readonly segmentation: readonly (readonly number[])[]
    readonly keypoints: readonly number[]
  }[]
  readonly categories: readonly { readonly keypoints: readonly string[] }[]
}

const pairs = (flat: readonly number[]): [number, number][] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? NaN, flat[2 * i + 1] ?? NaN])

/** One person of a COCO file: its polygons, and its keypoints where any is labelled. */
function personOf(
  a: CocoFile['annotations'][number],
  i: number,
  names: readonly string[],
  policy: PolicyRef,
): Annotation {
  const made = { by: '' as Person, at: '1970-01-01T00:00:00.000Z' as Instant, how: 'import' as const, policy }
  const points = names.map((name, k) => {
    const [x = 0, y = 0, v = 0] = a.keypoints.slice(3 * k, 3 * k + 3)
    return { name, x, y, v: v as 0 | 1 | 2 }
  })
  const outline = { kind: 'polygon' as const, rings: a.segmentation.map((piece) => [pairs(piece)]) }
  return {
    ...newAnnotation(
      `a${i + 1}` as AnnotationId,
      'person' as ClassId,
      {
        [VISIBLE]: { shape: outline, origin: 'import' },
        ...(a.num_keypoints > 0
          ? { pose: { shape: { kind: 'keypoints' as const, points }, origin: 'import' as const } }
          : {}),
      },
      made,
    ),
    attributes: { iscrowd: a.iscrowd === 1 },
  }
}

describe.skipIf(!existsSync(DATA))('COCO on real persons with keypoints', () => {
  it('claims no error: every visible keypoint lies in its outline, and small persons have none', () => {
    const compiled = compilePolicy(readFileSync(join(POLICIES_FOLDER, 'coco/1.0.0.yaml'), 'utf8'))
    if (!compiled.ok) throw new Error('does not compile')
    const { policy } = compiled.value
    const file = JSON.parse(readFileSync(join(DATA, 'coco-keypoints/coco/test_coco.json'), 'utf8')) as CocoFile
    const names = file.categories[0]?.keypoints ?? []
    const findings = file.images.flatMap((image) => {
      const persons = file.annotations.filter((a) => a.image_id === image.id)
      const document = emptyDocument(image.file_name, image)
      return policy.check({
        ...document,
        annotations: persons.map((a, i) => personOf(a, i, names, policy.view.ref)),
      })
    })
    expect(file.annotations).toHaveLength(14)
    // Nobody has judged these outlines three times: that, and nothing else, is told.
    expect([...new Set(findings.filter((f) => f.verdict === 'fail').map((f) => f.rule))]).toEqual(['W1'])
  })
})
