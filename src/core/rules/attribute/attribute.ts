/** Which attributes must be filled in. `unknown` is an answer: somebody looked. */
import { askAttribute, judgeExpression, TRUE, type Judge } from '../judge'
import { requires } from '../require'
import { facets, union, type Draft, type Drafts, type OwnCheck, type RuleContext, type RuleKind } from '../rule-kind'
import type { AttributeRule } from './schema'

function fields(rule: AttributeRule, names: readonly string[], cx: RuleContext): OwnCheck {
  names.forEach((id, i) => {
    cx.name('attribute', id, 'fields', i)
  })
  const when = rule.required_when === undefined ? undefined : cx.expression('required_when')
  const judge: Judge = when ? judgeExpression(when, cx.vocabulary) : () => TRUE
  return {
    reads: union(facets('attributes', 'class'), when?.reads),
    check(subject, scene): Drafts {
      const { attributes, class: cls } = subject.annotation
      const open = names.filter(
        (id) => attributes[id] === undefined && (cx.vocabulary.attributes.get(id)?.classes?.has(cls) ?? true),
      )
      if (open.length === 0) return undefined
      const judged = judge(subject, scene)
      if (judged.truth === 'undecided') return judged.draft
      if (judged.truth !== true) return undefined
      const because = judged.inputs()
      return open.map((id): Draft => {
        const asks = askAttribute(cx.vocabulary, id)
        return {
          verdict: 'undecided',
          message: 'attribute.missing',
          values: { attribute: id },
          because: [...because, { name: `attribute.${id}` }],
          ...(asks ? { asks } : {}),
          part: id,
        }
      })
    },
  }
}

export const attribute: RuleKind<AttributeRule> = {
  kind: 'attribute',
  compile(rule, cx) {
    if (!rule.fields && rule.require === undefined) cx.lacks('fields')
    const required = rule.require === undefined ? undefined : requires(cx)
    return { own: [...(rule.fields ? [fields(rule, rule.fields, cx)] : []), ...(required ? [required] : [])] }
  },
}
