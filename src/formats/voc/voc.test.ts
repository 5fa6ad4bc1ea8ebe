import '../../core/model/zod-setup'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseVoc } from './voc'

const datasets = new URL('../../../../shared/datasets/', import.meta.url)
const object = (more: string): string =>
  `<object><name>cat</name>${more}<bndbox><xmin>1</xmin><ymin>11</ymin><xmax>100</xmax><ymax>20</ymax></bndbox></object>`
const file = (objects: string, head = '<size><width>640</width><height>480</height></size>'): string =>
  `<annotation>\n<filename>a.jpg</filename>${head}\n${objects}\n</annotation>`

describe('PASCAL VOC XML', () => {
  it('counts from 1 with both ends inside: 1 to 100 are the first 100 columns', () => {
    const { images, problems } = parseVoc(file(object('<truncated>0</truncated><pose>Left</pose>')), 'a.xml')
    expect(problems).toEqual([])
    expect(images).toEqual([
      {
        name: 'a.jpg',
        size: { width: 640, height: 480 },
        labels: [
          {
            id: '1',
            class: 'cat',
            roles: { visible: { kind: 'box', x: 0, y: 10, w: 100, h: 10 } },
            attributes: { truncated: false, view: 'left' },
            line: 3,
          },
        ],
      },
    ])
  })
  it('keeps a box whose sides coincide without area', () => {
    const { images } = parseVoc(file(object('').replace('<xmax>100', '<xmax>1')), 'a.xml')
    expect(images[0]?.labels[0]?.roles['visible']).toEqual({ kind: 'box', x: 1, y: 11, w: 0, h: 9 })
  })
  it('does not make up a size', () => {
    expect(
      parseVoc(file('', '<size><width>0</width><height>0</height></size>'), 'a.xml').images[0]?.size,
    ).toBeUndefined()
  })
  it('leaves out what it does not understand, and says where', () => {
    const text = file([object('').replace('100', 'wide'), '<object><name>dog</name></object>', object('')].join('\n'))
    const { images, problems } = parseVoc(text, 'a.xml')
    expect(images[0]?.labels.map((l) => l.line)).toEqual([5])
    expect(problems.map((p) => [p.place, p.values])).toEqual([
      [
        { file: 'a.xml', line: 3 },
        { field: 'xmax', found: 'wide' },
      ],
      [
        { file: 'a.xml', line: 4 },
        { field: 'bndbox', found: '–' },
      ],
    ])
  })
  it.each([
    ['no XML', 'hello'],
    ['cut off', '<annotation>\n<filename>a.jpg</file'],
    ['another root', '<labels/>'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]><annotation><filename>&x;</filename></annotation>'],
    ['nested without end', '<a>'.repeat(300) + '</a>'.repeat(300)],
    ['empty', ''],
  ])('is refused when it is none: %s', (_, text) => {
    const { images, problems } = parseVoc(text, 'a.xml')
    expect(images).toEqual([])
    expect(problems.map((p) => p.code)).toEqual(['format.unreadable'])
  })
  it.skipIf(!existsSync(datasets)).each([
    ['bccd/Annotations', 364, 4888],
    ['raccoon/annotations', 200, 217],
    ['labelme-examples/bbox_detection/data_dataset_voc/Annotations', 3, 9],
  ])('of the real set %s: %i images, %i labels', (folder, images, labels) => {
    const dir = new URL(`${folder}/`, datasets)
    const read = readdirSync(dir)
      .filter((f) => f.endsWith('.xml'))
      .map((f) => parseVoc(readFileSync(new URL(f, dir), 'utf8'), f))
    expect(read.flatMap((r) => r.problems)).toEqual([])
    expect([read.length, read.flatMap((r) => r.images.flatMap((i) => i.labels)).length]).toEqual([images, labels])
  })
})
