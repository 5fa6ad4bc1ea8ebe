import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../compile'
import { policy, remarks } from './lint.test-support'

const reachable = (cls: string, ...rules: string[]) => {
  const result = compilePolicy(policy(rules))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value.coverage().classes.find((c) => c.class === cls)?.reachable
}

describe('what labels of a class can be', () => {
  it('without rules: everything', () => {
    expect(reachable('person')).toEqual({ positive: true, negative: true, ignore: true })
  })
  it('never positive when every size is refused', () => {
    const rules = [
      `{id: A, kind: ignore, for: rider, when: "visible.height < 30", reason: too_small}`,
      `{id: B, kind: ignore, for: rider, when: "visible.height >= 20", reason: crowd}`,
    ]
    expect(reachable('rider', ...rules)).toEqual({ positive: false, negative: true, ignore: true })
    expect(remarks('lint.class-verdict', policy(rules))).toMatchObject([
      { values: { reason: 'default', class: 'rider', disposition: 'positive' } },
    ])
  })
  it('still positive at the one number that the two limits leave', () => {
    const rules = [
      `{id: A, kind: ignore, for: rider, when: "visible.height < 20", reason: too_small}`,
      `{id: B, kind: ignore, for: rider, when: "visible.height > 20", reason: crowd}`,
    ]
    expect(reachable('rider', ...rules)?.positive).toBe(true)
  })
  it('never ignored when each reason has a ground that the class cannot have', () => {
    const rules = [
      `{id: A, kind: ignore, for: person, when: "full.height < 30", reason: too_small}`,
      `{id: B, kind: ignore, for: person, when: "occlusion > 0.9", reason: crowd}`,
    ]
    expect(reachable('rider', ...rules)?.ignore).toBe(false)
    expect(reachable('person', ...rules)?.ignore).toBe(true)
  })
  it('a class that starts as ignored need not be able to be positive', () => {
    const text = policy([`{id: A, kind: geometry, for: rider, require: "disposition == 'ignore'"}`]).replace(
      'rider: {is_a',
      'rider: {disposition: ignore, is_a',
    )
    expect(remarks('lint.class-verdict', text)).toEqual([])
  })
  it('nothing at all', () => {
    expect(
      remarks('lint.class-verdict', policy([`{id: A, kind: geometry, for: rider, require: "visible.height < 0"}`])),
    ).toMatchObject([{ values: { reason: 'nothing' } }])
  })
  it('a warning can be left standing', () => {
    const rule = `{id: A, kind: geometry, for: rider, require: "visible.height < 0", severity: warning}`
    expect(remarks('lint.class-verdict', policy([rule]))).toEqual([])
  })
})
