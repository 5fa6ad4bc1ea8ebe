/** Cases say what a profile makes of a label. */
import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from './compile'

const policy = (cases: string): string => `groundrule: 1
id: p
version: 1.0.0
classes: {car: {}}
profiles: {tall: {positive_if: 'visible.height > 25', else: ignore}}
cases:
  - {name: c, image: [640, 480], annotations: [{id: a, class: car, visible: [0, 0, 9, 25]}, {id: b, class: car, visible: [0, 0, 9, 26]}], ${cases}}
`
function differences(cases: string): readonly string[] {
  const compiled = compilePolicy(policy(cases))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value.policy.cases().flatMap((c) => c.differences)
}

describe('profiles in cases', () => {
  it('are about the first label, or about labels by their ids', () => {
    expect(differences('profiles: {tall: ignore}')).toEqual([])
    expect(differences('profiles: {tall: {a: ignore, b: positive}}')).toEqual([])
  })
  it('say what came out instead', () => {
    expect(differences('profiles: {tall: positive}')).toEqual(['tall (a): positive → ignore'])
    expect(differences('profiles: {tall: {b: ignore}}')).toEqual(['tall (b): ignore → positive'])
  })
  it('must exist', () => {
    const compiled = compilePolicy(policy('profiles: {small: ignore}'))
    expect(compiled.ok ? [] : compiled.problems.map((p) => p.code)).toEqual(['policy.unknown-name'])
  })
})
