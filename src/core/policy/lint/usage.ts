/** Which declared names the rest of the document uses. Cases and texts for people do not count. */
import type { PolicyDocument } from '../document'
import type { LintContext } from './lint'
import { usedIn } from './sources'

export interface Usage {
  /** Keys that expressions read: `answer.sure`, `full`, `occlusion` … */
  readonly read: ReadonlySet<string>
  /** Texts that expressions compare with. */
  readonly texts: ReadonlySet<string>
  /** Plain words of rules, profiles and class entries, with what stands in lists. */
  readonly words: ReadonlySet<string>
}

/** Parts that people read, or that only declare. */
const SKIPPED: ReadonlySet<string> = new Set(['says', 'guide', 'title', 'titles', 'ask', 'inverse', 'pictures'])

function wordsOf(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value)
  else if (Array.isArray(value)) for (const item of value) wordsOf(item, into)
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) {
      if (SKIPPED.has(key) && (key !== 'ask' || typeof inner !== 'string')) continue
      into.add(key)
      wordsOf(inner, into)
    }
}

export function usageOf(cx: LintContext): Usage {
  const read = new Set<string>()
  const texts = new Set<string>()
  for (const source of cx.sources) {
    const used = usedIn(source.text, cx.reader)
    for (const key of used.keys) read.add(key)
    for (const text of used.texts) texts.add(text)
  }
  const doc: PolicyDocument = cx.document
  const words = new Set<string>()
  wordsOf([doc.rules, doc.profiles, doc.links ?? {}], words)
  for (const entry of Object.values(doc.classes)) {
    const { is_a, fallback, neighbours, look_alikes } = entry
    wordsOf([is_a, fallback, neighbours, look_alikes], words)
    for (const role of Object.values(entry.roles ?? {})) wordsOf([role.equal, role.skeleton], words)
  }
  for (const list of [doc.questions, doc.attributes, doc.scales])
    for (const entry of Object.values(list)) wordsOf(entry.for, words)
  return { read, texts, words }
}

/** Whether a name is read with this prefix, or by a function such as `linked('rides')`. */
export const isRead = (u: Usage, ...keys: readonly string[]): boolean =>
  keys.some((k) => u.read.has(k) || [...u.read].some((r) => r.startsWith(`${k}.`)))
