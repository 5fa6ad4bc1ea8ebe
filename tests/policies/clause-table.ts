/**
 * Clause tables: `label-policies/<id>/clauses.yaml` says of every clause of a published guideline where it went in the
 * policy. The form is described in `label-policies/README.md`.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { compilePolicy } from '../../src/core/policy/compile'

export const POLICIES_FOLDER = join(import.meta.dirname, '../../label-policies')

const Both = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })
const Version = z.string().regex(/^\d+\.\d+\.\d+$/)

/** Where the wording was read: R the original, S a source that quotes it, mem from memory. */
const Mark = z.enum(['R', 'S', 'mem'])

const Clause = z
  .strictObject({
    id: z.string().regex(/^[A-Z][A-Z0-9]*-\d+[a-z]?$/),
    says: Both,
    kind: z.array(z.enum(['CP', 'CN', 'IG', 'OC', 'TR', 'GE', 'AT', 'RE', 'IM', 'PR'])).min(1),
    check: z.array(z.enum(['M', 'P', 'H'])),
    source: Mark.optional(),
    /** The versions of the policy it is about; absent = all. */
    versions: z.array(Version).min(1).optional(),
    /** Rules, scales, classes … that the machine checks it with: rule ids. */
    rule: z.array(z.string()).min(1).optional(),
    /** Profiles that express it: a clause about a use (evaluation), never about the label. */
    profile: z.array(z.string()).min(1).optional(),
    /** Classes, roles, attributes … of the vocabulary that express it without a rule: `class.van`, `attribute.occluded`. */
    vocabulary: z
      .array(z.string().regex(/^[a-z_]+\.[\p{L}\p{N}_.-]+$/u))
      .min(1)
      .optional(),
    /** Rules that carry its sentence and question to people. */
    guidance: z.array(z.string()).min(1).optional(),
    /** Why (this part of) it cannot be expressed. */
    cannot: Both.optional(),
  })
  .refine((c) => [c.rule, c.profile, c.vocabulary, c.guidance, c.cannot].some((w) => w !== undefined), {
    error: 'says nowhere where the clause went',
  })
export type Clause = z.infer<typeof Clause>

const ClauseTable = z.strictObject({
  clauses: z.literal(1),
  policy: z.string(),
  /** The guideline's number in `clause-list.ts`; absent for a guideline that is not listed there. */
  table: z.string().optional(),
  guideline: z.strictObject({ title: Both, mark: Mark, source: z.string().min(1) }),
  list: z.array(Clause).min(1),
})
export type ClauseTable = z.infer<typeof ClauseTable>

export interface PolicyFolder {
  readonly id: string
  /** Ascending. */
  readonly versions: readonly string[]
  text(version: string): string
  readonly table: ClauseTable | undefined
}

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** Every policy that ships, with its versions and its clause table. Throws with the place when a table is malformed. */
export function policyFolders(): PolicyFolder[] {
  const folders = readdirSync(POLICIES_FOLDER, { withFileTypes: true }).filter((e) => e.isDirectory())
  return folders.map(({ name: id }) => {
    const files = readdirSync(join(POLICIES_FOLDER, id))
    const read = (file: string): string => readFileSync(join(POLICIES_FOLDER, id, file), 'utf8')
    return {
      id,
      versions: files.flatMap((f) => /^(\d+\.\d+\.\d+)\.yaml$/.exec(f)?.[1] ?? []).sort(byVersion),
      text: (version) => read(`${version}.yaml`),
      table: files.includes('clauses.yaml') ? ClauseTable.parse(parse(read('clauses.yaml'))) : undefined,
    }
  })
}

const compiledTexts = new Map<string, ReturnType<typeof compilePolicy>>()

/** The policy compiler, which compiles each text once. */
export function compiledOnce(text: string): ReturnType<typeof compilePolicy> {
  const compiled = compiledTexts.get(text) ?? compilePolicy(text)
  compiledTexts.set(text, compiled)
  return compiled
}
