/**
 * JSON Schemas of what people and programs write: any editor completes and checks a policy with them. Draft 7, because
 * that is what the YAML and JSON servers of editors understand fully. What a schema cannot say (names that must exist,
 * expressions, scales without gaps) is said by the compiler.
 */
import { z } from 'zod'
import { ImageDocument } from '../model/image'
import { PolicyDocument } from './document'

export type JsonSchema = Readonly<Record<string, unknown>>

/** The schema of a Zod schema's input, under a name that stays as long as the format does. */
export function jsonSchemaOf(schema: z.ZodType, id: string, title: string): JsonSchema {
  const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'ref' })
  const { $schema, ...rest } = made
  return { $schema, $id: id, title, ...rest }
}

/** What a policy may be, for editors. */
export const policyJsonSchema = (): JsonSchema => jsonSchemaOf(PolicyDocument, 'policy-1.json', 'Groundrule policy')

/** The labels of one image, as they stand in a side file and in a bundle. */
export const labelsJsonSchema = (): JsonSchema =>
  jsonSchemaOf(ImageDocument, 'labels-1.json', 'Groundrule labels of one image')
