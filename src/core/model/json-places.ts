/**
 * Where each annotation of a document stands in its JSON text: one pass over the characters, no tree. The text has been
 * parsed before; on anything else the answer is empty, never an exception.
 */
import type { Span } from './reading'

/** Places by the annotation's index in the top-level list `annotations`. */
export function annotationSpans(text: string): Span[] {
  const lines = lineStarts(text)
  let spans: Span[] = []
  let at = skipSpace(text, 0)
  if (text[at] !== '{') return []
  at = skipSpace(text, at + 1)
  while (at < text.length && text[at] !== '}') {
    const key = endOfValue(text, at)
    const value = skipSpace(text, skipSpace(text, key) + 1)
    const end = endOfValue(text, value)
    // As with JSON.parse, the last of two equal keys counts.
    if (nameOf(text.slice(at, key)) === 'annotations') spans = elements(text, value).map((e) => spanOf(lines, e))
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
    else break
  }
  return spans
}

interface Extent {
  readonly from: number
  readonly to: number
}

const nameOf = (quoted: string): unknown => {
  try {
    return JSON.parse(quoted)
  } catch {
    return undefined
  }
}

const SPACE = ' \t\r\n'
function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && SPACE.includes(text[at] ?? 'x')) at++
  return at
}

/** First position after the value that begins at `from`. */
function endOfValue(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const c = text[at]
    if (c === '"') {
      at = endOfString(text, at) - 1
      if (depth === 0) return at + 1
    } else if (c === '{' || c === '[') depth++
    else if (c === '}' || c === ']') {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (c === ',' || c === ':' || SPACE.includes(c ?? ''))) return at
  }
  return text.length
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function elements(text: string, from: number): Extent[] {
  if (text[from] !== '[') return []
  const found: Extent[] = []
  let at = skipSpace(text, from + 1)
  while (at < text.length && text[at] !== ']') {
    const to = endOfValue(text, at)
    found.push({ from: at, to })
    at = skipSpace(text, to)
    if (text[at] === ',') at = skipSpace(text, at + 1)
    else break
  }
  return found
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the line that holds a character: the last start at or before it. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function spanOf(starts: readonly number[], { from, to }: Extent): Span {
  const line = lineAt(starts, from)
  return { line: line + 1, column: from - (starts[line] ?? 0) + 1, endLine: lineAt(starts, to - 1) + 1 }
}
