/** The sample against the published data set it was taken from; skipped where that data set is not at hand. */
import '../../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { boundsOf, ioa } from '../../../src/core/geometry/overlap'
import type { Annotation } from '../../../src/core/model/annotation'
import type { Box } from '../../../src/core/geometry/shapes/box/box'
import { IMAGES, SAMPLE, sampleDocuments } from './build'

const SOURCE = join(import.meta.dirname, '../../../../shared/datasets/bccd')
const CLASSES: Record<string, string> = { RBC: 'red_cell', WBC: 'white_cell', Platelets: 'platelet' }

/** Published boxes: 1-based, inclusive corners. */
function published(photo: string): { cls: string; box: Box }[] {
  const xml = readFileSync(join(SOURCE, 'Annotations', `${photo}.xml`), 'utf8')
  const number = (object: string, tag: string): number => Number(new RegExp(`<${tag}>(\\d+)<`).exec(object)?.[1])
  return [...xml.matchAll(/<object>[\s\S]*?<\/object>/g)].map(([object]) => {
    const [x, y] = [number(object, 'xmin') - 1, number(object, 'ymin') - 1]
    const [w, h] = [number(object, 'xmax') - x, number(object, 'ymax') - y]
    return { cls: CLASSES[/<name>(.*?)</.exec(object)?.[1] ?? ''] ?? '', box: { kind: 'box', x, y, w, h } }
  })
}

/** A label of the class with most of itself in the published box, or an ignored region over most of that box. */
function answers(a: Annotation, cls: string, box: Box): boolean {
  return Object.values(a.roles).some(({ shape }) => {
    const { x0, y0, x1, y1 } = boundsOf(shape)
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2]
    const centred = Math.abs(cx - box.x - box.w / 2) < box.w / 3 && Math.abs(cy - box.y - box.h / 2) < box.h / 3
    return (a.class === cls && centred) || (a.class === 'clump' && (ioa(box, shape) ?? 0) > 0.3)
  })
}

describe.skipIf(!existsSync(SOURCE))('the sample against the published data set', () => {
  it('has the photos and their licence byte for byte', () => {
    for (const name of readdirSync(join(SAMPLE, IMAGES))) {
      const from = join(SOURCE, name === 'LICENSE' ? name : join('JPEGImages', name))
      expect(readFileSync(join(SAMPLE, IMAGES, name)).equals(readFileSync(from)), name).toBe(true)
    }
  })
  for (const doc of sampleDocuments())
    it(`labels or ignores every published object of ${doc.image.path}`, () => {
      const photo = doc.image.path.slice(IMAGES.length + 1, -'.jpg'.length)
      const lost = published(photo).filter(({ cls, box }) => !doc.annotations.some((a) => answers(a, cls, box)))
      expect(lost).toEqual([])
    })
})
