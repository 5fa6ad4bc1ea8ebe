/** Problems of foreign label files, with file and line. */
import { problem, type Problem } from '../core/model/problem'

/** Something in a file that was not understood; the label it belongs to is left out. */
export const notUnderstood = (file: string, line: number | undefined, field: string, found: unknown): Problem =>
  problem('format.field', { file, ...(line === undefined ? {} : { line }) }, { field, found: shown(found) })

/** The whole file cannot be read as this format. */
export const notThisFormat = (file: string, format: string, why: string, line?: number): Problem =>
  problem('format.unreadable', { file, ...(line === undefined ? {} : { line }) }, { format, why })

const LONGEST = 80
/** A value as text, cut to what a sentence can hold. */
export function shown(value: unknown): string {
  const text = value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
/** A number written in decimals; undefined for anything else, also for what `Number` would guess ('', '0x10', ' '). */
export const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined
