/** What people write who know other languages, and what the language wants instead: for the words of an error. */
import { DISPOSITIONS } from '../../model/annotation'
import type { Vocabulary } from '../vocabulary'
import { SHAPE_MEMBERS } from './members'

/** Slips that make an expression unreadable. `null` also where it can be read. */
export type Slip = 'equals' | 'words' | 'percent' | 'unit' | 'end'

/** The same text with every text literal blanked out, character by character. */
const withoutTexts = (source: string): string =>
  source.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (text) => ' '.repeat(text.length))

const SLIPS: readonly (readonly [Slip, RegExp])[] = [
  ['equals', /[^=!<>]=(?!=)/],
  ['words', /\b(?:and|or|not)\b/i],
  ['percent', /\d\s*%\s*(?:$|[&|),?:])/],
  ['unit', /\d\s*(?:px|pixels?|cm|mm|m)\b/],
]

/** What an expression that cannot be read was probably meant to say; `end`: it stops too early. */
export function slipIn(source: string, offset: number): Slip | undefined {
  const plain = withoutTexts(source)
  const slip = SLIPS.find(([, pattern]) => pattern.test(plain))?.[0]
  return slip ?? (offset >= source.trimEnd().length ? 'end' : undefined)
}

/** A bare word that is a name of the policy's lists: it stands for a text and wants quotes. */
export function wantsQuotes(name: string, v: Vocabulary): boolean {
  const options = [
    ...Object.values(v.reasons).flat(),
    ...v.lookAlikes,
    ...v.evidence,
    ...[...v.questions.values()].flatMap((q) => q.answers),
    ...[...v.attributes.values()].flatMap((a) => a.options),
    ...[...v.tags.values()].flatMap((t) => t.options),
  ]
  return (
    v.classes.has(name) ||
    DISPOSITIONS.some((d) => d === name) ||
    options.some((o) => o.id === name) ||
    [...v.scales.values()].some((s) => s.bands.some((b) => b.id === name))
  )
}

/** A measure without the shape that it is of. */
export const isMeasure = (name: string): boolean => SHAPE_MEMBERS.has(name)
