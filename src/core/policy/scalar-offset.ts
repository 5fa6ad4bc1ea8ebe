import type { Scalar } from 'yaml'

/** Length in the source of one character of a double-quoted scalar, escapes included. */
function escapeLength(text: string, at: number): number {
  if (text[at] !== '\\') return 1
  const long: Record<string, number> = { x: 4, u: 6, U: 10 }
  return long[text[at + 1] ?? ''] ?? 2
}

function quoted(text: string, start: number, offset: number, double: boolean): number {
  let at = start + 1
  for (let i = 0; i < offset; i++) at += double ? escapeLength(text, at) : text.startsWith("''", at) ? 2 : 1
  return at
}

/** A literal block keeps its lines: the n-th line of the value is the n-th line below the header, behind its indentation. */
function block(text: string, start: number, value: string, offset: number): number {
  const before = value.slice(0, offset).split('\n')
  let line = text.indexOf('\n', start) + 1
  const first = /^(?:[ \t]*\r?\n)*([ ]*)\S/.exec(text.slice(line))
  const indent = first?.[1]?.length ?? 0
  for (let i = 1; i < before.length; i++) line = text.indexOf('\n', line) + 1
  return line + indent + (before.at(-1)?.length ?? 0)
}

/** Where in the source the character `offset` of a text value stands. Folded texts of several lines answer with their start. */
export function scalarOffset(text: string, node: Scalar, offset: number): number {
  const [start = 0, end = 0] = node.range ?? []
  const source = text.slice(start, end)
  if (node.type === 'BLOCK_LITERAL') return block(text, start, String(node.value), offset)
  if (source.includes('\n')) return start
  if (node.type === 'QUOTE_DOUBLE') return quoted(text, start, offset, true)
  if (node.type === 'QUOTE_SINGLE') return quoted(text, start, offset, false)
  return start + offset
}
