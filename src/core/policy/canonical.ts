/** Canonical form and digest: comments, formatting, key order and spelled-out defaults make no difference. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Sha256 } from '../model/ids'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** JSON with sorted keys and without undefined (as RFC 8785 for what policies hold). Text is normalised to NFC. */
export function canonical(value: unknown): string {
  const write = (v: unknown): string => {
    if (v === null || v === undefined) return 'null'
    if (typeof v === 'string') return JSON.stringify(v.normalize('NFC'))
    if (typeof v === 'number') return JSON.stringify(Object.is(v, -0) ? 0 : v)
    if (typeof v === 'boolean') return String(v)
    if (Array.isArray(v)) return `[${v.map(write).join(',')}]`
    const entries = Object.entries(v as Record<string, Json | undefined>).filter(([, x]) => x !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([k, x]) => `${JSON.stringify(k)}:${write(x)}`).join(',')}}`
  }
  return write(value)
}

const isMapping = (v: unknown): v is Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v)

/** Levels of a scale are in order also where they are written with titles: their ranks are meaning, so they become a list. */
function ordered(value: unknown): unknown {
  if (!isMapping(value) || !isMapping(value['scales'])) return value
  const scales = Object.entries(value['scales']).map(([id, scale]) => [
    id,
    isMapping(scale) && isMapping(scale['levels']) ? { ...scale, levels: Object.entries(scale['levels']) } : scale,
  ])
  return { ...value, scales: Object.fromEntries(scales) as Readonly<Record<string, unknown>> }
}

/** Digest of a policy document (or of a part that has its scales). */
export const digestOf = (value: unknown): Sha256 => bytesToHex(sha256(utf8ToBytes(canonical(ordered(value))))) as Sha256
