import '../../core/model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kittiClass, parseKitti } from './kitti'

const dataset = new URL('../../../../shared/datasets/kitti/training/label_2/', import.meta.url)
const REST = '1.67 1.87 3.69 -16.53 2.39 58.49 1.57'
const parse = (text: string): ReturnType<typeof parseKitti> => parseKitti(text, 'a.txt', 'a.png')

describe('KITTI label files', () => {
  it('give the box, the truncation and the occlusion', () => {
    const { images, problems } = parse(`Car 0.25 1 1.85 387.5 181.5 423.75 203 ${REST}\r\n\r\n`)
    expect(problems).toEqual([])
    expect(images[0]?.labels).toEqual([
      {
        id: 'line-1',
        class: 'Car',
        roles: { visible: { kind: 'box', x: 387.5, y: 181.5, w: 36.25, h: 21.5 } },
        attributes: { truncated: 0.25 },
        levels: { occluded: 'partly' },
        line: 1,
      },
    ])
  })
  it('say unknown by 3, and nothing by -1', () => {
    const { images } = parse(`Car 0 3 0 0 0 9 9 ${REST}\nVan -1 -1 0 0 0 9 9 ${REST}`)
    expect(images[0]?.labels.map((l) => [l.levels, l.attributes])).toEqual([
      [{ occluded: 'unknown' }, { truncated: 0 }],
      [undefined, undefined],
    ])
  })
  it('make DontCare an ignored region for every class', () => {
    const { images } = parse('DontCare -1 -1 -10 503.89 169.71 590.61 190.13 -1 -1 -1 -1000 -1000 -1000 -10')
    expect(images[0]?.labels[0]).toMatchObject({ disposition: 'ignore', reason: 'not_labelled', appliesTo: 'all' })
    expect(['DontCare', 'Person_sitting', 'Car'].map(kittiClass)).toEqual(['dont_care', 'person_sitting', 'car'])
  })
  it('are read up to the lines that nobody understands, which are told by their number', () => {
    const bad = [`Car 0 0 0 1 2 3 x ${REST}`, 'Car 0 0', `Car 0 4 0 1 2 3 4 ${REST}`, `Car 1.5 0 0 1 2 3 4 ${REST}`]
    const { images, problems } = parse(
      ['', ...bad, `Car 0 0 0 1 2 3 0x4 ${REST}`, `Tram 0 0 0 1 2 3 4 ${REST}`].join('\n'),
    )
    expect(images[0]?.labels.map((l) => l.class)).toEqual(['Tram'])
    expect(problems.map((p) => [p.place?.line, p.values?.['field'], p.values?.['found']])).toEqual([
      [2, 'bottom', 'x'],
      [3, 'columns', '3'],
      [4, 'occluded', '4'],
      [5, 'truncated', '1.5'],
      [6, 'bottom', '0x4'],
    ])
  })
  it.skipIf(!existsSync(dataset))('of the real set: 10 objects, 4 of them DontCare', () => {
    const read = ['000000', '000001', '000002'].map((n) =>
      parseKitti(readFileSync(new URL(`${n}.txt`, dataset), 'utf8'), `${n}.txt`, `${n}.png`),
    )
    const labels = read.flatMap((r) => r.images.flatMap((i) => i.labels))
    expect(read.flatMap((r) => r.problems)).toEqual([])
    expect([labels.length, labels.filter((l) => l.class === 'DontCare').length]).toEqual([10, 4])
  })
})
