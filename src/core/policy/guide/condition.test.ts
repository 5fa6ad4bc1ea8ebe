import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../messages'
import type { PolicyDocument } from '../document'
import { FUNCTIONS } from '../expression/functions'
import { namesOf, SHAPE_MEMBERS } from '../expression/members'
import { parsePolicy } from '../parse'
import { vocabularyOf } from '../vocabulary'
import { sayCondition, type ConditionContext } from './condition'
import { Titles } from './names'
import { ruleChecks } from './rule-checks'

const POLICY = `
groundrule: 1
id: cars
version: 1.0.0
scales: {occ: {bands: [[low, 0, 0.4], [high, 0.4, 1]], of: occlusion}}
reasons: {ignore: {too_small: {en: Too small, zh: 太小}}}
look_alikes: {poster: {en: Poster, zh: 海报}}
tags: {light: {title: {en: Light, zh: 光照}, options: {day: {en: Daylight, zh: 白天}, night: {en: Night, zh: 夜间}}}}
attributes: {lying: {title: {en: Lying, zh: 躺着}, type: bool, for: person}}
classes:
  person:
    title: {en: Person, zh: 行人}
    roles: {visible: {shape: box}, full: {shape: box}, head: {shape: box, title: {en: Head, zh: 头部}}}
questions:
  real: {ask: {en: Is it real?, zh: 是真的吗？}, answers: {sure: {en: Sure, zh: 确定}, no_idea: {en: No idea, zh: 不知道}}, for: person}
rules:
  - {id: I1, kind: ignore, for: person, when: full.height < 20, then: ignore, reason: too_small}
  - {id: N1, kind: class_scope, for: person, look_alike: [poster], then: negative}
  - {id: B1, kind: ignore, for: person, band: {measure: visible.height, from: 10, to: 20, ask: real}, reason: too_small}
  - {id: G1, kind: geometry, min_size: {role: visible, width: 4, height: 5}}
  - {id: G2, kind: geometry, dispositions: [positive], when: has(full), require: "contains(full, visible, 2)"}
  - {id: O1, kind: inference, draw: [full], beyond_image: {up_to: 0.6}}
  - {id: R1, kind: relation, duplicates: {role: full, iou_over: 0.9}}
  - {id: M1, kind: image, require_answers: [usable, exhaustive.person, tag.light]}
  - {id: X1, kind: process, unreviewed: [model]}
`

const parsed = parsePolicy(POLICY)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
const doc: PolicyDocument = parsed.value.document

function context(language: 'en' | 'zh'): ConditionContext {
  const vocabulary = vocabularyOf(doc)
  const { conditions, labels } = catalogue(language).guide
  return {
    words: conditions,
    labels,
    titles: new Titles(vocabulary, language),
    vocabulary,
    defined: new Set(['small']),
  }
}

const SENTENCES: [string, string, string][] = [
  ['full.height < 20', 'the height of the full shape is below 20 px', '完整形状的高度小于 20 像素'],
  [
    'full.clipped.height <= 25',
    'the height of the part of the full shape inside the image is at most 25 px',
    '完整形状在图像内的部分的高度不超过 25 像素',
  ],
  ['20 <= visible.width', 'the width of the visible shape is at least 20 px', '可见形状的宽度不小于 20 像素'],
  ['visible.area > 400', 'the area of the visible shape is above 400 px²', '可见形状的面积大于 400 平方像素'],
  ['occlusion >= 0.8', 'the occlusion is at least 80 %', '遮挡率不小于 80%'],
  ['height(head) > 3', 'the height of the shape “Head” is above 3 px', '形状“头部”的高度大于 3 像素'],
  ["answer.real == 'no_idea'", 'the answer to “Is it real?” is “No idea”', '对“是真的吗？”的回答为“不知道”'],
  ["tag.light != 'night'", 'the tag “Light” is not “Night”', '标签“光照”不为“夜间”'],
  ["class in ['person']", 'the class is one of “Person”', '类别是“行人”'],
  ['has(full)', 'the full shape is drawn', '已画出完整形状'],
  ['!has(full)', 'the full shape is not drawn', '未画出完整形状'],
  ['attribute.lying', 'the attribute “Lying”: yes', '属性“躺着”：是'],
  ["attribute['lying']", 'the attribute “Lying”: yes', '属性“躺着”：是'],
  ['attribute.lying == false', 'the attribute “Lying”: no', '属性“躺着”：否'],
  ['!attribute.lying', 'the attribute “Lying”: no', '属性“躺着”：否'],
  [
    '!(has(full) && occlusion > 0.5)',
    'the full shape is not drawn or the occlusion is at most 50 %',
    '未画出完整形状，或遮挡率不超过 50%',
  ],
  [
    'has(full) && (occlusion > 0.5 || truncation > 0)',
    'the full shape is drawn and (the occlusion is above 50 % or the truncation is above 0 %)',
    '已画出完整形状，且（遮挡率大于 50%，或截断率大于 0%）',
  ],
  [
    'attribute.lying == (visible.width > visible.height)',
    '(the attribute “Lying”: yes) exactly when (the width of the visible shape is above the height of the visible shape)',
    '“属性“躺着”：是”当且仅当“可见形状的宽度大于可见形状的高度”',
  ],
  ['touches_border(visible)', 'the visible shape touches the image border', '可见形状触及图像边缘'],
  [
    'contains(full, visible, 2)',
    'the full shape contains the visible shape (up to 2 px)',
    '完整形状包含可见形状（容差 2 像素）',
  ],
  [
    '!others.exists(o, iou(visible, o.visible) > 0.5)',
    'none of the other labels is such that the IoU of the visible shape and the visible shape of the other label is above 50 %',
    '其他标注中没有一个满足：可见形状与另一标注的可见形状的交并比大于 50%',
  ],
  ['small && order == 3', '“small” applies and the depth order is 3', '符合“small”，且深度次序为 3'],
  ['strange(full) > 2', '`strange(full)` is above 2', '`strange(full)`大于 2'],
  [
    'union(full, head).height < 3',
    'the height of the union of the full shape and the shape “Head” is below 3 px',
    '完整形状和形状“头部”的并集的高度小于 3 像素',
  ],
  ["!evidence.contains('x')", 'the evidence does not contain “x”', '依据不包含“x”'],
  ['full..height', '`full..height`', '`full..height`'],
]

describe('a condition in words', () => {
  for (const [source, english, chinese] of SENTENCES)
    it(`${source}: ${english}`, () => {
      expect(sayCondition(source, context('en'))).toBe(english)
      expect(sayCondition(source, context('zh'))).toBe(chinese)
    })
})

const CHECKS: [string, string[], string[]][] = [
  [
    'I1',
    ['Where the height of the full shape is below 20 px: ignore (Too small).'],
    ['当完整形状的高度小于 20 像素时：忽略（太小）。'],
  ],
  ['N1', ['What is declared to be “Poster” is negative.'], ['注明为“海报”的标为负例。']],
  [
    'B1',
    [
      'The height of the visible shape below 10 px: ignore (Too small); between 10 px and 20 px somebody answers “Is it real?”.',
    ],
    ['可见形状的高度小于 10 像素时标为忽略（太小）；介于 10 像素和 20 像素之间时由人回答“是真的吗？”。'],
  ],
  [
    'G1',
    ['The width of the visible shape is at least 4 px; the height of the visible shape is at least 5 px.'],
    ['可见形状的宽度最小 4 像素；可见形状的高度最小 5 像素。'],
  ],
  [
    'G2',
    [
      'Only for labels that are positive.',
      'Where the full shape is drawn: required: the full shape contains the visible shape (up to 2 px).',
    ],
    ['仅用于处置为正例的标注。', '当已画出完整形状时：要求：完整形状包含可见形状（容差 2 像素）。'],
  ],
  [
    'O1',
    ['Draw the full shape; at most 60 % of the full shape may lie outside the image.'],
    ['画出完整形状；完整形状最多可有 60% 在图像之外。'],
  ],
  [
    'R1',
    ['Two labels of one class for which the full shape overlaps with IoU above 0.9 are one object labelled twice.'],
    ['同类的两个标注的完整形状交并比大于 0.9 时，是同一目标标了两次。'],
  ],
  [
    'M1',
    ['Asked of each image: can the image be used, is all of “Person” labelled and Light.'],
    ['每张图像要回答：图像能否使用、“行人”是否已全部标注和光照。'],
  ],
  ['X1', ['Somebody has looked at each shape from a model.'], ['来自模型的每个形状都要有人看过。']],
]

describe('the words of a guide', () => {
  const { conditions: en } = catalogue('en').guide
  const { conditions: zh } = catalogue('zh').guide

  it('know every function of expressions, in both languages', () => {
    for (const name of [...FUNCTIONS.keys(), 'same_group', 'share_in_zone', 'in_zone'])
      for (const words of [en, zh])
        for (const isNot of [true, false])
          expect([name, words.call(name, ['a', 'b', 'c'], isNot)]).toEqual([
            name,
            expect.not.stringMatching(/undefined/),
          ])
  })

  it('know every member of a label, of a shape and of the image, in both languages', () => {
    const names = namesOf(vocabularyOf(doc))
    for (const words of [en, zh]) {
      for (const name of names.annotation.keys())
        if (!vocabularyOf(doc).roles.has(name)) expect([name, words.member(name)]).toEqual([name, expect.any(String)])
      for (const name of SHAPE_MEMBERS.keys())
        expect([name, words.measure(name, 'x')]).toEqual([name, expect.any(String)])
      for (const name of names.imageGroups.get('image')?.keys() ?? [])
        expect([name, words.member(`image ${name}`)]).toEqual([name, expect.any(String)])
      for (const group of [...names.groups.keys(), ...names.imageGroups.keys()])
        if (group !== 'role' && group !== 'image')
          expect([group, words.grouped(group, 'x')]).toEqual([group, expect.any(String)])
    }
  })
})

describe('what a rule checks, in words', () => {
  for (const [id, english, chinese] of CHECKS)
    it(`${id}: ${english.join(' ')}`, () => {
      const rule = doc.rules.find((r) => r.id === id)
      if (!rule) throw new Error(id)
      expect(ruleChecks(rule, { ...context('en'), rules: catalogue('en').guide.rules })).toEqual(english)
      expect(ruleChecks(rule, { ...context('zh'), rules: catalogue('zh').guide.rules })).toEqual(chinese)
    })

  it('shows a key that nobody put into words, instead of dropping it', () => {
    const rule = { ...doc.rules[0], brand_new: { a: 1 } } as unknown as (typeof doc.rules)[number]
    expect(ruleChecks(rule, { ...context('en'), rules: catalogue('en').guide.rules }).join(' ')).toContain(
      'brand new: `{"a":1}`',
    )
  })
})
