/** What the command palette finds. Pure; what a place offers comes in as a `PaletteSource`. */
import { COMMANDS, type ActionId, type KeyPlace } from './commands'

/** With what the palette begins: everything, or only the images or the classes. */
export type PaletteStart = 'all' | 'image' | 'class'
/** The dialogs about keys that a place can show. */
export type KeyDialog = 'help' | 'settings' | PaletteStart

export interface PaletteEntry {
  readonly id: string
  readonly title: string
  /** Searched too: the id, or the name in the other place where it is known. */
  readonly also?: string
  readonly key?: string
  run(): void
}

export interface PaletteSource {
  readonly place: KeyPlace
  /** The command would do something now. */
  can(action: ActionId): boolean
  run(action: ActionId): void
  /** Entries of other kinds than commands. */
  more?(start: PaletteStart): readonly PaletteEntry[]
  /** Paths of the images in the order of their numbers, and where the work stands. */
  readonly images?: { readonly paths: readonly string[]; readonly current: number; go(path: string): void }
}

/** Most entries that are worth scrolling through. */
const MOST = 60
const MOST_IMAGES = 20

/** How well a text holds the letters of a query in order: higher is better, undefined when it does not. */
export function fuzzyScore(query: string, text: string): number | undefined {
  const [q, t] = [query.trim().toLowerCase(), text.toLowerCase()]
  if (q === '') return 0
  const whole = t.indexOf(q)
  if (whole >= 0) return 1000 - whole + (startsWord(text, whole) ? 200 : 0) - t.length / 100
  let [score, from, last] = [0, 0, -2]
  for (const letter of q) {
    if (letter === ' ') continue
    const at = t.indexOf(letter, from)
    if (at < 0) return undefined
    score += at === last + 1 ? 8 : startsWord(text, at) ? 6 : 1
    last = at
    from = at + 1
  }
  // Letters strewn over a long text are no match that anybody means.
  return last - t.indexOf(q[0] ?? '') > q.length * 8 ? undefined : score - t.length / 100
}

/** A word begins after a gap, and at a capital inside an id. */
const startsWord = (text: string, at: number): boolean =>
  at === 0 || /[\s/_\-.(:]/.test(text[at - 1] ?? '') || /[a-z][A-Z]/.test(text.slice(at - 1, at + 1))

/** The entries that fit the query, best first; entries of equal fit keep their order. */
export function rank(query: string, entries: readonly PaletteEntry[]): readonly PaletteEntry[] {
  return entries
    .flatMap((entry) => {
      const scores = [entry.title, ...(entry.also ? [entry.also] : [])].map((text) => fuzzyScore(query, text))
      const found = scores.filter((score) => score !== undefined)
      return found.length > 0 ? [{ entry, score: Math.max(...found) }] : []
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ entry }) => entry)
}

/** The commands that would do something now. */
export const commandsNow = (source: PaletteSource): readonly ActionId[] =>
  COMMANDS.filter((c) => c.places.includes(source.place) && !c.byPress && c.action !== 'palette')
    .map((c) => c.action)
    .filter((action) => source.can(action))

/** Indices of images for a query: the number itself first, then names that hold it. */
export function findImages(query: string, paths: readonly string[], current: number): readonly number[] {
  const q = query.trim().toLowerCase()
  if (q === '') return paths.slice(Math.max(0, current), current + MOST_IMAGES).map((_, i) => Math.max(0, current) + i)
  const number = /^\d+$/.test(q) ? Number(q) - 1 : -1
  const found = number >= 0 && number < paths.length ? [number] : []
  for (let i = 0; i < paths.length && found.length < MOST_IMAGES; i++)
    if (i !== number && paths[i]?.toLowerCase().includes(q)) found.push(i)
  return found
}
