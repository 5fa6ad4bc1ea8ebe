import type { Person } from '../../core/model/ids'
import { LANGUAGES, type Language } from '../../messages'
import type { Journal } from '../../storage/ports'
import { activeKeys } from '../keys/active.svelte'
import { readKeys, writeKeys } from '../keys/keys-file'
import { i18n } from './i18n.svelte'

export type Theme = 'system' | 'light' | 'dark'

/** What the person chose for this browser. Stored in the journal's settings; a failure to store is no reason to stop working. */
export class Settings {
  theme = $state<Theme>('system')
  person = $state('')
  #systemDark = $state(false)
  #journal: Journal | undefined

  readonly resolvedTheme = $derived(this.theme === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.theme)

  constructor() {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = dark.matches
    dark.addEventListener('change', (event) => (this.#systemDark = event.matches))
    i18n.language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
  }

  get by(): Person {
    return this.person.trim() as Person
  }

  async load(journal: Journal): Promise<void> {
    this.#journal = journal
    const read = async (key: string): Promise<unknown> => {
      const found = await journal.setting(key)
      return found.ok ? found.value : undefined
    }
    const names = ['language', 'theme', 'person', 'keys']
    const [language, theme, person, keys] = await Promise.all(names.map(read))
    const known = LANGUAGES.find((l) => l === language)
    if (known) i18n.language = known
    if (theme === 'light' || theme === 'dark' || theme === 'system') this.theme = theme
    if (typeof person === 'string') this.person = person
    const stored = typeof keys === 'string' ? readKeys(keys, 'let through') : undefined
    if (stored?.ok) activeKeys.use(stored.value.preset, stored.value.changes)
  }

  setLanguage(language: Language): void {
    i18n.language = language
    void this.#journal?.putSetting('language', language)
  }
  setTheme(theme: Theme): void {
    this.theme = theme
    void this.#journal?.putSetting('theme', theme)
  }
  setPerson(person: string): void {
    this.person = person.slice(0, 200)
    void this.#journal?.putSetting('person', this.person)
  }
  /** Remembers the keys as they are now. */
  keepKeys(): void {
    void this.#journal?.putSetting('keys', writeKeys(activeKeys))
  }
}
