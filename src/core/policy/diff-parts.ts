/** How the parts of a policy compare, besides its rules. What no table knows has changed its meaning. */
import {
  absentIsLooser,
  cardinality,
  falseIsLooser,
  free,
  greaterIsLooser,
  moreIsLooser,
  orderOf,
  people,
  widerIsLooser,
  words,
  type Bump,
} from './diff-compare'
import { changed, entries, fields, options, pathsOf, walk, type DiffItem, type Field, type Spot } from './diff-items'
import { isRecord, type Plain, type PlainRecord } from './diff-normal'

const record = (v: Plain | undefined): PlainRecord => (isRecord(v) ? v : {})

const WORDS: Readonly<Record<string, Field>> = { title: words, says: words, guide: words, pictures: words }

const STRICTNESS: readonly unknown[] = ['optional', 'required', 'forbidden']

const NEED: Field = walk((id, a, b, spot) => {
  const isLooser = Object.keys(b).every((d) => a[d] === b[d] || STRICTNESS.indexOf(b[d]) === 0)
  const isOne = (r: PlainRecord): boolean => new Set(Object.values(r)).size === 1
  const shown = (r: PlainRecord): Plain => (isOne(r) ? (r['positive'] ?? r) : r)
  return [changed('role', id, 'need', [shown(a), shown(b)], isLooser ? 'looser' : 'stricter', spot)]
})

const ROLE: Readonly<Record<string, Field>> = {
  ...WORDS,
  need: NEED,
  shape: moreIsLooser,
  equal: absentIsLooser,
  tolerance: greaterIsLooser,
}

/** A role that comes or goes: a role that no class names may not be drawn. */
const roles: Field = walk((cls, a, b, spot) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((role) => {
    const none = { positive: 'forbidden', negative: 'forbidden', ignore: 'forbidden', skip: 'forbidden' }
    const [was, is] = [a[role], b[role]]
    const here: Spot = { before: spot.before && [...spot.before, role], after: spot.after && [...spot.after, role] }
    const id = `${cls}.${role}`
    if (isRecord(was) && isRecord(is)) return fields('role', id, [was, is], ROLE, here)
    return fields(
      'role',
      id,
      [{ need: record(was)['need'] ?? none }, { need: record(is)['need'] ?? none }],
      { need: NEED },
      here,
    )
  }),
)

const lookAlikesOf: Field = walk((cls, a, b, spot) =>
  entries(
    'look-alike',
    [a, b],
    spot,
    (id, x, y, here) => [changed('look-alike', id, 'then', [x, y], 'changed', here)],
    // A label that is declared as one already must now be what is said of it.
    { added: () => 'major', removed: 'minor' },
    `${cls}.`,
  ),
)

const CLASS: Readonly<Record<string, Field>> = {
  ...WORDS,
  color: words,
  aliases: words,
  neighbours: words,
  includes: words,
  excludes: words,
  disposition: free,
  abstract: falseIsLooser,
  roles,
  look_alikes: lookAlikesOf,
}

const optionsAt = (what: 'answer' | 'option' | 'tag' | 'point'): Field =>
  walk((id, a, b, spot) => options(what, [a, b], spot, `${id}.`))

const QUESTION: Readonly<Record<string, Field>> = { ...WORDS, ask: words, answers: optionsAt('answer') }
const ATTRIBUTE: Readonly<Record<string, Field>> = {
  ...WORDS,
  options: optionsAt('option'),
  range: widerIsLooser,
  pattern: absentIsLooser,
  max: greaterIsLooser,
  integer: falseIsLooser,
  required_when: absentIsLooser,
}
const SCALE: Readonly<Record<string, Field>> = {
  ...WORDS,
  levels: orderOf,
  titles: walk((id, a, b, spot) =>
    options('level', [a, b], spot, `${id}.`).filter((item) => item.change === 'reworded'),
  ),
}
const TAG: Readonly<Record<string, Field>> = { ...WORDS, options: optionsAt('tag') }
const ZONE: Readonly<Record<string, Field>> = { ...WORDS, shape: moreIsLooser }
const LINK: Readonly<Record<string, Field>> = {
  ...WORDS,
  inverse: words,
  from: moreIsLooser,
  to: moreIsLooser,
  need: cardinality,
  inverse_need: cardinality,
}
const SKELETON: Readonly<Record<string, Field>> = { ...WORDS, points: optionsAt('point'), edges: words, mirror: free }
const PROFILE: Readonly<Record<string, Field>> = { ...WORDS, decide: free, positive_if: free, else: free }

type What = DiffItem['what']
const table =
  (what: What, of: Readonly<Record<string, Field>>, added?: (value: Plain, id: string) => Bump, removed?: Bump): Part =>
  (a, b, spot) =>
    entries(
      what,
      [record(a), record(b)],
      spot,
      (id, x, y, here) => fields(what, id, [record(x), record(y)], of, here),
      {
        ...(added ? { added } : {}),
        ...(removed ? { removed } : {}),
      },
    )

export type Part = (a: Plain | undefined, b: Plain | undefined, spot: Spot) => readonly DiffItem[]

const REASONS = ['ignore', 'negative', 'skip'] as const
/** The first reason of a disposition makes a reason necessary: stored labels have none. */
const reasons: Part = (a, b, spot) =>
  REASONS.flatMap((d) => {
    const [was, is] = [record(record(a)[d]), record(record(b)[d])]
    const here: Spot = { before: spot.before && [...spot.before, d], after: spot.after && [...spot.after, d] }
    return options('reason', [was, is], here, `${d}.`, Object.keys(was).length === 0 ? { added: () => 'major' } : {})
  })

const define: Part = (a, b, spot) =>
  entries(
    'definition',
    [record(a), record(b)],
    spot,
    (id, x, y, here) => [changed('definition', id, 'is', [x, y], 'changed', here)],
    { removed: 'minor' },
  )

const listOptions =
  (what: 'look-alike' | 'evidence'): Part =>
  (a, b, spot) =>
    options(what, [record(a), record(b)], spot)

/** A list of things that say nothing about labels: each that came or went. */
const list =
  (what: What, bump: Bump, idOf: (item: PlainRecord) => string): Part =>
  (a, b, spot) => {
    const texts = (v: Plain | undefined): readonly string[] => (Array.isArray(v) ? v.map((x) => JSON.stringify(x)) : [])
    const [was, is] = [texts(a), texts(b)]
    const items = (own: readonly string[], other: readonly string[], change: 'added' | 'removed'): DiffItem[] =>
      own.flatMap((text, i) => {
        if (other.includes(text)) return []
        const here = change === 'added' ? spot.after : spot.before
        const path = here && [...here, i]
        return [
          {
            what,
            change,
            id: idOf(record(JSON.parse(text) as Plain)),
            bump,
            paths: path ? (change === 'added' ? { after: path } : { before: path }) : {},
          },
        ]
      })
    return [...items(is, was, 'added'), ...items(was, is, 'removed')]
  }

const cases: Part = (_a, _b, spot) => [{ what: 'case', change: 'changed', id: '', bump: 'patch', paths: pathsOf(spot) }]

/** A link that must be there from now on: stored labels have none. */
const isDemand = (link: Plain): Bump => {
  const demands = [record(link)['need'], record(link)['inverse_need']].some((n) => !String(n).startsWith('0..'))
  return demands ? 'major' : 'minor'
}

export const PARTS: Readonly<Record<string, Part>> = {
  define,
  scales: table('scale', SCALE),
  tags: table('tag', TAG),
  reasons,
  look_alikes: listOptions('look-alike'),
  evidence: listOptions('evidence'),
  attributes: table('attribute', ATTRIBUTE, (a) => (record(a)['required_when'] === undefined ? 'minor' : 'major')),
  skeletons: table('skeleton', SKELETON),
  zones: table('zone', ZONE),
  links: table('link', LINK, isDemand),
  questions: table('question', QUESTION),
  profiles: table('profile', PROFILE),
  clarifications: list('clarification', 'patch', (c) => String(c['rule'])),
  migrations: list('migration', 'patch', (m) => String(m['from'])),
  people: (a, b, spot) => [changed('person', '', 'people', [a, b], people(a, b), spot)],
  cases,
}
export const classTable = (added: (id: string) => Bump): Part => table('class', CLASS, (_, id) => added(id))
export const wordsOf =
  (what: What, id: string, field: string): Part =>
  (a, b, spot) => [changed(what, id, field, [a, b], 'reworded', spot)]
