import type { Instant } from '../../core/model/ids'
import type { Problem } from '../../core/model/problem'
import type { PolicyCoverage } from '../../core/policy/lint/coverage'
import type { PolicyView } from '../../core/policy/view'
import type { CaseResult } from '../../core/validate/engine'
import type { StoredPolicy } from '../../storage/ports'
import { shardCount, startSeat } from '../../workers/folder/seat'
import { Shards } from '../../workers/folder/shards'
import { ValidatorClient } from '../../workers/validator/client'
import { ImpactRun } from '../studio/impact-run.svelte'
import { compareVersions, headOf, nextVersion, setHead } from '../studio/policy-text'
import type { PolicyEntry, PolicyLibrary } from './policies.svelte'

/** A pause in typing, in milliseconds: then the text is checked and the draft saved. */
const PAUSE = 300

/** What is open: a draft that can be edited, or a version that can only be read. */
export interface OpenText {
  /** `draft/<key>` or `<id>/<version>`: also the address behind `#/studio/`. */
  readonly address: string
  readonly draft: string | undefined
  readonly entry: PolicyEntry | undefined
}

/** What the worker said of a text. */
export interface Checked {
  readonly text: string
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** Absent when the text has errors. */
  readonly view?: PolicyView
  readonly cases: readonly CaseResult[]
  readonly coverage?: PolicyCoverage
}

/** What a worker says of a text; the text stays loaded there. */
export async function checkText(worker: ValidatorClient, text: string): Promise<Checked> {
  const loaded = await worker.load(text)
  if (!loaded.ok) return { text, problems: loaded.problems, warnings: [], cases: [] }
  const { view } = loaded.value
  const cases = await worker.cases()
  const lint = await worker.lint()
  return {
    text,
    problems: cases.ok ? [] : cases.problems,
    warnings: lint.ok ? lint.value.warnings : [],
    view,
    cases: cases.ok ? cases.value : [],
    ...(lint.ok ? { coverage: lint.value.coverage } : {}),
  }
}

/** The policy being read or written: its text, the draft's state, and what the worker says of it. */
export class Studio {
  readonly library: PolicyLibrary
  /** Its own worker: the one that checks labels while somebody annotates is left alone. */
  readonly checker = new ValidatorClient()
  readonly impact = new ImpactRun(new Shards({ count: shardCount(), start: startSeat }))
  open = $state.raw<OpenText | undefined>(undefined)
  /** The address leads to nothing in this browser. */
  missing = $state(false)
  text = $state('')
  checked = $state.raw<Checked | undefined>(undefined)
  /** The last text that compiled, for completion and previews while the present one has errors. */
  view = $state.raw<PolicyView | undefined>(undefined)
  saving = $state<'saved' | 'saving' | 'unsaved' | 'failed'>('saved')
  saveProblem = $state.raw<Problem | undefined>(undefined)
  readonly current = $derived(this.checked?.text === this.text)
  readonly good = $derived(this.current && this.checked?.view !== undefined)
  readonly head = $derived(headOf(this.text))
  readonly base: PolicyEntry | undefined = $derived.by(() =>
    this.open?.draft === undefined ? undefined : this.#baseOf(),
  )
  readonly #now: () => Instant
  readonly #newKey: () => string
  #timer: ReturnType<typeof setTimeout> | undefined
  #checking = false
  #working: Promise<void> = Promise.resolve()
  #closed = false

  constructor(library: PolicyLibrary, now: () => Instant, newKey: () => string) {
    this.library = library
    this.#now = now
    this.#newKey = newKey
  }

  /** The published version that the draft goes on from: the one it names, else the newest of its name. */
  #baseOf(): PolicyEntry | undefined {
    const { id, supersedes } = this.head
    if (!id) return undefined
    return (supersedes ? this.library.find(id, supersedes) : undefined) ?? this.newestOf(id)
  }

  newestOf(id: string): PolicyEntry | undefined {
    return this.library.entries
      .filter((e) => e.id === id)
      .reduce<PolicyEntry | undefined>(
        (best, e) => (best && compareVersions(best.version, e.version) >= 0 ? best : e),
        undefined,
      )
  }

  /** Opens what the address names; an empty address closes. */
  async go(address: string): Promise<void> {
    if (address === (this.open?.address ?? '') && !this.missing) return
    await this.flush()
    const [first = '', second = ''] = address.split('/').map(decodeURIComponent)
    const draft = first === 'draft' ? this.library.drafts.find((d) => d.id === second) : undefined
    const entry = first === 'draft' ? undefined : this.library.find(first, second)
    const text = draft?.text ?? (await entry?.text())
    this.missing = address !== '' && text === undefined
    this.checked = undefined
    this.view = undefined
    this.saveProblem = undefined
    this.saving = 'saved'
    this.text = text ?? ''
    this.open = text === undefined ? undefined : { address, draft: draft?.id, entry }
    if (this.open) this.#pause(0)
  }

  /** The person typed. */
  edit(text: string): void {
    if (text === this.text || this.open?.draft === undefined) return
    this.text = text
    this.saving = 'unsaved'
    this.#pause(PAUSE)
  }

  #pause(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#save()
      if (!this.#checking) this.#working = this.#check()
    }, ms)
  }

  /** Saves what is not saved yet, now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#save()
  }

  async #save(): Promise<void> {
    const draft = this.open?.draft
    if (draft === undefined || this.saving === 'saved') return
    const { text } = this
    this.saving = 'saving'
    const done = await this.library.putDraft(this.#record(draft, text))
    if (this.open?.draft !== draft) return
    this.saveProblem = done.ok ? undefined : done.problems[0]
    this.saving = !done.ok ? 'failed' : text === this.text ? 'saved' : 'unsaved'
  }

  #record(key: string, text: string): StoredPolicy {
    return { id: key, version: headOf(text).version ?? '', digest: '', status: 'draft', text, at: this.#now() }
  }

  /** One text at a time: while the worker is at one, the newest waits and those between are never asked about. */
  async #check(): Promise<void> {
    this.#checking = true
    try {
      while (!this.#closed && this.open && this.checked?.text !== this.text) {
        const { text, open } = this
        this.impact.interrupt()
        const checked = await checkText(this.checker, text)
        if (this.open !== open) continue
        this.checked = checked
        if (checked.view) this.view = checked.view
        if (this.#timer !== undefined) return // typed meanwhile: the next pause asks again
      }
    } finally {
      this.#checking = false
    }
  }

  /** Stores a text as a new draft; answers its address. */
  async addDraft(text: string): Promise<string | undefined> {
    const key = this.#newKey()
    const done = await this.library.putDraft(this.#record(key, text))
    if (done.ok) return `draft/${key}`
    this.saveProblem = done.problems[0]
    return undefined
  }

  /** A draft that goes on from a version (same policy, next free patch number), or a copy under another name. */
  async draftFrom(entry: PolicyEntry, as: 'version' | 'copy'): Promise<string | undefined> {
    const text = await entry.text()
    const newest = this.newestOf(entry.id) ?? entry
    const head =
      as === 'version'
        ? { version: nextVersion(newest.version, 'patch'), supersedes: entry.version, status: 'draft' }
        : { id: this.#freeName(entry.id), version: '0.1.0', supersedes: undefined, status: 'draft' }
    return this.addDraft(setHead(text, head) ?? text)
  }

  #freeName(id: string): string {
    const taken = new Set([
      ...this.library.entries.map((e) => e.id),
      ...this.library.drafts.map((d) => headOf(d.text).id),
    ])
    let n = 1
    while (taken.has(`${id}_copy${n > 1 ? n : ''}`)) n++
    return `${id}_copy${n > 1 ? n : ''}`
  }

  async removeDraft(key: string): Promise<void> {
    if (this.open?.draft === key) {
      clearTimeout(this.#timer)
      this.saving = 'saved'
    }
    const done = await this.library.removeDraft(key)
    if (!done.ok) this.saveProblem = done.problems[0]
  }

  /** Ends the workers once neither is at work: a client that is asked after its end would start a new one. */
  async close(): Promise<void> {
    this.#closed = true
    this.impact.interrupt()
    await this.flush()
    await Promise.all([this.#working, this.impact.settled])
    this.checker.end()
    this.impact.end()
  }
}
