/** A class or other name that a text speaks of and the policy does not have: renamed in one place, forgotten in the other. */
import { suggest } from '../suggest'
import { FUNCTIONS, QUANTIFIERS } from '../expression/functions'
import { SHAPE_MEMBERS } from '../expression/members'
import type { Lint, LintContext } from './lint'
import { inEachLanguage, textsOf } from './texts'

/** Every name of the policy and of its expressions, in lower case. */
function knownNames(cx: LintContext): ReadonlySet<string> {
  const v = cx.vocabulary
  const { names } = cx.of
  const options = [
    ...v.lookAlikes,
    ...v.evidence,
    ...Object.values(v.reasons).flat(),
    ...[...v.questions.values()].flatMap((q) => q.answers),
    ...[...v.attributes.values()].flatMap((a) => a.options),
    ...[...v.scales.values()].flatMap((s) => s.levels),
    ...[...v.tags.values()].flatMap((t) => t.options),
    ...[...v.skeletons.values()].flatMap((s) => s.points),
  ].map((o) => o.id)
  const all = [
    ...[...v.classes.values()].flatMap((c) => [c.id, ...c.aliases]),
    ...v.roles,
    ...options,
    ...[v.questions, v.attributes, v.scales, v.tags, v.zones, v.links, v.skeletons].flatMap((m) => [...m.keys()]),
    ...[names.annotation, names.groups, names.imageGroups, FUNCTIONS, SHAPE_MEMBERS].flatMap((m) => [...m.keys()]),
    ...QUANTIFIERS,
    ...Object.keys(cx.document.define ?? {}),
    ...Object.keys(cx.document.profiles),
    ...cx.document.rules.map((r) => r.id),
    ...[
      'positive',
      'negative',
      'ignore',
      'skip',
      'unknown',
      'none',
      'true',
      'false',
      'clipped',
      'has',
      'is_a',
      'others',
    ],
  ]
  return new Set(all.flatMap((n) => [n.toLowerCase(), n.replaceAll('_', ' ').toLowerCase()]))
}

/** Words in backticks are names; words in quotes may be anything, so only a near miss of a class counts. */
const MARKED = /`([^`\n]{2,60})`|["'“‘「『]([\p{L}][\p{L}\p{N}_-]{2,40})["'”’」』]/gu
const NAME = /^[\p{L}][\p{L}\p{M}\p{N}_-]*$/u

export const missingName: Lint = {
  code: 'lint.missing-name',
  *run(cx) {
    const known = knownNames(cx)
    const classes = [...cx.vocabulary.classes.keys()]
    const told = new Set<string>()
    for (const { path, text, rule } of textsOf(cx))
      for (const [language, words] of inEachLanguage(text))
        for (const match of words.matchAll(MARKED)) {
          const word = match[1] ?? match[2] ?? ''
          const plural = word.replace(/(e?s)$/, '').toLowerCase()
          if (!NAME.test(word) || known.has(word.toLowerCase()) || known.has(plural)) continue
          const near = suggest(word, classes)
          const sure = match[1] !== undefined || (near !== undefined && near.length > 3)
          const key = `${String(path[1])} ${word}`
          if (!sure || told.has(key)) continue
          told.add(key)
          const where = language === '' ? path : [...path, language]
          yield {
            place: cx.locate.value(where, match.index + 1),
            values: {
              name: word,
              of: rule === undefined ? String(path[1] ?? path[0]) : (cx.document.rules[rule]?.id ?? ''),
              ...(near === undefined ? {} : { suggestion: near }),
            },
          }
        }
  },
}
