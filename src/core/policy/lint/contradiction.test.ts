import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

const said = (...rules: string[]) => remarks('lint.contradiction', policy(rules))

describe('rules that contradict each other', () => {
  it('one wants what the other refuses: no way out, with a label that shows it', () => {
    const found = said(
      `{id: A, kind: ignore, for: person, when: "full.height < 25", reason: too_small}`,
      `{id: B, kind: class_scope, for: person, when: "full.height > 20", then: positive}`,
    )
    expect(found).toMatchObject([{ line: FIRST_RULE + 1, values: { reason: 'dead-end', rule: 'B', other: 'A' } }])
    const height = Number(/full [\d.]+ × ([\d.]+) px/.exec(String(found[0]?.values['example']))?.[1])
    expect(height).toBeGreaterThan(20)
    expect(height).toBeLessThan(25)
  })
  it('limits that meet without overlap do not', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: person, when: "full.height < 25", reason: too_small}`,
        `{id: B, kind: class_scope, for: person, when: "full.height >= 25", then: positive}`,
      ),
    ).toEqual([])
  })
  it('two different dispositions for the same label', () => {
    expect(
      said(
        `{id: A, kind: ignore, when: "visible.height < 25", reason: too_small}`,
        `{id: B, kind: ignore, for: rider, when: "visible.width < 10", then: negative, reason: look_alike}`,
      ),
    ).toMatchObject([{ values: { reason: 'two', then: 'negative', otherThen: 'ignore' } }])
  })
  it('a declared look-alike is negative however small it is: that is no contradiction', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: person, when: "full.height < 25", reason: too_small}`,
        `{id: B, kind: class_scope, for: person, look_alike: [poster], then: negative, reason: look_alike}`,
      ),
    ).toEqual([])
  })
  it('two reasons for the same disposition are no contradiction: one is enough', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: person, when: "full.height < 25", reason: too_small}`,
        `{id: B, kind: ignore, for: person, when: "occlusion > 0.5", reason: crowd}`,
      ),
    ).toEqual([])
  })
  it('sizes that no label has', () => {
    expect(
      said(
        `{id: A, kind: geometry, for: person, min_size: {role: visible, height: 30}}`,
        `{id: B, kind: geometry, for: road_user, require: "visible.height < 20"}`,
      ),
    ).toMatchObject([{ values: { reason: 'requirements', rule: 'B', other: 'A', class: 'person' } }])
  })
  it('the same sizes of different classes, or under conditions that exclude each other, are fine', () => {
    expect(
      said(
        `{id: A, kind: geometry, for: person, min_size: {role: visible, height: 30}}`,
        `{id: B, kind: geometry, for: rider, require: "visible.height < 20"}`,
        `{id: C, kind: geometry, for: rider, when: "visible.width > 50", require: "visible.height > 10"}`,
        `{id: D, kind: geometry, for: rider, when: "visible.width <= 50", require: "visible.height < 5"}`,
      ),
    ).toEqual([])
  })
  it('a shape that one rule has drawn and another forbids', () => {
    expect(
      said(
        `{id: A, kind: inference, for: person, when: "occlusion < 0.8", draw: [head]}`,
        `{id: B, kind: inference, for: person, when: "occlusion >= 0.4", do_not_draw: [head]}`,
      ),
    ).toMatchObject([{ values: { reason: 'requirements' } }])
  })
  it('what is ignored must be large, what is small must be ignored', () => {
    expect(
      said(
        `{id: A, kind: ignore, for: rider, when: "visible.height < 20", reason: too_small}`,
        `{id: B, kind: geometry, for: rider, dispositions: [ignore], require: "visible.height >= 30"}`,
      ),
    ).toMatchObject([{ values: { reason: 'dead-end' } }])
  })
  it('a rule of a subclass that replaces the inherited one does not contradict it', () => {
    expect(
      said(
        `{id: A, kind: geometry, for: road_user, require: "visible.height < 20"}`,
        `{id: B, kind: geometry, for: rider, overrides: A, require: "visible.height > 30"}`,
      ),
    ).toEqual([])
  })
})
