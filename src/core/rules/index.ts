/** The list of rule kinds: a new kind is one folder, and one line here and in `schemas.ts`. */
import type { Rule } from './schemas'
import type { RuleKind } from './rule-kind'
import { attribute } from './attribute/attribute'
import { classScope } from './class_scope/class_scope'
import { geometry } from './geometry/geometry'
import { ignore } from './ignore/ignore'
import { image } from './image/image'
import { inference } from './inference/inference'
import { processKind } from './process/process'
import { relation } from './relation/relation'

const kinds: { readonly [K in Rule['kind']]: RuleKind<Extract<Rule, { kind: K }>> } = {
  class_scope: classScope,
  ignore,
  inference,
  geometry,
  attribute,
  relation,
  image,
  process: processKind,
}

/** The operations of a rule's kind, typed for that rule. */
export function kindOfRule<R extends Rule>(rule: R): RuleKind<R> {
  // The mapped type above pairs each kind with its own rule; TypeScript cannot follow that through the index.
  return kinds[rule.kind] as unknown as RuleKind<R>
}
