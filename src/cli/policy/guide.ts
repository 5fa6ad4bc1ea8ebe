/** `groundrule policy guide`: the policy as a readable guide, in Markdown or HTML. */
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import type { PolicyDocument } from '../../core/policy/document'
import { buildGuide } from '../../core/policy/guide/build'
import { guideHtml } from '../../core/policy/guide/html'
import { guideMarkdown } from '../../core/policy/guide/markdown'
import { parsePolicy } from '../../core/policy/parse'
import type { PolicyView } from '../../core/policy/view'
import { catalogue, LANGUAGES, type Language } from '../../messages'
import type { Outcome } from '../outcome'
import { problemLine, told } from '../problem-lines'
import { visible } from '../terminal'
import { compileFile, readPolicyText } from './policy-file'

export const GUIDE_FORMATS = ['md', 'html'] as const
export interface GuideOptions {
  readonly format: (typeof GUIDE_FORMATS)[number] | undefined
  readonly language: Language | 'all'
  readonly out: string | undefined
}

const MEDIA: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
}

/** Pictures that a policy names, wherever they stand. */
function picturesOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== 'pictures' || inner === null || typeof inner !== 'object') return picturesOf(inner)
    return Object.values(inner).flatMap((files: unknown) =>
      Array.isArray(files) ? files.filter((f) => typeof f === 'string') : [],
    )
  })
}

/** The pictures that lie beside the policy, as addresses that need no file. Missing ones are left to the reader's eyes. */
async function embedded(doc: PolicyDocument, file: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const picture of new Set(picturesOf(doc))) {
    const bytes = await readFile(join(dirname(file), picture)).catch(() => undefined)
    const media = MEDIA[extname(picture).toLowerCase()]
    if (bytes && media) found.set(picture, `data:${media};base64,${bytes.toString('base64')}`)
  }
  return found
}

const placed = (out: string, language: Language): string => {
  const ending = extname(out)
  return `${out.slice(0, out.length - ending.length)}.${language}${ending}`
}

type Made = (doc: PolicyDocument, view: PolicyView, language: Language) => string

async function maker(doc: PolicyDocument, file: string, format: 'md' | 'html'): Promise<Made> {
  const pictures = format === 'html' ? await embedded(doc, file) : undefined
  return (document, view, language) => {
    const guide = buildGuide(document, view, catalogue(language).guide, language)
    return pictures ? guideHtml(guide, pictures) : guideMarkdown(guide)
  }
}

/** Makes the guide of a policy file. With `out` it is written there; `all` languages make one file each. */
export async function policyGuide(file: string, options: GuideOptions): Promise<Outcome> {
  const { language, out } = options
  const messages = catalogue(language === 'all' ? 'en' : language)
  const text = await readPolicyText(file)
  const parsed = text.ok ? parsePolicy(text.value) : text
  const compiled = await compileFile(file)
  if (!parsed.ok || !compiled.ok) {
    const problems = compiled.ok ? [] : compiled.problems
    const lines = told(problems, 'error').map((t) => visible(problemLine(t, messages)))
    return { exit: 2, text: lines.join('\n') }
  }
  const format = options.format ?? (out !== undefined && /\.html?$/i.test(out) ? 'html' : 'md')
  const { document } = parsed.value
  const make = await maker(document, file, format)
  const languages = language === 'all' ? LANGUAGES : [language]
  const made = languages.map((l) => ({ language: l, text: make(document, compiled.value.policy.view, l) }))
  if (out === undefined) return { exit: 0, text: made.map((m) => m.text.trimEnd()).join('\n\n') }
  const files = made.map((m) => ({ ...m, path: language === 'all' ? placed(out, m.language) : out }))
  for (const m of files) await writeFile(m.path, m.text)
  return { exit: 0, text: files.map((m) => visible(m.path)).join('\n') }
}
