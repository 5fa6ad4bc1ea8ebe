import '../../../model/zod-setup'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { areaOf } from '../../overlap'
import type { ShapeDefect } from '../shape-kind'
import { polygon, type Polygon } from './polygon'

const datasets = new URL('../../../../../../shared/datasets/', import.meta.url)

interface CocoAnnotation {
  readonly id: number
  readonly area: number
  readonly segmentation: readonly (readonly number[])[]
}

/** COCO's flat list of numbers as a ring; a last point equal to the first is dropped. */
function ring(flat: readonly number[]): [number, number][] {
  const points = Array.from({ length: flat.length >> 1 }, (_, i): [number, number] => [
    flat[2 * i] ?? NaN,
    flat[2 * i + 1] ?? NaN,
  ])
  const [first, last] = [points[0], points[points.length - 1]]
  return points.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1] ? points.slice(0, -1) : points
}
const shapeOf = (a: CocoAnnotation): Polygon => ({ kind: 'polygon', rings: a.segmentation.map((s) => [ring(s)]) })

function read(file: string): CocoAnnotation[] {
  return (JSON.parse(readFileSync(new URL(file, datasets), 'utf8')) as { annotations: CocoAnnotation[] }).annotations
}
const idsWith = (annotations: readonly CocoAnnotation[], defect: ShapeDefect): number[] =>
  [...new Set(annotations.filter((a) => polygon.defects(shapeOf(a)).includes(defect)).map((a) => a.id))].sort(
    (a, b) => a - b,
  )

/** The lists of `shared/datasets/DEFECTS.md`, which an independent script (GEOS) made. */
const listed = (from: string, to: string): number[] => {
  const text = readFileSync(new URL('DEFECTS.md', datasets), 'utf8')
  const start = text.indexOf(from) + from.length
  return text.slice(start, text.indexOf(to, start)).trim().split(/\s+/).map(Number)
}

describe.skipIf(!existsSync(datasets))('polygons that people drew', () => {
  it('TACO: the crossing, the touching and the repeating ones are found, no more and no less', () => {
    const taco = read('taco/annotations.json')
    expect(taco).toHaveLength(4784)
    const [crossing, touching] = [listed('cross properly:', ';'), listed('27 only touch:', '\n')]
    expect([crossing.length, touching.length]).toEqual([57, 27])
    expect(idsWith(taco, 'self-crossing')).toEqual(crossing)
    expect(idsWith(taco, 'self-touching')).toEqual(touching)
    expect(taco.filter((a) => polygon.defects(shapeOf(a)).includes('repeated-point'))).toHaveLength(12)
    for (const defect of ['too-few-points', 'zero-area', 'not-finite', 'too-complex'] as const)
      expect(idsWith(taco, defect), defect).toEqual([])
  })
  it('TACO: areas are those of the file, but for the crossing ones and the one that is wrong there', () => {
    const taco = read('taco/annotations.json')
    const crossing = new Set(idsWith(taco, 'self-crossing').concat(idsWith(taco, 'self-touching')))
    const off = taco.filter((a) => Math.abs((areaOf(shapeOf(a)) ?? NaN) - a.area) > 0.05 * a.area).map((a) => a.id)
    expect(off.filter((id) => !crossing.has(id))).toEqual([1998])
  })
  it('LVIS: every polygon is valid', () => {
    const lvis = read('lvis-100/lvis_val_100.json')
    expect(lvis).toHaveLength(977)
    for (const defect of ['self-crossing', 'self-touching', 'too-few-points', 'zero-area'] as const)
      expect(idsWith(lvis, defect), defect).toEqual([])
    expect(lvis.filter((a) => polygon.defects(shapeOf(a)).includes('repeated-point'))).toHaveLength(1)
  })
})
