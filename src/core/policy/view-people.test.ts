import { describe, expect, it } from 'vitest'
import { overrideRefusal, personRole } from './view-people'

const NAMED = { people: { anna: 'lead', bo: 'reviewer' } } as const
const TODAY = '2026-11-24'

describe('who may override a rule', () => {
  it('is everybody where the policy names nobody, unless the rule says nobody', () => {
    expect(personRole({}, 'anna')).toBeUndefined()
    expect(overrideRefusal({}, { override: 'lead' }, '', TODAY)).toBeUndefined()
    expect(overrideRefusal({}, { override: 'nobody' }, 'anna', TODAY)).toEqual({ why: 'nobody' })
  })

  it('is decided by the role the policy gives; who is not named is a labeler', () => {
    expect(personRole(NAMED, 'carl')).toBe('labeler')
    expect(overrideRefusal(NAMED, { override: 'reviewer' }, 'bo', TODAY)).toBeUndefined()
    expect(overrideRefusal(NAMED, { override: 'lead' }, 'bo', TODAY)).toEqual({
      why: 'role',
      needs: 'lead',
      is: 'reviewer',
    })
    expect(overrideRefusal(NAMED, { override: 'labeler' }, 'carl', TODAY)).toBeUndefined()
  })

  it('is nobody after the last day on which an override counts', () => {
    const rule = { override: 'labeler', overrideUntil: '2026-11-23' } as const
    expect(overrideRefusal({}, rule, 'anna', TODAY)).toEqual({ why: 'over', until: '2026-11-23' })
    expect(overrideRefusal({}, rule, 'anna', '2026-11-23')).toBeUndefined()
  })
})
