/** The list of rule schemas; the kinds themselves are listed in `index.ts`. */
import { z } from 'zod'
import { AttributeRule } from './attribute/schema'
import { ClassScopeRule } from './class_scope/schema'
import { GeometryRule } from './geometry/schema'
import { IgnoreRule } from './ignore/schema'
import { ImageRule } from './image/schema'
import { InferenceRule } from './inference/schema'
import { ProcessRule } from './process/schema'
import { RelationRule } from './relation/schema'

export const Rule = z.discriminatedUnion('kind', [
  ClassScopeRule,
  IgnoreRule,
  InferenceRule,
  GeometryRule,
  AttributeRule,
  RelationRule,
  ImageRule,
  ProcessRule,
])
export type Rule = z.infer<typeof Rule>
