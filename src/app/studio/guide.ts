/** The readable guide of the text in the studio. Its code is loaded when somebody looks at it. */
import type { Guide } from '../../core/policy/guide/guide'
import type { PolicyView } from '../../core/policy/view'
import { catalogue, type Language } from '../../messages'
import { saveText } from './files'

/** The guide of a text that compiled; nothing when it can no longer be read. */
export async function guideOf(text: string, view: PolicyView, language: Language): Promise<Guide | undefined> {
  const [{ buildGuide }, { parsePolicy }] = await Promise.all([
    import('../../core/policy/guide/build'),
    import('../../core/policy/parse'),
  ])
  const parsed = parsePolicy(text)
  return parsed.ok ? buildGuide(parsed.value.document, view, catalogue(language).guide, language) : undefined
}

/** Saves a guide as a file of its own. */
export async function saveGuide(guide: Guide, as: 'html' | 'md'): Promise<void> {
  const name = `${guide.name.replaceAll(' ', '-')}.${guide.language}.${as}`
  if (as === 'html') saveText((await import('../../core/policy/guide/html')).guideHtml(guide), name, 'text/html')
  else saveText((await import('../../core/policy/guide/markdown')).guideMarkdown(guide), name, 'text/markdown')
}
