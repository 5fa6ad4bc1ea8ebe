/**
 * Regular expressions that come from a policy. Matched by RE2JS, a port of RE2: linear in the length of the text whatever the
 * pattern is, without lookaround and back references. `RegExp` would backtrack: 29 characters can take seconds.
 */
import { RE2JS } from 're2js'

/** Characters of a pattern, and instructions it may compile to: both bound the time of one match. */
const MOST_CHARACTERS = 500
const MOST_INSTRUCTIONS = 4_000
/** Longer texts match nothing that anybody can know: the result is unknown. */
const LONGEST_TEXT = 10_000
/** Compiled patterns that are remembered. */
const MOST_KEPT = 200

export interface Pattern {
  /** Instructions of the compiled pattern. */
  readonly size: number
  /** Whether some part of the text matches; `^` and `$` bind it. Undefined for texts that are too long. */
  finds(text: string): boolean | undefined
  /** Whether the whole text matches. */
  fits(text: string): boolean | undefined
}
export type PatternResult = Pattern | { readonly fault: 'too-long' | 'too-large' | 'syntax'; readonly detail: string }

const kept = new Map<string, PatternResult>()

function compile(source: string): PatternResult {
  if (source.length > MOST_CHARACTERS) return { fault: 'too-long', detail: String(MOST_CHARACTERS) }
  try {
    const re = RE2JS.compile(source)
    const size = re.programSize()
    if (size > MOST_INSTRUCTIONS) return { fault: 'too-large', detail: String(MOST_INSTRUCTIONS) }
    return {
      size,
      finds: (text) => (text.length > LONGEST_TEXT ? undefined : re.test(text)),
      fits: (text) => (text.length > LONGEST_TEXT ? undefined : re.testExact(text)),
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { fault: 'syntax', detail: message.replace(/^error parsing regexp: /, '') }
  }
}

/** Compiles a pattern, or says what is wrong with it. The same source is compiled once. */
export function patternOf(source: string): PatternResult {
  const known = kept.get(source)
  if (known) return known
  const made = compile(source)
  const oldest = kept.size >= MOST_KEPT ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
  kept.set(source, made)
  return made
}
