/** Renaming inside of plain records. */
import type { AttributeValue } from '../model/annotation'

/** Keys that would come to the same name as another: they keep their old one. One that has the name already comes before one that wants it. */
function clashing(keys: readonly string[], key: (old: string) => string): ReadonlySet<string> {
  const stays = new Set<string>()
  const nameOf = (old: string): string => (stays.has(old) ? old : key(old))
  for (let more = true; more;) {
    more = false
    const holder = new Map<string, string>()
    for (const old of [...keys].sort((a, b) => Number(nameOf(b) === b) - Number(nameOf(a) === a))) {
      const name = nameOf(old)
      if (!holder.has(name)) holder.set(name, old)
      else {
        stays.add(old)
        more = true
      }
    }
  }
  return stays
}

/** A record with new keys and values, in the old order; an entry whose new name is taken stays as it was and is told. */
export function mapEntries<T>(
  record: Readonly<Record<string, T>>,
  key: (old: string) => string,
  value: (old: T, key: string) => T,
  conflict: (key: string) => void,
): Record<string, T> {
  const stays = clashing(Object.keys(record), key)
  for (const old of stays) conflict(old)
  return Object.fromEntries(
    Object.entries(record).map(([old, held]) => (stays.has(old) ? [old, held] : [key(old), value(held, old)])),
  )
}

/** The options in an attribute's value; numbers and yes/no have none. */
export function mapValue(value: AttributeValue, option: (old: string) => string): AttributeValue {
  if (typeof value === 'string') return option(value)
  return Array.isArray(value) ? [...new Set(value.map(option))] : value
}
