/** What ids are called in one language of a policy. */
import type { Text } from '../../model/finding'
import type { Vocabulary } from '../vocabulary'

/** A text in the given language; else in English, else in whatever there is. */
export function textOf(text: unknown, language: string): string {
  if (typeof text === 'string') return text
  if (text === null || typeof text !== 'object') return ''
  const table = text as Readonly<Record<string, string>>
  return table[language] ?? table['en'] ?? Object.values(table)[0] ?? ''
}

type Titled = readonly { readonly id: string; readonly title: Text }[]

/** Finds the titles of ids; an id without one is shown as it is, with spaces. */
export class Titles {
  readonly #v: Vocabulary
  readonly #language: string
  constructor(vocabulary: Vocabulary, language: string) {
    this.#v = vocabulary
    this.#language = language
  }

  text(text: unknown): string {
    return textOf(text, this.#language)
  }
  #in(list: Titled | undefined, id: string): string {
    return this.text(list?.find((o) => o.id === id)?.title) || id.replaceAll('_', ' ')
  }

  class(id: string): string {
    return this.text(this.#v.classes.get(id)?.title) || id.replaceAll('_', ' ')
  }
  /** The title that most classes give a role; undefined where none says more than its id. */
  role(id: string): string | undefined {
    for (const c of this.#v.classes.values()) {
      const role = c.roles.get(id)
      if (role && this.text(role.title) !== id.replaceAll('_', ' ')) return this.text(role.title)
    }
    return undefined
  }
  reason(id: string): string {
    const { ignore, negative, skip } = this.#v.reasons
    return this.#in([...ignore, ...negative, ...skip], id)
  }
  lookAlike(id: string): string {
    return this.#in(this.#v.lookAlikes, id)
  }
  evidence(id: string): string {
    return this.#in(this.#v.evidence, id)
  }
  question(id: string): string {
    return this.text(this.#v.questions.get(id)?.ask) || id.replaceAll('_', ' ')
  }
  answer(question: string, id: string): string {
    return this.#in(this.#v.questions.get(question)?.answers, id)
  }
  attribute(id: string): string {
    return this.text(this.#v.attributes.get(id)?.title) || id.replaceAll('_', ' ')
  }
  option(attribute: string, id: string): string {
    return this.#in(this.#v.attributes.get(attribute)?.options, id)
  }
  /** A value of an attribute: an option's title, yes or no, or as it stands. */
  value(attribute: string, value: unknown, yesNo: readonly [string, string]): string {
    if (typeof value === 'boolean') return yesNo[value ? 0 : 1]
    return Array.isArray(value)
      ? value.map((v) => this.option(attribute, String(v))).join(', ')
      : this.option(attribute, String(value))
  }
  scale(id: string): string {
    return this.text(this.#v.scales.get(id)?.title) || id.replaceAll('_', ' ')
  }
  level(scale: string, id: string): string {
    return this.#in(this.#v.scales.get(scale)?.levels, id)
  }
  zone(id: string): string {
    return this.text(this.#v.zones.get(id)?.title) || id.replaceAll('_', ' ')
  }
  link(id: string, isInverse = false): string {
    const info = this.#v.links.get(id)
    return this.text(isInverse ? info?.inverse : info?.title) || id.replaceAll('_', ' ')
  }
  tagGroup(id: string): string {
    return this.text(this.#v.tags.get(id)?.title) || id.replaceAll('_', ' ')
  }
  tag(group: string, id: string): string {
    return this.#in(this.#v.tags.get(group)?.options, id)
  }
}
