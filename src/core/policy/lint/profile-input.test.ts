import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { policy, remarks } from './lint.test-support'

const said = (condition: string, ...rules: string[]) =>
  remarks('lint.profile-input', policy(rules, `profiles: {p: {positive_if: ${JSON.stringify(condition)}}}`)).map(
    (r) => `${String(r.values['what'])} ${String(r.values['name'])}`,
  )

describe('a profile that reads what nobody provides', () => {
  it('a shape that is never needed and never has to be drawn', () => {
    expect(said('head.height > 5')).toEqual(['role head'])
    expect(said('head.height > 5', `{id: A, kind: inference, for: person, draw: [head]}`)).toEqual([])
    expect(said('!has(head) || head.height > 5')).toEqual([])
  })
  it('a question that nobody is asked', () => {
    expect(said("answer.sure == 'yes'")).toEqual(['question sure'])
    expect(said("answer.sure == 'yes'", `{id: A, kind: class_scope, for: person, ask: sure}`)).toEqual([])
  })
  it('attributes, levels and tags', () => {
    expect(said("attribute.pose == 'up' && level.occ == 'low' && tag.light == 'day'")).toEqual([
      'attribute pose',
      'scale occ',
      'tag light',
    ])
    expect(
      said(
        "attribute.pose == 'up' && level.occ == 'low' && tag.light == 'day'",
        `{id: A, kind: attribute, for: person, fields: [pose, level.occ]}`,
        `{id: M, kind: image, require_answers: [tag.light]}`,
      ),
    ).toEqual([])
  })
  it('shapes that every label has are fine', () => {
    expect(said('full.height >= 50 && occlusion <= 0.35')).toEqual([])
  })
})
