import '../../core/model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { areaOf } from '../../core/geometry/overlap'
import { parseScalabel, scalabelClass } from './scalabel'

const dataset = new URL('../../../../shared/datasets/scalabel/testcases/', import.meta.url)
const frame = (labels: unknown[], more: object = {}): string => JSON.stringify([{ name: 'a.jpg', labels, ...more }])
const square = [
  [0, 0],
  [9, 0],
  [9, 9],
  [0, 9],
]

describe('Scalabel JSON', () => {
  it('gives boxes whose corners both belong to the object, outlines, attributes and tags', () => {
    const { images, problems } = parseScalabel(
      frame(
        [
          {
            id: 1,
            category: 'traffic light',
            attributes: { occluded: false, trafficLightColor: 'red' },
            box2d: { x1: 10, y1: 20, x2: 19, y2: 39 },
            poly2d: [{ vertices: square, types: 'LLLL', closed: true }],
          },
        ],
        { size: { width: 1280, height: 720 }, attributes: { weather: 'partly cloudy', timeofday: 'dawn/dusk' } },
      ),
      'a.json',
    )
    expect(problems).toEqual([])
    expect(images).toEqual([
      {
        name: 'a.jpg',
        size: { width: 1280, height: 720 },
        tags: { weather: 'partly_cloudy', timeofday: 'dawn_dusk' },
        labels: [
          {
            id: '1',
            class: 'traffic light',
            roles: {
              visible: { kind: 'box', x: 10, y: 20, w: 10, h: 20 },
              segment: { kind: 'polygon', rings: [[square]] },
            },
            attributes: { occluded: false, traffic_light_color: 'red' },
          },
        ],
      },
    ])
    expect(scalabelClass('other person')).toBe('other_person')
  })
  it('turns curves into short lines: a circle of four cubics has the area of a circle', () => {
    const k = 0.5522847498
    const circle = [
      [1, 0],
      [1, k],
      [k, 1],
      [0, 1],
      [-k, 1],
      [-1, k],
      [-1, 0],
      [-1, -k],
      [-k, -1],
      [0, -1],
      [k, -1],
      [1, -k],
    ]
    const { images } = parseScalabel(
      frame([{ id: 1, category: 'car', poly2d: [{ vertices: circle, types: 'LCCLCCLCCLCC', closed: true }] }]),
      'a.json',
    )
    const shape = images[0]?.labels[0]?.roles['segment']
    expect(shape && areaOf(shape)).toBeCloseTo(Math.PI, 1)
  })
  it('makes open pieces a line', () => {
    const { images } = parseScalabel(
      frame([{ id: 1, category: 'lane', poly2d: [{ vertices: square, types: 'LLLL', closed: false }] }]),
      'a.json',
    )
    expect(images[0]?.labels[0]?.roles['segment']?.kind).toBe('polyline')
  })
  it('tells what it does not understand', () => {
    const poly = (types: string): unknown => ({ id: 1, category: 'car', poly2d: [{ vertices: square, types }] })
    const { images, problems } = parseScalabel(frame([poly('LCLL'), poly('LL'), { id: 1 }]), 'a.json')
    expect(images[0]?.labels).toEqual([])
    expect(problems.map((p) => p.values?.['field'])).toEqual([
      '[0].labels[0].poly2d',
      '[0].labels[1].poly2d',
      '[0].labels[2].category',
    ])
    for (const text of ['{', '{"images": []}'])
      expect(parseScalabel(text, 'a.json').problems.map((p) => p.code)).toEqual(['format.unreadable'])
  })
  it.skipIf(!existsSync(dataset)).each([
    ['example_annotation.json', 1, 4],
    ['panseg_bdd100k/panseg_bdd100k.json', 1, 76],
    ['example_ignore_annotation.json', 2, 2],
  ])('of the real file %s: %i frames, %i labels', (name, frames, labels) => {
    const { images, problems } = parseScalabel(readFileSync(new URL(name, dataset), 'utf8'), name)
    expect(problems).toEqual([])
    expect([images.length, images.flatMap((i) => i.labels).length]).toEqual([frames, labels])
  })
})
