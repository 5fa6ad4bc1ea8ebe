/** The texts for people in a policy, with what each is of. */
import type { Path } from '../parse'
import type { LintContext } from './lint'

export interface PeopleText {
  readonly path: Path
  /** One for all languages, or by language. */
  readonly text: string | Readonly<Record<string, string>>
  /** The rule it belongs to. */
  readonly rule?: number
}

const KEYS: ReadonlySet<string> = new Set(['title', 'says', 'guide', 'ask', 'inverse', 'asked', 'answer'])
/** Mappings of names to texts. */
const LISTS: ReadonlySet<string> = new Set(['options', 'answers', 'titles', 'levels', 'points'])

const isText = (value: unknown): value is PeopleText['text'] =>
  typeof value === 'string' || (value !== null && typeof value === 'object' && 'en' in value)

/** Every text of the document but the names of cases. */
export function textsOf(cx: LintContext): PeopleText[] {
  const found: PeopleText[] = []
  const add = (value: unknown, path: Path): void => {
    if (!isText(value)) return
    found.push({ text: value, path, ...(path[0] === 'rules' && typeof path[1] === 'number' ? { rule: path[1] } : {}) })
  }
  const list = (value: unknown, path: Path): void => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      for (const [id, text] of Object.entries(value)) add(text, [...path, id])
  }
  const visit = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) value.forEach((item, i) => visit(item, [...path, i]))
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        const here = [...path, key]
        if (path.length === 0 && (key === 'cases' || key === 'people' || key === 'source')) continue
        if (path.length === 0 && (key === 'look_alikes' || key === 'evidence')) list(inner, here)
        else if (path[0] === 'reasons' && path.length === 1) list(inner, here)
        // In a rule `ask` and `answers` are names.
        else if (KEYS.has(key) && !(path[0] === 'rules' && (key === 'ask' || key === 'answer'))) add(inner, here)
        else if (LISTS.has(key) && path[0] !== 'rules') list(inner, here)
        else if ((key === 'includes' || key === 'excludes') && Array.isArray(inner))
          inner.forEach((t, i) => add(t, [...here, i]))
        else visit(inner, here)
      }
  }
  visit(cx.document, [])
  return found
}

export const inEachLanguage = (text: PeopleText['text']): readonly (readonly [string, string])[] =>
  typeof text === 'string' ? [['', text]] : Object.entries(text).filter(([, t]) => typeof t === 'string')
