/** A rule that can stay undecided although there is nothing to answer, and that nobody may override: the image can never be finished. */
import type { Disposition } from '../../model/annotation'
import { examplesOf } from './example'
import type { Lint } from './lint'

/** Kinds of classes that are tried out. */
const TRIED = 30

export const noWayOut: Lint = {
  code: 'lint.no-way-out',
  *run(cx) {
    const told = new Set<string>()
    const index = new Map(cx.document.rules.map((r, i) => [r.id as string, i]))
    const kinds = new Map(cx.concrete.map((cls) => [cx.kindOf(cls), cls]))
    for (const cls of [...kinds.values()].slice(0, TRIED))
      for (const disposition of ['positive', 'ignore'] satisfies Disposition[]) {
        const [example] = examplesOf(cx.universe.baseOf(cls, disposition), cls, cx)
        if (!example) continue
        for (const f of cx.of.check(example.with(disposition, undefined))) {
          const at = index.get(f.rule)
          const settled = f.asks !== undefined || f.fixes.length > 0 || f.overridable
          if (f.verdict !== 'undecided' || settled || at === undefined || told.has(f.rule)) continue
          // An attribute rule says itself what must be filled in.
          if (cx.document.rules[at]?.kind === 'attribute') continue
          told.add(f.rule)
          const missing = f.because.filter((b) => b.value === undefined).map((b) => b.name)
          yield {
            place: cx.locate.value(['rules', at]),
            values: { rule: f.rule, class: cls, missing: missing.join(', ') },
          }
        }
      }
  },
}
