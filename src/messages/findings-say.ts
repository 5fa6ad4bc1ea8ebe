import { DISPOSITIONS } from '../core/model/annotation'
import type { Finding, Fix, Input, Text } from '../core/model/finding'
import type { Values } from '../core/model/problem'
import type { PolicyView } from '../core/policy/view'
import { catalogue, textIn, type Catalogue, type Language } from './index'

const SHARE = /(^|\.)(occlusion|visibility|truncation|share)$/

type Find = (view: PolicyView, id: string) => Text | undefined
const titleIn = (list: readonly { readonly id: string; readonly title: Text }[], id: string): Text | undefined =>
  list.find((item) => item.id === id)?.title

const classTitle: Find = (view, id) => titleIn(view.classes, id)
const questionText: Find = (view, id) => view.questions.find((q) => q.id === id)?.ask
const tagTitle: Find = (view, id) => view.tags.find((t) => t.group === id)?.title
const reasonTitle: Find = (view, id) =>
  titleIn([...view.reasons.ignore, ...view.reasons.negative, ...view.reasons.skip], id)
const attributeTitle: Find = (view, id) =>
  titleIn(
    view.classes.flatMap((c) => c.attributes),
    id,
  )
const partTitle: Find = (view, id) =>
  titleIn(
    view.classes.flatMap((c) => c.roles),
    id,
  )

/** What an id stands for, by the name of the value that holds it. */
const BY_VALUE: Readonly<Record<string, Find>> = {
  class: classTitle,
  reason: reasonTitle,
  attribute: attributeTitle,
  question: questionText,
  scale: (view, id) => titleIn(view.scales, id),
  id: (view, id) => classTitle(view, id) ?? tagTitle(view, id) ?? questionText(view, id),
  name: (view, id) => questionText(view, id) ?? attributeTitle(view, id) ?? classTitle(view, id) ?? tagTitle(view, id),
}

/** Puts the policy's own words, and ours, in the place of ids. */
function inWords(values: Values, view: PolicyView | undefined, language: Language): Values {
  const m = catalogue(language).annotate
  const word = (key: string, value: string | number): string | number => {
    if (typeof value === 'number') return value
    const disposition = DISPOSITIONS.find((d) => d === value)
    if (key === 'disposition' && disposition) return m.dispositions[disposition].toLowerCase()
    if (key === 'role' || key === 'in_role') {
      if (value === 'visible' || value === 'full') return m.roleShort[value]
      const part = view && partTitle(view, value)
      return part === undefined ? value : textIn(part, language)
    }
    const text = view && BY_VALUE[key]?.(view, value)
    return text === undefined ? value : textIn(text, language)
  }
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, word(key, value)]))
}

/** Sentences that the screen says without their inputs: it lists those below the sentence, under "because". */
const INPUTS_APART: ReadonlySet<Finding['message']> = new Set([
  'disposition.expected',
  'disposition.unfounded',
  'band.below',
])

/** The machine's sentence of a finding; with a policy at hand, in the policy's words instead of its ids. */
export function findingText(language: Language, finding: Finding, view?: PolicyView): string {
  const values: Values = {
    rule: finding.rule,
    ...inWords(finding.values, view, language),
    ...(INPUTS_APART.has(finding.message) ? { because: '' } : {}),
  }
  // A requirement in the policy's own words says more than its condition does.
  if (finding.message === 'require.failed' && finding.says) return textIn(finding.says, language)
  const sentence = catalogue(language).findings[finding.message](values)
  // A measure such as `visible.width` keeps its name.
  if (/^\w+\.\w/.test(sentence)) return sentence
  return sentence.charAt(0).toLocaleUpperCase(language) + sentence.slice(1)
}

/** What is to be drawn when a finding asks for a shape, as the label of its button. */
export function roleText(language: Language, role: string, view?: PolicyView): string {
  return catalogue(language).findings['asks.role'](inWords({ role }, view, language))
}

/** What a fix does, as the label of its button. */
export function fixText(language: Language, fix: Fix, view?: PolicyView): string {
  const values = Object.entries(fix).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return catalogue(language).findings[`fix.${fix.kind}`](inWords(Object.fromEntries(values), view, language))
}

/** One input of a verdict: `occlusion = 83 % (≥ 0.8)`; an unknown input says so. */
export function inputText(messages: Catalogue, input: Input): string {
  const value = input.value === undefined ? messages.annotate.unknown : valueText(input)
  return `${input.name} = ${value}${input.against === undefined ? '' : ` (${input.against})`}`
}

function valueText(input: Input): string {
  if (typeof input.value !== 'number') return String(input.value)
  if (input.unit === 'share' || SHARE.test(input.name)) return `${Number((input.value * 100).toFixed(1))} %`
  return `${Number(input.value.toFixed(2))}${input.unit === undefined ? '' : ` ${input.unit}`}`
}
