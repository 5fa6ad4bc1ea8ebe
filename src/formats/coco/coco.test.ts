import '../../core/model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCoco } from './coco'

const datasets = new URL('../../../../shared/datasets/', import.meta.url)
const head =
  '"images": [{"id": 1, "file_name": "a.jpg", "width": 10, "height": 8}],\n"categories": [{"id": 0, "name": "cat", "keypoints": ["nose", "tail"]}],\n'
const file = (...annotations: string[]): string => `{${head}"annotations": [\n${annotations.join(',\n')}\n]}`
const base = '"image_id": 1, "category_id": 0, "bbox": [1, 2, 3, 4]'

describe('COCO JSON', () => {
  it('gives outline, box and keypoints; a closing point is dropped', () => {
    const { images, problems } = parseCoco(
      file(
        `{"id": 5, ${base}, "iscrowd": 0, "segmentation": [[1, 2, 4, 2, 4, 6, 1, 2]], "keypoints": [1, 2, 2, 0, 0, 0]}`,
      ),
      'a.json',
    )
    expect(problems).toEqual([])
    expect(images).toEqual([
      {
        name: 'a.jpg',
        size: { width: 10, height: 8 },
        labels: [
          {
            id: '5',
            class: 'cat',
            roles: {
              visible: {
                kind: 'polygon',
                rings: [
                  [
                    [
                      [1, 2],
                      [4, 2],
                      [4, 6],
                    ],
                  ],
                ],
              },
              box: { kind: 'box', x: 1, y: 2, w: 3, h: 4 },
              pose: {
                kind: 'keypoints',
                points: [
                  { name: 'nose', x: 1, y: 2, v: 2 },
                  { name: 'tail', x: 0, y: 0, v: 0 },
                ],
              },
            },
            attributes: { iscrowd: false },
          },
        ],
      },
    ])
  })
  it('makes a crowd an ignored mask', () => {
    const { images } = parseCoco(
      file(`{"id": 5, ${base}, "iscrowd": 1, "segmentation": {"size": [8, 10], "counts": [9, 2, 69]}}`),
      'a.json',
    )
    const [label] = images[0]?.labels ?? []
    expect([label?.disposition, label?.reason, label?.roles['visible']?.kind]).toEqual(['ignore', 'crowd', 'mask'])
  })
  it('takes iscrowd as number, truth value or text, for programs write all three', () => {
    const crowds = ['1', 'true', '"true"', '0', 'false', '"false"'].map(
      (said) =>
        parseCoco(file(`{"id": 5, ${base}, "iscrowd": ${said}}`), 'a.json').images[0]?.labels[0]?.attributes?.[
          'iscrowd'
        ],
    )
    expect(crowds).toEqual([true, true, true, false, false, false])
  })
  it('has only a box where the outline is empty', () => {
    const { images } = parseCoco(file(`{"id": 5, ${base}, "segmentation": []}`), 'a.json')
    expect(Object.keys(images[0]?.labels[0]?.roles ?? {})).toEqual(['box'])
  })
  it('tells by line what it cannot understand, and ids that stand twice', () => {
    const { images, problems } = parseCoco(
      file(
        `{"id": 1, ${base}}`,
        `{"id": 1, ${base}}`,
        `{"id": 2, "image_id": 9, "category_id": 0}`,
        `{"id": 3, "image_id": 1, "category_id": 7}`,
        `{"id": 4, ${base}, "segmentation": [[1, 2, 3]]}`,
        `{"id": 5, ${base}, "segmentation": {"size": [8, 10], "counts": [9, 2, 6]}}`,
        `{"id": 6, ${base}, "keypoints": [1, 2, 2]}`,
        `{"id": 7, ${base.replace('4]', '"4"]')}}`,
      ),
      'a.json',
    )
    expect(images[0]?.labels.map((l) => l.id)).toEqual(['1', '1-1'])
    expect(problems.map((p) => [p.code, p.place?.line, p.values?.['field'] ?? p.values?.['id']])).toEqual([
      ['format.repeated-id', 5, 1],
      ['format.unknown-image', 6, 2],
      ['format.field', 7, 'annotations[3].category_id'],
      ['format.field', 8, 'annotations[4].segmentation'],
      ['format.field', 9, 'annotations[5].segmentation'],
      ['format.field', 10, 'annotations[6].keypoints'],
      ['format.field', 11, 'annotations[7].bbox.3'],
    ])
  })
  it.each([
    ['no JSON', '{"images": ['],
    ['another JSON', '[]'],
    ['no size', '{"images": [{"id": 1, "file_name": "a"}], "annotations": [], "categories": []}'],
  ])('is refused when it is none: %s', (_, text) => {
    expect(parseCoco(text, 'a.json').problems.map((p) => p.code)).toEqual(['format.unreadable'])
  })
  it.skipIf(!existsSync(datasets)).each([
    ['taco/annotations.json', 1500, 4784, 2],
    ['lvis-100/lvis_val_100.json', 100, 977, 0],
    ['nuts/trainval.json', 18, 165, 0],
    ['coco-keypoints/coco/test_coco.json', 4, 14, 0],
    ['coco-photos/coco_utils/visdrone2019-det-train-first50image.json', 50, 3326, 0],
  ])('of the real set %s: %i images, %i labels, %i repeated ids', (name, images, labels, repeated) => {
    const read = parseCoco(readFileSync(new URL(name, datasets), 'utf8'), name)
    expect(read.images.length).toBe(images)
    expect(read.images.flatMap((i) => i.labels).length).toBe(labels)
    expect(read.problems.map((p) => p.code)).toEqual(Array.from({ length: repeated }, () => 'format.repeated-id'))
  })
  it.skipIf(!existsSync(datasets))('TACO repeats the ids 309 and 4040', () => {
    const { problems } = parseCoco(readFileSync(new URL('taco/annotations.json', datasets), 'utf8'), 'taco')
    expect(problems.map((p) => p.values?.['id'])).toEqual([309, 4040])
    expect(problems.every((p) => p.place?.line !== undefined)).toBe(true)
  })
})
