/** Names that are declared and then used nowhere. Often meant; sometimes the rule for them was forgotten. */
import type { Path } from '../parse'
import type { Lint, LintContext, Remark } from './lint'
import { isRead, usageOf, type Usage } from './usage'

type Found = readonly [what: string, name: string, path: Path]

/** Reasons that only a person gives are normal for `skip`; the others come from rules. */
function reasons(cx: LintContext, u: Usage): Found[] {
  return (['ignore', 'negative'] as const).flatMap((d) =>
    cx.vocabulary.reasons[d]
      .filter(({ id }) => !u.words.has(id) && !u.texts.has(id))
      .map(({ id }): Found => ['reason', id, ['reasons', d, id]]),
  )
}

function options(cx: LintContext, u: Usage): Found[] {
  const v = cx.vocabulary
  const unused = (what: string, list: string, ids: readonly string[]): Found[] =>
    ids.filter((id) => !u.words.has(id) && !u.texts.has(id)).map((id): Found => [what, id, [list, id]])
  // Where an expression reads the list as a whole, every item counts.
  return [
    ...(u.read.has('look_alike')
      ? []
      : unused(
          'look-alike',
          'look_alikes',
          v.lookAlikes.map((o) => o.id),
        )),
    ...(u.read.has('evidence')
      ? []
      : unused(
          'evidence',
          'evidence',
          v.evidence.map((o) => o.id),
        )),
  ]
}

function measures(cx: LintContext, u: Usage): Found[] {
  const v = cx.vocabulary
  const doc = cx.document
  const scales = [...v.scales.keys()].filter(
    (id) => !isRead(u, `level.${id}`, `rank.${id}`, `band.${id}`) && !u.words.has(id) && !u.words.has(`level.${id}`),
  )
  const zones = [...v.zones.values()].filter((z) => !z.void && !isRead(u, `zone.${z.id}`))
  return [
    ...scales
      // A scale of words is something to fill in; one of a measure exists to be read.
      .filter((id) => doc.scales[id]?.of !== undefined)
      .map((id): Found => ['scale', id, ['scales', id]]),
    ...zones.filter((z) => !u.words.has(z.id) && !u.texts.has(z.id)).map((z): Found => ['zone', z.id, ['zones', z.id]]),
    ...[...v.tags.keys()]
      .filter((id) => !isRead(u, `tag.${id}`) && !u.words.has(`tag.${id}`))
      .map((id): Found => ['tag', id, ['tags', id]]),
    ...[...v.skeletons.keys()].filter((id) => !u.words.has(id)).map((id): Found => ['skeleton', id, ['skeletons', id]]),
    ...Object.keys(doc.define ?? {})
      .filter((id) => !isRead(u, id))
      .map((id): Found => ['definition', id, ['define', id]]),
  ]
}

function questions(cx: LintContext, u: Usage): Found[] {
  return [...cx.vocabulary.questions.values()]
    .filter((q) => !isRead(u, q.classes ? `answer.${q.id}` : `image_answer.${q.id}`) && !u.words.has(q.id))
    .map((q): Found => ['question', q.id, ['questions', q.id]])
}

/** Parts that may be drawn, but that no rule, profile or other shape speaks of. An attribute is data in itself: filled in for its own sake. */
function optional(cx: LintContext, u: Usage): Found[] {
  const doc = cx.document
  return Object.entries(doc.classes).flatMap(([cls, entry]) =>
    Object.entries(entry.roles ?? {})
      .filter(
        ([id, role]) => role.need === 'optional' && id !== 'visible' && id !== 'full' && role.skeleton === undefined,
      )
      .filter(([id]) => !isRead(u, id, `origin.${id}`) && !u.words.has(id) && !u.texts.has(id))
      .map(([id]): Found => ['role', id, ['classes', cls, 'roles', id]]),
  )
}

/** A class that no rule names, no text explains, and that is not somebody's parent or child. */
function classes(cx: LintContext, u: Usage): Found[] {
  const v = cx.vocabulary
  const bound = new Set(
    cx.document.rules.flatMap((r) => (r.for === undefined ? [] : [...v.withDescendants([r.for].flat())])),
  )
  const everywhere = cx.document.rules.some((r) => r.for === undefined && r.kind !== 'image')
  return [...v.classes.values()]
    .filter((c) => !c.abstract && !everywhere && !bound.has(c.id) && c.says === undefined && c.isA === undefined)
    .filter((c) => !u.words.has(c.id) && !u.texts.has(c.id))
    .map((c): Found => ['class', c.id, ['classes', c.id]])
}

export const unused: Lint = {
  code: 'lint.unused',
  *run(cx): Generator<Remark> {
    const u = usageOf(cx)
    for (const find of [classes, optional, reasons, options, measures, questions])
      for (const [what, name, path] of find(cx, u)) {
        const [key, at] = [path.at(-1), path.slice(0, -1)]
        yield { place: cx.locate.key(at, String(key)), values: { what, name } }
      }
  },
}
