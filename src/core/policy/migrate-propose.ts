/** The steps that follow from the difference of two versions; what only people can know (splits, changed meanings) they write. */
import type { PolicyDocument } from './document'
import type { Migration, MigrationStep } from './migrate-steps'
import { canonical } from './canonical'
import { vocabularyOf, type ClassInfo, type ScaleInfo } from './vocabulary'

/** The new class that lists the old name as an alias. */
const heir = (id: string, added: readonly ClassInfo[]): ClassInfo | undefined =>
  added.find((c) => c.aliases.includes(id))

function classSteps(before: PolicyDocument, after: PolicyDocument): MigrationStep[] {
  const [was, is] = [vocabularyOf(before).classes, vocabularyOf(after).classes]
  const added = [...is.values()].filter((c) => !was.has(c.id))
  const gone = [...was.values()].filter((c) => !is.has(c.id))
  const heirs = gone.map((c) => ({ from: c.id, to: heir(c.id, [...is.values()])?.id }))
  const isHeir = new Set(heirs.map((h) => h.to))
  const byHeir = new Map<string, string[]>()
  for (const { from, to } of heirs) if (to !== undefined) byHeir.set(to, [...(byHeir.get(to) ?? []), from])
  return [
    ...[...byHeir].map(([to, from]): MigrationStep => {
      const only = from[0]
      return from.length === 1 && only !== undefined && !was.has(to)
        ? { do: 'rename', what: 'class', from: only, to }
        : { do: 'merge', what: 'class', from: was.has(to) ? [...from, to] : from, to }
    }),
    ...heirs.flatMap(({ from, to }): MigrationStep[] =>
      to === undefined && was.get(from)?.abstract === false ? [{ do: 'remove', class: from }] : [],
    ),
    ...added.filter((c) => !c.abstract && !isHeir.has(c.id)).map((c): MigrationStep => ({ do: 'add', class: c.id })),
  ]
}

const numbersOf = (s: ScaleInfo): string => canonical([s.bands, s.ends, s.of ?? null])

/** Scales that both have, whose numbers moved while the words stayed. */
function scaleSteps(before: PolicyDocument, after: PolicyDocument): MigrationStep[] {
  const was = vocabularyOf(before).scales
  return [...vocabularyOf(after).scales.values()].flatMap((s): MigrationStep[] => {
    const old = was.get(s.id)
    return old && old.bands.length > 0 && numbersOf(old) !== numbersOf(s) ? [{ do: 'recompute', scale: s.id }] : []
  })
}

const isSame = (a: MigrationStep, b: MigrationStep): boolean => canonical(a) === canonical(b)
/** Old class names that steps speak of already. */
const spoken = (steps: readonly MigrationStep[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap((s) =>
      s.do === 'rename' || s.do === 'merge'
        ? s.what === 'class'
          ? [s.from, s.to].flat()
          : []
        : s.do === 'split'
          ? [s.class, ...s.into]
          : 'class' in s
            ? [s.class]
            : [],
    ),
  )

/** Steps that `after` does not say yet about labels of `before`. */
export function proposedSteps(before: PolicyDocument, after: PolicyDocument): MigrationStep[] {
  const said = (after.migrations ?? []).filter((m) => m.from === before.version).flatMap((m: Migration) => m.steps)
  const names = spoken(said)
  const all = [...classSteps(before, after), ...scaleSteps(before, after)]
  return all.filter((step) => {
    if (said.some((s) => isSame(s, step))) return false
    const own = [...spoken([step])]
    return own.length === 0 || !own.some((name) => names.has(name))
  })
}

const flow = (step: MigrationStep): string =>
  `{ ${Object.entries(step)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`)
    .join(', ')} }`

/** The text of a policy with these steps, put in as text so that everything else stays as the lead wrote it. */
export function withSteps(text: string, from: string, steps: readonly MigrationStep[]): string {
  const lines = steps.map((s) => `      - ${flow(s)}`).join('\n')
  const entry = `  - from: ${from}\n    steps:\n${lines}\n`
  const at = /^migrations[ \t]*:[ \t]*(#.*)?\n/m.exec(text)
  const end = text.endsWith('\n') || text === '' ? '' : '\n'
  if (!at) return `${text}${end}migrations:\n${entry}`
  const before = text.slice(0, at.index + at[0].length)
  return `${before}${entry}${text.slice(before.length)}`
}
