/** What can stand at the cursor: keys of the document and of each rule kind (from the schema), and the policy's own names. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { DISPOSITIONS } from '../../../core/model/annotation'
import { PolicyDocument } from '../../../core/policy/document'
import { OVERRIDERS, SEVERITIES } from '../../../core/policy/pieces'
import { keysAt } from '../../../core/policy/schema-keys'
import type { PolicyView } from '../../../core/policy/view'

const WORD = /[\p{L}\p{N}_-]*$/u
const KINDS = keysAt(PolicyDocument, ['rules', 0], { rules: [{}] }, 'discriminator')
const TOP = keysAt(PolicyDocument, [], {}, 'keys')
const ruleKeys = (kind: string): string[] => keysAt(PolicyDocument, ['rules', 0], { rules: [{ kind }] }, 'keys')
const sectionKeys = (section: 'classes' | 'questions' | 'attributes' | 'scales' | 'profiles'): string[] =>
  keysAt(PolicyDocument, [section, 'x'], { [section]: { x: {} } }, 'keys')
const caseKeys = keysAt(PolicyDocument, ['cases', 0], { cases: [{}] }, 'keys')

type Names = readonly (readonly [id: string, title: string])[]
const plain = (ids: readonly string[]): Names => ids.map((id) => [id, ''])

/** Names that a key takes as its value; undefined = not known here. */
function valuesOf(
  key: string,
  view: PolicyView | undefined,
  text: (t: PolicyView['title']) => string,
): Names | undefined {
  const titled = (list: readonly { readonly id: string; readonly title: PolicyView['title'] }[] | undefined): Names =>
    (list ?? []).map((o) => [o.id, text(o.title)])
  switch (key) {
    case 'kind':
      return plain(KINDS)
    case 'for':
    case 'except':
    case 'class':
    case 'is_a':
    case 'in':
    case 'with':
      return titled(view?.classes)
    case 'then':
    case 'else':
    case 'disposition':
    case 'dispositions':
      return plain(DISPOSITIONS)
    case 'severity':
      return plain(SEVERITIES)
    case 'who':
      return plain(OVERRIDERS)
    case 'need':
      return plain(['required', 'optional', 'forbidden'])
    case 'status':
      return plain(['draft', 'published', 'retired'])
    case 'reason':
      return titled(view && [...view.reasons.ignore, ...view.reasons.negative, ...view.reasons.skip])
    case 'ask':
      return titled(view?.questions.map((q) => ({ id: q.id, title: q.ask })))
    case 'look_alike':
      return titled(view?.lookAlikes)
    case 'of':
    case 'evidence':
      return titled(view?.evidence)
    case 'role':
    case 'in_role':
    case 'draw':
    case 'inside_image':
      return titled([...new Map((view?.classes ?? []).flatMap((c) => c.roles.map((r) => [r.id, r]))).values()])
    case 'require_answers':
      return view
        ? plain([
            'usable',
            ...view.classes.map((c) => `exhaustive.${c.id}`),
            ...view.tags.map((t) => `tag.${t.group}`),
            ...view.questions.filter((q) => q.classes.length === 0).map((q) => q.id),
          ])
        : undefined
    default:
      return undefined
  }
}

/** The top-level section and the text of the list or mapping item that the cursor is in. */
function surroundings(before: string): { section: string; item: string } {
  const lines = before.split('\n')
  let start = lines.length - 1
  let item = -1
  for (; start >= 0; start--) {
    const line = lines[start] ?? ''
    if (item < 0 && /^\s+(- |[\p{L}\p{N}_-]+\s*:)/u.test(line) && /^ {1,2}\S/.test(line)) item = start
    if (/^[a-z_]+\s*:/.test(line)) break
  }
  return {
    section: /^[a-z_]+/.exec(lines[start] ?? '')?.[0] ?? '',
    item: lines.slice(item < 0 ? start : item).join('\n'),
  }
}

function keysHere(before: string): readonly string[] {
  const { section, item } = surroundings(before)
  if (section === 'rules') return ruleKeys(/\bkind\s*:\s*([a-z_]+)/.exec(item)?.[1] ?? KINDS[0] ?? '')
  if (section === 'cases') return caseKeys
  return section === 'classes' ||
    section === 'questions' ||
    section === 'attributes' ||
    section === 'scales' ||
    section === 'profiles'
    ? sectionKeys(section)
    : []
}

const option =
  (detail: boolean) =>
  ([label, title]: Names[number]): Completion => ({
    label,
    type: detail ? 'constant' : 'property',
    ...(title && title !== label ? { detail: title } : {}),
  })

/** Completion for the policy YAML; `now` gives the last text that compiled. */
export function policyCompletion(
  now: () => { readonly view: PolicyView | undefined; text(t: PolicyView['title']): string },
) {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos)
    const before = line.text.slice(0, context.pos - line.from)
    const word = WORD.exec(before)?.[0] ?? ''
    if (before.includes('#') || (!word && !context.explicit && !/[:{,[]\s$/.test(before))) return null
    const from = context.pos - word.length
    const valueKey = /(?:^|[{,\s])([a-z_]+)\s*:\s*(?:\[[^\]]*)?[\p{L}\p{N}_.-]*$/u.exec(before)?.[1]
    if (valueKey) {
      const { view, text } = now()
      const values = valuesOf(valueKey, view, text)
      const start =
        valueKey === 'require_answers' ? context.pos - (/[\p{L}\p{N}_.-]*$/u.exec(before)?.[0].length ?? 0) : from
      return values && values.length > 0
        ? { from: start, options: values.map(option(true)), validFor: /^[\p{L}\p{N}_.-]*$/u }
        : null
    }
    const upTo = context.state.doc.sliceString(0, from)
    const keys =
      before.length === word.length
        ? TOP
        : /(?:[{,]\s*|^\s+(?:- )?)[\p{L}\p{N}_-]*$/u.test(before)
          ? keysHere(upTo)
          : []
    return keys.length > 0
      ? { from, options: keys.map((k) => ({ ...option(false)([k, '']), apply: `${k}: ` })), validFor: /^[a-z_]*$/ }
      : null
  }
}
