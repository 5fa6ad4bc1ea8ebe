/**
 * The catalogue: every sentence a person reads, in English and Simplified Chinese. Messages are functions, so keys and
 * values are checked by the compiler and nothing is parsed at run time. English is the shape the other languages must have.
 */
import type { Text } from '../core/model/finding'
import { en } from './en'
import { zh } from './zh'

export type Catalogue = typeof en
export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

const catalogues: Record<Language, Catalogue> = { en, zh }
export const catalogue = (language: Language): Catalogue => catalogues[language]

/** A policy's text in the given language; falls back to English, then to whatever there is. */
export function textIn(text: Text | undefined, language: Language): string {
  if (text === undefined) return ''
  if (typeof text === 'string') return text
  return text[language] ?? text['en'] ?? Object.values(text)[0] ?? ''
}
