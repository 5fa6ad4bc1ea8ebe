/** The boundary test itself: it finds each number whose sides no case tries. */
import '../../src/core/model/zod-setup'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../../src/core/policy/compile'
import { parsePolicy } from '../../src/core/policy/parse'
import { untried } from './boundaries'

/** A policy of one rule with a case per visible box. */
function policy(rule: string, boxes: readonly string[], define = ''): string {
  const cases = boxes.map((box, i) => `  - {name: c${i}, image: [640, 480], annotations: [${box}], expect: [R: pass]}`)
  return `groundrule: 1
id: p
version: 1.0.0
${define}
classes: {car: {}, van: {}}
rules:
  - {id: R, for: car, ${rule}}
cases:
${cases.join('\n')}
`
}
const car = (w: number, more = ''): string => `{class: car, visible: [0, 0, ${w}, 10]${more}}`

function open(text: string): string[] {
  const [parsed, compiled] = [parsePolicy(text), compilePolicy(text)]
  if (!parsed.ok || !compiled.ok) throw new Error(JSON.stringify([parsed, compiled]))
  return untried(parsed.value.document, compiled.value.policy.view.ref, new Set(['R']))
}

describe('the boundary test', () => {
  const require = "kind: geometry, require: 'visible.width >= 25'"
  it('asks for a case below, at and above', () => {
    expect(open(policy(require, [car(24), car(25), car(26)]))).toEqual([])
    expect(open(policy(require, [car(24), car(26)]))).toEqual(['R: visible.width >= 25: at'])
    expect(open(policy(require, [car(30)]))).toEqual(['R: visible.width >= 25: below', 'R: visible.width >= 25: at'])
  })
  it('counts only labels that the rule binds', () => {
    const van = '{class: van, visible: [0, 0, 24, 10]}'
    expect(open(policy(require, [van, car(25), car(26)]))).toEqual(['R: visible.width >= 25: below'])
  })
  it('looks into named expressions and short forms', () => {
    const named = policy('kind: geometry, require: wide', [car(25), car(26)], "define: {wide: 'visible.width >= 25'}")
    expect(open(named)).toEqual(['R: visible.width >= 25: below'])
    const short = policy('kind: geometry, min_size: {role: visible, width: 25}', [car(24), car(26)])
    expect(open(short)).toEqual(['R: role.visible.width : 25: at'])
  })
  it('looks into quantifiers and at differences of two measures', () => {
    const others = "kind: relation, require: '!others.exists(o, iou(visible, o.visible) > 0.5)'"
    const pair = (w: number): string => `${car(10)}, ${car(w)}`
    expect(open(policy(others, [pair(20), pair(30)]))).toEqual(['R: iou(visible, o.visible) > 0.5: above'])
    const two = "kind: geometry, require: 'visible.width >= visible.height'"
    expect(open(policy(two, [car(10), car(20)]))).toEqual(['R: visible.width >= visible.height: below'])
  })
  it('does not ask for less than nothing', () => {
    const count = "kind: relation, require: 'others.filter(o, o.class == class).size() > 0'"
    expect(open(policy(count, [car(10), `${car(10)}, ${car(20)}`]))).toEqual([])
  })
})
