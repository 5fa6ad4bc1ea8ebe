/** A text that lacks a language which the other texts of the policy have. */
import type { Lint } from './lint'
import { textsOf } from './texts'

/** A language counts as the policy's own when at least this share of the texts by language has it. */
const USUAL = 0.5
const MOST_TOLD = 20

export const language: Lint = {
  code: 'lint.language',
  *run(cx) {
    const byLanguage = textsOf(cx).filter((t) => typeof t.text !== 'string')
    const languages = new Set(byLanguage.flatMap((t) => Object.keys(t.text)))
    let told = 0
    for (const lang of languages) {
      const lacks = byLanguage.filter((t) => !(t.text as Readonly<Record<string, string>>)[lang])
      if (lacks.length === 0 || 1 - lacks.length / byLanguage.length < USUAL) continue
      for (const { path } of lacks) {
        if (++told > MOST_TOLD) return
        yield { place: cx.locate.value(path), values: { language: lang, count: lacks.length } }
      }
    }
  },
}
