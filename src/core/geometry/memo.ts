/** Remembers the result of a function for each object. Shapes never change, so what was worked out for one stays true. */
export function memo<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (of) => {
    let found = known.get(of)
    if (!found) {
      found = { value: make(of) }
      known.set(of, found)
    }
    return found.value
  }
}
