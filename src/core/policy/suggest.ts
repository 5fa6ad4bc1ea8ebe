/** Edit distance with swaps of neighbours (optimal string alignment), cut off beyond `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity
      row.push(
        Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1), swap),
      )
    }
    ;[before, last] = [last, row]
  }
  return last[b.length] ?? 0
}

/** The known name that was probably meant (`tag.light` for `light`); undefined when none is near. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const all = [...known]
  const longer = all.find((k) => k.endsWith(`.${name}`)) ?? all.find((k) => k.startsWith(`${name}.`))
  if (longer !== undefined) return longer
  const most = Math.max(1, Math.floor(name.length / 3))
  let best: string | undefined
  let least = most + 1
  for (const candidate of all) {
    const d = candidate.toLowerCase() === name.toLowerCase() ? 0.5 : distance(name.slice(0, 100), candidate, most)
    if (d < least) [best, least] = [candidate, d]
  }
  return best
}
