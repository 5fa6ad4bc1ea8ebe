import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import { diffPolicies } from './diff'
import { proposedSteps, withSteps } from './migrate-propose'
import { parsePolicy } from './parse'
import type { PolicyDocument } from './document'

const OLD = `groundrule: 1
id: t
version: 1.0.0
scales: {occ: {of: occlusion, bands: [[none, 0, 0.1], [some, 0.1, 1]]}}
classes:
  any: {abstract: true}
  person: {is_a: any}
  car: {is_a: any}
  van: {is_a: any}
  trailer: {is_a: any}
`
const NEW = `groundrule: 1
id: t
version: 2.0.0
scales: {occ: {of: occlusion, bands: [[none, 0, 0.2], [some, 0.2, 1]]}}
classes:
  any: {abstract: true}
  pedestrian: {is_a: any, aliases: [person]}
  car: {is_a: any, aliases: [van]}
  rider: {is_a: any}
`
function read(text: string): PolicyDocument {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.value.document
}

describe('proposed steps', () => {
  const steps = proposedSteps(read(OLD), read(NEW))
  it('take an alias for a rename or a merge, and never guess one', () =>
    expect(steps).toEqual([
      { do: 'rename', what: 'class', from: 'person', to: 'pedestrian' },
      { do: 'merge', what: 'class', from: ['van', 'car'], to: 'car' },
      { do: 'remove', class: 'trailer' },
      { do: 'add', class: 'rider' },
      { do: 'recompute', scale: 'occ' },
    ]))
  it('written into the text are read back, and nothing else changes', () => {
    for (const text of [NEW, NEW.trimEnd(), `${NEW}migrations: # old\n  - {from: 0.9.0, to: 1.0.0}\n`]) {
      const written = withSteps(text, '1.0.0', steps)
      expect(read(written).migrations?.[0]).toEqual({ from: '1.0.0', steps })
      const diff = diffPolicies(text, written)
      expect(diff.ok && diff.value.items.map((i) => i.what)).toEqual(['migration'])
      expect(proposedSteps(read(OLD), read(written))).toEqual([])
    }
  })
  it('leave alone what the lead has said otherwise', () => {
    const said = `${NEW}migrations:\n  - {from: 1.0.0, steps: [{do: split, class: trailer, into: [car, rider]}]}\n`
    expect(proposedSteps(read(OLD), read(said)).map((s) => s.do)).toEqual(['rename', 'recompute'])
  })
})
