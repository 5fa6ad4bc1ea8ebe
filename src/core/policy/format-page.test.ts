/** The page that leads follow is true: all its examples together are one policy that compiles, and its cases pass. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { compilePolicy } from './compile'
import { PolicyDocument } from './document'
import { FUNCTIONS } from './expression/functions'
import { namesOf, SHAPE_MEMBERS } from './expression/members'
import { SCENE_FUNCTIONS } from './expression/scene-functions'
import { vocabularyOf } from './vocabulary'
import '../model/zod-setup'

type Plain = Record<string, unknown>
const isPlain = (v: unknown): v is Plain => v !== null && typeof v === 'object' && !Array.isArray(v)

function merged(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return [...(a as unknown[]), ...(b as unknown[])]
  if (!isPlain(a) || !isPlain(b)) return b
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((k) => [
      k,
      k in a && k in b ? merged(a[k], b[k]) : k in b ? b[k] : a[k],
    ]),
  )
}

const page = readFileSync(new URL('../../../docs/policy-format.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text]) => parse(text ?? '') as Plain)
const keys = Object.keys(PolicyDocument.shape)
const examples = blocks.filter((b) => Object.keys(b).every((k) => keys.includes(k)))

/** What the examples on the page speak of without showing it. */
const REST: Plain = {
  classes: { other_person: {}, rider: {}, bicycle: {}, motorcycle: {}, car: {}, van: {} },
  look_alikes: { mannequin: 'Mannequin' },
  reasons: { ignore: { reflection: 'Reflection', too_hidden: 'Too hidden' } },
  questions: {
    in_position: { ask: 'In riding position?', answers: ['yes', 'no'], for: 'rider' },
    recognisable: { ask: 'Recognisable?', answers: ['yes', 'no'], for: 'pedestrian' },
  },
  rules: [
    { id: 'I0', kind: 'ignore', for: 'road_user', when: 'full.height < 10', reason: 'too_small' },
    { id: 'O3', kind: 'inference', for: 'pedestrian', too_hidden: { from: 0.8, reason: 'too_hidden' } },
    { id: 'Q1', kind: 'class_scope', for: 'rider', ask: 'in_position' },
  ],
}

describe('the page about the policy format', () => {
  it('shows every key that stands at the top of a policy', () => {
    const shown = new Set(examples.flatMap((b) => Object.keys(b)))
    expect(keys.filter((k) => !shown.has(k) && !page.includes(`\`${k}\``) && !page.includes(` ${k} `))).toEqual([])
  })
  it('has examples that are one policy together, which compiles and whose cases pass', () => {
    const document = [REST, ...examples].reduce((all, one) => merged(all, one) as Plain)
    const compiled = compilePolicy(stringify(document))
    expect(compiled.ok ? [] : compiled.problems.map((p) => `${p.place?.path} ${JSON.stringify(p.values)}`)).toEqual([])
    if (!compiled.ok) return
    expect(compiled.value.policy.cases().filter((c) => !c.ok)).toEqual([])
  })
  it('names every key of every kind of rule', () => {
    const known = ['id', 'kind']
    const missing = PolicyDocument.shape.rules
      .unwrap()
      .element.options.flatMap((option) =>
        Object.keys(option.shape).filter((k) => !known.includes(k) && !page.includes(k)),
      )
    expect(missing).toEqual([])
  })
  it('names every function, and every name of labels, shapes and the image', () => {
    const names = namesOf(
      vocabularyOf(PolicyDocument.parse({ groundrule: 1, id: 'x', version: '1.0.0', classes: { c: {} } })),
    )
    const all = [
      ...FUNCTIONS.keys(),
      ...SCENE_FUNCTIONS.keys(),
      ...SHAPE_MEMBERS.keys(),
      ...names.annotation.keys(),
      ...names.groups.keys(),
      ...names.imageGroups.keys(),
    ]
    expect(all.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([])
  })
})
