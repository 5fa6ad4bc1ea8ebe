/** The head lines of a policy's text: read and edited as text, so that comments and layout stay as the lead wrote them. */

export interface PolicyHead {
  readonly id?: string
  readonly version?: string
  readonly supersedes?: string
  readonly status?: string
}
type HeadKey = keyof PolicyHead

/** A key of the top level stands at the start of a line; nested text, block scalars included, is always indented. */
const lineOf = (key: HeadKey): RegExp =>
  new RegExp(`^(${key}[ \\t]*:[ \\t]*)("[^"\\n]*"|'[^'\\n]*'|[^\\s#"'][^\\s#]*)?(?=[ \\t]*(?:#.*)?$)`, 'm')

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2')

/** What the head lines say; a key that is missing or not a plain word is left out. Works on texts with errors too. */
export function headOf(text: string): PolicyHead {
  const read = (key: HeadKey): PolicyHead => {
    const value = lineOf(key).exec(text)?.[2]
    return value ? { [key]: unquoted(value) } : {}
  }
  return { ...read('id'), ...read('version'), ...read('supersedes'), ...read('status') }
}

/** Sets one head line; a missing one is put in below `version:` (or at the end of the head). Undefined when there is no `version:` line. */
function setLine(text: string, key: HeadKey, value: string | undefined): string | undefined {
  const found = lineOf(key)
  if (value === undefined) return text.replace(new RegExp(`${found.source}.*\\n?`, 'm'), '')
  if (found.test(text))
    return text.replace(found, (_all, before: string) => `${/[ \t]$/.test(before) ? before : `${before} `}${value}`)
  const version = lineOf('version').exec(text)
  if (!version) return undefined
  const end = text.indexOf('\n', version.index)
  return end < 0 ? `${text}\n${key}: ${value}\n` : `${text.slice(0, end + 1)}${key}: ${value}\n${text.slice(end + 1)}`
}

/**
 * Edits the head lines in place and leaves every other character alone. `supersedes: undefined` takes the line out.
 * Answers undefined when the text has no `version:` line of its own (a policy written as one flow mapping).
 */
export function setHead(
  text: string,
  head: Readonly<Partial<Record<HeadKey, string | undefined>>>,
): string | undefined {
  let edited: string | undefined = text
  for (const key of ['id', 'version', 'supersedes', 'status'] as const)
    if (key in head && edited !== undefined) edited = setLine(edited, key, head[key])
  return edited
}

export type Bump = 'none' | 'patch' | 'minor' | 'major'

/** `1.4.2` one step on: minor → `1.5.0`. A version that is none stays as it is. */
export function nextVersion(version: string, bump: Bump): string {
  const [major, minor, patch] = version.split('.').map(Number)
  if (major === undefined || minor === undefined || patch === undefined || [major, minor, patch].some(Number.isNaN))
    return version
  if (bump === 'major') return `${major + 1}.0.0`
  if (bump === 'minor') return `${major}.${minor + 1}.0`
  return bump === 'patch' ? `${major}.${minor}.${patch + 1}` : version
}

/** Orders versions by their numbers: below zero when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < 3; i++) if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) - (y[i] ?? 0)
  return 0
}
