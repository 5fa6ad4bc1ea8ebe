/** Shapes that a model or an import brought and nobody has looked at. Redrawing or accepting them changes their origin. */
import { facets, type Draft, type RuleKind } from '../rule-kind'
import type { ProcessRule } from './schema'

export const processKind: RuleKind<ProcessRule> = {
  kind: 'process',
  compile: (rule) => ({
    own: [
      {
        reads: facets('roles'),
        check: (subject) =>
          Object.entries(subject.annotation.roles)
            .filter(([, drawn]) => rule.unreviewed.some((origin) => origin === drawn.origin))
            .map(([role, drawn]): Draft => ({
              verdict: 'fail',
              message: 'unreviewed',
              values: { role, origin: drawn.origin },
              because: [{ name: `${role}.origin`, value: drawn.origin }],
              part: role,
            })),
      },
    ],
  }),
}
