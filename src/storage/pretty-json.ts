/** JSON that a person can read and a diff can follow: keys in one order, one line per small thing, a line feed at the end. */

const WIDTH = 100

/** Canonical text of plain data. Keys are sorted, absent values left out; -0 becomes 0. Throws on a number that JSON cannot hold. */
export const prettyJson = (value: unknown): string => `${written(value, '')}\n`

function written(value: unknown, indent: string): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} cannot be written as JSON`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const deeper = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((item: unknown) => written(item ?? null, deeper))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${JSON.stringify(key)}: ${written(item, deeper)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  const inline = `${open}${parts.join(', ')}${close}`
  if (inline.length + indent.length <= WIDTH && !inline.includes('\n')) return inline
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`
}
