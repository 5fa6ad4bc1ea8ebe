import type { z } from 'zod'

type AnyDef = z.core.$ZodTypeDef & {
  readonly innerType?: z.core.$ZodType
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly valueType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
  readonly items?: readonly z.core.$ZodType[]
  readonly discriminator?: string
}

const defOf = (schema: z.core.$ZodType): AnyDef => schema._zod.def as AnyDef

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = defOf(schema).innerType
  return inner ? unwrap(inner) : schema
}

const literalsOf = (schema: z.core.$ZodType | undefined): string[] =>
  schema ? [...(schema._zod.values ?? [])].map(String) : []

/** The branch of a union that the value means: by its discriminator, else the one that is a mapping. */
function branch(def: AnyDef, value: unknown): z.core.$ZodType | undefined {
  const options = (def.options ?? []).map(unwrap)
  const found =
    def.discriminator && value !== null && typeof value === 'object'
      ? (value as Record<string, unknown>)[def.discriminator]
      : undefined
  if (def.discriminator)
    return options.find((o) => literalsOf(defOf(o).shape?.[def.discriminator ?? '']).includes(String(found)))
  return (
    options.find((o) => defOf(o).type === (Array.isArray(value) ? 'array' : 'object')) ??
    options.find((o) => defOf(o).type === 'object' || defOf(o).type === 'record')
  )
}

function step(schema: z.core.$ZodType, part: string | number): z.core.$ZodType | undefined {
  const def = defOf(schema)
  return def.shape?.[String(part)] ?? def.valueType ?? def.element ?? def.items?.[Number(part)]
}

/** Which keys (or values of the discriminator) the schema knows at a path: for suggestions. */
export function keysAt(
  root: z.core.$ZodType,
  path: readonly (string | number)[],
  value: unknown,
  want: 'keys' | 'discriminator',
): string[] {
  let schema: z.core.$ZodType | undefined = unwrap(root)
  let here: unknown = value
  for (const part of path) {
    if (schema && defOf(schema).options) schema = branch(defOf(schema), here)
    const next: z.core.$ZodType | undefined = schema && step(schema, part)
    schema = next && unwrap(next)
    here = here !== null && typeof here === 'object' ? (here as Record<string | number, unknown>)[part] : undefined
  }
  if (!schema) return []
  const def = defOf(schema)
  if (want === 'discriminator')
    return [
      ...new Set((def.options ?? []).flatMap((o) => literalsOf(defOf(unwrap(o)).shape?.[def.discriminator ?? '']))),
    ]
  const object = def.options ? branch(def, here) : schema
  return Object.keys((object && defOf(object).shape) ?? {})
}
