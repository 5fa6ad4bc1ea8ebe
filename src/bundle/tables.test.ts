import { describe, expect, it } from 'vitest'
import { bccdImages, hasBccd } from '../../tests/support/bccd'
import { POLICY_REF } from '../../tests/support/policy'
import type { Annotation } from '../core/model/annotation'
import type { ImageDocument } from '../core/model/image'
import { annotationLines, ANNOTATIONS_HEADER, imageLine, IMAGES_HEADER } from './tables'

/** Cells of lines without quoted line ends, by column. */
function rows(header: string, lines: string): Record<string, string>[] {
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
      cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
    )
  const names = cells(header.trimEnd())
  return lines
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      Object.fromEntries(
        cells(line)
          .slice(0, names.length)
          .map((cell, i) => [names[i] ?? '', cell]),
      ),
    )
}

describe.skipIf(!hasBccd)('the annotations table', () => {
  const [photo] = hasBccd ? bccdImages(1, POLICY_REF) : []
  const doc = photo?.doc as ImageDocument
  const box = (x: number, y: number, w: number, h: number) => ({
    shape: { kind: 'box' as const, x, y, w, h },
    origin: 'drawn' as const,
  })
  const withRoles = (roles: Annotation['roles'], image: Partial<ImageDocument['image']> = {}): ImageDocument => ({
    ...doc,
    image: { ...doc.image, ...image },
    annotations: doc.annotations.slice(0, 1).map((a) => ({ ...a, roles })),
  })

  it('has a row for every box of a real photo, with its numbers', () => {
    const table = rows(ANNOTATIONS_HEADER, annotationLines(doc))
    expect(table.map((r) => [r['x'], r['y'], r['w'], r['h']].map(Number))).toEqual(
      doc.annotations.map((a) => {
        const s = a.roles['visible' as keyof typeof a.roles]?.shape
        return s?.kind === 'box' ? [s.x, s.y, s.w, s.h] : []
      }),
    )
    expect(new Set(table.map((r) => r['class']))).toEqual(new Set(['white_cell', 'red_cell']))
  })

  it('has one row per role, with occlusion and truncation of the whole', () => {
    const table = rows(
      ANNOTATIONS_HEADER,
      annotationLines(withRoles({ visible: box(0, 0, 50, 100), full: box(-100, 0, 200, 100) } as Annotation['roles'])),
    )
    expect(table.map((r) => [r['role'], r['area'], r['occlusion'], r['truncation']])).toEqual([
      ['full', '20000', '0.5', '0.5'],
      ['visible', '5000', '0.5', '0.5'],
    ])
  })

  it('gives the box in the stored frame too', () => {
    const turned = withRoles({ visible: box(10, 20, 30, 40) } as Annotation['roles'], {
      orientation: 6,
      stored: { width: 480, height: 640 },
    })
    expect(rows(ANNOTATIONS_HEADER, annotationLines(turned))[0]).toMatchObject({
      stored_x: '20',
      stored_y: '600',
      stored_w: '40',
      stored_h: '30',
    })
  })

  it('has a row without geometry for an annotation without shapes', () => {
    expect(rows(ANNOTATIONS_HEADER, annotationLines(withRoles({})))[0]).toMatchObject({
      role: '',
      x: '',
      area: '',
      class: doc.annotations[0]?.class,
    })
  })

  it('lets no name become a formula', () => {
    const evil = { ...doc, image: { ...doc.image, path: '=HYPERLINK("x")' as ImageDocument['image']['path'] } }
    expect(rows(IMAGES_HEADER, imageLine(evil, 'original'))[0]).toMatchObject({
      path: `'=HYPERLINK("x")`,
      carried: 'original',
    })
  })
})
