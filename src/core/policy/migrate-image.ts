/** What a migration makes of the answers about the image as a whole and of its coverage. */
import type { Coverage, ImageAnswers, ImageDocument } from '../model/image'
import type { ClassId } from '../model/ids'
import { mapEntries, mapValue } from './migrate-values'
import type { NewNames } from './migrate-names'
import type { Due } from './migrate-versions'

type Coverages = ImageDocument['coverage']

const REACHED: readonly Coverage[] = ['exhaustive', 'absent']

/** What is known of two classes together. */
function together(a: Coverage, b: Coverage): Coverage {
  if (a === b) return a
  if (REACHED.includes(a) && REACHED.includes(b)) return 'exhaustive'
  return 'partial'
}

/** What a claim is worth when more than it spoke for comes under its name. */
const weakened = (c: Coverage): Coverage => (c === 'exhaustive' ? 'partial' : c === 'absent' ? 'not asked' : c)

function renamed(coverage: Coverages, names: NewNames): Coverages {
  if (!names.has('class')) return coverage
  const found = new Map<ClassId, Coverage>()
  const claimed = new Map<ClassId, number>()
  for (const [id, said] of Object.entries(coverage) as [ClassId, Coverage][]) {
    const to = names.of('class', id)
    const other = found.get(to)
    found.set(to, other === undefined ? said : together(other, said))
    claimed.set(to, (claimed.get(to) ?? 0) + 1)
  }
  return Object.fromEntries(found) as Coverages
}

/** A merge of which only some were claimed claims less than it says. */
function mergedHalf(before: Coverages, after: Coverages, due: Due): Coverages {
  const halves = due.steps.flatMap((s) =>
    s.do === 'merge' && s.what === 'class' && s.from.some((id) => !Object.hasOwn(before, id)) ? [s.to] : [],
  )
  return weaken(after, halves)
}

function weaken(coverage: Coverages, classes: readonly string[]): Coverages {
  const changed = Object.entries(coverage).filter(([id, c]) => classes.includes(id) && weakened(c) !== c)
  return changed.length === 0
    ? coverage
    : { ...coverage, ...(Object.fromEntries(changed.map(([id, c]) => [id, weakened(c)])) as Coverages) }
}

function split(coverage: Coverages, due: Due): Coverages {
  let out = coverage
  for (const step of due.steps) {
    if (step.do !== 'split' || !Object.hasOwn(out, step.class)) continue
    const { [step.class as ClassId]: said, ...rest } = out
    if (said === undefined) continue
    // Surely none of the whole is surely none of its parts; all of it labelled is not yet all of each part labelled.
    const part = said === 'absent' ? said : weakened(said)
    const parts = step.into.filter((id) => id === step.class || !Object.hasOwn(rest, id)).map((id) => [id, part])
    out = { ...rest, ...(Object.fromEntries(parts) as Coverages) }
  }
  return out
}

/** New classes were never asked for, and claims on what is above them spoke without them. */
function added(coverage: Coverages, due: Due, above: (id: string) => readonly string[]): Coverages {
  let out = coverage
  for (const step of due.steps) {
    if (step.do !== 'add') continue
    if (!Object.hasOwn(out, step.class)) out = { ...out, [step.class]: 'not asked' }
    out = weaken(out, above(step.class))
  }
  return out
}

/** Coverage after one migration. `above`: the classes above one, in the new version. */
export function coverageAfter(
  coverage: Coverages,
  due: Due,
  names: NewNames,
  above: (id: string) => readonly string[],
): Coverages {
  const reviewed = due.steps.flatMap((s) => (s.do === 'review' ? [s.class] : []))
  return added(split(weaken(mergedHalf(coverage, renamed(coverage, names), due), reviewed), due), due, above)
}

/** Answers after one migration; a name that is taken already stays as it was and is told in `conflict`. */
export function answersAfter(
  answers: ImageAnswers,
  due: Due,
  names: NewNames,
  conflict: (what: string, name: string) => void,
): ImageAnswers {
  const { tags, tagSets, attributes, questions } = answers
  const clash = (what: string) => (name: string) => {
    conflict(what, name)
  }
  const after: ImageAnswers = {
    ...answers,
    tags: mapEntries(
      tags,
      (g) => names.of('tag_group', g),
      (t, g) => names.of('tag', t, g),
      clash('tag_group'),
    ),
    questions: mapEntries(
      questions,
      (q) => names.of('question', q),
      (a, q) => names.of('answer', a, q),
      clash('question'),
    ),
    ...(tagSets && {
      tagSets: mapEntries(
        tagSets,
        (g) => names.of('tag_group', g),
        (list, g) => [...new Set(list.map((t) => names.of('tag', t, g)))],
        clash('tag_group'),
      ),
    }),
    ...(attributes && {
      attributes: mapEntries(
        attributes,
        (a) => names.of('attribute', a),
        (value, a) => mapValue(value, (o) => names.of('option', o, a)),
        clash('attribute'),
      ),
    }),
  }
  return answers.nothingHere && due.steps.some((s) => s.do === 'add') ? { ...after, nothingHere: false } : after
}
