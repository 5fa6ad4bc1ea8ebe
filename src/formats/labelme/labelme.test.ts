import '../../core/model/zod-setup'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCoco } from '../coco/coco'
import { parseLabelme } from './labelme'

const datasets = new URL('../../../../shared/datasets/', import.meta.url)
const file = (shapes: unknown[], imagePath = 'a.jpg'): string =>
  JSON.stringify({ version: '5.0', shapes, imagePath, imageWidth: 10, imageHeight: 8 })
const shape = (shape_type: string, points: number[][]): unknown => ({ label: 'x', points, shape_type, group_id: null })

describe('labelme JSON', () => {
  it('gives polygons, boxes from corners in any order, circles, lines and points', () => {
    const { images, problems } = parseLabelme(
      file([
        shape('polygon', [
          [0, 0],
          [4, 0],
          [4, 3],
        ]),
        shape('rectangle', [
          [5, 6],
          [1, 2],
        ]),
        shape('circle', [
          [5, 5],
          [8, 9],
        ]),
        shape('linestrip', [
          [0, 0],
          [1, 1],
        ]),
        shape('point', [[3, 3]]),
      ]),
      'a.json',
    )
    expect(problems).toEqual([])
    expect(images[0]?.labels.map((l) => l.roles['visible'])).toEqual([
      {
        kind: 'polygon',
        rings: [
          [
            [
              [0, 0],
              [4, 0],
              [4, 3],
            ],
          ],
        ],
      },
      { kind: 'box', x: 1, y: 2, w: 4, h: 4 },
      { kind: 'ellipse', cx: 5, cy: 5, rx: 5, ry: 5, angle: 0 },
      {
        kind: 'polyline',
        lines: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
      { kind: 'points', points: [[3, 3]] },
    ])
  })
  it('keeps groups and tells what it does not understand', () => {
    const { images, problems } = parseLabelme(
      file(
        [
          { label: 'x', points: [[1, 1]], shape_type: 'point', group_id: 3 },
          shape('mask', [
            [0, 0],
            [1, 1],
          ]),
          { label: 3 },
        ],
        'a.json',
      ),
      'a.json',
    )
    expect(images[0]?.labels.map((l) => l.group)).toEqual(['3'])
    expect(problems.map((p) => p.values?.['field'])).toEqual(['imagePath', 'shapes[1].shape_type', 'shapes[2]'])
  })
  it.each([
    ['no JSON', '{'],
    ['another JSON', '{"version": "5.0"}'],
  ])('is refused when it is none: %s', (_, text) => {
    expect(parseLabelme(text, 'a.json').problems.map((p) => p.code)).toEqual(['format.unreadable'])
  })
  it.skipIf(!existsSync(datasets))('of the real set nuts: 165 polygons, those of its COCO file', () => {
    const dir = new URL('nuts/images/', datasets)
    const own = readdirSync(dir)
      .filter((f) => f.endsWith('.json'))
      .flatMap((f) => parseLabelme(readFileSync(new URL(f, dir), 'utf8'), f).images.flatMap((i) => i.labels))
    const coco = parseCoco(readFileSync(new URL('nuts/trainval.json', datasets), 'utf8'), 'nuts').images.flatMap(
      (i) => i.labels,
    )
    const lists = [own, coco].map((labels) =>
      labels.map((l) => `${l.class} ${JSON.stringify(l.roles['visible'])}`).sort(),
    )
    expect(lists[0]).toHaveLength(165)
    expect(lists[0]).toEqual(lists[1])
  })
})
