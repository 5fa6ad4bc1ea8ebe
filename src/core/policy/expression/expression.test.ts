import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { and, not, or, type Truth } from './kleene'
import { box, compiled, image, label, verdict, withRules } from '../../validate/labels.test-support'
import { compilePolicy } from '../compile'

const truths: readonly Truth[] = [true, false, undefined]
const anyTruth = fc.constantFrom(...truths)

describe('Kleene logic', () => {
  it('has the tables of the three-valued logic', () => {
    expect(truths.map((a) => truths.map((b) => and(a, b)))).toEqual([
      [true, false, undefined],
      [false, false, false],
      [undefined, false, undefined],
    ])
    expect(truths.map((a) => truths.map((b) => or(a, b)))).toEqual([
      [true, true, true],
      [true, false, undefined],
      [true, undefined, undefined],
    ])
    expect(truths.map(not)).toEqual([false, true, undefined])
  })
  it('keeps De Morgan, commutes and distributes', () => {
    fc.assert(
      fc.property(anyTruth, anyTruth, anyTruth, (a, b, c) => {
        expect(not(and(a, b))).toBe(or(not(a), not(b)))
        expect(and(a, b)).toBe(and(b, a))
        expect(and(a, or(b, c))).toBe(or(and(a, b), and(a, c)))
      }),
    )
  })
})

/** `require:` on a thing of 10 × 20 px with head (known) and without full (unknown). */
const rule = (require: string): string =>
  withRules(`{id: E, kind: geometry, for: thing, require: ${JSON.stringify(require)}}`)
const judged = (require: string): string =>
  verdict(
    compiled(rule(require)),
    'E',
    image([label('a', { visible: box(0, 5, 10, 20), head: box(2, 6, 4, 4) }, { attributes: { pose: 'up' } })]),
  )

describe('an expression', () => {
  const cases: readonly (readonly [string, 'pass' | 'fail' | 'undecided'])[] = [
    ['visible.height == 20', 'pass'],
    ['visible.height < 20', 'fail'],
    ['visible.height <= 20', 'pass'],
    ['visible.height / 2 == 10.0', 'pass'],
    ['full.height < 20', 'undecided'],
    ['full.height < 20 || visible.width == 10', 'pass'],
    ['visible.width == 10 || full.height < 20', 'pass'],
    ['full.height < 20 && visible.width == 11', 'fail'],
    ['full.height < 20 && visible.width == 10', 'undecided'],
    ['!(full.height < 20)', 'undecided'],
    ['has(full)', 'fail'],
    ['!has(full) || full.height < 20', 'pass'],
    ['has(full) ? full.height < 20 : visible.height == 20', 'pass'],
    ['visible.width / 0 > 1', 'undecided'],
    ["class == 'thing' && is_a('any')", 'pass'],
    ["attribute['pose'] == 'up'", 'pass'],
    ['is_a(class)', 'pass'],
    ['annotations.all(o, o.is_a(class))', 'pass'],
    ['others.exists(o, o.is_a(class))', 'fail'],
    ["attribute.pose in ['up', 'down']", 'pass'],
    ["answer.sure == 'yes'", 'undecided'],
    ["answer.sure in ['yes', 'no']", 'undecided'],
    ['contains(visible, head)', 'pass'],
    ['contains(head, visible)', 'fail'],
    ['iou(visible, head) == 0.08', 'pass'],
    ['ioa(head, visible) == 1', 'pass'],
    ['touches_border(visible)', 'pass'],
    ['touches_border(head, 1)', 'fail'],
    ['touches_border(head, 2)', 'pass'],
    ['distance(visible, full) > 3', 'undecided'],
    ['height(visible) == 20 && area(visible.clipped) == 200', 'pass'],
    ['occlusion < 0.5', 'undecided'],
    ["band.occ == 'none'", 'undecided'],
    ['others.all(o, o.visible.height > 1)', 'pass'],
    ['others.exists(o, o.visible.height > 1)', 'fail'],
    ['annotations.size() == 1 && size(annotations) == image.count', 'pass'],
    ["annotations.filter(o, o.attribute.pose == 'up').size() == 1", 'pass'],
    ['-visible.left == 0 && abs(-2) == 2 && max(1, 2) == 2', 'pass'],
  ]
  for (const [text, expected] of cases)
    it(`${text}: ${expected}`, () => {
      expect(judged(text)).toBe(expected)
    })

  const wrong: readonly (readonly [string, string, number, string?])[] = [
    ["class == 'thnig'", 'policy.unknown-name', 10, 'thing'],
    ["'thnig' == class", 'policy.unknown-name', 1, 'thing'],
    ["class in ['crowd', 'thnig']", 'policy.unknown-name', 20, 'thing'],
    ['visble.height < 3', 'policy.unknown-name', 0, 'visible'],
    ['visible.hieght < 3', 'policy.unknown-name', 8, 'height'],
    ["answer.sur == 'yes'", 'policy.unknown-name', 7, 'sure'],
    ["answer.sure == 'yse'", 'policy.unknown-name', 16, 'yes'],
    ['attribute.pose == 3', 'policy.expression', 18],
    ['visible.height', 'policy.expression', 0],
    ['visible < 3', 'policy.expression', 0],
    ['iuo(visible, head) > 0.5', 'policy.unknown-name', 0, 'iou'],
    ['iou(visible) > 0.5', 'policy.expression', 0],
    ['visible.height < ', 'policy.expression', 17],
    ["is_a('thnig')", 'policy.unknown-name', 6, 'thing'],
    ['others.exists(o, o.visble.height > 1)', 'policy.unknown-name', 19, 'visible'],
    ["label.matches('^(a+)+$')", 'policy.unknown-name', 0],
  ]
  for (const [text, code, offset, suggestion] of wrong)
    it(`${text} is refused at character ${offset}`, () => {
      const source = rule(text)
      const result = compilePolicy(source)
      const line = source.split('\n').findIndex((l) => l.includes('id: E')) + 1
      const column = (source.split('\n')[line - 1] ?? '').indexOf('require: "') + 'require: "'.length + 1 + offset
      expect(result.ok ? [] : result.problems).toMatchObject([
        { code, place: { line, column, path: 'rules[0].require' }, ...(suggestion ? { values: { suggestion } } : {}) },
      ])
    })

  it('that takes too many steps stays undecided and ends in time', () => {
    const many = Array.from({ length: 400 }, (_, i) => label(`a${i}`, { visible: box(i, 0, 1, 1) }))
    const policy = compiled(
      withRules(
        '{id: E, kind: image, require: "annotations.all(a, annotations.all(b, annotations.all(c, a.visible.width >= 0)))"}',
      ),
    )
    const [finding] = policy.check(image(many)).filter((f) => f.rule === 'E')
    expect(finding).toMatchObject({ verdict: 'undecided', message: 'undecided.steps' })
  })

  it('names its inputs with value, limit and unit', () => {
    const [finding] = compiled(rule('visible.height < 20'))
      .check(image([label('a', { visible: box(0, 5, 10, 20) })]))
      .filter((f) => f.rule === 'E')
    expect(finding?.because).toEqual([{ name: 'visible.height', value: 20, against: '< 20', unit: 'px' }])
  })
})
