import '../model/zod-setup'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '../model/annotation'
import { box, compiled, image, label } from '../validate/labels.test-support'
import { needsOf, nextNeed, type Need } from './view-needs'

const POLICY = compiled(`groundrule: 1
id: t
version: 1.0.0
reasons: {ignore: [small], negative: [fake]}
look_alikes: [poster]
scales:
  occ: {of: occlusion, bands: [[none, 0, 0.5], [heavy, 0.5, 1.0]]}
  care: {levels: [low, high], for: thing}
attributes:
  pose: {options: [up, down], for: thing, when: "answer.sure == 'yes'"}
  age: {type: number, for: thing}
  crowded: {type: bool, for: thing, when: "others.exists(o, o.class == 'crowd')"}
classes: {thing: {}, crowd: {}}
questions:
  sure: {ask: Sure?, answers: ['yes', 'no'], for: thing}
  first: {ask: First?, answers: ['yes', 'no'], for: thing, when: 'visible.height < 30'}
  idle: {ask: Idle?, answers: ['yes', 'no'], for: thing}
rules:
  - {id: A, kind: class_scope, for: thing, ask: first, answers: {'no': negative}}
  - {id: B, kind: class_scope, for: thing, ask: sure, answers: {'no': negative}}
  - {id: C, kind: attribute, for: thing, fields: [pose]}
`)
const HEIGHT = 20
const thing = (more: Partial<Annotation> = {}, height = HEIGHT): Annotation =>
  label('t1', { visible: box(10, 10, 10, height) }, more)
const crowd = label('c1', { visible: box(50, 10, 10, 20) }, { class: 'crowd' as Annotation['class'] })
const needs = (
  a: Annotation,
  ...others: Annotation[]
): { all: readonly Need[]; keys: string[]; next: string | undefined } => {
  const session = POLICY.session(image([a, ...others]))
  const all = needsOf(a, POLICY.view, session.applies[a.id] ?? [], session.findings)
  return { all, keys: all.map((n) => n.key), next: nextNeed(a, POLICY.view, all, session.findings)?.key }
}

describe('what applies to a label now', () => {
  it('are the questions of its class whose condition holds and that some rule needs', () => {
    expect(needs(thing()).keys).toEqual(['question.sure', 'question.first', 'level.care', 'attribute.age'])
    expect(needs(thing({}, 40)).keys).not.toContain('question.first')
    expect(needs(crowd).keys).toEqual([])
  })

  it('asks first what the first rule waits for, then the next, whatever the order in the panel', () => {
    expect(needs(thing()).next).toBe('question.first')
    expect(needs(thing({ answers: { first: 'yes' } as Annotation['answers'] })).next).toBe('question.sure')
    const both = thing({ answers: { first: 'yes', sure: 'yes' } as Annotation['answers'] })
    expect(needs(both).next).toBe('attribute.pose')
    expect(needs({ ...both, attributes: { pose: 'up' } }).next).toBeUndefined()
  })

  it('has the reason and the look-alike where the disposition wants them, never the computed scale', () => {
    const negative = needs(thing({ disposition: 'negative' }))
    expect(negative.keys).toEqual(expect.arrayContaining(['lookAlike', 'reason']))
    expect(negative.keys).not.toContain('level.occ')
  })

  it('keeps what is said in sight when it no longer applies', () => {
    const said = needs(thing({ answers: { idle: 'yes' } as Annotation['answers'], attributes: { pose: 'up' } }))
    expect(said.keys).toEqual(expect.arrayContaining(['question.idle', 'attribute.pose']))
    expect(said.all.find((n) => n.key === 'attribute.pose')).toMatchObject({ said: ['up'], isNeeded: false })
  })
})

describe('a session', () => {
  it('tells which conditions came to hold or ceased to, also by an edit of another label', () => {
    const doc = image([thing()])
    const session = POLICY.session(doc)
    expect(session.applies).toEqual({ t1: ['question.first'] })
    const two = { ...doc, annotations: [...doc.annotations, crowd] }
    const came = session.update(two, { annotations: [crowd.id], image: false })
    expect(came.applies).toEqual({ t1: ['attribute.crowded', 'question.first'] })
    const taller = { ...two, annotations: [thing({}, 40), crowd] }
    expect(session.update(taller, { annotations: [thing().id], image: false }).applies).toEqual({
      t1: ['attribute.crowded'],
    })
    const alone = { ...taller, annotations: taller.annotations.slice(0, 1) }
    expect(session.update(alone, { annotations: [crowd.id], image: false }).applies).toEqual({ t1: [] })
    expect(session.applies).toEqual(POLICY.session(alone).applies)
  })
})
