/**
 * One value, one text: JSON in the canonical form of RFC 8785 (keys in the order of their UTF-16 code units, the
 * shortest numbers that read back as the same double, nothing between the tokens).
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Canonical text of plain data; members that are `undefined` are left out. Throws on NaN and infinities, which JSON cannot say. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`JSON has no ${value}`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => byCodeUnit(a, b))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

/** Order of strings by UTF-16 code units: the same on every machine, in every language setting. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Canonical JSON as a file: UTF-8 with a line feed at its end. */
export const canonicalFile = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`${canonicalJson(value)}\n`)
