/** A condition that always or never holds, wherever it stands. Conditions of rules that never hold are told by another lint. */
import type { Path } from '../parse'
import { listOf } from '../pieces'
import { boundClasses } from './clauses'
import { keysOf, type Want } from './formula'
import type { Lint, LintContext } from './lint'
import { possibleClass } from './satisfy'
import type { Source } from './sources'

/** Classes of whose labels the expression is asked. */
function classesAt(path: Path, rule: number | undefined, cx: LintContext): Iterable<string> {
  const { document: doc, vocabulary: v } = cx
  if (rule !== undefined) {
    const found = doc.rules[rule]
    return found && found.kind !== 'image' ? boundClasses(found, doc, v) : cx.concrete
  }
  const [list, id] = path
  const entry =
    list === 'questions' || list === 'attributes' || list === 'scales'
      ? (doc[list] as Readonly<Record<string, { for?: string | string[] | undefined }>>)[String(id)]
      : undefined
  return entry?.for === undefined ? cx.concrete : v.withDescendants(listOf(entry.for))
}

const isTruth = (source: Source): boolean => {
  const key = source.path.at(-1)
  return key !== 'measure' && key !== 'of' && source.path[0] !== 'define'
}

export const constant: Lint = {
  code: 'lint.constant',
  *run(cx) {
    for (const source of cx.sources) {
      if (cx.budget.left < 0) return
      if (!isTruth(source)) continue
      const key = source.path.at(-1)
      const ruleWhen = source.rule !== undefined && key === 'when'
      const formula = cx.reader.formula(source.text)
      const classes = [...classesAt(source.path, source.rule, cx)]
      if (classes.length === 0) continue
      const stated = source.rule === undefined ? undefined : cx.document.rules[source.rule]?.dispositions
      const can = (want: Want): boolean =>
        possibleClass([{ formula, want }], classes, stated && new Set(stated), cx.universe, cx.budget) !== undefined
      const place = cx.locate.value(source.path, 0)
      if (!can('true')) {
        if (!ruleWhen || cx.document.rules[source.rule ?? 0]?.kind === 'image')
          yield { place, values: { reason: 'never', condition: source.text } }
      } else if (keysOf(formula).size > 0 && !can('false')) {
        yield { place, values: { reason: 'always', condition: source.text } }
      } else if (formula.is === 'constant') yield { place, values: { reason: 'always', condition: source.text } }
    }
  },
}
