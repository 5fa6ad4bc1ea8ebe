/**
 * The baseline: violations that were there when a rule became stricter, accepted as a set. It binds nobody's new work: an entry
 * holds only for the very labels it was made for, and is void once one of them is edited.
 */
import { z } from 'zod'
import { PolicyRef } from '../model/annotation'
import type { Finding } from '../model/finding'
import { AnnotationId, ImageId, Instant, Person, RuleId, Sha256 } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { fail, ok, problem, type Result } from '../model/problem'
import { digestOf } from './canonical'

export const BASELINE_VERSION = 1

const Entry = z.strictObject({
  image: ImageId,
  rule: RuleId,
  /** Labels concerned, by id; empty: the image as a whole. */
  on: z.array(AnnotationId),
  /** Which part of the rule, as in the key of the finding. */
  part: z.string(),
  verdict: z.enum(['fail', 'undecided']),
  /** Digest of what it is about: the labels as they were, or what was said of the image. */
  of: Sha256,
})
export type BaselineEntry = z.infer<typeof Entry>

const Baseline = z.strictObject({
  groundrule: z.literal('baseline'),
  version: z.literal(BASELINE_VERSION),
  /** The policy under which the findings were accepted. */
  policy: PolicyRef,
  by: Person,
  at: Instant,
  reason: z.string().max(10_000).optional(),
  entries: z.array(Entry),
})
export type Baseline = z.infer<typeof Baseline>

/** What a label says, without who made it and who looked at it. */
function contentOf(doc: ImageDocument, on: readonly AnnotationId[]): unknown {
  if (on.length === 0) return { answers: doc.answers, coverage: doc.coverage, zones: doc.zones ?? [] }
  return on.map((id) => {
    const found = doc.annotations.find((a) => a.id === id)
    if (!found) return null
    const { made: _made, reviews: _reviews, overrides: _overrides, ...content } = found
    return content
  })
}

/** A finding's key is `rule|labels|part`. */
const partOf = ({ key, rule, on }: Finding): string => key.slice(rule.length + on.join('+').length + 2)
const keyOf = (image: string, rule: string, on: readonly string[], part: string): string =>
  JSON.stringify([image, rule, on, part])
const keyOfEntry = (e: BaselineEntry): string => keyOf(e.image, e.rule, e.on, e.part)

/** The entry that accepts a finding. */
export const entryOf = (doc: ImageDocument, finding: Finding): BaselineEntry => ({
  image: doc.image.path,
  rule: finding.rule,
  on: [...finding.on],
  part: partOf(finding),
  verdict: finding.verdict,
  of: digestOf(contentOf(doc, finding.on)),
})

/** What became of the entries of one image. */
export interface BaselineState {
  /** Entries that hold: their finding is there, on the same labels. */
  readonly holding: readonly BaselineEntry[]
  /** Their finding no longer occurs. */
  readonly gone: readonly BaselineEntry[]
  /** Their labels were edited: the finding binds again. */
  readonly void: readonly BaselineEntry[]
}

const order = (a: BaselineEntry, b: BaselineEntry): number => {
  const [x, y] = [keyOfEntry(a), keyOfEntry(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** A baseline made ready for questions. Immutable. */
export class KnownViolations {
  readonly baseline: Baseline
  readonly #byImage = new Map<string, Map<string, BaselineEntry>>()

  constructor(baseline: Baseline) {
    this.baseline = baseline
    for (const entry of baseline.entries) {
      const of = this.#byImage.get(entry.image) ?? new Map<string, BaselineEntry>()
      of.set(keyOfEntry(entry), entry)
      this.#byImage.set(entry.image, of)
    }
  }

  get size(): number {
    return this.baseline.entries.length
  }
  get images(): readonly ImageId[] {
    return [...this.#byImage.keys()] as ImageId[]
  }
  entriesOf(image: ImageId): readonly BaselineEntry[] {
    return [...(this.#byImage.get(image)?.values() ?? [])]
  }

  #match(doc: ImageDocument, finding: Finding): BaselineEntry | undefined {
    const { path } = doc.image
    return this.#byImage.get(path)?.get(keyOf(path, finding.rule, finding.on, partOf(finding)))
  }

  /** Whether a finding is accepted: the same rule on the same labels, unedited since, and no worse than it was. */
  isKnown(doc: ImageDocument, finding: Finding): boolean {
    const entry = this.#match(doc, finding)
    if (!entry || (entry.verdict === 'undecided' && finding.verdict === 'fail')) return false
    return entry.of === digestOf(contentOf(doc, finding.on))
  }

  /** What became of an image's entries; `findings`: all that the policy says of the document now. */
  state(doc: ImageDocument, findings: readonly Finding[]): BaselineState {
    const there = new Set(findings.map((f) => keyOf(doc.image.path, f.rule, f.on, partOf(f))))
    const state = { holding: [] as BaselineEntry[], gone: [] as BaselineEntry[], void: [] as BaselineEntry[] }
    for (const entry of this.entriesOf(doc.image.path)) {
      const isGone = !there.has(keyOfEntry(entry))
      const isVoid = entry.of !== digestOf(contentOf(doc, entry.on))
      state[isGone ? 'gone' : isVoid ? 'void' : 'holding'].push(entry)
    }
    return state
  }
}

/** An empty baseline. */
export const emptyBaseline = (policy: PolicyRef, by: Person, at: Instant): Baseline => ({
  groundrule: 'baseline',
  version: BASELINE_VERSION,
  policy,
  by,
  at,
  entries: [],
})

/** With more entries: one for the same rule on the same labels is replaced. Sorted, so that the same set is the same text. */
export function withEntries(baseline: Baseline, more: readonly BaselineEntry[]): Baseline {
  const all = new Map([...baseline.entries, ...more].map((e) => [keyOfEntry(e), e]))
  return { ...baseline, entries: [...all.values()].sort(order) }
}

/** Without entries that no longer occur or are void. */
export function pruned(baseline: Baseline, dropped: readonly BaselineEntry[]): Baseline {
  const keys = new Set(dropped.map(keyOfEntry))
  return { ...baseline, entries: baseline.entries.filter((e) => !keys.has(keyOfEntry(e))) }
}

/**
 * Entries of one image after its labels were rewritten by a migration: what held for the old words holds for the new ones.
 * Entries that were void stay void.
 */
export function carried(
  entries: readonly BaselineEntry[],
  before: ImageDocument,
  after: ImageDocument,
): BaselineEntry[] {
  return entries.map((e) =>
    e.of === digestOf(contentOf(before, e.on)) ? { ...e, of: digestOf(contentOf(after, e.on)) } : e,
  )
}

/** The file's text: one entry a line, so that version control shows what came and went. */
export function baselineText({ entries, ...head }: Baseline): string {
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
  const listed = [...entries].sort(order).map((e) => `\n    ${JSON.stringify(e)}`)
  return `{\n${lines.join('')}  "entries": [${listed.join(',')}${listed.length > 0 ? '\n  ' : ''}]\n}\n`
}

/** Reads the file's text, or says what is wrong with it. */
export function readBaseline(text: string, file = 'baseline.json'): Result<Baseline> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail(problem('baseline.invalid', { file }, { reason: 'json' }))
  }
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined
  if (typeof version === 'number' && version > BASELINE_VERSION)
    return fail(problem('baseline.newer-version', { file }, { version, known: BASELINE_VERSION }))
  const parsed = Baseline.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  return fail(
    problem('baseline.invalid', { file, path: parsed.error.issues[0]?.path.join('.') ?? '' }, { reason: 'schema' }),
  )
}
