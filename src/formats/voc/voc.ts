/**
 * PASCAL VOC XML, one file per image. VOC counts pixels from 1 and both ends belong to the box: columns xmin … xmax cover
 * [xmin − 1, xmax] here. Many programs write coordinates from 0 instead; nothing in a file tells which. A box with
 * xmin = xmax (or ymin = ymax) is taken as it stands, without area: by VOC's own counting it would be one pixel wide, and
 * nobody has labelled such an object. Source: VOC development kit, PASreadrecord.m.
 */
import type { Problem } from '../../core/model/problem'
import { split, type Parsed, type ParsedLabel, type ParsedSize } from '../parsed'
import { notThisFormat, notUnderstood, numberIn } from '../trouble'
import { child, parseXml, type Element } from '../xml'

const SIDES = ['xmin', 'ymin', 'xmax', 'ymax'] as const
const FLAGS = ['truncated', 'occluded', 'difficult'] as const
const FLAG: Readonly<Record<string, boolean>> = { '0': false, '1': true }

type Box = { readonly kind: 'box'; readonly x: number; readonly y: number; readonly w: number; readonly h: number }

function boxOf(object: Element, file: string): Box | Problem {
  const bndbox = child(object, 'bndbox')
  if (!bndbox) return notUnderstood(file, object.line, 'bndbox', undefined)
  const sides = SIDES.map((side) => ({ side, element: child(bndbox, side) }))
  const values = sides.map(({ element }) => numberIn(element?.text))
  const bad = values.findIndex((v) => v === undefined)
  const wrong = sides[bad]
  if (wrong) return notUnderstood(file, wrong.element?.line ?? bndbox.line, wrong.side, wrong.element?.text)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = values
  const shift = x0 === x1 || y0 === y1 ? 0 : 1
  return { kind: 'box', x: x0 - shift, y: y0 - shift, w: x1 - x0 + shift, h: y1 - y0 + shift }
}

function attributesOf(object: Element): Record<string, string | boolean> {
  const flags = FLAGS.flatMap((name): [string, boolean][] => {
    const said = FLAG[child(object, name)?.text ?? '']
    return said === undefined ? [] : [[name, said]]
  })
  const pose = child(object, 'pose')?.text.toLowerCase()
  return { ...Object.fromEntries(flags), ...(pose ? { view: pose } : {}) }
}

function labelOf(object: Element, index: number, file: string): ParsedLabel | Problem {
  const name = child(object, 'name')?.text
  if (!name) return notUnderstood(file, object.line, 'name', name)
  const box = boxOf(object, file)
  if ('code' in box) return box
  return {
    id: `${index + 1}`,
    class: name,
    roles: { visible: box },
    attributes: attributesOf(object),
    line: object.line,
  }
}

function sizeOf(root: Element): ParsedSize | undefined {
  const size = child(root, 'size')
  const [width, height] = [numberIn(child(size, 'width')?.text), numberIn(child(size, 'height')?.text)]
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : undefined
}

/** Attributes have the names of the shipped policy `pascal-voc`. */
export function parseVoc(text: string, file: string): Parsed {
  const xml = parseXml(text)
  if ('fault' in xml) return { images: [], problems: [notThisFormat(file, 'PASCAL VOC', xml.fault, xml.line)] }
  const { root } = xml
  if (root.name !== 'annotation')
    return { images: [], problems: [notThisFormat(file, 'PASCAL VOC', root.name, root.line)] }
  const name = child(root, 'filename')?.text
  if (!name) return { images: [], problems: [notUnderstood(file, root.line, 'filename', name)] }
  const read = root.children.filter((c) => c.name === 'object').map((object, i) => labelOf(object, i, file))
  const size = sizeOf(root)
  const { labels, problems } = split(read)
  return { images: [{ name, labels, ...(size ? { size } : {}) }], problems }
}
