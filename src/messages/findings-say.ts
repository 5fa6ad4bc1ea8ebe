import type { Finding, Fix, Input } from '../core/model/finding'
import type { Catalogue } from './index'

const MEASURE = /(^|\.)(occlusion|truncation|share)$/

/** The machine's sentence of a finding. */
export const findingText = (messages: Catalogue, finding: Finding): string =>
  messages.findings[finding.message]({ rule: finding.rule, ...finding.values })

/** What a fix does, as the label of its button. */
export const fixText = (messages: Catalogue, fix: Fix): string =>
  messages.findings[`fix.${fix.kind}`](
    Object.fromEntries(Object.entries(fix).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  )

/** One input of a verdict: `occlusion = 83 % (≥ 0.8)`; an unknown input says so. */
export function inputText(messages: Catalogue, input: Input): string {
  const value = input.value === undefined ? messages.annotate.unknown : valueText(input)
  return `${input.name} = ${value}${input.against === undefined ? '' : ` (${input.against})`}`
}

function valueText(input: Input): string {
  if (typeof input.value !== 'number') return String(input.value)
  if (input.unit === 'share' || MEASURE.test(input.name)) return `${Number((input.value * 100).toFixed(1))} %`
  return `${Number(input.value.toFixed(2))}${input.unit === undefined ? '' : ` ${input.unit}`}`
}
