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

/** What stands at a key: a text, named texts, a list of texts, something to look into, or nothing for people. */
function kindAt(path: Path, key: string): 'text' | 'list' | 'each' | 'visit' | 'skip' {
  const inRule = path[0] === 'rules'
  if (path.length === 0) {
    if (key === 'cases' || key === 'people' || key === 'source') return 'skip'
    if (key === 'look_alikes' || key === 'evidence') return 'list'
  }
  if (path[0] === 'reasons' && path.length === 1) return 'list'
  // In a rule `ask` and `answers` are names.
  if (KEYS.has(key) && !(inRule && (key === 'ask' || key === 'answer'))) return 'text'
  if (LISTS.has(key) && !inRule) return 'list'
  return key === 'includes' || key === 'excludes' ? 'each' : 'visit'
}

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
  const each = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) value.forEach((item, i) => add(item, [...path, i]))
  }
  const visit = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) value.forEach((item, i) => visit(item, [...path, i]))
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) take[kindAt(path, key)](inner, [...path, key])
  }
  const take = { text: add, list, each, visit, skip: () => undefined }
  visit(cx.document, [])
  return found
}

export const inEachLanguage = (text: PeopleText['text']): readonly (readonly [string, string])[] =>
  typeof text === 'string' ? [['', text]] : Object.entries(text).filter(([, t]) => typeof t === 'string')
