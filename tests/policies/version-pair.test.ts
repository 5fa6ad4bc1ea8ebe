/** PASCAL VOC 2007 → 2011 is the built-in demonstration of a version change: what changed, and what it does to labels. */
import '../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { caseDocument } from '../../src/core/policy/cases'
import { diffPolicies } from '../../src/core/policy/diff'
import { CaseAnnotation } from '../../src/core/policy/case-notation'
import { impactOf, pairOf } from '../../src/core/policy/impact'
import { parsePolicy } from '../../src/core/policy/parse'
import { compiledOnce, policyFolders } from './clause-table'

const voc = policyFolders().find((f) => f.id === 'pascal-voc')
const [before, after] = ['1.0.0', '2.0.0'].map((version) => voc?.text(version) ?? '')

/** Verdicts of the rules on one label, under one version. */
function verdicts(text: string | undefined, label: object): Record<string, string> {
  const compiled = compiledOnce(text ?? '')
  const parsed = parsePolicy(text ?? '')
  if (!compiled.ok || !parsed.ok) throw new Error('does not compile')
  const { policy } = compiled.value
  const document = caseDocument(
    { name: 'label', image: [500, 375], annotation: CaseAnnotation.parse(label), expect: ['pass'] },
    parsed.value.document,
    policy.view.ref,
  )
  return Object.fromEntries(policy.check(document).map((f) => [f.rule, f.verdict]))
}

describe('PASCAL VOC from 2007 to 2011', () => {
  const diff = diffPolicies(before ?? '', after ?? '')
  const items = diff.ok ? diff.value.items : []
  const changed = (what: string, id: string): string[] =>
    items.filter((i) => i.what === what && i.id === id && i.change !== 'reworded').map((i) => i.change)

  it('needs a major version', () => {
    expect(diff.ok ? diff.value.requiredBump : diff.problems).toBe('major')
  })
  it('names the new flag, the new questions and the rules that came', () => {
    expect(changed('attribute', 'occluded')).toEqual(['added'])
    expect(changed('question', 'class_clear')).toEqual(['added'])
    expect(changed('rule', 'O1')).toEqual(['added'])
    expect(changed('rule', 'V2')).toEqual(['added'])
    expect(changed('rule', 'S3')).not.toEqual([])
    expect(changed('rule', 'M5')).not.toEqual([])
  })
  it('names the new meaning of "truncated", which stands in a named expression', () => {
    expect(items.filter((i) => i.bump === 'major' && (i.id === 'T1' || i.id === 'not_cut'))).not.toEqual([])
  })

  it('an object cut by the image border flips: 2007 did not call it truncated, 2011 does', () => {
    const cut = {
      class: 'car',
      visible: [400, 100, 100, 100],
      full: [400, 100, 200, 100],
      attributes: { truncated: false, difficult: false, view: 'left' },
    }
    expect(verdicts(before, cut)['T1']).toBeUndefined()
    expect(verdicts(after, cut)['T1']).toBe('fail')
    const flagged = { ...cut, attributes: { ...cut.attributes, truncated: true } }
    expect(verdicts(before, flagged)['T1']).toBe('fail')
    expect(verdicts(after, flagged)['T1']).toBeUndefined()
  })
  it('a label that was skipped as hardly visible becomes undecided: nobody was asked whether its class is clear', () => {
    const skipped = {
      class: 'person',
      visible: [10, 10, 9, 100],
      full: [10, 10, 100, 100],
      disposition: 'skip',
      reason: 'barely_visible',
    }
    expect(verdicts(before, skipped)['S3']).toBeUndefined()
    expect(verdicts(after, skipped)['S3']).toBe('undecided')
  })
  it('a complete label of 2007 is open in 2011: nobody was asked whether it is occluded', () => {
    const complete = {
      class: 'dog',
      visible: [10, 10, 80, 60],
      attributes: { truncated: false, difficult: false, view: 'left' },
    }
    expect(verdicts(before, complete)['A1']).toBeUndefined()
    expect(verdicts(after, complete)['A1']).toBe('undecided')
  })

  it('sends each label of 2007 to the queue of what people must look at, and rewrites none', () => {
    const [old, now] = [before, after].map((text) => compiledOnce(text ?? ''))
    const parsed = parsePolicy(before ?? '')
    if (!old?.ok || !now?.ok || !parsed.ok) throw new Error('does not compile')
    const pair = pairOf(old.value.policy.view, now.value.policy.view)
    const label = (visible: readonly number[], more: object): CaseAnnotation =>
      CaseAnnotation.parse({
        class: 'car',
        visible,
        attributes: { truncated: false, difficult: false, view: 'left' },
        ...more,
      })
    const document = caseDocument(
      {
        name: 'an image of 2007',
        image: [500, 375],
        annotations: [
          label([400, 100, 100, 100], { full: [400, 100, 200, 100] }),
          label([10, 10, 80, 60], { full: [10, 10, 80, 60] }),
          label([100, 10, 9, 100], { full: [100, 10, 100, 100], disposition: 'skip', reason: 'barely_visible' }),
        ],
        expect: ['pass'],
      },
      parsed.value.document,
      old.value.policy.view.ref,
    )
    const impact = impactOf(document, old.value.policy, now.value.policy, pair)
    expect(impact.work.map((w) => [w.kind, w.about])).toEqual(Array(3).fill(['review', 'voc_object']))
    expect(impact.migrated).toEqual([])
    const flips = impact.flips.map((f) => `${f.rule} ${f.from} ${f.to}${f.neverAsked ? ', never asked' : ''}`)
    expect(flips).toContain('T1 pass fail')
    expect(flips).toContain('S3 pass undecided, never asked')
    expect(flips.filter((f) => f === 'A1 pass undecided, never asked')).toHaveLength(2)
  })
})
