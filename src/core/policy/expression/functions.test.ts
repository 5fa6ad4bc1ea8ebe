import '../../model/zod-setup'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Figure } from '../../geometry/figure'
import type { Shape } from '../../geometry/shapes'
import type { Problem } from '../../model/problem'
import { box, compiled, image, label, verdict, withRules } from '../../validate/labels.test-support'
import { compilePolicy } from '../compile'
import { costOf, FUNCTIONS, MEASURE_FUNCTIONS } from './functions'

/** On top of the small policy: texts, a list and a skeleton to write expressions about. */
const policy = (require: string): string =>
  withRules(`{id: E, kind: geometry, for: thing, require: ${JSON.stringify(require)}}`)
    .replace('attributes: {', 'attributes: {plate: {type: text}, ')
    .replace('classes:', 'skeletons: {person: {points: [nose, left_eye, right_eye]}}\nclasses:')

const ROTATED: Shape = { kind: 'rotated_box', cx: 20, cy: 20, w: 20, h: 10, angle: 90 }
const POSE: Shape = {
  kind: 'keypoints',
  points: [
    { name: 'nose', x: 12, y: 12, v: 2 },
    { name: 'left_eye', x: 15, y: 16, v: 1 },
    { name: 'right_eye', x: 0, y: 0, v: 0 },
  ],
}
/** visible 20 × 20 at (10, 10); full a turned box over its right part; head the keypoints. */
const judged = (require: string, roles: Readonly<Record<string, Shape>> = {}): string =>
  verdict(
    compiled(policy(require)),
    'E',
    image([
      label(
        'a',
        { visible: box(10, 10, 20, 20), full: ROTATED, head: POSE, ...roles },
        { attributes: { plate: 'ZH-123' }, declared: { levels: {}, evidence: ['head', 'feet'] } },
      ),
    ]),
  )

function errorOf(require: string): Problem | undefined {
  const result = compilePolicy(policy(require))
  return result.ok ? undefined : result.problems[0]
}

describe('functions of expressions', () => {
  const holds: readonly string[] = [
    // Two shapes
    'iou(visible, full) == 0.5',
    'ioa(full, visible) == 1.0',
    'shared_area(visible, full) == 200',
    'overlaps(visible, full) && intersects(visible, full)',
    'contains(visible, full)',
    'visible.contains(full) && !full.contains(visible)',
    'contains(visible, head, 1)',
    'distance(visible, full) == 0',
    // One shape
    'full.width == 10 && full.height == 20 && area(full) == 200',
    'outside_share(visible) == 0',
    '!touches_border(visible) && touches_border(visible, 10)',
    'visible.length == 80 && visible.pieces == 1 && visible.holes == 0',
    "full.kind == 'rotated_box' && full.points == 4",
    // Shapes of shapes
    'area(box_of(full)) == 200',
    'area(union(visible, full)) == 400',
    'area(union([visible, full])) == 400',
    'area(union(visible, [full, box_of(head)])) == 400',
    'abs(area(hull(full)) - 200) < 0.000001',
    'abs(iou(min_box(full), full) - 1) < 0.000001',
    'area(clip(visible)) == 400',
    // Keypoints
    'visible_points(head) == 1 && hidden_points(head) == 1 && labelled_points(head) == 2 && head.points == 2',
    "keypoint_state(head, 'nose') == 'visible' && keypoint_state(head, 'left_eye') == 'hidden'",
    "keypoint_state(head, 'right_eye') == 'absent'",
    "distance(keypoint(head, 'nose'), keypoint(head, 'left_eye')) == 5",
    "contains(visible, keypoint(head, 'nose'))",
    "keypoint(head, 'nose').left == 12",
    // Numbers
    'abs(-2) == 2 && floor(2.7) == 2 && ceil(2.2) == 3 && sqrt(9) == 3',
    'round(2.5) == 3 && round(-2.5) == -3 && round(2.346, 2) == 2.35',
    'min(3, 1, 2) == 1 && max(3, 1, 2) == 3 && min([4, 2]) == 2 && [4, 2].max() == 4',
    // Lists
    "sum([1, 2, 3]) == 6 && size(evidence) == 2 && count(evidence, 'head') == 1 && unique([1, 1, 2]).size() == 2",
    "evidence.intersects(['feet', 'side']) && !evidence.subset(['feet', 'side']) && ['feet'].subset(evidence)",
    "evidence.contains('head') && [true, false, true].count() == 2",
    // Texts
    "starts_with(attribute.plate, 'ZH') && attribute.plate.endsWith('123') && attribute.plate.contains('-')",
    "attribute.plate.lower() == 'zh-123' && size(attribute.plate) == 6 && attribute.plate.upper().size() == 6",
    "attribute.plate.matches('^[A-Z]{2}-[0-9]+$') && !attribute.plate.matches('^[0-9]+$')",
    "matches(attribute.plate, '12')",
  ]
  it.each(holds)('%s', (require) => {
    expect(judged(require)).toBe('pass')
  })

  const unknown: readonly string[] = [
    'area(head) < 10',
    'head.share < 1',
    'iou(head, visible) < 2',
    "distance(keypoint(head, 'right_eye'), visible) < 1000",
    'visible_points(visible) >= 0',
    "keypoint_state(visible, 'nose') == 'absent'",
    'sqrt(-1) < 1',
    'min([1, head.area]) < 5',
    'area(union(visible, head)) > 0',
    'head.length > 0',
  ]
  it.each(unknown)('%s is unknown', (require) => {
    expect(judged(require)).toBe('undecided')
  })

  it('a shape outside of the image clips to nothing, whose area is known to be 0', () => {
    expect(judged('area(clip(visible)) == 0 && outside_share(visible) == 1', { visible: box(-50, 10, 20, 20) })).toBe(
      'pass',
    )
  })
  it('area and length of polygons with holes, masks and ellipses are read the same way', () => {
    const frame: Shape = {
      kind: 'polygon',
      rings: [
        [
          [
            [10, 10],
            [30, 10],
            [30, 30],
            [10, 30],
          ],
          [
            [15, 15],
            [25, 15],
            [25, 25],
            [15, 25],
          ],
        ],
      ],
    }
    expect(judged('visible.area == 300 && visible.holes == 1 && visible.length == 120', { visible: frame })).toBe(
      'pass',
    )
    const mask: Shape = { kind: 'mask', x: 10, y: 10, w: 2, h: 3, counts: [0, 6] }
    expect(judged("visible.area == 6 && visible.kind == 'mask' && visible.length == 10", { visible: mask })).toBe(
      'pass',
    )
    const round: Shape = { kind: 'ellipse', cx: 30, cy: 30, rx: 10, ry: 10, angle: 0 }
    expect(judged('abs(visible.area - 314.159265) < 0.000001 && visible.width == 20', { visible: round })).toBe('pass')
  })

  it('say where an argument does not fit, and what would', () => {
    const column = (require: string) => {
      const found = errorOf(require)
      return [found?.code, found?.values?.['expected'], found?.values?.['found'], found?.values?.['suggestion']]
    }
    expect(column('iou(visible, 3) > 0')).toEqual(['policy.expression', 'shape', 'number', undefined])
    expect(column('iou(visible) > 0')).toEqual(['policy.expression', 2, 1, undefined])
    expect(column('sum(evidence) > 0')).toEqual(['policy.expression', 'numbers', 'list', undefined])
    expect(column('contains(visible, full.clipped)')[1]).toBe('shape')
    expect(column('visible.contain(full)')).toEqual(['policy.unknown-name', undefined, undefined, 'contains'])
    expect(column('outside_shar(visible) > 0')[3]).toBe('outside_share')
    expect(column("evidence.contains('hed')")[3]).toBe('head')
    expect(column("evidence.intersects(['hed'])")[3]).toBe('head')
    expect(column("keypoint_state(head, 'nos') == 'visible'")[3]).toBe('nose')
    expect(column("keypoint_state(head, 'nose') == 'visibel'")[3]).toBe('visible')
    expect(column("visible.kind == 'poligon'")[3]).toBe('polygon')
  })
  it('refuse patterns that are not written out, cannot be matched in linear time, or are too large', () => {
    const fault = (pattern: string) => errorOf(`attribute.plate.matches(${pattern})`)?.values
    expect(fault('attribute.plate')).toMatchObject({ reason: 'type', expected: 'literal' })
    expect(fault("'(?=a)'")).toMatchObject({ reason: 'pattern', fault: 'syntax' })
    expect(fault("'[a'")).toMatchObject({ reason: 'pattern', fault: 'syntax' })
    expect(fault("'(a{500}){500}'")).toMatchObject({ reason: 'pattern', fault: 'syntax' })
    expect(fault(`'${'(a{900}b{900})'.repeat(20)}'`)).toMatchObject({ reason: 'pattern', fault: 'too-large' })
    expect(fault(`'${'a'.repeat(501)}'`)).toMatchObject({ reason: 'pattern', fault: 'too-long' })
  })
  it('match what makes other engines hang, in time', () => {
    const start = performance.now()
    const doc = image([label('a', { visible: box(0, 0, 1, 1) }, { attributes: { plate: `${'a'.repeat(9000)}!` } })])
    for (const evil of ['(a+)+$', '(a|a)*b$', '(a*)*b', '(.*a){20}$', '(?:a?){50}a{50}b'])
      expect(verdict(compiled(policy(`!attribute.plate.matches('${evil}')`)), 'E', doc)).not.toBe('undecided')
    expect(performance.now() - start).toBeLessThan(5000)
  })
  it('of texts too long to be matched are unknown', () => {
    const doc = image([label('a', { visible: box(0, 0, 1, 1) }, { attributes: { plate: 'a'.repeat(20_000) } })])
    expect(verdict(compiled(policy("attribute.plate.matches('a')")), 'E', doc)).toBe('undecided')
  })
  it('cost more for shapes of many vertices', () => {
    const corners = (n: number): Figure => {
      const ring = Array.from({ length: n }, (_, i): [number, number] => [Math.cos(i), Math.sin(i)])
      return new Figure({ kind: 'polygon', rings: [[ring]] }, { width: 9, height: 9 })
    }
    expect(costOf([corners(1000)])).toBeGreaterThan(100 * costOf([corners(4)]))
    const iou = FUNCTIONS.get('iou')?.[0]
    expect(iou?.cost?.([corners(1000), corners(1000)])).toBeGreaterThan(20_000)
  })
  it('all stand in the reference of the policy format', () => {
    const reference = readFileSync(new URL('../../../../docs/policy-format.md', import.meta.url), 'utf8')
    const missing = [...FUNCTIONS.keys(), ...MEASURE_FUNCTIONS].filter(
      (name) => !new RegExp(`\\b${name}\\b`).test(reference),
    )
    expect(missing).toEqual([])
  })
})
