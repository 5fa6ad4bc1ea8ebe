import { jsonSchemaOf, type JsonSchema } from '../core/policy/json-schema'
import { Manifest } from './manifest'

/** The manifest of a bundle, for programs that read bundles. */
export const manifestJsonSchema = (): JsonSchema =>
  jsonSchemaOf(Manifest, 'manifest-1.json', 'Groundrule bundle manifest')
