import type { Problem } from '../../core/model/problem'
import type { Text } from '../../core/model/finding'
import { catalogue, textIn, type Language } from '../../messages'
import { problemText } from '../../messages/say'

/** The language on screen. Components read `i18n.m.<area>.<sentence>`. */
class I18n {
  language = $state<Language>('en')
  readonly m = $derived(catalogue(this.language))

  /** A policy's text in the language on screen. */
  text(text: Text | undefined): string {
    return textIn(text, this.language)
  }
  /** The sentence of a problem. */
  problem(problem: Problem): string {
    return problemText(this.m, problem)
  }
  /** A number as people of this language write it. */
  number(value: number, digits = 0): string {
    return new Intl.NumberFormat(this.language === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: digits }).format(
      value,
    )
  }
}

export const i18n = new I18n()
