import '../../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { FIRST_RULE, policy, remarks } from './lint.test-support'

const said = (text: string) =>
  remarks(
    'lint.missing-name',
    policy([`{id: P1, kind: class_scope, for: person, ask: sure, says: ${JSON.stringify(text)}}`]),
  )

describe('a name in a text that the policy does not have', () => {
  it('in backticks it is a name', () => {
    expect(said('Unlike a `sedan`, a person walks.')).toMatchObject([
      { line: FIRST_RULE, values: { name: 'sedan', of: 'P1' } },
    ])
  })
  it('a near miss of a class is told in quotes too, with what was meant', () => {
    expect(said('A “persn” walks.')).toMatchObject([{ values: { name: 'persn', suggestion: 'person' } }])
  })
  const fine = [
    'A `person` is not a `rider`.',
    'Several `persons` and `riders`.',
    'Say `yes` or `no`, give `full` and `occlusion`, choose `too_small`.',
    'A “walker” is not a quoted class.',
    'It’s the dog’s tail, “really”.',
    'Measure `full.height`.',
  ]
  it.each(fine)('%s', (text) => {
    expect(said(text)).toEqual([])
  })
})
