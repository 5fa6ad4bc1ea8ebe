/** A profile that decides on something nobody draws, asks or fills in: every label falls through it. */
import type { Path } from '../parse'
import type { Lint, LintContext } from './lint'
import { usedIn } from './sources'
import { isRead, usageOf, type Usage } from './usage'

/** Whether some class needs the role, or some rule has it drawn. */
function isDrawn(role: string, cx: LintContext): boolean {
  const needed = [...cx.vocabulary.classes.values()].some((c) => {
    const info = c.roles.get(role)
    return !c.abstract && info !== undefined && (info.needs?.positive ?? info.need) === 'required'
  })
  return needed || cx.document.rules.some((r) => r.kind === 'inference' && r.draw?.includes(role))
}

/** What stands against the name having a value; undefined = somebody sees to it. */
function lacking(key: string, cx: LintContext, u: Usage): { readonly what: string; readonly name: string } | undefined {
  const [group = '', id = ''] = key.split('.')
  const roles = key === 'occlusion' ? ['visible', 'full'] : cx.universe.rolesOf(key)
  const undrawn = roles.find((role) => !isDrawn(role, cx))
  // Where every class may have either shape and none is needed, nobody was told to draw it.
  if (undrawn !== undefined && !onlyRole(undrawn, cx)) return { what: 'role', name: undrawn }
  const inRules = (...keys: readonly string[]): boolean => isRead(u, ...keys)
  if (id === '') return undefined
  switch (group) {
    case 'answer':
      return inRules(key) || u.words.has(id) ? undefined : { what: 'question', name: id }
    case 'attribute':
      return inRules(key) || u.words.has(id) || cx.document.attributes[id]?.required_when !== undefined
        ? undefined
        : { what: 'attribute', name: id }
    case 'level':
    case 'rank':
      return inRules(`level.${id}`, `rank.${id}`) || u.words.has(`level.${id}`) || u.words.has(id)
        ? undefined
        : { what: 'scale', name: id }
    case 'tag':
      return inRules(key) || u.words.has(key) ? undefined : { what: 'tag', name: id }
    case 'image_answer':
      return inRules(key) || u.words.has(id) ? undefined : { what: 'image-question', name: id }
    default:
      return undefined
  }
}

/** A class that may have only this one shape gets it with every label. */
const onlyRole = (role: string, cx: LintContext): boolean =>
  [...cx.vocabulary.classes.values()].some(
    (c) =>
      !c.abstract &&
      c.roles.get(role)?.need === 'optional' &&
      [...c.roles.values()].filter((r) => r.need !== 'forbidden').length === 1,
  )

export const profileInput: Lint = {
  code: 'lint.profile-input',
  *run(cx) {
    const all = usageOf(cx)
    // What only profiles read is not yet asked for by anybody.
    const ruleSources = cx.sources.filter((s) => s.path[0] !== 'profiles')
    const read = new Set(ruleSources.flatMap((s) => [...usedIn(s.text, cx.reader).keys]))
    const u: Usage = { ...all, read }
    for (const source of cx.sources) {
      if (source.path[0] !== 'profiles') continue
      const { keys, guarded } = usedIn(source.text, cx.reader)
      const told = new Set<string>()
      for (const key of keys) {
        const covered = [...guarded].some((g) => key === g || key.startsWith(`${g}.`) || dependsOn(key, g))
        const found = covered ? undefined : lacking(key, cx, u)
        if (!found || told.has(found.name)) continue
        told.add(found.name)
        const path: Path = source.path
        yield {
          place: cx.locate.value(path, 0),
          values: { profile: String(path[1]), ...found },
        }
      }
    }
  },
}

/** `has(full)` also guards what is measured on it. */
const dependsOn = (key: string, guard: string): boolean =>
  (key === 'occlusion' && (guard === 'full' || guard === 'visible')) ||
  (key === 'truncation' && guard === 'full') ||
  ((key === 'full' || key === 'visible') && (guard === 'occlusion' || guard === 'truncation'))
