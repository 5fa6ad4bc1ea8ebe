import type { Language } from '../messages'

/** 0 good · 1 problems or findings · 2 could not be read. */
export type ExitCode = 0 | 1 | 2

export interface Outcome {
  readonly exit: ExitCode
  /** For stdout; safe for a terminal. */
  readonly text: string
}

/** `text` for people, `json` for programs, `sarif` for code-review tools. */
export const FORMATS = ['text', 'json', 'sarif'] as const
export type Format = (typeof FORMATS)[number]

export interface Speaking {
  readonly format: Format
  readonly language: Language
}
