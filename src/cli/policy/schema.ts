/** `groundrule policy schema`: the JSON Schemas that editors and programs use. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestJsonSchema } from '../../bundle/json-schema'
import { labelsJsonSchema, policyJsonSchema, type JsonSchema } from '../../core/policy/json-schema'

const SCHEMAS = { policy: policyJsonSchema, labels: labelsJsonSchema, manifest: manifestJsonSchema }
export const SCHEMA_NAMES = Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[]
export type SchemaName = keyof typeof SCHEMAS

const textOf = (schema: JsonSchema): string => `${JSON.stringify(schema, undefined, 2)}\n`

export const schemaText = (name: SchemaName): string => textOf(SCHEMAS[name]())

/** Writes every schema into a folder, as `<name>-1.json`; tells the paths. */
export async function writeSchemas(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files = SCHEMA_NAMES.map((name) => ({
    file: join(folder, String(SCHEMAS[name]()['$id'])),
    text: schemaText(name),
  }))
  for (const { file, text } of files) await writeFile(file, text)
  return files.map(({ file }) => file)
}
