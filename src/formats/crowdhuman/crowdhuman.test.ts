import '../../core/model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCrowdHuman } from './crowdhuman'

const file = new URL('../../../../shared/datasets/crowdhuman-one/test_annotation_train.odgt', import.meta.url)
const line = (gtboxes: unknown): string => JSON.stringify({ ID: 'a', gtboxes })
const person = { tag: 'person', fbox: [1, 2, 3, 40], vbox: [1, 2, 3, 30], hbox: [1, 2, 3, 4] }

describe('CrowdHuman odgt', () => {
  it('gives three boxes, and what the file says of them', () => {
    const { images } = parseCrowdHuman(
      line([{ ...person, head_attr: { occ: 1 }, extra: { occ: 0, box_id: 7 } }]),
      'a.odgt',
    )
    expect(images[0]?.labels[0]).toEqual({
      id: '1',
      class: 'person',
      roles: {
        full: { kind: 'box', x: 1, y: 2, w: 3, h: 40 },
        visible: { kind: 'box', x: 1, y: 2, w: 3, h: 30 },
        head: { kind: 'box', x: 1, y: 2, w: 3, h: 4 },
      },
      attributes: { occ: false, box_id: 7, head_occ: true },
      line: 1,
    })
  })
  it('leaves missing keys unknown', () => {
    expect(parseCrowdHuman(line([person]), 'a.odgt').images[0]?.labels[0]?.attributes).toEqual({})
  })
  it('ignores masks, and persons that say so', () => {
    const { images } = parseCrowdHuman(
      line([
        { ...person, tag: 'mask' },
        { ...person, extra: { ignore: 1 } },
      ]),
      'a.odgt',
    )
    expect(images[0]?.labels.map((l) => [l.disposition, l.reason])).toEqual([
      ['ignore', 'not_told'],
      ['ignore', 'not_told'],
    ])
  })
  it('reads on after lines and boxes that nobody understands', () => {
    const text = [line([{ ...person, fbox: [1, 2] }, person]), '{"ID": "b", ', '{"ID": 3}', '', line([person])].join(
      '\n',
    )
    const { images, problems } = parseCrowdHuman(text, 'a.odgt')
    expect(images.map((i) => i.labels.length)).toEqual([1, 1])
    expect(problems.map((p) => [p.code, p.place?.line, p.values?.['field']])).toEqual([
      ['format.field', 1, 'gtboxes[0].fbox'],
      ['format.unreadable', 2, undefined],
      ['format.field', 3, 'ID, gtboxes'],
    ])
  })
  it.skipIf(!existsSync(file))('of the one real line: 6 persons and 1 mask', () => {
    const { images, problems } = parseCrowdHuman(readFileSync(file, 'utf8'), 'train.odgt')
    expect(problems).toEqual([])
    expect(images.map((i) => [i.name, i.labels.map((l) => l.class).join(' ')])).toEqual([
      ['283554,35288000868e92d4', 'person person person person person person mask'],
    ])
  })
})
